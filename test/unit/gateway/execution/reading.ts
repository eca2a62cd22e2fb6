/** A zone's answer read as the gateway reads it: what is kept of it, and what was refused. */
import { buildSchema, parse, type GraphQLCompositeType, type GraphQLSchema } from 'graphql';
import { AskedObject } from '../../../../gateway/execution/answers/asked.ts';
import { Claims, type About } from '../../../../gateway/execution/answers/claims.ts';
import { isData, type Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { Fragments, operationOf, type Variables } from '../../../../gateway/execution/selections.ts';

/** A zone with every kind of type. */
export const THINGS = buildSchema(`
  type Query {
    thing: Thing! maybe: Thing any: Any node: Node list: [Int] strict: [Int!]! nested: [[Thing!]] things: [Thing]
    constructor: Int proto: Int kind: Kind text: String
  }
  interface Node { id: ID! other: Node }
  type Thing implements Node { id: ID! number: Int! name: String other: Node self: Thing }
  type Twin implements Node { id: ID! number: Int! name: Int other: Node }
  type Alone { x: Int }
  union Any = Thing | Alone
  enum Kind { CORE HOSTED }`);

export interface ReadOptions {
  /** A zone of the registry, with what the contract demands of it. */
  readonly zone?: string;
  readonly variables?: Variables;
  /** What the key of the entity that is read is about. */
  readonly about?: About;
  /** The type that the request expects, where that is not the root. */
  readonly expected?: string;
}

export interface Read {
  /** What is kept; a failure shows as its reason in angle brackets. */
  readonly kept: unknown;
  readonly refused: readonly string[];
}

export function askedBy(schema: GraphQLSchema, query: string, zone?: string): AskedObject {
  const document = parse(query);
  const operation = operationOf(document);
  const root = schema.getRootType(operation.operation);
  if (!root) throw new TypeError('no such root');
  const claims = zone === undefined ? undefined : Claims.of(zone, schema);
  const whole = [{ set: operation.selectionSet, conditions: [] }];
  return new AskedObject(root, whole, { schema, fragments: new Fragments(document), claims });
}

/** Reads a value, given as JSON text where that says more than an object can. */
export function read(schema: GraphQLSchema, query: string, answer: unknown, options: ReadOptions = {}): Read {
  const { zone, variables = {}, about = {}, expected } = options;
  const refused: string[] = [];
  const refuse = (detail: string): Failure => {
    refused.push(detail);
    return new Failure(detail, {});
  };
  const value: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
  const type = expected === undefined ? undefined : compositeType(schema, expected);
  const kept = askedBy(schema, query, zone).read(value, { variables, about, refuse }, type);
  return { kept: shown(kept), refused };
}

function compositeType(schema: GraphQLSchema, name: string): GraphQLCompositeType {
  const type = schema.getType(name);
  if (!type || !('getFields' in type) || 'isOneOf' in type) throw new TypeError(`no object or interface ${name}`);
  return type;
}

function shown(value: unknown): unknown {
  if (value instanceof Failure) return `<${value.message}>`;
  if (Array.isArray(value)) return value.map(shown);
  if (!isData(value)) return value;
  const made: Data = {};
  for (const name of Object.keys(value))
    Object.defineProperty(made, name, {
      value: shown(value[name]),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return made;
}
