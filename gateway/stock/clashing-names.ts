/**
 * The stock executor keeps what it needs for itself (keys, and what @requires names) in the same objects and under the same
 * names as what the client asked for. A client that calls one field by the name of another such field,
 * `nanjiang: enyang { … }`, would thereby feed the core wrong figures: a wrong total without an error. Until the gateway has
 * an executor of its own, such names are refused before anything is planned.
 */
import type { GraphQLError } from 'graphql';
import {
  Kind,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  parse,
  visit,
  type ASTVisitor,
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { problem } from '../../schema/error-codes.ts';

/** By type name: the fields that the executor itself asks for. */
export type NeededFields = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the fields of every @key and @requires out of the supergraph (join__type's key, join__field's requires). */
export function neededFields(supergraphSdl: string, api: GraphQLSchema): NeededFields {
  const needed = new Map<string, Set<string>>();
  const need = (type: GraphQLNamedType | undefined, set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition ? api.getType(selection.typeCondition.name.value) : type;
        need(on, selection.selectionSet);
      } else if (selection.kind === Kind.FIELD && (isObjectType(type) || isInterfaceType(type))) {
        needed.set(type.name, (needed.get(type.name) ?? new Set()).add(selection.name.value));
        const field = type.getFields()[selection.name.value];
        if (field && selection.selectionSet) need(getNamedType(field.type), selection.selectionSet);
      }
    }
  };
  const typeOfDirectives = (typeName: string, directives: readonly ConstDirectiveNode[] = []): void => {
    for (const text of directives.flatMap(fieldSets)) {
      const [definition] = parse(`{ ${text} }`).definitions;
      if (definition?.kind === Kind.OPERATION_DEFINITION) need(api.getType(typeName), definition.selectionSet);
    }
  };
  visit(parse(supergraphSdl), {
    enter: (node) => {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
      typeOfDirectives(node.name.value, node.directives);
      for (const field of node.fields ?? []) typeOfDirectives(node.name.value, field.directives);
    },
  });
  return needed;
}

function fieldSets({ name, arguments: args = [] }: ConstDirectiveNode): string[] {
  if (name.value !== 'join__type' && name.value !== 'join__field') return [];
  return args.flatMap(({ name: argument, value }) =>
    ['key', 'requires'].includes(argument.value) && value.kind === Kind.STRING ? [value.value] : [],
  );
}

/** A validation rule: no alias may be the name of another field that the executor needs on the same object. */
export function noClashingNames(neededBy: (apiSchema: GraphQLSchema) => NeededFields) {
  return (context: ValidationContext): ASTVisitor => ({
    Field: (node) => {
      const alias = node.alias?.value;
      const parent = context.getParentType();
      if (alias === undefined || alias === node.name.value || !isCompositeType(parent)) return;
      const needed = neededBy(context.getSchema());
      const types = isAbstractType(parent) ? [parent, ...context.getSchema().getPossibleTypes(parent)] : [parent];
      const clashes = alias === '__typename' || types.some(({ name }) => needed.get(name)?.has(alias));
      if (clashes) context.reportError(clash(alias, node.name.value, parent.name));
    },
  });
}

function clash(alias: string, field: string, type: string): GraphQLError {
  return problem(
    'ALIAS_NOT_ALLOWED',
    `${type} 上的别名 ${alias} 与另一字段同名,请改用别的别名 / the alias ${alias} of ${field} is the name of another field of ${type}; use another alias`,
    { problem: 'ALIAS_NOT_ALLOWED' },
  );
}
