/** Two zones that trade, and one operation carried out on them: what was asked of them and what is answered. */
import { parse } from 'graphql';
import { Operation, type Version } from '../../../../gateway/execution/operation.ts';
import type { Variables } from '../../../../gateway/execution/selections.ts';
import { ZoneFailure } from '../../../../gateway/zones/zone-client.ts';
import { asking, sound, ZoneWithoutNetwork, type Answering } from './zones.ts';

export const SDLS = {
  goods: `
    type Query { good: Good number(of: Int = 7): Int kind: Kind kinds: [Kind!] stats: Stats @shareable }
    type Mutation { add(of: Int): Int }
    enum Kind { OPEN SECRET @inaccessible }
    type Good @key(fields: "id") { id: ID! name: String! }
    type Stats @shareable { goods: Int }`,
  trade: `
    type Query { trade: Int text: String! stats: Stats @shareable }
    type Good @key(fields: "id") { id: ID! duty: Int need: Int! }
    type Stats @shareable { trade: Int }`,
};
const ROOT = {
  good: { id: '1', name: 'Rice' },
  number: ({ of }: Variables) => of,
  add: ({ of }: Variables) => of,
  kind: 'OPEN',
  trade: 9,
  text: 'a',
};

const GOODS = sound(SDLS.goods, {}, ROOT);
const TRADE = sound(SDLS.trade, { Good: { __resolveReference: (sent) => ({ ...sent, duty: 5, need: 6 }) } }, ROOT);
export const failing =
  (reason: ZoneFailure['reason']): Answering =>
  () => {
    throw new ZoneFailure(reason, 'the detail');
  };

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Carries one operation out on two sound zones, or on others in their places. */
export async function carryOut(
  version: Version,
  query: string,
  variables: Variables = {},
  zones: Readonly<Record<string, Answering>> = {},
  name?: string,
) {
  const [goods, trade] = [
    new ZoneWithoutNetwork('goods', zones['goods'] ?? GOODS),
    new ZoneWithoutNetwork('trade', zones['trade'] ?? TRADE),
  ];
  const { answers, logged } = asking({ goods, trade });
  const { data, errors = [] } = await new Operation(parse(query), name, version).execute(variables, answers);
  return {
    data: plain(data),
    errors: errors.map(({ path, extensions: { code, zone, reason, places } }) => ({
      path,
      code,
      zone,
      ...(reason !== undefined && { reason }),
      ...(places !== undefined && { places }),
    })),
    asked: { goods: goods.asked, trade: trade.asked },
    logged,
  };
}
