/** What a zone is made of, and the check that it is one. A district's folder calls this and nothing else of the kit. */
import path from 'node:path';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { satisfies } from 'semver';
import { GraphQLScalarType, isObjectType, type GraphQLSchema } from 'graphql';
import type { EntityManager, EntitySchema, MigrationInterface } from 'typeorm';
import { CONTRACT_VERSION } from '../../schema/contract.ts';
import { subgraphModules } from '../../schema/load.ts';
import { SCALARS } from '../../schema/scalars.ts';
import { findZone, zoneTypeName } from '../../schema/zones.ts';
import { StartupError } from '../../infra/runtime/startup-error.ts';
import { STANDARD } from '../../schema/standard.ts';
import type { Rule } from '../../schema/rules/rule.ts';
import type { ZoneContext, ZoneRuntime } from './context.ts';
import type { DatabaseModel } from './database/open.ts';
import { IdentitySchema } from './database/identity.ts';
import { ENTERPRISE_TABLES } from './enterprises/entities.ts';
import { kitMigrations } from './migrations/index.ts';
import { IdempotencySchema } from './idempotency/entities.ts';
import type { Office } from './office/office.ts';
import { RETURN_TABLES } from './returns/entities.ts';
import { HistorySchema, ObservationSchema, RevisionExplanationSchema, RevisionSchema } from './statistics/entities.ts';
import { BlockSchema } from './territory/entities.ts';
import { readOwnRules } from './validation/own-rules.ts';
import { zoneResolvers } from './zone-resolvers.ts';

/** Resolvers by type and field; each folder's own are typed by the types generated from its SDL. */
export type Resolvers = Readonly<Record<string, object>>;

export interface ZoneOptions {
  /** The zone's code in the registry, and the name of its folder. */
  readonly code: string;
  /** The range of contract versions this folder was written for, e.g. '^1.0.0'. */
  readonly contract: string;
  /** The zone's folder: its *.graphql and seed.json lie there (`import.meta.dirname`). */
  readonly folder: string;
  /** Resolvers of the zone's own fields and types; the shared ones are the kit's. */
  readonly resolvers?: Resolvers;
  /** The zone's own tables and the migrations that make them. */
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly (new () => MigrationInterface)[];
  /** Fills the zone's own tables, once, in the transaction that loads seed.json. */
  readonly seed?: (manager: EntityManager) => Promise<void>;
  /** The zone's own rules of validation, as data (rules.json of its folder): they add to the standard's. */
  readonly rules?: unknown;
  /** The core's own: it is the office, and need not call it. */
  readonly office?: (runtime: Pick<ZoneRuntime, 'database' | 'signer' | 'keys' | 'log'>) => Office;
}

export class ZoneDefinition {
  readonly code: string;
  readonly folder: string;
  readonly schema: GraphQLSchema;
  readonly model: DatabaseModel;
  readonly seed: ((manager: EntityManager) => Promise<void>) | undefined;
  readonly rules: readonly Rule[];
  readonly office: ZoneOptions['office'];

  constructor(options: ZoneOptions) {
    this.code = options.code;
    this.folder = options.folder;
    this.schema = schemaOf(options);
    this.model = {
      entities: [...KIT_TABLES, ...(options.entities ?? [])],
      migrations: [...kitMigrations, ...(options.migrations ?? [])],
    };
    this.seed = options.seed;
    this.rules = readOwnRules(options.code, options.rules ?? [], STANDARD);
    this.office = options.office;
  }
}

/** Defines a zone; throws a StartupError that lists every fault of its options, or, when they are right, of its resolvers. */
export function defineZone(options: ZoneOptions): ZoneDefinition {
  const faults = [...contractFaults(options), ...tableFaults(options), ...ruleFaults(options)];
  if (faults.length > 0) throw new StartupError(`zone ${options.code}: ${faults.join('; ')}`);
  return new ZoneDefinition(options);
}

