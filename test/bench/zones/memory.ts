/**
 * A zone's answers, each worked out once and then kept. What is different in every request (Shape.unique) is taken out of
 * the request before it is looked up, and put into the kept answer: every answer is for the very question.
 */
import type { Shape } from '../shapes/shape.ts';

/** More kinds of requests than this, and something other than the unique part differs from one to the next. */
const MOST = 2_000;

/** An answer with its unique part left open. */
type Kept = (value: string) => Buffer;

export class ZoneMemory {
  readonly #unique: Shape['unique'];
  readonly #compute: (body: string) => Promise<string>;
  readonly #kept = new Map<string, Kept | Promise<Kept>>();

  constructor(unique: Shape['unique'], compute: (body: string) => Promise<string>) {
    this.#unique = unique;
    this.#compute = compute;
  }

  /** The requests seen, with the sample in the place of the unique part. */
  get requests(): string[] {
    return [...this.#kept.keys()];
  }

  answer(body: string): Buffer | Promise<Buffer> {
    const { pattern, sample } = this.#unique;
    const value = pattern.exec(body)?.[0] ?? sample;
    const key = body.replaceAll(value, sample);
    const kept = this.#kept.get(key) ?? this.#first(key);
    return kept instanceof Promise ? kept.then((answer) => answer(value)) : kept(value);
  }

  #first(key: string): Promise<Kept> {
    if (this.#kept.size >= MOST) throw new Error(`more than ${MOST} different requests: nothing can be kept of them`);
    const computed = this.#compute(key).then(
      (text) => {
        const answer = template(text, this.#unique.sample);
        this.#kept.set(key, answer);
        return answer;
      },
      (error: unknown) => {
        this.#kept.delete(key);
        throw error;
      },
    );
    this.#kept.set(key, computed);
    return computed;
  }
}

function template(text: string, sample: string): Kept {
  const parts = text.split(sample);
  const whole = Buffer.from(text);
  return parts.length === 1 ? () => whole : (value) => Buffer.from(parts.join(value));
}
