/** The errors that a zone sends beside its data: each stands at the null that it explains. */
import { describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { dataText, type Given } from './by-hand.ts';
import type { ExpectedError, Path } from './cases.ts';
import { bad, saying, wrongZone } from './wrong-zone.ts';
import { sendText } from './zone-server.ts';

describe('an error of a zone', () => {
  const { expectAnswer, answer, graph } = wrongZone();
  const failed = (...path: Path): ExpectedError => ({ path, code: 'ZONE_ERROR', zone: 'wrong' });
  const thing = { __typename: 'Thing', id: '1', int: 1, must: 1 };

  test('stands at the null that it explains', async () => {
    await expectAnswer({
      when: saying({ things: [thing, { ...thing, int: null }, null] }, [
        { path: ['things', 1, 'int'] },
        { path: ['things', 2, 'must'] },
      ]),
      query: '{ ts: things { n: int m: must } sound }',
      data: { ts: [{ n: 1, m: 1 }, { n: null, m: 1 }, null], sound: 'sound' },
      errors: [failed('ts', 1, 'n'), failed('ts', 2)],
    });
  });

  test('stands at the nulls of its entity', async () => {
    await expectAnswer({
      when: saying({ _entities: [null, { ...thing, text: null }] }, [
        { path: ['_entities', 0] },
        { path: ['_entities', 1, 'text'] },
      ]),
      query: '{ items { n: int t: text seen } }',
      data: {
        items: [
          { n: null, t: null, seen: true },
          { n: 1, t: null, seen: true },
        ],
      },
      errors: [
        {
          ...failed('items', 0, 'n'),
          places: [
            ['items', 0, 'n'],
            ['items', 0, 't'],
          ],
        },
        failed('items', 1, 't'),
      ],
    });
  });

  test('explains each null once, however often it is said', async () => {
    const again = { path: ['thing', 'int'] };
    await expectAnswer({
      when: saying({ thing: { ...thing, int: null } }, [again, again, again]),
      query: '{ thing { n: int } }',
      data: { thing: { n: null } },
      errors: [failed('thing', 'n')],
    });
  });

  test('does not excuse a wrong value', async () => {
    await expectAnswer({
      when: saying({ thing: { ...thing, int: 'x', text: null } }, [{ path: ['thing', 'text'] }]),
      query: '{ thing { int text } }',
      data: { thing: { int: null, text: null } },
      errors: [bad('thing', 'int'), failed('thing', 'text')],
    });
  });

  test('that says the question was wrong keeps its code, without its words', async () => {
    await expectAnswer({
      when: saying({ thing: { ...thing, text: null } }, [{ path: ['thing', 'text'], code: 'INVALID_PERIOD' }]),
      query: '{ thing { t: text } }',
      data: { thing: { t: null } },
      errors: [{ path: ['thing', 't'], code: 'INVALID_PERIOD', zone: 'wrong' }],
    });
  });

  test.each<readonly [string, readonly { path?: Path; code?: string }[]]>([
    ['that is nowhere in the answer', [{ path: ['nowhere', 3, 'int'] }]],
    ['at a value that is there', [{ path: ['thing', 'int'] }]],
    ['beyond the end of a list', [{ path: ['things', 99, 'int'] }]],
    ['by an index into an object', [{ path: ['thing', 0] }]],
    ['by the names of a prototype', [{ path: ['thing', '__proto__', 'constructor'] }]],
    ['that is empty', [{ path: [] }]],
    ['that is not said', [{}]],
    ['said many times', Array.from({ length: 500 }, () => ({ path: ['thing', 'int'] }))],
  ])('at a place %s takes nothing away, and is told of once', async (_, errors) => {
    answer(saying({ thing, things: [thing] }, errors));
    const reply = await ask(graph().url, '{ thing { int } things { int } sound }');
    expect(reply.data).toEqual({ thing: { int: 1 }, things: [{ int: 1 }], sound: 'sound' });
    expect(reply.errors).toMatchObject([{ extensions: { zone: 'wrong', code: 'ZONE_ERROR' } }]);
    expect(reply.text).not.toContain('SELECT');
  });

  test.each(['"boom"', '{"message":"boom"}', '7', 'true', '[7,null,"x",[]]', '[]', 'null'])(
    'that is not shaped like one (%s) takes nothing away',
    async (errors) => {
      answer((request, response) =>
        sendText(response, `{"errors":${errors},"data":${dataText(request, { thing: { int: 1 } })}}`),
      );
      const reply = await ask(graph().url, '{ thing { int } sound }');
      expect(reply.data).toEqual({ thing: { int: 1 }, sound: 'sound' });
    },
  );

  test.each<readonly [string, Given, unknown, Path]>([
    ['of leaves', { int: null, child: { int: 1 } }, { n: null, child: { n: 1 } }, ['n']],
    ['further down', { int: 1, child: { int: null } }, { n: 1, child: { n: null } }, ['child', 'n']],
  ])('without a place explains the nulls %s', async (_, given, t, path) => {
    await expectAnswer({
      when: saying({ thing: given }, [{}]),
      query: '{ t: thing { n: int child { n: int } } sound }',
      data: { t, sound: 'sound' },
      errors: [failed('t', ...path)],
    });
  });

  test('without a place explains entities that are null', async () => {
    await expectAnswer({
      when: saying({ _entities: [thing, null] }, [{}]),
      query: '{ items { n: int id } }',
      data: {
        items: [
          { n: 1, id: 'i1' },
          { n: null, id: 'i2' },
        ],
      },
      errors: [failed('items', 1, 'n')],
    });
  });

  test('without a place explains the nulls at the root', async () => {
    await expectAnswer({
      when: saying({ thing: null, things: [thing] }, [{}]),
      query: '{ t: thing { int } things { int } }',
      data: { t: null, things: [{ int: 1 }] },
      errors: [failed('t')],
    });
  });
});
