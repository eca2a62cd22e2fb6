/**
 * The gateway keeps what it needs for itself (keys, what @requires names) beside what the client asked for, in the same
 * objects. A client's alias, or a field with the client's own arguments, must never pass for one of those: where the name is
 * one the gateway itself uses, the field is planned under a name of its own and given back under the client's.
 *
 * Nor may one name stand for two things: `... on A { zone { v: value(of: 1) } } ... on B { zone { v: value(of: 2) } }` is sound,
 * but the planner asks for entities by their place, not by the type around them, and would give both the first value.
 */
import {
  Kind,
  print,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { isIntrospective, isRuledOut, responseKey, type Variables } from '../selections.ts';

const REPRESENTATIONS = 'representations';

export class Names {
  /** The document as it is planned. */
  readonly document: DocumentNode;
  readonly #reserved: ReadonlySet<string>;
  readonly #prefix: string;
  /** By response name: what the document asks under it, and whether that is ever the field of that name itself. */
  readonly #uses = new Map<string, Set<string>>();

  readonly #representations: string;

  /** `reserved`: every field name that some @key or @requires of the supergraph uses. */
  constructor(document: DocumentNode, reserved: ReadonlySet<string>) {
    this.#reserved = reserved;
    visit(document, { Field: (node) => this.#note(node) });
    this.#prefix = freePrefix([...this.#uses.keys(), ...reserved]);
    this.#representations = `${this.#prefix}${REPRESENTATIONS}`;
    this.document = visit(document, {
      Variable: (node) =>
        node.name.value === REPRESENTATIONS
          ? { ...node, name: { ...node.name, value: this.#representations } }
          : undefined,
      SelectionSet: (node, _key, parent) => (needsAnchor(node, parent) ? anchored(node) : undefined),
      InlineFragment: (node) => (isRuledOut(node) ? null : undefined),
      FragmentSpread: (node) => (isRuledOut(node) ? null : undefined),
      Field: (node) => {
        if (isRuledOut(node)) return null;
        if (isIntrospective(node)) return TYPENAME; // answered without a plan, and within a condition the planner fails over it
        const name = this.planned(node);
        return name === responseKey(node) ? undefined : { ...node, alias: { kind: Kind.NAME, value: name } };
      },
    });
  }

  /** The name under which the data of a client's field stand during execution. */
  planned(field: FieldNode): string {
    const key = responseKey(field);
    const use = useOf(field);
    if (use === key) return key;
    const uses = this.#uses.get(key) ?? new Set([use]);
    const place = [...uses].filter((each) => each !== key).indexOf(use);
    if (place > 0) return `${this.#prefix}${place}_${key}`;
    const isTaken = uses.has(key) || this.#reserved.has(key) || key.startsWith('__');
    return isTaken ? this.#prefix + key : key;
  }

  /** The client's variables, as the planned document calls them: federation has a variable of its own. */
  variables(given: Variables): Variables {
    return Object.hasOwn(given, REPRESENTATIONS)
      ? { ...given, [this.#representations]: given[REPRESENTATIONS] }
      : given;
  }

  #note(field: FieldNode): void {
    const key = responseKey(field);
    const uses = this.#uses.get(key);
    if (uses) uses.add(useOf(field));
    else this.#uses.set(key, new Set([useOf(field)]));
  }
}

/** What a field asks: its name and arguments, the same for two fields wherever GraphQL lets them be merged. */
function useOf({ name, arguments: args = [] }: FieldNode): string {
  if (args.length === 0) return name.value;
  const sorted = args.map((each) => `${each.name.value}:${print(inOrder(each.value))}`).sort();
  return `${name.value}(${sorted.join()})`;
}

/** Input objects in one order of their fields. */
function inOrder(value: ValueNode): ValueNode {
  return visit(value, {
    ObjectValue: {
      leave: ({ fields, ...node }) => ({
        ...node,
        fields: fields.toSorted((one, other) => (one.name.value < other.name.value ? -1 : 1)),
      }),
    },
  });
}

/**
 * An object of which every field stands under a condition is to be there also when none of them is asked for; but the planner
 * may then find nothing to plan for it. A __typename without condition holds its place.
 */
function needsAnchor(node: SelectionSetNode, parent: ASTNode | readonly ASTNode[] | undefined): boolean {
  const isRoot = parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION;
  return !isRoot && node.selections.every(({ directives = [] }) => directives.length > 0);
}

function anchored(node: SelectionSetNode): SelectionSetNode {
  return { ...node, selections: [TYPENAME, ...node.selections] };
}

export const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** A prefix with which none of these names begins. */
function freePrefix(names: readonly string[]): string {
  let prefix = 'client_';
  while (names.some((name) => name.startsWith(prefix))) prefix = `x${prefix}`;
  return prefix;
}
