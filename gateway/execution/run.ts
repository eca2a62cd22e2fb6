/** One client request while its plan is carried out: its variables, the data so far, and what is known to be missing. */
import type { Data, Merging } from './data.ts';
import type { AskedObject } from './answers/asked.ts';
import { Entities } from './requests/entities.ts';
import type { Failure } from './failure.ts';
import type { Variables } from './selections.ts';
import type { ZoneAnswers } from './answers/zone-answers.ts';
import type { ZoneRequest } from './requests/zone-request.ts';

/** A request that failed, with what it was to bring. */
interface Blame {
  readonly failure: Failure;
  readonly asked: AskedObject;
}

export class Run implements Merging {
  /** The request's variables as given, for the zones. */
  readonly given: Variables;
  /** The same with their defaults, for @skip and @include. */
  readonly variables: Variables;
  readonly zones: ZoneAnswers;
  /** A query's answers hold for the whole of it; a mutation's only until its next step. */
  readonly isQuery: boolean;
  readonly root: Data = {};
  readonly #blames = new Map<Data, Blame[]>();
  /** What stands at several places of the answer. */
  readonly shared = new Set<object>();
  readonly #overlooked = new Map<Data, Failure>();
  readonly #entities = new Map<string, Entities>();

  constructor(given: Variables, variables: Variables, zones: ZoneAnswers, isQuery: boolean) {
    this.given = given;
    this.variables = variables;
    this.zones = zones;
    this.isQuery = isQuery;
  }

  /** The entities that requests of this text ask about, wherever in the plan they stand. */
  entitiesOf(request: ZoneRequest): Entities {
    const known = this.#entities.get(request.text);
    if (known) return known;
    const entities = new Entities(request, this);
    this.#entities.set(request.text, entities);
    return entities;
  }

  /** Remembers that what was asked about an object does not come, and why. */
  blame(object: Data, failure: Failure, asked: AskedObject): void {
    const blames = this.#blames.get(object);
    if (blames) blames.push({ failure, asked });
    else this.#blames.set(object, [{ failure, asked }]);
  }

  /** Remembers that a zone failed to tell of an object that another knows: what nobody else explains is missing for that. */
  readonly overlooked = (object: Data, failure: Failure): void => {
    this.#overlooked.set(object, failure);
  };

  /** Why the value at a path below an object is missing, if some failed request was to bring it. */
  explain(object: Data, path: readonly string[]): Failure | undefined {
    const blame = this.#blames.get(object)?.find(({ asked }) => asked.covers(path));
    return blame?.failure ?? this.#overlooked.get(object);
  }
}
