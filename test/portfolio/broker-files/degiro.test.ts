// DEGIRO's account statement. Totals are summed by hand from the lines of the sample; the other lines are worded as it words them, with invented figures.
import { expect, test } from 'vitest';
import { bookOf, bytesOf, cash, codes, entriesOf, ofText, quantity, read, readBrokerFile } from './broker-lab.ts';

test('DEGIRO: shares in six currencies and languages, exchanges on two lines, fees on their own', () => {
  const lab = bookOf(read('degiro'));
  const held = {
    IE00B3RBWM25: 1 + 1,
    AU000000FBR4: 500,
    US9256521090: 1,
    CA0641491075: -1,
    IE00B0M63391: 1,
    IE00B4L5Y983: 6 + 1,
    NL0013654783: 999,
  };
  for (const [isin, count] of Object.entries(held)) expect([isin, quantity(lab, isin)]).toEqual([isin, count]);
  const moved = 27.8 + 25 - 15.1;
  const exchanged = 1.28 - 31.91 + 54.57 + 0.79 + 408.83 + 12.28;
  const fees = 1 + 0.5 + 1 + 1 + 1 + 1 + 3 * 2.5 + 4.9 + 2.5 - 0.24 - 0.61 + 9_999.99;
  const traded = 5.42 - (79.35 + 97.93 + 19.5 + 42.53 + 298.71 + 82.06 + 479.76 + 9_999.99);
  expect(cash(lab, 'EUR')).toBeCloseTo(moved + exchanged - fees + traded - 0.25, 6);
  const dividends = 0.44 + 0.44 + 0.73 + 11.82 + 1.39 + 0.51 + 3.5 + 0.23 - (0.07 + 0.07 + 0.11 + 0.15 + 0.53);
  expect(cash(lab, 'USD')).toBeCloseTo(-1.36 + 33.9 - 63.97 - 0.85 - 457.52 - 12.75 - 33.9 - 1.2108 + 63.97 + dividends - 0.01, 6);
  // 496 pence each.
  expect(cash(lab, 'GBP')).toBe(19.84);
});

test('DEGIRO: half of an exchange is rejected and says what is missing; an exchange of two products is a new name', () => {
  const lines = bytesOf('degiro').toString('utf8').split('\n');
  const half = readBrokerFile(Buffer.from(lines.slice(0, 6).join('\n')), 'A').file;
  expect(half.rows.flatMap(({ row, faults }) => faults.map(({ code }) => [row, code]))).toEqual([[6, 'HALF_MISSING']]);
  const changed = lines
    .slice(0, 1)
    .concat(
      lines
        .filter((line) => line.includes('PRODUCTWIJZIGING'))
        .map((line) => line.replace('AU000000FBR4,"PRODUCTWIJZIGING : Koop', 'US0378331005,"PRODUCTWIJZIGING : Koop')),
    );
  const [rename] = readBrokerFile(Buffer.from(changed.join('\n')), 'A').file.rows.flatMap(({ entries }) => entries);
  expect(rename).toMatchObject({ kind: 'rename', asset: { isin: 'AU000000FBR4' }, otherAsset: { isin: 'US0378331005' } });
});

const ENGLISH = 'Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id';
const SPANISH = 'Fecha,Hora,Fecha valor,Producto,ISIN,Descripción,Tipo,Variación,,Saldo,,ID Orden';

test('DEGIRO: the marks of a trade are those of its language: the reading whose product is the amount', () => {
  const trade = (header: string, text: string, amount: string) =>
    ofText([header, `03-06-2024,10:00,03-06-2024,IAG,ES0177542018,"${text} EUR (ES0177542018)",,EUR,"${amount}",EUR,"1,00",`]);
  const told = (...args: Parameters<typeof trade>) =>
    entriesOf(trade(...args)).map((one) => [Number(one.quantity), Number(one.price?.amount)]);
  // 2400 × 1.75 = 4200, and so is 2.4 × 1750: the cents of the amount stand behind a point.
  expect(told(ENGLISH, 'Buy 2,400 IAG@1.750', '-4200.00')).toEqual([[2_400, 1.75]]);
  expect(told(SPANISH, 'Compra 2.400 IAG@1,750', '-4.200,00')).toEqual([[2_400, 1.75]]);
  expect(told(ENGLISH, 'Buy 4,000 IAG@1.826', '-7,304.00')).toEqual([[4_000, 1.826]]);
  expect(told(ENGLISH, 'Sell 2 IAG@1,750.5', '3501.00')).toEqual([[2, 1_750.5]]);
  expect(told(SPANISH, 'Venta 3 IAG@1,755', '5,27')).toEqual([[3, 1.755]]);
  // 6 × 49.785 = 298.71, whatever marks the amount has.
  expect(told(SPANISH, 'Compra 6 IAG@49,785', '-298.71')).toEqual([[6, 49.785]]);
  expect(codes(trade(ENGLISH, 'Buy 2,400 IAG@1.750', '-4200'))).toEqual([[2, 'NUMBER_AMBIGUOUS', 'text']]);
});

