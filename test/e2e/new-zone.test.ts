/** `npm run new-zone` on a copy of the repository: a sixth zone joins, and no file of another zone's is edited. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { findForm } from '../../schema/forms.ts';
import { STANDARD } from '../../schema/standard.ts';
import { isConsolidable } from '../../subgraphs/core/consolidation/rules/kinds.ts';
import { data } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { freePort, freePortRange } from '../support/ports.ts';
import { ROOT, run, temporaryFolder, type Program } from '../support/processes.ts';

const NEW_ZONE = 'infra/cli/new-zone.ts';
const GENERATE = 'infra/cli/generate.ts';
const ZONES = ['core', 'bazhou', 'enyang', 'nanjiang', 'tongjiang', 'pingchang'];
const OWN = ['README.md', 'seed.json', 'zone.ts'].map((name) => `subgraphs/pingchang/${name}`);
const SHARED = ['api.graphql', 'registry.graphql', 'supergraph.graphql', 'zones.json'].map((name) => `schema/${name}`);
const FIGURES = STANDARD.indicators.filter(({ kind }) => isConsolidable(kind)).filter(isOfThePaper);
const SLOW = 180_000; // a type check of everything, or seven processes, on a busy machine

/** What the form asks for, and the ratio that is computed from it. */
function isOfThePaper({ code }: { code: string }): boolean {
  return code === 'TAX_TO_REVENUE' || findForm('CUMULATIVE_SINCE_2021')?.indicators.includes(code) === true;
}

/** What git would commit of the repository as it is now, in a folder of its own; packages are only linked. */
function copyRepository(to: string): void {
  const { status, stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('git does not list the files of the repository');
  // git also lists what is deleted and not yet committed, and a linked node_modules
  const files = stdout.split('\n').filter((name) => name !== 'node_modules' && existsSync(path.join(ROOT, name)));
  for (const name of files.filter((each) => each !== '')) cpSync(path.join(ROOT, name), path.join(to, name));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(to, 'node_modules'));
}

