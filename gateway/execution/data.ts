/**
 * The data of an answer while it is put together: plain JSON with failures in it. Names in it come from clients and zones,
 * `__proto__` and `constructor` among them, so nothing is ever read through a prototype and only asked keys are kept.
 */
import { Failure } from './failure.ts';

export type Data = Record<string, unknown>;

export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Failure);
}

/** Names that every object answers to without having them. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

export function own(data: Data, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/** Sets a property as data, whatever its name. */
export function put(data: Data, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(data, name, { value, writable: true, enumerable: true, configurable: true });
  else data[name] = value;
}

export interface Merging {
  /** Told where one zone failed to tell of an object that another knows. */
  readonly overlooked: (object: Data, failure: Failure) => void;
  /** What stands at several places at once: whoever adds to it at one of them adds to a copy. */
  readonly shared: ReadonlySet<object>;
}

/**
 * Adds what one more zone says of the same object. In whatever order the zones answer, a value stands before a failure, a
 * failure before null, and null before nothing.
 */
export function merge(target: Data, source: Data, merging: Merging): void {
  for (const name of Object.keys(source)) {
    const present = own(target, name);
    const kept = joined(present, source[name], merging);
    if (kept !== present) put(target, name, kept);
  }
}

function joined(present: unknown, value: unknown, merging: Merging): unknown {
  if (present === undefined) return value;
  if (isData(present) && isData(value)) {
    if (present === value) return present;
    const object = merging.shared.has(present) ? { ...present } : present;
    merge(object, value, merging);
    return object;
  }
  if (Array.isArray(present) && Array.isArray(value)) {
    if (present === value) return present;
    const known: unknown[] = present;
    const list = merging.shared.has(known) ? [...known] : known;
    for (const [index, each] of value.entries()) list[index] = joined(list[index], each, merging);
    return list;
  }
  const isMore = weightOf(value) > weightOf(present) || weightOf(value) === WHOLE;
  const [kept, dropped] = isMore ? [value, present] : [present, value];
  if (dropped instanceof Failure) for (const object of objectsIn(kept)) merging.overlooked(object, dropped);
  return kept;
}

/** Marks all that an object holds as standing at several places. */
export function share(value: unknown, shared: Set<object>): void {
  const held: readonly unknown[] = Array.isArray(value) ? value : isData(value) ? Object.values(value) : [];
  for (const each of held) {
    if (typeof each !== 'object' || each === null || each instanceof Failure || shared.has(each)) continue;
    shared.add(each);
    share(each, shared);
  }
}

const WHOLE = 2;

function weightOf(value: unknown): number {
  if (value === null) return 0;
  return value instanceof Failure ? 1 : WHOLE;
}

function objectsIn(value: unknown): Data[] {
  if (Array.isArray(value)) return value.flatMap((each) => objectsIn(each));
  return isData(value) ? [value] : [];
}

/** The objects at a path of a query plan, `@` standing for every element of a list; each object once. */
export function objectsAt(root: readonly Data[], path: readonly (string | number)[]): Data[] {
  let found: unknown[] = [...root];
  for (const step of path) {
    const next: unknown[] = [];
    for (const value of found) {
      if (step === '@') spread(value, next);
      else if (isData(value)) {
        const child = own(value, String(step));
        if (child !== undefined && child !== null) next.push(child);
      }
    }
    found = next;
  }
  const objects = new Set<Data>();
  for (const value of found) if (isData(value)) objects.add(value);
  return [...objects];
}

function spread(value: unknown, into: unknown[]): void {
  if (Array.isArray(value))
    for (const element of value) if (element !== null && element !== undefined) into.push(element);
}
