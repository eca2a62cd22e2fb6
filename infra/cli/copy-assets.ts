/**
 * Second half of `npm run build`: puts the files that are read at run time (SDL, seeds, the standard) beside the
 * compiled code. `node infra/cli/copy-assets.ts [FOLDER]`, dist by default.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');
const FOLDERS = ['gateway', 'infra/runtime', 'schema', 'subgraphs'];

const target = path.resolve(process.argv[2] ?? path.join(ROOT, 'dist'));
const wanted = assetsIn(ROOT);
// A zone reads every *.graphql of its folder: one left from an earlier build would still be part of its schema.
for (const stale of assetsIn(target).filter((file) => !wanted.includes(file))) rmSync(path.join(target, stale));
for (const file of wanted) cpSync(path.join(ROOT, file), path.join(target, file));

function assetsIn(base: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(base, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.graphql') || name.endsWith('.json'))
      .map((name) => path.join(folder, name)),
  );
}
