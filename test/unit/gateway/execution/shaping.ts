/** Data shaped into the client's answer, and what is told of what is missing in it. */
import { buildSchema, parse } from 'graphql';
import { isData, own, type Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { Names } from '../../../../gateway/execution/planning/names.ts';
import { Fragments, operationOf, type Variables } from '../../../../gateway/execution/selections.ts';
import { ShapeObject, Shaping } from '../../../../gateway/execution/shape.ts';

const schema = buildSchema(`
  type Query {
    text: String must: String! list: [Thing] strict: [Thing!] grid: [[Int]] thing: Thing need: Thing! node: Node nodes: [Node] any: Any
    kind: Kind kinds: [Kind!] number(of: Int): Int
  }
  interface Node { id: ID other: Node }
  interface Wide { id: ID }
  type Thing implements Node & Wide { id: ID name: String! other: Node self: Thing }
  type Twin implements Node { id: ID name: Int other: Node }
  type Alone { x: Int }
  union Any = Thing | Alone
  enum Kind { CORE HOSTED }`);

export interface Options {
  readonly variables?: Variables;
  readonly introspected?: Data;
  readonly explain?: (object: Data, path: readonly string[]) => Failure | undefined;
}

export interface Shaped {
  readonly data: unknown;
  /** The places of each failure, by its message; what nobody explained has the names to it as its message. */
  readonly places: Readonly<Record<string, unknown>>;
}

export function shape(
  query: string,
  root: Data,
  { variables = {}, introspected = {}, explain = () => undefined }: Options = {},
): Shaped {
  const document = parse(query);
  const type = schema.getQueryType();
  if (!type) throw new TypeError('no root');
  const failures = new Set<Failure>();
  const keep = (failure: Failure | undefined): Failure | undefined => {
    if (failure) failures.add(failure);
    return failure;
  };
  const shaping = new Shaping(
    variables,
    introspected,
    (object, path) => keep(explain(object, path)),
    (path) => keep(new Failure(`nothing at ${path.join('.')}`, {})) ?? new Failure('', {}),
  );
  const context = { schema, fragments: new Fragments(document), names: new Names(document, new Set(['id'])) };
  const object = new ShapeObject(type, [{ set: operationOf(document).selectionSet, conditions: [] }], context);
  const data = object.complete(root, shaping, 0);
  shaping.settle();
  collect(root, failures);
  const placed = [...failures].filter(({ isPlaced }) => isPlaced);
  const places = placed.map((failure) => {
    const { path, extensions } = failure.toError();
    return [failure.message, extensions['places'] ?? [path]] as const;
  });
  return { data, places: Object.fromEntries(places) };
}

/** The failures that stand in data. */
export function collect(value: unknown, into: Set<Failure>): void {
  if (value instanceof Failure) into.add(value);
  else if (Array.isArray(value)) for (const each of value) collect(each, into);
  else if (isData(value)) for (const name of Object.keys(value)) collect(own(value, name), into);
}

export const sound = (data: unknown): Shaped => ({ data, places: {} });
