/**
 * The client's answer, made from the data by a shape that is compiled once per operation: the client's names and order, nulls
 * carried up as the schema says, and every value that is missing explained by a failure at its place.
 */
import {
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { isData, isInherited, own, put, type Data } from './data.ts';
import { Failure, type Path } from './failure.ts';
import type { Names } from './planning/names.ts';
import { isIntrospective, type CollectedField, type Fragments, type Selection, type Variables } from './selections.ts';

/** What a shape is compiled from. */
export interface ShapeContext {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly names: Names;
}

type Complete = (value: unknown, shaping: Shaping, depth: number) => unknown;

interface ShapeField {
  /** The client's name, and the name the data have during execution. */
  readonly key: string;
  readonly source: string;
  readonly isSame: boolean;
  readonly isInherited: boolean;
  readonly included: CollectedField['included'];
  readonly complete: Complete;
}

interface ShapeFields {
  readonly fields: readonly ShapeField[];
  /** When something is asked that depends on a type which is not known. */
  readonly untold: readonly ((variables: Variables) => boolean)[];
}

/** Returned in the place of a value that may not be null and is: what encloses it becomes null. */
const BUBBLE = Symbol('null where the schema has none');

/** One answer being shaped: where in it we are, and how to explain what is missing there. */
export class Shaping {
  readonly variables: Variables;
  /** Answers to `__schema` and `__type`, by the client's name. */
  readonly introspected: Data;
  /** At each depth: the field or list position, and the object whose field it is. */
  readonly at: (ShapeField | number)[] = [];
  readonly objects: (Data | undefined)[] = [];
  readonly #reports: { readonly failure: Failure; readonly path: Path }[] = [];
  readonly #explain: (object: Data, path: readonly string[]) => Failure | undefined;
  readonly #unexplained: (path: readonly string[]) => Failure;

  constructor(
    variables: Variables,
    introspected: Data,
    explain: (object: Data, path: readonly string[]) => Failure | undefined,
    unexplained: (path: readonly string[]) => Failure,
  ) {
    this.variables = variables;
    this.introspected = introspected;
    this.#explain = explain;
    this.#unexplained = unexplained;
  }

  /** Why there is nothing at this place: the failure that stands there, or that of the request that was to fill it. */
  reasonFor(value: unknown, depth: number): Failure {
    if (value instanceof Failure) return value;
    const names: string[] = [];
    for (let level = depth; level >= 0; level -= 1) {
      const step = this.at[level];
      if (typeof step === 'object') names.unshift(step.source);
      const object = this.objects[level];
      const failure = object && this.#explain(object, names);
      if (failure) return failure;
    }
    return this.#unexplained(names);
  }

  /** Records that a failure leaves this place empty. */
  report(failure: Failure, depth: number): void {
    const path: Path = this.at.slice(0, depth + 1).map((step) => (typeof step === 'object' ? step.key : step));
    this.#reports.push({ failure, path });
  }

  /** How much has been reported so far. */
  get mark(): number {
    return this.#reports.length;
  }

  /** What was shaped since then has become null as a whole, by what was reported last: nothing else explains it. */
  discard(mark: number): void {
    for (const { failure } of this.#reports.splice(mark, this.#reports.length - 1 - mark)) failure.swallow();
  }

  /** Tells every failure where it left something empty. */
  settle(): void {
    for (const { failure, path } of this.#reports) failure.foundAt(path);
  }

  /** Reports an object of which no zone has told the type. */
  untyped(object: Data, depth: number): void {
    const failure = this.#explain(object, ['__typename']);
    if (failure) this.report(failure, depth);
    else this.refuse(depth);
  }

  /** Reports a null where the schema has none. */
  refuse(depth: number): void {
    const names = this.at.slice(0, depth + 1).flatMap((step) => (typeof step === 'object' ? [step.source] : []));
    this.report(this.#unexplained(names), depth);
  }
}

export class ShapeObject {
  readonly #type: GraphQLCompositeType;
  readonly #selections: readonly Selection[];
  readonly #context: ShapeContext;
  readonly #byType = new Map<string, ShapeFields>();

  constructor(type: GraphQLCompositeType, selections: readonly Selection[], context: ShapeContext) {
    this.#type = type;
    this.#selections = selections;
    this.#context = context;
  }

  /** The object as the client sees it, or null where a value in it may not be missing and is. */
  complete(value: Data, shaping: Shaping, depth: number): Data | null {
    const fields = this.#fieldsFor(value, shaping);
    shaping.objects[depth] = value;
    if (!fields) {
      shaping.untyped(value, depth - 1);
      return null;
    }
    const { mark } = shaping;
    const names = Object.keys(value);
    let shaped: Data | undefined; // made once something differs: mostly the zone's object is what the client asked for
    let count = 0;
    for (const field of fields) {
      if (field.included && !field.included(shaping.variables)) continue;
      shaping.at[depth] = field;
      const given = field.isInherited ? own(value, field.source) : value[field.source];
      const completed = field.complete(given, shaping, depth);
      if (completed === BUBBLE) {
        shaping.discard(mark);
        return null;
      }
      if (!shaped && (completed !== given || !field.isSame || names[count] !== field.key))
        shaped = firstOf(value, names, count);
      if (shaped) put(shaped, field.key, completed);
      count += 1;
    }
    return shaped ?? (count === names.length ? value : firstOf(value, names, count));
  }

  /** Undefined where the object's type cannot be told, and is needed. */
  #fieldsFor(value: Data, { variables }: Shaping): readonly ShapeField[] | undefined {
    const type = this.#typeOf(value);
    if (!type) return undefined;
    let known = this.#byType.get(type.name);
    if (!known) this.#byType.set(type.name, (known = this.#compile(type)));
    return known.untold.some((isAsked) => isAsked(variables)) ? undefined : known.fields;
  }

  /** An interface object may come without a type of its own: then it is what the schema calls it. */
  #typeOf(value: Data): GraphQLCompositeType | undefined {
    if (!isAbstractType(this.#type)) return this.#type;
    const name = own(value, '__typename');
    if (name === undefined || name === this.#type.name) return this.#type;
    const { schema } = this.#context;
    const type = typeof name === 'string' ? schema.getType(name) : undefined;
    if (isInterfaceType(type)) return this.#type;
    return isObjectType(type) && schema.isSubType(this.#type, type) ? type : undefined;
  }

  #compile(type: GraphQLCompositeType): ShapeFields {
    const { schema, fragments } = this.#context;
    const untold: ((variables: Variables) => boolean)[] = [];
    const applies = (name: string): boolean | undefined => {
      const on = schema.getType(name);
      if (on === type) return true;
      const isWithin = isAbstractType(on) && !isUnionType(type) && schema.isSubType(on, type);
      return isWithin || (isAbstractType(type) ? undefined : false);
    };
    const fields = fragments.collect(this.#selections, applies, (isAsked) => untold.push(isAsked));
    if (isAbstractType(type)) {
      const named = fields.filter(({ node }) => node.name.value === '__typename');
      untold.push(...named.map(({ included }) => included ?? (() => true)));
    }
    return { fields: fields.map((field) => this.#compileField(field, type)), untold };
  }

  #compileField({ key, node, below, included }: CollectedField, parent: GraphQLCompositeType): ShapeField {
    const source = this.#context.names.planned(node);
    const common = { key, source, isSame: key === source, included, isInherited: isInherited(source) };
    if (node.name.value === '__typename') return { ...common, complete: () => parent.name };
    if (isIntrospective(node)) return { ...common, complete: (_, shaping, depth) => introspected(key, shaping, depth) };
    const definition = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    if (!definition) throw new TypeError(`${parent.name} has no field ${node.name.value}`);
    return { ...common, complete: completion(definition.type, below, this.#context) };
  }
}

/** What an object begins with, in its own order. */
function firstOf(value: Data, names: readonly string[], count: number): Data {
  const first: Data = {};
  for (let index = 0; index < count; index += 1) {
    const name = names[index];
    if (name !== undefined) put(first, name, value[name]);
  }
  return first;
}

function introspected(key: string, shaping: Shaping, depth: number): unknown {
  if (depth > 0) throw new TypeError('the schema is asked about below the root'); // where a field gives the root back
  return own(shaping.introspected, key) ?? null;
}

function completion(type: GraphQLOutputType, below: readonly Selection[], context: ShapeContext): Complete {
  if (isNonNullType(type)) return nonNull(completion(type.ofType, below, context));
  if (isListType(type)) return list(completion(type.ofType, below, context));
  if (isLeafType(type)) return leaf(type);
  const object = new ShapeObject(type, below, context);
  return (value, shaping, depth) => {
    if (value === null) return null;
    return isData(value) ? object.complete(value, shaping, depth + 1) : missing(value, shaping, depth);
  };
}

function nonNull(complete: Complete): Complete {
  return (value, shaping, depth) => {
    if (value === null) shaping.refuse(depth);
    else if (value === undefined || value instanceof Failure) shaping.report(shaping.reasonFor(value, depth), depth);
    else return complete(value, shaping, depth) ?? BUBBLE;
    return BUBBLE;
  };
}

function list(complete: Complete): Complete {
  return (value, shaping, depth) => {
    if (value === null) return null;
    if (!Array.isArray(value)) return missing(value, shaping, depth);
    const { mark } = shaping;
    const within = depth + 1;
    const given: readonly unknown[] = value;
    let completed: unknown[] | undefined;
    shaping.objects[within] = undefined;
    for (let index = 0; index < given.length; index += 1) {
      shaping.at[within] = index;
      const each = given[index];
      const element = complete(each, shaping, within);
      if (element === BUBBLE) {
        shaping.discard(mark);
        return null;
      }
      if (!completed && element !== each) completed = given.slice(0, index);
      if (completed) completed.push(element);
    }
    return completed ?? given;
  };
}

/** Zones' values were checked when they came; only an enum may still hold one that is hidden from clients. */
function leaf(type: GraphQLLeafType): Complete {
  const names = isEnumType(type) ? new Set<unknown>(type.getValues().map(({ name }) => name)) : undefined;
  return (value, shaping, depth) => {
    if (value === null) return null;
    if (value === undefined || value instanceof Failure) return missing(value, shaping, depth);
    if (!names || names.has(value)) return value;
    shaping.refuse(depth);
    return null;
  };
}

function missing(value: unknown, shaping: Shaping, depth: number): null {
  const failure = shaping.reasonFor(value, depth);
  if (!failure.quiet) shaping.report(failure, depth);
  return null;
}
