/** A client's operation, made ready once: its names, its plan, its shape. */
import type { QueryPlan } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  TypeInfo,
  executeSync,
  getVariableValues,
  isIntrospectionType,
  separateOperations,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { problem } from '../../schema/error-codes.ts';
import type { Data } from './data.ts';
import { notResolvable, type Failure } from './failure.ts';
import type { PlanContext } from './requests/zone-request.ts';
import { withoutContradictions } from './planning/contradictions.ts';
import { Names } from './planning/names.ts';
import { compilePlan, type CompiledPlan } from './plan.ts';
import { Run } from './run.ts';
import { Fragments, isIntrospective, operationOf, type Variables } from './selections.ts';
import { ShapeObject, Shaping } from './shape.ts';
import type { ZoneAnswers } from './answers/zone-answers.ts';

/** One version of the supergraph, as operations are compiled against it. */
export interface Version extends PlanContext {
  readonly api: GraphQLSchema;
  /** Names that @key and @requires use anywhere. */
  readonly reservedNames: ReadonlySet<string>;
  readonly plan: (document: DocumentNode, operationName: string | undefined) => QueryPlan;
}

export interface Answer {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLError[];
}

export class Operation {
  readonly kind: OperationTypeNode;
  readonly #definition: OperationDefinitionNode;
  readonly #api: GraphQLSchema;
  readonly #plan: CompiledPlan | undefined;
  readonly #shape: ShapeObject;
  readonly #introspection: DocumentNode | undefined;
  readonly #names: Names;
  /** The variables that @skip and @include go by. */
  readonly #conditions: readonly string[];

  /** Throws a GraphQLError where the operation cannot be answered at all. */
  constructor(whole: DocumentNode, operationName: string | null | undefined, version: Version) {
    const definition = operationOf(whole, operationName);
    const document = separateOperations(whole)[definition.name?.value ?? ''] ?? whole; // the others' fragments mean nothing here
    const root = version.api.getRootType(definition.operation);
    if (!root) throw new TypeError(`there is no ${definition.operation} here`); // refused before execution
    const fragments = new Fragments(document);
    const selections = [{ set: definition.selectionSet, conditions: [] }];
    const fields = fragments.collect(selections, (name) => name === root.name);
    const isAboutSchema = fields.some(({ node }) => isIntrospective(node));
    const names = new Names(withoutContradictions(document), version.reservedNames);
    this.kind = definition.operation;
    this.#names = names;
    const declared = (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    this.#conditions = conditionVariables(document).filter((name) => declared.includes(name));
    this.#definition = definition;
    this.#api = version.api;
    this.#shape = new ShapeObject(root, selections, { schema: version.api, fragments, names });
    this.#introspection = isAboutSchema ? introspectionOf(document, version.api) : undefined;
    const nothing: QueryPlan = { kind: 'QueryPlan' };
    const { node } = fields.length === 0 ? nothing : version.plan(names.document, definition.name?.value);
    if (node?.kind === 'Subscription') throw new TypeError('subscriptions are not supported');
    this.#plan = node && compilePlan(node, version);
    const asked = fields.filter(({ node: { name } }) => !name.value.startsWith('__'));
    if (!node && asked.length > 0) throw notResolvable(asked.map(({ node: { name } }) => name.value).join(', '));
  }

  async execute(given: Variables, zones: ZoneAnswers): Promise<Answer> {
    const { coerced, errors } = getVariableValues(this.#api, this.#definition.variableDefinitions ?? [], given);
    if (errors) return { errors };
    const undecided = this.#conditions.find((name) => typeof coerced[name] !== 'boolean');
    if (undecided !== undefined) return { errors: [notBoolean(undecided)] };
    const run = new Run(
      this.#names.variables(given),
      this.#names.variables(coerced),
      zones,
      this.kind === OperationTypeNode.QUERY,
    );
    await this.#plan?.step([run.root], run);
    const shaping = new Shaping(
      coerced,
      this.#introspect(given),
      (object, path) => run.explain(object, path),
      (path) => zones.refuse(this.#zoneOf(path), `nothing at ${path.join('.')}`),
    );
    const data = this.#shape.complete(run.root, shaping, 0);
    shaping.settle();
    return zones.failures.length === 0 ? { data } : { data, errors: reported(zones.failures) };
  }

  #introspect(given: Variables): Data {
    if (!this.#introspection) return {};
    const { data, errors } = executeSync({ schema: this.#api, document: this.#introspection, variableValues: given });
    if (errors?.[0]) throw errors[0];
    return data ?? {};
  }

  /** The zone that was to bring a value: for naming it where it did not, and gave no reason. */
  #zoneOf(path: readonly string[]): string | undefined {
    const source = this.#plan?.fetches.find(
      ({ fetch, path: at }) =>
        at.every((step, index) => step === path[index]) && fetch.request.asked.covers(path.slice(at.length)),
    );
    return source?.fetch.request.zone;
  }
}

/** Every failure at its places; of those that left nothing of the client's empty, one for each zone not named otherwise. */
function reported(failures: readonly Failure[]): GraphQLError[] {
  const named = new Set<unknown>();
  const told: Failure[] = [];
  for (const failure of failures) {
    if (!failure.isPlaced) continue;
    named.add(failure.extensions['zone']);
    told.push(failure);
  }
  for (const failure of failures) {
    const { zone } = failure.extensions;
    if (!failure.isUnseen || named.has(zone)) continue;
    named.add(zone);
    told.push(failure);
  }
  return told.map((failure) => failure.toError());
}

/** A default makes a nullable variable fit for a condition; a null that is given all the same does not. */
function notBoolean(variable: string): GraphQLError {
  return problem('BAD_USER_INPUT', `变量 $${variable} 不可为 null / the variable $${variable} must not be null here`);
}

function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: args = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** The operation with nothing in it but what it asks about the schema, wherever it asks it. */
function introspectionOf(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        const parent = types.getParentType();
        const isKept = isIntrospective(node) || (parent && isIntrospectionType(parent));
        return isKept ? undefined : null;
      },
    }),
  );
}
