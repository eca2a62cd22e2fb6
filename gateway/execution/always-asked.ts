/**
 * Where @skip and @include may leave out all that is asked of an object, the planner leaves out the object too, and nobody
 * knows any more whether there is one: `{}` would become null. So of such an object the type is always asked.
 */
import { Kind, visit, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The document as it is planned: something in each selection set, but that of the root, is asked in any case. */
export function withSomethingAlwaysAsked(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: (node, _key, parent) => {
      const isRoot = parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
      if (isRoot || !node.selections.every(isConditional)) return undefined;
      return { ...node, selections: [TYPENAME, ...node.selections] };
    },
  });
}

function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.length > 0;
}