test('DEGIRO: Spanish words of fees, taxes, a gift and money swept; what is not known is rejected', () => {
  const line = (text: string, amount: string) =>
    `03-04-2024,10:48,03-04-2024,APPLE INC,US0378331005,"${text}",,${amount === '' ? '' : 'EUR'},"${amount}",EUR,"5,00",`;
  const file = ofText([
    SPANISH,
    line('Transferir a su Cuenta de Efectivo en flatexDEGIRO Bank: 51,18 EUR', ''),
    line('Costes de transacción y/o externos de DEGIRO', '-2,00'),
    line('Comisión de conectividad con el mercado 2024 (Nasdaq - NDQ)', '-2,50'),
    line('Spanish Transaction Tax', '-1,25'),
    line('Impuesto de transacción Frances', '-0,75'),
    line('Retención del dividendo', '-1,50'),
    line('Dividendo', '10,00'),
    line('Promoción DEGIRO', '20,00'),
    line('Sorteo', '1,00'),
  ]);
  expect(codes(file)).toEqual([[10, 'KIND_UNKNOWN', 'text']]);
  expect(entriesOf(file).map(({ kind }) => kind)).toEqual(['fee', 'fee', 'tax', 'tax', 'tax', 'dividend', 'fee']);
  expect(cash(bookOf(file), 'EUR')).toBeCloseTo(10 - 2 - 2.5 - 1.25 - 0.75 - 1.5 + 20, 8);
});

test('DEGIRO: a split told as a sale and a purchase gains nothing, under the same ISIN or a new one', () => {
  const split = (isin: string) =>
    ofText(
      [
        ENGLISH,
        `03-06-2024,08:00,03-06-2024,SONY,${isin},"STOCK SPLIT: Buy 30 SONY@19.00 USD (${isin})",,USD,-570.00,USD,0.00,`,
        '03-06-2024,08:00,03-06-2024,SONY,US8356993076,"STOCK SPLIT: Sell 6 SONY@95.00 USD (US8356993076)",,USD,570.00,USD,570.00,',
        '02-01-2024,16:00,02-01-2024,SONY,US8356993076,"Buy 6 SONY@90.00 USD (US8356993076)",,USD,-540.00,USD,0.00,a',
      ],
      'A',
    );
  const lab = bookOf(split('US8356993076'));
  expect([quantity(lab, 'US8356993076'), cash(lab, 'USD')]).toEqual([30, -540]);
  expect(entriesOf(split('US8356993076')).map(({ kind, ratio }) => [kind, ratio])).toEqual([
    ['split', '30:6'],
    ['buy', undefined],
  ]);
  expect(entriesOf(split('US0378331005')).map(({ kind, asset, otherAsset }) => [kind, asset?.isin, otherAsset?.isin])).toEqual([
    ['split', 'US8356993076', undefined],
    ['rename', 'US8356993076', 'US0378331005'],
    ['buy', 'US8356993076', undefined],
  ]);
  const sale = '03-06-2024,08:00,03-06-2024,SONY,US8356993076,"STOCK SPLIT: Sell 6 SONY@95.00 USD (US8356993076)",,USD,570.00,USD,570.00,';
  const bought = '03-06-2024,08:00,03-06-2024,SPLITIT,AU000000SPT5,"Buy 6 SPLITIT@1.00 USD",,USD,-6.00,USD,1.00,a';
  expect(ofText([ENGLISH, sale, bought]).rows.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([['SPLIT_AS_TRADE'], []]);
});
