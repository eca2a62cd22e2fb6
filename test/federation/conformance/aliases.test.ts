/** Aliases: the client may call anything anything, also by the names of the language and of other fields. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { describeCases } from './cases.ts';
import { startGraph, type Graph } from './graph.ts';
import { office } from './office.ts';

const LANGUAGE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'length',
  '_entities',
  '__typename2',
];

describe('a name of the language as an alias is data, never structure:', () => {
  const builtIn = Object.getOwnPropertyNames(Object.prototype).sort();
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(office());
  });
  afterAll(async () => {
    await graph.stop();
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(builtIn);
  });

  /** The answer as text: an own `__proto__` is lost on the way into most objects. */
  const answerTo = async (query: string): Promise<string> => (await ask(graph.url, query)).text.trim();

  test.each(LANGUAGE)('%s at the root', async (name) => {
    expect(await answerTo(`{ ${name}: user(id: "1") { name } }`)).toBe(`{"data":{"${name}":{"name":"Zhang"}}}`);
  });

  test.each(LANGUAGE)('%s of a leaf, from the root’s subgraph and from another', async (name) => {
    expect(await answerTo(`{ user(id: "1") { ${name}: name } }`)).toBe(`{"data":{"user":{"${name}":"Zhang"}}}`);
    expect(await answerTo(`{ user(id: "1") { ${name}: phone } }`)).toBe(`{"data":{"user":{"${name}":"001"}}}`);
  });

  test.each(LANGUAGE)('%s of an object on the way to other subgraphs', async (name) => {
    expect(await answerTo(`{ user(id: "2") { ${name}: boss { ${name}: town card } } }`)).toBe(
      `{"data":{"user":{"${name}":{"${name}":"Nanjiang","card":"card of 001"}}}}`,
    );
  });

  test.each(LANGUAGE)('%s of a list, and of what a list holds', async (name) => {
    const query = `{ ${name}: users { ${name}: friends { ${name}: name } } }`;
    const friendOf = (friend: string) => `{"${name}":[{"${name}":"${friend}"}]}`;
    expect(await answerTo(query)).toBe(`{"data":{"${name}":[${friendOf('Li')},${friendOf('Zhang')}]}}`);
  });

  test('all of them at once', async () => {
    const fields = LANGUAGE.map((name) => `${name}: phone(prefix: "${name} ")`).join(' ');
    const answer = LANGUAGE.map((name) => `"${name}":"${name} 001"`).join(',');
    expect(await answerTo(`{ user(id: "1") { ${fields} } }`)).toBe(`{"data":{"user":{${answer}}}}`);
  });

  test('__proto__ with the fields of a prototype', async () => {
    const query = '{ __proto__: user(id: "1") { polluted: name toString: phone __proto__: boss { polluted: town } } }';
    expect(await answerTo(query)).toBe(
      '{"data":{"__proto__":{"polluted":"Zhang","toString":"001","__proto__":{"polluted":"Nanjiang"}}}}',
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describeCases('an alias that is the name of another field', office(), [
  {
    name: 'may be that of the key',
    query: '{ users { id: name phone town } }',
    data: {
      users: [
        { id: 'Zhang', phone: '001', town: 'Nanjiang' },
        { id: 'Li', phone: '002', town: 'Bazhou' },
      ],
    },
    asked: ['phones', 'towns', 'users'],
  },
  {
    name: 'may be that of a required field',
    query: '{ user(id: "2") { phone: name card town: phone } }',
    data: { user: { phone: 'Li', card: 'card of 002', town: '002' } },
  },
  {
    name: 'may be that of the type',
    query: '{ user(id: "1") { __typename: id phone } }',
    data: { user: { __typename: '1', phone: '001' } },
  },
  {
    name: 'may be that of the type, beside the type',
    query: '{ users { __typename: name type: __typename town } }',
    data: {
      users: [
        { __typename: 'Zhang', type: 'User', town: 'Nanjiang' },
        { __typename: 'Li', type: 'User', town: 'Bazhou' },
      ],
    },
  },
  {
    name: 'may be that of the type at the root',
    query: '{ __typename: user(id: "1") { phone } kind: __typename }',
    data: { __typename: { phone: '001' }, kind: 'Query' },
  },
  {
    name: 'may be exchanged with it',
    query: '{ user(id: "1") { name: phone phone: name id: town town: id } }',
    data: { user: { name: '001', phone: 'Zhang', id: 'Nanjiang', town: '1' } },
  },
  {
    name: 'may be that of a root field',
    query: '{ users: user(id: "1") { phone } user: users { town } }',
    data: { users: { phone: '001' }, user: [{ town: 'Nanjiang' }, { town: 'Bazhou' }] },
  },
  {
    name: 'may be that of a list or an object',
    query: '{ user(id: "1") { boss: friends { boss: phone } friends: boss { friends: town } } }',
    data: { user: { boss: [{ boss: '002' }], friends: { friends: 'Nanjiang' } } },
  },
]);

describeCases('one field under several aliases', office(), [
  {
    name: 'has for each its own arguments',
    query: `{ a: user(id: "1") { phone p: phone(prefix: "p") q: phone(prefix: "q") g: greet h: greet(greeting: "Hi") }
      b: user(id: "2") { phone(prefix: "b") card } }`,
    data: {
      a: { phone: '001', p: 'p001', q: 'q001', g: '你好 Zhang', h: 'Hi Zhang' },
      b: { phone: 'b002', card: 'card of 002' },
    },
  },
  {
    name: 'has for each its own selection',
    query: '{ a: users { phone } b: users { town p: phone } c: users(order: DOWN) { card } }',
    data: {
      a: [{ phone: '001' }, { phone: '002' }],
      b: [
        { town: 'Nanjiang', p: '001' },
        { town: 'Bazhou', p: '002' },
      ],
      c: [{ card: 'card of 002' }, { card: 'card of 001' }],
    },
  },
  {
    name: 'has for each its own way through other subgraphs',
    query: '{ user(id: "1") { x: friends { x: town y: boss { y: phone } } y: friends { boss { x: card } } } }',
    data: { user: { x: [{ x: 'Bazhou', y: { y: '001' } }], y: [{ boss: { x: 'card of 001' } }] } },
  },
]);
