/**
 * Entities of one zone asked about in one text, within one client request. What several places of a plan ask for at the same
 * moment goes to the zone in one request, and within a query nothing is asked for twice.
 */
import { isData, put, type Data } from '../data.ts';
import { Failure } from '../failure.ts';
import type { Entity } from './representations.ts';
import type { Run } from '../run.ts';
import type { ZoneRequest } from './zone-request.ts';

/** What came of one entity. Whoever takes it first may keep it; every other place gets a copy to add to. */
interface Outcome {
  data: Data | Failure;
  isTaken: boolean;
}

interface Batch {
  readonly entities: Entity[];
  readonly outcomes: Promise<ReadonlyMap<string, Outcome>>;
}

export class Entities {
  readonly #request: ZoneRequest;
  readonly #run: Run;
  /** By representation: the batch that an entity is, or was, asked in. */
  readonly #asked = new Map<string, Batch>();
  #open: Batch | undefined;

  constructor(request: ZoneRequest, run: Run) {
    this.#request = request;
    this.#run = run;
  }

  /** The data of each, or why there are none, in order. */
  async ask(entities: readonly Entity[]): Promise<readonly (Data | Failure | undefined)[]> {
    const batches = entities.map((entity) => this.#asked.get(entity.json) ?? this.#join(entity));
    const answered = await Promise.all(
      [...new Set(batches)].map(async (batch) => [batch, await batch.outcomes] as const),
    );
    const outcomes = new Map(answered);
    return entities.map(({ json }, index) => {
      const batch = batches[index];
      const outcome = batch && outcomes.get(batch)?.get(json);
      return outcome && take(outcome);
    });
  }

  #join(entity: Entity): Batch {
    const batch = (this.#open ??= this.#begin());
    batch.entities.push(entity);
    this.#asked.set(entity.json, batch);
    return batch;
  }

  /** A batch is sent once all that runs at this moment has joined it. */
  #begin(): Batch {
    const entities: Entity[] = [];
    const outcomes = Promise.resolve().then(() => {
      this.#open = undefined;
      return this.#send(entities);
    });
    return { entities, outcomes };
  }

  async #send(entities: readonly Entity[]): Promise<ReadonlyMap<string, Outcome>> {
    const { zones, given, isQuery } = this.#run;
    const representations = `[${entities.map(({ json }) => json).join()}]`;
    const answer = await zones.ask(this.#request, this.#request.body(given, representations));
    if (!isQuery) this.#asked.clear(); // after a mutation's next step the same entity may be another
    if (answer instanceof Failure) return each(entities, () => answer);
    const list = this.#request.entitiesIn(answer, entities.length);
    if (list instanceof Failure) return each(entities, () => list);
    return each(entities, (entity, index) => this.#request.readEntity(list[index], entity, answer, this.#run));
  }
}

function each(
  entities: readonly Entity[],
  outcomeOf: (entity: Entity, index: number) => Data | Failure,
): ReadonlyMap<string, Outcome> {
  return new Map(entities.map((entity, index) => [entity.json, { data: outcomeOf(entity, index), isTaken: false }]));
}

function take(outcome: Outcome): Data | Failure {
  const { data, isTaken } = outcome;
  outcome.isTaken = true;
  return isTaken && isData(data) ? copyOf(data) : data;
}

function copyOf(data: Data): Data {
  const copy: Data = {};
  for (const [name, value] of Object.entries(data)) put(copy, name, copyOfValue(value));
  return copy;
}

function copyOfValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOfValue);
  return isData(value) ? copyOf(value) : value;
}
