/**
 * What the contract demands of a registered zone beyond its schema: it speaks for itself and about the form and period asked, and a zone
 * that is up always answers for itself and its statistics. What it says of another zone is refused before anybody adds it up.
 */
import {
  getNamedType,
  getNullableType,
  isListType,
  valueFromAST,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { findZone, zoneTypeName } from '../../../schema/zones.ts';
import type { Check, Reading } from './asked.ts';
import type { Data } from '../data.ts';
import type { CollectedField } from '../selections.ts';

/** What is untrue in an object, if anything. */
export type Lie = (value: Data, reading: Reading) => string | undefined;

/** What statistics are about. */
const SUBJECTS = ['period', 'form'] as const;
type Subject = (typeof SUBJECTS)[number];
export type About = { readonly [subject in Subject]?: string | undefined };

function isSubject(name: string): name is Subject {
  return SUBJECTS.some((each) => each === name);
}

const STATISTICS = 'ZoneStatistics';
/** The types whose objects say which zone, form and period they are of, and of which there always is one. */
const ABOUT_RETURNS: readonly string[] = [STATISTICS, 'Return'];

export class Claims {
  readonly #zone: string;
  readonly #ownType: string;
  readonly #identity: Readonly<Record<string, string>>;

  private constructor(zone: string, identity: Readonly<Record<string, string>>) {
    this.#zone = zone;
    this.#ownType = zoneTypeName(zone);
    this.#identity = identity;
  }

  /** Of a registered zone in the platform's own graph; in somebody else's, a name says nothing. */
  static of(zone: string, schema: GraphQLSchema): Claims | undefined {
    const entry = schema.getType(STATISTICS) ? findZone(zone) : undefined;
    return entry && new Claims(zone, { code: entry.code, name: entry.name, kind: entry.kind });
  }

  /** For objects of a type: where one claims to be about another zone, form or period. Undefined for a type that makes no claims. */
  madeBy(typeName: string, fields: readonly CollectedField[]): Lie | undefined {
    const claims = fields.flatMap(({ key, node: { name } }) => {
      const expected = this.#expected(typeName, name.value);
      return expected ? [{ key, label: `${typeName}.${name.value}: about another than asked`, expected }] : [];
    });
    if (claims.length === 0) return undefined;
    return (value, reading) =>
      claims.find(({ key, expected }) => {
        const wanted = expected(reading);
        return wanted !== undefined && Object.hasOwn(value, key) && value[key] !== wanted;
      })?.label;
  }

  #expected(typeName: string, field: string): ((reading: Reading) => string | undefined) | undefined {
    if (ABOUT_RETURNS.includes(typeName) && field === 'zone') return () => this.#zone;
    if (ABOUT_RETURNS.includes(typeName) && isSubject(field)) return ({ about }) => about[field];
    const identity = typeName === this.#ownType && Object.hasOwn(this.#identity, field) && this.#identity[field];
    return typeof identity === 'string' ? () => identity : undefined;
  }

  /** The check of a field, with what the contract adds: no silent null, and what the field is asked about. */
  demandedOf(
    check: Check,
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
  ): Check {
    const aware = aboutArguments(check, field, node);
    if (!this.#mustAnswer(parent, field)) return aware;
    const label = `${parent.name}.${field.name}`;
    return (value, reading) =>
      value === null ? reading.refuse(`${label}: null without an error`) : aware(value, reading);
  }

  /** Itself, its statistics, and the lists on its own type (empty where there is nothing); a look-up of one thing may find none. */
  #mustAnswer(parent: GraphQLCompositeType, { type }: GraphQLField<unknown, unknown>): boolean {
    const named = getNamedType(type).name;
    if (ABOUT_RETURNS.includes(named) || named === this.#ownType) return true;
    return parent.name === this.#ownType && isListType(getNullableType(type));
  }
}

function aboutArguments(check: Check, { args }: GraphQLField<unknown, unknown>, node: FieldNode): Check {
  const subjects = args.flatMap(({ name, type, defaultValue }) =>
    isSubject(name)
      ? [{ name, type, defaultValue, given: node.arguments?.find((each) => each.name.value === name) }]
      : [],
  );
  if (!subjects.some(({ name }) => name === 'period')) return check;
  return (value, reading) => {
    const outer = reading.about;
    const about: Record<string, string> = {};
    for (const { name, type, defaultValue, given } of subjects) {
      const asked = given ? valueFromAST(given.value, type, reading.variables) : defaultValue;
      if (typeof asked === 'string') about[name] = asked;
    }
    if (about['period'] !== undefined) reading.about = about;
    const kept = check(value, reading);
    reading.about = outer;
    return kept;
  };
}
