/** A form as a file: what its sheet shows, and a return, or nothing yet, as its lines. */
import { STANDARD, type Form } from '../../../schema/standard.ts';
import { ZONES } from '../../../schema/zones.ts';
import type { FormLayout, Named } from '../exchange/form-layout.ts';

export function layoutOf(form: Form, period: string, zone: string, blocks: readonly Named[]): FormLayout {
  const { code, name, nameEn, levels } = form;
  const indicators = STANDARD.indicators.filter((each) => form.indicators.includes(each.code));
  const zones = ZONES.filter((each) => each.code !== zone);
  return { code, name, nameEn, period, zone, levels, indicators, blocks, units: STANDARD.units, zones };
}
