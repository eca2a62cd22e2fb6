/** What a plan asks of one zone in one place: its text, the variables it takes, and how the answer is read. Compiled once. */
import type { FetchNode } from '@apollo/query-planner';
import {
  OperationTypeNode,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { AskedObject, type AskedContext } from './asked.ts';
import { Claims } from './claims.ts';
import { isData, own, type Data } from './data.ts';
import { Failure, notResolvable } from './failure.ts';
import { withRealFields, type StandIns } from './required-arguments.ts';
import { unmetIn, type Requirements } from './requirements.ts';
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

const ENTITIES = '_entities';

export class ZoneRequest {
  readonly zone: string;
  readonly kind: 'query' | 'mutation';
  readonly schema: GraphQLSchema;
  /** Requests of one text ask one zone the same. */
  readonly text: string;
  /** What the contract demands of the zone; absent for one that is not in the registry. */
  readonly claims: Claims | undefined;
  /** What it is to bring: fields of the root, or of the entities that are asked about. */
  readonly asked: AskedObject;
  /** The fields asked of the entities; none for a request at the root. */
  readonly entityFields: readonly CollectedField[];
  readonly #node: FetchNode;
  readonly #supergraph: GraphQLSchema;
  readonly #variables: readonly string[];
  /** The body up to its variables. */
  readonly #head: string;

  constructor(node: FetchNode, { supergraph, zones, standIns, requirements }: PlanContext) {
    const schema = zones.get(node.serviceName);
    if (!schema) throw new TypeError(`the plan asks ${node.serviceName}, which is not in the supergraph`);
    const unmet = unmetIn(node, schema, requirements);
    if (unmet !== undefined) throw notResolvable(unmet);
    const document = unnumbered(withRealFields(parse(node.operation), standIns));
    const operation = operationOf(document);
    const root = schema.getRootType(operation.operation);
    if (!root) throw new TypeError(`${node.serviceName} has no ${operation.operation}`);
    this.zone = node.serviceName;
    this.kind = operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query';
    this.schema = schema;
    this.claims = Claims.of(node.serviceName);
    this.#node = node;
    this.#supergraph = supergraph;
    const context: AskedContext = { schema, fragments: new Fragments(document), claims: this.claims };
    const whole = [{ set: operation.selectionSet, conditions: [] }];
    const entities = node.requires && context.fragments.collect(whole, () => true)[0]?.below;
    this.asked = new AskedObject(root, entities ?? whole, context);
    this.entityFields = entities ? context.fragments.collect(entities, () => true) : [];
    this.#variables = (operation.variableDefinitions ?? [])
      .map(({ variable }) => variable.name.value)
      .filter((name) => name !== 'representations');
    const query = stripIgnoredCharacters(print(document));
    const name = operation.name ? `"operationName":${JSON.stringify(operation.name.value)},` : '';
    this.text = `${this.zone} ${query}`;
    this.#head = `{"query":${JSON.stringify(query)},${name}"variables":{`;
  }

  /** The body of the request; `representations` as JSON, where entities are asked about. */
  body(given: Variables, representations?: string): string {
    const variables = this.#variables.flatMap((name) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      return value === undefined ? [] : [`${JSON.stringify(name)}:${JSON.stringify(value)}`];
    });
    if (representations !== undefined) variables.push(`"representations":${representations}`);
    return `${this.#head}${variables.join()}}}`;
  }

  /** One entity for each that was asked about: one too few would shift a figure to another zone. */
  entitiesIn({ data, refuse }: ZoneAnswer, asked: number): readonly unknown[] | Failure {
    const entities = isData(data) ? own(data, ENTITIES) : undefined;
    if (entities instanceof Failure) return entities;
    if (!Array.isArray(entities)) return refuse(`${ENTITIES}: not a list`);
    return entities.length === asked ? entities : refuse(`${ENTITIES}: ${entities.length} for ${asked} asked`);
  }

  /** Reads the root's fields, or one entity of a type: its data, or why there are none. */
  read(
    given: unknown,
    { refuse }: ZoneAnswer,
    run: Run,
    entity?: { typeName: string; period: string | undefined },
  ): Data | Failure {
    const expected = entity && this.schema.getType(entity.typeName);
    const isKnown = isObjectType(expected) || isInterfaceType(expected);
    const reading = { variables: run.variables, period: entity?.period, refuse };
    const data = this.asked.read(given, reading, isKnown ? expected : undefined);
    if (!isData(data)) return data instanceof Failure ? data : refuse('not an object');
    applyRewrites(this.#node.outputRewrites ?? [], data, this.#supergraph);
    if (entity && this.#namesNoType(data)) delete data['__typename'];
    return data;
  }

  /** An interface object goes by the name of its interface: no type that another zone has not told better. */
  #namesNoType(data: Data): boolean {
    const name = own(data, '__typename');
    return typeof name === 'string' && isInterfaceType(this.#supergraph.getType(name));
  }
}

/** The planner numbers its requests; without the number, all of one text are the same to us and to the zone. */
function unnumbered(document: DocumentNode): DocumentNode {
  return visit(document, {
    OperationDefinition: ({ name, ...operation }) =>
      name && { ...operation, name: { ...name, value: name.value.replace(/__\d+$/, '') } },
  });
}
