import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MEMBERSHIPS, parseMemberships } from '../../../subgraphs/core/perimeter/file.ts';
import {
  PERIMETERS,
  heldDuring,
  holdersOn,
  membershipFaults,
  type Membership,
  type Memberships,
} from '../../../subgraphs/core/perimeter/rules/memberships.ts';
import { heldBlocks, membershipsOf } from '../../../subgraphs/core/perimeter/service.ts';

const ENCLAVE = { code: 'x', territory: 'a' };
const row = (zone: string, validFrom: string, validTo: string | null, over: Partial<Membership> = {}): Membership => ({
  block: 'x',
  perimeter: 'MANAGED',
  zone,
  share: '1',
  validFrom,
  validTo,
  ...over,
});
const fileOf = (...memberships: readonly Membership[]): Memberships => ({ blocks: [ENCLAVE], memberships });
const named = (file: Memberships, day: string): string[] =>
  holdersOn(file, ENCLAVE, 'MANAGED', day).map(({ zone, share }) => `${zone} ${share.toFixed()}`);

describe('a block', () => {
  const file = fileOf(
    row('b', '2022-07-01', '2023-12-31'),
    row('b', '2024-01-01', null, { share: '0.4' }),
    row('a', '2024-01-01', null, { share: '0.6' }),
  );

  test.each([
    ['2022-06-30', ['a 1']],
    ['2022-07-01', ['b 1']],
    ['2023-12-31', ['b 1']],
    ['2024-01-01', ['b 0.4', 'a 0.6']],
    ['2199-12-31', ['b 0.4', 'a 0.6']],
  ])(
    'counts on %s for %j: for its territory where nothing else is on file, first and last days included',
    (day, who) => {
      expect(named(file, day)).toEqual(who);
    },
  );

  test('is under one perimeter what it is not under another', () => {
    expect(holdersOn(file, ENCLAVE, 'TERRITORIAL', '2023-01-01')).toMatchObject([{ zone: 'a' }]);
  });

  test.each([
    ['2021-01-01', '2021-12-31', 'a', []],
    ['2022-01-01', '2022-12-31', 'b', ['2022-07-01']],
    ['2022-07-01', '2022-12-31', 'b', []], // passed on the first day: the whole period is the new holder's
    ['2022-01-01', '2022-06-30', 'a', []],
    ['2022-01-01', '2024-03-31', 'b', ['2022-07-01', '2024-01-01']],
  ])(
    'over %s to %s counts whole for who holds it on the last day, and tells of the changes',
    (start, end, zone, changes) => {
      const held = heldDuring(file, ENCLAVE, 'MANAGED', { start, end });
      expect(held.holders[0]?.zone).toBe(zone);
      expect(held.changes).toEqual(changes);
    },
  );

  test('that is prolonged on the same terms has not changed', () => {
    const prolonged = fileOf(row('b', '2022-01-01', '2022-12-31'), row('b', '2023-01-01', null));
    expect(heldDuring(prolonged, ENCLAVE, 'MANAGED', { start: '2022-01-01', end: '2023-12-31' }).changes).toEqual([]);
  });
});

