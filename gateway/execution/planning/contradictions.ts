/**
 * What two conditions on the way to it rule out together (`a @skip(if: $x) { b @include(if: $x) }`) is taken out before planning:
 * the planner drops what such a field requires, and keeps the request that needs it.
 */
import { Kind, separateOperations, visit, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { Fragments, conditionsOf, type Condition } from '../selections.ts';
import { TYPENAME } from './names.ts';

export function withoutContradictions(document: DocumentNode): DocumentNode {
  if (!hasBothSenses(document)) return document; // nearly every one
  const fragments = new Fragments(document);
  const prune = (set: SelectionSetNode, outer: readonly Condition[]): SelectionSetNode => {
    const selections = set.selections.flatMap((node): SelectionNode[] => {
      const conditions = conditionsOf(node.directives, outer);
      if (!conditions) return [];
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (conditions.length === 0) return [node];
        const { typeCondition, selectionSet } = fragments.named(node.name.value);
        const inner = prune(selectionSet, conditions); // the same fragment may stand elsewhere under other conditions
        return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: node.directives ?? [], selectionSet: inner }];
      }
      return [node.selectionSet ? { ...node, selectionSet: prune(node.selectionSet, conditions) } : node];
    });
    return { ...set, selections: selections.length > 0 ? selections : [TYPENAME] };
  };
  const definitions = document.definitions.map((each) =>
    'selectionSet' in each ? { ...each, selectionSet: prune(each.selectionSet, []) } : each,
  );
  const [pruned] = Object.values(separateOperations({ ...document, definitions })); // without fragments that nobody uses now
  return pruned ?? document;
}

/** Whether some variable stands in a @skip and in an @include. */
function hasBothSenses(document: DocumentNode): boolean {
  const senses = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: args = [] }) => {
      for (const { value } of args) if (value.kind === Kind.VARIABLE) senses.add(`${name.value} ${value.name.value}`);
    },
  });
  return [...senses].some((each) => each.startsWith('skip ') && senses.has(each.replace('skip', 'include')));
}
