/** The supergraph as the planner is given it: two of its habits that lead to wrong answers are kept from doing so. */
import { Kind, parse, print, visit, type ConstDirectiveNode } from 'graphql';
import { withStandIns } from './required-arguments.ts';

export function plannable(supergraphSdl: string): string {
  return withStandIns(withResolvableKeysFirst(supergraphSdl));
}

/**
 * Where a field of a zone requires something, the planner comes back to the zone by the first key that the type has there, also
 * by one that the zone says it cannot resolve (`resolvable: false`). So the keys that it can resolve come first.
 */
function withResolvableKeysFirst(sdl: string): string {
  if (!sdl.includes('resolvable: false')) return sdl;
  const order = <T extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: T): T => ({
    ...node,
    directives: [...(node.directives ?? [])].sort(
      (one, other) => Number(isUnresolvable(one)) - Number(isUnresolvable(other)),
    ),
  });
  return print(visit(parse(sdl), { ObjectTypeDefinition: order, InterfaceTypeDefinition: order }));
}

function isUnresolvable({ name, arguments: args = [] }: ConstDirectiveNode): boolean {
  if (name.value !== 'join__type') return false;
  return args.some((each) => each.name.value === 'resolvable' && each.value.kind === Kind.BOOLEAN && !each.value.value);
}
