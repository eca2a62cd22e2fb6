import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findForm } from '../../../schema/forms.ts';
import {
  RETURN_ACTIONS,
  RETURN_STATES,
  after,
  allowedIn,
  blank,
  stateOf,
  timeliness,
  type ReturnAction,
  type ReturnState,
} from '../../../schema/return-states.ts';

/** Every state and every action: where it leads, or that it may not be done. */
const TABLE: Readonly<Record<ReturnState, Readonly<Record<ReturnAction, ReturnState | '-'>>>> = {
  NOT_DUE: row('-', '-', '-', '-', '-', '-', '-'),
  DUE: row('DRAFT', '-', '-', '-', '-', '-', '-'),
  DRAFT: row('DRAFT', 'SUBMITTED', '-', '-', '-', '-', '-'),
  SUBMITTED: row('-', '-', 'DRAFT', '-', 'ACCEPTED', 'RETURNED', '-'),
  RETURNED: row('DRAFT', '-', '-', 'DRAFT', '-', '-', '-'),
  ACCEPTED: row('-', '-', '-', 'DRAFT', '-', '-', 'FINAL'),
  FINAL: row('-', '-', '-', 'DRAFT', '-', '-', '-'),
};

function row(...to: readonly (ReturnState | '-')[]): Record<ReturnAction, ReturnState | '-'> {
  const [SAVE = '-', SUBMIT = '-', WITHDRAW = '-', REVISE = '-', ACCEPT = '-', SEND_BACK = '-', CLOSE = '-'] = to;
  return { SAVE, SUBMIT, WITHDRAW, REVISE, ACCEPT, SEND_BACK, CLOSE };
}

describe('a return', () => {
  test.each(RETURN_STATES.flatMap((state) => RETURN_ACTIONS.map((action) => [state, action] as const)))(
    'that is %s and is to %s',
    (state, action) => {
      expect(after(state, action) ?? '-').toBe(TABLE[state][action]);
      expect(allowedIn(state).includes(action)).toBe(TABLE[state][action] !== '-');
    },
  );

  test.each([
    [{ today: '2024-07-31' }, 'NOT_DUE'],
    [{ today: '2024-08-01' }, 'DUE'],
    [{ today: '2024-08-01', hasDraft: true }, 'DRAFT'],
    [{ today: '2024-08-01', submitted: { verdict: null } }, 'SUBMITTED'],
    [{ today: '2024-08-01', submitted: { verdict: 'RETURNED' } }, 'RETURNED'],
    [{ today: '2024-08-01', submitted: { verdict: 'ACCEPTED' } }, 'ACCEPTED'],
    [{ today: '2024-08-01', submitted: { verdict: 'FINAL' } }, 'FINAL'],
    [{ today: '2024-08-01', hasDraft: true, submitted: { verdict: 'ACCEPTED' } }, 'DRAFT'],
  ] as const)('of which this is known: %j is %s', (known, state) => {
    expect(stateOf({ ...blank('2024-07', known.today), ...known })).toBe(state);
  });

  test('an open period is due from its first day', () => {
    expect(stateOf(blank('2021-01-01/..', '2020-12-31'))).toBe('NOT_DUE');
    expect(stateOf(blank('2021-01-01/..', '2021-01-01'))).toBe('DUE');
  });

  test('only what the office has accepted becomes final, whatever is done in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...RETURN_ACTIONS), { maxLength: 40 }), (actions) => {
        let state: ReturnState = 'DUE';
        const passed: ReturnState[] = [];
        for (const action of actions) {
          const next = after(state, action);
          if (next === 'FINAL') expect(state).toBe('ACCEPTED');
          if (next === 'ACCEPTED') expect(state).toBe('SUBMITTED');
          state = next ?? state;
          passed.push(state);
        }
        expect(passed).not.toContain('NOT_DUE');
      }),
    );
  });
});

describe('timeliness', () => {
  const form = findForm('ZONE_MONTHLY');
  const since = findForm('CUMULATIVE_SINCE_2021');
  if (!form || !since) throw new Error('the forms are gone');

  test.each([
    ['2024-08-10', '2024-09-01', 'ON_TIME'],
    ['2024-08-11', '2024-09-01', 'LATE'],
    [undefined, '2024-08-10', 'OPEN'],
    [undefined, '2024-08-11', 'OVERDUE'],
  ])('submitted on %s, seen on %s: %s', (submitted, today, expected) => {
    expect(timeliness(form, '2024-07', submitted, today)).toBe(expected);
  });

  test('knows no delay where no day is set', () => {
    expect(timeliness(since, '2021-01-01/..', undefined, '2030-01-01')).toBe('OPEN');
    expect(timeliness(since, '2021-01-01/..', '2029-01-01', '2030-01-01')).toBe('ON_TIME');
  });
});
