/** The published standard as data. */
import { STANDARD } from '../../../schema/standard.ts';
import type { IndicatorResolvers, QueryResolvers } from '../generated.ts';
import { indicatorsOf } from './service.ts';

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
