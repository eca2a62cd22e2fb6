/** What a workbook holds: its sheets that can be seen, where their parts lie, and how it counts days. */
import path from 'node:path';
import { FileFault } from '../faults.ts';
import { MAX_PARTS, tooLarge, type Archive } from './archive.ts';
import { parseAll } from './xml.ts';

export interface Sheet {
  readonly name: string;
  readonly part: string;
}

export interface Workbook {
  /** Those that can be seen, in the order of their tabs. Hidden ones hold lists for drop-downs, not what was filled in. */
  readonly sheets: readonly Sheet[];
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  /** Days are counted from 1904, as old Macs did. */
  readonly from1904: boolean;
}

interface Relation {
  readonly id: string;
  readonly kind: string;
  readonly part: string;
}

export async function workbookOf(archive: Archive): Promise<Workbook> {
  const root = (await relationsOf(archive, '')).find(({ kind }) => kind === 'officeDocument');
  if (root?.part.endsWith('.xml') !== true || !archive.has(root.part)) throw noWorkbook();
  const relations = await relationsOf(archive, root.part);
  const listed: { name: string; id: string; visible: boolean }[] = [];
  let from1904 = false;
  await parseAll(archive.text(root.part), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
      if (name !== 'sheet') return;
      if (listed.length >= MAX_PARTS) throw tooLarge(`> ${MAX_PARTS} sheets`);
      const visible = (attributes.get('state') ?? 'visible') === 'visible';
      listed.push({ name: attributes.get('name') ?? '', id: attributes.get('id') ?? '', visible });
    },
  });
  if (listed.length === 0) throw noWorkbook();
  const partOf = (kind: string, id?: string): string | undefined =>
    relations.find((each) => each.kind === kind && (id === undefined || each.id === id))?.part;
  const sheets = listed.flatMap(({ name, id, visible }) => {
    const part = partOf('worksheet', id); // a sheet that is a chart is none
    return visible && part !== undefined ? [{ name, part }] : [];
  });
  return { sheets, sharedStrings: partOf('sharedStrings'), styles: partOf('styles'), from1904 };
}

/** What a part refers to; '' is the archive itself. */
async function relationsOf(archive: Archive, part: string): Promise<Relation[]> {
  const folder = path.posix.dirname(part);
  const relations: Relation[] = [];
  await parseAll(archive.text(path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`)), {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
      if (relations.length >= MAX_PARTS) throw tooLarge(`> ${MAX_PARTS} relations`);
      const target = attributes.get('Target') ?? '';
      relations.push({
        id: attributes.get('Id') ?? '',
        kind: path.posix.basename(attributes.get('Type') ?? ''),
        part: target.startsWith('/') ? target.slice(1) : path.posix.join(folder, target),
      });
    },
  });
  return relations;
}

function noWorkbook(): FileFault {
  return new FileFault(
    'FILE_KIND',
    '压缩包中没有 .xlsx 工作簿,请另存为 .xlsx / an archive, but no .xlsx workbook; save it as .xlsx',
  );
}
