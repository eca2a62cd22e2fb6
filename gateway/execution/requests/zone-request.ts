/** What a plan asks of one zone in one place: its text, the variables it takes, and how the answer is read. Compiled once. */
import type { FetchNode } from '@apollo/query-planner';
import {
  OperationTypeNode,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  stripIgnoredCharacters,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { AskedObject, type AskedContext } from '../answers/asked.ts';
import { Claims, type About } from '../answers/claims.ts';
import { isData, own, type Data } from '../data.ts';
import { Failure, notResolvable } from '../failure.ts';
import { withRealFields, type StandIns } from '../planning/required-arguments.ts';
import { unmetIn, type Requirements } from '../planning/requirements.ts';
import { applyRewrites } from './rewrites.ts';
import type { Run } from '../run.ts';
import { Fragments, operationOf, type CollectedField, type Variables } from '../selections.ts';
import type { ZoneAnswer } from '../answers/zone-answers.ts';

/** What a plan is compiled against: one version of the supergraph. */
export interface PlanContext extends StandIns {
  readonly requirements: Requirements;
  readonly supergraph: GraphQLSchema;
  /** Each zone's own schema, by name. */
  readonly zones: ReadonlyMap<string, GraphQLSchema>;
}

const ENTITIES = '_entities';

/** What the reading of an entity's answer needs to know of the question. */
export interface EntityKey {
  readonly typeName: string;
  readonly about: About;
}

export class ZoneRequest {
  readonly zone: string;
  readonly kind: 'query' | 'mutation';
  readonly schema: GraphQLSchema;
  /** What variables that are not given stand for, where the request says so. */
  readonly defaults: Variables;
  /** Requests of one text ask one zone the same, and read the answer alike. */
  readonly text: string;
  /** Whether the zone is one of the platform's, and held to its contract. */
  readonly isRegistered: boolean;
  /** What it is to bring: fields of the root, or of the entities that are asked about. */
  readonly asked: AskedObject;
  /** The fields asked of the entities; none for a request at the root. */
  readonly entityFields: readonly CollectedField[];
  readonly #claims: Claims | undefined;
  readonly #node: FetchNode;
  readonly #supergraph: GraphQLSchema;
  /** Each with its name as JSON. */
  readonly #variables: readonly { readonly name: string; readonly label: string }[];
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
    this.#claims = Claims.of(node.serviceName, schema);
    this.isRegistered = this.#claims !== undefined;
    this.#node = node;
    this.#supergraph = supergraph;
    const context: AskedContext = { schema, fragments: new Fragments(document), claims: this.#claims };
    const whole = [{ set: operation.selectionSet, conditions: [] }];
    const entities = node.requires && context.fragments.collect(whole, () => true)[0]?.below;
    this.asked = new AskedObject(root, entities ?? whole, context);
    this.entityFields = entities ? context.fragments.collect(entities, () => true) : [];
    this.defaults = defaultsOf(operation);
    this.#variables = (operation.variableDefinitions ?? [])
      .map(({ variable }) => variable.name.value)
      .filter((name) => name !== 'representations')
      .map((name) => ({ name, label: `${JSON.stringify(name)}:` }));
    const query = stripIgnoredCharacters(print(document));
    const name = operation.name ? `"operationName":${JSON.stringify(operation.name.value)},` : '';
    this.text = `${this.zone} ${query}${JSON.stringify(node.outputRewrites ?? [])}`;
    this.#head = `{"query":${JSON.stringify(query)},${name}"variables":{`;
  }

  /** The body of the request; `representations` as JSON, where entities are asked about. */
  body(given: Variables, representations?: string): string {
    const variables: string[] = [];
    for (const { name, label } of this.#variables) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value !== undefined) variables.push(label + JSON.stringify(value));
    }
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

  /** Reads the root's fields: their data, or why there are none. */
  readRoot(answer: ZoneAnswer, run: Run): Data | Failure {
    return this.#read(answer.data, answer, run);
  }

  /** Reads one entity. A zone may say that it has no such entity; one of ours may not, it answers about itself. */
  readEntity(given: unknown, { typeName, about }: EntityKey, answer: ZoneAnswer, run: Run): Data | Failure {
    if (given === null)
      return this.#claims ? answer.refuse(`${typeName}: null without an error`) : run.zones.absent(this.zone);
    const data = this.#read(given, answer, run, this.schema.getType(typeName), about);
    if (isData(data) && this.#namesNoType(data)) delete data['__typename'];
    return data;
  }

  /** What the zone would answer if it had nothing to say: null for every field asked, of the root or of entities of a type. */
  nulls(typeName?: string): Data {
    return this.asked.nulls(this.schema.getType(typeName ?? ''));
  }

  #read(given: unknown, { refuse }: ZoneAnswer, run: Run, expected?: unknown, about: About = {}): Data | Failure {
    const isKnown = isObjectType(expected) || isInterfaceType(expected);
    const data = this.asked.read(given, { variables: run.variables, about, refuse }, isKnown ? expected : undefined);
    if (!isData(data)) return data instanceof Failure ? data : refuse('not an object');
    applyRewrites(this.#node.outputRewrites ?? [], data, this.#supergraph);
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

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return Object.fromEntries(defaults);
}
