/** The field names that the gateway uses for itself: all that any @key or @requires of the supergraph names. */
import { parse, visit, type ConstDirectiveNode } from 'graphql';
import { fieldNames, textArgument } from './field-sets.ts';

export function reservedNames(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set<string>(['__typename']);
  const collect = ({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] }): void => {
    for (const directive of directives) {
      if (directive.name.value !== 'join__type' && directive.name.value !== 'join__field') continue;
      for (const argument of ['key', 'requires']) {
        const text = textArgument(directive, argument);
        if (text !== undefined) for (const name of fieldNames(text)) names.add(name);
      }
    }
  };
  visit(parse(supergraphSdl), {
    ObjectTypeDefinition: collect,
    InterfaceTypeDefinition: collect,
    FieldDefinition: collect,
  });
  return names;
}
