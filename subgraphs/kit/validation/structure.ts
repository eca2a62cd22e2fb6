/** Checks of a return's cells one by one, for which an expression would be silly. Pure. */
import { forbidsNumber, needsNumber } from '../../../schema/obs-status.ts';
import { hasPeriod } from '../../../schema/forms.ts';
import { parsePeriod } from '../../../schema/period.ts';
import type { FormLevel } from '../../../schema/rules/levels.ts';
import { STANDARD, type Standard } from '../../../schema/standard.ts';
import { findZone } from '../../../schema/zones.ts';
import { COUNT_UNITS, isReadable, unitKey } from './cells.ts';
import type { ReturnCell, Submission, Unit, ValidationResult, ValidBlock } from './types.ts';

type Found = readonly [rule: string, message: string, severity?: 'WARNING'];

export const WHOLE_ZONE: Unit = { block: null, enterprise: null };
const NO_AMOUNT = { outcome: 'VIOLATED', expected: null, actual: null, tolerance: null } as const;

export function levelOf({ block, enterprise }: Unit): FormLevel {
  return enterprise === null ? (block === null ? 'ZONE' : 'BLOCK') : 'ENTERPRISE';
}

/** Whether a block exists on the last day of the period (of an open one, on its first). */
export function existsIn({ validFrom, validTo }: ValidBlock, period: string): boolean {
  const parsed = parsePeriod(period);
  const day = parsed?.end ?? parsed?.start ?? '';
  return (validFrom ?? day) <= day && day <= (validTo ?? day);
}

export function structureResults(submission: Submission, standard: Standard): ValidationResult[] {
  const seen = new Set(submission.cells.map((cell) => unitKey(cell, cell.indicator)));
  return [
    ...ofReturn(submission, standard),
    ...cellResults(submission, standard),
    ...missing(submission, standard, seen),
  ];
}

/** What is wrong with the cells themselves, whatever else the return holds or lacks. */
export function cellResults(submission: Submission, standard: Standard = STANDARD): ValidationResult[] {
  const seen = new Set<string>();
  const blockOf = new Map<string, string | null>();
  return submission.cells.flatMap((cell) => {
    const key = unitKey(cell, cell.indicator);
    const faults = ofCell(cell, submission, standard);
    if (seen.has(key)) faults.unshift(['DUPLICATE', '同一单元格重复上报 / the same figure is given twice']);
    seen.add(key);
    if (cell.enterprise !== null && (blockOf.get(cell.enterprise) ?? cell.block) !== cell.block) {
      faults.push(['ENTERPRISE_IN_TWO_BLOCKS', '同一企业同期只属一个区块 / an enterprise is in one block in a period']);
    }
    if (cell.enterprise !== null) blockOf.set(cell.enterprise, blockOf.get(cell.enterprise) ?? cell.block);
    return faults.map((each) => result(cell, each, standard));
  });
}

/** The period is one that the form has, and the standard was in force. */
function ofReturn({ form, period }: Submission, standard: Standard): ValidationResult[] {
  const start = parsePeriod(period)?.start;
  const found: Found[] = [];
  if (!hasPeriod(form, period)) {
    found.push([
      'PERIOD_NOT_ASKED',
      `报表 ${form.code} 不采集该时期 / the form does not ask for ${period.slice(0, 64)}`,
    ]);
  }
  if (start !== undefined && start < standard.effectiveFrom) {
    const text = `标准 ${standard.version} 自 ${standard.effectiveFrom} 起施行 / the standard is in force from ${standard.effectiveFrom} only`;
    found.push(['STANDARD_NOT_IN_FORCE', text]);
  }
  return found.map((each) => result({ ...WHOLE_ZONE, indicator: null }, each, standard));
}

