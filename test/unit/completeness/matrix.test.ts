import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findForm, opensOn, periodsOf } from '../../../schema/forms.ts';
import type { Form } from '../../../schema/standard.ts';
import { TECHNICAL_GAPS } from '../../../schema/gap-reasons.ts';
import { matrixOf } from '../../../subgraphs/core/completeness/rules/matrix.ts';
import { remindersOf } from '../../../subgraphs/core/completeness/rules/reminders.ts';
import type { Known, ZoneReturns } from '../../../subgraphs/core/completeness/rules/types.ts';

function form(code: string): Form {
  const found = findForm(code);
  if (!found) throw new Error(`no form ${code}`);
  return found;
}

const MONTHLY = form('ZONE_MONTHLY');

const nothing = (period: string): Known => ({
  period,
  drafting: false,
  revision: null,
  digest: null,
  recordedAt: null,
  firstSubmittedAt: null,
  synthetic: false,
  verdict: null,
  verdictReason: null,
  superseded: false,
});

const submitted = (period: string, day: string, over: Partial<Known> = {}): Known => ({
  ...nothing(period),
  revision: 1,
  digest: 'a'.repeat(64),
  recordedAt: `${day}T04:00:00.000Z`,
  firstSubmittedAt: `${day}T04:00:00.000Z`,
  ...over,
});

/** March is due on 10 April, April on 10 May; both are days in China. */
const PERIODS = ['2026-03', '2026-04'];
const matrix = (answers: readonly ZoneReturns[], today: string) => matrixOf(MONTHLY, PERIODS, answers, today);
const none = PERIODS.map(nothing);
const zone = (code: string, ...answer: Known[]): ZoneReturns => ({ zone: code, answer });

