/** A district's own rules: of the same form as the standard's; they add to them and can neither replace nor switch off one. */
import { z } from 'zod';
import { isOwn, OWN_PREFIX, rule, ruleFaults, type Rule } from '../../../schema/rules/rule.ts';
import { STANDARD, type Standard } from '../../../schema/standard.ts';

/** Codes of a zone's own rules begin so, and the standard's rules never do. */
export function ownPrefix(zone: string): string {
  return `${OWN_PREFIX}${zone.toUpperCase()}_`;
}

/** Reads a district's rules; an Error lists all that is wrong with them. */
export function readOwnRules(zone: string, data: unknown, standard: Standard = STANDARD): readonly Rule[] {
  const read = z.array(rule).max(500).safeParse(data);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`the rules of ${zone} are not usable: ${faults.join('; ')}`);
  }
  checkOwnRules(zone, read.data, standard);
  return read.data;
}

const checked = new WeakMap<readonly Rule[], string>();

/** Throws unless these can be rules of the zone's own. What was found in order once is not looked at again. */
export function checkOwnRules(zone: string, rules: readonly Rule[], standard: Standard): void {
  const key = `${zone} ${standard.version}`;
  if (rules.length === 0 || checked.get(rules) === key) return;
  const foreign = rules.filter((each) => !isOwn(each) || !each.code.startsWith(ownPrefix(zone)));
  const faults = [
    ...foreign.map((each) => `${each.code}: a rule of its own begins with ${ownPrefix(zone)}`),
    ...ruleFaults(rules, standard.forms),
  ];
  if (faults.length > 0) throw new Error(`the rules of ${zone} are not usable: ${faults.join('; ')}`);
  checked.set(rules, key);
}
