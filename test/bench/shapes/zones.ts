/** Our own shape without its cost: five zones, one list each of a type they share, asked in parallel. */
import { subgraphSdl, type Shape, type ShapeSubgraph } from './shape.ts';

const ZONES = ['core', 'bazhou', 'enyang', 'nanjiang', 'tongjiang'];
const ROWS = 24;

const TYPES = `
  type ZoneStat @shareable {
    id: ID! zone: String! indicator: String! name: String block: String period: String! value: Float unit: String!
    unitMult: Int! decimals: Int! obsStatus: ObsStatus! provisional: Boolean! note: String
  }
  enum ObsStatus { A P E O }`;

const QUERY = `query Zones($period: String!) {
  ${ZONES.map((zone) => `${zone}(period: $period) { ...Row }`).join('\n  ')}
}
fragment Row on ZoneStat {
  id zone indicator name block period value unit unitMult decimals obsStatus provisional note
}`;

export const zones: Shape = {
  name: 'zones',
  about: `${ZONES.length} zones, ${ZONES.length} fetches in parallel, ${ROWS} rows of 13 fields each, about 31 kB`,
  connections: 16,
  query: QUERY,
  variables: (n) => ({ period: `u${String(n).padStart(8, '0')}` }),
  unique: { pattern: /u\d{8}/, sample: 'u00000000' },
  isWhole: (answer) => answer.length > 28_000,
  subgraphs: () => ZONES.map(subgraph),
};

function subgraph(zone: string): ShapeSubgraph {
  const rows = Array.from({ length: ROWS }, (_, index) => row(zone, index));
  return {
    name: zone,
    typeDefs: subgraphSdl(`type Query { ${zone}(period: String!): [ZoneStat!] } ${TYPES}`),
    resolvers: { Query: { [zone]: () => rows } },
  };
}

function row(zone: string, index: number): object {
  const missing = index % 11 === 10;
  return {
    id: `${zone}-${index}`,
    zone,
    indicator: `INDICATOR_${index % 8}`,
    name: `Gross output of all industries ${index}`,
    block: index % 3 === 0 ? null : `${zone}-block-${index % 3}`,
    period: '2021-01-01/..',
    value: missing ? null : (index + 1) * 1234.5,
    unit: 'CNY',
    unitMult: 8,
    decimals: 2,
    obsStatus: missing ? 'O' : 'P',
    provisional: !missing,
    note: index % 4 === 0 ? 'as returned by the district' : null,
  };
}
