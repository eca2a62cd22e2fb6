/**
 * What a zone that cannot answer "answers": null for every field asked of it. With it the rest of the query goes on, and
 * the core is still asked for the consolidation, in which the zone then is a gap; without it the gateway would drop the
 * whole consolidation (architecture §1.5).
 */
import type { FieldNode, SelectionSetNode } from 'graphql';
import type { JsonObject } from './json.ts';
import { representations, responseKey, type ZoneOperation } from './selection.ts';

/** Federation gives every subgraph's root types these names. */
const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

export function nullAnswer(request: ZoneOperation): JsonObject {
  const fields = request.fields(request.operation.selectionSet, () => true);
  return Object.fromEntries(fields.map((field) => [responseKey(field), nullFor(field, request)]));
}

function nullFor(field: FieldNode, request: ZoneOperation): unknown {
  if (field.name.value === '__typename') return ROOT_TYPES[request.operation.operation];
  const set = field.name.value === '_entities' ? field.selectionSet : undefined;
  return set ? representations(request.variables).map(({ typeName }) => nullEntity(request, set, typeName)) : null;
}

function nullEntity(request: ZoneOperation, set: SelectionSetNode, typeName: string | undefined): JsonObject {
  const fields = request.fields(set, (on) => on === typeName);
  return Object.fromEntries(
    fields.map((field) => [responseKey(field), field.name.value === '__typename' ? typeName : null]),
  );
}

/** An answer whose null entities (each explained by an error of the zone) became entities of nulls, for the same reason. */
export function withoutNullEntities(data: JsonObject, request: ZoneOperation): JsonObject {
  for (const field of request.fields(request.operation.selectionSet, () => true)) {
    const entities = data[responseKey(field)];
    const set = field.selectionSet;
    if (field.name.value !== '_entities' || !Array.isArray(entities) || !set) continue;
    const types = representations(request.variables);
    data[responseKey(field)] = entities.map(
      (entity: unknown, at) => entity ?? nullEntity(request, set, types[at]?.typeName),
    );
  }
  return data;
}
