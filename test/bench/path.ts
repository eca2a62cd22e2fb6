/** What the gateway adds to the time of its zones: the consolidation against each zone asked alone what the gateway asks it. */
import type { Options } from './benchmark.ts';
import type { Say } from './contenders/contender.ts';
import { contenderNamed } from './contenders/index.ts';
import { startLoad, type LoadClient } from './load/client.ts';
import { setScene, startContender, type RealZones } from './scene.ts';
import { consolidation, reported } from './shapes/consolidation.ts';
import { requestBody } from './shapes/shape.ts';
import type { Running, Stage } from './tools/stage.ts';
import { median, ratio, rounded } from './tools/summary.ts';
import { table } from './tools/table.ts';

const WARM_UP_SECONDS = 1;
const SHARE_OF_SECONDS = 4;
/** What the platform is to reach. */
const GOAL = 1.5;

interface Question {
  readonly name: string;
  readonly zone: string | undefined;
  readonly to: Running;
  readonly body: string;
  readonly answer: string;
  readonly times: number[];
}

export interface PathReport {
  readonly text: string;
  readonly json: object;
}

/** One request at a time, on cores that the system chooses: the zones work side by side as far as the machine lets them. */
export async function measurePath(
  stage: Stage,
  zones: RealZones,
  supergraph: string,
  { seconds, rounds }: Options,
  say: Say,
): Promise<PathReport> {
  say('one request at a time: the consolidation, and each zone asked alone what it is asked for it');
  const load = await startLoad(stage);
  const gateway = await startContender(stage, contenderNamed('ours'), supergraph, {});
  const whole = await question('consolidation', undefined, gateway, requestBody(reported, 0));
  const questions = [whole, ...(await askedForIt(stage, zones))];
  for (let round = 0; round < rounds; round++) {
    for (const each of questions) each.times.push(await time(load, each, Math.max(1, seconds / SHARE_OF_SECONDS)));
  }
  return told(questions);
}

/** What the gateway asks the zones for one consolidation, overheard by zones that record. */
async function askedForIt(stage: Stage, zones: RealZones): Promise<Question[]> {
  const aside = stage.nested();
  const scene = await setScene(aside, consolidation, zones);
  const gateway = await startContender(aside, contenderNamed('ours'), scene.supergraph, {});
  await answerTo(gateway, requestBody(reported, 0));
  const requests = await scene.requests();
  await aside.end();
  const questions: Question[] = [];
  for (const { zone, body } of requests) {
    const to = zones.get(zone);
    const before = questions.filter((each) => each.zone === zone).length;
    if (to) questions.push(await question(`${zone}, question ${before + 1}`, zone, to, body));
  }
  return questions;
}

async function question(name: string, zone: string | undefined, to: Running, body: string): Promise<Question> {
  return { name, zone, to, body, answer: await answerTo(to, body), times: [] };
}

async function answerTo({ url }: Running, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const text = await (await fetch(url, { method: 'POST', headers, body })).text();
  if (text.startsWith('{"data":{') && !text.includes('"errors":[')) return text;
  throw new Error(`${url} answers ${text.slice(0, 500)}`);
}

async function time(load: LoadClient, { name, to, body, answer }: Question, seconds: number): Promise<number> {
  const what = { url: to.url, pid: to.pid, zonesPids: [], request: { body }, connections: 1, answer };
  const { p50, errors, firstError } = await load({ ...what, warmUpSeconds: WARM_UP_SECONDS, seconds });
  if (errors > 0) throw new Error(`${name}: ${errors} errors, the first: ${firstError ?? ''}`);
  return p50;
}

function told(questions: readonly Question[]): PathReport {
  const timed = questions.map(({ name, zone, times }) => ({ name, zone, ms: median(times) ?? 0 }));
  const wholeMs = timed.find(({ zone }) => zone === undefined)?.ms ?? 0;
  const alone = Map.groupBy(timed, ({ zone }) => zone);
  const zones = [...alone].flatMap(([zone, asked]) =>
    zone === undefined ? [] : [{ zone, ms: asked.reduce((sum, { ms }) => sum + ms, 0) }],
  );
  const slowest = zones.reduce((one, other) => (other.ms > one.ms ? other : one), { zone: '-', ms: 0 });
  const against = ratio(wholeMs, slowest.ms);
  const text = [
    table(
      ['one request at a time', 'p50 ms'],
      timed.map(({ name, ms }) => [name, ms.toFixed(2)]),
    ),
    `slowest zone asked alone (all its questions): ${slowest.zone}, ${slowest.ms.toFixed(2)} ms`,
    `consolidation / slowest zone: ${against?.toFixed(2) ?? '-'} (goal: at most ${GOAL})`,
  ].join('\n');
  const json = {
    consolidationMs: rounded(wholeMs, 3),
    questions: timed.flatMap(({ name, zone, ms }) => (zone === undefined ? [] : [{ name, zone, ms: rounded(ms, 3) }])),
    slowestZone: slowest.zone,
    slowestZoneMs: rounded(slowest.ms, 3),
    ratio: rounded(against, 3),
  };
  return { text, json };
}
