/**
 * What a request asks of a zone, compiled once per plan from the request's own text and the zone's own schema, and every answer
 * read against it as strictly as input. A value that does not fit is replaced by a failure, there and nowhere else; what
 * was not asked is dropped.
 */
import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { About, Claims, Lie } from './claims.ts';
import { isData, isInherited, own, put, type Data } from '../data.ts';
import { Failure } from '../failure.ts';
import { leafOf } from './leaves.ts';
import type { CollectedField, Fragments, Selection, Variables } from '../selections.ts';

/** One answer being read. */
export interface Reading {
  readonly variables: Variables;
  /** What is asked about: in the key of the entity, or in the arguments of the field, that is being read. */
  about: About;
  /** Makes the failure that stands in the place of a value that does not fit; the detail is for the log. */
  readonly refuse: (detail: string) => Failure;
}

/** Reads one value; gives back what is to stand in its place, mostly the value itself. */
export type Check = (value: unknown, reading: Reading) => unknown;

export interface AskedContext {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  /** What the contract demands beyond the schema; absent for graphs that are not the platform's. */
  readonly claims: Claims | undefined;
}

interface AskedField {
  readonly key: string;
  readonly isInherited: boolean;
  readonly label: string;
  readonly isTypename: boolean;
  readonly included: CollectedField['included'];
  readonly check: Check;
}

interface AskedFields {
  readonly fields: readonly AskedField[];
  readonly lie: Lie | undefined;
}

export class AskedObject {
  readonly #context: AskedContext;
  readonly #type: GraphQLCompositeType;
  readonly #selections: readonly Selection[];
  readonly #byType = new Map<string, AskedFields>();
  /** By response key, whatever the type: what is asked below. */
  #below: Map<string, AskedObject> | undefined;

  constructor(type: GraphQLCompositeType, selections: readonly Selection[], context: AskedContext) {
    this.#type = type;
    this.#selections = selections;
    this.#context = context;
  }

  /** Reads one object, in place. `expected`: its type where the request says more than the schema, as with entities. */
  read(value: unknown, reading: Reading, expected: GraphQLCompositeType = this.#type): unknown {
    if (!isData(value)) return value instanceof Failure ? value : reading.refuse(`${expected.name}: not an object`);
    const type = this.#typeOf(value, expected);
    if (!type) return reading.refuse(`${expected.name}: __typename is none of its types`);
    const { fields, lie } = this.#fieldsOf(type);
    const untrue = lie?.(value, reading);
    if (untrue !== undefined) return reading.refuse(untrue);
    let count = 0;
    for (const field of fields) {
      if (field.included && !field.included(reading.variables)) continue;
      count += 1;
      const given = field.isInherited ? own(value, field.key) : value[field.key];
      const kept = given === undefined ? reading.refuse(`${field.label}: missing`) : field.check(given, reading);
      if (kept !== given) put(value, field.key, kept);
    }
    return Object.keys(value).length === count ? value : onlyAsked(value, fields, reading.variables);
  }

  /** Whether this request was to bring the value at a path of response keys. */
  covers([key, ...rest]: readonly string[]): boolean {
    if (key === undefined) return true;
    if (!this.#below) {
      const fields = this.#context.fragments.collect(this.#selections, () => true);
      this.#below = new Map(
        fields.map(({ key: asked, below }) => [plainName(asked), new AskedObject(this.#type, below, this.#context)]),
      );
    }
    return this.#below.get(key)?.covers(rest) === true;
  }

  /** An object of this type, or of the `expected` one, of which nothing is known but its type. */
  nulls(expected: unknown): Data {
    const type = isObjectType(expected) ? expected : this.#type;
    const nothing: Data = {};
    for (const { key, isTypename } of this.#fieldsOf(type).fields) put(nothing, key, isTypename ? type.name : null);
    return nothing;
  }

  #fieldsOf(type: GraphQLCompositeType): AskedFields {
    let asked = this.#byType.get(type.name);
    if (!asked) this.#byType.set(type.name, (asked = this.#compile(type)));
    return asked;
  }

  /** An object's own type. Where only one is possible, a __typename that nobody asked for says nothing. */
  #typeOf(value: Data, expected: GraphQLCompositeType): GraphQLCompositeType | undefined {
    if (!isAbstractType(expected)) return expected;
    const name = own(value, '__typename');
    if (name === undefined || name === expected.name) return expected;
    const { schema } = this.#context;
    const named = typeof name === 'string' ? schema.getType(name) : undefined;
    return isObjectType(named) && schema.isSubType(expected, named) ? named : undefined;
  }

  #compile(type: GraphQLCompositeType): AskedFields {
    const { schema, fragments, claims } = this.#context;
    const applies = (name: string): boolean => {
      const on = schema.getType(name);
      return on === type || (isAbstractType(on) && !isUnionType(type) && schema.isSubType(on, type));
    };
    const collected = fragments.collect(this.#selections, applies);
    const fields = collected.map((field) => ({
      key: field.key,
      isInherited: isInherited(field.key),
      label: `${type.name}.${field.node.name.value}`,
      isTypename: field.node.name.value === '__typename',
      included: field.included,
      check: this.#checkOf(field, type),
    }));
    return { fields, lie: claims?.madeBy(type.name, collected) };
  }

  #checkOf({ node, below }: CollectedField, parent: GraphQLCompositeType): Check {
    const label = `${parent.name}.${node.name.value}`;
    if (node.name.value === '__typename') {
      const name = isAbstractType(parent) ? undefined : parent.name; // no object is of an abstract type
      return (value, reading) => (value === name ? value : reading.refuse(`${label}: not ${parent.name}`));
    }
    const definition = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    if (!definition) throw new TypeError(`the plan asks for ${label}, which the zone does not have`);
    const { claims } = this.#context;
    const check = valueCheck(definition.type, below, label, this.#context);
    return claims ? claims.demandedOf(check, parent, definition, node) : check;
  }
}

function valueCheck(type: GraphQLOutputType, below: readonly Selection[], label: string, context: AskedContext): Check {
  if (isNonNullType(type)) {
    const check = valueCheck(type.ofType, below, label, context);
    return (value, reading) =>
      value === null ? reading.refuse(`${label}: null where there is none`) : check(value, reading);
  }
  if (isListType(type)) return listCheck(valueCheck(type.ofType, below, label, context), label);
  if (isLeafType(type)) {
    const leaf = leafOf(type, context.claims !== undefined);
    return (value, reading) => {
      if (value === null || value instanceof Failure) return value;
      const kept = leaf(value);
      return kept === undefined ? reading.refuse(`${label}: not a ${type.name}`) : kept;
    };
  }
  const object = new AskedObject(type, below, context);
  return (value, reading) => (value === null ? null : object.read(value, reading));
}

function listCheck(check: Check, label: string): Check {
  return (value, reading) => {
    if (value === null || value instanceof Failure) return value;
    if (!Array.isArray(value)) return reading.refuse(`${label}: not a list`);
    const list: unknown[] = value;
    for (let index = 0; index < list.length; index += 1) {
      const given = list[index];
      const kept = check(given, reading);
      if (kept !== given) list[index] = kept;
    }
    return list;
  };
}

/** The planner's own renaming, which is taken back once the answer has been read. */
function plainName(key: string): string {
  return key.replace(/__alias_\d+$/, '');
}

/** A value nobody asked this zone for must not stand where another zone's is expected. */
function onlyAsked(value: Data, fields: readonly AskedField[], variables: Variables): Data {
  const kept: Data = {};
  for (const { key, included } of fields) {
    if (!included || included(variables)) put(kept, key, value[key]);
  }
  return kept;
}
