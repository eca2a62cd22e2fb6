import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findForm, hasPeriod } from '../../../../schema/forms.ts';
import { demoYear, entryOf, type DemoOptions, type DemoYear } from '../../../../subgraphs/kit/demo/year.ts';
import { readEntry } from '../../../../subgraphs/kit/enterprises/entry.ts';
import { isMarkedSynthetic } from '../../../../subgraphs/kit/exchange/form-layout.ts';
import { examined } from './examined.ts';

const BLOCKS = [
  { code: 'a-industrial', name: '甲园', leadingIndustries: ['生物医药', '机械电子', '食品饮料'] },
  { code: 'a-logistics', name: '乙园', leadingIndustries: ['仓储物流'] },
  { code: 'a-materials', name: '丙园', leadingIndustries: ['水泥', '环保绿色建材'] },
];
const KNOWN = [
  { indicator: 'INDUSTRIAL_OUTPUT', block: null, value: '36.88', unitMult: 8 },
  { indicator: 'OPERATING_REVENUE', block: null, value: '33.02', unitMult: 8 },
  { indicator: 'TAX_REVENUE', block: null, value: '2.83', unitMult: 8 },
  { indicator: 'ENTERPRISES', block: null, value: '55', unitMult: 0 },
  { indicator: 'ENTERPRISES_ABOVE_SCALE', block: 'a-industrial', value: '16', unitMult: 0 },
  { indicator: 'ENTERPRISES_ABOVE_SCALE', block: 'a-materials', value: '4', unitMult: 0 },
];
const made = (over: Partial<DemoOptions> = {}): DemoYear =>
  demoYear({ zone: 'nanjiang', blocks: BLOCKS, known: KNOWN, seed: 1, year: 2025, ...over });

const bytes = (year: DemoYear): string =>
  JSON.stringify([year.enterprises, year.returns], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );

const options = fc.record({
  zone: fc.constantFrom('core', 'nanjiang'),
  seed: fc.nat(),
  year: fc.integer({ min: 2021, max: 2030 }),
  known: fc.constantFrom(KNOWN, []),
  blocks: fc.constantFrom(BLOCKS, BLOCKS.slice(0, 1), BLOCKS.slice(1, 2)),
  enterprises: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
});
const RUNS = { numRuns: 25 };

