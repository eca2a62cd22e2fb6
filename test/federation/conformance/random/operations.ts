/** Random operations, valid against a schema: fields, aliases, arguments, fragments, @skip and @include with variables. */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import fc from 'fast-check';
import type { Row } from '../zone-server.ts';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Row;
}

const MAX_DEPTH = 5;
const MAX_FIELDS = 4;
const ALIASES = ['a', 'b', 'id', 'name', 'code', 'number', 'label', 'output', 'constructor', '__proto__', 'toString'];
const FLAGS = ['yes', 'no'];

/** An operation is made of a list of choices, so that a failing one shrinks: no choice left means the simplest. */
export function operations(schema: GraphQLSchema): fc.Arbitrary<RandomOperation> {
  const choices = fc.array(fc.nat({ max: 999 }), { minLength: 10, maxLength: 150, size: 'max' });
  return choices.map((made) => new Writer(schema, made).operation());
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #choices: Iterator<number>;
  readonly #fragments: string[] = [];
  readonly #variables = new Map<string, string>();

  constructor(schema: GraphQLSchema, choices: readonly number[]) {
    this.#schema = schema;
    this.#choices = choices.values();
  }

  operation(): RandomOperation {
    const root = this.#schema.getQueryType();
    if (!root) throw new TypeError('a schema without queries');
    const selection = this.#selection(root, 0, new Set());
    const declared = [...this.#variables].map(([name, type]) => `$${name}: ${type}`);
    const head = declared.length > 0 ? `query (${declared.join(' ')})` : 'query';
    const values = { yes: this.#choose(4) > 0, no: this.#choose(4) === 0, unit: this.#oneOf(['WAN', 'YUAN']) };
    const variables = Object.entries(values).filter(([name]) => this.#variables.has(name));
    return { query: [`${head} ${selection}`, ...this.#fragments].join('\n'), variables: Object.fromEntries(variables) };
  }

  /** Response names are used once on an object, whatever the fragment, so that nothing conflicts. */
  #selection(type: GraphQLCompositeType, depth: number, used: Set<string>): string {
    const count = 1 + this.#choose(depth === 0 ? MAX_FIELDS - 1 : MAX_FIELDS);
    const parts = Array.from({ length: count }, () => this.#part(type, depth, used));
    return `{ ${parts.join(' ')} }`;
  }

  #part(type: GraphQLCompositeType, depth: number, used: Set<string>): string {
    const kind = this.#choose(10);
    if (kind === 9 && depth > 0) return this.#fragment(type, depth, used);
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const possible = fields.filter((field) => depth < MAX_DEPTH || isLeafType(getNamedType(field.type)));
    if (kind === 8 || possible.length === 0) {
      return isAbstractType(type) && kind < 8 ? this.#fragment(type, depth, used) : this.#named('__typename', used);
    }
    return this.#field(this.#oneOf(possible), depth, used);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number, used: Set<string>): string {
    const name = this.#named(field.name, used);
    const below = getNamedType(field.type);
    const directive = this.#directive();
    const selection = isCompositeType(below) ? ` ${this.#selection(below, depth + 1, new Set())}` : '';
    return `${name}${this.#args(field)}${directive}${selection}`;
  }

  #named(name: string, used: Set<string>): string {
    const wanted = this.#choose(3) === 2 ? this.#oneOf(ALIASES) : name;
    const alias = used.has(wanted) ? `x${used.size}` : wanted;
    used.add(alias);
    return alias === name ? name : `${alias}: ${name}`;
  }

  #args({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap((arg) => {
      if (!isEnumType(getNamedType(arg.type))) return [`${arg.name}: "${this.#oneOf(['core', 'far', 'none'])}"`];
      const value = this.#oneOf(['', 'YUAN', 'WAN', '$unit']);
      if (value === '$unit') this.#variables.set('unit', 'Unit!');
      return value === '' ? [] : [`${arg.name}: ${value}`];
    });
    return given.length > 0 ? `(${given.join(' ')})` : '';
  }

  #directive(): string {
    const directive = this.#oneOf(['', '', '', '', '', '', '@include', '@skip']);
    if (directive === '') return '';
    const flag = this.#oneOf(FLAGS);
    this.#variables.set(flag, flag === 'yes' ? 'Boolean! = true' : 'Boolean!');
    return ` ${directive}(if: $${flag})`;
  }

  /** On the type itself, on one that it can be, or on an interface of it; sometimes with a name. */
  #fragment(type: GraphQLCompositeType, depth: number, used: Set<string>): string {
    const possible = isAbstractType(type) ? [...this.#schema.getPossibleTypes(type)] : [type];
    const wider = isObjectType(type) ? type.getInterfaces() : [];
    const on = this.#oneOf([...possible, ...wider]);
    const directive = this.#directive();
    const selection = this.#selection(on, depth, used);
    if (this.#choose(3) < 2) return `... on ${on.name}${directive} ${selection}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${on.name} ${selection}`);
    return `...${name}${directive}`;
  }

  #choose(below: number): number {
    const next = this.#choices.next();
    return next.done === true ? 0 : next.value % below;
  }

  #oneOf<T>(options: readonly T[]): T {
    const option = options[this.#choose(options.length)];
    if (option === undefined) throw new TypeError('nothing to choose from');
    return option;
  }
}
