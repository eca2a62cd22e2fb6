/** Who may import whom, checked on the sources themselves, so that the walls hold without the linter too. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/processes.ts';

interface Wall {
  readonly inside: RegExp;
  /** Project files that may be imported. */
  readonly may: RegExp;
  /** Packages that may not be. */
  readonly notPackages?: RegExp;
}

/** The first wall whose `inside` fits decides. */
const WALLS: readonly Wall[] = [
  { inside: /^schema\//, may: /^schema\// },
  { inside: /^infra\/runtime\//, may: /^infra\/runtime\// },
  { inside: /^infra\/cli\//, may: /^(infra|schema)\// },
  { inside: /^gateway\//, may: /^(gateway|schema|infra\/runtime)\// },
  { inside: /^subgraphs\/kit\//, may: /^(subgraphs\/kit|schema|infra\/runtime)\// },
  { inside: /^subgraphs\/run\.ts$/, may: /^(subgraphs\/kit|schema|infra\/runtime)\// },
  {
    inside: /^subgraphs\/core\/\w+\/rules\//,
    may: /^(subgraphs\/core\/\w+\/rules|schema)\//,
    notPackages: /^(typeorm|graphql|@apollo|mysql2|better-sqlite3|node:)/,
  },
  {
    inside: /^subgraphs\/core\/(?<own>\w+)\//,
    may: /^(subgraphs\/core\/($<own>\/.*|generated\.ts|\w+\/service\.ts)|subgraphs\/kit\/index\.ts|schema\/.*)$/,
  },
  { inside: /^subgraphs\/(?<own>\w+)\//, may: /^(subgraphs\/($<own>\/.*|kit\/index\.ts)|schema\/.*)$/ },
];

const IMPORT = /(?:from|import\()\s*'([^']+)'/g;

interface Import {
  readonly file: string;
  readonly target: string;
}

function sources(): string[] {
  return ['gateway', 'infra', 'schema', 'subgraphs'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('generated.ts'))
      .map((name) => path.posix.join(folder, name)),
  );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier,
  }));
}

function breaks({ file, target }: Import): boolean {
  const wall = WALLS.find(({ inside }) => inside.test(file));
  if (!wall) return true;
  const ours = /^(gateway|infra|schema|subgraphs|test)\//.test(target);
  if (!ours) return wall.notPackages?.test(target) ?? false;
  const own = wall.inside.exec(file)?.groups?.['own'] ?? '';
  return !new RegExp(wall.may.source.replaceAll('$<own>', own)).test(target);
}

describe('the walls', () => {
  test('are kept by every source file', () => {
    const imports = sources().flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.filter(breaks)).toEqual([]);
  });

  test.each([
    ['schema/zones.ts', 'infra/runtime/env.ts'],
    ['infra/runtime/http.ts', 'schema/zones.ts'],
    ['gateway/server.ts', 'subgraphs/kit/index.ts'],
    ['gateway/server.ts', 'infra/cli/start.ts'],
    ['subgraphs/kit/seed.ts', 'subgraphs/bazhou/zone.ts'],
    ['subgraphs/bazhou/zone.ts', 'subgraphs/enyang/entities.ts'],
    ['subgraphs/bazhou/zone.ts', 'subgraphs/core/standard/service.ts'],
    ['subgraphs/bazhou/zone.ts', 'subgraphs/kit/seed.ts'],
    ['subgraphs/core/consolidation/resolvers.ts', 'subgraphs/core/standard/resolvers.ts'],
    ['subgraphs/core/consolidation/rules/figure.ts', 'typeorm'],
    ['subgraphs/core/consolidation/rules/figure.ts', 'subgraphs/kit/index.ts'],
    ['elsewhere/new.ts', 'schema/zones.ts'],
  ])('%s may not import %s', (file, target) => {
    expect(breaks({ file, target })).toBe(true);
  });
});

describe('the environment', () => {
  test('is read in one place only', () => {
    const readers = sources().filter((file) => /process\.env\b/.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(readers).toEqual(['infra/runtime/env.ts']);
  });
});
