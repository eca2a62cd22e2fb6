/** Importing files into a zone's returns over HTTP, as its own people do. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { ask, data, type Answer } from './ask.ts';

const problem = z.object({
  code: z.string(),
  severity: z.string(),
  message: z.string(),
  sheet: z.string().nullish(),
  row: z.number().nullish(),
  column: z.string().nullish(),
});
const result = z.object({
  ...{ done: z.boolean(), dryRun: z.boolean(), state: z.string() },
  ...{ rows: z.number(), cells: z.number(), changed: z.number(), version: z.number() },
  ...{ errors: z.number(), warnings: z.number(), problems: z.array(problem) },
  findings: z.array(z.object({ code: z.string(), severity: z.string(), needsExplanation: z.boolean() })),
});
export type Imported = z.infer<typeof result>;

const SELECTED = `{ done dryRun state rows cells changed version errors warnings
  problems { code severity message ... on FileProblem { sheet row column } }
  findings { code severity needsExplanation } }`;

export interface ImportAsked {
  readonly form: string;
  readonly period: string;
  readonly version: number;
  readonly dryRun?: boolean;
  readonly key?: string;
}

export function importer(url: () => string, zone = 'bazhou') {
  const query = `mutation ($input: ImportReturnInput!) { ${zone} { it: importReturn(input: $input) ${SELECTED} } }`;
  const variables = (file: string | Uint8Array, asked: ImportAsked) => ({
    input: { key: randomUUID(), dryRun: false, file: Buffer.from(file).toString('base64'), ...asked },
  });
  const bring = async (file: string | Uint8Array, asked: ImportAsked): Promise<Imported> => {
    const answered = await data(url(), query, { variables: variables(file, asked) });
    const it = z.object({ [zone]: z.object({ it: result }) }).parse(answered)[zone]?.it;
    if (!it) throw new Error('the zone is not in the answer');
    return it;
  };
  /** For what is refused as a request. */
  const send = (base64: string, asked: ImportAsked): Promise<Answer> =>
    ask(url(), query, { variables: { input: { ...variables('', asked).input, file: base64 } } });
  return { bring, send };
}

/** "Sheet1!B7 CODE" of each. */
export function places({ problems }: Imported): string[] {
  return problems.map(({ sheet, row, column, code }) => `${sheet ?? ''}!${column ?? ''}${row ?? ''} ${code}`);
}

export function fileOf(written: Readable): Promise<Buffer> {
  return buffer(written);
}
