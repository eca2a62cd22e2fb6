/** The rows of a file, one after the other with flat memory; what kind of file it is, its first bytes tell. */
import { csvRows } from './csv.ts';
import { FileFault } from './faults.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Row } from './row.ts';
import { headOf, spool } from './spool.ts';
import { xlsxRows } from './xlsx/rows.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** The container of .xls, and of a workbook with a password. */
const OLE2 = [0xd0, 0xcf, 0x11, 0xe0];

const [P, K] = ZIP;

/** Throws FileFault where the file cannot be read on. `name` of the file, where it has one. */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  limits: Limits = LIMITS,
  name = '',
): AsyncGenerator<Row> {
  const file = await spool(source, limits.fileBytes);
  try {
    const head = await headOf(file, OLE2.length);
    if (head.length === 0) throw new FileFault('FILE_EMPTY', '文件是空的 / the file is empty');
    if (OLE2.every((byte, at) => head[at] === byte)) {
      throw new FileFault(
        'FILE_KIND',
        '旧版 .xls 或加密的工作簿,请另存为不加密的 .xlsx / an .xls or encrypted workbook; save it as .xlsx without a password',
      );
    }
    if (ZIP.every((byte, at) => head[at] === byte)) {
      yield* xlsxRows(file, limits);
      return;
    }
    const [first, second, third = 0] = head;
    // The beginning of an archive, but not of one that a workbook could be; no text has a control character there.
    const isBroken = first === P && second === K && third < 0x20;
    if (isBroken || /\.xlsx$/i.test(name)) {
      throw new FileFault(
        'FILE_DAMAGED',
        '不是完好的 .xlsx 工作簿(或未下载完整,或是改了名的其他文件),请用 Excel 打开后另存 / no sound .xlsx workbook (cut off, or another kind of file under its name); open it in Excel and save it anew',
      );
    }
    yield* csvRows(file, limits);
  } finally {
    await file.handle.close();
  }
}
