/** A table as a workbook of one sheet (Office Open XML, ECMA-376): typed cells, times in UTC, the header in bold and always in sight. */

import type { Column, Table } from './table.ts';
import { zipped } from './zip.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEETS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles by index: plain, bold, time. */
const [BOLD, TIME] = [1, 2];
const STYLES = `<styleSheet xmlns="${SHEETS}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

export function workbookOf<Row>(table: Table<Row>): AsyncGenerator<Buffer> {
  const part = (name: string, text: string) => ({ name, content: [HEAD + text] });
  return zipped([
    part(
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${SHEETS}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${escaped(table.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
    ),
    part('xl/styles.xml', STYLES),
    { name: 'xl/worksheets/sheet1.xml', content: sheetOf(table) },
  ]);
}

async function* sheetOf<Row>({ columns, batches }: Table<Row>): AsyncGenerator<string> {
  const widths = columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`);
  const letters = columns.map((_, index) => lettersOf(index));
  const titles = columns.map(({ name }, index) => text(`${letters[index]}1`, name, BOLD));
  yield `${HEAD}<worksheet xmlns="${SHEETS}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
<cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>`;
  let line = 1;
  for await (const batch of batches)
    yield batch
      .map((row) => {
        line++;
        return `<row r="${line}">${columns.map((column, index) => cell(`${letters[index]}${line}`, column, row)).join('')}</row>`;
      })
      .join('');
  yield '</sheetData></worksheet>';
}

/** A, B, … Z, AA, AB, … */
const lettersOf = (index: number): string =>
  (index < 26 ? '' : lettersOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

function cell<Row>(place: string, column: Column<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null) return '';
  if (column.type === 'time') return `<c r="${place}" s="${TIME}"><v>${serialOf(Number(value))}</v></c>`;
  if (column.type === 'number' || (column.type === 'decimal' && isWhole(String(value)))) return `<c r="${place}"><v>${value}</v></c>`;
  return text(place, String(value));
}

/** Days since 1899-12-30, as spreadsheets count: right from March 1900 on. */
const serialOf = (at: number): number => at / 86_400_000 + 25_569;

/** Spreadsheets keep fifteen digits: what has more stays text rather than become another number. */
const isWhole = (decimal: string): boolean => decimal.replace(/^-?0*\.?0*/, '').replace('.', '').length <= 15;

/** What a cell holds at most. */
const LONGEST = 32_767;

function text(place: string, value: string, style = 0): string {
  const kept = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return `<c r="${place}" t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${escaped(kept)}</t></is></c>`;
}

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML has no place for are written as `_xHHHH_`, and text that looks so has its own first character written like that. */
const escaped = (value: string): string =>
  value
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>"]/g, (character) => NAMES[character] as string)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that are written otherwise
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, codeOf);

const codeOf = (character: string): string => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
