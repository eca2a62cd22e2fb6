/**
 * Reads a zone's answer against the zone's own schema, as strictly as input: another party's data are believed only when
 * every value fits. One fault refuses the answer whole: a figure beside a wrong one is not to be trusted either.
 */
import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  type FieldNode,
  type GraphQLField,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { SCALARS } from '../../schema/scalars.ts';
import { findZone, zoneTypeName } from '../../schema/zones.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { representations, responseKey, type ZoneOperation } from './selection.ts';

/** A zone that is up always answers with this object, about itself; null for it needs an error that says why. */
const STATISTICS = 'ZoneStatistics';

class Fault extends Error {}

export interface AnswerCheck {
  /** The zone that answers: statistics speak for it and for no other. */
  readonly zone: string;
  readonly schema: GraphQLSchema;
  readonly request: ZoneOperation;
  /** Where the zone's errors stand; an error without a path may explain any null. */
  readonly errorPaths: readonly (readonly (string | number)[] | undefined)[];
  /** The period asked about: in the key of the entity, or in the argument of the field, that is being checked. */
  readonly period?: string;
}

/** Undefined when the answer fits; otherwise where it does not, for the log. */
export function faultOf(data: unknown, check: AnswerCheck): string | undefined {
  const { operation } = check.request;
  const root = check.schema.getRootType(operation.operation);
  if (!root) return 'the zone has no such root type';
  try {
    checkObject(root, [operation.selectionSet], data, '', check);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

type Sets = readonly NonNullable<FieldNode['selectionSet']>[];

function checkObject(type: GraphQLCompositeType, sets: Sets, value: unknown, at: string, check: AnswerCheck): void {
  if (!isJsonObject(value)) throw new Fault(`${at || 'data'}: not an object`);
  const concrete = typeOf(type, value, at, check.schema);
  const applies = (condition: string): boolean => {
    const on = check.schema.getType(condition);
    return on === concrete || (isAbstractType(on) && isObjectType(concrete) && check.schema.isSubType(on, concrete));
  };
  for (const field of sets.flatMap((set) => check.request.fields(set, applies))) {
    const key = responseKey(field);
    const here = at === '' ? key : `${at}.${key}`;
    if (!Object.hasOwn(value, key)) throw new Fault(`${here}: missing`);
    if (field.name.value === '__typename') {
      if (value[key] !== concrete.name) throw new Fault(`${here}: not ${concrete.name}`);
      continue;
    }
    const definition = isUnionType(concrete) ? undefined : concrete.getFields()[field.name.value];
    if (!definition) throw new Fault(`${here}: not a field of ${concrete.name}`);
    if (field.name.value === '_entities') checkEntities(field, value[key], here, check);
    else checkValue(definition.type, field, value[key], here, askedAbout(definition, field, check));
    if (value[key] === null && mustAnswer(concrete, definition, check) && !isExplained(here, check)) {
      throw new Fault(`${here}: null without an error`);
    }
    checkClaim(concrete, field.name.value, value[key], here, check);
  }
}

/** A field that takes a period is asked about that one. */
function askedAbout(definition: GraphQLField<unknown, unknown>, field: FieldNode, check: AnswerCheck): AnswerCheck {
  if (!definition.args.some(({ name }) => name === 'period')) return check;
  const { period } = getArgumentValues(definition, field, check.request.variables);
  return typeof period === 'string' ? { ...check, period } : check;
}

/**
 * What a zone that is up always answers: itself, its statistics, and the lists on its own type (an empty list where there is
 * nothing; a look-up of one thing may find none). Null for one of these is a technical gap, and a gap is never silent.
 */
function mustAnswer(
  type: GraphQLCompositeType,
  definition: GraphQLField<unknown, unknown>,
  check: AnswerCheck,
): boolean {
  const named = getNamedType(definition.type);
  if (named.name === STATISTICS || named.name === zoneTypeName(check.zone)) return true;
  return type.name === zoneTypeName(check.zone) && isListType(getNullableType(definition.type));
}

/** A zone speaks for itself and about the period asked; what it says of another is refused before anybody adds it up. */
function checkClaim(type: GraphQLCompositeType, field: string, value: unknown, at: string, check: AnswerCheck): void {
  if (type.name === STATISTICS) {
    if (field === 'zone' && value !== check.zone) throw new Fault(`${at}: speaks for another zone`);
    if (field === 'period' && check.period !== undefined && value !== check.period)
      throw new Fault(`${at}: another period`);
  }
  const entry = findZone(check.zone);
  if (!entry || type.name !== zoneTypeName(check.zone)) return;
  const identity: Readonly<Record<string, string>> = { code: entry.code, name: entry.name, kind: entry.kind };
  if (Object.hasOwn(identity, field) && value !== identity[field]) throw new Fault(`${at}: not what the registry says`);
}

/** The object's own type, from its __typename where one was asked for; the declared type where the planner asked none. */
function typeOf(
  type: GraphQLCompositeType,
  value: JsonObject,
  at: string,
  schema: GraphQLSchema,
): GraphQLCompositeType {
  if (isObjectType(type) || !Object.hasOwn(value, '__typename')) return type;
  const name = value['__typename'];
  const named = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(named) && schema.isSubType(type, named)) return named;
  throw new Fault(`${at}.__typename: not a type of ${type.name}`);
}

function checkValue(type: GraphQLOutputType, field: FieldNode, value: unknown, at: string, check: AnswerCheck): void {
  if (value === null) {
    if (isNonNullType(type)) throw new Fault(`${at}: null where the contract has none`);
    return;
  }
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    if (!Array.isArray(value)) throw new Fault(`${at}: not a list`);
    const elementType: GraphQLOutputType = nullable.ofType;
    value.forEach((element: unknown, index) => checkValue(elementType, field, element, `${at}.${index}`, check));
    return;
  }
  if (isScalarType(nullable)) {
    checkLeaf(() => (SCALARS[nullable.name] ?? nullable).parseValue(value), `${at}: not a ${nullable.name}`);
  } else if (isEnumType(nullable)) {
    checkLeaf(() => nullable.parseValue(value), `${at}: not a value of ${nullable.name}`);
  } else {
    checkObject(nullable, field.selectionSet ? [field.selectionSet] : [], value, at, check);
  }
}

