/** A long file is streamed: reading it takes no more memory than its rows that are under way. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { DraftCell } from '../../../../subgraphs/kit/exchange/form-layout.ts';
import { readForm } from '../../../../subgraphs/kit/exchange/form-sheet.ts';
import { readRows } from '../../../../subgraphs/kit/exchange/rows.ts';
import { writeFormCsv } from '../../../../subgraphs/kit/exchange/write-csv.ts';
import { writeFormXlsx } from '../../../../subgraphs/kit/exchange/xlsx/write.ts';
import { LAYOUT } from './files.ts';

const ROWS = 100_000;
const MB = 1_000_000;

function* drafts(): Generator<DraftCell> {
  for (let at = 0; at < ROWS; at += 1) {
    yield {
      indicator: 'TAX_REVENUE',
      block: null,
      enterprise: `91511902MA${String(at).padStart(8, '0')}`,
      value: `${at}.${String(at % 100).padStart(2, '0')}`,
      unit: 'CNY',
      unitMult: 4,
      decimals: 2,
      obsStatus: 'P',
      counterpart: null,
      note: `第 ${at} 家企业的说明,各不相同`,
    };
  }
}

/** The most the heap grew while something was read, looked at every 5,000 rows; garbage may be in it. */
async function growth(rows: AsyncIterable<unknown>): Promise<{ rows: number; heap: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let [count, heap] = [0, 0];
  for await (const row of rows) {
    if (row === undefined) continue;
    count += 1;
    if (count % 5000 !== 0) continue;
    await turn();
    globalThis.gc?.();
    heap = Math.max(heap, process.memoryUsage().heapUsed - before);
  }
  return { rows: count, heap };
}

describe.each([
  ['XLSX', writeFormXlsx],
  ['CSV', writeFormCsv],
])(`${ROWS} rows of %s`, (kind, write) => {
  const file = (): AsyncIterable<Uint8Array> => write({ layout: LAYOUT, cells: drafts() });

  test('are written and read with flat memory', async () => {
    const { rows, heap } = await growth(readRows(file()));
    console.log(kind, 'rows', heap / MB);
    expect(rows).toBe(ROWS + 4);
    expect(heap).toBeLessThan(60 * MB);
  });

  test('are read as a form, holding no more than which cells there were', async () => {
    const reading = readForm(file(), LAYOUT);
    const { rows, heap } = await growth(reading.cells);
    console.log(kind, 'form', heap / MB);
    expect(rows).toBe(ROWS);
    expect(reading.report()).toMatchObject({ errors: 0, warnings: 0, rows: ROWS + 4 });
    expect(heap).toBeLessThan(100 * MB);
  });
});
