/** The rows of a workbook: of all sheets that can be seen, in the order of their tabs. */
import type { Limits } from '../limits.ts';
import type { Row } from '../row.ts';
import type { Spooled } from '../spool.ts';
import { Archive } from './archive.ts';
import { formatsOf } from './formats.ts';
import { sharedStringsOf } from './shared-strings.ts';
import { rowsOf } from './sheet.ts';
import { workbookOf } from './workbook.ts';

export async function* xlsxRows(file: Spooled, limits: Limits): AsyncGenerator<Row> {
  const archive = await Archive.open(file, limits);
  const { sheets, sharedStrings, styles, from1904 } = await workbookOf(archive);
  const surroundings = {
    limits,
    from1904,
    formats: await formatsOf(archive, styles),
    sharedStrings: await sharedStringsOf(archive, sharedStrings, limits.sharedCharacters),
  };
  for (const sheet of sheets) yield* rowsOf(archive, sheet, surroundings);
}
