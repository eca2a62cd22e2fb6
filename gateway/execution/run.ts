/** One client request while its plan is carried out: its variables, the data so far, and what is known to be missing. */
import type { Data } from './data.ts';
import type { AskedObject } from './asked.ts';
import type { Failure } from './failure.ts';
import type { Variables } from './selections.ts';
import type { ZoneAnswers } from './zone-answers.ts';

/** A request that failed, with what it was to bring. */
interface Blame {
  readonly failure: Failure;
  readonly asked: AskedObject;
}

export class Run {
  /** The request's variables as given, for the zones. */
  readonly given: Variables;
  /** The same with their defaults, for @skip and @include. */
  readonly variables: Variables;
  readonly zones: ZoneAnswers;
  readonly root: Data = {};
  readonly #blames = new Map<Data, Blame[]>();

  constructor(given: Variables, variables: Variables, zones: ZoneAnswers) {
    this.given = given;
    this.variables = variables;
    this.zones = zones;
  }

  /** Remembers that what was asked about an object does not come, and why. */
  blame(object: Data, failure: Failure, asked: AskedObject): void {
    const blames = this.#blames.get(object);
    if (blames) blames.push({ failure, asked });
    else this.#blames.set(object, [{ failure, asked }]);
  }

  /** Why the value at a path below an object is missing, if some failed request was to bring it. */
  explain(object: Data, path: readonly string[]): Failure | undefined {
    return this.#blames.get(object)?.find(({ asked }) => asked.covers(path))?.failure;
  }
}
