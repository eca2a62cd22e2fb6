/** Nulls go up as the schema says: the same answers as graphql-js gives, for random schemas, operations, data and failures. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  Kind,
  buildSchema,
  executeSync,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { isData, own, put, type Data } from '../../../../gateway/execution/data.ts';
import { Failure, type Path } from '../../../../gateway/execution/failure.ts';
import { Names } from '../../../../gateway/execution/planning/names.ts';
import { Fragments, operationOf } from '../../../../gateway/execution/selections.ts';
import { ShapeObject, Shaping } from '../../../../gateway/execution/shape.ts';
import { collect } from './shaping.ts';

type Choose = (below: number) => number;
/** Makes the value that zones might have brought, under the names that were planned. */
type Make = (names: Names) => unknown;

const TYPES = ['T0', 'T1', 'T2'];
const FIELDS = ['f0', 'f1', 'f2', 'constructor'];

function randomSchema(choose: Choose): GraphQLSchema {
  const wrap = (name: string): string => {
    const bang = choose(2) === 0 ? '!' : '';
    return choose(3) === 0 ? `[${wrap(name)}]${bang}` : `${name}${bang}`;
  };
  const named = (): string => ['Int', 'E', 'I', 'U', ...TYPES][choose(7)] ?? 'Int';
  const fields = (): string => FIELDS.map((field) => `${field}: ${wrap(named())}`).join(' ');
  const types = TYPES.map((type) => `type ${type} implements I { id: Int! ${fields()} }`);
  return buildSchema(
    `schema { query: T0 } interface I { id: Int! } union U = ${TYPES.join(' | ')} enum E { A B } ${types.join('\n')}`,
  );
}

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;

/** A random operation, with the data that zones might have brought for it. */
class Case {
  readonly #schema: GraphQLSchema;
  readonly #choose: Choose;

  constructor(schema: GraphQLSchema, choose: Choose) {
    this.#schema = schema;
    this.#choose = choose;
  }

