/** Which eliminations are made of which indicator: versioned data, all off unless said otherwise. Data in versions/VERSION.json. */
import { z } from 'zod';
import { STANDARD, findIndicator, type IndicatorKind } from '../../../schema/standard.ts';
import { ELIMINATION_KINDS } from './rules/entries.ts';
import v1 from './versions/1.0.0.json' with { type: 'json' };

const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/);

/** Kinds of which an amount can be taken out of a total. */
const SUMMABLE: readonly IndicatorKind[] = ['FLOW', 'FLOW_YTD', 'FLOW_SINCE', 'STOCK_END', 'STOCK_AVG'];
const MIRRORED = ['INTERZONE_TRANSFER', 'INTERZONE_TRADE'];

const rule = z.strictObject({
  indicator: code,
  kind: z.enum(ELIMINATION_KINDS),
  /** The indicators that state a transfer or trade, on the side that keeps it and on the one from which it is taken. */
  kept: code.optional(),
  removed: code.optional(),
  enabled: z.boolean(),
  source: z.string().min(1),
});
type FiledRule = z.infer<typeof rule>;

const file = z
  .strictObject({ version: z.string().regex(/^\d+\.\d+\.\d+$/), effectiveFrom: z.iso.date(), rules: z.array(rule) })
  .superRefine(({ rules }, context) => {
    for (const message of [...rules.flatMap(faultsOf), ...twice(rules), ...unevenRatios(rules), ...takenTwice(rules)]) {
      context.addIssue({ code: 'custom', message });
    }
  });
export type EliminationFile = z.infer<typeof file>;

function faultsOf({ indicator, kind, kept, removed, enabled }: FiledRule): string[] {
  const faults: string[] = [];
  const named = `${indicator} ${kind}`;
  const found = findIndicator(indicator);
  if (!found || !SUMMABLE.includes(found.kind)) faults.push(`${named}: not an indicator that adds up over zones`);
  const sides = [kept, removed];
  if (MIRRORED.includes(kind) !== sides.every((side) => side !== undefined)) {
    faults.push(`${named}: a transfer or trade, and nothing else, names the two indicators that state it`);
  }
  const strangers = sides.filter((side) => side !== undefined && findIndicator(side)?.unit !== found?.unit);
  if (enabled && strangers.length > 0) {
    faults.push(`${named}: cannot be on while ${strangers.join(', ')} is not in the catalogue, in the same unit`);
  }
  return faults;
}

function twice(rules: readonly FiledRule[]): string[] {
  const names = rules.map(({ indicator, kind }) => `${indicator} ${kind}`);
  return names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name}: defined twice`);
}

/** Of what may stand in two zones, a ratio's terms have to leave out the same: a transfer is in one of them only. */
function unevenRatios(rules: readonly FiledRule[]): string[] {
  const duplicatesOff = (of: string | undefined): string =>
    rules
      .filter(({ indicator, kind, enabled }) => enabled && indicator === of && !MIRRORED.includes(kind))
      .map(({ kind }) => kind)
      .join();
  return STANDARD.indicators
    .filter(
      ({ kind, numerator, denominator }) => kind === 'RATIO' && duplicatesOff(numerator) !== duplicatesOff(denominator),
    )
    .map((each) => `${each.code}: its terms are not eliminated alike`);
}

/** An enterprise that stands twice in a block that stands twice would be taken out twice. */
function takenTwice(rules: readonly FiledRule[]): string[] {
  const on = rules.filter(({ kind, enabled }) => enabled && !MIRRORED.includes(kind)).map(({ indicator }) => indicator);
  const both = on.filter((indicator, at) => on.indexOf(indicator) !== at);
  return both.map((indicator) => `${indicator}: duplicate blocks and duplicate entities cannot both be on`);
}

export function parseEliminations(data: unknown): EliminationFile {
  return file.parse(data);
}

/** The version in force. */
export const ELIMINATIONS: EliminationFile = parseEliminations(v1);
