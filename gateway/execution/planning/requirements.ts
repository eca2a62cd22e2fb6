/**
 * A last look at a plan before it is believed: where @requires goes in a circle, the planner has been seen to ask for a field
 * without what that field requires, and the zone then computes with nothing. Such a plan is refused.
 */
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, TypeInfo, parse, visit, visitWithTypeInfo, type ASTNode, type GraphQLSchema } from 'graphql';
import { parseFieldSet, textArgument } from './field-sets.ts';

/** What the zones' fields need, by zone and `Type.field`; a zone's types by zone and `Type`. */
export interface Requirements {
  /** The names of the fields that every key of a type names. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
  readonly required: ReadonlyMap<string, readonly string[]>;
  readonly providing: ReadonlySet<string>;
}

/** Reads the requires and provides of every join__field. */
export function requirementsOf(supergraphSdl: string): Requirements {
  const required = new Map<string, readonly string[]>();
  const providing = new Set<string>();
  const keys = new Map<string, Set<string>>();
  const document = parse(supergraphSdl);
  const zones = new Map<string, string>();
  visit(document, {
    EnumValueDefinition: ({ name, directives = [] }) => {
      const graph = directives.find((each) => each.name.value === 'join__graph');
      if (graph) zones.set(name.value, textArgument(graph, 'name') ?? name.value);
    },
  });
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of type.directives ?? []) {
      const key = textArgument(directive, 'key');
      const of = `${zones.get(textArgument(directive, 'graph') ?? '')} ${type.name.value}`;
      if (key !== undefined) keys.set(of, new Set([...(keys.get(of) ?? []), ...topFields(key)]));
    }
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const zone = zones.get(textArgument(directive, 'graph') ?? '');
        const requires = textArgument(directive, 'requires');
        const key = `${zone} ${type.name.value}.${field.name.value}`;
        if (requires !== undefined) required.set(key, topFields(requires));
        if (textArgument(directive, 'provides') !== undefined) providing.add(key);
      }
    }
  }
  return { keys, required, providing };
}

/** A field that the request asks for without what it requires there, if there is one. */
export function unmetIn(
  node: FetchNode,
  schema: GraphQLSchema,
  { required, providing }: Requirements,
): string | undefined {
  const given = node.requires && namesIn(node.requires);
  const types = new TypeInfo(schema);
  const path: string[] = [];
  let unmet: string | undefined;
  visit(
    parse(node.operation),
    visitWithTypeInfo(types, {
      Field: {
        enter: (field, _key, _parent, _path, ancestors) => {
          const coordinate = `${types.getParentType()?.name}.${field.name.value}`;
          const needs = required.get(`${node.serviceName} ${coordinate}`);
          const isOfEntity = given && path.length === 1;
          const beside = isOfEntity ? given : siblingNames(ancestors);
          const isProvided = path.some((each) => providing.has(`${node.serviceName} ${each}`));
          if (needs && !isProvided && !needs.every((name) => beside.has(name))) unmet ??= coordinate;
          path.push(coordinate);
        },
        leave: () => void path.pop(),
      },
    }),
  );
  return unmet;
}

function namesIn(selections: readonly QueryPlanSelectionNode[]): Set<string> {
  const names = selections.map((each) =>
    each.kind === 'Field' ? [each.alias ?? each.name] : [...namesIn(each.selections)],
  );
  return new Set(names.flat());
}

/** The names that the enclosing selection sets, up to the next field, ask for. */
function siblingNames(ancestors: readonly (ASTNode | readonly ASTNode[])[]): Set<string> {
  const names = new Set<string>();
  for (const ancestor of ancestors.toReversed()) {
    if (!('kind' in ancestor)) continue;
    if (ancestor.kind === Kind.FIELD) break;
    if (ancestor.kind !== Kind.SELECTION_SET) continue;
    for (const each of ancestor.selections) if (each.kind === Kind.FIELD) names.add(each.name.value);
  }
  return names;
}

function topFields(text: string): string[] {
  return parseFieldSet(text).selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
}
