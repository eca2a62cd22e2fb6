/** Importing and exporting from the shell, beside the running zone. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeOnEachDatabase } from '../support/databases.ts';
import { freePort } from '../support/ports.ts';
import { run, temporaryFolder, type Program } from '../support/processes.ts';
import { actor, cells, FORM } from '../support/returns.ts';
import { uscc } from '../zone/enterprises.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

function fileOf(name: string, lines: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, lines.join('\n'));
  return file;
}

const CSV = ['指标代码,数值,单位乘数', ...cells().map((each) => `${each.indicator},${each.value},${each.unitMult}`)];
const INDICATORS = ['OPERATING_REVENUE', 'OPERATING_REVENUE_YTD', 'INDUSTRIAL_OUTPUT', 'INDUSTRIAL_OUTPUT_YTD', 'TAX_REVENUE', 'TAX_REVENUE_YTD', 'EMPLOYEES']; // prettier-ignore
const register = (count: number): string[] => [
  '统一社会信用代码,企业名称,行业,区块,入园日期',
  ...Array.from({ length: count }, (_, n) => `${uscc(n)},企业${n},1310,bazhou-industrial,2021/3/1`),
];
const figures = (count: number): string[] => [
  '企业,指标代码,数值',
  ...Array.from({ length: count }, (_, n) => INDICATORS.map((each) => `${uscc(n)},${each},${n + 1}`)).flat(),
];

describeOnEachDatabase('npm run import and export', (engine) => {
  let env: Record<string, string>;
  let zone: Program;
  let url: string;

  beforeAll(async () => {
    const port = String(await freePort());
    env = {
      ZONE_PORT: port,
      DATABASE_URL: await engine.newDatabase(),
      DATA_DIR: folder,
      CORE_URL: 'http://127.0.0.1:9',
    };
    url = `http://127.0.0.1:${port}/graphql`;
    zone = run('subgraphs/run.ts', ['bazhou'], { env });
    await zone.prints('zone ready');
  });
  afterAll(() => zone.stop());

  const { read, act } = actor(() => url);
  const shell = async (program: string, args: readonly string[], more: Record<string, string> = {}) => {
    const ran = run(`subgraphs/cli/${program}.ts`, ['bazhou', ...args], { env: { ...env, ...more } });
    const { code } = await ran.exited;
    return { code, output: ran.output(), errors: ran.errors() };
  };
  const monthly = (period: string): string[] => ['--form', FORM, '--period', period];

  test('tells every fault with its cell, and writes nothing', async () => {
    const wrong = Array.from({ length: 600 }, (_, n) => `NO_SUCH_${n},,x`);
    const file = fileOf('wrong.csv', ['indicator,block,value', ...wrong]);
    const { code, output } = await shell('import', [file, ...monthly('2024-02'), '--yes']);
    expect(code).toBe(1);
    expect(
      output.split('\n').filter((line) => /^ {2}CSV!A\d+ {2}错误 ERROR UNKNOWN_INDICATOR: 本表没有/.test(line)),
    ).toHaveLength(600);
    expect(output).toContain('什么也没有改动 / nothing was imported');
    expect(await read('2024-02', '{ state version }')).toEqual({ state: 'DUE', version: 0 });
  });

  test('checks, writes with --yes while the zone runs, and the second time changes nothing', async () => {
    const file = fileOf('right.csv', CSV);
    const tried = await shell('import', [file, ...monthly('2024-03'), '--dry-run']);
    expect(tried).toMatchObject({ code: 0, output: expect.stringContaining('将改动 7 格') });
    expect(tried.output).toContain('  TAX_REVENUE: 无 / none → 0.11×10^8 CNY\n');
    expect(await read('2024-03', '{ version }')).toEqual({ version: 0 });
    const done = await shell('import', [file, ...monthly('2024-03'), '--yes', '--json']);
    expect(done.code).toBe(0);
    const facts = { zone: 'bazhou', done: true, changed: 7, version: 1, state: 'DRAFT', errors: 0, problems: [] };
    expect(JSON.parse(done.output)).toMatchObject({ ...facts, rows: 8, cells: 7 });
    const again = await shell('import', [file, ...monthly('2024-03'), '-y']);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('已写入 0 格;第 1 版') });
    expect(again.output).not.toContain('将改动的格');
    const other = fileOf(
      'other.csv',
      CSV.map((line) => line.replace(/^TAX_REVENUE,.*/, 'TAX_REVENUE,,0')),
    );
    const changing = await shell('import', [other, ...monthly('2024-03'), '--dry-run']);
    expect(changing.output).toContain('cells that will be changed:\n  TAX_REVENUE: 0.11×10^8 CNY → 缺 / missing [L]\n');
    expect(await act('saveObservations', { period: '2024-03', version: 1, observations: cells() })).toMatchObject({
      changed: 0,
    });
  });

  test('shows what validation finds in the draft', async () => {
    const file = fileOf('odd.csv', ['indicator,value', 'TAX_REVENUE,900', 'OPERATING_REVENUE,100']);
    const { code, output } = await shell('import', [file, ...monthly('2024-04'), '--yes']);
    expect(code).toBe(0);
    expect(output).toMatch(/TAX_REVENUE {2}错误 ERROR TAX_WITHIN_REVENUE: .* \/ .*exceeds/);
    expect(output).toMatch(/警告 WARNING MISSING/);
  });

  test.each(['xlsx', 'csv'])('an exported %s comes back unchanged', async (kind) => {
    const out = path.join(folder, `${engine.name}.${kind}`);
    const exported = await shell('export', [...monthly('2024-03'), '--out', out, ...(kind === 'csv' ? ['--csv'] : [])]);
    expect(exported).toMatchObject({ code: 0, output: expect.stringContaining('已导出 7 格') });
    const back = await shell('import', [out, ...monthly('2024-03'), '--yes', '--json']);
    expect(JSON.parse(back.output)).toMatchObject({ done: true, cells: 7, changed: 0, version: 1, problems: [] });
    expect(await shell('export', [...monthly('2024-03'), '--out', out])).toMatchObject({ code: 2 });
    const other = await shell('import', [out, ...monthly('2024-05'), '--yes']);
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining('OTHER_FORM') });
  });

  test('what was submitted is exported where there is no draft', async () => {
    const out = path.join(folder, `${engine.name}-paper.csv`);
    const paper = ['--form', 'CUMULATIVE_SINCE_2021', '--period', '2021-01-01/..'];
    const { code, output } = await shell('export', [...paper, '--csv', '--out', out]);
    expect([code, output]).toEqual([0, expect.stringContaining('已导出 14 格')]);
    const tried = await shell('import', [out, ...paper, '--dry-run']);
    expect(tried).toMatchObject({ code: 1, output: expect.stringContaining('OFFICE_UNREACHABLE') }); // it was submitted, and no core is up
  });

  test('registers enterprises, and takes and gives their form', async () => {
    const before = await shell('import', [fileOf('f.csv', figures(3)), ...ENTERPRISES, '--yes']);
    expect(before).toMatchObject({ code: 1, output: expect.stringContaining('CSV!A2  错误 ERROR NOT_REGISTERED') });
    const wrong = [
      ...register(3),
      `${uscc(0)},再来,C13,bazhou-industrial,2021-01-01`,
      `${uscc(5)},,C99,nowhere,昨天`,
      `${uscc(6)},#REF!,C99,,2021-01-01`,
    ];
    const refused = await shell('import', [fileOf('r.csv', wrong), '--register', '--yes']);
    expect(refused.code).toBe(1);
    const found = ['CSV!A5  错误 ERROR DUPLICATE_ENTRY', 'CSV!B6  错误 ERROR NAME_MISSING', 'CSV!C6  错误 ERROR INDUSTRY_UNKNOWN', 'CSV!D6  错误 ERROR BLOCK_UNKNOWN', 'CSV!E6  错误 ERROR DAY_MALFORMED', 'CSV!C7  错误 ERROR INDUSTRY_UNKNOWN', 'CSV!D7  错误 ERROR BLOCK_MISSING']; // prettier-ignore
    for (const line of found) expect(refused.output).toContain(line);
    const done = await shell('import', [fileOf('r.csv', register(3)), '--register', '--yes', '--json']);
    expect(JSON.parse(done.output)).toMatchObject({ done: true, rows: 4, added: 3, changed: 0, problems: [] });
    const same = await shell('import', [fileOf('r.csv', register(3)), '--register', '--yes', '--json']);
    expect(JSON.parse(same.output)).toMatchObject({ done: true, added: 0, changed: 0, unchanged: 3 });

    const elsewhere = ['uscc,name,industry,block,enteredOn,movedOn', `${uscc(0)},企业0,1310,bazhou-panxing,2021/3/1,2024年8月1日`]; // prettier-ignore
    const noDay = await shell('import', [fileOf('m.csv', elsewhere.map((line) => line.replace(/,[^,]*$/, ''))), '--register', '-y']); // prettier-ignore
    expect(noDay).toMatchObject({
      code: 1,
      output: expect.stringMatching(/CSV!D2 .*BLOCK_DIFFERS: .*迁入日期.*movedOn/),
    });
    for (const changed of [1, 0]) {
      const moved = await shell('import', [fileOf('m.csv', elsewhere), '--register', '-y', '--json']);
      expect(JSON.parse(moved.output)).toMatchObject({ done: true, changed, unchanged: 1 - changed, problems: [] });
    }

    const out = path.join(folder, `${engine.name}-enterprises.xlsx`);
    const empty = await shell('export', [...ENTERPRISES, '--empty', '--out', out]);
    expect(empty).toMatchObject({ code: 0, output: expect.stringContaining('已导出 21 格') });
    const named = path.join(folder, `${engine.name}-named.csv`);
    await shell('export', ['--form', 'ENTERPRISE_MONTHLY', '--period', '2024-08', '--empty', '--csv', '--out', named]);
    const lines = readFileSync(named, 'utf8').split('\r\n');
    expect(lines[3]).toContain('企业 enterprise,企业名称 enterpriseName');
    expect([lines[4], lines[11]]).toEqual([
      expect.stringContaining(`,bazhou-panxing,${uscc(0)},企业0,`), // where it moved
      expect.stringContaining(`,bazhou-industrial,${uscc(1)},企业1,`),
    ]);
    const taken = await shell('import', [
      named,
      '--form',
      'ENTERPRISE_MONTHLY',
      '--period',
      '2024-08',
      '--yes',
      '--json',
    ]);
    expect(JSON.parse(taken.output)).toMatchObject({ done: true, cells: 21, problems: [] });

    const filled = await shell('import', [fileOf('f.csv', figures(3)), ...ENTERPRISES, '--yes', '--json']);
    expect(JSON.parse(filled.output)).toMatchObject({ done: true, changed: 21, version: 1, changes: { length: 20 } });
    const mended = fileOf('g.csv', figures(3).map((line) => line.replace(`${uscc(1)},TAX_REVENUE,2`, `${uscc(1)},TAX_REVENUE,5`))); // prettier-ignore
    const { output: shown } = await shell('import', [mended, ...ENTERPRISES, '--dry-run']);
    expect(shown).toContain(`changed:\n  ${uscc(1)} TAX_REVENUE: 2 CNY → 5 CNY\n`);
    const again = path.join(folder, `${engine.name}-filled.xlsx`);
    await shell('export', [...ENTERPRISES, '--out', again]);
    const back = await shell('import', [again, ...ENTERPRISES, '--yes', '--json']);
    expect(JSON.parse(back.output)).toMatchObject({ done: true, cells: 21, changed: 0, version: 1 });
  });

  test('a file that is called a workbook and is none is told as damaged', async () => {
    for (const args of [monthly('2024-02'), ['--register']]) {
      const { code, output } = await shell('import', [fileOf('right.xlsx', CSV), ...args, '--yes']);
      expect([code, output]).toEqual([1, expect.stringContaining('ERROR FILE_DAMAGED: 不是完好的 .xlsx')]);
    }
  });

  test('wrong usage is one line and exit code 2', async () => {
    const file = fileOf('right.csv', CSV);
    for (const [args, line] of [
      [[file, ...monthly('2024-06')], /^yihe: 此处无人可问.*nobody can be asked here: give --yes/],
      [[file, '--form', FORM, '--yes'], /^yihe: 请给.*give --form and --period, or --register/],
      [[file, '--form', 'NO_SUCH', '--period', '2024-06', '-y'], /^yihe: 没有报表 \/ no form NO_SUCH/],
      [[file, ...monthly('2024-01'), '-y'], /^yihe: .*does not ask for 2024-01/],
      [['nowhere.csv', ...monthly('2024-06'), '-y'], /^yihe: 读不了 .*nowhere\.csv .*cannot be read \(ENOENT\)/],
      [['.', ...monthly('2024-06'), '--dry-run'], /^yihe: .* 不是文件 \/ is no file/],
      [[file, '--form', FORM, '--period', '2024-6'], /^yihe: .*2024-6.*月 month 2024-06/],
      [['nowhere.csv', ...monthly('2024-06')], /^yihe: 读不了/],
      [[file, '--fast'], /^yihe: .*--fast/],
    ] as const) {
      const refused = await shell('import', args);
      expect(refused.code).toBe(2);
      expect(refused.errors).toMatch(line);
      expect(refused.errors.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});

const ENTERPRISES = ['--form', 'ENTERPRISE_MONTHLY', '--period', '2024-07'];

test('100,000 rows are streamed: in a small heap, while the zone goes on answering', async () => {
  const port = String(await freePort());
  const env = {
    ZONE_PORT: port,
    DATA_DIR: path.join(folder, 'long'),
    DATABASE_URL: `sqlite:${path.join(folder, 'long.db')}`,
  };
  const zone = run('subgraphs/run.ts', ['bazhou'], { env });
  await zone.prints('zone ready');
  const list = run('subgraphs/cli/import.ts', ['bazhou', fileOf('long.csv', register(14_286)), '--register', '-y'], {
    env,
  });
  expect(await list.exited).toMatchObject({ code: 0 });
  // What the process needs without a file is about 60 MB of it; the keys of cells, to find doubles by, about 25 MB.
  const small = { ...env, NODE_OPTIONS: '--max-old-space-size=100' };
  const file = fileOf('figures.csv', figures(14_286));
  const taken = run('subgraphs/cli/import.ts', ['bazhou', file, ...ENTERPRISES, '-y', '--json'], { env: small });
  const waits: number[] = [];
  const { read } = actor(() => `http://127.0.0.1:${port}/graphql`);
  while (taken.child.exitCode === null) {
    const start = performance.now();
    await read('2024-07', '{ state }');
    waits.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await taken.exited).toMatchObject({ code: 0 });
  expect(JSON.parse(taken.output())).toMatchObject({ done: true, rows: 100_003, changed: 100_002, version: 1 });
  expect(taken.errors()).toContain('已读 100001 行 / rows read: 100001');
  expect(Math.max(...waits)).toBeLessThan(2_000);
  await zone.stop();
}, 180_000);
