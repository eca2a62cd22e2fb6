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
  /** One for each entity, in order. */
  readonly outcomes: Promise<readonly Outcome[]>;
}

/** Where an entity is, or was, asked about. */
interface Place {
  readonly batch: Batch;
  readonly index: number;
}

export class Entities {
  readonly #request: ZoneRequest;
  readonly #run: Run;
  /** By representation. */
  readonly #asked = new Map<string, Place>();
  /** Not in `#asked` yet: mostly nobody asks a second time, and representations are long to look up by. */
  #latest: { readonly json: string; readonly place: Place }[] = [];
  #open: Batch | undefined;

  constructor(request: ZoneRequest, run: Run) {
    this.#request = request;
    this.#run = run;
  }

  /** The data of each, or why there are none, in order. No two may be the same. */
  async ask(entities: readonly Entity[]): Promise<readonly (Data | Failure | undefined)[]> {
    for (const { json, place } of this.#latest) this.#asked.set(json, place);
    this.#latest = [];
    const places = entities.map((entity) => this.#placeOf(entity) ?? this.#join(entity));
    const batches = [...new Set(places.map(({ batch }) => batch))];
    const answered = await Promise.all(batches.map(async (batch) => [batch, await batch.outcomes] as const));
    const outcomes = new Map(answered);
    return places.map(({ batch, index }) => {
      const outcome = outcomes.get(batch)?.[index];
      return outcome && take(outcome);
    });
  }

  #placeOf({ json }: Entity): Place | undefined {
    return this.#asked.size === 0 ? undefined : this.#asked.get(json);
  }

  #join(entity: Entity): Place {
    const batch = (this.#open ??= this.#begin());
    const place = { batch, index: batch.entities.push(entity) - 1 };
    this.#latest.push({ json: entity.json, place });
    return place;
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

  async #send(entities: readonly Entity[]): Promise<readonly Outcome[]> {
    const { zones, given, isQuery } = this.#run;
    const representations = `[${entities.map(({ json }) => json).join()}]`;
    const answer = await zones.ask(this.#request, this.#request.body(given, representations));
    if (!isQuery) this.#forget();
    if (answer instanceof Failure) return each(entities, () => answer);
    const list = this.#request.entitiesIn(answer, entities.length);
    if (list instanceof Failure) return each(entities, () => list);
    return each(entities, (entity, index) => this.#request.readEntity(list[index], entity, answer, this.#run));
  }

  /** After a mutation's next step the same entity may be another. */
  #forget(): void {
    this.#asked.clear();
    this.#latest = [];
  }
}

function each(
  entities: readonly Entity[],
  outcomeOf: (entity: Entity, index: number) => Data | Failure,
): readonly Outcome[] {
  return entities.map((entity, index) => ({ data: outcomeOf(entity, index), isTaken: false }));
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
