/**
 * Two fields of one entity may require the same field with different arguments: two prices in two currencies. A representation
 * can hold only one of them, so the plan's one request becomes as many as there are answers that differ.
 */
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { RequiredField } from './required-arguments.ts';

type StandIns = ReadonlyMap<string, RequiredField>;

/** The requests in whose place each representation says one thing only; mostly the one that was given. */
export function withoutConflicts(
  node: FetchNode,
  standIns: StandIns,
  usedBy: ReadonlyMap<string, ReadonlySet<string>>,
): FetchNode[] {
  if (!node.requires || !conflict(node.requires, standIns)) return [node];
  const document = parse(node.operation);
  const groups: { used: Set<string>; fields: Set<FieldNode> }[] = [];
  for (const { field, type } of entityFields(document)) {
    const used = usedBy.get(`${type}.${field.name.value}`) ?? new Set<string>();
    const group = groups.find((each) => !clash(new Set([...each.used, ...used]), standIns));
    if (group) {
      group.fields.add(field);
      for (const each of used) group.used.add(each);
    } else groups.push({ fields: new Set([field]), used: new Set(used) });
  }
  return groups.map(({ used, fields }) => ({
    ...node,
    operation: stripIgnoredCharacters(print(ofEntities(document, (field) => fields.has(field)))),
    requires: onlyUsed(node.requires ?? [], used, standIns),
  }));
}

/** Whether some selection asks for one field under two stand-ins. */
function conflict(selections: readonly QueryPlanSelectionNode[], standIns: StandIns): boolean {
  const names = new Set<string>();
  const collect = (nodes: readonly QueryPlanSelectionNode[]): void => {
    for (const each of nodes) {
      if (each.kind === 'Field' && standIns.has(each.name)) names.add(each.name);
      collect(each.selections ?? []);
    }
  };
  collect(selections);
  return clash(names, standIns);
}

function clash(names: ReadonlySet<string>, standIns: StandIns): boolean {
  const fields = [...names].map((name) => standIns.get(name)?.name);
  return new Set(fields).size < fields.length;
}

/** The fields asked of the entities themselves, each with the type it is asked of. */
function entityFields(document: DocumentNode): { field: FieldNode; type: string }[] {
  const found: { field: FieldNode; type: string }[] = [];
  ofEntities(document, (field, type) => found.push({ field, type }) > 0);
  return found;
}

/** The request with only those fields of its entities that `keep` says. */
function ofEntities(document: DocumentNode, keep: (field: FieldNode, type: string) => boolean): DocumentNode {
  const within = (set: SelectionSetNode, type: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((node): SelectionNode[] => {
      if (node.kind === Kind.FIELD) return keep(node, type) ? [node] : [];
      if (node.kind === Kind.FRAGMENT_SPREAD) throw new TypeError('the planner reuses no fragments');
      const selectionSet = within(node.selectionSet, node.typeCondition?.name.value ?? type);
      return selectionSet.selections.length === 0 ? [] : [{ ...node, selectionSet }];
    }),
  });
  return {
    ...document,
    definitions: document.definitions.map((each) => {
      if (each.kind !== Kind.OPERATION_DEFINITION) return each;
      const selections = each.selectionSet.selections.map((node) =>
        node.kind === Kind.FIELD && node.selectionSet
          ? { ...node, selectionSet: within(node.selectionSet, '_Entity') }
          : node,
      );
      return withUsedVariables({ ...each, selectionSet: { ...each.selectionSet, selections } });
    }),
  };
}

/** A sound zone refuses a request that declares a variable and does not use it. */
function withUsedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(operation.selectionSet, {
    Variable: ({ name }) => {
      used.add(name.value);
    },
  });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return { ...operation, ...(variableDefinitions && { variableDefinitions }) };
}

function onlyUsed(
  selections: readonly QueryPlanSelectionNode[],
  used: ReadonlySet<string>,
  standIns: StandIns,
): QueryPlanSelectionNode[] {
  return selections.flatMap((node): QueryPlanSelectionNode[] => {
    if (node.kind === 'Field' && standIns.has(node.name) && !used.has(node.name)) return [];
    if (!node.selections) return [node];
    const below = onlyUsed(node.selections, used, standIns);
    return below.length === 0 ? [] : [{ ...node, selections: below }];
  });
}
