/**
 * What is sent to a zone so that it knows which entities are meant: printed straight to JSON, each distinct one once, however
 * many objects of the answer it stands for (in large answers most are repeats).
 */
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isData, own, type Data } from '../data.ts';
import { Failure } from '../failure.ts';
import { isOfType } from './rewrites.ts';

export interface Entity {
  /** Its representation as JSON. */
  readonly json: string;
  readonly typeName: string;
  /** The period in its key, where it has one. */
  readonly period: string | undefined;
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
  /** The name, printed. */
  readonly label: string;
  readonly below: Required | undefined;
}

/** What stands for a missing value while a representation is printed. */
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
    const byJson = new Map<string, Entity>();
    const lacking: { object: Data; cause: Failure | undefined }[] = [];
    for (const object of objects) {
      const typeName = own(object, '__typename');
      if (typeof typeName !== 'string') {
        lacking.push({ object, cause: causeOf(new Missing(['__typename']), object, inputs) });
        continue;
      }
      const json = this.#printEntity(object, inputs, typeName);
      if (json instanceof Missing) {
        lacking.push({ object, cause: causeOf(json, object, inputs) });
        continue;
      }
      if (json === '') continue; // of a type about which this zone is not asked
      const known = byJson.get(json);
      if (known) known.objects.push(object);
      else
        byJson.set(json, {
          json,
          typeName: this.#sentType(typeName),
          period: textIn(object, 'period'),
          objects: [object],
        });
    }
    return { entities: [...byJson.values()], lacking };
  }

  #printEntity(object: Data, inputs: Inputs, typeName: string): string | Missing {
    let json = '';
    let isKnown = false;
    for (const { source, name, label, below } of this.#fieldsOf(typeName)) {
      const value = name === '__typename' ? this.#sentType(typeName) : own(object, source);
      let printed = printField(value, [source], below, { object, inputs });
      if (printed === NEVER_ASKED || printed instanceof Missing) {
        const sent = this.#sentType(typeName);
        if (inputs.isIdle(sent, source)) continue;
        if (inputs.mayBeNull(sent, name)) printed = 'null';
        else if (printed === NEVER_ASKED) continue;
        else return printed;
      }
      if (name !== '__typename') isKnown = true;
      json += `${json === '' ? '{' : ','}${label}:${printed}`;
    }
    return isKnown ? `${json}}` : '';
  }

  /** The names of all that may be required, of an entity of any type. */
  get names(): readonly string[] {
    const namesOf = (nodes: readonly QueryPlanSelectionNode[]): string[] =>
      nodes.flatMap((node) => (node.kind === 'Field' ? [node.alias ?? node.name] : namesOf(node.selections)));
    return [...new Set(namesOf(this.#selections))].filter((name) => name !== '__typename');
  }

  /** A value below the entity itself: missing as a whole if anything in it is that was asked for. */
  printValue(value: unknown, path: readonly string[], within: Within): string | Missing {
    if (value === null) return 'null';
    if (Array.isArray(value)) {
      const elements: string[] = [];
      for (const element of value) {
        const printed = this.printValue(element, path, within);
        if (printed instanceof Missing) return printed;
        elements.push(printed);
      }
      return `[${elements.join(',')}]`;
    }
    if (!isData(value)) return new Missing(path, value instanceof Failure ? value : undefined);
    const typeName = own(value, '__typename');
    let json = '{';
    for (const { source, label, below } of this.#fieldsOf(typeof typeName === 'string' ? typeName : '')) {
      const field = own(value, source);
      const failure = field === undefined ? within.inputs.explain(value, [source]) : undefined;
      if (failure) return new Missing([...path, source], failure);
      const printed = printField(field, [...path, source], below, within);
      if (printed === NEVER_ASKED) continue;
      if (printed instanceof Missing) return printed;
      json += `${json === '{' ? '' : ','}${label}:${printed}`;
    }
    return `${json}}`;
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
      label: JSON.stringify(name),
      below: below.length > 0 ? new Required(below, this.#schema, this.#nameOf) : undefined,
    }));
    this.#byType.set(typeName, fields);
    return fields;
  }
}

/** The entity whose representation is printed. */
interface Within {
  readonly object: Data;
  readonly inputs: Inputs;
}

/**
 * Not missing: under this request's conditions, or of this type, nobody was asked for it, since what requires it is not asked
 * for either. (That some request of the plan does ask for it was looked into when the plan was compiled.)
 */
const NEVER_ASKED = Symbol('never asked');

function printField(
  value: unknown,
  path: readonly string[],
  below: Required | undefined,
  within: Within,
): string | Missing | typeof NEVER_ASKED {
  if (value instanceof Failure) return new Missing(path, value);
  if (value === undefined) {
    const failure = within.inputs.explain(within.object, path);
    return failure ? new Missing(path, failure) : NEVER_ASKED;
  }
  return below ? below.printValue(value, path, within) : printLeaf(value, path);
}

function printLeaf(value: unknown, path: readonly string[]): string | Missing {
  if (typeof value === 'string') return JSON.stringify(value); // nearly all of them
  const failure = Array.isArray(value) ? value.flat(Infinity).find((each) => each instanceof Failure) : undefined;
  return failure instanceof Failure ? new Missing(path, failure) : JSON.stringify(value);
}

function causeOf({ path, failure }: Missing, object: Data, { explain }: Inputs): Failure | undefined {
  return failure ?? explain(object, path);
}

function textIn(object: Data, name: string): string | undefined {
  const text = own(object, name);
  return typeof text === 'string' ? text : undefined;
}
