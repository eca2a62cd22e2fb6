/** Compares the answer of failing zones with that of sound ones: what is missing, and whether it is explained. */
import { isJsonObject } from '../../../../gateway/zones/json.ts';
import { isErrorCode } from '../../../../schema/error-codes.ts';
import { z } from 'zod';
import type { Path } from '../cases.ts';

const path = z.array(z.union([z.string(), z.number()]));
const error = z.object({
  path: path.optional(),
  extensions: z.looseObject({
    code: z.string().refine((code) => isErrorCode(code)),
    zone: z.string().optional(),
    places: z.array(path).optional(),
  }),
});
const answerShape = z.object({ data: z.unknown(), errors: z.array(error).default([]) });

/** The most places that an error lists. */
const MAX_PLACES = 100;

/** Everything that is wrong with an answer; nothing, when it is what it should be. */
export function faultsIn(text: string, healthy: unknown, zones: readonly string[]): string[] {
  const { data, errors } = answerShape.parse(JSON.parse(text));
  const told = errors.map((each) => ({
    zone: each.extensions.zone,
    places: each.extensions.places ?? (each.path ? [each.path] : []),
    isWhole: (each.extensions.places?.length ?? 0) < MAX_PLACES,
    path: each.path,
  }));
  const { missing, wrong } = compared(healthy, data, []);
  const unexplained = missing.flatMap((place) => {
    const explaining = told.filter(({ places }) => places.some((each) => isBelow(each, place)));
    const isRight = explaining.length === 1 || (explaining.length === 0 && told.some(({ isWhole }) => !isWhole));
    return isRight ? [] : [`${show(place)} is missing and explained by ${explaining.length} errors`];
  });
  const strange = told.flatMap(({ zone, places, path: first }) => [
    ...(zone === undefined || zones.includes(zone) ? [] : [`an error names ${zone}`]),
    ...(first && show(first) !== show(places[0] ?? []) ? [`an error at ${show(first)} is not at its first place`] : []),
    ...places
      .filter((each) => !isPlace(data, each))
      .map((each) => `an error stands at ${show(each)}, which is no place`),
  ]);
  const adrift = told.filter(({ places }) => places.length === 0).map(({ zone }) => zone);
  const twice = adrift.filter((zone, index) => adrift.indexOf(zone) !== index).map((zone) => `${zone} is named twice`);
  return [...wrong, ...unexplained, ...strange, ...twice];
}

interface Compared {
  /** The topmost places where there is null and should be something. */
  readonly missing: readonly Path[];
  readonly wrong: readonly string[];
}

function compared(healthy: unknown, given: unknown, at: Path): Compared {
  if (given === null && healthy !== null) return { missing: [at], wrong: [] };
  if (Array.isArray(healthy) && Array.isArray(given) && healthy.length === given.length) {
    return together(healthy.map((each: unknown, index) => compared(each, given[index], [...at, index])));
  }
  if (isJsonObject(healthy) && isJsonObject(given) && show(Object.keys(healthy)) === show(Object.keys(given))) {
    return together(Object.keys(healthy).map((key) => compared(healthy[key], given[key], [...at, key])));
  }
  return {
    missing: [],
    wrong: healthy === given ? [] : [`${show(at)} is ${show(given)} and should be ${show(healthy)}`],
  };
}

function together(parts: readonly Compared[]): Compared {
  return { missing: parts.flatMap(({ missing }) => missing), wrong: parts.flatMap(({ wrong }) => wrong) };
}

function isBelow(path: Path, above: Path): boolean {
  return above.every((step, index) => path[index] === step);
}

/** Whether the client finds something at a path, or a null on the way to it. */
function isPlace(data: unknown, path: Path): boolean {
  let here = data;
  for (const step of path) {
    if (here === null) return true;
    if (!(Array.isArray(here) || isJsonObject(here)) || !Object.hasOwn(here, step)) return false;
    here = Reflect.get(here, step);
  }
  return true;
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
