/**
 * One action an operation. Actions stand in namespaces (`mutation { zone { action } }`), whose fields GraphQL may carry out in any
 * order, and two namespaces may be two databases: what one action says of another's outcome nobody could tell.
 */
import {
  getNamedType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** How many actions the operation asks for: fields of namespaces, whatever they are called and wherever they stand. */
export function actionsIn(operation: OperationDefinitionNode, document: DocumentNode, schema: GraphQLSchema): number {
  const mutation = schema.getMutationType();
  if (operation.operation !== OperationTypeNode.MUTATION || !mutation) return 0;
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each.selectionSet] as const] : [],
    ),
  );
  /** The fields selected, with those of fragments. */
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' ? [] : [selection];
      const fragment = fragments.get(selection.name.value);
      return fragment ? fieldsOf(fragment) : [];
    });
  const isNamespace = ({ name }: FieldNode): boolean => {
    const type = mutation.getFields()[name.value]?.type;
    return type !== undefined && getNamedType(type).name.endsWith(NAMESPACE);
  };
  return fieldsOf(operation.selectionSet)
    .filter(isNamespace)
    .flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet) : [])).length;
}

/** How types of namespaces are called: BazhouMutations, OfficeMutations. */
const NAMESPACE = 'Mutations';
