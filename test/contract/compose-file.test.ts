/** docker-compose.yml against the registry and the settings: no zone forgotten, nothing shared, nothing misspelt. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { CORE, ZONES } from '../../schema/zones.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const serviceShape = z.object({
  image: z.string(),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.union([z.string(), z.number()]).transform(String)),
  healthcheck: z.object({ test: z.array(z.string()) }),
  networks: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string(), required: z.boolean().optional() })).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  restart: z.string(),
  read_only: z.boolean().default(false),
  init: z.boolean().default(false),
});
const composeShape = z.object({
  services: z.record(z.string(), serviceShape),
  volumes: z.record(z.string(), z.unknown()),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
});

const text = read('docker-compose.yml');
const compose = composeShape.parse(parse(text, { merge: true }));
const codes = ZONES.map(({ code }) => code);

function service(name: string): z.infer<typeof serviceShape> {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

const required = (variable: string): string => `\${${variable}:?see .env.example}`;
const withoutMessage = (value: string | undefined): string | undefined =>
  value?.replace(/:\?[^}]*\}/g, ':?see .env.example}');

/** The names of the settings that a program reads, from its `settings` object. */
function settingsOf(file: string): string[] {
  return [...read(file).matchAll(/^ {2}([A-Z][A-Z_]+): z\b/gm)].map(([, name]) => name ?? '');
}

test('the services, volumes and networks are those of the registered zones and the gateway', () => {
  const databases = codes.map((code) => `${code}-db`);
  expect(Object.keys(compose.services).sort()).toEqual(['gateway', ...codes, ...databases].sort());
  const volumes = ['gateway-data', ...codes.flatMap((code) => [`${code}-data`, `${code}-keys`])];
  expect(Object.keys(compose.volumes).sort()).toEqual(volumes.sort());
  const internal = codes.map((code) => [code, { internal: true }]);
  expect(compose.networks).toEqual(Object.fromEntries([['front', null], ...internal]));
});

describe.each(codes)('zone %s', (code) => {
  const [user, password, root] = ['USER', 'PASSWORD', 'ROOT_PASSWORD'].map((each) =>
    required(`${code.toUpperCase()}_DB_${each}`),
  );

  test('runs its own program on its own database, once that is healthy', () => {
    const zone = service(code);
    expect(zone.command).toEqual(['node', 'dist/subgraphs/run.js', code]);
    expect(withoutMessage(zone.environment['DATABASE_URL'])).toBe(
      `mysql://${user ?? ''}:${password ?? ''}@${code}-db:3306/${code}`,
    );
    expect(zone.environment).toMatchObject({ HOST: '0.0.0.0', ZONE_PORT: '4000', SEED: '${SEED:-none}' });
    expect(zone.depends_on).toEqual({ [`${code}-db`]: { condition: 'service_healthy' } });
    expect(zone.networks.toSorted()).toEqual(['front', code].sort());
  });

  test('keeps its signing key where nobody else comes', () => {
    const { environment, volumes } = service(code);
    const registered = './registered-keys:/registered-keys:ro'; // whose keys count, no zone decides
    expect([environment['DATA_DIR'], volumes]).toEqual(['/data', [`${code}-keys:/data`, registered]]);
  });

  test('has a database with its own credentials, volume and network', () => {
    const database = service(`${code}-db`);
    const { MYSQL_DATABASE, MYSQL_USER, MYSQL_PASSWORD, MYSQL_ROOT_PASSWORD } = database.environment;
    expect(MYSQL_DATABASE).toBe(code);
    expect([MYSQL_USER, MYSQL_PASSWORD, MYSQL_ROOT_PASSWORD].map(withoutMessage)).toEqual([user, password, root]);
    expect(database.image).toBe('mysql:8.4');
    expect(database.command).toEqual(['--character-set-server=utf8mb4', '--collation-server=utf8mb4_bin']);
    expect(database.volumes).toEqual([`${code}-data:/var/lib/mysql`]);
    expect(database.networks).toEqual([code]);
    expect(database.healthcheck.test.join(' ')).toMatch(
      /^CMD-SHELL mysql -h 127\.0\.0\.1 -u "\$\$MYSQL_USER" .*SELECT 1/,
    );
  });

  test('is known to the gateway, which does not need it to start', () => {
    const gateway = service('gateway');
    expect(gateway.environment[`ZONE_URL_${code.toUpperCase()}`]).toBe(`http://${code}:4000/graphql`);
    expect(gateway.depends_on[code]).toEqual({ condition: 'service_started', required: false });
  });
});

describe.each(['gateway', ...codes])('process %s', (name) => {
  test('is checked for readiness where it listens, restarted, and may write nothing', () => {
    const { healthcheck, ...process } = service(name);
    expect(healthcheck.test.slice(0, 3)).toEqual(['CMD', 'node', '-e']);
    expect(healthcheck.test[3]).toContain("fetch('http://127.0.0.1:4000/health/ready')");
    expect(process).toMatchObject({ restart: 'unless-stopped', read_only: true, init: true });
  });

  test('is given only settings that it knows', () => {
    const own = name === 'gateway' ? ['gateway/config.ts'] : ['subgraphs/run.ts', 'subgraphs/cli/programs.ts'];
    const urls = name === 'gateway' ? codes.map((code) => `ZONE_URL_${code.toUpperCase()}`) : [];
    const known = [...settingsOf('infra/runtime/env.ts'), ...own.flatMap(settingsOf), ...urls];
    expect(Object.keys(service(name).environment).filter((setting) => !known.includes(setting))).toEqual([]);
  });
});

test('the gateway alone is published, on this machine only', () => {
  const published = Object.entries(compose.services).filter(([, { ports }]) => ports.length > 0);
  expect(published.map(([name, { ports }]) => [name, ports])).toEqual([['gateway', ['127.0.0.1:4000:4000']]]);
  expect(service('gateway').command).toEqual(['node', 'dist/gateway/main.js']);
  expect(service('gateway').environment).toMatchObject({ HOST: '0.0.0.0', PORT: '4000' });
  expect(service('gateway').networks).toEqual(['front']);
  expect(service('gateway').volumes).toEqual(['gateway-data:/data']);
  expect(service('gateway').environment['DATA_DIR']).toBe('/data');
});

test('the gateway and the core, and they alone, share a required key', () => {
  const holders = Object.entries(compose.services).filter(([, { environment }]) => 'GATEWAY_KEY' in environment);
  expect(holders.map(([name]) => name).sort()).toEqual([CORE, 'gateway'].sort());
  for (const [, { environment }] of holders)
    expect(withoutMessage(environment['GATEWAY_KEY'])).toBe(required('GATEWAY_KEY'));
});

test('.env.example names every variable of the file, and holds no secret', () => {
  const used = [...text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g)].map(([, name]) => name ?? '');
  const given = [...read('.env.example').matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));
  expect(given.map(({ name }) => name).sort()).toEqual([...new Set(used)].sort());
  expect(given.filter(({ name, value }) => /KEY|PASSWORD/.test(name ?? '') && value !== '')).toEqual([]);
});