describe('memberships', () => {
  test.each([
    ['that overlap', fileOf(row('b', '2022-01-01', null), row('c', '2023-01-01', null)), 'sum to 2'],
    ['that leave a rest', fileOf(row('b', '2022-01-01', null, { share: '0.9' })), 'sum to 0.9'],
    [
      'that are whole at first and not later',
      fileOf(row('b', '2022-01-01', null, { share: '0.5' }), row('c', '2022-01-01', '2022-12-31', { share: '0.5' })),
      'MANAGED 2023-01-01: the shares sum to 0.5',
    ],
    [
      'of one zone twice',
      fileOf(row('b', '2022-01-01', null, { share: '0.5' }), row('b', '2022-01-01', null, { share: '0.5' })),
      'holds it twice',
    ],
    [
      'of nothing',
      fileOf(row('b', '2022-01-01', null, { share: '0' }), row('c', '2022-01-01', null)),
      'a share lies above 0',
    ],
    ['that end before they begin', fileOf(row('b', '2022-01-01', '2021-01-01')), 'ends before it begins'],
    ['of a block that is not on file', { blocks: [], memberships: [row('b', '2022-01-01', null)] }, 'not on file'],
  ])('%s are refused', (_, file, fault) => {
    expect(membershipFaults(file).join('\n')).toContain(fault);
  });

  test('for assessment may credit both sides in full', () => {
    const both = { perimeter: 'ASSESSED' } as const;
    expect(membershipFaults(fileOf(row('a', '2022-01-01', null, both), row('b', '2022-01-01', null, both)))).toEqual(
      [],
    );
  });

  test('without a fault have shares that sum to 1 on any day, and with one there is a day on which they do not', () => {
    const day = fc
      .integer({ min: 0, max: 40 })
      .map((n) => new Date(Date.UTC(2022, 0, 1 + n)).toISOString().slice(0, 10));
    const anyRow = fc
      .record({
        zone: fc.constantFrom('a', 'b', 'c'),
        from: day,
        to: fc.option(day),
        share: fc.constantFrom('1', '0.5', '0.25'),
      })
      .map(({ zone, from, to, share }) => row(zone, from, to !== null && to < from ? null : to, { share }));
    const days = Array.from({ length: 60 }, (_, n) => new Date(Date.UTC(2021, 11, 25 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 4 }), (rows) => {
        const file = fileOf(...rows);
        const sound = days.every((each) => {
          const holders = holdersOn(file, ENCLAVE, 'MANAGED', each);
          const sum = holders.reduce((all, { share }) => all + share.toNumber(), 0);
          return sum === 1 && new Set(holders.map(({ zone }) => zone)).size === holders.length;
        });
        expect(membershipFaults(file).length === 0).toBe(sound);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the memberships on file', () => {
  test('give Zengkou-Qingjiang to Bazhou by territory, to the core zone by management, and are marked as supposed', () => {
    const on = (perimeter: string) =>
      membershipsOf({ block: 'bazhou-zengkou-qingjiang', on: '2024' }).filter((each) => each.perimeter === perimeter);
    expect(on('TERRITORIAL')).toMatchObject([{ zone: 'bazhou', share: '1', validFrom: null, assumption: false }]);
    expect(on('MANAGED')).toMatchObject([{ zone: 'core', share: '1', assumption: true }]);
    expect(on('ASSESSED').map(({ zone }) => zone)).toEqual(['core', 'bazhou']);
    expect(on('MANAGED')[0]?.source).toMatch(/纳入核心区管理.*【设定】/);
  });

  test('leave both sides of the Zengkou-Jintang park where they lie: the park is no unit of account', () => {
    const park = membershipsOf({ on: '2024' }).filter(
      (each) => each.park === 'zengkou-jintang' && each.perimeter === 'MANAGED',
    );
    expect(park.map(({ block, zone, share }) => [block, zone, share])).toEqual([
      ['bazhou-zengkou', 'bazhou', '1'],
      ['tongjiang-jintang', 'tongjiang', '1'],
    ]);
  });

  test('say in their source what was supposed', () => {
    for (const { assumption, source } of MEMBERSHIPS.memberships) expect(source.includes('【设定】')).toBe(assumption);
  });

  test('are asked for one block, for all, and for none', () => {
    expect(membershipsOf({}).length).toBeGreaterThan(MEMBERSHIPS.blocks.length * PERIMETERS.length);
    expect(membershipsOf({ block: 'core-xingwen' })).toHaveLength(3);
    expect(membershipsOf({ block: 'elsewhere' })).toEqual([]);
  });

  test('judge a period without an end today', () => {
    const holder = (today: string): string | undefined =>
      heldBlocks('MANAGED', '2020-01-01/..', today).blocks.find(({ block }) => block.endsWith('qingjiang'))?.holders[0]
        ?.zone;
    expect(() => holder('2020-12-31')).toThrow(/2021-01-01/);
    expect(holder('2021-01-01')).toBe('core');
  });

  test.each([['MANAGED'], ['ASSESSED']] as const)('are not there for %s before they begin', (perimeter) => {
    expect(() => heldBlocks(perimeter, '2020')).toThrow(
      expect.objectContaining({ extensions: { code: 'PERIMETER_NOT_AVAILABLE' } }),
    );
    expect(heldBlocks(perimeter, '2021').blocks).toHaveLength(MEMBERSHIPS.blocks.length);
    expect(heldBlocks('TERRITORIAL', '2020').blocks).toHaveLength(MEMBERSHIPS.blocks.length);
  });

  test('with a fault do not load, and every fault is named', () => {
    const bad = {
      ...MEMBERSHIPS,
      perimeters: MEMBERSHIPS.perimeters.slice(1),
      blocks: [
        ...MEMBERSHIPS.blocks,
        { code: 'y', name: 'y', territory: 'core', park: 'none', overlaps: ['z'], source: 's' },
      ],
    };
    expect(() => parseMemberships(bad)).toThrow(/TERRITORIAL: not described[\s\S]*y: no park none[\s\S]*overlaps z/);
    expect(() =>
      parseMemberships({ ...MEMBERSHIPS, blocks: [{ code: 'y', name: 'y', territory: 'nowhere', source: 's' }] }),
    ).toThrow(/no such zone/);
  });
});
