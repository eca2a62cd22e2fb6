/** What a row of a form may name, by code or by name. */
import type { FormIndicator, FormLayout, Named } from './form-layout.ts';
import { fold } from './number-text.ts';

export class FormVocabulary {
  readonly layout: FormLayout;
  readonly indicators: ReadonlyMap<string, FormIndicator>;
  readonly blocks: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
  readonly zones: ReadonlyMap<string, string>;

  constructor(layout: FormLayout) {
    this.layout = layout;
    const { indicators, blocks, units, zones } = layout;
    this.indicators = new Map(indicators.flatMap((each) => namesOf(each).map((name) => [name, each] as const)));
    this.blocks = codes(blocks);
    this.units = codes(units);
    this.zones = codes(zones);
  }
}

export function namesOf({ code, name, nameEn }: FormIndicator): string[] {
  return [code, name, nameEn, `${name} ${nameEn}`].map(plain);
}

function codes(named: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(named.flatMap(({ code, name }) => [[plain(name), code] as const, [plain(code), code] as const]));
}

/** Codes and names are compared without blanks, case and width. */
export function plain(text: string): string {
  return fold(text).toLowerCase().replace(/\s+/g, '');
}
