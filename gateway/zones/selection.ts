/** Reading a zone request's own selection: which fields it asks of an object of a given type. */
import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  getDirectiveValues,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isJsonObject } from './json.ts';

export type Variables = Readonly<Record<string, unknown>>;

export class ZoneOperation {
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly #fragments: ReadonlyMap<string, { set: SelectionSetNode; on: string }>;

  constructor(document: DocumentNode, variables: Variables = {}) {
    const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
    if (!operation) throw new TypeError('a zone request without an operation');
    this.operation = operation;
    this.variables = { ...defaultsOf(operation), ...variables };
    this.#fragments = new Map(
      document.definitions
        .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
        .map((each) => [each.name.value, { set: each.selectionSet, on: each.typeCondition.name.value }]),
    );
  }

  /** The fields selected, fragments included where `applies` says that their type condition fits. */
  fields(set: SelectionSetNode, applies: (typeCondition: string) => boolean): FieldNode[] {
    return set.selections.flatMap((selection) => {
      if (!this.#included(selection)) return [];
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = this.#fragmentOf(selection);
      return fragment.on === undefined || applies(fragment.on) ? this.fields(fragment.set, applies) : [];
    });
  }

  #fragmentOf(selection: Exclude<SelectionNode, FieldNode>): { set: SelectionSetNode; on: string | undefined } {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return { set: selection.selectionSet, on: selection.typeCondition?.name.value };
    }
    const fragment = this.#fragments.get(selection.name.value);
    if (!fragment) throw new TypeError(`a zone request without its fragment ${selection.name.value}`);
    return fragment;
  }

  #included(node: SelectionNode): boolean {
    if (!node.directives || node.directives.length === 0) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'] !== false;
  }
}

export interface Representation {
  readonly typeName: string | undefined;
  /** The period in the entity's key, if it has one. */
  readonly period: string | undefined;
}

/** The entities a request asks for, in order. */
export function representations(variables: Variables): Representation[] {
  const asked = variables['representations'];
  if (!Array.isArray(asked)) return [];
  return asked.map((each: unknown) => ({ typeName: textIn(each, '__typename'), period: textIn(each, 'period') }));
}

function textIn(value: unknown, name: string): string | undefined {
  const text = isJsonObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** What a variable that is not given stands for, where the operation says so. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

/** The name under which a field stands in the answer. */
export function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}
