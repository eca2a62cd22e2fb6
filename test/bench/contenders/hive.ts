/**
 * Hive Gateway with its own planner and with the router's planner in Rust, installed on demand into a folder of its own and
 * started by its own command. What would make its figures those of another thing is off: sharing one answer among requests
 * that are under way at the same time, forking, logging, polling, telemetry.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Contender, Say } from './contender.ts';

const PACKAGES = {
  '@graphql-hive/gateway': '2.15.1',
  '@graphql-hive/router-runtime': '1.4.23',
  graphql: '16.15.0',
};

/** Not committed. Each set of versions is a folder, so that a half-made or older one is never taken for this one. */
const FOLDER = path.join(import.meta.dirname, '..', '.contenders', `hive-${PACKAGES['@graphql-hive/gateway']}`);
const INSTALLED = path.join(FOLDER, 'installed.json');
const MODULES = path.join(FOLDER, 'node_modules');
const COMMAND = path.join(MODULES, '@graphql-hive', 'gateway', 'dist', 'bin.js');
const ROUTER_RUNTIME = path.join(MODULES, '@graphql-hive', 'router-runtime', 'dist', 'index.js');

export const hiveJs: Contender = {
  name: 'hive-js',
  about: `@graphql-hive/gateway ${PACKAGES['@graphql-hive/gateway']} with its JavaScript planner`,
  prepare: install,
  launch: launcher('Hive Gateway', ''),
};

export const hiveRust: Contender = {
  name: 'hive-rust',
  about: `the same with @graphql-hive/router-runtime ${PACKAGES['@graphql-hive/router-runtime']}, the planner in Rust`,
  prepare: install,
  launch: launcher('Hive Gateway with the Rust planner', 'unifiedGraphHandler'),
};

function launcher(name: string, handler: string): Contender['launch'] {
  return (supergraph, port, folder) => {
    const file = path.join(folder, `hive-${handler || 'default'}.mjs`);
    writeFileSync(file, configuration(handler));
    const url = `http://127.0.0.1:${port}`;
    return {
      name,
      program: [
        COMMAND,
        'supergraph',
        supergraph,
        '--port',
        String(port),
        '--host',
        '127.0.0.1',
        '--config-path',
        file,
      ],
      asked: { url: `${url}/graphql`, health: `${url}/readiness` },
    };
  };
}

function configuration(handler: string): string {
  return `${handler && `import { ${handler} } from '${pathToFileURL(ROUTER_RUNTIME).href}';`}
export const gatewayConfig = {
  ${handler && `${handler},`}
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
  inboundInflightRequestDeduplication: false,
  fork: 1,
  logging: 'error',
  pollingInterval: 3_600_000,
  graphiql: false,
  landingPage: false,
};
`;
}

async function install(say: Say): Promise<void> {
  const wanted = JSON.stringify({ private: true, dependencies: PACKAGES }, null, 2);
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === wanted) return;
  const packages = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  say(`installing ${packages.join(' ')} for the benchmark alone (about 500 MB, once)`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, 'package.json'), wanted);
  const options = ['--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  try {
    await promisify(execFile)('npm', ['install', ...options], { cwd: FOLDER });
  } catch (error) {
    throw new Error(`npm install failed: ${String(error).trim().slice(-1000)}`, { cause: error });
  }
  writeFileSync(INSTALLED, wanted);
}
