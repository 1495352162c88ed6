/** `atalaya portfolio import` as its own process, on the embedded database of a data folder that it starts and stops itself. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { atalaya, PROJECT, temporaryFolder } from '../cli/run-cli.ts';

const SAMPLE = join(PROJECT, 'samples/portfolio/operaciones.xlsx');
const folder = temporaryFolder();
const HEADER = ['Criptomoneda', 'Exchange', 'Precio de Compra', 'Cantidad', 'Dinero Invertido', 'Moneda', '% Objetivo', 'Fecha Compra'];
const BTC = ['BTC', 'Kraken', 20_000, 0.5, 10_000, 'EUR', null, new Date('2024-01-31T00:00:00Z')];
const ETH = ['ETH', 'Kraken', 2_000, 1, 2_000, '', null, new Date('2024-02-29T00:00:00Z')];

async function workbookOf(name: string, rows: readonly (readonly unknown[])[]): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Operaciones');
  for (const row of rows) sheet.addRow([...row]);
  const path = join(folder, name);
  writeFileSync(path, new Uint8Array(await workbook.xlsx.writeBuffer()));
  return path;
}

const data = join(folder, 'data');
async function imported(path: string, ...options: string[]) {
  const { code, stdout } = await atalaya(['portfolio', 'import', path, '--json', '--data-dir', data, ...options]);
  return { code, answer: JSON.parse(stdout) };
}

test('the sample comes in whole, and a second time nothing changes', { timeout: 30_000 }, async () => {
  expect(await imported(SAMPLE)).toEqual({ code: 0, answer: { read: 23, loaded: 23, unchanged: 0, rejected: 0, errors: [] } });
  expect(await imported(SAMPLE)).toEqual({ code: 0, answer: { read: 23, loaded: 0, unchanged: 23, rejected: 0, errors: [] } });
  const { code, stdout, stderr } = await atalaya(['portfolio', 'import', SAMPLE, '--data-dir', data]);
  expect([code, stdout.split('\n').slice(0, 2)]).toEqual([
    0,
    [
      'operaciones.xlsx (Excel): 23 rows read, 0 loaded, 23 unchanged, 0 rejected',
      'operations: 0 new, 0 changed, 0 gone; 2023-09-01 to 2025-10-01',
    ],
  ]);
  expect(stderr).toContain('warning: Investments!2: expected a date');
});

test('a row without a currency is rejected with its sheet, row and column; the others load, unless all or none was asked', async () => {
  const path = await workbookOf('two.xlsx', [HEADER, BTC, ETH]);
  const error = { code: 'CURRENCY_MISSING', sheet: 'Operaciones', row: 3, column: 'Moneda', found: '' };
  expect(await imported(path, '--strict')).toMatchObject({ code: 1, answer: { read: 2, loaded: 0, rejected: 2, errors: [error] } });
  expect(await imported(path, '--preview')).toMatchObject({ code: 1, answer: { read: 2, loaded: 1, rejected: 1 } });
  const { code, answer } = await imported(path);
  expect(code).toBe(1);
  expect(answer).toMatchObject({ read: 2, loaded: 1, unchanged: 0, rejected: 1, errors: [error] });
  expect(answer.errors[0].expected).toEqual(expect.any(String));
});

test('columns in another order and headers of another name are the same book', async () => {
  const order = [7, 5, 0, 3, 2, 1, 4, 6];
  const renamed = ['Crypto', 'Cuenta', 'Precio', 'Unidades', 'Importe', 'Divisa', 'Objetivo', 'Fecha'];
  const path = await workbookOf('shuffled.xlsx', [HEADER, BTC]);
  await imported(path);
  await workbookOf(
    'shuffled.xlsx',
    [renamed, BTC].map((row) => order.map((at) => row[at])),
  );
  expect(await imported(path)).toMatchObject({ code: 0, answer: { read: 1, loaded: 0, unchanged: 1, rejected: 0 } });
});

test.each([
  ['no file', 'absent.xlsx', 3, 'FILE_MISSING'],
  ['a file that no reader knows', 'README.md', 1, 'FILE_UNKNOWN'],
])('%s is refused and changes nothing', async (_, name, code, error) => {
  expect(await imported(join(PROJECT, name))).toMatchObject({ code, answer: { error: { code: error } } });
});
