/** What the checks of a consolidation find: stated against recomputed, units, missing values, K/W pairs. */
import { Big } from 'big.js';
import { STANDARD, type Indicator } from '../../../../schema/standard.ts';
import { NO_BLOCKS, blockFindings, isUnpairedBlock, type BlocksOnFile } from './block-findings.ts';
import { overZones } from './kinds.ts';
import { inUnits, pow10, present } from './number.ts';
import { contradicts, isPaired, reportOf } from './parts.ts';
import type { ObsStatus } from './status.ts';
import type { Cell, Doubt, Finding, NoReport, Severity, ZoneAnswer } from './types.ts';

const GRAVITY: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

/** All findings, gravest first, then in the order of zones, indicators and blocks; those across zones after each zone's own. */
export function findingsOf(
  answers: readonly ZoneAnswer[],
  indicators: readonly Indicator[] = STANDARD.indicators,
  onFile: BlocksOnFile = NO_BLOCKS,
): Finding[] {
  const found = answers.flatMap((each) => {
    const report = reportOf(each);
    if (!report) return typeof each.answer === 'string' ? [notChecked(each.zone, each.answer)] : [];
    if (!report.reported) return [report.verdict === 'RETURNED' ? sentBack(each.zone) : notReported(each.zone)];
    const byIndicator = Map.groupBy(report.cells, (cell) => cell.indicator);
    const ofIndicators = indicators.flatMap((indicator) => {
      const cells = byIndicator.get(indicator.code) ?? [];
      const ofCells = cells.flatMap((cell) => cellFindings(each.zone, indicator, cell, answers));
      return [...ofCells, ...sums(each.zone, indicator, cells)];
    });
    return [
      ...ofIndicators,
      ...(report.doubt ? [notVouched(each.zone, report.doubt)] : []),
      ...(report.synthetic ? [madeUp(each.zone)] : []),
    ];
  });
  return [...found, ...blockFindings(answers, indicators, onFile)].toSorted(
    (a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity),
  );
}

const SENT_BACK = '所报已被退回,未计入 / what was reported has been sent back, and is not counted';

const EMPTY = { block: null, indicator: null, expected: null, actual: null, tolerance: null };

/** A zone that gave no usable answer has no findings of its own, which must not look as if nothing were wrong. */
function notChecked(zone: string, reason: NoReport): Finding {
  const refusal = REFUSALS[reason];
  if (refusal) return { ...EMPTY, code: reason, ...refusal, zone };
  const message = `无应答(${reason}),其数未经审核 / gave no answer; its figures were not checked`;
  return { ...EMPTY, code: 'NOT_CHECKED', severity: 'WARNING', zone, message };
}

/** Where there was an answer, and it is not used. */
const REFUSALS: Partial<Record<NoReport, Pick<Finding, 'severity' | 'message'>>> = {
  BAD_DATA: {
    severity: 'ERROR',
    message: '应答不合约定,已整体拒收 / the answer broke the contract and was refused whole',
  },
  DIGEST_MISMATCH: {
    severity: 'ERROR',
    message:
      '内容与其摘要不符,疑被改动,已整体拒收;请该区核对其数据库 / the content does not have its digest: it was altered, and is refused whole; have the zone look into its database',
  },
  SIGNATURE_INVALID: {
    severity: 'ERROR',
    message:
      '签名与内容不符,疑被改动,已整体拒收;请该区核对其数据库 / the signature is not over this: it was altered, and is refused whole; have the zone look into its database',
  },
  RETURNED: {
    severity: 'WARNING',
    message: SENT_BACK,
  },
  SUPERSEDED: {
    severity: 'WARNING',
    message:
      '该版已撤回,或办公室已处理过更新的一版,未计入;请该区核对其数据库是否由备份恢复 / it was withdrawn, or the office has decided on a later revision, and it is not counted; have the zone see whether its database was restored from a backup',
  },
};

const DOUBTS: Readonly<Record<Doubt, string>> = {
  UNKNOWN_KEY:
    '签名密钥未登记为该区所有,其数已计入而未经核验 / signed with a key that is not registered as the zone’s: counted, and not verified',
  UNSIGNED: '无签名,其数已计入而未经核验 / not signed: counted, and not verified',
};

function notVouched(zone: string, doubt: Doubt): Finding {
  return { ...EMPTY, code: doubt, severity: 'WARNING', zone, message: DOUBTS[doubt] };
}

function notReported(zone: string): Finding {
  const message = '该时期未报送 / nothing was reported for the period';
  return { ...EMPTY, code: 'NOT_REPORTED', severity: 'WARNING', zone, message };
}

function madeUp(zone: string): Finding {
  const message = '合成数据,不是真实统计 / synthetic data made up for a demonstration, and no statistics';
  return { ...EMPTY, code: 'SYNTHETIC', severity: 'INFO', zone, message };
}

function sentBack(zone: string): Finding {
  return { ...EMPTY, code: 'RETURNED', severity: 'WARNING', zone, message: SENT_BACK };
}

