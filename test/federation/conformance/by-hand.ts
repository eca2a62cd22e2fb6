/**
 * Answers written by hand. What is given is named by the fields of the schema and sent under the names that the request
 * asks for, as JSON text, so that anything can be said: what no JSON library would write, what no schema allows.
 */
import { Kind, parse, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { isJsonObject } from '../../../gateway/zones/json.ts';
import type { Path } from './cases.ts';
import type { Row, ZoneRequest } from './zone-server.ts';

/** A piece of JSON as it stands. */
export class Json {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Members added to an object as they stand, whatever was asked of it. */
export const MORE = Symbol('more members');
export type Given = Row & { readonly [MORE]?: string };

/** The `data` of an answer, as JSON text. Fields that are not given are missing from it. */
export function dataText(request: ZoneRequest, given: Given): string {
  const document = parse(request.query);
  return objectText(rootOf(document), given, document);
}

/** A path of field names and indices as the zone must write it: in the names that the request asks for. */
export function pathIn(request: ZoneRequest, path: Path): Path {
  const document = parse(request.query);
  let set: SelectionSetNode | undefined = rootOf(document);
  return path.map((step) => {
    const field: FieldNode | undefined =
      set && typeof step === 'string'
        ? fieldsOf(set, undefined, document).find((each) => each.name.value === step)
        : undefined;
    if (field) set = field.selectionSet;
    return field ? keyOf(field) : step;
  });
}

function objectText(set: SelectionSetNode, given: Given, document: DocumentNode): string {
  const { __typename: type } = given;
  const members = fieldsOf(set, type, document).flatMap((field) => {
    const value = Object.hasOwn(given, field.name.value) ? given[field.name.value] : undefined;
    return value === undefined
      ? []
      : [`${JSON.stringify(keyOf(field))}:${valueText(field.selectionSet, value, document)}`];
  });
  const more = given[MORE];
  return `{${[...members, ...(more === undefined ? [] : [more])].join(',')}}`;
}

function valueText(set: SelectionSetNode | undefined, value: unknown, document: DocumentNode): string {
  if (value instanceof Json) return value.text;
  if (Array.isArray(value)) return `[${value.map((each: unknown) => valueText(set, each, document)).join(',')}]`;
  return set && isJsonObject(value) ? objectText(set, value, document) : JSON.stringify(value);
}

/** The fields asked of an object of this type; of any type when it is not known. */
function fieldsOf(set: SelectionSetNode, type: unknown, document: DocumentNode): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
          );
    if (fragment?.kind !== Kind.INLINE_FRAGMENT && fragment?.kind !== Kind.FRAGMENT_DEFINITION) return [];
    const on = fragment.typeCondition?.name.value;
    return on === undefined || type === undefined || on === type ? fieldsOf(fragment.selectionSet, type, document) : [];
  });
}

function rootOf({ definitions }: DocumentNode): SelectionSetNode {
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new TypeError('a zone request without an operation');
  return operation.selectionSet;
}

function keyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
