import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readWorkbook } from '../../../src/adapters/portfolio-workbook/read-workbook.ts';
import { readSheets } from '../../../src/adapters/portfolio-workbook/sheets.ts';
import type { ReadFile } from '../../../src/core/portfolio/book/read-file.ts';

const TODAY = '2026-01-31';
const HEADER = ['Criptomoneda', 'Exchange', 'Precio de Compra', 'Cantidad', 'Dinero Invertido', 'Moneda', '% Objetivo', 'Fecha Compra'];
const ROW = ['BTC', 'Kraken', 20_000, 0.5, 10_000, 'EUR', 0.5, new Date('2024-01-31T00:00:00Z')];

async function bytesOf(
  rows: readonly (readonly unknown[])[],
  change: (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void = () => {},
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Operaciones');
  for (const row of rows) sheet.addRow([...row]);
  change(sheet, workbook);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
const read = (bytes: Uint8Array): ReadFile => readWorkbook(bytes, { today: TODAY });
const readRows = async (...rows: readonly (readonly unknown[])[]) => read(await bytesOf([HEADER, ...rows])).rows;
const row = (changes: Partial<Record<number, unknown>>) => ROW.map((value, i) => (i in changes ? changes[i] : value));
const entriesOf = (file: ReadFile) => file.rows.flatMap(({ entries }) => entries);

describe('a row of Operaciones', () => {
  test('is a purchase with all it says', async () => {
    expect(await readRows(ROW)).toMatchObject([
      {
        ...{ sheet: 'Operaciones', row: 2, faults: [], warnings: [] },
        entries: [
          {
            ...{
              kind: 'buy',
              at: '2024-01-31',
              account: 'Kraken',
              asset: { symbol: 'BTC', kind: 'crypto' },
              quantity: '0.5',
              target: '0.5',
            },
            ...{ price: { amount: '20000', currency: 'EUR' }, cash: { amount: '10000', currency: 'EUR' } },
          },
        ],
      },
    ]);
  });

  test('below 0 it is a sale', async () => {
    const [sale] = await readRows(row({ 3: -0.5, 4: -10_000 }));
    expect(sale?.entries).toMatchObject([{ kind: 'sell', quantity: '0.5', cash: { amount: '10000' } }]);
  });

  test.each([
    ['no currency', { 5: null }, 'CURRENCY_MISSING', 'Moneda'],
    ['another currency than there is', { 5: 'EURO' }, 'CURRENCY_UNKNOWN', 'Moneda'],
    ['no quantity', { 3: null }, 'CELL_EMPTY', 'Cantidad'],
    ['a quantity of 0', { 3: 0 }, 'QUANTITY_ZERO', 'Cantidad'],
    ['words for a price', { 2: 'mucho' }, 'NUMBER_INVALID', 'Precio de Compra'],
    ['a price below 0', { 2: -1 }, 'PRICE_TOO_SMALL', 'Precio de Compra'],
    ['a price that may be a thousand or one', { 2: '1.234' }, 'NUMBER_AMBIGUOUS', 'Precio de Compra'],
    ['a day that never was', { 7: '31/02/2024' }, 'DATE_INVALID', 'Fecha Compra'],
    ['a day to come', { 7: '01/02/2026' }, 'DATE_IN_FUTURE', 'Fecha Compra'],
    ['no account', { 1: null }, 'ACCOUNT_MISSING', 'Exchange'],
    ['a failed formula', { 3: { error: '#N/A' } }, 'CELL_ERROR', 'Cantidad'],
    ['a formula that was never calculated', { 3: { formula: 'A1+1' } }, 'CELL_ERROR', 'Cantidad'],
  ])('%s: the row is refused with its column, and the others are read', async (_, changes, code, column) => {
    const [bad, good] = await readRows(row(changes), ROW);
    expect(bad).toMatchObject({ row: 2, entries: [], faults: [{ code, column }] });
    expect(good?.entries.length).toBe(1);
  });

  test('the currency that was meant is suggested', async () => {
    const [bad] = await readRows(row({ 5: 'EURO' }));
    expect(bad?.faults[0]?.suggestion).toBe('EUR');
  });

  test.each([
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['1234,5', '1234.5'],
    ['12.345.678', '12345678'],
    ['0,125', '0.125'],
  ])('a price as text: %s', async (text, amount) => {
    const [found] = await readRows(row({ 2: text, 4: null }));
    expect(found?.entries[0]?.price?.amount).toBe(amount);
  });

  test.each([
    ['31/01/2024'],
    ['2024-01-31'],
    ['31-1-2024'],
    // Days since 1899-12-30: 45322.
    [45_322],
  ])('a date as %s', async (given) => {
    const [found] = await readRows(row({ 7: given }));
    expect(found?.entries[0]?.at).toBe('2024-01-31');
  });

  test('the result of a formula is what counts', async () => {
    const [found] = await readRows(row({ 3: { formula: '1/2', result: 0.5 } }));
    expect(found?.entries[0]?.quantity).toBe('0.5');
  });

  test('an amount that is neither price × quantity nor that with the fee is taken and told', async () => {
    const [found] = await readRows(row({ 4: 10_050 }));
    expect(found).toMatchObject({
      entries: [{ cash: { amount: '10050' } }],
      warnings: [{ code: 'AMOUNT_DIFFERS', column: 'Dinero Invertido' }],
    });
  });

  test('50 in a column of hundredths is 50 %, and so is a cell that shows it', async () => {
    const found = await readRows(row({ 6: 50 }), row({ 6: 2 }), row({ 6: '50 %' }));
    expect(found.map(({ entries }) => entries[0]?.target)).toEqual(['0.5', '0.02', '0.5']);
  });
});

test('shuffled columns and other headers give the same entries; columns, the same contents', async () => {
  const order = [7, 3, 0, 5, 2, 1, 4, 6];
  const names = ['FECHA COMPRA', ' cantidad ', 'criptomoneda', 'moneda', 'Precio de compra', 'exchange', 'DINERO INVERTIDO', '% objetivo'];
  const plain = read(await bytesOf([HEADER, ROW]));
  const shuffled = read(await bytesOf([names, order.map((i) => ROW[i])]));
  expect(entriesOf(shuffled)).toEqual(entriesOf(plain));
  expect(shuffled.rows.map(({ content }) => content)).toEqual(plain.rows.map(({ content }) => content));
});

test('a title above the header, merged headers, empty rows and hidden ones', async () => {
  const bytes = await bytesOf([['Mis operaciones'], [], HEADER, [], ROW, ROW], (sheet) => {
    sheet.mergeCells('A1:H1');
    sheet.mergeCells('I3:J3');
    sheet.getRow(6).hidden = true;
  });
  expect(read(bytes).rows).toMatchObject([
    { row: 5, warnings: [] },
    { row: 6, warnings: [{ code: 'ROW_HIDDEN' }] },
  ]);
});

test('Investments: bought on the day the workbook was made, worth what it says on the day it was saved', async () => {
  const bytes = await bytesOf([HEADER, ROW], (_, workbook) => {
    workbook.created = new Date('2023-05-01T10:00:00Z');
    workbook.modified = new Date('2025-05-01T10:00:00Z');
    const sheet = workbook.addWorksheet('Investments');
    sheet.addRow(['Tipo', 'Categoría', 'Sub-categoría', 'Monto inicial EUR', 'Valor']);
    sheet.addRow(['Fondo', 'Global', 'Índice', 1_000, 1_250.5]);
    sheet.addRow(['Depósito', null, null, 500, null]);
  });
  const asset = { name: 'Fondo · Global · Índice', kind: 'other' };
  expect(read(bytes).rows.slice(1)).toMatchObject([
    {
      sheet: 'Investments',
      entries: [
        {
          kind: 'buy',
          at: '2023-05-01',
          asset,
          quantity: '1',
          cash: { amount: '1000', currency: 'EUR' },
          classes: ['Fondo', 'Global', 'Índice'],
        },
        { kind: 'valuation', at: '2025-05-01', asset, price: { amount: '1250.5', currency: 'EUR' } },
      ],
      warnings: [{ code: 'DATE_OF_WORKBOOK' }],
    },
    { entries: [{ kind: 'buy', cash: { amount: '500' } }] },
  ]);
});

describe('dates of both systems', () => {
  // ECMA-376 part 1, 18.17.4.1: 1 is 1900-01-01, 59 the 28 February, 61 the 1 March, as 1900 is taken for a leap year; in the other system 0 is 1904-01-01.
  const cells = (serials: readonly number[], date1904: boolean) => {
    const sheet = `<worksheet><sheetData><row r="1">${serials.map((serial) => `<c s="0"><v>${serial}</v></c>`).join('')}</row></sheetData></worksheet>`;
    const bytes = zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="r">${date1904 ? '<workbookPr date1904="1"/>' : ''}<sheets><sheet name="A" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
      'xl/styles.xml': strToU8('<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'),
      'xl/worksheets/sheet1.xml': strToU8(sheet),
    });
    return [...(readSheets(bytes).sheets[0]?.rows[0]?.cells.values() ?? [])].map(({ kind, text }) => (kind === 'date' ? text : kind));
  };

  test('1900', () => {
    expect(cells([1, 59, 60, 61, 45_322, 45_322.5], false)).toEqual([
      '1900-01-01',
      '1900-02-28',
      'error',
      '1900-03-01',
      '2024-01-31',
      '2024-01-31T12:00:00',
    ]);
  });

  test('1904', () => {
    expect(cells([0, 1, 43_860], true)).toEqual(['1904-01-01', '1904-01-02', '2024-01-31']);
  });
});

