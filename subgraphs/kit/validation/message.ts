/** The sentence of a result, in Chinese and English, from the rule's templates. Pure. */
import type { Rule } from '../../../schema/rules/rule.ts';
import type { Standard } from '../../../schema/standard.ts';
import type { ValidationResult } from './types.ts';

export interface Told extends Pick<ValidationResult, 'actual' | 'expected' | 'tolerance' | 'outcome'> {
  readonly rule: Rule;
  readonly indicator: string;
  readonly reason: string;
}

const MISSING = '缺 / missing';

export function sentence(told: Told, standard: Standard): string {
  const { rule, outcome, reason } = told;
  const indicator = standard.indicators.find((each) => each.code === told.indicator);
  const unit = standard.units.find((each) => each.code === indicator?.unit);
  if (outcome === 'RULE_FAILED') {
    return `${indicator?.name ?? told.indicator}:规则 ${rule.code} 未能执行 / rule ${rule.code} could not be carried out: ${reason}`;
  }
  const inWords = (template: string, name: string | undefined, measure: string | undefined): string => {
    const words: Readonly<Record<string, string>> = {
      indicator: name ?? told.indicator,
      unit: measure ?? '',
      actual: told.actual ?? MISSING,
      expected: told.expected ?? MISSING,
      tolerance: told.tolerance ?? '0',
    };
    return template.replace(/\{(\w+)\}/g, (whole, key: string) => words[key] ?? whole);
  };
  const rounding = outcome === 'ROUNDING';
  const chinese = rounding ? ROUNDING.message : rule.message;
  const english = rounding ? ROUNDING.messageEn : rule.messageEn;
  const [name, nameEn] = [indicator?.name, `${indicator?.nameEn ?? told.indicator} (${unit?.nameEn ?? ''})`];
  return `${name ?? told.indicator}:${inWords(chinese, name, unit?.name)} / ${nameEn}: ${inWords(english, indicator?.nameEn, unit?.nameEn)}`;
}

const ROUNDING = {
  message: '{actual}{unit} 与 {expected}{unit} 之差可由修约解释(容差 {tolerance})',
  messageEn: 'the difference of {actual} and {expected} is one of rounding (tolerance {tolerance})',
};
