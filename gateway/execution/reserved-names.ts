/** The field names that the gateway uses for itself: all that any @key or @requires of the supergraph names. */
import { Kind, parse, visit, type ConstDirectiveNode } from 'graphql';

export function reservedNames(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set<string>(['__typename']);
  const collect = ({ name, arguments: args = [] }: ConstDirectiveNode): void => {
    if (name.value !== 'join__type' && name.value !== 'join__field') return;
    for (const { name: argument, value } of args) {
      if (!['key', 'requires'].includes(argument.value) || value.kind !== Kind.STRING) continue;
      visit(parse(`{ ${value.value} }`), { Field: (node) => void names.add(node.name.value) });
    }
  };
  const collectAll = ({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] }): void =>
    directives.forEach(collect);
  visit(parse(supergraphSdl), {
    ObjectTypeDefinition: collectAll,
    InterfaceTypeDefinition: collectAll,
    FieldDefinition: collectAll,
  });
  return names;
}
