/** The published standard as data. */
import { STANDARD } from '../../../schema/standard.ts';
import type { FormResolvers, IndicatorResolvers, QueryResolvers } from '../generated.ts';
import { indicatorsOf } from './service.ts';

const unitNames = new Map(STANDARD.units.map((unit) => [unit.code, unit.name]));

export const standardResolvers: {
  Query: Pick<QueryResolvers, 'indicators' | 'forms'>;
  Form: Pick<FormResolvers, 'indicators' | 'standardVersion'>;
  Indicator: Pick<IndicatorResolvers, 'unitName' | 'standardVersion'>;
} = {
  Query: {
    indicators: (_, { codes }) => (codes ? indicatorsOf(codes) : [...STANDARD.indicators]),
    forms: () => [...STANDARD.forms],
  },
  Form: {
    indicators: ({ indicators }) => indicatorsOf(indicators),
    standardVersion: () => STANDARD.version,
  },
  Indicator: {
    unitName: ({ unit }) => unitNames.get(unit) ?? unit,
    standardVersion: () => STANDARD.version,
  },
};
