/** `npm run verify-release -- ID`: has the running platform compute a release anew from its zones, and says what came of it, zone by zone. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { commonSettings, readEnv } from '../runtime/env.ts';
import { StartupError, reasonOf } from '../runtime/startup-error.ts';

const HELP = `npm run verify-release -- ID [--json]     verify a release / 复核一次发布
  ID       the release, as { releases { id number form period } } lists them / 发布代码
  --json   the gateway's answer as it is / 原样输出
Every zone is asked again for what it had submitted, and everything is computed anew and compared byte by byte.
Exit code 0: reproduced / 一致   1: something differs, whoever else did not answer / 有不一致(即使另有区未应答)
          2: nothing differs, but not all could be verified / 未见不一致,但未能全部核验
  GATEWAY_URL   where the gateway answers (default http://HOST:PORT/graphql)
`;

const QUESTION = `query VerifyRelease($id: ID!) {
  release(id: $id) {
    id number form period perimeter mode asOf releasedAt reason synthetic digest keyId
    manifest { returns { zone revision digest } gaps { zone reason } }
  }
  verifyRelease(id: $id) { reproduced differences { kind zone indicator block released found message } }
}`;

const difference = z.object({
  kind: z.string(),
  zone: z.string().nullable(),
  indicator: z.string().nullable(),
  block: z.string().nullable(),
  released: z.string().nullable(),
  found: z.string().nullable(),
  message: z.string(),
});
type Difference = z.infer<typeof difference>;

const release = z.object({
  id: z.string(),
  number: z.int(),
  form: z.string(),
  period: z.string(),
  perimeter: z.string(),
  mode: z.string(),
  asOf: z.string(),
  releasedAt: z.string(),
  reason: z.string().nullable(),
  synthetic: z.boolean(),
  digest: z.string(),
  keyId: z.string(),
  manifest: z.object({
    returns: z.array(z.object({ zone: z.string(), revision: z.int(), digest: z.string() })),
    gaps: z.array(z.object({ zone: z.string(), reason: z.string() })),
  }),
});
type Release = z.infer<typeof release>;

const verification = z.object({ reproduced: z.boolean().nullable(), differences: z.array(difference).nullable() });
type Verification = z.infer<typeof verification>;

const failure = z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.unknown() }).optional() });

const answer = z.object({
  data: z.object({ release: release.nullable(), verifyRelease: verification }).nullish(),
  errors: z.array(failure).optional(),
});

const DEADLINE_MS = 60_000;
const EXIT = { reproduced: 0, differs: 1, unverified: 2 } as const;

/** What is stored can no longer be read: that it differs is found, whatever else is not. */
class Damaged extends Error {}

try {
  process.exitCode = await main();
} catch (error) {
  const known =
    error instanceof StartupError || error instanceof Damaged || reasonOf(error).startsWith('ERR_PARSE_ARGS');
  const message = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`yihe: ${message}\n`);
  process.exitCode = error instanceof Damaged ? EXIT.differs : EXIT.unverified;
}

async function main(): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [id, ...surplus] = positionals;
  if (values.help === true || id === undefined || surplus.length > 0) {
    process.stdout.write(HELP);
    return values.help === true ? EXIT.reproduced : EXIT.unverified;
  }
  const { text, released, verified } = await asked(id);
  process.stdout.write(values.json === true ? `${text}\n` : report(released, verified));
  if (verified.reproduced === null || verified.differences === null) return EXIT.unverified;
  return verified.reproduced ? EXIT.reproduced : EXIT.differs;
}

