/** Which observation statuses may stand beside a number (SDMX CL_OBS_STATUS v2.2), with their names for whoever fills in a form. */

interface Status {
  readonly name: string;
  /** Beside a number, in place of one, or either. */
  readonly with: 'NUMBER' | 'MISSING' | 'EITHER';
}

const STATUSES: ReadonlyMap<string, Status> = new Map([
  ['A', { name: '正常 normal', with: 'NUMBER' }],
  ['P', { name: '初步 provisional', with: 'NUMBER' }],
  ['E', { name: '估计 estimated', with: 'NUMBER' }],
  ['F', { name: '预测 forecast', with: 'NUMBER' }],
  ['I', { name: '汇总方推算 imputed', with: 'NUMBER' }],
  ['N', { name: '不足最小单位 not significant', with: 'NUMBER' }],
  ['U', { name: '可靠性低 low reliability', with: 'NUMBER' }],
  ['V', { name: '未审核 unvalidated', with: 'NUMBER' }],
  ['G', { name: '试验 experimental', with: 'NUMBER' }],
  ['D', { name: '口径有异 definition differs', with: 'NUMBER' }],
  ['W', { name: '含他处数据 includes others', with: 'NUMBER' }],
  ['B', { name: '序列断点 break', with: 'EITHER' }],
  ['J', { name: '豁免 derogation', with: 'EITHER' }],
  ['S', { name: '特殊事件 special event', with: 'EITHER' }],
  ['K', { name: '计入他处 included elsewhere', with: 'MISSING' }],
  ['L', { name: '未报 not collected', with: 'MISSING' }],
  ['M', { name: '不存在 cannot exist', with: 'MISSING' }],
  ['O', { name: '缺失 missing', with: 'MISSING' }],
  ['H', { name: '休市 holiday', with: 'MISSING' }],
  ['Q', { name: '不公布 suppressed', with: 'MISSING' }],
]);

export const OBS_STATUS_CODES: readonly string[] = [...STATUSES.keys()];

export function isObsStatus(code: string): boolean {
  return STATUSES.has(code);
}

export function mayStandWithNumber(code: string): boolean {
  return STATUSES.get(code)?.with !== 'MISSING';
}

export function mayStandWithoutNumber(code: string): boolean {
  return STATUSES.get(code)?.with !== 'NUMBER';
}
