/** Reading a selection set: which fields it asks of an object of a given type, under which @skip and @include. */
import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

export interface Condition {
  readonly variable: string;
  readonly wanted: boolean;
}

/** A selection set together with the conditions of all that encloses it. */
export interface Selection {
  readonly set: SelectionSetNode;
  readonly conditions: readonly Condition[];
}

export interface CollectedField {
  readonly key: string;
  readonly node: FieldNode;
  /** What is asked below it, from every occurrence of the field. */
  readonly below: readonly Selection[];
  /** Whether it is asked at all; absent where it always is. */
  readonly included?: (variables: Variables) => boolean;
}

export class Fragments {
  readonly #byName: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.#byName = new Map(fragments.map((each) => [each.name.value, each]));
  }

  /**
   * The fields asked of an object, in order. `applies` says whether a type condition fits it; of each for which that cannot
   * be told (undefined), `untold` is given when it is asked.
   */
  collect(
    selections: readonly Selection[],
    applies: (typeName: string) => boolean | undefined,
    untold?: (isAsked: (variables: Variables) => boolean) => void,
  ): CollectedField[] {
    const found = new Map<string, { node: FieldNode; conditions: readonly Condition[] }[]>();
    const spread = new Set<string>(); // a fragment that stands many times, each within another, says no more than once
    const visit = (node: SelectionNode, outer: readonly Condition[]): void => {
      const conditions = conditionsOf(node.directives, outer);
      if (!conditions) return;
      if (node.kind === Kind.FIELD) {
        const key = responseKey(node);
        const occurrences = found.get(key);
        if (occurrences) occurrences.push({ node, conditions });
        else found.set(key, [{ node, conditions }]);
        return;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const name = node.name.value;
        const under = conditions.map(({ variable, wanted }) => `${wanted ? '' : '!'}${variable}`);
        const place = [name, ...new Set(under.sort())].join(' ');
        if (spread.has(name) || spread.has(place)) return;
        spread.add(place);
      }
      const { typeCondition, selectionSet } = node.kind === Kind.INLINE_FRAGMENT ? node : this.named(node.name.value);
      const fits = !typeCondition || applies(typeCondition.name.value);
      if (fits) for (const each of selectionSet.selections) visit(each, conditions);
      else if (fits === undefined) untold?.((variables) => areMet(conditions, variables));
    };
    for (const { set, conditions } of selections) for (const node of set.selections) visit(node, conditions);
    return [...found].flatMap(([key, occurrences]) => {
      const [first] = occurrences;
      return first ? [{ key, node: first.node, ...together(occurrences) }] : [];
    });
  }

  named(name: string): FragmentDefinitionNode {
    const fragment = this.#byName.get(name);
    if (!fragment) throw new TypeError(`the document lacks its fragment ${name}`);
    return fragment;
  }
}

/** The name under which a field stands in the answer. */
export function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

/** Whether its own @skip and @include say that it is not asked for, whatever the variables. */
export function isRuledOut({ directives }: { readonly directives?: readonly DirectiveNode[] }): boolean {
  return conditionsOf(directives, []) === undefined;
}

/** Whether a field is about the schema: `__schema` and `__type`. */
export function isIntrospective({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

export function operationOf({ definitions }: DocumentNode, name?: string | null): OperationDefinitionNode {
  const operations = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.find((each) => !name || each.name?.value === name);
  if (!operation) throw new TypeError('the document lacks its operation');
  return operation;
}

function together(occurrences: readonly { node: FieldNode; conditions: readonly Condition[] }[]) {
  const below = occurrences.flatMap(({ node, conditions }) =>
    node.selectionSet ? [{ set: node.selectionSet, conditions }] : [],
  );
  const alternatives = occurrences.map(({ conditions }) => conditions);
  if (alternatives.some((each) => each.length === 0)) return { below };
  const included = (variables: Variables): boolean => alternatives.some((each) => areMet(each, variables));
  return { below, included };
}

function areMet(conditions: readonly Condition[], variables: Variables): boolean {
  return conditions.every(({ variable, wanted }) => variables[variable] === wanted);
}

/** Undefined when a literal condition, or two that contradict each other, rule the selection out. */
export function conditionsOf(
  directives: readonly DirectiveNode[] | undefined,
  outer: readonly Condition[],
): readonly Condition[] | undefined {
  if (!directives || directives.length === 0) return outer;
  const conditions = [...outer];
  for (const { name, arguments: args = [] } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const wanted = name.value === 'include';
    const value = args.find((each) => each.name.value === 'if')?.value;
    if (value?.kind === Kind.VARIABLE) {
      const variable = value.name.value;
      if (conditions.some((each) => each.variable === variable && each.wanted !== wanted)) return undefined;
      conditions.push({ variable, wanted });
    } else if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return undefined;
  }
  return conditions;
}
