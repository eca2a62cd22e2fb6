/** Every place in a zone's answer, with the type that the zone's schema gives it. */
import {
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  parse,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isJsonObject } from '../../../../gateway/zones/json.ts';
import { rowsOf, type Row, type ZoneRequest } from '../zone-server.ts';
import type { Path } from '../cases.ts';

export interface Place {
  readonly path: Path;
  readonly type: GraphQLOutputType;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  /** Undefined for an element of a list. */
  readonly remove: (() => void) | undefined;
}

export function placesIn(schema: GraphQLSchema, request: ZoneRequest, data: unknown): Place[] {
  const document = parse(request.query);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!root || !isJsonObject(data)) return [];
  const sent = rowsOf(request.variables['representations']);
  return new Walk(schema, document, sent).object(root, [operation.selectionSet], data, []);
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #sent: readonly Row[];

  constructor(schema: GraphQLSchema, document: DocumentNode, sent: readonly Row[]) {
    this.#schema = schema;
    this.#document = document;
    this.#sent = sent;
  }

  object(
    declared: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    object: Record<string, unknown>,
    path: Path,
  ): Place[] {
    const told = isAbstractType(declared) ? this.#schema.getType(String(object['__typename'])) : declared;
    const type = isObjectType(told) ? told : declared;
    const fields = Map.groupBy(
      sets.flatMap((set) => this.#fields(set, type)),
      keyOf,
    );
    return [...fields].flatMap(([key, nodes]) => {
      const [first] = nodes;
      if (!first || !Object.hasOwn(object, key)) return [];
      const name = first.name.value;
      const field =
        name === '__typename' ? TypeNameMetaFieldDef : 'getFields' in type ? type.getFields()[name] : undefined;
      if (!field) return [];
      const place: Place = {
        path: [...path, key],
        type: field.type,
        value: object[key],
        set: (value) => void (object[key] = value),
        remove: () => void Reflect.deleteProperty(object, key),
      };
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      return [place, ...this.#below(place, below, name === '_entities')];
    });
  }

  #below(place: Place, sets: readonly SelectionSetNode[], areEntities = false): Place[] {
    const { value, path } = place;
    const type = getNullableType(place.type);
    if (isListType(type) && Array.isArray(value)) {
      const list: unknown[] = value;
      return list.flatMap((each, index) => {
        const meant = areEntities ? this.#schema.getType(String(this.#sent[index]?.['__typename'])) : undefined;
        const element: Place = {
          path: [...path, index],
          type: isObjectType(meant) ? meant : type.ofType,
          value: each,
          set: (changed) => void (list[index] = changed),
          remove: undefined,
        };
        return [element, ...this.#below(element, sets)];
      });
    }
    return isCompositeType(type) && isJsonObject(value) ? this.object(type, sets, value, path) : [];
  }

  #fields(set: SelectionSetNode, type: GraphQLCompositeType): FieldNode[] {
    return set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.#document.definitions
              .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
              .find((each) => each.name.value === selection.name.value);
      if (!fragment) return [];
      const on = this.#schema.getType(fragment.typeCondition?.name.value ?? type.name);
      const applies = on === type || (isAbstractType(on) && isObjectType(type) && this.#schema.isSubType(on, type));
      return applies ? this.#fields(fragment.selectionSet, type) : [];
    });
  }
}

function keyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}