async function asked(id: string): Promise<{ text: string; released: Release; verified: Verification }> {
  const env = readEnv({ HOST: commonSettings.HOST, PORT: commonSettings.PORT, GATEWAY_URL: z.url().optional() });
  const url = env.GATEWAY_URL ?? `http://${env.HOST}:${env.PORT}/graphql`;
  const text = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUESTION, variables: { id } }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  }).then(
    (response) => response.text(),
    () => {
      throw new StartupError(`网关未应答 / the gateway does not answer: ${url}. Start it, or give GATEWAY_URL`);
    },
  );
  const read = answer.safeParse(json(text));
  const { data, errors = [] } = read.data ?? {};
  if (!data?.release) {
    const why = errors.map(({ message }) => message).join('; ');
    const found = data?.verifyRelease.differences?.map(shown) ?? [];
    const isDamaged = errors.some(({ extensions }) => extensions?.code === 'RELEASE_DAMAGED');
    if (isDamaged) throw new Damaged([`不一致 / differs: ${why}`, ...found].join('\n'));
    throw new StartupError(`未能核验 / could not be verified: ${why || `${url} gives no answer that can be read`}`);
  }
  return { text, released: data.release, verified: data.verifyRelease };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function report(released: Release, { reproduced, differences }: Verification): string {
  const { id, number, form, period, perimeter, mode, asOf, releasedAt, reason, manifest } = released;
  const all = differences ?? [];
  const of = (zone: string): Difference[] => all.filter((each) => each.zone === zone);
  const listed = new Set([...manifest.returns, ...manifest.gaps].map(({ zone }) => zone));
  const zones = [
    ...manifest.returns.map(({ zone, revision, digest }) => {
      const facts = `第 ${revision} 版 / revision ${revision}  ${digest.slice(0, 12)}…`;
      return [`  ${zone}  ${facts}  ${verdictOf(of(zone))}`, ...of(zone).map(shown)].join('\n');
    }),
    ...manifest.gaps.map(({ zone, reason: why }) =>
      [`  ${zone}  发布时即缺 / not in the release: ${why}`, ...of(zone).map(shown)].join('\n'),
    ),
  ];
  const isWhole = all.every(({ kind }) => kind !== 'GAP'); // without every zone no figure is computed
  const others = all.filter(({ zone }) => zone === null || !listed.has(zone));
  return `${[
    `发布 / release ${id}`,
    `  ${form} ${period} ${perimeter} 第 ${number} 次 / no. ${number}, ${mode}${reason === null ? '' : `(${reason})`}`,
    `  截至 / as of ${asOf}, 发布于 / released at ${releasedAt}`,
    ...(released.synthetic ? ['  含合成的演示数据 / holds made-up demonstration data'] : []),
    `  摘要 / digest ${released.digest}, 密钥 / key ${released.keyId}`,
    '各区 / zones:',
    ...zones,
    `合并数与清单 / figures and manifest:  ${isWhole || others.length > 0 ? verdictOf(others) : '未全部重算 / not all computed anew'}`,
    ...others.map(shown),
    conclusion(reproduced, all),
  ].join('\n')}\n`;
}

function verdictOf(differences: readonly Difference[]): string {
  if (differences.length === 0) return '一致 / identical';
  return differences.every(({ kind }) => kind === 'GAP') ? '未能核验 / not verified' : '不一致 / differs';
}

function shown({ kind, indicator, block, released, found, message }: Difference): string {
  const place = [kind, indicator, block].filter((each) => each !== null).join(' ');
  const sides = released === null && found === null ? '' : `\n      ${released ?? '-'}  →  ${found ?? '-'}`;
  return `    ${place}: ${message}${sides}`;
}

function conclusion(reproduced: boolean | null, differences: readonly Difference[]): string {
  if (reproduced === null) return '结论:未能核验,有区未应答 / not verified: a zone did not answer';
  if (reproduced) return '结论:逐字节一致 / reproduced: byte-identical';
  const gaps = differences.filter(({ kind }) => kind === 'GAP').length;
  const found = differences.length - gaps;
  const silent = gaps > 0 ? `,另有 ${gaps} 个区未能核验 / and ${gaps} zone(s) not verified` : '';
  return `结论:有 ${found} 处不一致 / not reproduced: ${found} difference(s)${silent}`;
}
