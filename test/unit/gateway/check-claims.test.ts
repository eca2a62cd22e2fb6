import { describe, expect, test } from '@jest/globals';
import { faultIn, request } from './zone-schema.ts';

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
    expect(faultIn(asked, '{"statistics":{"zone":"bazhou"}}', true)).toBe('statistics.zone: speaks for another zone');
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
});
