/** One request of a plan to one zone: compiled once, then sent with each client request's own variables and entities. */
import type { FetchNode } from '@apollo/query-planner';
import {
  OperationTypeNode,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  print,
  stripIgnoredCharacters,
  type GraphQLSchema,
} from 'graphql';
import { CORE } from '../../schema/zones.ts';
import { AskedObject, type AskedContext, type Reading } from './asked.ts';
import { Claims } from './claims.ts';
import { isData, merge, own, type Data } from './data.ts';
import { Failure, notResolvable } from './failure.ts';
import { Required, type Entity } from './representations.ts';
import { unmetIn, type Requirements } from './requirements.ts';
import { withRealFields, type StandIns } from './required-arguments.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from './run.ts';
import { Fragments, operationOf, type CollectedField, type Variables } from './selections.ts';
import type { ZoneAnswer } from './zone-answers.ts';

/** What a plan is compiled against: one version of the supergraph. */
export interface PlanContext extends StandIns {
  readonly requirements: Requirements;
  readonly supergraph: GraphQLSchema;
  /** Each zone's own schema, by name. */
  readonly zones: ReadonlyMap<string, GraphQLSchema>;
}

export class Fetch {
  readonly zone: string;
  readonly kind: 'query' | 'mutation';
  /** What it is to bring: fields of the root, or of the entities. */
  readonly asked: AskedObject;
  readonly #node: FetchNode;
  readonly #schema: GraphQLSchema;
  readonly #supergraph: GraphQLSchema;
  readonly #required: Required | undefined;
  /** What is asked of the entities. */
  readonly #fields: readonly CollectedField[];
  readonly #requirements: Requirements;
  readonly #variables: readonly string[];
  readonly #claims: Claims | undefined;
  /** The body, up to its variables. */
  readonly #head: string;

