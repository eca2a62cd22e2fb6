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

/** Adds what one more zone says of the same object. Where one zone has a value and another none, the value stands. */
export function merge(target: Data, source: Data): void {
  for (const name of Object.keys(source)) {
    const value = source[name];
    const present = own(target, name);
    if (present === undefined) put(target, name, value);
    else if (isData(present) && isData(value)) {
      if (present !== value) merge(present, value);
    } else if (Array.isArray(present) && Array.isArray(value)) mergeLists(present, value);
    else if (value !== null && !(value instanceof Failure)) put(target, name, value);
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  source.forEach((value, index) => {
    const present = target[index];
    if (isData(present) && isData(value)) {
      if (present !== value) merge(present, value);
    } else if (Array.isArray(present) && Array.isArray(value)) mergeLists(present, value);
    else if (present === undefined || (value !== null && !(value instanceof Failure))) target[index] = value;
  });
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
