import { describe, expect, test } from '@jest/globals';
import { validate } from '../../../../subgraphs/kit/validation/rules.ts';
import { paperReturn } from './returns.ts';

function findings(zone: string): string[] {
  const submission = paperReturn(zone);
  if (!submission) return ['no return'];
  return validate(submission).map(({ severity, rule, outcome, indicator, block, actual, expected, tolerance }) =>
    [severity, rule, outcome, indicator, block, actual, expected, tolerance].filter((each) => each !== null).join(' '),
  );
}

describe("the paper's own returns", () => {
  test('巴州: its blocks give 25 enterprises above scale, it states 23; revenue and tax are not given', () => {
    expect(findings('bazhou')).toEqual([
      'ERROR BLOCKS_SUM VIOLATED ENTERPRISES_ABOVE_SCALE 25 23 0',
      'WARNING MISSING VIOLATED OPERATING_REVENUE',
      'WARNING MISSING VIOLATED TAX_REVENUE',
    ]);
  });

  test('恩阳: 3.67 against 3.66 is rounding, and one area is written in kilometres', () => {
    expect(findings('enyang')).toEqual([
      'ERROR UNIT_MISMATCH VIOLATED AREA_PLANNED enyang-micro',
      'INFO BLOCKS_SUM ROUNDING AREA_PLANNED 3.66 3.67 0.02',
    ]);
  });

  test.each([['nanjiang'], ['tongjiang']])('%s: nothing is found', (zone) => expect(findings(zone)).toEqual([]));

  test('核心区 has none', () => expect(findings('core')).toEqual(['no return']));

  test('a finding says in both languages what is and what should be', () => {
    const submission = paperReturn('bazhou');
    const found = submission && validate(submission)[0];
    expect(found?.message).toBe(
      '规上企业数:各区块合计 25家,全区上报 23家,差额超出容差 0;有区块缺数时,仅当已报合计超过全区才算不符 / ' +
        'Enterprises above designated size (number): blocks sum to 25, the zone states 23, beyond the tolerance 0; while a block is missing only an excess counts',
    );
    expect(found?.needsExplanation).toBe(false);
  });
});