  constructor(node: FetchNode, { supergraph, zones, standIns, requirements }: PlanContext) {
    const schema = zones.get(node.serviceName);
    if (!schema) throw new TypeError(`the plan asks ${node.serviceName}, which is not in the supergraph`);
    const unmet = unmetIn(node, schema, requirements);
    if (unmet !== undefined) throw notResolvable(unmet);
    const document = parse(node.operation);
    const real = withRealFields(document, standIns);
    const operation = operationOf(real);
    const root = schema.getRootType(operation.operation);
    if (!root) throw new TypeError(`${node.serviceName} has no ${operation.operation}`);
    this.zone = node.serviceName;
    this.kind = operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query';
    this.#node = node;
    this.#schema = schema;
    this.#supergraph = supergraph;
    this.#claims = Claims.of(node.serviceName);
    this.#required =
      node.requires &&
      new Required(node.requires, supergraph, (name) => standIns.get(name)?.name ?? name, node.inputRewrites);
    const context: AskedContext = { schema, fragments: new Fragments(real), claims: this.#claims };
    const whole = [{ set: operation.selectionSet, conditions: [] }];
    const entities = this.#required && context.fragments.collect(whole, () => true)[0]?.below;
    this.#fields = entities ? context.fragments.collect(entities, () => true) : [];
    this.#requirements = requirements;
    this.asked = new AskedObject(root, entities ?? whole, context);
    this.#variables = (operation.variableDefinitions ?? [])
      .map(({ variable }) => variable.name.value)
      .filter((name) => name !== 'representations');
    const query = real === document ? node.operation : stripIgnoredCharacters(print(real));
    const name = node.operationName === undefined ? '' : `"operationName":${JSON.stringify(node.operationName)},`;
    this.#head = `{"query":${JSON.stringify(query)},${name}"variables":{`;
  }

  async run(objects: readonly Data[], run: Run): Promise<void> {
    const variables = this.#variablesOf(run.given);
    if (this.#required) return this.#fetchEntities(this.#required, objects, variables, run);
    const answer = await run.zones.ask(this, `${this.#head}${variables.join()}}}`);
    const data = answer instanceof Failure ? answer : this.#take(answer.data, answer, run);
    for (const object of objects) this.#give(object, data, run);
  }

  async #fetchEntities(required: Required, objects: readonly Data[], variables: string[], run: Run): Promise<void> {
    const { entities, lacking } = required.of(objects, {
      explain: (object, path) => run.explain(object, path),
      isIdle: (typeName, source) => this.#isIdle(typeName, source, run.variables),
      mayBeNull: (typeName, field) => this.#toleratesNull(typeName, field),
    });
    for (const { object, cause } of lacking) if (cause) run.blame(object, cause, this.asked);
    if (entities.length === 0) return;
    variables.push(`"representations":[${entities.map(({ json }) => json).join()}]`);
    const answer = await run.zones.ask(this, `${this.#head}${variables.join()}}}`);
    const answered = answer instanceof Failure ? answer : this.#takeEntities(entities, answer, run);
    for (const [index, { objects: asking }] of entities.entries()) {
      const data = answered instanceof Failure ? answered : answered[index];
      for (const object of asking) if (data) this.#give(object, data, run);
    }
  }

  /** As many entities as were asked for: one too few would shift a figure to another zone. */
  #takeEntities(asked: readonly Entity[], answer: ZoneAnswer, run: Run): readonly (Data | Failure)[] | Failure {
    const list = isData(answer.data) ? answer.data['_entities'] : undefined;
    if (list instanceof Failure) return list;
    if (!Array.isArray(list)) return answer.refuse('_entities: not a list');
    if (list.length !== asked.length) return answer.refuse(`_entities: ${list.length} for ${asked.length} asked`);
    return asked.map((entity, index) => this.#takeEntity(list[index], entity, answer, run));
  }

  #takeEntity(given: unknown, { typeName, period }: Entity, answer: ZoneAnswer, run: Run): Data | Failure {
    if (given !== null) return this.#take(given, answer, run, period, this.#schema.getType(typeName));
    if (this.#claims) return answer.refuse(`${typeName}: null without an error`);
    return run.zones.absent(this.zone);
  }

  #take(given: unknown, { refuse }: ZoneAnswer, run: Run, period?: string, expected?: unknown): Data | Failure {
    const reading: Reading = { variables: run.variables, period, refuse };
    const isKnown = isObjectType(expected) || isInterfaceType(expected);
    const data = this.asked.read(given, reading, isKnown ? expected : undefined);
    if (!isData(data)) return data instanceof Failure ? data : refuse('not an object');
    applyRewrites(this.#node.outputRewrites ?? [], data, this.#supergraph);
    if (expected !== undefined && this.#namesNoType(data)) delete data['__typename'];
    return data;
  }

  #give(object: Data, data: Data | Failure, run: Run): void {
    if (data instanceof Failure) run.blame(object, data, this.asked);
    else merge(object, data);
  }

  /** An interface object goes by the name of its interface: no type that another zone has not told better. */
  #namesNoType(data: Data): boolean {
    const name = own(data, '__typename');
    return typeof name === 'string' && isInterfaceType(this.#supergraph.getType(name));
  }

  /**
   * The core is asked for a consolidation although a zone did not answer: it is told of the gap in a header, and counts it. Any
   * other zone would take the null for an answer.
   */
  #toleratesNull(typeName: string, field: string): boolean {
    const type = this.#schema.getType(typeName);
    if (this.zone !== CORE || !this.#claims || !isObjectType(type)) return false;
    const definition = type.getFields()[field];
    return definition !== undefined && !isNonNullType(definition.type);
  }

  /** Whether every field that requires this one stands under a condition that is not met. */
  #isIdle(typeName: string, source: string, variables: Variables): boolean {
    const needy = this.#fields.filter(({ node }) =>
      this.#requirements.required.get(`${this.zone} ${typeName}.${node.name.value}`)?.includes(source),
    );
    return needy.length > 0 && needy.every(({ included }) => included && !included(variables));
  }

  #variablesOf(given: Variables): string[] {
    return this.#variables.flatMap((name) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      return value === undefined ? [] : [`${JSON.stringify(name)}:${JSON.stringify(value)}`];
    });
  }
}
