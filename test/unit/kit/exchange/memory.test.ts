/** A long file is streamed: reading it takes no more memory than what is under way. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../../../support/processes.ts';

const ROWS = 100_000;
const MB = 1_000_000;

const measured = z.object({ rows: z.int(), heap: z.int(), errors: z.int(), warnings: z.int() });

function growth(kind: string, how: 'rows' | 'form'): z.infer<typeof measured> {
  const script = path.join(ROOT, 'test/unit/kit/exchange/growth.ts');
  const args = ['--expose-gc', '--max-old-space-size=128', script, kind, how, String(ROWS)];
  return measured.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 55_000 })));
}

describe.each(['XLSX', 'CSV'])(`${ROWS} rows of %s`, (kind) => {
  test('are written and read with flat memory', () => {
    const { rows, heap } = growth(kind, 'rows');
    expect(rows).toBe(ROWS + 4);
    expect(heap).toBeLessThan(8 * MB);
  });

  test('are read as a form, holding no more than which cells there were', () => {
    const { rows, heap, errors, warnings } = growth(kind, 'form');
    expect({ rows, errors, warnings }).toEqual({ rows: ROWS, errors: 0, warnings: 0 });
    expect(heap).toBeLessThan(40 * MB);
  });
});
