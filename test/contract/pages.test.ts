import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { composeSupergraph, publicApi } from '../../schema/compose.ts';
import { ERROR_CODES, errorCodesPage, isErrorCode } from '../../schema/error-codes.ts';
import { registrySdl } from '../../schema/registry.ts';
import { ROOT, run } from '../support/processes.ts';

const read = (...names: string[]): string => readFileSync(path.join(ROOT, ...names), 'utf8');

describe('the committed pages', () => {
  test('are what their sources give', () => {
    const supergraph = composeSupergraph();
    expect(read('schema', 'registry.graphql')).toBe(registrySdl());
    expect(read('schema', 'supergraph.graphql')).toBe(supergraph);
    expect(read('schema', 'api.graphql')).toBe(publicApi(supergraph));
    expect(read('schema', 'error-codes.md')).toBe(errorCodesPage());
  });

  test('every registered error code is used somewhere', () => {
    const text = ['gateway', 'infra/runtime', 'subgraphs', 'schema']
      .flatMap((folder) =>
        readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts') && !name.endsWith('error-codes.ts'))
          .map((name) => read(folder, name)),
      )
      .join('\n');
    const byApollo = ['GRAPHQL_', 'OPERATION_', 'PERSISTED_', 'BAD_USER_INPUT'];
    const unused = Object.keys(ERROR_CODES).filter(
      (code) => !text.includes(`'${code}'`) && !byApollo.some((each) => code.startsWith(each)),
    );
    expect(unused).toEqual([]);
  });

  test('every code that the HTTP layer answers is registered', () => {
    const text = ['http.ts', 'apollo.ts'].map((name) => read('infra', 'runtime', name)).join('\n');
    const codes = [...text.matchAll(/(?:fault\(\d+, |refused\()\s*'([A-Z_]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !isErrorCode(code))).toEqual([]);
  });
});

describe('every command', () => {
  test.each([
    ['infra/cli/start.ts', 'npm start'],
    ['infra/cli/generate.ts', 'npm run compose'],
    ['infra/cli/new-zone.ts', 'npm run new-zone'],
    ['subgraphs/run.ts', 'npm run zone'],
    ['subgraphs/cli/import.ts', 'npm run import'],
    ['subgraphs/cli/export.ts', 'npm run export'],
    ['subgraphs/cli/demo-data.ts', 'npm run demo:data'],
    ['gateway/main.ts', 'npm run gateway'],
    ['test/bench/run.ts', 'npm run bench'],
  ])('%s explains itself with --help', async (program, usage) => {
    const help = run(program, ['--help']);
    expect((await help.exited).code).toBe(0);
    expect(help.output()).toContain(usage);
  });

  test('an unknown option or zone is one clear line', async () => {
    for (const [program, args, line, code = 1] of [
      ['subgraphs/run.ts', ['nowhere'], /^yihe: no zone is called nowhere; the zones are core, bazhou/],
      ['subgraphs/run.ts', ['bazhou', '--fast'], /^yihe: .*--fast/],
      ['subgraphs/cli/demo-data.ts', ['nowhere'], /^yihe: 没有区.*no zone is called nowhere/, 2],
      [
        'subgraphs/cli/demo-data.ts',
        ['--year', 'x'],
        /^yihe: --year: 应为 2021 至 2099 的整数 \/ must be a whole number from 2021 to 2099;/,
        2,
      ],
      ['subgraphs/cli/demo-data.ts', ['--year', '2099'], /^yihe: 2099 年尚无时期结束.*nothing was written/, 1],
      ['subgraphs/cli/import.ts', ['nowhere', 'package.json', '--register'], /^yihe: 没有区.*there are: core/, 2],
      ['gateway/main.ts', ['--port', 'x'], /^yihe: --port must be a port number/],
      ['gateway/main.ts', ['--supergraph', 'package.json'], /^yihe: package\.json is no supergraph/],
      ['gateway/main.ts', ['--supergraph', 'nowhere'], /^yihe: the supergraph nowhere cannot be read \(ENOENT\)/],
    ] as const) {
      const refused = run(program, [...args]);
      expect((await refused.exited).code).toBe(code);
      expect(refused.errors()).toMatch(line);
      expect(refused.errors().trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
