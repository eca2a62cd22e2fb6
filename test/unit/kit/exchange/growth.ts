/** Run as a process of its own, with --expose-gc: writes and reads a long file, and prints by how much the heap grew meanwhile. */
import { setImmediate as turn } from 'node:timers/promises';
import type { DraftCell } from '../../../../subgraphs/kit/exchange/form-layout.ts';
import { readForm } from '../../../../subgraphs/kit/exchange/form-sheet.ts';
import { readRows } from '../../../../subgraphs/kit/exchange/rows.ts';
import { writeFormCsv } from '../../../../subgraphs/kit/exchange/write-csv.ts';
import { writeFormXlsx } from '../../../../subgraphs/kit/exchange/xlsx/write.ts';
import { LAYOUT } from './files.ts';

const [, , kind, how, count = '0'] = process.argv;

function* drafts(): Generator<DraftCell> {
  for (let at = 0; at < Number(count); at += 1) {
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

async function heapUsed(): Promise<number> {
  await turn();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const write = kind === 'XLSX' ? writeFormXlsx : writeFormCsv;
const file = write({ layout: LAYOUT, cells: drafts() });
const reading = readForm(file, LAYOUT);
let [rows, heap] = [0, 0];
const before = await heapUsed();
for await (const row of how === 'form' ? reading.cells : readRows(file)) {
  rows += row.row > 0 ? 1 : 0;
  if (rows % 10_000 === 0) heap = Math.max(heap, (await heapUsed()) - before);
}
const { errors, warnings } = reading.report();
console.log(JSON.stringify({ rows, heap, errors, warnings }));
