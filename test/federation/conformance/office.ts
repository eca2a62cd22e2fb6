/** A federation for what clients may write: users in one subgraph, and what is theirs in three others. */
import { byKey, type Subgraphs } from './graph.ts';
import { rowsOf } from './zone-server.ts';

export const users = [
  { id: '1', name: 'Zhang', town: 'Nanjiang' },
  { id: '2', name: 'Li', town: 'Bazhou' },
];

/** With a counter of its own, for mutations. */
export function office(): Subgraphs {
  let count = 0;
  const log: string[] = [];
  const noted = (line: string): number => {
    log.push(line);
    return ++count;
  };
  return {
    users: {
      sdl: `
        type Query {
          user(id: ID!): User
          users(order: Order! = UP, then: [Order!]): [User!]!
          echo(filter: Filter!): String
        }
        type Mutation { addUser(name: String!): User! reset: Int! fail: User usersLog: [String!]! }
        type User @key(fields: "id") { id: ID! name: String! greet(greeting: String = "你好"): String boss: User }
        enum Order { UP DOWN }
        input Filter { ids: [ID!] name: String limit: Int = 10 nested: Nested }
        input Nested { town: String limit: Int = 10 }`,
      resolvers: {
        Query: {
          user: (_, { id }) => users.find((user) => user.id === id),
          users: (_, { order }) => (order === 'UP' ? users : users.toReversed()),
          echo: (_, { filter }) => JSON.stringify(filter),
        },
        Mutation: {
          addUser: (_, { name }) => ({ id: String(noted(`addUser ${String(name)}`)), name }),
          reset: () => noted('reset'),
          fail: () => {
            noted('fail');
            throw new Error('no more users');
          },
          usersLog: () => log,
        },
        User: {
          __resolveReference: byKey(users, 'id'),
          greet: ({ name }, { greeting }) => `${String(greeting)} ${String(name)}`,
          boss: () => users[0],
        },
      },
    },
    phones: {
      sdl: `
        type Mutation { addPhone(id: ID!): User }
        type User @key(fields: "id") { id: ID! phone(prefix: String = ""): String }`,
      resolvers: {
        Mutation: {
          addPhone: (_, { id }) => {
            noted(`addPhone ${String(id)}`);
            return { id };
          },
        },
        User: { __resolveReference: (it) => it, phone: ({ id }, { prefix }) => `${String(prefix)}00${String(id)}` },
      },
    },
    towns: {
      sdl: `type User @key(fields: "id") { id: ID! town: String count: Int }`,
      resolvers: { User: { __resolveReference: (it) => byKey(users, 'id')(it) ?? it, count: () => count } },
    },
    cards: {
      sdl: `
        type Query { stacks: [[User!]!]! }
        type User @key(fields: "id") {
          id: ID!
          phone(prefix: String = ""): String @external
          card: String @requires(fields: "phone")
          friends: [User!]
        }`,
      resolvers: {
        Query: { stacks: () => [users, users] },
        User: {
          __resolveReference: (it) => it,
          card: ({ phone }) => `card of ${String(phone)}`,
          friends: ({ id }) => rowsOf(users).filter((user) => user['id'] !== id),
        },
      },
    },
  };
}
