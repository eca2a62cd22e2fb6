/** How the whole grows with the enterprises: their figures into the sums, the zones' returns, and 36 periods consolidated at once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { STANDARD, SUMMABLE } from '../../schema/standard.ts';
import { ZONES } from '../../schema/zones.ts';
import type { Benchmark, Options, Outcome } from './benchmark.ts';
import type { Say } from './contenders/contender.ts';
import { contenderNamed } from './contenders/index.ts';
import { data } from '../support/ask.ts';
import { acceptAll, release } from '../support/releases.ts';
import { SIGNER } from '../support/zone.ts';
import { INDICATORS, MONTHS, timed } from './enterprise-figures.ts';
import { startLoad } from './load/client.ts';
import { fillZones, ZONE_FORM, type Filled } from './scale-databases.ts';
import { startContender, startRealZones, writeSupergraph, type RealZones } from './scene.ts';
import { reported } from './shapes/consolidation.ts';
import type { Running, Stage } from './tools/stage.ts';
import { median, ratio, rounded } from './tools/summary.ts';
import { table } from './tools/table.ts';
import { usageOf } from './tools/usage.ts';

const WARM_UP_SECONDS = 3;
const DISTRICT = ZONES.at(-1)?.code ?? '';

const CODES = STANDARD.indicators.filter(({ kind }) => SUMMABLE.includes(kind)).map(({ code }) => code);
const CONSOLIDATED = {
  query: `query Growth($periods: [Period!]!, $form: ID!, $codes: [ID!]!) { consolidations(periods: $periods, form: $form) {
    period figures(indicators: $codes) { indicator { code } value coverage { expected reported synthetic } } } }`,
  variables: { periods: MONTHS, form: ZONE_FORM, codes: CODES },
};
/** What the gateway asks a district for it. */
const ASKED = {
  query: `query($representations:[_Any!]!){_entities(representations:$representations){...on Consolidation{${DISTRICT}{zone form period state revision standardVersion digest recordedAt synthetic signature keyId reason explanations{rule indicator block text} enterpriseDigest observations{indicator block value unit unitMult decimals obsStatus counterpart note}}}}}`,
  variables: {
    representations: MONTHS.map((period) => ({
      ...{ __typename: 'Consolidation', form: ZONE_FORM, period },
      ...{ perimeter: 'TERRITORIAL', mode: 'PARTIAL', asOf: null },
    })),
  },
};

export const returnsScale: Benchmark = {
  name: 'returns-scale',
  about: `${ZONES.length} zones × enterprises × ${MONTHS.length} months × ${INDICATORS.length} indicators: import, returns, ${MONTHS.length} periods consolidated, memory, at two sizes`,
  contenders: [],
  run: async (stage, options, say): Promise<Outcome> => {
    const results: Result[] = [];
    for (const size of options.enterprises) {
      const aside = stage.nested();
      results.push(await measure(aside, size, options, say));
      await aside.end();
    }
    return {
      text: told(results, options),
      json: { database: options.database, results },
      failed: results.some(({ errors }) => errors > 0),
    };
  },
};

interface Result {
  readonly enterprises: number;
  readonly figures: Readonly<Record<string, number | null>>;
  readonly errors: number;
}

async function measure(stage: Stage, size: number, options: Options, say: Say): Promise<Result> {
  const filled = await fillZones(stage, options.database, size, say);
  const DATA_DIR = withKeys(stage);
  const zones = await startRealZones(stage, (zone) => ({ DATABASE_URL: filled.url(zone), SEED: 'none', DATA_DIR }));
  const supergraph = writeSupergraph(stage, reported, new Map([...zones].map(([name, { url }]) => [name, url])));
  const gateway = await startContender(stage, contenderNamed('ours'), supergraph, {});
  say(`${size} enterprises: ${MONTHS.length} periods consolidated, one request at a time`);
  const pids = [...zones.values()].map(({ pid }) => pid);
  const whole = await asked(stage, gateway, CONSOLIDATED, options, pids);
  const district = zones.get(DISTRICT);
  const alone = district && (await asked(stage, district, ASKED, options, []));
  say(`${size} enterprises: a month released and verified`);
  const publishing = await published(gateway.url);
  return {
    enterprises: size,
    figures: figuresOf(size, filled, whole, alone, { ...publishing, ...memoryOf(zones, gateway) }),
    errors: whole.errors + (alone?.errors ?? 0),
  };
}

/** A data directory in which the one key that signed all returns is registered as one of every zone's. */
function withKeys(stage: Stage): string {
  const folder = stage.temporaryFolder();
  const keys = path.join(folder, 'keys');
  mkdirSync(keys);
  const key = JSON.stringify(SIGNER.publicJwk);
  for (const { code } of ZONES) writeFileSync(path.join(keys, `${code}.returns.pub.jwk`), key);
  return folder;
}

