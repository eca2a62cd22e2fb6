/** Acting on a zone's returns over HTTP, as its own people do. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { data } from './ask.ts';

export const FORM = 'ZONE_MONTHLY';

const problem = z.object({ code: z.string(), severity: z.string(), message: z.string(), rule: z.string().optional() });
const result = z.object({
  done: z.boolean(),
  changed: z.number(),
  version: z.number(),
  state: z.string(),
  revision: z.number().nullable(),
  digest: z.string().nullable(),
  problems: z.array(problem),
});
export type Result = z.infer<typeof result>;

const SELECTED = `{ done changed version state revision digest problems { code severity message } }`;
const INPUTS: Readonly<Record<string, string>> = {
  saveObservations: 'SaveObservationsInput',
  explainWarning: 'ExplainWarningInput',
  submitReturn: 'SubmitReturnInput',
  withdrawReturn: 'WithdrawReturnInput',
  reviseReturn: 'ReviseReturnInput',
};

const VALUES = {
  ENTERPRISES_ABOVE_SCALE: '12',
  INDUSTRIAL_OUTPUT: '3.25',
  INDUSTRIAL_OUTPUT_YTD: '6.40',
  OPERATING_REVENUE: '3.10',
  OPERATING_REVENUE_YTD: '6.05',
  TAX_REVENUE: '0.11',
  TAX_REVENUE_YTD: '0.21',
};
/** Every figure that the form asks of the whole zone. */
export const cells = (values: Partial<typeof VALUES> = {}) =>
  Object.entries({ ...VALUES, ...values }).map(([indicator, value]) => ({
    ...{ indicator, value },
    unitMult: indicator === 'ENTERPRISES_ABOVE_SCALE' ? 0 : 8,
  }));

/** `url` is asked for when it is needed: the zone may be started later. */
export function actor(url: () => string, zone = 'bazhou', form = FORM) {
  const act = async (action: string, input: object): Promise<Result> => {
    const query = `mutation ($input: ${INPUTS[action] ?? ''}!) { ${zone} { it: ${action}(input: $input) ${SELECTED} } }`;
    const answered = await data(url(), query, { variables: { input: { key: randomUUID(), form, ...input } } });
    return z.object({ [zone]: z.object({ it: result }) }).parse(answered)[zone]?.it ?? missing();
  };
  const read = async (period: string, selection: string): Promise<Record<string, unknown>> => {
    const query = `query ($period: Period!) { ${zone} { return(form: "${form}", period: $period) ${selection} } }`;
    const answered = await data(url(), query, { variables: { period } });
    return (
      z.object({ [zone]: z.object({ return: z.record(z.string(), z.unknown()) }) }).parse(answered)[zone]?.return ??
      missing()
    );
  };
  const warning = z.object({
    ...{ code: z.string(), indicator: z.string().nullable(), block: z.string().nullable() },
    needsExplanation: z.boolean(),
  });
  /** Explains whatever wants explaining; the version then. */
  const explained = async (period: string, from: number): Promise<number> => {
    let version = from;
    const { findings } = await read(period, '{ findings { code indicator block needsExplanation } }');
    for (const { code, indicator, block } of z
      .array(warning)
      .parse(findings)
      .filter((each) => each.needsExplanation)) {
      const said = await act('explainWarning', {
        period,
        version,
        rule: code,
        indicator,
        block,
        text: '税务口径调整中',
      });
      if (!said.done) throw new Error(JSON.stringify(said));
      version = said.version;
    }
    return version;
  };
  const submit = async (period: string, version: number): Promise<Result> =>
    act('submitReturn', { period, version: await explained(period, version) });
  const submitted = async (period: string): Promise<Result> => {
    const saved = await act('saveObservations', { period, version: 0, observations: cells() });
    return submit(period, saved.version);
  };

  return { act, read, explained, submit, submitted };
}

function missing(): never {
  throw new Error('the zone is not in the answer');
}