function checkLeaf(parse: () => unknown, complaint: string): void {
  try {
    parse();
  } catch {
    throw new Fault(complaint);
  }
}

/** As many entities as were asked for, each of the type asked for: one too few would shift a figure to another zone. */
function checkEntities(field: FieldNode, entities: unknown, at: string, check: AnswerCheck): void {
  const asked = representations(check.request.variables);
  const set = field.selectionSet ? [field.selectionSet] : [];
  if (!Array.isArray(entities)) throw new Fault(`${at}: not a list`);
  if (entities.length !== asked.length) throw new Fault(`${at}: ${entities.length} entities for ${asked.length} asked`);
  entities.forEach((entity: unknown, index) => {
    const { typeName, period } = asked[index] ?? {};
    const type = check.schema.getType(typeName ?? '');
    if (!isObjectType(type)) throw new Fault(`${at}.${index}: no such type`);
    const about = period === undefined ? check : { ...check, period };
    if (entity !== null) checkObject(type, set, entity, `${at}.${index}`, about);
    else if (!isExplained(`${at}.${index}`, check)) throw new Fault(`${at}.${index}: null without an error`);
  });
}

/** A null is explained by an error at its place, above it, or below it (from where the null has come up). */
function isExplained(at: string, { errorPaths }: AnswerCheck): boolean {
  return errorPaths.some((path) => {
    const there = path?.join('.');
    return there === undefined || there === '' || `${there}.`.startsWith(`${at}.`) || `${at}.`.startsWith(`${there}.`);
  });
}