describe('a year of made-up returns', () => {
  test('is the same, byte for byte, for the same seed, on every machine', () => {
    const digest = createHash('sha256').update(bytes(made())).digest('hex');
    expect(digest).toBe('ce233f84a2650f282b7ac83dd1441089913014f9ac5454623f539d43751be3ac');
    expect(bytes(made())).toBe(bytes(made()));
    expect(bytes(made({ seed: 2 }))).not.toBe(bytes(made()));
  });

  test('has every period that the forms ask for, and no January', () => {
    const periods = Map.groupBy(made().returns, ({ form }) => form);
    const count = (form: string): number | undefined => periods.get(form)?.length;
    expect(['ENTERPRISE_MONTHLY', 'ZONE_MONTHLY', 'ZONE_QUARTERLY'].map(count)).toEqual([11, 11, 4]);
    for (const { form, period } of made().returns) {
      const found = findForm(form);
      expect(found && hasPeriod(found, period)).toBe(true);
    }
  });

  test('is of the size that the paper gives: a quarter of four years, grown by six per cent of it a year', () => {
    const december = made().returns.find(({ form, period }) => form === 'ZONE_QUARTERLY' && period === '2025-Q4');
    const output = december?.cells.find(
      ({ indicator, block }) => indicator === 'INDUSTRIAL_OUTPUT_YTD' && block === '',
    );
    const expected = (36.88e8 / 4) * 1.15;
    expect(Number(output?.digits) * 100).toBeGreaterThan(expected * 0.8);
    expect(Number(output?.digits) * 100).toBeLessThan(expected * 1.2);
  });

  test('has a weak February', () => {
    const revenue = made().returns.flatMap(({ form, cells }) =>
      form === 'ZONE_MONTHLY'
        ? cells.filter(({ indicator, block }) => indicator === 'OPERATING_REVENUE' && block === '')
        : [],
    );
    const [february, ...others] = revenue.map(({ digits }) => Number(digits));
    expect(Math.min(...others)).toBeGreaterThan(february ?? Infinity);
  });

  test('has one that comes, one that leaves, one that moves, one that stands still and one with a refund', () => {
    const events = made().enterprises.flatMap(({ event }) => event ?? []);
    expect(events.toSorted()).toEqual(['LEAVER', 'MAINTENANCE', 'MOVER', 'NEWCOMER', 'REFUND']);
  });

  test('raises a few warnings, all explained in the name of what is made up', () => {
    const found = examined(made()).flatMap((each) => each.found);
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThan(100);
    expect(found.every(({ text }) => text?.startsWith('【合成】') === true && text.length <= 500)).toBe(true);
  });

  test('from any seed passes validation without an error', () => {
    fc.assert(
      fc.property(options, (each) => {
        const found = examined(made(each)).flatMap(({ made: { form, period }, found: results }) =>
          results.map(({ result }) => ({ form, period, ...result })),
        );
        expect(found.filter(({ severity, outcome }) => severity === 'ERROR' || outcome !== 'VIOLATED')).toEqual([]);
      }),
      RUNS,
    );
  });

  test('from any seed adds up exactly: blocks to the zone, months to quarters and to the year to date', () => {
    fc.assert(
      fc.property(options, (each) => {
        const { returns } = made(each);
        const digits = new Map(
          returns.flatMap(({ period, cells }) =>
            cells.map((cell) => [`${period} ${cell.indicator} ${cell.block}`, cell.digits ?? 0n] as const),
          ),
        );
        const figure = (period: string, indicator: string, block = ''): bigint =>
          digits.get(`${period} ${indicator} ${block}`) ?? -1n;
        for (const { period, cells } of returns) {
          for (const { indicator, digits: whole } of cells.filter(({ block }) => block === '')) {
            const blocks = cells.filter((cell) => cell.indicator === indicator && cell.block !== '');
            expect(blocks.reduce((sum, cell) => sum + (cell.digits ?? 0n), 0n)).toBe(whole);
            if (!indicator.endsWith('_YTD')) continue;
            const previous = [...new Set(returns.map((one) => one.period))].filter(
              (one) => one < period && one.length === period.length && one.includes('Q') === period.includes('Q'),
            );
            const [before] = previous.toSorted().slice(-1);
            if (before === undefined) continue;
            expect(figure(before, indicator) + figure(period, indicator.slice(0, -4))).toBe(whole);
          }
        }
        const year = each.year;
        for (const indicator of ['INDUSTRIAL_OUTPUT', 'OPERATING_REVENUE', 'TAX_REVENUE']) {
          expect(figure(`${year}-Q1`, indicator)).toBe(figure(`${year}-03`, `${indicator}_YTD`));
          expect(figure(`${year}-Q4`, `${indicator}_YTD`)).toBe(figure(`${year}-12`, `${indicator}_YTD`));
        }
      }),
      RUNS,
    );
  });

  test('from any seed can be registered: codes are valid, each once, names and notes say that they are made up', () => {
    fc.assert(
      fc.property(options, (each) => {
        const { enterprises } = made(each);
        expect(new Set(enterprises.map(({ uscc }) => uscc)).size).toBe(enterprises.length);
        for (const enterprise of enterprises) {
          expect(readEntry(entryOf(enterprise)).problems).toEqual([]);
          expect(enterprise.name).toMatch(/^合成企业 \d{4,}$/);
          expect(isMarkedSynthetic(enterprise.note ?? '')).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('marks every figure of zone and blocks', () => {
    const notes = made().returns.flatMap(({ cells }) => cells.map(({ note }) => note ?? ''));
    expect(notes.every(isMarkedSynthetic)).toBe(true);
  });
});
