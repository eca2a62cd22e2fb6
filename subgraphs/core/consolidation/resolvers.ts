/** Consolidation at the edge of GraphQL: the question in, the zones' answers gathered, the rules applied, text out. */
import type { Big } from 'big.js';
import { problem } from '../../../schema/error-codes.ts';
import { STANDARD } from '../../../schema/standard.ts';
import { statisticsFor, type ZoneContext } from '../../kit/index.ts';
import type {
  ConsolidatedFigureResolvers,
  ConsolidationMode,
  ConsolidationResolvers,
  CoverageResolvers,
  FigurePartResolvers,
  FindingResolvers,
  Perimeter,
  QueryResolvers,
} from '../generated.ts';
import { indicatorsOf } from '../standard/service.ts';
import { allAnswers, ownReport } from './answers.ts';
import { consolidate } from './rules/figure.ts';
import { findingsOf } from './rules/findings.ts';
import { isConsolidable } from './rules/kinds.ts';
import { present } from './rules/number.ts';
import { combine } from './rules/status.ts';
import type { Figure, Part, ZoneAnswer } from './rules/types.ts';

/** The question, and (when the gateway asks for figures) what the zones answered to it, by zone code. */
export type ConsolidationSource = Question & Readonly<Record<string, unknown>>;

export interface Question {
  readonly period: string;
  readonly perimeter: Perimeter;
  readonly mode: ConsolidationMode;
}

/** A part knows the precision of the figure it belongs to. */
export interface PartSource {
  readonly part: Part;
  readonly decimals: number;
}

const MAX_PERIODS = 120;

function question(args: Question): ConsolidationSource {
  if (args.perimeter !== 'TERRITORIAL') {
    throw problem(
      'PERIMETER_NOT_AVAILABLE',
      `口径 ${args.perimeter} 尚无有效的区块归属,请用 TERRITORIAL / no dated membership is on file for ${args.perimeter}; use TERRITORIAL`,
    );
  }
  return { period: args.period, perimeter: args.perimeter, mode: args.mode };
}

const gathered = new WeakMap<object, Promise<ZoneAnswer[]>>();

/** The answers to this question: gathered once for all the fields that need them. */
function answersOf(source: ConsolidationSource, context: ZoneContext): Promise<ZoneAnswer[]> {
  const gather = async (): Promise<ZoneAnswer[]> => {
    const own = await ownReport(await statisticsFor(source.period, context), context);
    return allAnswers(own, source, source.period, context.gaps());
  };
  const answers = gathered.get(source) ?? gather();
  gathered.set(source, answers);
  return answers;
}

async function figuresOf(
  source: ConsolidationSource,
  codes: readonly string[] | null | undefined,
  context: ZoneContext,
): Promise<Figure[]> {
  const indicators = codes ? indicatorsOf(codes) : STANDARD.indicators.filter(({ kind }) => isConsolidable(kind));
  const refused = indicators.filter(({ kind }) => !isConsolidable(kind));
  if (refused.length > 0) {
    const names = refused.map((each) => `${each.code}(${each.kind})`).join(', ');
    throw problem('INDICATOR_NOT_ADDITIVE', `不能由各区数值合并 / cannot be consolidated from zone figures: ${names}`);
  }
  const answers = await answersOf(source, context);
  return indicators.map((indicator) => consolidate(indicator, answers, { mode: source.mode }));
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
  ConsolidatedFigure: Pick<ConsolidatedFigureResolvers, 'value' | 'parts' | 'numerator' | 'denominator'>;
  Coverage: Pick<CoverageResolvers, 'byCount' | 'byWeight'>;
  FigurePart: FigurePartResolvers;
  Finding: Pick<FindingResolvers, 'expected' | 'actual' | 'tolerance'>;
} = {
  Query: {
    consolidation: (_, args) => question(args),
    consolidations: (_, { periods, ...rest }) => {
      if (periods.length > MAX_PERIODS) {
        throw problem('TOO_MANY_PERIODS', `一次最多 ${MAX_PERIODS} 个时期 / at most ${MAX_PERIODS} periods at once`);
      }
      return periods.map((period) => question({ ...rest, period }));
    },
  },
  Consolidation: {
    __resolveReference: (representation) => ({ ...representation, ...question(representation) }),
    figures: (source, { indicators }, context) => figuresOf(source, indicators, context),
    figure: async (source, { indicator }, context) => (await figuresOf(source, [indicator], context))[0] ?? null,
    findings: async (source, _, context) => findingsOf(await answersOf(source, context)),
  },
  ConsolidatedFigure: {
    value: ({ value, indicator }, { unitMult }) => shown(value, indicator.decimals, unitMult),
    parts: ({ parts, indicator }) => parts.map((part) => ({ part, decimals: indicator.decimals })),
    numerator: ({ terms }) => terms?.numerator ?? null,
    denominator: ({ terms }) => terms?.denominator ?? null,
  },
  Coverage: {
    byCount: ({ byCount }) => shown(byCount, SHARE_DECIMALS),
    byWeight: ({ byWeight }) => shown(byWeight, SHARE_DECIMALS),
  },
  FigurePart: {
    zone: ({ part }) => part.zone,
    counted: ({ part }) => part.outcome === 'COUNTED',
    value: ({ part, decimals }, { unitMult }) => shown(part.value, decimals, unitMult),
    obsStatus: ({ part }) => (part.statuses.length > 0 ? part.statuses.reduce(combine) : null),
    gap: ({ part }) => (typeof part.outcome === 'object' ? part.outcome.gap : null),
    revision: ({ part }) => part.revision,
    digest: ({ part }) => part.digest,
  },
  Finding: {
    expected: ({ expected }) => shown(expected, FINDING_DECIMALS),
    actual: ({ actual }) => shown(actual, FINDING_DECIMALS),
    tolerance: ({ tolerance }) => shown(tolerance, FINDING_DECIMALS),
  },
};
