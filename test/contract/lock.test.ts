/** The lock file must install everywhere, from the registry alone, without running anybody's script. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/processes.ts';

const locked = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const manifest = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8'));
const { packages } = locked.parse(read('package-lock.json'));
const installed = Object.entries(packages).filter(([at]) => at !== '');

/** Whether Node's resolution from the package at `at` finds `name` in the lock file. */
function finds(at: string, name: string): boolean {
  for (let from = at; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`]) return true;
    if (from === '') return false;
    if (!from.includes('/node_modules/')) from = '/node_modules/';
  }
}

describe('package-lock.json', () => {
  test('names every optional platform package, or npm 11 and later refuse to install from it', () => {
    const missing = installed.flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !finds(at, name))
        .map((name) => `${name} of ${at}`),
    );
    expect(missing).toEqual([]);
  });

  test('has an integrity hash for every package and the address of no registry', () => {
    expect(installed.filter(([, { integrity }]) => !integrity).map(([at]) => at)).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([at]) => at)).toEqual([]);
  });

  test('needs no install script: every package that has one is refused by name', () => {
    const { allowScripts } = manifest.parse(read('package.json'));
    const scripted = installed
      .filter(([, each]) => each.hasInstallScript)
      .map(([at]) => at.split('node_modules/').at(-1) ?? at);
    expect(scripted.filter((name) => allowScripts[name] !== false)).toEqual([]);
  });
});
