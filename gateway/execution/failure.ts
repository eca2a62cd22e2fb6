/**
 * Why a value is missing. A failure stands in the data where the value should stand; shaping turns it into null and reports
 * it once, at the first place it meets it, however many values it explains. So no null is silent, and none explained twice.
 */
import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { problem } from '../../schema/error-codes.ts';

export type Path = readonly (string | number)[];

/** More places than these say nothing more; `places` of an error stops there. */
const MAX_PLACES = 100;

export class Failure {
  readonly message: string;
  readonly extensions: GraphQLErrorExtensions;
  /** A zone's own "there is none": an error only where the schema allows no null. */
  readonly quiet: boolean;
  readonly #places: Path[] = [];
  #isSwallowed = false;

  constructor(message: string, extensions: GraphQLErrorExtensions, quiet = false) {
    this.message = message;
    this.extensions = extensions;
    this.quiet = quiet;
  }

  /** Called by shaping for every value that this failure leaves empty. */
  foundAt(path: Path): void {
    if (this.#places.length < MAX_PLACES) this.#places.push(path);
  }

  /** Called where the place it was found at has gone, with all around it, for another failure's sake. */
  swallow(): void {
    this.#isSwallowed = true;
  }

  /** Whether it may have left nothing empty at all: then it is told all the same, once a zone. */
  get isUnseen(): boolean {
    return !this.quiet && !this.isPlaced && !this.#isSwallowed;
  }

  get isPlaced(): boolean {
    return this.#places.length > 0;
  }

  /** One error: `path` is the first place; `extensions.places` lists all of them where there are more. */
  toError(fallback?: Path): GraphQLError {
    const path = this.#places[0] ?? fallback;
    return new GraphQLError(this.message, {
      ...(path && { path }),
      extensions: { ...this.extensions, ...(this.#places.length > 1 && { places: this.#places }) },
    });
  }
}

/** The whole operation is refused: the composed schema has `what`, and there is no sound way to ask the zones for it. */
export function notResolvable(what: string): GraphQLError {
  return problem('NOT_RESOLVABLE', `没有任何区能解析所问的 ${what} / no zone can resolve ${what} as it is asked`);
}
