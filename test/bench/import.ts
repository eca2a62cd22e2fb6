/** What a file costs on its way in and out: `npm run import` and `npm run export` as processes, at two sizes. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findForm } from '../../schema/forms.ts';
import { openOwnDatabase } from '../../subgraphs/kit/database/prepare.ts';
import { definition } from '../support/zone.ts';
import type { Benchmark, Outcome } from './benchmark.ts';
import { databases } from './databases.ts';
import { FORM, register } from './enterprise-figures.ts';
import { ROOT, type Stage } from './tools/stage.ts';
import { rounded } from './tools/summary.ts';
import { table } from './tools/table.ts';

const ZONES = ['nanjiang', 'tongjiang'] as const; // one database a size
const ROWS = [10_000, 100_000];
const PERIOD = '2024-02';
const ASKED = ['--form', FORM, '--period', PERIOD];

export const importing: Benchmark = {
  name: 'import',
  about: `a file of ${ROWS.join(' and ')} enterprises' figures in and out from the shell: time, rows/s, memory`,
  contenders: [],
  run: async (stage, options, say): Promise<Outcome> => {
    const folder = stage.temporaryFolder();
    const ofZone = await databases(stage, options.database);
    const results = [];
    for (const [at, rows] of ROWS.entries()) {
      say(`${rows} rows`);
      const zone = ZONES[at] ?? ZONES[0];
      const { DATABASE_URL = `sqlite:${path.join(folder, `${zone}.db`)}` } = ofZone(zone);
      results.push({ rows, ...(await measure(stage, zone, DATABASE_URL, rows)) });
    }
    const [small = {}, large = {}] = results;
    const shown = Object.keys(large).map((name) => [
      name,
      ...[small, large].map((each) => String(Reflect.get(each, name))),
    ]);
    return {
      text: table([options.database, '1/10', 'whole'], shown),
      json: { database: options.database, results },
      failed: false,
    };
  },
};

async function measure(stage: Stage, zone: string, url: string, rows: number): Promise<Record<string, number | null>> {
  const indicators = findForm(FORM)?.indicators ?? [];
  const { database } = await openOwnDatabase(await definition(zone), url);
  const usccs = await register(database, Math.ceil(rows / indicators.length));
  await database.destroy();
  const folder = stage.temporaryFolder();
  const [csv, xlsx] = ['csv', 'xlsx'].map((kind) => path.join(folder, `figures.${kind}`));
  if (csv === undefined || xlsx === undefined) throw new TypeError('two files');
  const lines = usccs.flatMap((uscc, n) => indicators.map((each, at) => `${uscc},${each},${(n % 977) + at + 1}`));
  await writeFile(csv, ['企业,指标代码,数值', ...lines.slice(0, rows)].join('\n'));
  const run = (program: string, args: readonly string[]) => timed(program, [zone, ...args], { DATABASE_URL: url });
  const bare = await run('export', ['--help']);
  const checked = await run('import', [csv, ...ASKED, '--dry-run']);
  const written = await run('import', [csv, ...ASKED, '--yes']);
  const again = await run('import', [csv, ...ASKED, '--yes']);
  const exported = await run('export', [...ASKED, '--out', xlsx]);
  const back = await run('import', [xlsx, ...ASKED, '--yes']);
  rmSync(folder, { recursive: true });
  const figures = {
    'dry run: ms': checked.ms,
    'import (checked, written, validated): ms': written.ms,
    'import: rows/s': (rows / (written.ms - bare.ms)) * 1000,
    'import: peak RSS MB': written.rssMb,
    'the same file again: ms': again.ms,
    'export as XLSX: ms': exported.ms,
    'export: peak RSS MB': exported.rssMb,
    'XLSX back in: ms': back.ms,
    'XLSX: peak RSS MB': back.rssMb,
    'of all: a process that does nothing, ms': bare.ms,
  };
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, rounded(figure, 0)]));
}

const LOOK_MS = 20;

/** How long a program takes, and the most memory that the kernel has seen it use. */
function timed(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ ms: number; rssMb: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'subgraphs', 'cli', `${program}.ts`), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', CORE_URL: 'http://127.0.0.1:9', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  let rssMb = 0;
  const looking = setInterval(() => {
    try {
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1];
      rssMb = Math.max(rssMb, Number(peak ?? 0) / 1024);
    } catch {
      // it has just ended
    }
  }, LOOK_MS);
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      clearInterval(looking);
      if (code === 0) resolve({ ms: performance.now() - start, rssMb });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? 'a signal'}: ${errors.slice(-500)}`));
    });
  });
}