/** Every figure that is asked of the whole zone is given, or stated to be impossible, suppressed, exempt or elsewhere. */
function missing({ form, cells }: Submission, standard: Standard, seen: ReadonlySet<string>): ValidationResult[] {
  if (!form.levels.includes('ZONE')) return [];
  return form.indicators.flatMap((indicator) => {
    const isGiven = seen.has(unitKey(WHOLE_ZONE, indicator));
    const cell = cells.find((each) => each.indicator === indicator && levelOf(each) === 'ZONE');
    if (isGiven && !(cell?.value === null && ['L', 'O'].includes(cell.obsStatus))) return [];
    const text = '全区数缺失,不按零计;无此数请说明 / the zone figure is missing, not zero; say why';
    return [result({ ...WHOLE_ZONE, indicator }, ['MISSING', text, 'WARNING'], standard)];
  });
}

function ofCell(cell: ReturnCell, { zone, form, period, blocks }: Submission, standard: Standard): Found[] {
  const indicator = standard.indicators.find((each) => each.code === cell.indicator);
  if (!indicator || !form.indicators.includes(cell.indicator)) {
    return [['INDICATOR_NOT_ASKED', `报表不采集该指标 / the form does not ask for ${cell.indicator.slice(0, 64)}`]];
  }
  const found: Found[] = [];
  if (!form.levels.includes(levelOf(cell))) {
    found.push(['LEVEL_NOT_ASKED', '报表不采集该层级的数 / the form does not ask for figures of this level']);
  }
  const block = blocks.find((each) => each.code === cell.block);
  if (cell.block !== null && !block) found.push(['UNKNOWN_BLOCK', '本区无此区块 / the zone has no such block']);
  if (block && !existsIn(block, period)) {
    found.push(['BLOCK_NOT_VALID', '该时期无此区块 / the block does not exist in the period']);
  }
  if (!standard.units.some((each) => each.code === cell.unit)) {
    found.push(['UNKNOWN_UNIT', `标准中无此计量单位 / the standard has no unit ${cell.unit.slice(0, 64)}`]);
  } else if (cell.value !== null && cell.unit !== indicator.unit) {
    const text = `写作 ${cell.unit},应为 ${indicator.unit} / written in ${cell.unit}, should be ${indicator.unit}`;
    found.push(['UNIT_MISMATCH', text]);
  }
  return [...found, ...ofValue(cell, indicator.unit), ...ofStatus(cell, zone)];
}

function ofValue(cell: ReturnCell, unit: string): Found[] {
  if (cell.value === null) return [];
  if (!isReadable(cell)) {
    return [['INVALID_VALUE', '不是至多 18 位的十进制数 / not a decimal of at most 18 digits in a known multiple']];
  }
  const [, fraction = ''] = cell.value.split('.');
  const places = fraction.replace(/0+$/, '').length;
  if (!COUNT_UNITS.includes(unit) || places <= cell.unitMult) return [];
  return [['NOT_WHOLE', '个数应为整数 / a count is a whole number']];
}

function ofStatus({ obsStatus, value, counterpart }: ReturnCell, zone: string): Found[] {
  const found: Found[] = [];
  if (value === null ? needsNumber(obsStatus) : forbidsNumber(obsStatus)) {
    const what = value === null ? '应有数值而缺 / needs a number' : '不应带数值 / must not carry a number';
    found.push(['STATUS_CONTRADICTS', `状态 ${obsStatus} ${what}`]);
  }
  const pairs = obsStatus === 'K' || obsStatus === 'W';
  if (!pairs && counterpart !== null) {
    found.push(['COUNTERPART', '只有 K、W 指明对方 / only K and W name a counterpart']);
  } else if (pairs && (counterpart === null || counterpart === zone || !findZone(counterpart))) {
    found.push(['COUNTERPART', `${obsStatus} 应指明另一区 / ${obsStatus} must name another zone as its counterpart`]);
  }
  return found;
}

function result(
  { indicator, block, enterprise }: Unit & { readonly indicator: string | null },
  [rule, message, severity]: Found,
  standard: Standard,
): ValidationResult {
  const known = standard.indicators.find((each) => each.code === indicator);
  return {
    ...NO_AMOUNT,
    rule,
    severity: severity ?? 'ERROR',
    indicator,
    block,
    enterprise,
    message: known ? `${known.name}:${message}` : message,
    needsExplanation: severity === 'WARNING',
  };
}
