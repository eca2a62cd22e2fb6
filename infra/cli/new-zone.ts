/**
 * `npm run new-zone -- pingchang 平昌县`: one more hosted zone — its folder, its entry in the registry, and what is
 * generated from both. All is checked before anything is written, what fails afterwards is taken back, and no file of
 * another zone's is edited.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema, isObjectType } from 'graphql';
import { DEFAULT_PORT } from '../../schema/compose.ts';
import { ZONES, ZONE_CODE, findZone, zoneTypeName, type ZoneEntry } from '../../schema/zones.ts';
import { StartupError, runMain } from '../runtime/startup-error.ts';
import { closingWords, columns, registryLine, zoneTemplate } from './zone-template.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const SCHEMA = path.join(ROOT, 'schema');
const GENERATE = path.join(import.meta.dirname, 'generate.ts');
const LINE_WIDTH = 120; // prettier's: a longer entry of zones.json would not stay on one line

/** Taken without being a field or a type: folders and processes of ours, words of GraphQL and of JavaScript objects. */
const RESERVED = ['kit', 'cli', 'gateway', 'query', 'mutation', 'subscription', 'schema', 'constructor'];

const HELP = `npm run new-zone -- CODE NAME [--name-en ENGLISH]     add a hosted zone / 新增一个托管区
  CODE       its folder, subgraph and field: 2 to 31 lower-case letters and digits, e.g. pingchang / 代码
  NAME       its Chinese name, e.g. 平昌县 / 中文名
  --name-en  its English name (default: the code with a capital, Pingchang) / 英文名
Writes subgraphs/CODE, adds the zone to schema/zones.json and composes the schema again; all of it or nothing.
`;

await runMain(() => Promise.resolve().then(main));

function main(): void {
  const options = { help: { type: 'boolean', short: 'h' }, 'name-en': { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [code, name, ...surplus] = positionals;
  if (values.help === true || code === undefined) {
    process.stdout.write(HELP);
    if (values.help !== true) process.exitCode = 2;
    return;
  }
  const nameEn = values['name-en'] ?? `${code.charAt(0).toUpperCase()}${code.slice(1)}`;
  const zone: ZoneEntry = { code, name: name ?? '', nameEn, kind: 'HOSTED' };
  const faults = [...codeFaults(code), ...nameFaults(zone)];
  if (surplus.length > 0) faults.push(`too many words (${surplus.join(' ')}): give the code and the name only`);
  if (faults.length > 0) {
    throw new StartupError(`nothing was written:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
  process.stdout.write(closingWords(zone, DEFAULT_PORT + 1 + ZONES.length, create(zone)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeFaults(code: string): string[] {
  if (!ZONE_CODE.test(code)) {
    return [`the code "${code}" is malformed: give 2 to 31 lower-case letters and digits, a letter first`];
  }
  const faults: string[] = [];
  const registered = findZone(code);
  if (registered) faults.push(`${code} is registered already, as ${registered.name}: choose another code`);
  else if (isTaken(code)) faults.push(`"${code}" already means something in the schema or here: choose another code`);
  if (existsSync(path.join(ROOT, 'subgraphs', code))) {
    faults.push(`the folder subgraphs/${code} exists already: move it away, or choose another code`);
  }
  return faults;
}

/** The code becomes a field of Query and of Consolidation, and names a type: what the API has already is taken. */
function isTaken(code: string): boolean {
  const api = buildSchema(readFileSync(path.join(SCHEMA, 'api.graphql'), 'utf8'));
  const types = [api.getQueryType(), api.getType('Consolidation')];
  const fields = types.flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()) : []));
  return [...RESERVED, ...fields].includes(code) || api.getType(zoneTypeName(code)) !== undefined;
}

/** Names stand in SDL, TypeScript and Markdown: only letters, digits and a few signs, so that none has to be escaped. */
function nameFaults(zone: ZoneEntry): string[] {
  const { code, name, nameEn } = zone;
  if (name === '') return ['the Chinese name is missing: give it after the code, e.g. pingchang 平昌县'];
  const faults: string[] = [];
  if (!/^[\p{L}\p{N}\uff08\uff09()·-]+$/u.test(name) || !/\p{Script=Han}/u.test(name)) {
    faults.push(`"${name}" is no Chinese name: give Chinese characters (and letters, digits, brackets), e.g. 平昌县`);
  }
  const namesake = ZONES.find((each) => each.name === name);
  if (namesake) faults.push(`${name} is the name of ${namesake.code} already: give the new zone its own name`);
  if (!/^[A-Za-z0-9][A-Za-z0-9 ()-]*$/.test(nameEn) && ZONE_CODE.test(code)) {
    faults.push(`"${nameEn}" is no English name: give Latin letters, digits, spaces, brackets with --name-en`);
  }
  if (columns(registryLine(zone)) > LINE_WIDTH) {
    faults.push('the names are too long for one line of schema/zones.json: give shorter ones');
  }
  return faults;
}

/** Writes everything and returns the names of the files; or takes it all back and says what went wrong. */
function create(zone: ZoneEntry): string[] {
  const folder = path.join(ROOT, 'subgraphs', zone.code);
  const before = schemaFiles();
  let made = false; // a folder that somebody else made meanwhile is not ours to remove
  process.on('SIGINT', () => undefined); // Ctrl-C ends what we wait for, and we then take back what was written
  try {
    mkdirSync(folder);
    made = true;
    const files = zoneTemplate(zone);
    for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
    const registry = before.get('zones.json') ?? '';
    writeFileSync(path.join(SCHEMA, 'zones.json'), registry.replace(/\s*\]\s*$/, `,\n${registryLine(zone)}\n]\n`));
    generate(); // fresh processes: this one has read the registry as it was
    generate('--types');
    const changed = [...schemaFiles()].filter(([name, text]) => before.get(name) !== text);
    const own = [...files.keys()].map((name) => `subgraphs/${zone.code}/${name}`);
    return [...own, ...changed.map(([name]) => `schema/${name}`)];
  } catch (error) {
    if (made) rmSync(folder, { recursive: true });
    for (const [name, text] of schemaFiles()) {
      const old = before.get(name);
      if (old === undefined) rmSync(path.join(SCHEMA, name));
      else if (old !== text) writeFileSync(path.join(SCHEMA, name), old);
    }
    throw new StartupError(
      `${zone.code} could not be added, and all that was written was taken back. Put this right and run it again: ${messageOf(error)}`,
    );
  }
}

/** The contract's data and pages (zones.json and what is generated), by name. */
function schemaFiles(): Map<string, string> {
  const names = readdirSync(SCHEMA).filter((name) => /\.(json|graphql|md)$/.test(name));
  return new Map(names.map((name) => [name, readFileSync(path.join(SCHEMA, name), 'utf8')]));
}

function generate(...options: string[]): void {
  const { status, signal, stderr } = spawnSync(process.execPath, [GENERATE, ...options], { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(status === null ? `stopped by ${signal ?? 'the system'}` : stderr.trim().replace(/^yihe: /, ''));
}