/** The last months, one after the other: each accepted, released, and the release verified. */
async function published(url: string): Promise<Record<string, number | null>> {
  const times: Record<'accept' | 'release' | 'verify', number[]> = { accept: [], release: [], verify: [] };
  for (const period of MONTHS.slice(-RELEASED)) {
    const of = { form: ZONE_FORM, period };
    times.accept.push(await timed(() => acceptAll(url, of)));
    const made: string[] = [];
    times.release.push(await timed(async () => made.push(await release(url, of))));
    const verify = `{ verifyRelease(id: "${made[0] ?? ''}") { reproduced differences { message } } }`;
    times.verify.push(await timed(async () => assertReproduced(await data(url, verify))));
  }
  return {
    'five returns accepted: ms': median(times.accept) ?? null,
    'a month released: ms': median(times.release) ?? null,
    'a release verified: ms': median(times.verify) ?? null,
  };
}

const RELEASED = 9;

function assertReproduced(answered: Record<string, unknown>): void {
  if (!JSON.stringify(answered).includes('"reproduced":true')) throw new Error(JSON.stringify(answered).slice(0, 500));
}

type Asked = Awaited<ReturnType<typeof asked>>;

async function asked(
  stage: Stage,
  to: Running,
  question: object,
  { seconds, rounds }: Options,
  zonesPids: readonly number[],
) {
  const body = JSON.stringify(question);
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await (await fetch(to.url, { method: 'POST', headers, body })).text();
  const isWhole =
    !answer.includes('"errors":[') && !answer.includes('NOT_REPORTED') && !answer.includes('"value":null');
  if (!isWhole) throw new Error(`${to.url} answers ${answer.slice(0, 500)}`);
  const load = await startLoad(stage);
  const what = { url: to.url, pid: to.pid, zonesPids: [...zonesPids], request: { body }, connections: 1, answer };
  const result = await load({ ...what, warmUpSeconds: WARM_UP_SECONDS, seconds: seconds * rounds });
  const cpu = (ms: number | null): number | null => ratio(ms, result.requests);
  const { p50, p99, errors, requests, gatewayCpuMs, zonesCpuMs } = result;
  return { p50, p99, errors, requests, bytes: answer.length, cpuMs: cpu(gatewayCpuMs), zonesCpuMs: cpu(zonesCpuMs) };
}

function memoryOf(zones: RealZones, gateway: Running): Record<string, number | null> {
  const rss = (running: Running | undefined): number | null => (running && usageOf(running.pid)?.rssMb) ?? null;
  return {
    'RSS MB: a district': rss(zones.get(DISTRICT)),
    'RSS MB: core': rss(zones.get('core')),
    'RSS MB: gateway': rss(gateway),
  };
}

function figuresOf(
  size: number,
  filled: Filled,
  whole: Asked,
  alone: Asked | undefined,
  memory: object,
): Result['figures'] {
  const figures: Record<string, number | null> = {
    'enterprise rows, all zones': size * INDICATORS.length * MONTHS.length * ZONES.length,
    'import: rows/s': filled.rowsPerSecond,
    'import: ms a month of a zone': filled.monthMs,
    'import: RSS MB': filled.importRssMb,
    "a zone's return, signed: ms": filled.returnMs,
    [`${MONTHS.length} periods: ms p50`]: whole.p50,
    [`${MONTHS.length} periods: ms p99`]: whole.p99,
    'of so many requests': whole.requests,
    'CPU ms a request: gateway': whole.cpuMs,
    'CPU ms a request: all zones': whole.zonesCpuMs,
    'a district alone: ms p50': alone?.p50 ?? null,
    'a district alone: ms p99': alone?.p99 ?? null,
    'a district alone: CPU ms a request': alone?.cpuMs ?? null,
    'a district answers: kB': alone ? alone.bytes / 1000 : null,
    ...memory,
  };
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, rounded(figure, 1)]));
}

function told(results: readonly Result[], { database }: Options): string {
  const [first, last] = [results[0], results.at(-1)];
  const growth = (name: string): string =>
    ratio(last?.figures[name] ?? null, first?.figures[name] ?? null)?.toFixed(2) ?? '-';
  const rows = Object.keys(last?.figures ?? {}).map((name) => [
    name,
    ...results.map(({ figures }) => String(figures[name] ?? '-')),
    ...(results.length > 1 ? [growth(name)] : []),
  ]);
  const heads = results.map(({ enterprises }) => `${enterprises} a zone`);
  return table([database, ...heads, ...(results.length > 1 ? ['grows ×'] : [])], rows);
}
