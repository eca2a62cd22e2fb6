/** What the programs of a zone share: which zone is meant, where its database lies, and what a draft is written with. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { z } from 'zod';
import { commonSettings, readEnv } from '../../infra/runtime/env.ts';
import { StartupError, UsageError } from '../../infra/runtime/startup-error.ts';
import { parsePeriod } from '../../schema/period.ts';
import { CORE, findZone, ZONES, zonePort } from '../../schema/zones.ts';
import type { DraftRuntime } from '../kit/context.ts';
import type { ZoneDefinition } from '../kit/define-zone.ts';
import { openOwnDatabase } from '../kit/database/prepare.ts';
import { officeAt } from '../kit/office/over-http.ts';
import type { Office } from '../kit/office/office.ts';
import { formAsked } from '../kit/returns/action.ts';
import type { ReturnOf } from '../kit/returns/store.ts';
import { keysIn } from '../kit/signing/registered.ts';
import { loadZone } from '../load-zone.ts';

export const zoneSettings = {
  ...commonSettings,
  DATABASE_URL: z.string().min(1).optional(),
  REGISTERED_KEYS_DIR: z.string().min(1).optional(),
  CORE_URL: z.url({ protocol: /^https?$/ }).optional(),
};
type Settings = z.infer<z.ZodObject<typeof zoneSettings>>;

export function databaseUrl(code: string, { DATABASE_URL, DATA_DIR }: Settings): string {
  return DATABASE_URL ?? `sqlite:${path.join(DATA_DIR, `${code}.db`)}`;
}

export function keysFolder({ REGISTERED_KEYS_DIR, DATA_DIR }: Settings): string {
  return REGISTERED_KEYS_DIR ?? path.join(DATA_DIR, 'keys');
}

export function officeOf({ CORE_URL, HOST, PORT }: Settings): Office {
  return officeAt(CORE_URL ?? `http://${HOST}:${zonePort(CORE, PORT)}/graphql`);
}

/** The zone that is named. */
export function zoneNamed(code: string): Promise<ZoneDefinition> {
  if (findZone(code)) return loadZone(code);
  const known = ZONES.map((zone) => `${zone.code} ${zone.name}`).join(', ');
  throw new UsageError(`没有区 ${code} / no zone is called ${code};可用 / there are: ${known}`);
}

/** The zone's database as the zone itself uses it, which may be running beside; nothing is made where there is none. */
export async function openZone(code: string): Promise<DraftRuntime> {
  const definition = await zoneNamed(code);
  const env = readEnv(zoneSettings);
  const url = databaseUrl(code, env);
  if (url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) {
    throw new StartupError(
      `没有数据库 ${url.slice('sqlite:'.length)},请先启动该区一次 / there is no such database; start the zone once (npm run zone -- ${code}), or give DATABASE_URL or DATA_DIR`,
    );
  }
  const { database } = await openOwnDatabase(definition, url);
  return { zone: code, database, keys: keysIn(keysFolder(env)), office: officeOf(env), ownRules: definition.rules };
}

/** The options of a command; one that is not known is wrong usage. */
export function parsed<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new UsageError(`用法不对 / wrong usage: ${why};见 / see --help`);
  }
}

/** The return that two options name, if there can be one. */
export function returnNamed(of: ReturnOf): ReturnOf {
  try {
    formAsked(of);
    return of;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(parsePeriod(of.period) ? why : `${why}。${PERIODS}`);
  }
}

const PERIODS = '时期写法 / a period is written: 月 month 2024-06, 季 quarter 2024-Q3, 累计 since 2021-01-01/..';

/** A file as the caller means it: npm runs commands in the project's folder, wherever they are given. */
export function pathGiven(name: string): string {
  return path.resolve(readEnv({ INIT_CWD: z.string().default('.') }).INIT_CWD, name);
}
