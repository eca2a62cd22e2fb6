/**
 * The gateway keeps what it needs for itself (keys, what @requires names) beside what the client asked for, in the same
 * objects. A client's alias, or a field with the client's own arguments, must never pass for one of those: where the name is
 * one the gateway itself uses, the field is planned under a name of its own and given back under the client's.
 */
import { Kind, visit, type DocumentNode, type FieldNode } from 'graphql';
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

/** A prefix with which no name in the document begins. */
function freePrefix(document: DocumentNode): string {
  const keys = new Set<string>();
  visit(document, { Field: (node) => void keys.add(responseKey(node)) });
  let prefix = 'client_';
  while ([...keys].some((key) => key.startsWith(prefix))) prefix = `x${prefix}`;
  return prefix;
}
