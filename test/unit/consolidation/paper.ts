/** The figures of the paper ("2021年以来"), as the four hosted zones gave them; the core zone gave none. */
import type { ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { cell, notReported, reported, standard } from './returns.ts';

export const OUTPUT = standard('INDUSTRIAL_OUTPUT');
export const REVENUE = standard('OPERATING_REVENUE');
export const TAX = standard('TAX_REVENUE');
export const TAX_TO_REVENUE = standard('TAX_TO_REVENUE');
export const ENTERPRISES = standard('ENTERPRISES');

const YI = { unitMult: 8 }; // 亿

function hosted(
  zone: string,
  output: string,
  revenue: string | null,
  tax: string | null,
  enterprises: string,
): ZoneAnswer {
  return reported(
    zone,
    cell(OUTPUT, output, YI),
    cell(REVENUE, revenue, YI),
    cell(TAX, tax, YI),
    cell(ENTERPRISES, enterprises),
  );
}

export const HOSTED: readonly ZoneAnswer[] = [
  hosted('bazhou', '25.45', null, null, '364'),
  hosted('enyang', '55.26', '54.37', '0.5234', '59'),
  hosted('nanjiang', '36.88', '33.02', '2.83', '55'),
  hosted('tongjiang', '19.077', '16.067', '0.1546', '50'),
];

export const ALL_ZONES: readonly ZoneAnswer[] = [notReported('core'), ...HOSTED];
