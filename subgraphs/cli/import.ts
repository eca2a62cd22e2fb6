/** Takes a file into a zone's draft, or into its register of enterprises: `npm run import -- bazhou FILE --form F --period P`. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { reasonOf, runMain, UsageError } from '../../infra/runtime/startup-error.ts';
import { STANDARD } from '../../schema/standard.ts';
import { ZONES } from '../../schema/zones.ts';
import type { DraftRuntime } from '../kit/context.ts';
import { importRegister } from '../kit/enterprises/import.ts';
import type { ActionOutcome } from '../kit/returns/action.ts';
import type { CellChange } from '../kit/returns/changes.ts';
import { importFile, type FileSource } from '../kit/returns/import.ts';
import { listed, MAX_LISTED, type Problem, type ValidationProblem } from '../kit/returns/problems.ts';
import { returnVersion } from '../kit/returns/store.ts';
import { openZone, parsed, pathGiven, returnNamed } from './programs.ts';
import { agreed, changeLine, isAtTerminal, lineOf, MAX_CHANGES, Progress, say, type Told } from './told.ts';

const HELP = `npm run import -- ZONE FILE --form FORM --period PERIOD      导入报表草稿 / a file into the zone's draft
npm run import -- ZONE FILE --register                       导入企业名录 / enterprises into its register
  ZONE        区,其一 / one of: ${ZONES.map((zone) => `${zone.code} ${zone.name}`).join(', ')}
  FILE        文件 / CSV (UTF-8, GB18030), XLSX
  --form      报表,其一 / one of: ${STANDARD.forms.map((form) => `${form.code} ${form.name}`).join(', ')}
  --period    时期 / period: 2024-07, 2024-Q3, 2021-01-01/..
  --dry-run   只检查,不写入 / only check and say what would be changed
  --yes, -y   不再询问 / write without asking; needed where nobody can be asked
  --register  列 / columns: 统一社会信用代码 uscc, 企业名称 name, 行业代码 industry, 区块 block, 入区日期 enteredOn;
              可加 / as you like: 迁入日期 movedOn (换区块时必填 / needed for a move), 离区日期 leftOn, 备注 note, 校验位说明 checkDigitNote
  --json      输出 JSON / one JSON object on stdout
先检查整份文件,逐格指出问题;全部导入,或一格不动;区可照常运行
All of the file is checked first and every fault is told with its cell; it is taken over whole, or not at all.
The zone may be running meanwhile. DATABASE_URL, DATA_DIR, CORE_URL, REGISTERED_KEYS_DIR: see "Settings" in README.md
Exit code: 0 done, 1 faults (nothing was changed), 2 wrong usage / 退出码:0 完成,1 有误未改,2 用法不对
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  form: { type: 'string' },
  period: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  register: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

interface Asked {
  readonly file: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

await runMain(async () => {
  const { values, positionals } = parsed({ allowPositionals: true, options: OPTIONS });
  const [code, name, ...surplus] = positionals;
  if (values.help === true) return void process.stdout.write(HELP);
  if (code === undefined || name === undefined || surplus.length > 0) {
    process.stderr.write(HELP);
    process.exitCode = 2;
    return;
  }
  const { form, period, register } = values;
  const of = form === undefined || period === undefined ? undefined : returnNamed({ form, period });
  if (register === (of !== undefined))
    throw new UsageError(
      '请给 --form 与 --period,或 --register / give --form and --period, or --register;见 / see --help',
    );
  const asked = { file: await readable(name), dryRun: values['dry-run'], yes: values.yes, json: values.json };
  const zone = await openZone(code);
  try {
    if (!asked.dryRun && !asked.yes && !isAtTerminal()) {
      throw new UsageError('此处无人可问,请给 --yes 或 --dry-run / nobody can be asked here: give --yes to write, or --dry-run;见 / see --help'); // prettier-ignore
    }
    const done = of ? await intoDraft(zone, of, asked) : await intoRegister(zone, asked);
    process.exitCode = done ? 0 : 1;
  } finally {
    await zone.database.destroy();
  }
});

async function readable(name: string): Promise<string> {
  const file = pathGiven(name);
  try {
    await access(file, constants.R_OK);
    if ((await stat(file)).isFile()) return file;
  } catch (error) {
    throw new UsageError(`读不了 ${file} / it cannot be read (${reasonOf(error)})`);
  }
  throw new UsageError(`${file} 不是文件 / is no file (a folder?)`);
}

async function intoDraft(zone: DraftRuntime, of: { form: string; period: string }, asked: Asked): Promise<boolean> {
  const source = await sourceOf(asked.file);
  const version = await returnVersion(zone.database, of);
  const changes: CellChange[] = [];
  const run = async (dryRun: boolean): Promise<[ActionOutcome, readonly Problem[]]> => {
    const progress = new Progress();
    let all: readonly Problem[] = [];
    if (dryRun) changes.length = 0; // it may be done anew, when another was quicker
    const options = {
      progress: (rows: number) => progress.tell(rows),
      found: (found: readonly Problem[]) => (all = found),
      ...(dryRun && {
        changes: (some: readonly CellChange[]) => {
          changes.push(...some.slice(0, MAX_CHANGES - changes.length));
          return changes.length < MAX_CHANGES;
        },
      }),
      validate: asked.dryRun || !asked.yes, // otherwise it is validated when it has been written
    };
    const outcome = await importFile(zone, { ...of, version, key: randomUUID(), dryRun }, source, options);
    progress.end();
    return [outcome, all.length > 0 ? all : outcome.problems];
  };
  const [tried, problems] = await run(true);
  const sound = tried.problems.every(({ severity }) => severity !== 'ERROR');
  const facts = `${tried.file?.rows ?? 0} 行,${tried.file?.cells ?? 0} 格 / rows, cells`;
  if (!asked.json) tell(problems, facts);
  if (!asked.json && sound) tellChanges(changes, tried.changed);
  const wanted = sound && !asked.dryRun && (await mayWrite(asked, `${tried.changed} 格将改动 / cells will be changed`));
  const [outcome, found] = wanted ? await run(false) : [tried, problems];
  const findings = outcome.file?.findings ?? [];
  if (asked.json) {
    say(
      JSON.stringify({
        zone: zone.zone,
        ...outcome,
        file: undefined,
        ...outcome.file,
        problems: found,
        findings,
        changes,
      }),
    );
  } else {
    if (wanted) tell(outcome.problems.filter(({ severity }) => severity === 'ERROR'));
    tellFindings(findings);
    say(closing(outcome, wanted, sound));
  }
  return asked.dryRun ? sound : outcome.done;
}

function closing({ done, changed, version, state }: ActionOutcome, wanted: boolean, sound: boolean): string {
  if (done)
    return `已写入 ${changed} 格;第 ${version} 版,${state} / written: ${changed} cells; version ${version}, ${state}`;
  if (!sound || wanted) return '文件未导入,什么也没有改动 / nothing was imported, and nothing changed';
  return `未写入;将改动 ${changed} 格 / nothing was written; ${changed} cells would be changed`;
}

async function sourceOf(file: string): Promise<FileSource> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(bytesOf(chunk));
  return { sha256: hash.digest('hex'), name: file, open: () => createReadStream(file) };
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('a file is read in bytes');
}

async function intoRegister({ zone, database }: DraftRuntime, asked: Asked): Promise<boolean> {
  const run = async (dryRun: boolean) => {
    const progress = new Progress();
    const options = { dryRun, name: asked.file, progress: (rows: number) => progress.tell(rows) };
    const outcome = await importRegister(database, createReadStream(asked.file), options);
    progress.end();
    return outcome;
  };
  const tried = await run(true);
  const sound = tried.errors === 0;
  const placed = ({ column, ...each }: (typeof tried.problems)[number]): Told => ({
    ...each,
    column: column?.letter ?? null,
  });
  if (!asked.json) tell(tried.problems.map(placed), `${tried.rows} 行 / rows`);
  const would = `新增 ${tried.added},改动 ${tried.changed},不变 ${tried.unchanged} / added, changed, unchanged`;
  const wanted = sound && !asked.dryRun && (await mayWrite(asked, would));
  const outcome = wanted ? await run(false) : tried;
  const { done, added, changed, unchanged, problems } = outcome;
  if (asked.json) say(JSON.stringify({ zone, dryRun: asked.dryRun, ...outcome, problems: problems.map(placed) }));
  else if (done) say(`已登记:新增 ${added},改动 ${changed},不变 ${unchanged} / registered: added, changed, unchanged`);
  else say(sound ? `未写入;${would}` : '文件未导入,什么也没有改动 / nothing was imported, and nothing changed');
  return asked.dryRun ? sound : done;
}

function tell(problems: readonly Told[], facts?: string): void {
  const count = (severity: string): number => problems.filter((each) => each.severity === severity).length;
  for (const each of problems) say(lineOf(each));
  if (facts !== undefined) {
    say(`${facts};错误 ${count('ERROR')},警告 ${count('WARNING')} / errors, warnings`);
  }
}

function tellChanges(changes: readonly CellChange[], changed: number): void {
  if (changes.length === 0) return;
  say('将改动的格 / cells that will be changed:');
  for (const each of changes) say(changeLine(each));
  if (changed > changes.length) say(`  另有 ${changed - changes.length} 格 / more`);
}

function tellFindings(findings: readonly ValidationProblem[]): void {
  if (findings.length === 0) return;
  say('审核 / validation finds in the draft:');
  for (const each of listed(findings)) say(lineOf(each));
  const more = findings.length - MAX_LISTED;
  if (more > 0) say(`  另有 ${more} 条,见 --json / ${more} more; see --json`);
}

async function mayWrite({ yes }: Asked, would: string): Promise<boolean> {
  return yes || agreed(`${would}。写入?/ Write it?`);
}
