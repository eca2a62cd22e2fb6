/** The parts of a workbook with one sheet, but for the sheet: what ECMA-376 requires, the styles, and what the file says of itself. */
import { identityLine, SYNTHETIC_MARK } from '../form-layout.ts';
import type { FormFile } from '../form-lines.ts';

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const OPENXML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const FORMATS_WITH_DECIMALS = 13;
const FIRST_OWN_FORMAT = 164;

/** Places in the list of cell styles. */
export const STYLES = {
  general: 0,
  bold: 1,
  /** Stays a text when it is edited. */
  text: 2,
  /** A text that looks like a formula; Excel shows an apostrophe before it, which is no part of it. */
  guarded: 3,
  number: (decimals: number): number => 4 + decimals,
};

export function partsAround({ layout, synthetic = false }: FormFile): [part: string, text: string][] {
  const title = `${layout.name} ${layout.nameEn}`;
  return [
    ['[Content_Types].xml', contentTypes()],
    [
      '_rels/.rels',
      relations([`${DOCUMENT}/officeDocument`, 'xl/workbook.xml'], [CORE_PROPERTIES, 'docProps/core.xml']),
    ],
    ['docProps/core.xml', properties(title, identityLine(layout), synthetic ? SYNTHETIC_MARK : '')],
    ['xl/workbook.xml', workbook(layout.code)],
    [
      'xl/_rels/workbook.xml.rels',
      relations([`${DOCUMENT}/worksheet`, 'worksheets/sheet1.xml'], [`${DOCUMENT}/styles`, 'styles.xml']),
    ],
    ['xl/styles.xml', styles()],
  ];
}

const CORE_PROPERTIES = `${PACKAGE}/relationships/metadata/core-properties`;

function contentTypes(): string {
  const parts = [
    ['/xl/workbook.xml', `${OPENXML}.sheet.main+xml`],
    ['/xl/worksheets/sheet1.xml', `${OPENXML}.worksheet+xml`],
    ['/xl/styles.xml', `${OPENXML}.styles+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
  ];
  const overrides = parts.map(([part, type]) => `<Override PartName="${part ?? ''}" ContentType="${type ?? ''}"/>`);
  return (
    `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
}

function relations(...targets: [type: string, target: string][]): string {
  const each = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function properties(title: string, subject: string, mark: string): string {
  return (
    `${XML_HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
    `<dc:title>${escaped(title)}</dc:title><dc:subject>${escaped(subject)}</dc:subject>` +
    `<dc:description>${escaped(mark)}</dc:description><cp:keywords>${escaped(mark)}</cp:keywords></cp:coreProperties>`
  );
}

/** Excel takes at most 31 characters for a sheet's name, and some not at all. */
function workbook(name: string): string {
  const sheet = escaped(name.replace(/[[\]:*?/\\']/g, '_').slice(0, 31));
  return (
    `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}">` +
    `<sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  );
}

function styles(): string {
  const decimals = Array.from({ length: FORMATS_WITH_DECIMALS }, (_, count) => count);
  const formats = decimals.map((count) => {
    return `<numFmt numFmtId="${FIRST_OWN_FORMAT + count}" formatCode="0${count === 0 ? '' : `.${'0'.repeat(count)}`}"/>`;
  });
  const cell = (format: number, font: number, more = ''): string =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"${more}/>`;
  const cells = [cell(0, 0), cell(0, 1), cell(49, 0), cell(49, 0, ' quotePrefix="1"')];
  cells.push(...decimals.map((count) => cell(FIRST_OWN_FORMAT + count, 0)));
  const font = '<sz val="11"/><name val="Calibri"/>';
  return (
    `${XML_HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats.join('')}</numFmts>` +
    `<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>` +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs></styleSheet>`
  );
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Text for SpreadsheetML, which writes as _x000D_ what XML cannot hold, and a text that looks so as _x005F_x000D_. */
export function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\p{Cs}\ufffe\uffff]|(?![\n\t])\p{Cc}/gu,
      (each) => `_x${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/[&<>"]/g, (each) => ENTITIES.get(each) ?? each);
}
