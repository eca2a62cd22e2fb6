/**
 * Writes what is derived from the SDL: resolver types (subgraphs/ZONE/generated.ts, not committed) and, with --compose,
 * the committed pages under schema/ that reviewers read. `--check` writes nothing and fails on any difference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { GraphQLError } from 'graphql';
import { CompositionError, composeSupergraph, publicApi } from '../../schema/compose.ts';
import { errorCodesPage } from '../../schema/error-codes.ts';
import { registrySdl } from '../../schema/registry.ts';
import { writeAtomically } from '../runtime/atomic-write.ts';
import { StartupError, runMain } from '../runtime/startup-error.ts';
import { resolverTypes } from './resolver-types.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

const HELP = `npm run compose               write schema/{registry,supergraph,api}.graphql and schema/error-codes.md
npm run compose -- --check    fail if one of them is not up to date / 只检查,不写
npm run generate              write the resolver types of every zone (npm run check does it too)
`;

await runMain(async () => {
  const { values } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' }, types: { type: 'boolean' }, check: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  try {
    if (values.types === true) await writeTypes();
    else await writePages(values.check === true);
  } catch (error) {
    throw error instanceof GraphQLError ? inItsFile(error) : error;
  }
});

async function writeTypes(): Promise<void> {
  for (const [file, text] of await resolverTypes(ROOT)) writeFileSync(file, text);
}

async function writePages(checkOnly: boolean): Promise<void> {
  const stale = await committedPages(checkOnly);
  if (stale.length === 0) return;
  throw new StartupError(`not up to date: ${stale.join(', ')}. Run "npm run compose" and commit the result`);
}

/** A slip in somebody's SDL: where it is, in one line. */
function inItsFile({ message, source, locations }: GraphQLError): StartupError {
  return new StartupError(`${source?.name ?? 'SDL'}:${locations?.[0]?.line ?? '?'}: ${message}`);
}

/** Writes the committed pages, or returns the names of those that differ. The registry comes first: the rest reads it. */
async function committedPages(checkOnly: boolean): Promise<string[]> {
  const stale: string[] = [];
  const page = async (name: string, text: string): Promise<void> => {
    const file = path.join(ROOT, 'schema', name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
    if (checkOnly) stale.push(`schema/${name}`);
    else await writeAtomically(file, text); // a running gateway follows the supergraph
  };
  await page('registry.graphql', registrySdl());
  await page('error-codes.md', errorCodesPage());
  if (stale.length > 0) return stale;
  try {
    const supergraph = composeSupergraph();
    await page('supergraph.graphql', supergraph);
    await page('api.graphql', publicApi(supergraph));
  } catch (error) {
    if (error instanceof CompositionError) throw new StartupError(error.message);
    throw error;
  }
  return stale;
}
