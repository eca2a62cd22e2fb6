/** The renamings that a query plan prescribes for what a zone has answered (fields that could not share one name there). */
import type { FetchDataRewrite } from '@apollo/query-planner';
import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { isData, own, put, type Data } from '../data.ts';

const ON = '... on ';

export function applyRewrites(rewrites: readonly FetchDataRewrite[], value: unknown, schema: GraphQLSchema): void {
  for (const rewrite of rewrites) applyAt(rewrite.path, value, rewrite, schema);
}

function applyAt(
  [step, ...rest]: readonly string[],
  value: unknown,
  rewrite: FetchDataRewrite,
  schema: GraphQLSchema,
): void {
  if (step === undefined) return;
  if (Array.isArray(value)) {
    for (const element of value) applyAt([step, ...rest], element, rewrite, schema);
  } else if (isData(value)) {
    if (step.startsWith(ON)) {
      if (mayBeOf(value, step.slice(ON.length), schema)) applyAt(rest, value, rewrite, schema);
    } else if (rest.length > 0) applyAt(rest, own(value, step), rewrite, schema);
    else rewriteField(value, step, rewrite);
  }
}

function rewriteField(value: Data, field: string, rewrite: FetchDataRewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    put(value, field, rewrite.setValueTo);
    return;
  }
  const renamed = own(value, field);
  if (renamed === undefined) return;
  put(value, rewrite.renameKeyTo, renamed);
  Reflect.deleteProperty(value, field);
}

/** An object without a __typename is of whatever type the plan takes it for. */
function mayBeOf(value: Data, typeName: string, schema: GraphQLSchema): boolean {
  const name = own(value, '__typename');
  return typeof name !== 'string' || isOfType(name, typeName, schema);
}

export function isOfType(name: string, condition: string, schema: GraphQLSchema): boolean {
  if (name === condition) return true;
  const on = schema.getType(condition);
  const type = schema.getType(name);
  return isAbstractType(on) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(on, type);
}
