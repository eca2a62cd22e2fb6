/** What an entity is sent with where a required value is not there: who is asked all the same, and who is not. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { Operation, type Version } from '../../../../gateway/execution/operation.ts';
import type { Variables } from '../../../../gateway/execution/selections.ts';
import { ZoneFailure } from '../../../../gateway/zones/zone-client.ts';
import { versionOf } from './support.ts';
import { asking, ZoneWithoutNetwork, type Answering } from './zones.ts';

/** The core adds up what two zones say, and so does another zone. */
const adding = (name: string): string => `
  type Query { ${name}: ZoneStatistics }
  type ZoneStatistics @shareable { zone: ID }
  type Account @key(fields: "id") {
    id: ID! enyang: Int @external bazhou: Int! @external
    ${name}: Int @requires(fields: "enyang") ${name}Both: Int @requires(fields: "enyang bazhou") ${name}Free: Int
  }`;

let version: Version;
beforeAll(async () => {
  version = await versionOf({
    elsewhere: 'type Query { account: Account } type Account @key(fields: "id") { id: ID! }',
    enyang: 'type Account @key(fields: "id") { id: ID! enyang: Int }',
    bazhou: 'type Account @key(fields: "id") { id: ID! bazhou: Int! }',
    core: adding('sum'),
    nanjiang: adding('other'),
  });
});

const down: Answering = () => {
  throw new ZoneFailure('TIMEOUT', 'late');
};

async function run(query: string, zones: Readonly<Record<string, Answering>>, variables: Variables = {}) {
  const answer = (name: string): Answering =>
    zones[name] ?? (({ query: text }) => ({ data: { _entities: [answered(text)] } }));
  const all = Object.fromEntries(
    [...version.zones.keys()].map((name) => [name, new ZoneWithoutNetwork(name, answer(name))]),
  );
  all['elsewhere'] = new ZoneWithoutNetwork('elsewhere', () => ({
    data: { account: { __typename: 'Account', id: '1' } },
  }));
  const { data, errors = [] } = await new Operation(parse(query), undefined, version).execute(
    variables,
    asking(all).answers,
  );
  const sent = (name: string): unknown[] =>
    all[name]?.asked.map(({ variables: { representations } }) => representations) ?? [];
  return {
    data: JSON.stringify(data),
    errors: errors.map(({ path, extensions: { zone } }) => [path?.join('.'), zone]),
    sent,
  };
}

/** 1 for every field of an account that is asked. */
function answered(text: string): Record<string, number> {
  const fields = /\.\.\.on Account\{(.*?)\}/.exec(text)?.[1]?.replaceAll(/@\w+\(.*?\)/g, ' ') ?? '';
  return Object.fromEntries(
    fields
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => [name, 1]),
  );
}

const account = { __typename: 'Account', id: '1' };

describe('a required value that a zone has not brought', () => {
  test('is null for the core, which is told why: it counts the gap', async () => {
    const { data, errors, sent } = await run('{ account { sum } }', { enyang: down });
    expect(sent('core')).toEqual([[{ ...account, enyang: null }]]);
    expect([data, errors]).toEqual(['{"account":{"sum":1}}', [[undefined, 'enyang']]]);
  });

  test('costs any other zone’s field, for the first one’s failure', async () => {
    const { data, errors, sent } = await run('{ account { other } }', { enyang: down });
    expect(sent('nanjiang')).toEqual([]);
    expect([data, errors]).toEqual(['{"account":{"other":null}}', [['account.other', 'enyang']]]);
  });

  test('costs the core’s field too, where it may not be null', async () => {
    const { data, errors, sent } = await run('{ account { sumBoth } }', { bazhou: down });
    expect(sent('core')).toEqual([]);
    expect([data, errors]).toEqual(['{"account":{"sumBoth":null}}', [['account.sumBoth', 'bazhou']]]);
  });

  test('is null where the zone says null', async () => {
    const none: Answering = () => ({ data: { _entities: [{ enyang: null }] } });
    expect((await run('{ account { other } }', { enyang: none })).sent('nanjiang')).toEqual([
      [{ ...account, enyang: null }],
    ]);
  });
});

describe('a required value that is not asked for', () => {
  const QUERY = 'query ($yes: Boolean!) { account { otherFree other @include(if: $yes) } }';

  test('is left out where what requires it is not asked for either', async () => {
    const { data, sent } = await run(QUERY, {}, { yes: false });
    expect([data, sent('enyang'), sent('nanjiang')]).toEqual(['{"account":{"otherFree":1}}', [], [[account]]]);
  });

  test('is there where it is', async () => {
    const { data, sent } = await run(QUERY, {}, { yes: true });
    expect(data).toBe('{"account":{"otherFree":1,"other":1}}');
    expect(sent('nanjiang')).toContainEqual([{ ...account, enyang: 1 }]);
  });

  test('is missing where one of two that require it is', async () => {
    const query = 'query ($yes: Boolean!) { account { other otherBoth @include(if: $yes) } }';
    const { data, errors, sent } = await run(query, { enyang: down }, { yes: false });
    expect([data, errors, sent('nanjiang')]).toEqual(['{"account":{"other":null}}', [['account.other', 'enyang']], []]);
  });
});