  /** A selection on a type, and a way to make an object that fits it. */
  selection(type: GraphQLObjectType, depth: number): { readonly text: string; readonly make: (names: Names) => Data } {
    const chosen = FIELDS.filter(() => this.#choose(2) === 0).slice(0, 3);
    const parts = (chosen.length > 0 ? chosen : ['id']).map((name) => {
      const field = type.getFields()[name];
      if (!field) throw new TypeError(name);
      const key = this.#choose(4) === 0 ? '__proto__' : name;
      const node = { kind: Kind.FIELD, name: nameNode(name), alias: nameNode(key) } as const;
      return { key, node, text: `${key}: ${name}`, ...this.#below(field.type, depth) };
    });
    const unique = parts.filter(({ key }, index) => parts.findIndex((each) => each.key === key) === index);
    return {
      text: `{ ${unique.map(({ text, set }) => `${text}${set}`).join(' ')} }`,
      make: (names) => {
        const object: Data = { __typename: type.name };
        for (const { node, value } of unique) put(object, names.planned(node), value(names));
        return object;
      },
    };
  }

  #below(type: GraphQLOutputType, depth: number): { readonly set: string; readonly value: Make } {
    if (isNonNullType(type)) return this.#below(type.ofType, depth);
    const spoilt = (value: Make): Make => {
      return (names) => {
        const fate = this.#choose(9);
        if (fate === 7) return null;
        return fate === 8 ? new Failure('why', {}) : value(names);
      };
    };
    if (isListType(type)) {
      const { set, value } = this.#below(type.ofType, depth);
      return { set, value: spoilt((names) => Array.from({ length: this.#choose(3) }, () => value(names))) };
    }
    if (isObjectType(type) || isInterfaceType(type) || 'getTypes' in type) {
      const possible = isObjectType(type) ? [type] : [...this.#schema.getPossibleTypes(type)];
      if (depth > 2)
        return {
          set: ' { __typename }',
          value: spoilt(() => ({ __typename: possible[this.#choose(possible.length)]?.name })),
        };
      const each = possible.map((one) => this.selection(one, depth + 1));
      const sets = possible.map((one, index) => `... on ${one.name} ${each[index]?.text}`);
      const set = ` { __typename ${sets.slice(0, 1).join(' ')} }`;
      return {
        set,
        value: spoilt((names) => {
          const index = this.#choose(possible.length);
          return index === 0 ? each[0]?.make(names) : { __typename: possible[index]?.name };
        }),
      };
    }
    return { set: '', value: spoilt(() => (isScalarType(type) ? 7 : 'A')) };
  }
}

/** What graphql-js answers where these are the values. */
function expected(
  schema: GraphQLSchema,
  document: DocumentNode,
  names: Names,
  root: Data,
): { data: unknown; paths: Path[] } {
  const { data, errors = [] } = executeSync({
    schema,
    document,
    rootValue: root,
    fieldResolver: (source: unknown, _args, _context, { fieldNodes: [node] }) =>
      node && isData(source) ? thrown(own(source, names.planned(node))) : undefined,
  });
  return { data: JSON.parse(JSON.stringify(data)), paths: errors.map(({ path = [] }) => path) };
}

function thrown(value: unknown): unknown {
  if (value instanceof Failure) return new Error('why');
  return Array.isArray(value) ? value.map(thrown) : value;
}

function shaped(
  schema: GraphQLSchema,
  document: DocumentNode,
  names: Names,
  root: Data,
): { data: unknown; paths: Path[] } {
  const type = schema.getQueryType();
  if (!type) throw new TypeError('no root');
  const failures = new Set<Failure>();
  const shaping = new Shaping(
    {},
    {},
    () => undefined,
    () => {
      const failure = new Failure('null', {});
      failures.add(failure);
      return failure;
    },
  );
  const selections = [{ set: operationOf(document).selectionSet, conditions: [] }];
  const data = new ShapeObject(type, selections, { schema, fragments: new Fragments(document), names }).complete(
    root,
    shaping,
    0,
  );
  shaping.settle();
  collect(root, failures);
  const paths = [...failures].flatMap((failure) => {
    if (!failure.isPlaced) return [];
    const { path = [], extensions } = failure.toError();
    return Array.isArray(extensions['places']) ? extensions['places'].filter((each) => Array.isArray(each)) : [path];
  });
  return { data: JSON.parse(JSON.stringify(data)), paths };
}

/** The null that the client sees at or above a place. */
function nullAt(data: unknown, path: Path): string {
  let here = data;
  const walked: (string | number)[] = [];
  for (const step of path) {
    if (here === null) break;
    here = Array.isArray(here) ? here[Number(step)] : isData(here) ? own(here, String(step)) : undefined;
    walked.push(step);
  }
  expect(here).toBeNull();
  return JSON.stringify(walked);
}

test('an answer has the nulls that graphql-js gives, and each that is a fault is explained at one place', () => {
  const choices = fc.array(fc.nat({ max: 999 }), { minLength: 50, maxLength: 200, size: 'max' });
  const property = fc.property(choices, choices, (ofSchema, ofCase) => {
    const [one, two] = [ofSchema.values(), ofCase.values()];
    const schema = randomSchema((below) => (one.next().value ?? 1) % below);
    const root = schema.getQueryType();
    if (!root || getNullableType(root) !== root) throw new TypeError('no root');
    const { text, make } = new Case(schema, (below) => (two.next().value ?? 0) % below).selection(root, 0);
    const document = parse(text);
    const names = new Names(document, new Set(['f0']));
    const data = make(names);
    const ours = shaped(schema, document, names, data);
    const theirs = expected(schema, document, names, data);
    expect(ours.data).toEqual(theirs.data);
    const all = theirs.paths.map((path) => JSON.stringify(path));
    for (const path of ours.paths) expect(all).toContain(JSON.stringify(path));
    const explained = ours.paths.map((path) => nullAt(ours.data, path)).sort();
    expect(explained).toEqual([...new Set(theirs.paths.map((path) => nullAt(theirs.data, path)))].sort());
  });
  fc.assert(property, { numRuns: 300 });
});
