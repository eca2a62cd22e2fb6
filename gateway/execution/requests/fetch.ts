/** One request of a plan, carried out: what it needs is taken from the objects at its place, what it brings is given to them. */
import type { FetchNode } from '@apollo/query-planner';
import { isNonNullType, isObjectType } from 'graphql';
import { CORE } from '../../../schema/zones.ts';
import { merge, share, type Data } from '../data.ts';
import { Failure } from '../failure.ts';
import { Required } from './representations.ts';
import type { Requirements } from '../planning/requirements.ts';
import type { Run } from '../run.ts';
import type { Variables } from '../selections.ts';
import { ZoneRequest, type PlanContext } from './zone-request.ts';

export class Fetch {
  readonly request: ZoneRequest;
  readonly #required: Required | undefined;
  readonly #requirements: Requirements;

  constructor(node: FetchNode, context: PlanContext) {
    const { supergraph, standIns, requirements } = context;
    this.request = new ZoneRequest(node, context);
    this.#requirements = requirements;
    this.#required =
      node.requires &&
      new Required(node.requires, supergraph, (name) => standIns.get(name)?.name ?? name, node.inputRewrites);
  }

  /** The names, during execution, of what it needs of the objects at its place. */
  get needs(): readonly string[] {
    return this.#required?.names ?? [];
  }

  async run(objects: readonly Data[], run: Run): Promise<void> {
    if (this.#required) return this.#fetchEntities(this.#required, objects, run);
    const { request } = this;
    const answer = await run.zones.ask(request, request.body(run.given));
    const data = answer instanceof Failure ? answer : request.readRoot(answer, run);
    for (const object of objects) this.#give(object, data, run);
  }

  async #fetchEntities(required: Required, objects: readonly Data[], run: Run): Promise<void> {
    const { entities, lacking } = required.of(objects, {
      explain: (object, path) => run.explain(object, path),
      isIdle: (typeName, source) => this.#isIdle(typeName, source, run.variables),
      mayBeNull: (typeName, field) => this.#toleratesNull(typeName, field),
    });
    for (const { object, cause } of lacking) if (cause) run.blame(object, cause, this.request.asked);
    if (entities.length === 0) return;
    const answered = await run.entitiesOf(this.request).ask(entities);
    for (const [index, entity] of entities.entries()) {
      const data = answered[index];
      if (!data) continue;
      if (entity.objects.length > 1) share(data, run.shared);
      for (const object of entity.objects) this.#give(object, data, run);
    }
  }

  #give(object: Data, data: Data | Failure, run: Run): void {
    if (data instanceof Failure) run.blame(object, data, this.request.asked);
    else merge(object, data, run);
  }

  /**
   * The core is asked for a consolidation although a zone did not answer: it is told of the gap in a header, and counts it. Any
   * other zone would take the null for an answer.
   */
  #toleratesNull(typeName: string, field: string): boolean {
    const { zone, isRegistered, schema } = this.request;
    const type = schema.getType(typeName);
    if (zone !== CORE || !isRegistered || !isObjectType(type)) return false;
    const definition = type.getFields()[field];
    return definition !== undefined && !isNonNullType(definition.type);
  }

  /** Whether nothing that is asked this time needs a value: it identifies nothing, and what requires it is ruled out. */
  #isIdle(typeName: string, source: string, variables: Variables): boolean {
    const { zone, entityFields } = this.request;
    const { keys, required } = this.#requirements;
    if (keys.get(`${zone} ${typeName}`)?.has(source)) return false;
    return entityFields
      .filter(({ node }) => required.get(`${zone} ${typeName}.${node.name.value}`)?.includes(source))
      .every(({ included }) => included && !included(variables));
  }
}