/** Every file there is, with its text; without packages, and without resolver types, which nobody edits or commits. */
function filesOf(folder: string): Map<string, string> {
  const top = readdirSync(folder).filter((name) => name !== 'node_modules');
  const names = top.flatMap((name) => {
    if (statSync(path.join(folder, name)).isFile()) return [name];
    const below = readdirSync(path.join(folder, name), { recursive: true, encoding: 'utf8' });
    return below.map((each) => path.join(name, each));
  });
  const files = names.filter((name) => !name.endsWith('generated.ts') && statSync(path.join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

/** The names of the files that are new, gone or different. */
function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

describe('npm run new-zone', () => {
  const { folder, remove } = temporaryFolder();
  const dataFolder = temporaryFolder();
  let untouched: Map<string, string>;
  beforeAll(() => {
    copyRepository(folder);
    untouched = filesOf(folder);
  });
  const started: Program[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((program) => program.stop()));
  });
  afterAll(() => {
    remove();
    dataFolder.remove();
  });

  function start(program: string, args: readonly string[], env: Record<string, string> = {}): Program {
    const running = run(program, args, { cwd: folder, env });
    started.push(running);
    return running;
  }

  /** Runs a program to its end. */
  async function finish(program: string, ...args: string[]) {
    const { exited, output, errors } = start(program, args);
    const { code } = await exited;
    return { code, output: output(), errors: errors() };
  }

  const succeeds = (program: string, ...args: string[]) =>
    expect(finish(program, ...args)).resolves.toMatchObject({ code: 0, errors: '' });

  async function changesNothing(...args: string[]): Promise<string[]> {
    const before = filesOf(folder);
    const { code, output, errors } = await finish(NEW_ZONE, ...args);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^yihe: /);
    expect(errors).not.toContain('    at '); // a stack
    expect(changes(before, filesOf(folder))).toEqual([]);
    return errors.trimEnd().split('\n');
  }

  test('explains itself', async () => {
    await expect(finish(NEW_ZONE, '--help')).resolves.toMatchObject({
      code: 0,
      output: expect.stringContaining('CODE NAME'),
    });
    await expect(finish(NEW_ZONE)).resolves.toMatchObject({ code: 2, output: expect.stringContaining('CODE NAME') });
  });

  test.each([
    [['Ping-Chang'], ['malformed', 'name is missing']],
    [['__typename', '平昌县'], ['malformed']],
    [
      ['../kit', 'Kit', 'more'],
      ['malformed', 'no Chinese name', 'too many words'],
    ],
    [
      ['kit', '平昌县'],
      ['already means something', 'subgraphs/kit exists'],
    ],
    [
      ['core', '平昌县'],
      ['registered already, as 核心区', 'subgraphs/core exists'],
    ],
    [
      ['nanjiang', '南江县'],
      ['registered already', 'subgraphs/nanjiang exists', 'name of nanjiang'],
    ],
    [
      ['pingchang', '平昌"县', '--name-en', 'Ping"'],
      ['no Chinese name', 'no English name'],
    ],
    [['pingchang', '平'.repeat(40)], ['too long for one line']],
    ...['zones', 'zone', 'indicators', 'consolidation', 'consolidations', 'period', 'perimeter', 'mode']
      .concat('figure', 'figures', 'findings', 'query', 'mutation', 'constructor')
      .map((word): [string[], string[]] => [[word, '平昌县'], ['already means something']]),
  ])('refuses %j and names every fault', async (args, faults) => {
    const [first, ...listed] = await changesNothing(...args);
    expect(first).toBe('yihe: nothing was written:');
    expect(listed).toEqual(faults.map((fault) => expect.stringMatching(`^  - .*${fault}.*: .+`)));
  });

  test('takes everything back when the schema does not compose with the new zone', async () => {
    const own = path.join(folder, 'subgraphs/bazhou/schema.graphql');
    const text = readFileSync(own, 'utf8');
    appendFileSync(own, '\nextend type Query {\n  pingchang: String\n}\n'); // in no page yet, so found by composing only
    const lines = await changesNothing('pingchang', '平昌县');
    expect(lines[0]).toMatch(/^yihe: pingchang could not be added, and all that was written was taken back\./);
    expect(lines.join('\n')).toContain('Query.pingchang');
    writeFileSync(own, text);
    expect(changes(untouched, filesOf(folder))).toEqual([]);
  });

  test('adds the zone, and nothing changes but its folder, the registry and the composed pages', async () => {
    const { code, output, errors } = await finish(NEW_ZONE, 'pingchang', '平昌县');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(changes(untouched, filesOf(folder))).toEqual([...SHARED, ...OWN].sort());
    const next = ['npm run zone -- pingchang', 'ZONE_URL_PINGCHANG=', 'subgraphs/pingchang/seed.json'];
    for (const told of [...SHARED, ...OWN, ...next]) expect(output).toContain(told);
    const entry = '  { "code": "pingchang", "name": "平昌县", "nameEn": "Pingchang", "kind": "HOSTED" }';
    const registry = untouched.get('schema/zones.json')?.replace('}\n]', `},\n${entry}\n]`);
    expect(readFileSync(path.join(folder, 'schema/zones.json'), 'utf8')).toBe(registry);
  });

  test('a second run is refused', async () => {
    await expect(changesNothing('pingchang', '平昌县')).resolves.toHaveLength(4);
  });

  test(
    'what it wrote passes the checks',
    async () => {
      await succeeds(GENERATE, '--check');
      await succeeds('node_modules/prettier/bin/prettier.cjs', '--check', 'schema', 'subgraphs/pingchang');
      await succeeds('node_modules/eslint/bin/eslint.js', 'subgraphs/pingchang', '--max-warnings', '0');
      await succeeds('node_modules/typescript/bin/tsc', '-p', '.');
    },
    SLOW,
  );

  test(
    'the platform starts with it: expected everywhere, a gap that says it has not reported',
    async () => {
      const base = await freePortRange(8);
      const platform = start('infra/cli/start.ts', [], { PORT: String(base), DATA_DIR: dataFolder.folder });
      await platform.prints('Yihe ready: ');
      const url = `http://127.0.0.1:${base}/graphql`;
      const answer = await data(
        url,
        `{ zones { code }
         pingchang { name kind blocks { code } statistics(period: "2021-01-01/..") { state } }
         consolidation(period: "2021-01-01/..") { figures { coverage { expected gaps { zone reason } } } } }`,
      );
      const figure = {
        coverage: { expected: 6, gaps: expect.arrayContaining([{ zone: 'pingchang', reason: 'NOT_REPORTED' }]) },
      };
      expect(answer).toEqual({
        zones: ZONES.map((code) => ({ code })),
        pingchang: { name: '平昌县', kind: 'HOSTED', blocks: [], statistics: { state: 'NOT_REPORTED' } },
        consolidation: { figures: FIGURES.map(() => figure) },
      });

      const own = path.join(folder, 'subgraphs/pingchang/motto.graphql');
      writeFileSync(own, 'extend type PingchangZone {\n  "格言 Motto."\n  motto: String\n}\n');
      await succeeds(GENERATE); // npm run compose, and the running gateway takes it over
      await eventually(async () => {
        const { __type } = await data(url, '{ __type(name: "PingchangZone") { fields { name } } }');
        return JSON.stringify(__type).includes('motto');
      });
      rmSync(own);
      await succeeds(GENERATE);
      await expect(platform.stop('SIGTERM')).resolves.toBe(0);
    },
    SLOW,
  );

  test(
    'its README holds: an own field with an own table',
    async () => {
      const home = path.join(folder, 'subgraphs/pingchang');
      const blocks = readFileSync(path.join(home, 'README.md'), 'utf8').matchAll(/```\w+ title="([^"]+)"\n(.*?)```/gs);
      for (const [, name = '', text = ''] of blocks) {
        mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
        writeFileSync(path.join(home, name), text);
      }
      await succeeds(GENERATE, '--types');
      await succeeds(GENERATE);
      await succeeds('node_modules/eslint/bin/eslint.js', 'subgraphs/pingchang', '--max-warnings', '0');
      await succeeds('node_modules/typescript/bin/tsc', '-p', '.');
      const port = String(await freePort());
      const zone = start('subgraphs/run.ts', ['pingchang'], { ZONE_PORT: port, DATABASE_URL: 'sqlite::memory:' });
      await zone.prints('zone ready');
      await expect(data(`http://127.0.0.1:${port}/graphql`, '{ pingchang { specialties { name } } }')).resolves.toEqual(
        {
          pingchang: { specialties: [] },
        },
      );
      await expect(zone.stop('SIGTERM')).resolves.toBe(0);
    },
    SLOW,
  );
});
