/**
 * What is sent to a zone so that it knows which entities are meant: picked from the answer so far, each distinct one once,
 * however many objects it stands for (in large answers most are repeats).
 */
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { About } from '../answers/claims.ts';
import { isData, own, put, type Data } from '../data.ts';
import { Failure } from '../failure.ts';
import { isOfType } from './rewrites.ts';

export interface Entity {
  /** Its representation as JSON. */
  readonly json: string;
  readonly typeName: string;
  /** What its key says that it is about. */
  readonly about: About;
  /** The objects of the answer that it stands for. */
  readonly objects: Data[];
}

export interface Representations {
  readonly entities: readonly Entity[];
  /** Objects that cannot be asked about, because what they need is itself missing. */
  readonly lacking: readonly { readonly object: Data; readonly cause: Failure | undefined }[];
}

export interface Inputs {
  /** Why a field is missing, when it is not itself a failure. */
  readonly explain: (object: Data, path: readonly string[]) => Failure | undefined;
  /** Whether nothing that is asked this time needs a required value: it is then left out where it is not there. */
  readonly isIdle: (typeName: string, source: string) => boolean;
  /** Whether null may be sent in the place of a required value that is missing. */
  readonly mayBeNull: (typeName: string, field: string) => boolean;
}

interface Field {
  /** Where the value stands in the answer, and what the zone calls it. */
  readonly source: string;
  readonly name: string;
  readonly below: Required | undefined;
}

/** What stands for a missing value while a representation is picked. */
class Missing {
  readonly path: readonly string[];
  readonly failure: Failure | undefined;
  constructor(path: readonly string[], failure?: Failure) {
    this.path = path;
    this.failure = failure;
  }
}

/** A `requires` selection of a query plan, compiled; `nameOf` gives back the real name of a stand-in. */
export class Required {
  readonly #selections: readonly QueryPlanSelectionNode[];
  readonly #schema: GraphQLSchema;
  readonly #nameOf: (field: string) => string;
  readonly #rewrites: readonly FetchDataRewrite[];
  readonly #byType = new Map<string, readonly Field[]>();

  constructor(
    selections: readonly QueryPlanSelectionNode[],
    schema: GraphQLSchema,
    nameOf: (field: string) => string,
    rewrites: readonly FetchDataRewrite[] = [],
  ) {
    const strange = rewrites.find(
      ({ kind, path }) => kind !== 'ValueSetter' || path.length !== 2 || path[1] !== '__typename',
    );
    if (strange) throw new TypeError(`an input rewrite that is not known here: ${JSON.stringify(strange)}`);
    this.#selections = selections;
    this.#schema = schema;
    this.#nameOf = nameOf;
    this.#rewrites = rewrites;
  }

  of(objects: readonly Data[], inputs: Inputs): Representations {
    const entities: Entity[] = [];
    const byJson = objects.length > 1 ? new Map<string, Entity>() : undefined; // one is long, often, and hashing has its price
    const lacking: { object: Data; cause: Failure | undefined }[] = [];
    for (const object of objects) {
      const typeName = own(object, '__typename');
      if (typeof typeName !== 'string') {
        lacking.push({ object, cause: causeOf(new Missing(['__typename'], asFailure(typeName)), object, inputs) });
        continue;
      }
      const picked = this.#pickEntity(object, inputs, typeName);
      if (picked instanceof Missing) {
        lacking.push({ object, cause: causeOf(picked, object, inputs) });
        continue;
      }
      if (picked === undefined) continue; // of a type about which this zone is not asked
      const json = JSON.stringify(picked);
      const known = byJson?.get(json);
      if (known) {
        known.objects.push(object);
        continue;
      }
      const sent = this.#sentType(typeName);
      const entity: Entity = {
        json,
        typeName: sent,
        about: { period: textIn(object, 'period'), form: textIn(object, 'form') },
        objects: [object],
      };
      entities.push(entity);
      byJson?.set(json, entity);
    }
    return { entities, lacking };
  }

