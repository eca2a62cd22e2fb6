/** What import and export tell the people in front of them: results on stdout, progress and questions on stderr. */
import { createInterface } from 'node:readline/promises';
import type { CellChange, Figure } from '../kit/returns/changes.ts';

export interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly sheet?: string | null;
  readonly row?: number | null;
  /** A, B … */
  readonly column?: string | null;
  readonly indicator?: string | null;
  readonly block?: string | null;
  readonly enterprise?: string | null;
}

const SEVERITIES: Readonly<Record<string, string>> = {
  ERROR: '错误 ERROR',
  WARNING: '警告 WARNING',
  INFO: '提示 INFO',
};

/** "Sheet1!B7  错误 ERROR NOT_A_NUMBER: …" */
export function lineOf(told: Told): string {
  const { sheet, row, column, indicator, block, enterprise, severity, code, message } = told;
  const about = [enterprise, block, indicator].filter((each) => each !== null && each !== undefined && each !== '');
  const place = sheet ? `${sheet}${row ? `!${column ?? ''}${row}` : ''}` : about.join(' ');
  return `  ${place === '' ? '' : `${place}  `}${SEVERITIES[severity] ?? severity} ${code}: ${message}`;
}

/** At most so many cells are shown before it is asked whether to write them. */
export const MAX_CHANGES = 20;

/** "  bazhou-panxing TAX_REVENUE: 0.11×10^8 CNY → 0.12×10^8 CNY" */
export function changeLine({ enterprise, block, indicator, from, to }: CellChange): string {
  const [before, after] = [from && figure(from), figure(to)];
  const isOfNote = before === after; // and of nothing that is shown
  const place = [enterprise, block, indicator].filter((each) => each !== null).join(' ');
  return `  ${place}: ${before ?? '无 / none'} → ${after}${isOfNote ? ' (说明等 / the note)' : ''}`;
}

function figure({ value, unit, unitMult, obsStatus, counterpart }: Figure): string {
  const scale = unitMult === 0 ? '' : `×10^${unitMult}`;
  const status = obsStatus === 'A' ? '' : ` [${[obsStatus, counterpart].filter((each) => each !== null).join(' ')}]`;
  return `${value === null ? '缺 / missing' : `${value}${scale} ${unit}`}${status}`;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const EVERY_MS = 100;
const EVERY_ROWS = 10_000;

/** How many rows have been read: one line that is rewritten on a terminal, a line every so many rows elsewhere. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  #at = 0;
  #rows = 0;

  constructor(out: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
  }

  tell(rows: number): void {
    const line = `已读 ${rows} 行 / rows read: ${rows}`;
    if (this.#out.isTTY) {
      if (Date.now() - this.#at < EVERY_MS) return;
      this.#at = Date.now();
      this.#out.write(`\r${line}`);
    } else if (Math.floor(rows / EVERY_ROWS) > Math.floor(this.#rows / EVERY_ROWS)) this.#out.write(`${line}\n`);
    this.#rows = rows;
  }

  end(): void {
    if (this.#out.isTTY && this.#at > 0) this.#out.write('\r\u001b[K');
    this.#at = 0;
    this.#rows = 0;
  }
}

/** Whether somebody at the terminal says yes. */
export async function agreed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*(y|yes|是)\s*$/i.test(await terminal.question(`${question} [y/N] `));
  } finally {
    terminal.close();
  }
}

export function isAtTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}
