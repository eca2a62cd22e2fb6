/** The consolidation before our real supergraph; the zones' answers are recorded from the real zones. */
import { registeredSubgraphs } from '../../../schema/compose.ts';
import type { Shape } from './shape.ts';

/** The README's question, with all its figures and findings. */
export const CONSOLIDATION_QUERY = `query Consolidation($period: Period!) { consolidation(period: $period) {
  figures { indicator { code } value obsStatus coverage { expected reported gaps { zone reason } } }
  findings { code zone message }
} }`;

/** The period for which the zones hold the paper's figures. */
export const REPORTED_PERIOD = '2021-01-01/..';

export const consolidation: Shape = {
  name: 'consolidation',
  about: 'the consolidation query on our own supergraph, zones that answer what the real zones answered',
  connections: 16,
  query: CONSOLIDATION_QUERY,
  variables: (n) => ({ period: period(n) }),
  unique: { pattern: /\d{4}-\d\d-\d\d\/(?:\d{4}-\d\d-\d\d|\.\.)/, sample: REPORTED_PERIOD },
  isWhole: (answer) => answer.includes('"value":"13666700000"'), // 136.667 亿 yuan, the paper's output
  toReal: withNulls,
  subgraphs: () => registeredSubgraphs().map(({ name, typeDefs }) => ({ name, typeDefs })),
};

/** The same of the period that the zones did report for, for zones that are asked in earnest. */
export const reported: Shape = {
  ...consolidation,
  name: 'consolidation of the reported period',
  variables: () => ({ period: REPORTED_PERIOD }),
};

const OBSERVATION = { block: null, value: null, counterpart: null, note: null };
const EXPLANATION = { indicator: null, block: null };
const STATISTICS = {
  ...{ revision: null, standardVersion: null, digest: null, recordedAt: null, signature: null, keyId: null },
  ...{ reason: null, enterpriseDigest: null },
};

/**
 * Hive's Rust planner leaves nulls out of what it hands on for @requires. The core would refuse such figures as broken, and
 * answer with gaps: another, smaller answer. So that all contenders carry the same one, the nulls are put back here.
 */
function withNulls(body: string): string {
  const parsed: unknown = JSON.parse(body, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('obsStatus' in value && 'unitMult' in value) return { ...OBSERVATION, ...value };
    if ('rule' in value && 'text' in value) return { ...EXPLANATION, ...value };
    return 'state' in value && 'observations' in value ? { ...STATISTICS, ...value } : value;
  });
  return JSON.stringify(parsed);
}

const DAY_MS = 86_400_000;
const LAST_DAYS = 60_000;

/** A period of its own for every request: the last days run over 164 years, and then over again from the next first day. */
function period(n: number): string {
  const first = Date.UTC(1950, 0, 1) + Math.floor(n / LAST_DAYS) * DAY_MS;
  const last = Date.UTC(2030, 0, 1) + (n % LAST_DAYS) * DAY_MS;
  return `${date(first)}/${date(last)}`;
}

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
