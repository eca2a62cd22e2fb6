/** Which oddities of a cell are faults, and in which columns. */
import type { ColumnKey } from './columns.ts';
import type { FaultCode } from './faults.ts';
import type { CellMark } from './row.ts';

/** What is said of an odd cell. */
export const MARK_FAULTS: Readonly<Record<CellMark, readonly [FaultCode, string]>> = {
  ERROR: ['CELL_ERROR', '单元格显示错误值,请改正公式 / the cell shows an error; correct its formula'],
  NOT_CALCULATED: [
    'CELL_NOT_CALCULATED',
    '公式没有计算结果,请用 Excel 打开后保存 / a formula never calculated; open and save the file in Excel',
  ],
  DATE: [
    'CELL_IS_DATE',
    'Excel 把它当成了日期,请把格式改为常规后重填 / Excel took it for a date; set the format to General and enter it again',
  ],
  LONG_NUMBER: [
    'DIGITS_LOST',
    '超过 15 位,Excel 只保留 15 位,请设为文本后重填 / more than 15 digits, of which Excel keeps 15; format as text and enter it again',
  ],
  AMBIGUOUS_COMMA: [
    'AMBIGUOUS_NUMBER',
    '分号分隔的文件中逗号可能是小数点,请写明 / in a file separated by semicolons the comma may be the decimal one; write it out',
  ],
};

/** In which columns an odd cell does harm: a date is a fine remark, a long number a wrong one nowhere else, and an enterprise's name is not read at all. */
const HARMLESS: Readonly<Record<CellMark, readonly ColumnKey[]>> = {
  ERROR: ['enterpriseName'],
  NOT_CALCULATED: ['enterpriseName'],
  DATE: ['note', 'enterpriseName'],
  LONG_NUMBER: ['note', 'indicatorName', 'enterpriseName'],
  AMBIGUOUS_COMMA: [
    'note',
    'indicatorName',
    'enterpriseName',
    'indicator',
    'block',
    'enterprise',
    'unit',
    'obsStatus',
    'counterpart',
  ],
};

export function isHarmless(mark: CellMark, key: ColumnKey): boolean {
  return HARMLESS[mark].includes(key);
}
