/** The one place that knows where SDL lies: what every subgraph shares, and what each zone adds in its own folder. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Source, parse, type DocumentNode } from 'graphql';
import { zoneContractSdl } from './zone-contract.ts';
import { CORE, findZone } from './zones.ts';

const HERE = import.meta.dirname;
const ZONES_FOLDER = path.join(HERE, '..', 'subgraphs');
const SHARED = ['federation.graphql', 'scalars.graphql', 'statistics.graphql', 'returns.graphql'];

/** The SDL modules of one zone's subgraph, in a fixed order. Districts take zone.graphql, the core the registry's view. */
export function subgraphModules(code: string, folder = path.join(ZONES_FOLDER, code)): DocumentNode[] {
  const shared = [...SHARED, code === CORE ? 'registry.graphql' : 'zone.graphql'].map((name) => path.join(HERE, name));
  const entry = findZone(code);
  const contract = entry ? [parse(new Source(zoneContractSdl(entry), 'schema/zone-contract.ts'))] : [];
  return [...shared.map(parseFile), ...contract, ...ownModules(code, folder)];
}

/** What the zone's own folder adds. */
export function ownModules(code: string, folder = path.join(ZONES_FOLDER, code)): DocumentNode[] {
  return ownFiles(folder).map(parseFile);
}

function parseFile(file: string): DocumentNode {
  return parse(new Source(readFileSync(file, 'utf8'), path.relative(path.join(HERE, '..'), file)));
}

function ownFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => path.join(folder, name));
}
