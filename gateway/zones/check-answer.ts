/**
 * Reads a zone's answer against the zone's own schema, as strictly as input: another party's data are believed only when
 * every value fits. One fault refuses the answer whole: a figure beside a wrong one is not to be trusted either.
 */
import {
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
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { SCALARS } from '../../schema/scalars.ts';
import { representations, responseKey, type ZoneOperation } from './selection.ts';

/** A zone that is up always answers with this object, about itself; null for it needs an error that says why. */
const STATISTICS = 'ZoneStatistics';

class Fault extends Error {}

export interface AnswerCheck {
  /** The zone that answers: statistics speak for it and for no other. */
  readonly zone: string;
  readonly schema: GraphQLSchema;
  readonly request: ZoneOperation;
  /** Whether the zone's answer also holds errors, which explain its nulls. */
  readonly hasErrors: boolean;
  /** The period that the entity being checked was asked about, where its key names one. */
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
  if (!isRecord(value)) throw new Fault(`${at || 'data'}: not an object`);
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
    else checkValue(definition.type, field, value[key], here, check);
    if (concrete.name === STATISTICS) checkClaim(field.name.value, value[key], here, check);
  }
}

/** Figures for another zone, or another period than the one asked about, are refused before anybody adds them up. */
function checkClaim(field: string, value: unknown, at: string, { zone, period }: AnswerCheck): void {
  if (field === 'zone' && value !== zone) throw new Fault(`${at}: speaks for another zone`);
  if (field === 'period' && period !== undefined && value !== period) throw new Fault(`${at}: another period`);
}

/** The object's own type, from its __typename where one was asked for; the declared type where the planner asked none. */
function typeOf(
  type: GraphQLCompositeType,
  value: Readonly<Record<string, unknown>>,
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
    if (!check.hasErrors && getNamedType(type).name === STATISTICS) throw new Fault(`${at}: null without an error`);
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
    else if (!check.hasErrors) throw new Fault(`${at}.${index}: null without an error`);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
