/** What may go wrong with one request to a zone, and zones in which it does. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { getNamedType, getNullableType, isEnumType, isListType, isNonNullType, type GraphQLSchema } from 'graphql';
import type { Subgraphs } from '../graph.ts';
import { resolved, sendJson, sendText, subgraphSchema, type Answer, type ZoneRequest } from '../zone-server.ts';
import { placesIn, type Place } from './places.ts';

export const SECRET = 'SELECT password FROM secrets';

/** Instead of an answer. */
const WHOLE = {
  reset: (response) => void response.destroy(),
  half: (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"data":');
    response.destroy();
  },
  hang: () => undefined,
  '500': (response) => sendText(response, SECRET, 500),
  '503': (response) => sendJson(response, { errors: [{ message: SECRET }] }, 503),
  page: (response) => sendText(response, `<html>${SECRET}</html>`),
  list: (response) => sendText(response, '[]'),
  nothing: (response) => sendText(response, '{}'),
  null: (response) => sendText(response, '{"data":null}'),
  errors: (response) => sendJson(response, { data: null, errors: [{ message: SECRET }] }),
} as const satisfies Readonly<Record<string, (response: ServerResponse) => void>>;
const WHOLE_NAMES = ['reset', 'half', 'hang', '500', '503', 'page', 'list', 'nothing', 'null', 'errors'] as const;
const PLACED = ['wrong', 'missing', 'null'] as const;
const ENTITIES = ['fewer', 'more', 'none'] as const;

/** `at` chooses the place, `how` the value or the error that goes with it. */
export type Fault =
  | { readonly kind: 'whole'; readonly what: (typeof WHOLE_NAMES)[number] }
  | { readonly kind: 'placed'; readonly what: (typeof PLACED)[number]; readonly at: number; readonly how: number }
  | { readonly kind: 'entities'; readonly what: (typeof ENTITIES)[number] }
  | { readonly kind: 'noise'; readonly how: number };

/** By zone: a request has one of its zone's faults, or none; always the same for the same request. */
export type FaultPlan = Readonly<Record<string, readonly (readonly Fault[])[]>>;

const small = fc.nat({ max: 999 });
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('whole' as const), what: fc.constantFrom(...WHOLE_NAMES) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('placed' as const),
      what: fc.constantFrom(...PLACED),
      at: small,
      how: small,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('entities' as const), what: fc.constantFrom(...ENTITIES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('noise' as const), how: small }) },
);

export function faultPlans(zones: readonly string[]): fc.Arbitrary<FaultPlan> {
  const some = fc.array(fc.array(fault, { maxLength: 3 }), { minLength: 1, maxLength: 3, size: 'max' });
  const ofZone = fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some });
  return fc.record(Object.fromEntries(zones.map((zone) => [zone, ofZone])));
}

export interface FaultyZones {
  readonly subgraphs: Subgraphs;
  /** From now on the zones fail so. */
  readonly failBy: (plan: FaultPlan) => void;
}

export function faultyZones(sound: Subgraphs): FaultyZones {
  let plan: FaultPlan = {};
  const faultsOf = (zone: string, { query, variables }: ZoneRequest): readonly Fault[] => {
    const faults = plan[zone] ?? [];
    const hash = createHash('md5').update(query).update(JSON.stringify(variables)).digest().readUInt32LE();
    return faults[hash % faults.length] ?? [];
  };
  const subgraphs = Object.entries(sound).map(([zone, { sdl, resolvers = {} }]) => {
    const schema = subgraphSchema(sdl, resolvers);
    const answer: Answer = (request, response) => failing(schema, request, response, faultsOf(zone, request));
    return [zone, { sdl, answer }] as const;
  });
  return { subgraphs: Object.fromEntries(subgraphs), failBy: (next) => void (plan = next) };
}

async function failing(
  schema: GraphQLSchema,
  request: ZoneRequest,
  response: ServerResponse,
  faults: readonly Fault[],
): Promise<void> {
  const whole = faults.find((each) => each.kind === 'whole');
  if (whole) {
    WHOLE[whole.what](response);
    return;
  }
  const { data } = structuredClone(await resolved(schema, request));
  const first = faults.find((each) => each.kind === 'entities'); // one fewer and one more would be a lie that nobody can see
  const told = faults.filter((each) => each.kind !== 'entities' || each === first);
  const errors = told.flatMap((each) => spoil(each, schema, request, data));
  sendJson(response, { data, ...(errors.length > 0 && { errors }) });
}

/** Changes the data of an answer for the worse; gives back the errors that go with it. */
function spoil(fault: Fault, schema: GraphQLSchema, request: ZoneRequest, data: unknown): object[] {
  const places = placesIn(schema, request, data);
  if (fault.kind === 'noise') {
    const path = [undefined, [], ['nowhere', 1], places[fault.how % Math.max(places.length, 1)]?.path][fault.how % 4];
    return [{ message: SECRET, path }];
  }
  if (fault.kind === 'entities') {
    const entities = places.find(({ path }) => path.length === 1 && path[0] === '_entities');
    const list: unknown[] = Array.isArray(entities?.value) ? entities.value : [];
    const changed = { fewer: list.slice(1), more: [...list, ...list.slice(0, 1)], none: undefined };
    entities?.set(changed[fault.what]);
    return [];
  }
  if (fault.kind === 'whole') return [];
  const place = places[fault.at % Math.max(places.length, 1)];
  if (!place) return [];
  if (fault.what === 'wrong') place.set(wrongValue(place, fault.how));
  else if (fault.what === 'missing' && place.remove) place.remove();
  else return nulled(place, fault.how);
  return [];
}

/** A null that the schema allows is a fault only with an error, which may or may not say where it belongs. */
function nulled(place: Place, how: number): object[] {
  place.set(null);
  if (isNonNullType(place.type) && how % 3 === 0) return [];
  return [{ message: SECRET, extensions: { code: SECRET }, ...(how % 3 < 2 && { path: place.path }) }];
}

const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  Int: ['7', 1.5, 2 ** 31, true, {}, [1]],
  Float: ['1.5', true, {}],
  String: [7, true, {}, ['a']],
  Boolean: ['true', 1, 0],
  ID: [{}, true, 1.5],
};

function wrongValue({ type }: Place, how: number): unknown {
  const named = getNamedType(type);
  const isLeaf = isEnumType(named) || Object.hasOwn(WRONG, named.name);
  const wrong = isListType(getNullableType(type))
    ? [7, {}, 'x']
    : isLeaf
      ? (WRONG[named.name] ?? ['NOPE', 1, '__proto__'])
      : [7, 'x', [], true];
  return wrong[how % wrong.length];
}
