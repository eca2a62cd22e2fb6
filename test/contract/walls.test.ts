/**
 * Who may import whom, read off the syntax tree of the sources, so that the walls hold without the linter and for every way
 * of importing. eslint.config.js says the same while one types.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { ROOT } from '../support/processes.ts';

interface Wall {
  readonly inside: RegExp;
  /** Project files that may be imported; $<own> is what `inside` named so. */
  readonly may: RegExp;
  /** Packages that may be. */
  readonly packages: RegExp;
}

const ANY = /./;
/** What a district needs of others' packages: the kit's types are built on these. */
const FOR_DISTRICTS = /^(typeorm|dataloader|graphql|zod)$/;

/** The first wall whose `inside` fits decides. */
const WALLS: readonly Wall[] = [
  {
    inside: /^schema\//,
    may: /^schema\//,
    packages:
      /^(graphql|zod|big\.js|@marcbachmann\/cel-js|node:fs|node:path|@apollo\/(composition|federation-internals))$/,
  },
  { inside: /^infra\/runtime\//, may: /^infra\/runtime\//, packages: ANY },
  { inside: /^infra\/cli\//, may: /^(infra|schema)\//, packages: ANY },
  { inside: /^gateway\//, may: /^(gateway|schema|infra\/runtime)\//, packages: ANY },
  {
    inside: /^subgraphs\/kit\/validation\//,
    may: /^(subgraphs\/kit\/(validation\/.*|statistics\/written\.ts)|schema\/.*)$/,
    packages: /^(zod|big\.js)$/,
  },
  { inside: /^subgraphs\/kit\//, may: /^(subgraphs\/kit|schema|infra\/runtime)\//, packages: ANY },
  {
    inside: /^subgraphs\/(run|cli\/[a-z-]+)\.ts$/,
    may: /^(subgraphs\/((kit|cli)\/.*|load-zone\.ts)|(schema|infra\/runtime)\/.*)$/,
    packages: ANY,
  },
  {
    inside: /^subgraphs\/load-zone\.ts$/,
    may: /^(subgraphs\/kit|schema|infra\/runtime)\/|^<computed>$/,
    packages: ANY,
  },
  {
    inside: /^subgraphs\/core\/\w+\/rules\//,
    may: /^(subgraphs\/core\/\w+\/rules\/.*|schema\/(standard|gap-reasons|obs-status|forms|period|return-states|zones)\.ts)$/,
    packages: /^(zod|big\.js|node:crypto)$/, // a hash is arithmetic too
  },
  {
    inside: /^subgraphs\/core\/(?<own>\w+)\//,
    may: /^(subgraphs\/core\/($<own>\/.*|generated\.ts|\w+\/service\.ts)|subgraphs\/kit\/index\.ts|schema\/.*)$/,
    packages: /^(typeorm|dataloader|graphql|zod|big\.js|node:crypto)$/,
  },
  {
    inside: /^subgraphs\/(?<own>\w+)\//,
    may: /^(subgraphs\/($<own>\/.*|kit\/index\.ts)|schema\/.*)$/,
    packages: FOR_DISTRICTS,
  },
];

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

/** Every module a file names: import, export from, import(), require(), createRequire; '<computed>' when it is worked out. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined): void => {
    const literal = specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
    const local = literal?.startsWith('.') === true;
    const target = local ? path.posix.join(path.posix.dirname(file), literal) : (literal ?? '<computed>');
    found.push({ file, target });
  };
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier);
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    if (ts.isCallExpression(node)) {
      const callee = node.expression;
      if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require'))
        add(node.arguments[0]);
      if (ts.isIdentifier(callee) && callee.text === 'createRequire') add(undefined);
    }
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function breaks({ file, target }: Import): boolean {
  const wall = WALLS.find(({ inside }) => inside.test(file));
  if (!wall) return true;
  const own = wall.inside.exec(file)?.groups?.['own'] ?? '';
  const may = new RegExp(wall.may.source.replaceAll('$<own>', own));
  const ours = target === '<computed>' || /^(\.\.|gateway|infra|schema|subgraphs|test)(\/|$)/.test(target);
  return ours ? !may.test(target) : !wall.packages.test(target);
}

/** Whether a file reaches the environment by any name: process.env, process['env'], { env } = process, node:process. */
function readsEnvironment(file: string, text: string): boolean {
  let found = importsOf(file, text).some(({ target }) => /^(node:)?process$/.test(target));
  const isProcess = (node: ts.Node | undefined): boolean =>
    node !== undefined && ts.isIdentifier(node) && node.text === 'process';
  const walk = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && isProcess(node.expression) && node.name.text === 'env') found = true;
    if (ts.isElementAccessExpression(node) && isProcess(node.expression)) found = true;
    if (ts.isVariableDeclaration(node) && isProcess(node.initializer)) found = true;
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

describe('the walls', () => {
  test('are kept by every source file', () => {
    const imports = sources().flatMap((file) => importsOf(file, read(file)));
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.filter(breaks)).toEqual([]);
  });

  test.each([
    ['schema/zones.ts', "import '../infra/runtime/env.ts'"],
    ['schema/zones.ts', "import 'typeorm'"],
    ['infra/runtime/http.ts', 'export * from "../../schema/zones.ts"'],
    ['gateway/server.ts', "import type { X } from '../subgraphs/kit/index.ts'"],
    ['gateway/server.ts', "type X = import('../infra/cli/start.ts').X"],
    ['subgraphs/kit/seed.ts', "void import('../bazhou/zone.ts')"],
    ['subgraphs/kit/seed.ts', 'void import(`../${name}/zone.ts`)'],
    ['subgraphs/kit/seed.ts', 'const require = createRequire(import.meta.url)'],
    ['subgraphs/bazhou/zone.ts', "import x from '../enyang/seed.json'"],
    ['subgraphs/bazhou/zone.ts', "import '../enyang/generated.ts'"],
    ['subgraphs/bazhou/zone.ts', "import '../core/standard/service.ts'"],
    ['subgraphs/bazhou/zone.ts', "import '../kit/seed.ts'"],
    ['subgraphs/bazhou/zone.ts', "import 'mysql2'"],
    ['subgraphs/core/consolidation/resolvers.ts', "import '../standard/resolvers.ts'"],
    ['subgraphs/core/consolidation/rules/figure.ts', "import 'typeorm'"],
    ['subgraphs/core/consolidation/rules/figure.ts', "import 'node:fs'"],
    ['subgraphs/core/consolidation/rules/figure.ts', "import 'fs'"],
    ['subgraphs/core/consolidation/rules/figure.ts', "import '../answers.ts'"],
    ['subgraphs/core/consolidation/rules/figure.ts', "import '../../../../schema/error-codes.ts'"],
    ['subgraphs/core/consolidation/rules/figure.ts', "import '../../../kit/index.ts'"],
    ['elsewhere/new.ts', "import '../schema/zones.ts'"],
  ])('in %s are broken by %s', (file, text) => {
    expect(importsOf(file, text).filter(breaks)).toHaveLength(1);
  });
});

describe('the environment', () => {
  test('is read in one place only', () => {
    expect(sources().filter((file) => readsEnvironment(file, read(file)))).toEqual(['infra/runtime/env.ts']);
  });

  test.each(['process.env.X', "process['env'].X", 'const { env } = process', "import { env } from 'node:process'"])(
    'is read by %s',
    (text) => {
      expect(readsEnvironment('any.ts', text)).toBe(true);
    },
  );
});
