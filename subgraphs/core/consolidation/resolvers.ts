/** Consolidation at the edge of GraphQL: the question in, figures and findings out, numbers as text. */
import type { Big } from 'big.js';
import { problem } from '../../../schema/error-codes.ts';
import type {
  ConsolidatedFigureResolvers,
  ConsolidationResolvers,
  CoverageResolvers,
  FigurePartResolvers,
  FindingResolvers,
  GrowthResolvers,
  MovedBlockResolvers,
  QueryResolvers,
} from '../generated.ts';
import { GROWTH_DECIMALS } from './rules/growth.ts';
import { present } from './rules/number.ts';
import { combine } from './rules/status.ts';
import type { Part, PlacedBlock } from './rules/types.ts';
import { Consolidation, question, questions } from './service.ts';

/** A part knows the precision of the figure it belongs to. */
export interface PartSource {
  readonly part: Part;
  readonly decimals: number;
}

export interface GrowthSource {
  readonly growth: NonNullable<Awaited<ReturnType<Consolidation['growth']>>>;
  readonly decimals: number;
}

export interface MovedBlockSource {
  readonly placed: PlacedBlock;
  readonly decimals: number;
}

function shown(value: Big | null, decimals: number, unitMult = 0): string | null {
  if (unitMult < -12 || unitMult > 15) {
    throw problem('INVALID_UNIT_MULT', `unitMult 应在 -12 至 15 之间 / must lie within -12 … 15: ${unitMult}`);
  }
  return value === null ? null : present(value, decimals, unitMult);
}

const SHARE_DECIMALS = 4;
const FINDING_DECIMALS = 12;

export const consolidationResolvers: {
  Query: Pick<QueryResolvers, 'consolidation' | 'consolidations'>;
  Consolidation: Pick<ConsolidationResolvers, '__resolveReference' | 'figures' | 'figure' | 'findings'>;
  ConsolidatedFigure: Pick<
    ConsolidatedFigureResolvers,
    'value' | 'parts' | 'blocks' | 'eliminated' | 'eliminations' | 'unmatched' | 'growth' | 'numerator' | 'denominator'
  >;
  Growth: GrowthResolvers;
  MovedBlock: MovedBlockResolvers;
  Coverage: Pick<CoverageResolvers, 'byCount' | 'byWeight'>;
  FigurePart: FigurePartResolvers;
  Finding: Pick<FindingResolvers, 'expected' | 'actual' | 'tolerance'>;
} = {
  Query: {
    consolidation: (_, args) => new Consolidation(question(args)),
    consolidations: (_, { periods, ...about }) => questions(periods, about).map((each) => new Consolidation(each)),
  },
  Consolidation: {
    __resolveReference: (representation, context) =>
      new Consolidation(question(representation), representation).askedIn(context),
    figures: (source, { indicators }, context) => source.figures(indicators, context),
    figure: async (source, { indicator }, context) => (await source.figures([indicator], context))[0] ?? null,
    findings: (source, _, context) => source.findings(context),
  },
  ConsolidatedFigure: {
    value: ({ value, indicator }, { unitMult }) => shown(value, indicator.decimals, unitMult),
    parts: ({ parts, indicator }) => parts.map((part) => ({ part, decimals: indicator.decimals })),
    blocks: ({ blocks, indicator }) => blocks.map((placed) => ({ placed, decimals: indicator.decimals })),
    eliminated: ({ eliminated, indicator }, { unitMult }) =>
      shown(eliminated?.amount ?? null, indicator.decimals, unitMult),
    eliminations: ({ eliminated }) => [...(eliminated?.entries ?? [])],
    unmatched: ({ eliminated }) => [...(eliminated?.unmatched ?? [])],
    growth: async ({ indicator, of }, { from }, context) => {
      const growth = await of.growth(indicator, from, context);
      return growth && { growth, decimals: indicator.decimals };
    },
    numerator: ({ terms, of }) => terms && { ...terms.numerator, of },
    denominator: ({ terms, of }) => terms && { ...terms.denominator, of },
  },
  Growth: {
    restated: ({ growth }) => growth.restated,
    obsStatus: ({ growth }) => growth.obsStatus,
    value: ({ growth }) => shown(growth.value, GROWTH_DECIMALS),
    zones: ({ growth }) => [...growth.zones],
    leftOut: ({ growth }) => [...growth.leftOut],
    earlier: ({ growth, decimals }, { unitMult }) => shown(growth.earlier, decimals, unitMult),
    later: ({ growth, decimals }, { unitMult }) => shown(growth.later, decimals, unitMult),
  },
  MovedBlock: {
    block: ({ placed }) => placed.block,
    reportedIn: ({ placed }) => placed.at,
    countedFor: ({ placed }) => placed.holders.map(({ zone, share }) => ({ zone, share: share.toFixed() })),
    value: ({ placed, decimals }, { unitMult }) => shown(placed.value, decimals, unitMult),
    changes: ({ placed }) => [...placed.changes],
  },
  Coverage: {
    byCount: ({ byCount }) => shown(byCount, SHARE_DECIMALS),
    byWeight: ({ byWeight }) => shown(byWeight, SHARE_DECIMALS),
  },
  FigurePart: {
    zone: ({ part }) => part.zone,
    counted: ({ part: { outcome } }) => outcome === 'COUNTED' || outcome === 'INSEPARABLE',
    value: ({ part, decimals }, { unitMult }) => shown(part.value, decimals, unitMult),
    obsStatus: ({ part }) => (part.statuses.length > 0 ? part.statuses.reduce(combine) : null),
    gap: ({ part: { outcome } }) =>
      typeof outcome === 'object' ? outcome.gap : outcome === 'INSEPARABLE' ? 'BLOCK_NOT_SEPARABLE' : null,
    revision: ({ part }) => part.revision,
    digest: ({ part }) => part.digest,
    verdict: ({ part }) => part.verdict,
    synthetic: ({ part }) => part.synthetic,
  },
  Finding: {
    expected: ({ expected }) => shown(expected, FINDING_DECIMALS),
    actual: ({ actual }) => shown(actual, FINDING_DECIMALS),
    tolerance: ({ tolerance }) => shown(tolerance, FINDING_DECIMALS),
  },
};
