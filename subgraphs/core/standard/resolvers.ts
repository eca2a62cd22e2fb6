/** The published standard as data. */
import { problem } from '../../../schema/error-codes.ts';
import { STANDARD, findIndicator, type Indicator } from '../../../schema/standard.ts';
import type { IndicatorResolvers, QueryResolvers } from '../generated.ts';

/** The indicators of these codes, in their order; a GraphQLError UNKNOWN_INDICATOR that names the unknown ones. */
export function indicatorsOf(codes: readonly string[]): Indicator[] {
  const unknown = codes.filter((code) => !findIndicator(code));
  if (unknown.length > 0) {
    throw problem(
      'UNKNOWN_INDICATOR',
      `指标目录中没有 / not in the catalogue: ${unknown.map((code) => code.slice(0, 64)).join(', ')}。可用代码见 / see { indicators { code } }`,
    );
  }
  return codes.map(findIndicator).filter((each) => each !== undefined);
}

const unitNames = new Map(STANDARD.units.map((unit) => [unit.code, unit.name]));

export const standardResolvers: {
  Query: Pick<QueryResolvers, 'indicators'>;
  Indicator: Pick<IndicatorResolvers, 'unitName' | 'standardVersion'>;
} = {
  Query: {
    indicators: (_, { codes }) => (codes ? indicatorsOf(codes) : [...STANDARD.indicators]),
  },
  Indicator: {
    unitName: ({ unit }) => unitNames.get(unit) ?? unit,
    standardVersion: () => STANDARD.version,
  },
};
