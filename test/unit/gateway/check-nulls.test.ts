import { describe, expect, test } from '@jest/globals';
import type { AnswerCheck } from '../../../gateway/zones/check-answer.ts';
import { AN_ERROR, entitiesRequest, faultIn, request } from './zone-schema.ts';

describe('null without an error', () => {
  test.each([
    ['the zone itself', '{ me { code } }', '{"me":null}', 'me'],
    ['the zone itself under another name', '{ x: me { code } }', '{"x":null}', 'x'],
    ['a list of the zone itself', '{ us { code } }', '{"us":null}', 'us'],
    ['the zone within itself', '{ me { self { code } } }', '{"me":{"self":null}}', 'me.self'],
    ['a list on the zone', '{ me { blocks { code } } }', '{"me":{"blocks":null}}', 'me.blocks'],
    ['statistics on the zone', '{ me { statistics { zone } } }', '{"me":{"statistics":null}}', 'me.statistics'],
  ])('for %s is refused, and believed beside one', (_, document, json, at) => {
    expect(faultIn(request(document), json)).toBe(`${at}: null without an error`);
    expect(faultIn(request(document), json, AN_ERROR)).toBeUndefined();
  });

  test.each([
    ['one thing looked up on the zone and not found', '{ me { best { code } } }', '{"me":{"best":null}}'],
    ['a scalar on the zone', '{ me { motto } }', '{"me":{"motto":null}}'],
    ['a list that is not on the zone', '{ blocks { code } }', '{"blocks":null}'],
    ['another zone, asked by its code', '{ zone(code: "x") { code } }', '{"zone":null}'],
    ['a fact of a block on the zone', '{ me { blocks { note } } }', '{"me":{"blocks":[{"note":null}]}}'],
    ['an empty list, which is none', '{ me { blocks { code } } }', '{"me":{"blocks":[]}}'],
  ])('is believed for %s', (_, document, json) => {
    expect(faultIn(request(document), json)).toBeUndefined();
  });

  test('for the statistics in an entity is refused', () => {
    const asked = entitiesRequest('... on Consolidation { nanjiang { zone } }', 'Consolidation');
    const json = '{"_entities":[{"nanjiang":null}]}';
    expect(faultIn(asked, json)).toBe('_entities.0.nanjiang: null without an error');
    expect(faultIn(asked, json, [['_entities', 0, 'nanjiang']])).toBeUndefined();
  });
});

describe('an error explains a null', () => {
  const asked = request('{ me { blocks { code } best { code } } }');
  const json = '{"me":{"blocks":null,"best":{"code":"b"}}}';

  test.each([
    ['of no place', [undefined]],
    ['at its place', [['me', 'blocks']]],
    ['above it', [['me']]],
    ['of the whole answer', [[]]],
    ['below it, from where it came up', [['me', 'blocks', 3, 'code']]],
    ['among others', [['blocks'], ['me', 'best'], ['me', 'blocks', 0]]],
  ] satisfies [string, AnswerCheck['errorPaths']][])('%s', (_, paths) => {
    expect(faultIn(asked, json, paths)).toBeUndefined();
  });

  test.each([
    ['beside it', [['me', 'best']]],
    ['in a like place of another field', [['blocks']]],
    ['of a field whose name begins alike', [['me', 'blocksOfOld']]],
    ['of a field with which its own name begins', [['me', 'block']]],
    ['of a root field whose name begins alike', [['m'], ['men']]],
  ] satisfies [string, AnswerCheck['errorPaths']][])('but not %s', (_, paths) => {
    expect(faultIn(asked, json, paths)).toBe('me.blocks: null without an error');
  });

  test('of an entity by its own place, and not by that of another', () => {
    const entities = entitiesRequest('... on NanjiangZone { code }', ...Array<string>(11).fill('NanjiangZone'));
    const list = Array.from({ length: 11 }, (_, at) => (at === 1 ? null : { code: 'nanjiang' }));
    const text = JSON.stringify({ _entities: list });
    expect(faultIn(entities, text, [['_entities', 1]])).toBeUndefined();
    expect(faultIn(entities, text, [['_entities']])).toBeUndefined();
    expect(faultIn(entities, text, [['_entities', 1, 'code']])).toBeUndefined();
    expect(faultIn(entities, text, [['_entities', 10]])).toBe('_entities.1: null without an error');
    expect(faultIn(entities, text)).toBe('_entities.1: null without an error');
  });

  test('but excuses nothing that is wrong elsewhere', () => {
    expect(faultIn(asked, '{"me":{"blocks":null,"best":{"code":null}}}', AN_ERROR)).toBe(
      'me.best.code: null where the contract has none',
    );
  });
});
