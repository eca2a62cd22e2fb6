/** Mutations: one after the other, each with what is asked of its result. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { errorsOf } from './cases.ts';
import { startGraph, type Graph } from './graph.ts';
import { office } from './office.ts';

describe('mutations', () => {
  let graph: Graph;
  beforeEach(async () => {
    graph = await startGraph(office());
  });
  afterEach(() => graph.stop());

  test('run in the order in which they stand, over several subgraphs', async () => {
    const answer = await ask(
      graph.url,
      `mutation { a: addUser(name: "a") { id } b: addPhone(id: "1") { id } c: addUser(name: "c") { name }
        d: addPhone(id: "2") { id } reset usersLog }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      a: { id: '1' },
      b: { id: '1' },
      c: { name: 'c' },
      d: { id: '2' },
      reset: 5,
      usersLog: ['addUser a', 'addPhone 1', 'addUser c', 'addPhone 2', 'reset'],
    });
    expect(graph.asked.map(({ zone }) => zone)).toEqual(['users', 'phones', 'users', 'phones', 'users']);
  });

  test('are followed by entity fetches', async () => {
    const answer = await ask(
      graph.url,
      'mutation { addPhone(id: "2") { name phone town card friends { name town } } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      addPhone: {
        name: 'Li',
        phone: '002',
        town: 'Bazhou',
        card: 'card of 002',
        friends: [{ name: 'Zhang', town: 'Nanjiang' }],
      },
    });
  });

  test('see the state after them, and not after those that follow', async () => {
    const answer = await ask(
      graph.url,
      'mutation { first: addUser(name: "a") { count } second: addPhone(id: "1") { count } third: addUser(name: "b") { count } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ first: { count: 1 }, second: { count: 2 }, third: { count: 3 } });
  });

  test('that fail leave an error at their place, and the others run', async () => {
    const answer = await ask(
      graph.url,
      'mutation { before: reset gone: fail { name phone } after: addPhone(id: "1") { phone } usersLog }',
    );
    expect(answer.data).toEqual({
      before: 1,
      gone: null,
      after: { phone: '001' },
      usersLog: ['reset', 'fail', 'addPhone 1'],
    });
    expect(errorsOf(answer)).toEqual([{ path: ['gone'], code: 'ZONE_ERROR', zone: 'users' }]);
  });

  test('are sent once, however often they stand there under other names', async () => {
    const answer = await ask(
      graph.url,
      'mutation { a: reset b: reset ...M } fragment M on Mutation { a: reset c: reset }',
    );
    expect(answer.data).toEqual({ a: 1, b: 2, c: 3 });
  });

  test('may be left out', async () => {
    const query =
      'mutation ($no: Boolean!) { a: reset @include(if: $no) b: addPhone(id: "1") @skip(if: true) { id } c: reset }';
    const answer = await ask(graph.url, query, { variables: { no: false } });
    expect(answer.data).toEqual({ c: 1 });
    expect(graph.asked.map(({ zone }) => zone)).toEqual(['users']);
  });
});
