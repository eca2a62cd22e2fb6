import { describe, expect, test } from '@jest/globals';
import { nullAnswer, withoutNullEntities } from '../../../gateway/zones/null-answer.ts';
import type { JsonObject } from '../../../gateway/zones/json.ts';
import { entitiesRequest, request } from './zone-schema.ts';

/** As JSON, in which an own `__proto__` shows. */
const text = (data: JsonObject): string => JSON.stringify(data);

describe('the answer of a zone that gave none', () => {
  test('is null for every field asked of it, under the name asked for', () => {
    const asked = request('{ nanjiang { code } second: nanjiang { name } blocks { code } }');
    expect(text(nullAnswer(asked))).toBe('{"nanjiang":null,"second":null,"blocks":null}');
  });

  test.each([
    ['{ __typename nanjiang { code } }', '{"__typename":"Query","nanjiang":null}'],
    ['query { t: __typename ... { __typename } }', '{"t":"Query","__typename":"Query"}'],
    ['mutation { __typename submit { code } }', '{"__typename":"Mutation","submit":null}'],
    ['subscription { __typename }', '{"__typename":"Subscription"}'],
  ])('names the type of its root: %s', (document, answer) => {
    expect(text(nullAnswer(request(document)))).toBe(answer);
  });

  test('takes names of the language for what they are', () => {
    const data = nullAnswer(request('{ __proto__: nanjiang { code } constructor: nanjiang { code } }'));
    expect(text(data)).toBe('{"__proto__":null,"constructor":null}');
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  test('follows fragments, named and not', () => {
    const asked = request(
      '{ ...F ... on Query { blocks { code } } ... { statistics { zone } } } fragment F on Query { nanjiang { code } }',
    );
    expect(text(nullAnswer(asked))).toBe('{"nanjiang":null,"blocks":null,"statistics":null}');
  });

  test('leaves out what the question leaves out', () => {
    const document = `query ($yes: Boolean!, $no: Boolean!) {
      a: nanjiang @skip(if: $yes) { code }
      b: nanjiang @skip(if: $no) { code }
      c: nanjiang @include(if: $yes) { code }
      d: nanjiang @include(if: $no) { code }
      ... @skip(if: $yes) { e: nanjiang { code } }
      f: nanjiang @skip(if: $no) @include(if: $no) { code }
      ...G @include(if: $no)
    } fragment G on Query { g: nanjiang { code } }`;
    expect(text(nullAnswer(request(document, { yes: true, no: false })))).toBe('{"b":null,"c":null}');
  });

  test('has one entity for each that was asked for, of its type and with the fields of its type', () => {
    const selection = '__typename t: __typename ... on NanjiangZone { blocks { code } } ...C';
    const fragment = 'fragment C on Consolidation { nanjiang { zone } }';
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } } ${fragment}`;
    const representations = ['NanjiangZone', 'Consolidation', 'NanjiangZone'].map((__typename) => ({ __typename }));
    const zone = { __typename: 'NanjiangZone', t: 'NanjiangZone', blocks: null };
    expect(nullAnswer(request(document, { representations }))).toEqual({
      _entities: [zone, { __typename: 'Consolidation', t: 'Consolidation', nanjiang: null }, zone],
    });
  });

  test('has entities under an alias too, and none where none were asked for', () => {
    const document =
      'query ($representations: [_Any!]!) { e: _entities(representations: $representations) { __typename } }';
    const representations = [{ __typename: 'NanjiangZone' }];
    expect(text(nullAnswer(request(document, { representations })))).toBe('{"e":[{"__typename":"NanjiangZone"}]}');
    expect(text(nullAnswer(request(document, { representations: [] })))).toBe('{"e":[]}');
  });

  test('takes names of the language in entities for what they are', () => {
    const asked = entitiesRequest('... on NanjiangZone { __proto__: code constructor: name }', 'NanjiangZone');
    expect(text(nullAnswer(asked))).toBe('{"_entities":[{"__proto__":null,"constructor":null}]}');
  });
});

describe('an answer with null entities', () => {
  const asked = entitiesRequest(
    '__typename ... on NanjiangZone { code blocks { code } }',
    'NanjiangZone',
    'NanjiangZone',
  );

  test('gets entities of nulls in their place, and keeps the others', () => {
    const good = { __typename: 'NanjiangZone', code: 'nanjiang', blocks: [] };
    expect(withoutNullEntities({ _entities: [good, null] }, asked)).toEqual({
      _entities: [good, { __typename: 'NanjiangZone', code: null, blocks: null }],
    });
  });

  test('is left as it is where nothing is null, or nothing is an entity', () => {
    const data = { _entities: [{ code: 'a' }, { code: 'b' }] };
    expect(withoutNullEntities(structuredClone(data), asked)).toEqual(data);
    expect(withoutNullEntities({ nanjiang: null }, request('{ nanjiang { code } }'))).toEqual({ nanjiang: null });
    expect(withoutNullEntities({}, asked)).toEqual({});
  });
});

describe('a request', () => {
  test('without an operation, or without a fragment it uses, is our own fault', () => {
    expect(() => request('fragment F on Query { nanjiang { code } }')).toThrow('without an operation');
    expect(() => nullAnswer(request('{ ...F }'))).toThrow('without its fragment F');
  });
});
