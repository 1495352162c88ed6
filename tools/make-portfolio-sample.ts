/** Writes samples/portfolio/operaciones.xlsx: an invented owner's book, as the first import of whoever tries the portfolio. */

import { mkdirSync, writeFileSync } from 'node:fs';
import ExcelJS from 'exceljs';

type Row = readonly [asset: string, account: string, price: number, quantity: number, currency: string, target: number | null, day: string];

const OPERATIONS: readonly Row[] = [
  ['BTC', 'Kraken', 27_150.5, 0.05, 'EUR', 1, '2023-09-12'],
  ['ETH', 'Kraken', 1_492.3, 0.8, 'EUR', 0.8, '2023-09-12'],
  ['BTC', 'Kraken', 32_480, 0.03, 'EUR', 0.6, '2023-11-06'],
  ['SOL', 'Kraken', 38.2, 12, 'EUR', 1.5, '2023-11-06'],
  ['ADA', 'Kraken', 0.3521, 1_500, 'EUR', 1, '2023-11-20'],
  ['BTC', 'Kraken', 39_870.2, 0.02, 'EUR', 0.5, '2024-01-15'],
  ['ETH', 'Kraken', 2_310.75, 0.4, 'EUR', 0.5, '2024-01-15'],
  ['SOL', 'Kraken', 96.45, -4, 'EUR', null, '2024-03-04'],
  ['XRP', 'Bitvavo', 0.4712, 800, 'EUR', 0.75, '2024-04-22'],
  ['BTC', 'Bitvavo', 59_100, 0.015, 'EUR', 0.4, '2024-05-13'],
  ['ETH', 'Kraken', 3_205.1, -0.5, 'EUR', null, '2024-06-03'],
  ['DOT', 'Bitvavo', 5.874, 90, 'EUR', 0.9, '2024-07-08'],
  ['BTC', 'Kraken', 54_320, 0.01, 'EUR', 0.4, '2024-09-09'],
  ['ADA', 'Kraken', 0.7305, -500, 'EUR', null, '2024-12-02'],
  ['XRP', 'Bitvavo', 2.145, -300, 'EUR', null, '2024-12-16'],
  ['LINK', 'Kraken', 13.92, 40, 'EUR', 0.6, '2025-03-10'],
  ['SOL', 'Kraken', 104.1, 3, 'EUR', 0.5, '2025-04-14'],
  ['ETH', 'Bitvavo', 1_612.4, 0.6, 'EUR', 0.7, '2025-04-22'],
  ['BTC', 'Kraken', 91_240, -0.02, 'EUR', null, '2025-07-14'],
  ['DOT', 'Bitvavo', 3.412, 60, 'EUR', 0.8, '2025-09-01'],
];

const INVESTMENTS: readonly (readonly [type: string, category: string, sub: string, initial: number, value: number | null])[] = [
  ['Fondo', 'Renta variable', 'Global', 6_000, 7_412.35],
  ['Fondo', 'Renta fija', 'Corto plazo', 4_000, 4_183.9],
  ['Depósito', 'Liquidez', 'A un año', 3_000, null],
];

const workbook = new ExcelJS.Workbook();
workbook.created = new Date('2023-09-01T09:00:00Z');
workbook.modified = new Date('2025-10-01T09:00:00Z');
const sheet = workbook.addWorksheet('Operaciones');
sheet.addRow(['Criptomoneda', 'Exchange', 'Precio de Compra', 'Cantidad', 'Dinero Invertido', 'Moneda', '% Objetivo', 'Fecha Compra']);
for (const [asset, account, price, quantity, currency, target, day] of OPERATIONS)
  sheet.addRow([asset, account, price, quantity, Number((price * quantity).toFixed(2)), currency, target, new Date(`${day}T00:00:00Z`)]);
sheet.getColumn(7).numFmt = '0%';
sheet.getColumn(8).numFmt = 'dd/mm/yyyy';
const others = workbook.addWorksheet('Investments');
others.addRow(['Tipo', 'Categoria', 'Sub-categoria', 'Monto inicial EUR', 'Valor']);
for (const row of INVESTMENTS) others.addRow([...row]);
for (const one of [sheet, others]) {
  one.getRow(1).font = { bold: true };
  one.columns.forEach((column) => {
    column.width = 18;
  });
}
const folder = new URL('../samples/portfolio/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('operaciones.xlsx', folder), new Uint8Array(await workbook.xlsx.writeBuffer()));
