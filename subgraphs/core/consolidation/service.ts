/** What a consolidation is asked and answers, for the resolvers here and for other mechanisms. */
import { problem } from '../../../schema/error-codes.ts';
import { findForm, formFor } from '../../../schema/forms.ts';
import { dayOf, parsePeriod } from '../../../schema/period.ts';
import { STANDARD, type Indicator } from '../../../schema/standard.ts';
import type { ZoneContext } from '../../kit/index.ts';
import type { ConsolidationMode, Perimeter } from '../generated.ts';
import { decisionsFor } from '../decisions/service.ts';
import { eliminationsOf } from '../elimination/service.ts';
import { heldBlocks, type HeldBlocks } from '../perimeter/service.ts';
import { indicatorsOf } from '../standard/service.ts';
import { allAnswers, ownAnswer, readAnswer, type Asked } from './answers.ts';
import { consolidate } from './rules/figure.ts';
import { growthOf, type Growth } from './rules/growth.ts';
import { findingsOf } from './rules/findings.ts';
import { isConsolidable } from './rules/kinds.ts';
import type { Figure, Finding, NoReport, NotReleasable, Report, ZoneAnswer } from './rules/types.ts';
import { FORMULA_VERSION } from './rules/version.ts';

export { overtaking } from './rules/verdicts.ts';
export { FORMULA_VERSION, readAnswer };
export type { Asked, Figure, NoReport, NotReleasable, Report, ZoneAnswer };

export interface Question {
  readonly form: string;
  readonly period: string;
  /** As of this instant; null is now. */
  readonly asOf: string | null;
  readonly perimeter: Perimeter;
  readonly mode: ConsolidationMode;
}

const MAX_PERIODS = 120;

/** A question as a client may ask it, or as the gateway hands it back. */
export interface AskedQuestion extends Pick<Question, 'period' | 'perimeter' | 'mode'> {
  readonly form?: string | null | undefined;
  readonly asOf?: string | null | undefined;
}

/** The question, if it can be answered. Errors: FORM_NOT_FOUND, AS_OF_IN_FUTURE, PERIMETER_NOT_AVAILABLE. */
export function question({ form, period, perimeter, mode, asOf = null }: AskedQuestion): Question {
  heldBlocks(perimeter, period, dayOf(instantOf(asOf)));
  if (asOf !== null && Date.parse(asOf) > Date.now()) {
    throw problem('AS_OF_IN_FUTURE', `asOf 晚于当前时间 / asOf lies in the future: ${asOf}`);
  }
  return { form: formFor(form, period).code, period, perimeter, mode, asOf };
}

/** One question for each period, in order. Errors: TOO_MANY_PERIODS, and those of one question. */
export function questions(periods: readonly string[], about: Omit<AskedQuestion, 'period'>): Question[] {
  if (periods.length > MAX_PERIODS) {
    throw problem('TOO_MANY_PERIODS', `一次最多 ${MAX_PERIODS} 个时期 / at most ${MAX_PERIODS} periods at once`);
  }
  return periods.map((period) => question({ ...about, period }));
}

/** A figure, and what it can be compared within: the consolidation that it is of. */
export interface FigureOf extends Figure {
  readonly of: Pick<Consolidation, 'growth'>;
}

/** All that the form asks for and that can be consolidated, from these answers. */
export function consolidated(asked: Question, answers: readonly ZoneAnswer[]): Figure[] {
  const held = heldBlocks(asked.perimeter, asked.period, dayOf(instantOf(asked.asOf)));
  return figuresOf(consolidableOf(asked.form), asked, answers, held);
}

function figuresOf(
  indicators: readonly Indicator[],
  { period, mode }: Question,
  answers: readonly ZoneAnswer[],
  held: HeldBlocks,
): Figure[] {
  const eliminations = eliminationsOf(period, answers, held);
  return indicators.map((indicator) => consolidate(indicator, answers, { mode, held, eliminations }));
}

/** The consolidations that one request is about: of one may be asked how it compares with another. */
const askedIn = new WeakMap<ZoneContext, Consolidation[]>();

/** A question together with what the hosted zones answered to it: gathered once for all that is computed from it. */
export class Consolidation implements Question {
  readonly form: string;
  readonly period: string;
  readonly perimeter: Perimeter;
  readonly mode: ConsolidationMode;
  readonly asOf: string | null;
  /** The hosted zones' answers by zone code, as the gateway handed them over: not believed yet. */
  readonly #handedOver: Readonly<Record<string, unknown>>;
  /** Whom each block counts for under the perimeter in the period. */
  readonly #held: HeldBlocks;
  #answers: Promise<ZoneAnswer[]> | undefined;

