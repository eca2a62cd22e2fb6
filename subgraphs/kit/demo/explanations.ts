/** What the zone says to a warning that validation finds in its made-up returns, as a statistician would have to. Pure. */
import { MAINTENANCE_MONTH, REFUND_MONTH } from './months.ts';
import type { Event } from './register.ts';
import { lastMonth, type DemoReturn } from './returns.ts';
import type { DemoYear } from './year.ts';

export interface Warning {
  readonly rule: string;
  readonly indicator: string | null;
}

const MADE_UP = '【合成】';

/** `rule` is the rule's code. */
export function explanationFor({ rule, indicator }: Warning, made: DemoReturn, year: DemoYear): string {
  const month = lastMonth(made.period);
  const stoodStill = rule === 'CHANGE_OF_FLOW' && [MAINTENANCE_MONTH, MAINTENANCE_MONTH + 1].includes(month);
  const refunds = indicator?.startsWith('TAX_REVENUE') === true && [REFUND_MONTH, REFUND_MONTH + 1].includes(month);
  const who = (event: Event): string => year.enterprises.find((each) => each.event === event)?.name ?? '';
  if (rule === 'RECOMPUTED') {
    const moved = `${who('MOVER')}于 11 月迁往另一区块`;
    const left = `${who('LEAVER')}于 11 月底迁出`;
    const reasons = [moved, ...(month === 12 ? [left] : [])].filter((text) => text.startsWith('合成企业'));
    return `${MADE_UP}${reasons.join(',')};其迁移前之数仍计入原区块本年累计 / enterprises moved; what they made before stays in the year to date of where they were`;
  }
  if (rule === 'CHANGE_OF_STOCK') return `${MADE_UP}有企业入园、迁移或迁出 / enterprises came, moved or left`;
  if (refunds) return `${MADE_UP}${who('REFUND')}取得增值税留抵退税 / a VAT credit was refunded`;
  if (stoodStill) return `${MADE_UP}${who('MAINTENANCE')}停产检修 / a plant stood still for maintenance`;
  return `${MADE_UP}季节性波动,已与企业核对 / seasonal; confirmed with the enterprises`;
}
