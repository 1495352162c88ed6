import { text as wholeText } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type Column, type Table, writeTable } from './table.ts';

interface Line {
  readonly name: string | null;
  readonly amount: string | null;
  readonly share: number | null;
  readonly at: number | null;
}

const COLUMNS: readonly Column<Line>[] = [
  { name: 'name', type: 'text', width: 20, value: (row) => row.name },
  { name: 'amount', type: 'decimal', width: 12, value: (row) => row.amount },
  { name: 'share', type: 'number', width: 12, value: (row) => row.share },
  { name: 'at', type: 'time', width: 24, value: (row) => row.at },
];
/** 2024-02-29 12:34:56.789 UTC. */
const LEAP = 1_709_210_096_789;
const LINES: readonly Line[] = [
  { name: '=HYPERLINK("http://x","y")', amount: '-12.50', share: -0.25, at: LEAP },
  { name: 'two\r\nlines, "quoted" <&> _x0041_ \u0007 ñ 🐟', amount: '123456789012.12345678', share: null, at: null },
  { name: null, amount: null, share: 1e-9, at: 0 },
  { name: ' ', amount: '0.00000001', share: 3, at: LEAP },
];

async function* inBatches<Row>(rows: readonly Row[], size: number): AsyncGenerator<Row[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}
const tableOf = (rows: readonly Line[], size = 3): Table<Line> => ({ name: 'lines', columns: COLUMNS, batches: inBatches(rows, size) });

/** RFC 4180, written from its grammar. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let [record, field, at]: [string[], string, number] = [[], '', 0];
  while (at < text.length) {
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('a quote is never closed');
        if (text[at] === '"') at++;
        field += text[at];
      }
      at++;
    } else while (at < text.length && !',\r'.includes(text[at] as string)) field += text[at++];
    record.push(field);
    field = '';
    if (text[at] === ',') at++;
    else if (text.slice(at, at + 2) === '\r\n') {
      records.push(record);
      [record, at] = [[], at + 2];
    } else throw new Error(`neither a comma nor a line end at ${at}`);
  }
  return records;
}

test('CSV reads back as it was, but for what a spreadsheet would calculate', async () => {
  expect(readCsv(await wholeText(writeTable('csv', tableOf(LINES))))).toEqual([
    ['name', 'amount', 'share', 'at'],
    ['\'=HYPERLINK("http://x","y")', '-12.50', '-0.25', '2024-02-29T12:34:56.789Z'],
    ['two\r\nlines, "quoted" <&> _x0041_ \u0007 ñ 🐟', '123456789012.12345678', '', ''],
    ['', '', '1e-9', '1970-01-01T00:00:00.000Z'],
    [' ', '0.00000001', '3', '2024-02-29T12:34:56.789Z'],
  ]);
});

test('whatever a text is, CSV gives it back, and no cell begins like a formula', async () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", ' ', 'a', 'ñ') }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(texts, async (names) => {
      const rows = names.map((name) => ({ name, amount: '-1', share: null, at: null }));
      const [, ...read] = readCsv(await wholeText(writeTable('csv', tableOf(rows))));
      const cells = read.map(([cell]) => cell as string);
      expect(cells.map((cell, index) => (cell === names[index] ? cell : cell.slice(1)))).toEqual(names);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
});

test('JSON is one array of the whole rows', async () => {
  expect(JSON.parse(await wholeText(writeTable('json', tableOf(LINES))))).toEqual(LINES);
  expect(JSON.parse(await wholeText(writeTable('json', tableOf([]))))).toEqual([]);
});

async function bytesOf(table: Table<Line>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeTable('xlsx', table)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('a workbook opens in another reader: typed cells, times in UTC, a header that stays', async () => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await bytesOf(tableOf(LINES))) as unknown as ArrayBuffer);
  const sheet = workbook.worksheets[0] as ExcelJS.Worksheet;
  expect(sheet.name).toBe('lines');
  expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
  expect(sheet.getRow(1).getCell(1).font).toMatchObject({ bold: true });
  const read = [2, 3, 4, 5].map((line) => [1, 2, 3, 4].map((column) => sheet.getRow(line).getCell(column).value));
  expect(read).toEqual([
    ['=HYPERLINK("http://x","y")', -12.5, -0.25, new Date(LEAP)],
    // Twenty digits are no number of a spreadsheet.
    [expect.stringContaining('"quoted" <&>'), '123456789012.12345678', null, null],
    [null, null, 1e-9, new Date(0)],
    [' ', 1e-8, 3, new Date(LEAP)],
  ]);
});

test('the sheet is what the standard writes', async () => {
  const parts = unzipSync(await bytesOf(tableOf(LINES)));
  expect(Object.keys(parts)).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/worksheets/sheet1.xml',
  ]);
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] as Uint8Array);
  // 2024-02-29 is day 45351 of spreadsheets; 12:34:56.789 is 0.524268391… of a day.
  expect(sheet.match(/<c r="D2" s="2"><v>(.*?)<\/v>/)?.[1]).toMatch(/^45351\.52426839/);
  expect(sheet).toContain('two_x000D_\nlines, &quot;quoted&quot; &lt;&amp;&gt; _x005F_x0041_ _x0007_ ñ 🐟</t>');
  expect(sheet).not.toContain('<f>');
});

test.each(['csv', 'json', 'xlsx'] as const)('%s reads no further than its reader, and ends with it', async (format) => {
  let [batches, ended] = [0, false];
  const line = { name: 'x'.repeat(100), amount: '1', share: 1, at: LEAP };
  async function* endless() {
    try {
      for (;;) {
        batches++;
        // Random, or it would be packed to nothing.
        yield Array.from({ length: 200 }, (_, index) => ({ ...line, name: `${Math.sin(batches * 200 + index)}` }));
      }
    } finally {
      ended = true;
    }
  }
  const stream = writeTable(format, { name: 'lines', columns: COLUMNS, batches: endless() });
  for await (const _chunk of stream) if (batches > 20) break;
  expect(stream.destroyed).toBe(true);
  const read = batches;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(ended).toBe(true);
  expect(batches).toBeLessThanOrEqual(read + 10);
  expect(batches).toBeLessThan(200);
});

test.each(['csv', 'json', 'xlsx'] as const)('%s fails as its rows fail', async (format) => {
  async function* failing(): AsyncGenerator<Line[]> {
    yield [...LINES];
    throw new Error('the database is gone');
  }
  const stream = writeTable(format, { name: 'lines', columns: COLUMNS, batches: failing() });
  await expect(stream.resume().toArray()).rejects.toThrow('the database is gone');
});
