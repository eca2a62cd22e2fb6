/** What the completeness of a form is asked and answers. */
import { dayOf } from '../../../schema/period.ts';
import type { Form } from '../../../schema/standard.ts';
import { spanOf, summariesOf, type SpanAsked, type ZoneContext } from '../../kit/index.ts';
import { decisionsOf } from '../decisions/service.ts';
import { allReturns } from './answers.ts';
import { matrixOf } from './rules/matrix.ts';
import { remindersOf } from './rules/reminders.ts';
import type { Matrix, Reminder } from './rules/types.ts';

/** A question together with what the hosted zones answered to it: gathered once for all that is computed from it. */
export class Completeness implements SpanAsked {
  readonly form: string;
  readonly from: string;
  readonly to: string;
  readonly #asked: { readonly form: Form; readonly periods: readonly string[] };
  /** The hosted zones' answers by zone code, as the gateway handed them over: not believed yet. */
  readonly #handedOver: Readonly<Record<string, unknown>>;
  readonly #today: string;
  #matrix: Promise<Matrix> | undefined;

  /** Judged on a day in China. Errors: FORM_NOT_FOUND, TOO_MANY_PERIODS. */
  constructor(asked: SpanAsked, handedOver: Readonly<Record<string, unknown>> = {}, today: string = dayOf(new Date())) {
    this.form = asked.form;
    this.from = asked.from;
    this.to = asked.to;
    this.#asked = spanOf(asked);
    this.#handedOver = handedOver;
    this.#today = today;
  }

  matrix(context: ZoneContext): Promise<Matrix> {
    this.#matrix ??= this.#gather(context);
    return this.#matrix;
  }

  async reminders(context: ZoneContext): Promise<Reminder[]> {
    return remindersOf(this.#asked.form, await this.matrix(context), this.#today);
  }

  async #gather(context: ZoneContext): Promise<Matrix> {
    const { form, periods } = this.#asked;
    const about = { form: form.code, periods };
    const [own, decisions] = await Promise.all([summariesOf(this, context), decisionsOf(context, about, null)]);
    const answers = allReturns(own, this.#handedOver, periods, context.gaps(), decisions);
    return matrixOf(form, periods, answers, this.#today);
  }
}
