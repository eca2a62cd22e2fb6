/**
 * A federation of five subgraphs over one set of objects: nested entities, several keys, lists of lists, @requires, unions and
 * an interface. The same objects also answer the whole schema at once: what one server would say, without any gateway.
 */
import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { publicApi } from '../../../../schema/compose.ts';
import type { Subgraphs } from '../graph.ts';
import type { Resolvers, Row } from '../zone-server.ts';
import { ENTITIES, levyOf, perHeadOf, ROOT, scaleOf, signOf } from './objects.ts';

/** What a representation means, with what came along for @requires; the required fields are known from there alone. */
const entity = (type: string, ...required: readonly string[]) => ({
  __resolveReference: (sent: Row): Row | null => {
    const found = ENTITIES[type]?.find((row) =>
      ['code', 'id', 'tax', 'number'].every((key) => sent[key] === undefined || sent[key] === row[key]),
    );
    const unknown = Object.fromEntries(required.map((name) => [name, undefined]));
    return found ? { ...found, ...unknown, ...sent } : null;
  },
});

const root = (...names: readonly string[]): Resolvers => ({
  Query: Object.fromEntries(names.map((name) => [name, (_: Row, args: Row) => ROOT[name]?.(args)])),
});

export const TOWN: Subgraphs = {
  zones: {
    sdl: `
      type Query { zones: [Zone!] zone(code: ID!): Zone everything: [Thing] firms: [Firm]! }
      type Zone @key(fields: "code") {
        code: ID! name: String! kind: Kind neighbours: [Zone!] blocks: [Block]! grid: [[Firm]!]
      }
      type Block @key(fields: "id") { id: ID! label: String zone: Zone! }
      type Firm @key(fields: "tax") { tax: ID! }
      union Thing = Zone | Block | Firm
      enum Kind { CORE HOSTED }`,
    resolvers: { ...root('zones', 'zone', 'everything', 'firms'), Zone: entity('Zone'), Block: entity('Block') },
  },
  firms: {
    sdl: `
      type Block @key(fields: "id") { id: ID! firms: [Firm!]! area: Float shares: [[Int]!] }
      type Firm @key(fields: "tax") @key(fields: "number") {
        tax: ID! number: Int! name: String @shareable staff: Int! output(unit: Unit! = YUAN): Int
        owner: Owner block: Block open: Boolean
      }
      type Person @key(fields: "id") { id: ID! }
      type Zone @key(fields: "code") { code: ID! }
      union Owner = Person | Zone
      enum Unit { YUAN WAN }`,
    resolvers: { Block: entity('Block'), Firm: entity('Firm') },
  },
  people: {
    sdl: `
      type Query { people: [Person] boss: Person }
      type Person @key(fields: "id") {
        id: ID! name: String! age: Int friends: [Person] place: Place
        firm: Firm @provides(fields: "name")
      }
      type Firm @key(fields: "number") { number: Int! name: String @external }
      type Block @key(fields: "id") { id: ID! }
      interface Place @key(fields: "id") { id: ID! title: String }
      type Home implements Place @key(fields: "id") { id: ID! title: String rooms: Int! near: Block }
      type Office implements Place @key(fields: "id") { id: ID! title: String firm: Firm! }`,
    resolvers: {
      ...root('people', 'boss'),
      Person: entity('Person'),
      Place: { __resolveReference: ({ id }) => ENTITIES['Place']?.find((row) => row['id'] === id) }, // by its own type
      Home: entity('Place'),
      Office: entity('Place'),
    },
  },
  taxes: {
    sdl: `
      type Firm @key(fields: "number") {
        number: Int! staff: Int! @external output(unit: Unit! = YUAN): Int @external
        levy: Int @requires(fields: "output(unit: WAN)")
        perHead: Float @requires(fields: "output staff")
        paid: Boolean!
      }
      type Zone @key(fields: "code") { code: ID! quota: Int! levies: [Levy!] }
      type Levy { year: Int! firm: Firm }
      enum Unit { YUAN WAN }`,
    resolvers: {
      Zone: entity('Zone'),
      Firm: {
        ...entity('Firm', 'output', 'staff'),
        levy: ({ output }) => levyOf(output),
        perHead: ({ output, staff }) => perHeadOf(output, staff),
      },
    },
  },
  maps: {
    sdl: `
      type Query { map: Map best: [Place] }
      type Place @key(fields: "id") @interfaceObject { id: ID! stars: Int marks: [[Mark]!] }
      type Mark { of: Place! text: String }
      type Map { blocks: [Block!] sheets: [[String!]!]! }
      type Block @key(fields: "id") {
        id: ID! label: String @external area: Float @external
        sign: String @requires(fields: "label")
        scale: String! @requires(fields: "label area")
        shape: Shape
      }
      union Shape = Round | Square
      type Round { radius: Float! }
      type Square { side: Int corners: [Block] }`,
    resolvers: {
      ...root('map', 'best'),
      Place: entity('Place'),
      Block: {
        ...entity('Block', 'label', 'area'),
        sign: ({ label }) => signOf(label),
        scale: ({ label, area }) => scaleOf(label, area),
      },
    },
  },
};

/** The whole town on one server: what every answer of the gateway must be. */
export function oneServer(supergraph: string) {
  const schema = buildSchema(publicApi(supergraph));
  return {
    schema,
    answer: (query: string, variables: Row): unknown => {
      const document = parse(query);
      const [invalid] = validate(schema, document);
      if (invalid) throw new GraphQLError(`${invalid.message}: ${query}`);
      const result = execute({ schema, document, rootValue: ROOT, variableValues: variables });
      if ('then' in result || result.errors) throw new Error(`no plain answer to ${query}: ${JSON.stringify(result)}`);
      return result.data;
    },
  };
}
