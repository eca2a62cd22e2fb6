/** Asking a GraphQL endpoint over HTTP, with failures that show the whole answer. */
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});
export type Answer = z.infer<typeof answerShape> & { readonly status: number; readonly text: string };

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationName?: string;
}

export async function ask(url: string, query: string, options: AskOptions = {}): Promise<Answer> {
  const { variables, headers, operationName } = options;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const text = await response.text();
  return { ...answerShape.parse(JSON.parse(text)), status: response.status, text };
}

/** The data of an answer that must have no errors. */
export async function data(url: string, query: string, options?: AskOptions): Promise<Record<string, unknown>> {
  const answer = await ask(url, query, options);
  if (answer.errors || !answer.data) throw new Error(`expected data only, got ${answer.text}`);
  return answer.data;
}

export function codesOf({ errors = [] }: Answer): unknown[] {
  return errors.map(({ extensions }) => extensions?.['code']);
}

/** The question of the paper: its five figures, with coverage. */
export const PAPER_QUESTION = `{
  consolidation(period: "2021-01-01/..") {
    output: figure(indicator: "INDUSTRIAL_OUTPUT") { ...F }
    revenue: figure(indicator: "OPERATING_REVENUE") { ...F }
    tax: figure(indicator: "TAX_REVENUE") { ...F }
    ratio: figure(indicator: "TAX_TO_REVENUE") { ...R }
    enterprises: figure(indicator: "ENTERPRISES") { ...R }
  }
}
fragment F on ConsolidatedFigure { value(unitMult: 8) obsStatus coverage { ...C } }
fragment R on ConsolidatedFigure { value obsStatus coverage { ...C } }
fragment C on Coverage { expected reported complete gaps { zone reason } }`;

type Gap = readonly [zone: string, reason: string];

/** The zones of the paper; one that joined later is expected too, and has reported nothing. */
export const PAPER_ZONES = ['core', 'bazhou', 'enyang', 'nanjiang', 'tongjiang'];
const later: readonly Gap[] = ZONES.filter(({ code }) => !PAPER_ZONES.includes(code)).map(({ code }) => [
  code,
  'NOT_REPORTED',
]);

/** A figure as PAPER_QUESTION asks for it. */
export function figure(value: string | null, reported: number, gaps: readonly Gap[], obsStatus = 'P') {
  const listed = [...gaps, ...later].map(([zone, reason]) => ({ zone, reason }));
  return { value, obsStatus, coverage: { expected: ZONES.length, reported, complete: false, gaps: listed } };
}

const core: Gap = ['core', 'NOT_REPORTED'];
const bazhou: Gap = ['bazhou', 'MISSING'];

/** The answer while every zone is up. */
export const PAPER_ANSWER = {
  output: figure('136.667', 4, [core]),
  revenue: figure('103.457', 3, [core, bazhou]),
  tax: figure('3.508', 3, [core, bazhou]),
  ratio: figure('3.3908', 3, [core, bazhou]),
  enterprises: figure('528', 4, [core]),
};

/** The answer while Nanjiang gives none, for this reason. */
export function answerWithoutNanjiang(reason: string) {
  const nanjiang: Gap = ['nanjiang', reason];
  return {
    output: figure('99.787', 3, [core, nanjiang]),
    revenue: figure('70.437', 2, [core, bazhou, nanjiang]),
    tax: figure('0.678', 2, [core, bazhou, nanjiang]),
    ratio: figure('0.9626', 2, [core, bazhou, nanjiang]),
    enterprises: figure('473', 3, [core, nanjiang]),
  };
}
