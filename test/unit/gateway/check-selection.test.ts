import { describe, expect, test } from '@jest/globals';
import { AN_ERROR, entitiesRequest, faultIn, request } from './zone-schema.ts';

const NANJIANG = '"__typename":"NanjiangZone","code":"nanjiang","name":"南江县"';

describe('an answer is read under the names that were asked for:', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__typename2'])('alias %s', (alias) => {
    const asked = request(`{ nanjiang { ${alias}: code } }`);
    expect(faultIn(asked, `{"nanjiang":{"${alias}":"nanjiang"}}`)).toBeUndefined();
    expect(faultIn(asked, `{"nanjiang":{"${alias}":null}}`)).toContain('null where the contract has none');
    expect(faultIn(asked, '{"nanjiang":{}}')).toBe(`nanjiang.${alias}: missing`);
  });

  test('an alias takes nothing from the prototype of an object', () => {
    const asked = request('{ __proto__: nanjiang { code } }');
    expect(faultIn(asked, '{"__proto__":{"code":"nanjiang"}}')).toBeUndefined();
    expect(faultIn(asked, '{}')).toBe('__proto__: missing');
  });

  test('a field asked for twice must fit both times', () => {
    const asked = request('{ nanjiang { blocks { code } } nanjiang { blocks { note } } }');
    expect(faultIn(asked, '{"nanjiang":{"blocks":[{"code":"b","note":null}]}}')).toBeUndefined();
    expect(faultIn(asked, '{"nanjiang":{"blocks":[{"code":"b"}]}}')).toBe('nanjiang.blocks.0.note: missing');
  });
});

describe('a fragment', () => {
  const named = request(
    '{ zone(code: "x") { __typename ...N ... on EnyangZone { lines } } } fragment N on NanjiangZone { blocks { code } }',
  );

  test('is asked of the type that the answer names, and of no other', () => {
    expect(faultIn(named, '{"zone":{"__typename":"EnyangZone","lines":3}}')).toBeUndefined();
    expect(faultIn(named, '{"zone":{"__typename":"EnyangZone","blocks":[]}}')).toBe('zone.lines: missing');
    expect(faultIn(named, '{"zone":{"__typename":"NanjiangZone","lines":3}}')).toBe('zone.blocks: missing');
  });

  test.each(['Zone', 'Block', 'NoSuch', '__proto__', 'State'])('cannot be dodged by the type name %s', (name) => {
    expect(faultIn(named, `{"zone":{"__typename":"${name}"}}`)).toBe('zone.__typename: not a type of Zone');
  });

  test('on an interface is asked of every type that has it', () => {
    const asked = request(
      '{ nanjiang { ... on Zone { name } ... { code } } zones { __typename ... on Zone { name } } }',
    );
    const zones = '"zones":[{"__typename":"EnyangZone","name":"恩阳区"}]';
    expect(faultIn(asked, `{"nanjiang":{${NANJIANG}},${zones}}`)).toBeUndefined();
    expect(faultIn(asked, `{"nanjiang":{"code":"nanjiang"},${zones}}`)).toBe('nanjiang.name: missing');
    expect(faultIn(asked, `{"nanjiang":{"name":"南江县"},${zones}}`)).toBe('nanjiang.code: missing');
    expect(faultIn(asked, `{"nanjiang":{${NANJIANG}},"zones":[{"__typename":"EnyangZone"}]}`)).toBe(
      'zones.0.name: missing',
    );
  });

  test('that is not in the request is our own fault and not the zone’s', () => {
    expect(() => faultIn(request('{ ...Gone }'), '{}')).toThrow(TypeError);
  });
});

describe('a field left out by the question', () => {
  const asked = (skip: boolean, include: boolean) =>
    request(
      'query ($s: Boolean!, $i: Boolean!) { nanjiang { code name @skip(if: $s) ... @include(if: $i) { blocks { code } } } }',
      {
        s: skip,
        i: include,
      },
    );

  test('is not missing from the answer', () => {
    expect(faultIn(asked(true, false), '{"nanjiang":{"code":"nanjiang"}}')).toBeUndefined();
  });

  test('is missing when it was asked for after all', () => {
    expect(faultIn(asked(false, false), '{"nanjiang":{"code":"nanjiang"}}')).toBe('nanjiang.name: missing');
    expect(faultIn(asked(true, true), '{"nanjiang":{"code":"nanjiang"}}')).toBe('nanjiang.blocks: missing');
  });

  test('may be left out by a word of the question itself', () => {
    const literal = request('{ nanjiang { code @skip(if: true) name @include(if: false) } }');
    expect(faultIn(literal, '{"nanjiang":{}}')).toBeUndefined();
  });
});

describe('the name of a type', () => {
  test('must be the one that the contract has there', () => {
    const asked = request('{ __typename nanjiang { t: __typename } }');
    expect(faultIn(asked, '{"__typename":"Query","nanjiang":{"t":"NanjiangZone"}}')).toBeUndefined();
    expect(faultIn(asked, '{"__typename":"Query","nanjiang":{"t":"EnyangZone"}}')).toBe('nanjiang.t: not NanjiangZone');
    expect(faultIn(asked, '{"__typename":"Zone","nanjiang":{"t":"NanjiangZone"}}')).toBe('__typename: not Query');
  });
});

describe('entities', () => {
  const asked = entitiesRequest(
    '__typename ... on NanjiangZone { code } ... on Consolidation { period }',
    'NanjiangZone',
    'Consolidation',
  );
  const [zone, question] = [
    '{"__typename":"NanjiangZone","code":"nanjiang"}',
    '{"__typename":"Consolidation","period":"2024"}',
  ];

  test('are as many as were asked for, each of the type asked for', () => {
    expect(faultIn(asked, `{"_entities":[${zone},${question}]}`)).toBeUndefined();
  });

  test.each([
    ['too few', `[${zone}]`, '_entities: 1 entities for 2 asked'],
    ['too many', `[${zone},${question},${question}]`, '_entities: 3 entities for 2 asked'],
    ['in another order', `[${question},${zone}]`, '_entities.0.__typename: not NanjiangZone'],
    ['no list', 'null', '_entities: not a list'],
    ['one that is no object', `["nanjiang",${question}]`, '_entities.0: not an object'],
    ['one that lacks a field', `[${zone},{"__typename":"Consolidation"}]`, '_entities.1.period: missing'],
    ['one that is null', `[null,${question}]`, '_entities.0: null without an error'],
  ])('are refused when there are %s', (_, entities, fault) => {
    expect(faultIn(asked, `{"_entities":${entities}}`)).toBe(fault);
  });

  test('may be null beside an error, but not fewer', () => {
    expect(faultIn(asked, `{"_entities":[null,${question}]}`, AN_ERROR)).toBeUndefined();
    expect(faultIn(asked, '{"_entities":[null]}', AN_ERROR)).toBe('_entities: 1 entities for 2 asked');
  });

  test('of a type that the zone does not have are refused', () => {
    expect(faultIn(entitiesRequest('__typename', 'State'), '{"_entities":[{}]}')).toBe('_entities.0: no such type');
  });
});

describe('a directive', () => {
  test('whose variable is left to its default is read with the default', () => {
    const asked = request('query ($s: Boolean! = true) { nanjiang { code name @skip(if: $s) } }', {});
    expect(faultIn(asked, '{"nanjiang":{"code":"nanjiang"}}')).toBeUndefined();
    const not = request('query ($s: Boolean! = true) { nanjiang { code name @skip(if: $s) } }', { s: false });
    expect(faultIn(not, '{"nanjiang":{"code":"nanjiang"}}')).toBe('nanjiang.name: missing');
  });
});
