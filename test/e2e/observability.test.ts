/** The metrics of a real gateway, and the dashboard that shows them: each names what the other has. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { ask } from '../support/ask.ts';
import { familiesOf, namesOf } from '../support/exposition.ts';
import { freePort, freePortRange } from '../support/ports.ts';
import { ROOT, run, temporaryFolder, type Program } from '../support/processes.ts';

const read = (name: string): string => readFileSync(path.join(ROOT, 'infra', 'observability', name), 'utf8');

const dashboard = z
  .object({
    __inputs: z.array(z.object({ name: z.string() })),
    templating: z.object({ list: z.array(z.object({ name: z.string(), definition: z.string() })) }),
    panels: z.array(
      z.object({
        id: z.number(),
        type: z.string(),
        title: z.string().min(1),
        description: z.string().optional(),
        targets: z.array(z.object({ expr: z.string(), datasource: z.object({ uid: z.string() }) })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(read('grafana-dashboard.json')));

const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const asked = [...expressions, ...dashboard.templating.list.map(({ definition }) => definition)];

/** The metrics that a PromQL expression names: identifiers that are neither functions, nor labels, nor keywords. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replaceAll(/\bby \([^)]*\)/g, ' ')
    .replaceAll(/^label_values\((\w+)[^)]*\)$/g, '$1');
  return [...bare.matchAll(/\b[a-z_]\w*\b(?!\s*\()/g)].map(([name]) => name);
}

describe('the metrics of a gateway', () => {
  const { folder, remove } = temporaryFolder();
  let gateway: Program;
  let exposed: string;
  let base: number;

  beforeAll(async () => {
    base = await freePortRange(101); // the port of the metrics too
    const env = { PORT: String(base), DATA_DIR: folder, METRICS_PORT: '' };
    gateway = run('gateway/main.ts', [], { env });
    await gateway.prints('gateway ready');
    await ask(`http://127.0.0.1:${base}/graphql`, '{ bazhou { code } }'); // there is no zone: a gap
    do exposed = await (await fetch(`http://127.0.0.1:${base + 100}/metrics`)).text();
    while (!namesOf(exposed).has('yihe_gateway_requests_total'));
  });
  afterAll(async () => {
    await gateway.stop();
    remove();
  });

  test('are served a hundred ports after its own, and say so in the log', () => {
    expect(gateway.output()).toContain(`"metrics":"http://127.0.0.1:${base + 100}/metrics"`);
  });

  test('are all that the dashboard names', () => {
    const named = new Set(asked.flatMap(metricsIn));
    expect(named.size).toBeGreaterThan(20);
    const known = familiesOf(exposed);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  test('of ours are all on the dashboard, and in its README', () => {
    const shown = new Set(expressions.flatMap(metricsIn));
    const page = read('README.md');
    const ours = [...exposed.matchAll(/^# TYPE (yihe_\w+)/gm)].map(([, name]) => name ?? '');
    expect(ours.length).toBeGreaterThan(12);
    const forgotten = ours.filter((name) => ![name, `${name}_bucket`].some((each) => shown.has(each)));
    expect(forgotten).toEqual([]);
    expect(ours.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('have the labels that the dashboard groups and filters by', () => {
    const labels = new Set([...exposed.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
    const fromScrape = ['job', 'instance'];
    const used = expressions.flatMap((each) => [
      ...[...each.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list]) => (list ?? '').split(/, ?/)),
      ...[...each.matchAll(/[{,](\w+)=/g)].map(([, label]) => label ?? ''),
    ]);
    expect([...new Set(used)].filter((label) => !labels.has(label) && !fromScrape.includes(label))).toEqual([]);
  });
});

describe('the dashboard', () => {
  test('can be imported: it asks for its data source, and every panel uses that', () => {
    expect(dashboard.__inputs.map(({ name }) => name)).toEqual(['DS_PROMETHEUS']);
    const sources = new Set(dashboard.panels.flatMap(({ targets }) => targets.map(({ datasource }) => datasource.uid)));
    expect(sources).toEqual(new Set(['${DS_PROMETHEUS}']));
  });

  test('says what each panel shows, once', () => {
    const panels = dashboard.panels.filter(({ type }) => type !== 'row');
    expect(panels.filter(({ description = '' }) => !/\p{Script=Han}.* \/ /u.test(description))).toEqual([]);
    expect(new Set(dashboard.panels.map(({ title }) => title)).size).toBe(dashboard.panels.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

test('the scrape configuration names the port where the metrics are by default', () => {
  const job = z.object({
    metrics_path: z.string(),
    static_configs: z.array(z.object({ targets: z.array(z.string()) })),
  });
  const { scrape_configs: jobs } = z.object({ scrape_configs: z.array(job) }).parse(parse(read('prometheus.yml')));
  expect(jobs).toEqual([{ metrics_path: '/metrics', static_configs: [{ targets: ['127.0.0.1:4100'] }] }]);
});

test('a metrics port that is asked for and taken is one clear line', async () => {
  const { folder, remove } = temporaryFolder();
  const [port, held] = [await freePort(), await freePort()];
  const env = { DATA_DIR: folder, METRICS_PORT: String(held) };
  const first = run('gateway/main.ts', ['--port', String(port)], { env });
  await first.prints('gateway ready');
  const second = run('gateway/main.ts', ['--port', String(await freePort())], { env });
  expect((await second.exited).code).toBe(1);
  expect(second.errors()).toMatch(/^yihe: port \d+ is taken by another process\. .*set METRICS_PORT .*\n$/);
  await first.stop();
  remove();
});
