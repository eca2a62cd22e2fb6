/** An object of an abstract type is shaped as what it is, and costs itself where that cannot be told and matters. */
import { describe, expect, test } from '@jest/globals';
import type { Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { shape, sound } from './shaping.ts';

describe('a type', () => {
  test.each<readonly [string, string, Data, unknown]>([
    [
      'is the object’s own',
      '{ node { __typename id } }',
      { node: { __typename: 'Twin', id: '1' } },
      { node: { __typename: 'Twin', id: '1' } },
    ],
    [
      'decides which fragments fit',
      '{ node { ... on Thing { id } ... on Twin { n: name } ... on Wide { w: id } } }',
      { node: { __typename: 'Twin', n: 1 } },
      { node: { n: 1 } },
    ],
    [
      'fits what it implements',
      '{ node { ... on Wide { w: id } ... on Node { i: id } } }',
      { node: { __typename: 'Thing', w: 'a', i: 'b' } },
      { node: { w: 'a', i: 'b' } },
    ],
    [
      'of a union fits as well',
      '{ any { ... on Thing { id } ... on Alone { x } ... on Node { i: id } } }',
      { any: { __typename: 'Thing', id: 'a', i: 'b' } },
      { any: { id: 'a', i: 'b' } },
    ],
    [
      'is what the schema says, where it says one',
      '{ thing { __typename } }',
      { thing: { __typename: 'Other' } },
      { thing: { __typename: 'Thing' } },
    ],
    [
      'need not be known where nothing depends on it',
      '{ node { id ... on Node { i: id } } }',
      { node: { id: '1', i: '2' } },
      { node: { id: '1', i: '2' } },
    ],
    [
      'need not be known where an interface goes by its own name',
      '{ node { id } }',
      { node: { __typename: 'Node', id: '1' } },
      { node: { id: '1' } },
    ],
  ])('%s', (_, query, root, data) => {
    expect(shape(query, root)).toEqual(sound(data));
  });

  test.each<readonly [string, string, Data]>([
    ['is asked', '{ node { __typename id } }', { node: { id: '1' } }],
    ['is asked under another name', '{ node { t: __typename id } }', { node: { __typename: 'Node', id: '1' } }],
    ['decides on a fragment', '{ node { id ... on Thing { name } } }', { node: { id: '1' } }],
    [
      'decides on a fragment of an interface',
      '{ node { id ... on Wide { name: id } } }',
      { node: { id: '1', name: '2' } },
    ],
    ['is one that the schema does not have', '{ node { id } }', { node: { __typename: 'Hidden', id: '1' } }],
    ['is one that does not belong', '{ node { id } }', { node: { __typename: 'Alone', id: '1' } }],
    ['is no text', '{ node { id } }', { node: { __typename: 7, id: '1' } }],
  ])('that is not known and %s costs the object', (_, query, root) => {
    expect(shape(query, root)).toEqual({ data: { node: null }, places: { 'nothing at node': [['node']] } });
    expect(
      shape(query, root, {
        explain: (_object, path) => (path.join() === '__typename' ? new Failure('why', {}) : undefined),
      }),
    ).toEqual({
      data: { node: null },
      places: { why: [['node']] },
    });
  });

  test('need not be known where a fragment is not asked this time', () => {
    const query = 'query ($yes: Boolean!) { node { id ... on Thing @include(if: $yes) { name } } }';
    expect(shape(query, { node: { id: '1' } }, { variables: { yes: false } })).toEqual(sound({ node: { id: '1' } }));
    expect(shape(query, { node: { id: '1' } }, { variables: { yes: true } }).data).toEqual({ node: null });
    const typed = 'query ($yes: Boolean!) { node { id __typename @skip(if: $yes) } }';
    expect(shape(typed, { node: { id: '1' } }, { variables: { yes: true } })).toEqual(sound({ node: { id: '1' } }));
  });
});