function cellFindings(zone: string, indicator: Indicator, cell: Cell, answers: readonly ZoneAnswer[]): Finding[] {
  const found: Finding[] = [];
  const add = (code: string, severity: Severity, message: string): void => {
    const remark = cell.note === null ? '' : `(${cell.note})`;
    const text = `${indicator.name}:${message}${remark}`;
    found.push({ ...EMPTY, code, severity, zone, block: cell.block, indicator: indicator.code, message: text });
  };
  if (contradicts(cell)) {
    const what = cell.value === null ? '应有数值而缺 / needs a number' : '不应带数值 / must not carry a number';
    add('STATUS_CONTRADICTS', 'ERROR', `状态 ${cell.obsStatus} ${what}`);
    return found;
  }
  if (cell.value === null && (cell.obsStatus === 'Q' || cell.obsStatus === 'J')) {
    if (cell.obsStatus === 'Q') add('SUPPRESSED', 'INFO', '抑制不公布 / suppressed');
    else add('DEROGATION', 'INFO', '豁免报送 / exempt by derogation');
  } else if (cell.value === null && cell.obsStatus !== 'M' && cell.obsStatus !== 'K') {
    if (cell.block === null) add('MISSING', 'ERROR', '全区数缺失,不按零计 / the zone figure is missing, not zero');
    else add('BLOCK_MISSING', 'WARNING', '区块数缺失,不按零计 / the block figure is missing, not zero');
  }
  if (cell.value !== null && cell.unit !== indicator.unit) {
    const units = `写作 ${cell.unit},应为 ${indicator.unit} / written in ${cell.unit}, should be ${indicator.unit}`;
    add('UNIT_MISMATCH', 'ERROR', units);
  }
  if (isUnpaired(indicator, zone, cell, answers)) {
    add('UNPAIRED', 'ERROR', `${cell.obsStatus} 没有与之对应的一方 / this ${cell.obsStatus} has no counterpart`);
  }
  return found;
}

/** A K or W without its other half; while the other zone gives no answer, nobody is accused. */
function isUnpaired(indicator: Indicator, zone: string, cell: Cell, answers: readonly ZoneAnswer[]): boolean {
  if (cell.obsStatus !== 'K' && cell.obsStatus !== 'W') return false;
  if (cell.block !== null) return isUnpairedBlock(zone, cell, answers);
  const other = answers.find((each) => each.zone === cell.counterpart);
  return typeof other?.answer !== 'string' && !isPaired(indicator, zone, cell, answers);
}

/** Of a block that cannot have a figure, or whose figure stands in another zone's: the zone's own does not hold it. */
const NOT_HERE: readonly ObsStatus[] = ['M', 'K'];

/** The zone's stated figure against the sum of its blocks. */
function sums(zone: string, indicator: Indicator, cells: readonly Cell[]): Finding[] {
  if (overZones(indicator.kind) !== 'SUM') return [];
  const whole = cells.find((cell) => cell.block === null);
  const blocks = cells.filter((cell) => cell.block !== null);
  const given = blocks.filter(hasValue);
  if (!whole || !hasValue(whole) || given.length === 0) return [];

  const expected = inUnits(whole.value, whole.unitMult);
  const actual = given.reduce((sum, cell) => sum.plus(inUnits(cell.value, cell.unitMult)), new Big(0));
  const missing = blocks.filter((cell) => cell.value === null && !NOT_HERE.includes(cell.obsStatus)).length;
  // With a block missing only an excess is proof: what the missing one holds is not known.
  const off = missing === 0 ? expected.minus(actual).abs() : actual.minus(expected);
  if (off.lte(0)) return [];

  const tolerance = roundingTolerance(indicator, whole, given);
  const [code, severity] = off.lte(tolerance) ? (['ROUNDING', 'WARNING'] as const) : (['MISMATCH', 'ERROR'] as const);
  const [stated, summed] = [expected, actual].map((value) => present(value, indicator.decimals, 0));
  const lacking = missing === 0 ? '' : `,另有 ${missing} 个区块缺数 / ${missing} more without a figure`;
  const doubt = given.some((cell) => cell.unit !== indicator.unit) ? `,单位存疑者按 ${indicator.unit} 计` : '';
  const message = `${indicator.name}:全区上报 ${stated},各区块合计 ${summed} / stated ${stated}, blocks sum to ${summed}${lacking}${doubt}`;
  return [{ ...EMPTY, code, severity, zone, indicator: indicator.code, message, expected, actual, tolerance }];
}

/**
 * What rounding can explain (section 4.9): half a unit in the last written place of the total, and of each part, the parts
 * being taken as precise as the most precise of them (8.1 among 1.84 and 2.02 is 8.10). The places are counted in the values
 * themselves: a return that claimed fewer decimals than it wrote would widen its own tolerance. Counts have none.
 */
function roundingTolerance(indicator: Indicator, total: Written, parts: readonly Written[]): Big {
  if (indicator.unit === 'COUNT') return new Big(0);
  const lastPlace = (cell: Written): number => cell.unitMult - (cell.value.split('.')[1]?.length ?? 0);
  const half = (exponent: number): Big => new Big('0.5').times(pow10(exponent));
  return half(lastPlace(total)).plus(half(Math.min(...parts.map(lastPlace))).times(parts.length));
}

type Written = Cell & { value: string };

function hasValue(cell: Cell): cell is Written {
  return cell.value !== null;
}