  #pickEntity(object: Data, inputs: Inputs, typeName: string): Data | Missing | undefined {
    const picked: Data = {};
    const within = { object, inputs };
    let isKnown = false;
    for (const field of this.#fieldsOf(typeName)) {
      const { source, name } = field;
      let value = name === '__typename' ? this.#sentType(typeName) : pickField(object, [], field, within);
      if (value === NEVER_ASKED || value instanceof Missing) {
        const sent = this.#sentType(typeName);
        if (inputs.isIdle(sent, source)) continue;
        if (inputs.mayBeNull(sent, name)) value = null;
        else if (value === NEVER_ASKED) continue;
        else return value;
      }
      if (name !== '__typename') isKnown = true;
      put(picked, name, value);
    }
    return isKnown ? picked : undefined;
  }

  /** The names of all that may be required, of an entity of any type. */
  get names(): readonly string[] {
    const namesOf = (nodes: readonly QueryPlanSelectionNode[]): string[] =>
      nodes.flatMap((node) => (node.kind === 'Field' ? [node.alias ?? node.name] : namesOf(node.selections)));
    return [...new Set(namesOf(this.#selections))].filter((name) => name !== '__typename');
  }

  /** A value below the entity itself: missing as a whole if anything in it is that was asked for. */
  pick(value: unknown, path: readonly string[], within: Within): unknown {
    if (value === null) return null;
    if (Array.isArray(value)) {
      const elements: unknown[] = [];
      for (const element of value) {
        const picked = this.pick(element, path, within);
        if (picked instanceof Missing) return picked;
        elements.push(picked);
      }
      return elements;
    }
    if (!isData(value)) return new Missing(path, value instanceof Failure ? value : undefined);
    const typeName = own(value, '__typename');
    const kept: Data = {};
    for (const field of this.#fieldsOf(typeof typeName === 'string' ? typeName : '')) {
      const picked = pickField(value, path, field, within);
      if (picked === NEVER_ASKED) continue;
      if (picked instanceof Missing) return picked;
      put(kept, field.name, picked);
    }
    return kept;
  }

  /** The type that the zone knows the entity by: the interface, where the zone has it as an interface object. */
  #sentType(typeName: string): string {
    for (const rewrite of this.#rewrites) {
      const on = rewrite.path[0]?.replace('... on ', '') ?? '';
      if (rewrite.kind === 'ValueSetter' && isOfType(typeName, on, this.#schema)) return String(rewrite.setValueTo);
    }
    return typeName;
  }

  #fieldsOf(typeName: string): readonly Field[] {
    const known = this.#byType.get(typeName);
    if (known) return known;
    const found = new Map<string, { name: string; below: QueryPlanSelectionNode[] }>();
    const visit = (selections: readonly QueryPlanSelectionNode[]): void => {
      for (const node of selections) {
        if (node.kind === 'Field') {
          const source = node.alias ?? node.name;
          const field = found.get(source) ?? { name: this.#nameOf(source), below: [] };
          field.below.push(...(node.selections ?? []));
          found.set(source, field);
        } else if (!node.typeCondition || isOfType(typeName, node.typeCondition, this.#schema)) visit(node.selections);
      }
    };
    visit(this.#selections);
    const fields = [...found].map(([source, { name, below }]) => ({
      source,
      name,
      below: below.length > 0 ? new Required(below, this.#schema, this.#nameOf) : undefined,
    }));
    this.#byType.set(typeName, fields);
    return fields;
  }
}

/** The entity whose representation is picked. */
interface Within {
  readonly object: Data;
  readonly inputs: Inputs;
}

/**
 * Not missing: under this request's conditions, or of this type, nobody was asked for it, since what requires it is not asked
 * for either. (That some request of the plan does ask for it was looked into when the plan was compiled.)
 */
const NEVER_ASKED = Symbol('never asked');

/** A field of `holder`, which stands at `path` below the entity; the field's own path is made only for the few that need it. */
function pickField(holder: Data, path: readonly string[], { source, below }: Field, within: Within): unknown {
  const value = own(holder, source);
  if (!below && (value === null || (typeof value !== 'object' && value !== undefined))) return value; // nearly all of them
  const whole = [...path, source];
  if (value instanceof Failure) return new Missing(whole, value);
  if (value === undefined) {
    const { object, inputs } = within;
    const failure = inputs.explain(holder, [source]) ?? (holder === object ? undefined : inputs.explain(object, whole));
    return failure ? new Missing(whole, failure) : NEVER_ASKED;
  }
  if (below) return below.pick(value, whole, within);
  const failure = Array.isArray(value) ? value.flat(Infinity).find((each) => each instanceof Failure) : undefined;
  return failure instanceof Failure ? new Missing(whole, failure) : value;
}

function asFailure(value: unknown): Failure | undefined {
  return value instanceof Failure ? value : undefined;
}

function causeOf({ path, failure }: Missing, object: Data, { explain }: Inputs): Failure | undefined {
  return failure ?? explain(object, path);
}

function textIn(object: Data, name: string): string | undefined {
  const text = own(object, name);
  return typeof text === 'string' ? text : undefined;
}
