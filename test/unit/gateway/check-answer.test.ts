import { describe, expect, test } from '@jest/globals';
import { AN_ERROR, faultIn, request } from './zone-schema.ts';

const BLOCKS = request('{ blocks { code note aliases area open } }');
const block = (over: string): string =>
  `{"blocks":[{"code":"b-one","note":null,"aliases":["b1"],"area":1.5,"open":true${over === '' ? '' : `,${over}`}}]}`;

const STATISTICS = request('{ statistics { zone period state revision observations { indicator value unitMult } } }');
const statistics = (over: string, cell = ''): string =>
  `{"statistics":{"zone":"nanjiang","period":"2024","state":"SUBMITTED","revision":1,"observations":[{"indicator":"TAX_REVENUE","value":"2.83","unitMult":8${cell === '' ? '' : `,${cell}`}}]${over === '' ? '' : `,${over}`}}}`;

describe('an answer', () => {
  test('that fits is believed', () => {
    expect(faultIn(BLOCKS, block(''))).toBeUndefined();
    expect(faultIn(STATISTICS, statistics(''))).toBeUndefined();
  });

  test('may hold null where the contract allows it', () => {
    expect(faultIn(BLOCKS, '{"blocks":null}')).toBeUndefined();
    expect(faultIn(BLOCKS, '{"blocks":[null]}')).toBeUndefined();
    expect(faultIn(STATISTICS, statistics('"revision":null', '"value":null'))).toBeUndefined();
  });

  test('may hold more than was asked for, which is not read', () => {
    expect(faultIn(request('{ blocks { code } }'), block('"secret":{}'))).toBeUndefined();
  });

  test.each(['null', '[]', '"data"', '1'])('that is %s and no object is refused', (json) => {
    expect(faultIn(BLOCKS, json)).toBe('data: not an object');
  });

  test('to a mutation of a zone that has none is refused', () => {
    expect(faultIn(request('mutation { drop }'), '{"drop":true}')).toBe('the zone has no such root type');
  });

  test('with a field that the zone does not have is refused', () => {
    expect(faultIn(request('{ constructor }'), '{"constructor":1}')).toBe('constructor: not a field of Query');
  });
});

describe('a single value that does not fit refuses the answer and is named:', () => {
  test.each([
    ['a missing field', '{"blocks":[{"code":"b","aliases":[],"area":1,"open":true}]}', 'blocks.0.note: missing'],
    ['a missing root field', '{}', 'blocks: missing'],
    ['null where there is none', block('"code":null'), 'blocks.0.code: null where the contract has none'],
    ['null in a list', block('"aliases":[null]'), 'blocks.0.aliases.0: null where the contract has none'],
    ['a text for a list', block('"aliases":"b1"'), 'blocks.0.aliases: not a list'],
    ['an object for a list', '{"blocks":{"0":{}}}', 'blocks: not a list'],
    ['a list for an object', '{"blocks":[[]]}', 'blocks.0: not an object'],
    ['a text for an object', '{"blocks":["b-one"]}', 'blocks.0: not an object'],
    ['a number for a text', block('"note":1'), 'blocks.0.note: not a String'],
    ['an object for a text', block('"note":{}'), 'blocks.0.note: not a String'],
    ['a text for a number', block('"area":"1.5"'), 'blocks.0.area: not a Float'],
    ['a number beyond all numbers', block('"area":1e999'), 'blocks.0.area: not a Float'],
    ['a number for yes or no', block('"open":1'), 'blocks.0.open: not a Boolean'],
    ['a code that is an object', block('"code":{}'), 'blocks.0.code: not a ID'],
  ])('%s', (_, json, fault) => {
    expect(faultIn(BLOCKS, json)).toBe(fault);
  });

  test.each([
    ['a decimal that is a number', '', '"value":2.83', 'observations.0.value: not a Decimal'],
    ['a decimal with an exponent', '', '"value":"2e3"', 'observations.0.value: not a Decimal'],
    ['an integer with a fraction', '', '"unitMult":8.5', 'observations.0.unitMult: not a Int'],
    ['an integer beyond 32 bits', '', '"unitMult":2147483648', 'observations.0.unitMult: not a Int'],
    ['an integer that is a text', '', '"unitMult":"8"', 'observations.0.unitMult: not a Int'],
    ['an integer beyond all numbers', '', '"unitMult":-1e999', 'observations.0.unitMult: not a Int'],
    ['an unknown state', '"state":"GUESSED"', '', 'state: not a value of State'],
    ['a state that is no text', '"state":1', '', 'state: not a value of State'],
    ['a state named after the language', '"state":"__proto__"', '', 'state: not a value of State'],
    ['a period that is none', '"period":"2024-Q5"', '', 'period: not a Period'],
    ['a period that is a number', '"period":2024', '', 'period: not a Period'],
    ['no list of observations', '"observations":null', '', 'observations: null where the contract has none'],
  ])('%s', (_, over, cell, fault) => {
    expect(faultIn(STATISTICS, statistics(over, cell))).toBe(`statistics.${fault}`);
  });
});

describe('null for statistics', () => {
  test('is refused when no error says why', () => {
    expect(faultIn(STATISTICS, '{"statistics":null}')).toBe('statistics: null without an error');
    const aliased = request('{ nanjiang { s: statistics(period: "2024") { zone } } }');
    expect(faultIn(aliased, '{"nanjiang":{"s":null}}')).toBe('nanjiang.s: null without an error');
  });

  test('is believed beside an error', () => {
    expect(faultIn(STATISTICS, '{"statistics":null}', AN_ERROR)).toBeUndefined();
  });

  test('is not excused by an error where the contract has no null at all', () => {
    expect(faultIn(request('{ nanjiang { code } }'), '{"nanjiang":null}', AN_ERROR)).toBe(
      'nanjiang: null where the contract has none',
    );
  });
});