function contractFaults({ code, contract, folder }: ZoneOptions): string[] {
  const faults: string[] = [];
  if (!findZone(code)) faults.push(`the code is not in schema/zones.json; register it with "npm run new-zone"`);
  if (!satisfies(CONTRACT_VERSION, contract)) {
    faults.push(`written for contract ${contract}, this kit is ${CONTRACT_VERSION}; see CONTRIBUTING.md`);
  }
  const name = path.basename(folder);
  if (name !== code) faults.push(`the folder must bear the zone's code, not ${name}`);
  return faults;
}

function ruleFaults({ code, rules = [] }: ZoneOptions): string[] {
  try {
    readOwnRules(code, rules);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** What every zone's database has. */
export const KIT_TABLES: readonly EntitySchema[] = [
  IdentitySchema,
  BlockSchema,
  HistorySchema,
  RevisionSchema,
  ObservationSchema,
  RevisionExplanationSchema,
  IdempotencySchema,
  ...RETURN_TABLES,
  ...ENTERPRISE_TABLES,
];

function tableFaults({ entities = [], migrations = [] }: ZoneOptions): string[] {
  const taken = new Set(['migrations', ...KIT_TABLES.map(({ options }) => options.tableName ?? options.name)]);
  const faults: string[] = [];
  for (const { options } of entities) {
    const table = options.tableName ?? options.name;
    if (taken.has(table)) faults.push(`table ${table} is already the kit's or defined twice; choose another name`);
    taken.add(table);
  }
  if (entities.length > 0 && migrations.length === 0) faults.push('own tables need a migration that creates them');
  return faults;
}

function schemaOf({ code, folder, resolvers = {} }: ZoneOptions): GraphQLSchema {
  const [first, ...rest] = subgraphModules(code, folder);
  if (!first) throw new StartupError(`zone ${code}: no SDL was found`);
  const shared = zoneResolvers(code, zoneTypeName(code));
  const merged: unknown = { ...SCALARS, ...merge(shared, resolvers) };
  if (!isResolverMap(merged)) throw new StartupError(`zone ${code}: a resolver is not a function`);
  const schema = buildSubgraphSchema([{ typeDefs: first, resolvers: merged }, ...rest]);
  const faults = [...strayResolvers(schema, resolvers), ...overridden(shared, resolvers)];
  if (faults.length > 0) throw new StartupError(`zone ${code}: ${faults.join('; ')}`);
  return schema;
}

/** The types that the kit answers whole, and as plain data: no promise in them, no function, no resolver of a zone's. */
export const PLAIN_TYPES = ['ZoneStatistics', 'Observation', 'Block'];

/** What every zone answers alike is the kit's to answer: a zone that answered it its own way would break the standard. */
function overridden(shared: Resolvers, own: Resolvers): string[] {
  return Object.entries(own).flatMap(([type, fields]) => {
    const whole = PLAIN_TYPES.includes(type);
    const taken = Object.keys(fields).filter((field) => whole || Object.hasOwn(shared[type] ?? {}, field));
    return taken.map((field) => `${type}.${field} is answered by the kit; give your own data another field`);
  });
}

function merge(shared: Resolvers, own: Resolvers): Resolvers {
  const merged: Record<string, object> = { ...shared };
  for (const [type, fields] of Object.entries(own)) merged[type] = { ...merged[type], ...fields };
  return merged;
}

function isResolverMap(value: unknown): value is GraphQLResolverMap<ZoneContext> {
  const isFunctions = (fields: unknown): boolean =>
    fields instanceof GraphQLScalarType ||
    (typeof fields === 'object' &&
      fields !== null &&
      Object.values(fields).every((field) => typeof field === 'function'));
  return typeof value === 'object' && value !== null && Object.values(value).every(isFunctions);
}

/** Resolvers that fit no field: Apollo drops them without a word, and the field then answers null. */
function strayResolvers(schema: GraphQLSchema, resolvers: Resolvers): string[] {
  return Object.entries(resolvers).flatMap(([typeName, fields]) => {
    const type = schema.getType(typeName);
    if (!type) return [`${typeName} has resolvers and is not in the schema`];
    if (!isObjectType(type)) return [];
    const known = Object.keys(type.getFields());
    return Object.keys(fields)
      .filter((field) => !field.startsWith('__') && !known.includes(field))
      .map((field) => `${typeName}.${field} has a resolver and is not in the schema`);
  });
}