describe('the matrix of a form', () => {
  test('expects a return from the day after its period, and has it overdue from the day after it was due', () => {
    const states = (today: string) =>
      matrix([zone('bazhou', ...none)], today).zones[0]?.cells.map((cell) => [
        cell.expected,
        cell.state,
        cell.timeliness,
      ]);
    const [early, open, late] = [
      [false, 'NOT_DUE', 'OPEN'],
      [true, 'DUE', 'OPEN'],
      [true, 'DUE', 'OVERDUE'],
    ];
    expect(states('2026-03-31')).toEqual([early, early]);
    expect(states('2026-04-01')).toEqual([open, early]);
    expect(states('2026-04-10')).toEqual([open, early]);
    expect(states('2026-04-11')).toEqual([late, early]);
    expect(states('2026-05-01')).toEqual([late, open]);
  });

  test('counts what is in, accepted, in time and late, and has what was sent back as not in', () => {
    const found = matrix(
      [
        zone('core', submitted('2026-03', '2026-04-10'), submitted('2026-04', '2026-05-11')),
        zone(
          'bazhou',
          submitted('2026-03', '2026-04-02', { verdict: 'RETURNED' }),
          submitted('2026-04', '2026-05-02', { verdict: 'ACCEPTED' }),
        ),
        zone('enyang', submitted('2026-03', '2026-04-12', { verdict: 'FINAL', drafting: true }), nothing('2026-04')),
      ],
      '2026-05-20',
    );
    expect(found.total).toEqual({
      ...{ expected: 6, reported: 4, accepted: 2, onTime: 3, late: 2, overdue: 1, unknown: 0 },
      rate: '0.6666',
    });
    expect(found.zones.map(({ cells }) => cells.map(({ state }) => state))).toEqual([
      ['SUBMITTED', 'SUBMITTED'],
      ['RETURNED', 'ACCEPTED'],
      ['DRAFT', 'DUE'],
    ]);
  });

  test('has a first submission on the last day in China in time, wherever the clock stands', () => {
    const at = (instant: string) =>
      matrix(
        [zone('core', submitted('2026-03', '2026-04-01', { firstSubmittedAt: instant }), nothing('2026-04'))],
        '2026-04-20',
      ).zones[0]?.cells[0]?.timeliness;
    expect(at('2026-04-10T15:59:59.999Z')).toBe('ON_TIME');
    expect(at('2026-04-10T16:00:00.000Z')).toBe('LATE');
  });

  test('does not know what a zone that gave no answer has, and never calls it overdue', () => {
    const found = matrix([{ zone: 'bazhou', answer: 'TIMEOUT' }, zone('enyang', ...none)], '2026-06-30');
    expect(found.zones[0]).toMatchObject({
      gap: 'TIMEOUT',
      total: { expected: 2, reported: 0, overdue: 0, unknown: 2, rate: null },
      cells: [
        { period: '2026-03', state: null, timeliness: null, gap: 'TIMEOUT', dueOn: '2026-04-10' },
        { period: '2026-04', state: null },
      ],
    });
    expect(found.total).toMatchObject({ expected: 4, overdue: 2, unknown: 2, rate: null });
    expect(remindersOf(MONTHLY, found, '2026-06-30').map((each) => each.zone)).toEqual(['enyang', 'enyang']);
  });

  test('has what was withdrawn and is not in again as overdue, and as open until it is due', () => {
    const withdrawn = { ...nothing('2026-03'), firstSubmittedAt: '2026-04-02T04:00:00.000Z' };
    const on = (today: string) => matrix([zone('core', withdrawn, nothing('2026-04'))], today);
    expect(on('2026-04-10').zones[0]?.cells[0]).toMatchObject({ state: 'DUE', timeliness: 'OPEN' });
    expect(on('2026-04-11').zones[0]?.cells[0]).toMatchObject({ state: 'DUE', timeliness: 'OVERDUE' });
    expect(on('2026-04-11').total).toMatchObject({ expected: 1, reported: 0, onTime: 0, late: 0, overdue: 1 });
  });

  test('does not know what is in force of a return whose revision the core knows to have ended', () => {
    const stale = submitted('2026-03', '2026-04-02', { superseded: true });
    const found = matrix([zone('core', stale, nothing('2026-04'))], '2026-04-20');
    expect(found.zones[0]).toMatchObject({
      gap: null,
      cells: [{ state: null, timeliness: null, gap: 'SUPERSEDED' }, {}],
    });
    expect(found.total).toMatchObject({ expected: 1, reported: 0, onTime: 0, overdue: 0, unknown: 1, rate: null });
    expect(remindersOf(MONTHLY, found, '2026-04-20')).toEqual([]);
  });

  test('has no rate where nothing is expected', () => {
    expect(matrix([zone('core', ...none)], '2026-03-01').total).toMatchObject({ expected: 0, rate: null });
  });
});

describe('the reminders', () => {
  const TODAY = '2026-05-12';
  const reminded = (answers: readonly ZoneReturns[]) => remindersOf(MONTHLY, matrix(answers, TODAY), TODAY);

  test('are what is not in, the longest overdue first; what was sent back before what was not begun', () => {
    const found = reminded([
      zone('core', submitted('2026-03', '2026-04-01'), { ...nothing('2026-04'), drafting: true }),
      zone('bazhou', ...none),
      zone(
        'enyang',
        submitted('2026-03', '2026-04-01', { verdict: 'ACCEPTED', drafting: true }),
        submitted('2026-04', '2026-05-01', { verdict: 'RETURNED', verdictReason: '税收有误' }),
      ),
    ]);
    expect(found.map((each) => [each.zone, each.period, each.state, each.daysLate])).toEqual([
      ['bazhou', '2026-03', 'DUE', 32],
      ['enyang', '2026-04', 'RETURNED', 2],
      ['core', '2026-04', 'DRAFT', 2],
      ['bazhou', '2026-04', 'DUE', 2],
    ]);
    expect(found[1]?.message).toBe(
      '恩阳区 2026-04 园区月报:已退回,请修改后重报;理由:税收有误;期限 2026-05-10;已逾期 2 天 / ' +
        'Enyang, Monthly return of a zone, 2026-04: sent back; correct it and submit it again; reason: 税收有误; due 2026-05-10; 2 days overdue',
    );
  });

  test('leave alone what is being written in time, and what has not opened', () => {
    const draft = { ...nothing('2026-04'), drafting: true };
    const on = (today: string) =>
      remindersOf(MONTHLY, matrix([zone('core', submitted('2026-03', '2026-04-01'), draft)], today), today);
    expect(on('2026-05-10')).toEqual([]);
    expect(on('2026-04-30')).toEqual([]);
    expect(on('2026-05-11')).toMatchObject([
      { state: 'DRAFT', daysLate: 1, message: expect.stringContaining('1 day overdue') },
    ]);
  });

  test('of a form without a due day are never late', () => {
    const cumulative = form('CUMULATIVE_SINCE_2021');
    const periods = periodsOf(cumulative, '2021-01-01', '2026-12-31');
    const found = matrixOf(cumulative, periods, [zone('core', ...periods.map(nothing))], TODAY);
    expect(remindersOf(cumulative, found, TODAY)).toMatchObject([{ state: 'DUE', dueOn: null, daysLate: 0 }]);
  });
});