describe('what is no workbook of operations changes nothing and says why', () => {
  const refused = (bytes: Uint8Array) => {
    try {
      read(bytes);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'read';
  };
  const plain = () => bytesOf([HEADER, ROW]);
  const changed = async (change: (parts: Record<string, Uint8Array>) => void) => {
    const parts = unzipSync(await plain());
    change(parts);
    return zipSync(parts);
  };

  test('another kind of file, a cut one, an old one, one with a password', async () => {
    const whole = await plain();
    expect(refused(strToU8('Fecha;Importe\n'))).toBe('WORKBOOK_UNREADABLE');
    expect(refused(whole.subarray(0, whole.length / 2))).toBe('WORKBOOK_CUT');
    const ole = new Uint8Array(600);
    ole.set([0xd0, 0xcf, 0x11, 0xe0]);
    expect(refused(ole)).toBe('WORKBOOK_OLD');
    ole.set(Buffer.from('EncryptedPackage', 'utf16le'), 200);
    expect(refused(ole)).toBe('WORKBOOK_ENCRYPTED');
  });

  test('macros, a document type of its own, an archive that swells', async () => {
    expect(refused(await changed((parts) => (parts['xl/vbaProject.bin'] = strToU8('macro'))))).toBe('WORKBOOK_MACRO');
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>';
    expect(refused(await changed((parts) => (parts['xl/worksheets/sheet1.xml'] = strToU8(bomb))))).toBe('WORKBOOK_UNSAFE');
    expect(refused(await changed((parts) => (parts['xl/worksheets/sheet1.xml'] = new Uint8Array(50_000_000).fill(32))))).toBe(
      'WORKBOOK_TOO_LARGE',
    );
  });

  test('other sheets, missing columns', async () => {
    expect(refused(await bytesOf([['a', 'b']], (sheet) => (sheet.name = 'Hoja1')))).toBe('WORKBOOK_SHEETS');
    expect(refused(await bytesOf([HEADER.filter((name) => name !== 'Moneda'), ROW]))).toBe('WORKBOOK_COLUMNS');
  });
});

test('the sample that is shipped is read whole', () => {
  const { rows } = read(readFileSync(new URL('../../../samples/portfolio/operaciones.xlsx', import.meta.url)));
  expect(rows.length).toBe(23);
  expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
  expect(rows.filter(({ warnings }) => warnings.some(({ code }) => code !== 'DATE_OF_WORKBOOK'))).toEqual([]);
});
