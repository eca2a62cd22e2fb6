/** The field sets that federation's directives carry as text: `@key(fields: "id region { code }")`. */
import { Kind, parse, visit, type ConstDirectiveNode, type SelectionSetNode } from 'graphql';

export function parseFieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(`no field set: ${text}`);
  return definition.selectionSet;
}

/** The names of all fields in a field set, at every depth. */
export function fieldNames(text: string): string[] {
  const names: string[] = [];
  visit(parseFieldSet(text), {
    Field: ({ name }) => {
      names.push(name.value);
    },
  });
  return names;
}

/** A directive's argument that is a text or the name of an enum value. */
export function textArgument({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = args.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
