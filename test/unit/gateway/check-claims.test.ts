import { describe, expect, test } from '@jest/globals';
import { AN_ERROR, entitiesRequest, faultIn, request } from './zone-schema.ts';

/** Asks Nanjiang for its part in the consolidations of these periods. */
function consolidations(selection: string, ...periods: readonly string[]) {
  const representations = periods.map((period) => ({ __typename: 'Consolidation', period }));
  const entities = `_entities(representations: $representations) { ... on Consolidation { ${selection} } }`;
  return request(`query ($representations: [_Any!]!) { ${entities} }`, { representations });
}

const about = (...periods: readonly string[]): string =>
  JSON.stringify({ _entities: periods.map((period) => ({ nanjiang: { zone: 'nanjiang', period } })) });

describe('the statistics that a zone answers', () => {
  test('speak for itself and for no other zone', () => {
    const asked = request('{ statistics { zone } }');
    expect(faultIn(asked, '{"statistics":{"zone":"nanjiang"}}')).toBeUndefined();
    expect(faultIn(asked, '{"statistics":{"zone":"bazhou"}}')).toBe('statistics.zone: speaks for another zone');
    expect(faultIn(asked, '{"statistics":{"zone":"bazhou"}}', AN_ERROR)).toBe(
      'statistics.zone: speaks for another zone',
    );
  });

  test('speak for it under any name that was asked for', () => {
    const asked = request('{ statistics { z: zone zone: state } }');
    expect(faultIn(asked, '{"statistics":{"z":"nanjiang","zone":"SUBMITTED"}}')).toBeUndefined();
    expect(faultIn(asked, '{"statistics":{"z":"core","zone":"SUBMITTED"}}')).toBe(
      'statistics.z: speaks for another zone',
    );
  });

  test('are about the period of the consolidation that asked, each about its own', () => {
    const asked = consolidations('nanjiang { zone period }', '2023', '2024');
    expect(faultIn(asked, about('2023', '2024'))).toBeUndefined();
    expect(faultIn(asked, about('2024', '2023'))).toBe('_entities.0.nanjiang.period: another period');
    expect(faultIn(asked, about('2023', '2023'))).toBe('_entities.1.nanjiang.period: another period');
  });

  test('are not held to a period where none was in the key', () => {
    expect(faultIn(request('{ statistics { period } }'), '{"statistics":{"period":"2024-Q3"}}')).toBeUndefined();
  });

  test('alone make such claims: a block may be called as it likes', () => {
    expect(
      faultIn(
        request('{ blocks { code } zone(code: "x") { code } }'),
        '{"blocks":[{"code":"b"}],"zone":{"code":"enyang"}}',
      ),
    ).toBeUndefined();
  });

  test('are for the period that a variable stands for by default', () => {
    const document = 'query ($p: Period = "2024") { statistics(period: $p) { period } }';
    expect(faultIn(request(document), '{"statistics":{"period":"2024"}}')).toBeUndefined();
    expect(faultIn(request(document), '{"statistics":{"period":"2023"}}')).toBe('statistics.period: another period');
    expect(faultIn(request(document, { p: '2023' }), '{"statistics":{"period":"2023"}}')).toBeUndefined();
  });

  test('are each for the period of its own field, an argument before the key of the entity', () => {
    const asked = request('{ a: statistics(period: "2023") { period } b: statistics(period: "2024") { period } }');
    expect(faultIn(asked, '{"a":{"period":"2023"},"b":{"period":"2024"}}')).toBeUndefined();
    expect(faultIn(asked, '{"a":{"period":"2024"},"b":{"period":"2023"}}')).toBe('a.period: another period');
    const entity = entitiesRequest('... on NanjiangZone { statistics(period: "2021") { period } }', 'NanjiangZone');
    const answer = (period: string): string => `{"_entities":[{"statistics":{"period":"${period}"}}]}`;
    expect(faultIn(entity, answer('2021'))).toBeUndefined();
    expect(faultIn(entity, answer('2024'))).toBe('_entities.0.statistics.period: another period');
  });

  test('are for the period that the field was asked about, as a literal and as a variable', () => {
    const literal = request('{ nanjiang { statistics(period: "2024") { period } } }');
    const variable = request('query ($p: Period!) { nanjiang { statistics(period: $p) { period } } }', { p: '2024' });
    for (const asked of [literal, variable]) {
      expect(faultIn(asked, '{"nanjiang":{"statistics":{"period":"2024"}}}')).toBeUndefined();
      expect(faultIn(asked, '{"nanjiang":{"statistics":{"period":"2023"}}}')).toBe(
        'nanjiang.statistics.period: another period',
      );
    }
  });
});

describe('what a zone says of itself', () => {
  const asked = request('{ me { code name kind } }');
  const me = (over: Readonly<Record<string, string>>): string =>
    JSON.stringify({ me: { code: 'nanjiang', name: '南江县', kind: 'HOSTED', ...over } });

  test('is what the registry says', () => {
    expect(faultIn(asked, me({}))).toBeUndefined();
  });

  test.each([
    ['code', 'bazhou'],
    ['name', '巴州区'],
    ['name', ''],
    ['kind', 'CORE'],
  ])('and not the %s %j', (field, value) => {
    expect(faultIn(asked, me({ [field]: value }))).toBe(`me.${field}: not what the registry says`);
    expect(faultIn(asked, me({ [field]: value }), AN_ERROR)).toBe(`me.${field}: not what the registry says`);
  });

  test('is held to it under any name, in a fragment, a list and an entity', () => {
    const aliased = request('{ me { n: name name: code } }');
    expect(faultIn(aliased, '{"me":{"n":"南江县","name":"nanjiang"}}')).toBeUndefined();
    expect(faultIn(aliased, '{"me":{"n":"nanjiang","name":"nanjiang"}}')).toContain('me.n: not what');
    const listed = request('{ us { ... on Zone { code } } }');
    expect(faultIn(listed, '{"us":[{"code":"nanjiang"},{"code":"core"}]}')).toContain('us.1.code: not what');
    const entity = entitiesRequest('... on NanjiangZone { code }', 'NanjiangZone');
    expect(faultIn(entity, '{"_entities":[{"code":"core"}]}')).toContain('_entities.0.code: not what');
    const named = request('{ zone(code: "x") { __typename code } }');
    expect(faultIn(named, '{"zone":{"__typename":"NanjiangZone","code":"x"}}')).toContain('zone.code: not what');
  });

  test('binds it for its own type alone', () => {
    const other = request('{ zone(code: "x") { __typename code name } me { blocks { code } } }');
    const enyang = '"zone":{"__typename":"EnyangZone","code":"enyang","name":"?"}';
    expect(faultIn(other, `{${enyang},"me":{"blocks":[{"code":"b"}]}}`)).toBeUndefined();
  });
});
