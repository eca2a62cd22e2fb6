/**
 * The gateway keeps what it needs for itself (keys, what @requires names) beside what the client asked for, in the same
 * objects. A client's alias, or a field with the client's own arguments, must never pass for one of those: where the name is
 * one the gateway itself uses, the field is planned under a name of its own and given back under the client's.
 */
import { Kind, visit, type ASTNode, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { responseKey } from './selections.ts';

export class Names {
  /** The document as it is planned. */
  readonly document: DocumentNode;
  readonly #reserved: ReadonlySet<string>;
  readonly #prefix: string;

  /** `reserved`: every field name that some @key or @requires of the supergraph uses. */
  constructor(document: DocumentNode, reserved: ReadonlySet<string>) {
    this.#reserved = reserved;
    this.#prefix = freePrefix(document);
    this.document = visit(document, {
      SelectionSet: (node, _key, parent) => (needsAnchor(node, parent) ? anchored(node) : undefined),
      Field: (node) => {
        const name = this.planned(node);
        return name === responseKey(node) ? undefined : { ...node, alias: { kind: Kind.NAME, value: name } };
      },
    });
  }

  /** The name under which the data of a client's field stand during execution. */
  planned(field: FieldNode): string {
    const key = responseKey(field);
    const isPlain = key === field.name.value && (field.arguments ?? []).length === 0;
    const isTaken = this.#reserved.has(key) || key.startsWith('__');
    return !isPlain && isTaken ? this.#prefix + key : key;
  }

  /** Back from a planned name to the client's. */
  given(planned: string): string {
    return planned.startsWith(this.#prefix) ? planned.slice(this.#prefix.length) : planned;
  }
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

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** A prefix with which no name in the document begins. */
function freePrefix(document: DocumentNode): string {
  const keys = new Set<string>();
  visit(document, { Field: (node) => void keys.add(responseKey(node)) });
  let prefix = 'client_';
  while ([...keys].some((key) => key.startsWith(prefix))) prefix = `x${prefix}`;
  return prefix;
}
