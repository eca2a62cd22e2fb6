import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePeriod, type ParsedPeriod } from '../../../schema/period.ts';
import {
  addDays,
  fitted,
  isRefusal,
  membershipIn,
  moved,
  type Membership,
  type Refusal,
} from '../../../subgraphs/kit/enterprises/rules.ts';

function period(text: string): ParsedPeriod {
  const parsed = parsePeriod(text);
  if (!parsed) throw new Error(`${text} is no period`);
  return parsed;
}

const accepted = (result: Membership[] | Refusal): Membership[] => {
  if (isRefusal(result)) throw new Error(result.message);
  return result;
};
const codeOf = (result: Membership[] | Refusal): string | undefined => (isRefusal(result) ? result.code : undefined);

const sat = (block: string, validFrom: string, validTo: string | null = null): Membership => ({
  block,
  validFrom,
  validTo,
});
const HERE = [sat('a', '2024-01-01', '2024-03-14'), sat('b', '2024-03-15')];

describe('the block of a period', () => {
  test.each([
    ['2024-02', 'a'],
    ['2024-03', 'b'],
    ['2024-Q1', 'b'],
    ['2024', 'b'],
    ['2024-01-01/2024-03-14', 'a'],
    ['2021-01-01/..', 'b'],
    ['2023-12', undefined],
  ])('of %s is %s: where it last sat in it', (text, block) => {
    expect(membershipIn(HERE, period(text))?.block).toBe(block);
  });

  test('of the period in which it left is still its block, of the next none', () => {
    const gone = [sat('a', '2024-01-01', '2024-05-02')];
    expect(membershipIn(gone, period('2024-05'))?.block).toBe('a');
    expect(membershipIn(gone, period('2024-06'))).toBeUndefined();
  });
});

describe('a move', () => {
  test('ends one membership the day before it begins the next', () => {
    expect(accepted(moved([sat('a', '2024-01-01')], 'b', '2024-03-01'))).toEqual([
      sat('a', '2024-01-01', '2024-02-29'),
      sat('b', '2024-03-01'),
    ]);
  });

  test('on the day on which it came corrects where it came to', () => {
    expect(accepted(moved([sat('a', '2024-01-01')], 'b', '2024-01-01'))).toEqual([sat('b', '2024-01-01')]);
    expect(accepted(moved(HERE, 'a', '2024-03-15'))).toEqual([sat('a', '2024-01-01')]);
  });

  test('to where it is changes nothing', () => {
    expect(moved(HERE, 'b', '2024-06-01')).toEqual(HERE);
  });

  test.each([
    ['before it came', '2023-12-31', 'NOT_IN_THE_ZONE'],
    ['before a later move', '2024-02-01', 'LATER_MOVE_ON_FILE'],
  ])('%s is refused', (_, from, code) => {
    expect(codeOf(moved(HERE, 'c', from))).toBe(code);
  });

  test('after it left is refused', () => {
    expect(codeOf(moved([sat('a', '2024-01-01', '2024-05-02')], 'b', '2024-05-03'))).toBe('NOT_IN_THE_ZONE');
  });
});

describe('the days of a stay', () => {
  test('stretch the first and the last membership', () => {
    expect(accepted(fitted(HERE, { enteredOn: '2023-06-01', leftOn: '2025-01-31' }))).toEqual([
      sat('a', '2023-06-01', '2024-03-14'),
      sat('b', '2024-03-15', '2025-01-31'),
    ]);
  });

  test.each([
    ['2025-01-01', '2024-01-01', 'STAY_ENDS_BEFORE_IT_BEGINS'],
    ['2024-03-15', null, 'STAY_CUTS_A_MOVE'],
    ['2024-01-01', '2024-03-14', 'STAY_CUTS_A_MOVE'],
  ])('from %s to %s are refused: %s', (enteredOn, leftOn, code) => {
    expect(codeOf(fitted(HERE, { enteredOn, leftOn }))).toBe(code);
  });
});

/** Whether they follow each other day by day from the first to the last of the stay. */
function tiles(memberships: readonly Membership[], enteredOn: string, leftOn: string | null): boolean {
  const closed = memberships.every(({ validTo }, at) => {
    const next = memberships[at + 1];
    return next ? validTo !== null && addDays(validTo, 1) === next.validFrom : validTo === leftOn;
  });
  const forward = memberships.every(({ validFrom, validTo }) => validTo === null || validFrom <= validTo);
  return closed && forward && memberships[0]?.validFrom === enteredOn;
}

describe('whatever is moved and however often', () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2021-01-01', days));
  const step = fc.oneof(
    fc.record({ block: fc.constantFrom('a', 'b', 'c'), from: day }),
    fc.record({ enteredOn: day, leftOn: fc.option(day, { nil: null }) }),
  );

  test('it sits in exactly one block on each of its days and in none on others', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.array(day, { minLength: 1, maxLength: 20 }), (steps, days) => {
        let stay: { enteredOn: string; leftOn: string | null } = { enteredOn: '2022-01-01', leftOn: null };
        let memberships = accepted(fitted([sat('a', '2022-01-01')], stay));
        for (const each of steps) {
          const next = 'block' in each ? moved(memberships, each.block, each.from) : fitted(memberships, each);
          if (isRefusal(next)) continue;
          memberships = next;
          if ('enteredOn' in each) stay = each;
        }
        expect(tiles(memberships, stay.enteredOn, stay.leftOn)).toBe(true);
        for (const each of days) {
          const there = memberships.filter(
            (one) => one.validFrom <= each && (one.validTo === null || each <= one.validTo),
          );
          const expected = each >= stay.enteredOn && (stay.leftOn === null || each <= stay.leftOn) ? 1 : 0;
          expect(there).toHaveLength(expected);
          expect(membershipIn(memberships, { kind: 'INTERVAL', start: each, end: each })).toBe(there[0]);
        }
      }),
    );
  });
});
