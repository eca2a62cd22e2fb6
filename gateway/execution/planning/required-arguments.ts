/**
 * `@requires(fields: "price(currency: EUR)")` asks for one particular price. A planner that goes by field names confuses it with
 * the price that the client asks for, or that another @requires does (apollographql/federation#2996: 220 in place of 110,
 * without an error). So before planning, every required field that takes arguments becomes a field of its own in the supergraph,
 * inaccessible to clients; and after planning, the plan's requests ask for the real field under that name again.
 */
import { createHash } from 'node:crypto';
import {
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { fieldNames, parseFieldSet, textArgument } from './field-sets.ts';

type FieldsNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export interface RequiredField {
  readonly name: string;
  readonly arguments: NonNullable<FieldNode['arguments']>;
}

export interface StandIns {
  /** By the name of the stand-in: the field and arguments that it stands for. */
  readonly standIns: ReadonlyMap<string, RequiredField>;
  /** By `type.field`: the stand-ins that its @requires uses. */
  readonly usedBy: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The supergraph as it is planned with. What each stand-in stands for is written in its description. */
export function withStandIns(sdl: string): string {
  const document = parse(sdl);
  const writer = new Writer(document);
  const rewritten = visit(document, {
    ObjectTypeDefinition: (node) => writer.rewrite(node),
    InterfaceTypeDefinition: (node) => writer.rewrite(node),
  });
  return writer.hasWritten ? print(writer.declaredIn(rewritten)) : sdl;
}

/** Reads out of such a supergraph what its stand-ins are. */
export function standInsOf(sdl: string): StandIns {
  const standIns = new Map<string, RequiredField>();
  const usedBy = new Map<string, ReadonlySet<string>>();
  if (!sdl.includes(MARK)) return { standIns, usedBy };
  const types = parse(sdl).definitions.filter(hasFields);
  for (const { name, description } of types.flatMap(({ fields = [] }) => fields)) {
    const text = description?.value ?? '';
    if (!isStandIn(name.value, text)) continue;
    const [real] = parseFieldSet(text).selections;
    if (real?.kind === Kind.FIELD) standIns.set(name.value, { name: real.name.value, arguments: real.arguments ?? [] });
  }
  for (const type of types) {
    for (const field of type.fields ?? []) {
      const names = (field.directives ?? []).flatMap((each) => namesRequired(each));
      const used = names.filter((name) => standIns.has(name));
      if (used.length > 0) usedBy.set(`${type.name.value}.${field.name.value}`, new Set(used));
    }
  }
  return { standIns, usedBy };
}

/** The plan's own request, with the real fields in the place of their stand-ins. */
export function withRealFields(document: DocumentNode, standIns: ReadonlyMap<string, RequiredField>): DocumentNode {
  if (standIns.size === 0) return document;
  return visit(document, {
    Field: (node) => {
      const real = standIns.get(node.name.value);
      if (!real) return undefined;
      const name = { kind: Kind.NAME, value: real.name } as const;
      return { ...node, alias: node.alias ?? node.name, name, arguments: real.arguments };
    },
  });
}

const MARK = '__required_';

function standInName(field: string, text: string): string {
  return `${field}${MARK}${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** By its name and its description together: a field of somebody's own may be called like one. */
function isStandIn(name: string, description: string): boolean {
  const [field = ''] = name.split(MARK);
  return name.includes(MARK) && name === standInName(field, description);
}

class Writer {
  readonly #types: ReadonlyMap<string, FieldsNode>;
  /** By type: the stand-ins to declare on it, each with the field's name and what it stands for as text. */
  readonly #declared = new Map<string, Map<string, { field: string; text: string }>>();

  constructor({ definitions }: DocumentNode) {
    this.#types = new Map(definitions.filter(hasFields).map((each) => [each.name.value, each]));
  }

  get hasWritten(): boolean {
    return this.#declared.size > 0;
  }

  /** The type with the stand-ins' names in its @requires. */
  rewrite(type: FieldsNode): FieldsNode {
    const fields = type.fields?.map((field) => {
      const directives = field.directives?.map((directive) => this.#rewriteDirective(directive, type.name.value));
      return { ...field, ...(directives && { directives }) };
    });
    return { ...type, ...(fields && { fields }) };
  }

  #rewriteDirective(directive: ConstDirectiveNode, type: string): ConstDirectiveNode {
    const text = requiresOf(directive);
    if (text === undefined) return directive;
    const set = print(this.#rewriteSet(parseFieldSet(text), type));
    const value = set.replace(/\s+/g, ' ').slice(1, -1).trim();
    const args = directive.arguments?.map((argument) =>
      argument.name.value === 'requires' ? { ...argument, value: { kind: Kind.STRING, value } as const } : argument,
    );
    return { ...directive, ...(args && { arguments: args }) };
  }

  #rewriteSet(set: SelectionSetNode, typeName: string): SelectionSetNode {
    const selections = set.selections.map((node): SelectionNode => {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition?.name.value ?? typeName;
        return { ...node, selectionSet: this.#rewriteSet(node.selectionSet, on) };
      }
      if (node.kind !== Kind.FIELD) return node;
      const field = this.#types.get(typeName)?.fields?.find(({ name }) => name.value === node.name.value);
      const below = node.selectionSet && field && this.#rewriteSet(node.selectionSet, namedType(field.type));
      const kept = { ...node, ...(below && { selectionSet: below }) };
      if (!field?.arguments || field.arguments.length === 0) return kept;
      return { ...kept, name: { ...node.name, value: this.#standInFor(node, typeName) }, arguments: [] };
    });
    return { ...set, selections };
  }

  #standInFor({ name, arguments: args = [] }: FieldNode, typeName: string): string {
    const text = args.length === 0 ? name.value : `${name.value}(${args.map(print).sort().join(', ')})`;
    const standIn = standInName(name.value, text);
    for (const type of this.#types.values()) {
      const isConcerned = type.name.value === typeName || type.interfaces?.some((each) => each.name.value === typeName);
      if (!isConcerned) continue;
      const declared = this.#declared.get(type.name.value) ?? new Map<string, { field: string; text: string }>();
      this.#declared.set(type.name.value, declared.set(standIn, { field: name.value, text }));
    }
    return standIn;
  }

  /** The rewritten document with all stand-ins declared: resolved where their fields are, and hidden from clients. */
  declaredIn(document: DocumentNode): DocumentNode {
    const { inaccessible, document: linked } = withInaccessible(document);
    const hidden: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: inaccessible } };
    const declare = (type: FieldsNode): FieldsNode => {
      const { fields = [] } = type;
      const standIns = [...(this.#declared.get(type.name.value) ?? [])].flatMap(([name, { field, text }]) =>
        fields
          .filter((each) => each.name.value === field)
          .map((real) => ({
            ...real,
            description: { kind: Kind.STRING, value: text } as const,
            name: { kind: Kind.NAME, value: name } as const,
            arguments: [],
            directives: [...(real.directives ?? []).filter(({ name: { value } }) => value === 'join__field'), hidden],
          })),
      );
      return standIns.length === 0 ? type : { ...type, fields: [...fields, ...standIns] };
    };
    return visit(linked, { ObjectTypeDefinition: declare, InterfaceTypeDefinition: declare });
  }
}

/** The `requires` of a join__field, if this is one that has it. */
function requiresOf(directive: ConstDirectiveNode): string | undefined {
  return directive.name.value === 'join__field' ? textArgument(directive, 'requires') : undefined;
}

const INACCESSIBLE = parse(`
  schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
`);

/** The supergraph with @inaccessible in it, and the name it has there. */
function withInaccessible(document: DocumentNode): { document: DocumentNode; inaccessible: string } {
  const isSchema = (each: DefinitionNode) => each.kind === Kind.SCHEMA_DEFINITION;
  const links = document.definitions.find(isSchema)?.directives ?? [];
  const linked = links.find((each) => textArgument(each, 'url')?.includes('specs.apollo.dev/inaccessible/'));
  if (linked) return { document, inaccessible: textArgument(linked, 'as') ?? 'inaccessible' };
  const [added, definition] = INACCESSIBLE.definitions;
  const link = added?.kind === Kind.SCHEMA_DEFINITION ? (added.directives ?? []) : [];
  const definitions = document.definitions.map((each) =>
    isSchema(each) ? { ...each, directives: [...(each.directives ?? []), ...link] } : each,
  );
  return {
    document: { ...document, definitions: [...definitions, ...(definition ? [definition] : [])] },
    inaccessible: 'inaccessible',
  };
}

function namesRequired(directive: ConstDirectiveNode): string[] {
  const text = requiresOf(directive);
  return text === undefined ? [] : fieldNames(text);
}

function hasFields(node: DefinitionNode): node is FieldsNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