const anyKnown = (period: string): fc.Arbitrary<Known> =>
  fc
    .record({
      drafting: fc.boolean(),
      in: fc.boolean(),
      days: fc.integer({ min: -5, max: 90 }),
      verdict: fc.constantFrom(null, 'RETURNED', 'ACCEPTED', 'FINAL'),
    })
    .map(({ drafting, in: isIn, days, verdict }) => {
      if (!isIn) return { ...nothing(period), drafting };
      const day = new Date(Date.parse(`${opensOn(period) ?? ''}T00:00:00Z`) + days * 86_400_000).toISOString();
      return submitted(period, day.slice(0, 10), { drafting, verdict });
    });

const anyReturns = (periods: readonly string[]): fc.Arbitrary<ZoneReturns[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.tuple(...periods.map(anyKnown)) },
        { weight: 1, arbitrary: fc.constantFrom(...TECHNICAL_GAPS) },
      ),
      { maxLength: 6 },
    )
    .map((answers) => answers.map((answer, at) => ({ zone: `z${at}`, answer })));

test('whatever is answered, every expected return is in, not in, or not known, and is reminded of at most once', () => {
  const year = periodsOf(MONTHLY, '2026-01-01', '2026-12-31');
  const anyDay = fc.integer({ min: 0, max: 500 }).map((days) => {
    return new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
  });
  fc.assert(
    fc.property(anyReturns(year), anyDay, (answers, today) => {
      const { total, zones } = matrixOf(MONTHLY, year, answers, today);
      const open = year.filter((period) => (opensOn(period) ?? '') <= today).length;
      expect(total.expected).toBe(open * answers.length);
      expect(total.unknown).toBe(open * answers.filter(({ answer }) => typeof answer === 'string').length);
      const names = ['expected', 'reported', 'accepted', 'onTime', 'late', 'overdue', 'unknown'] as const;
      for (const name of names) expect(total[name]).toBe(zones.reduce((sum, row) => sum + row.total[name], 0));
      const missing = zones.flatMap(({ cells }) =>
        cells.filter(({ expected, reported, state }) => expected && !reported && state !== null),
      );
      expect(total.expected).toBe(total.reported + missing.length + total.unknown);
      expect(total.accepted).toBeLessThanOrEqual(total.reported);
      expect(total.onTime + total.late + total.overdue).toBeLessThanOrEqual(total.expected - total.unknown);
      expect(total.overdue).toBeLessThanOrEqual(missing.length);
      if (total.unknown > 0 || total.expected === 0) expect(total.rate).toBeNull();
      else expect(Math.abs(Number(total.rate) - total.reported / total.expected)).toBeLessThan(0.0001);

      const reminders = remindersOf(MONTHLY, { total, zones }, today);
      const reminded2 = reminders.map((each) => `${each.zone} ${each.period}`);
      expect(new Set(reminded2).size).toBe(reminded2.length);
      expect(reminders.length).toBeLessThanOrEqual(missing.length);
      expect(reminders.filter(({ daysLate }) => daysLate > 0)).toHaveLength(
        missing.filter(({ dueOn }) => dueOn !== null && dueOn < today).length,
      );
      const late = reminders.map(({ daysLate }) => daysLate);
      expect(late).toEqual(late.toSorted((a, b) => b - a));
    }),
  );
});