  constructor(asked: Question, handedOver: Readonly<Record<string, unknown>> = {}) {
    this.form = asked.form;
    this.period = asked.period;
    this.perimeter = asked.perimeter;
    this.mode = asked.mode;
    this.asOf = asked.asOf;
    this.#handedOver = handedOver;
    this.#held = heldBlocks(asked.perimeter, asked.period, dayOf(instantOf(asked.asOf)));
  }

  /** Figures of these indicators, or of all that the form asks for and that can be consolidated. Errors: UNKNOWN_INDICATOR, INDICATOR_NOT_ADDITIVE. */
  async figures(codes: readonly string[] | null | undefined, context: ZoneContext): Promise<FigureOf[]> {
    const indicators = codes ? indicatorsOf(codes) : consolidableOf(this.form);
    const refused = indicators.filter(({ kind }) => !isConsolidable(kind));
    if (refused.length > 0) {
      const names = refused.map((each) => `${each.code}(${each.kind})`).join(', ');
      throw problem(
        'INDICATOR_NOT_ADDITIVE',
        `不能由各区数值合并 / cannot be consolidated from zone figures: ${names}`,
      );
    }
    const figures = figuresOf(indicators, this, await this.answers(context), this.#held);
    return figures.map((figure) => ({ ...figure, of: this }));
  }

  async findings(context: ZoneContext): Promise<Finding[]> {
    return findingsOf(await this.answers(context), STANDARD.indicators, this.#held);
  }

  /** What every zone of the registry answered, in its order. */
  answers(context: ZoneContext): Promise<ZoneAnswer[]> {
    this.#answers ??= Promise.all([ownAnswer(this, context), decisionsFor(this, context)]).then(([own, decisions]) =>
      allAnswers(own, this.#handedOver, this, { gaps: context.gaps(), keys: context.keys }, decisions),
    );
    return this.#answers;
  }

  /** Lets the others of this request be compared with it. */
  askedIn(context: ZoneContext): this {
    askedIn.set(context, [...(askedIn.get(context) ?? []), this]);
    return this;
  }

  /** Errors: PERIODS_NOT_COMPARABLE. */
  async growth(
    indicator: Indicator,
    from: string,
    context: ZoneContext,
  ): Promise<(Growth & { readonly restated: boolean }) | null> {
    const earlier = (askedIn.get(context) ?? []).find((each) => each.period === from && each.#isLike(this));
    const [start, end] = [parsePeriod(from), parsePeriod(this.period)];
    if (!earlier || start?.kind !== end?.kind || (start && end && start.start > end.start)) {
      throw problem(
        'PERIODS_NOT_COMPARABLE',
        `${from} 须与 ${this.period} 同类、不晚于它,并在同一次询问中以同样的口径和方式问到 / must be of the same kind as ${this.period}, not after it, and asked about in the same question, perimeter and mode`,
      );
    }
    const held = this.#held;
    const [before, now] = await Promise.all(
      [earlier, this].map(async (each) => {
        const answers = await each.answers(context);
        const eliminations = eliminationsOf(each.period, answers, held);
        return consolidate(indicator, answers, { mode: 'PARTIAL', held, eliminations });
      }),
    );
    const growth = before && now ? growthOf(before, now, this.mode) : null;
    return growth && { ...growth, restated: !sameHolders(earlier.#held, held) };
  }

  #isLike({ form, perimeter, mode, asOf }: Consolidation): boolean {
    return this.form === form && this.perimeter === perimeter && this.mode === mode && this.asOf === asOf;
  }
}

/** As of when: null is now. */
function instantOf(asOf: string | null): Date {
  return asOf === null ? new Date() : new Date(asOf);
}

/** What the form asks for, and the ratios that can be computed from it. */
function consolidableOf(form: string): Indicator[] {
  const asked = new Set(findForm(form)?.indicators);
  const isAsked = ({ code, numerator = '', denominator = '' }: Indicator): boolean =>
    asked.has(code) || (asked.has(numerator) && asked.has(denominator));
  return STANDARD.indicators.filter((each) => isConsolidable(each.kind) && isAsked(each));
}

function sameHolders(one: HeldBlocks, two: HeldBlocks): boolean {
  const holders = ({ blocks }: HeldBlocks): string => JSON.stringify(blocks.map((each) => [each.block, each.holders]));
  return holders(one) === holders(two);
}
