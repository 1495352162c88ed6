// XTB's cash operations. The sample and its figures are invented; totals are summed by hand from its lines.
import { describe, expect, test } from 'vitest';
import { labOf } from '../book-lab.ts';
import { bookOf, bytesOf, cash, codes, entriesOf, ofText, quantity, read } from './broker-lab.ts';

describe('XTB', () => {
  const OLDER = 'ID;Type;Time;Symbol;Comment;Amount';

  test('shares, income, charges and what CFDs came to; the euros are the sum of the column', () => {
    const file = read('xtb');
    const lab = bookOf(file);
    // 100 − 40; 1 + 0.5; 3 − 1.
    expect(['SAN.ES', 'VWCE.DE', 'AAPL', 'MC.FR'].map((symbol) => quantity(lab, symbol))).toEqual([60, 1.5, 2, 1]);
    const moved = 3_000 - 200 - 150;
    const bought = 400 + 648.5 + 611.85 + 134.2 + 67.1;
    const sold = 210.4 + (160 + 24);
    const income = 5 + 0.47 + 1.02;
    const charges = 1.95 + 0.01 + 0.07 + 0.37 + 0.19;
    expect(cash(lab, 'EUR')).toBeCloseTo(moved - bought + sold + income - charges + 5.1 - 3.25, 8);
    expect(lab.ledger.findings.filter(({ code }) => code === 'OVERSOLD')).toEqual([]);
  });

  test('a sale and its close trade are one; a close trade without a sale is the gain or loss of what is not kept', () => {
    const { rows } = read('xtb');
    // 40 at 4.60: 160 that they had cost, and 24.
    expect(rows[3]?.entries).toMatchObject([
      { kind: 'sell', at: '2024-12-16T09:05:31.000Z', quantity: '40', cash: { amount: '184', currency: 'EUR' } },
    ]);
    expect([rows[4]?.entries, rows[4]?.why?.es]).toEqual([[], 'el resultado de una venta, anotado con ella']);
    expect(rows[8]?.entries.map(({ kind, asset, cash: { amount = '' } = {} }) => [kind, asset?.name, amount])).toEqual([
      ['buy', 'CFD US500', '3.25'],
      ['sell', 'CFD US500', '0'],
    ]);
    expect(rows[3]?.id).toBe('900000027');
    const half = bytesOf('xtb')
      .toString('utf8')
      .split('\n')
      .filter((line) => !line.startsWith('900000026'));
    expect(codes(ofText(half))).toEqual([[5, 'HALF_MISSING', 'Amount']]);
  });

  test('its account’s currency stands above the table, in the account’s name, or is proven by a purchase; without one the lines are rejected', () => {
    const deposit = '1;deposit;01.10.2024 08:30:00;;Bank;100.00';
    expect(codes(ofText([OLDER, deposit]))).toEqual([[2, 'CURRENCY_MISSING', 'Amount']]);
    expect(entriesOf(ofText([OLDER, deposit], 'XTB PLN'))).toMatchObject([{ cash: { amount: '100.00', currency: 'PLN' } }]);
    expect(entriesOf(ofText(['Account;Currency;;;;', '1234;USD;;;;', OLDER, deposit]))).toMatchObject([{ cash: { currency: 'USD' } }]);
    // 10 × 20.00 on Xetra are euros; the account's name says otherwise.
    const bought = '2;Stocks/ETF purchase;02.10.2024 10:00:00;EXS1.DE;OPEN BUY 10 @ 20.00;-200.00';
    expect(entriesOf(ofText([OLDER, deposit, bought]))[0]).toMatchObject({ cash: { currency: 'EUR' } });
    expect(codes(ofText([OLDER, bought], 'XTB USD'))).toEqual([[2, 'CURRENCY_DIFFERS', 'Amount']]);
    // Paid in another currency, or in two: nothing is proven.
    const dollars = '3;Stocks/ETF purchase;02.10.2024 16:00:00;AAPL.US;OPEN BUY 1 @ 222.00;-222.00';
    expect(codes(ofText([OLDER, dollars.replace('-222', '-204')]))).toEqual([[2, 'CURRENCY_MISSING', 'Amount']]);
    expect(codes(ofText([OLDER, bought, dollars])).map(([, code]) => code)).toEqual(['CURRENCY_MISSING', 'CURRENCY_MISSING']);
  });

  test('Spanish words, and the newer layout with commas, UTC and a total', () => {
    const spanish = ofText([
      'ID;Tipo;Hora;Símbolo;Comentario;Importe',
      '1;Depósito;01/07/2024 10:00:00;;Transferencia;500.00',
      '2;Compra de acciones/ETF;02/07/2024 10:00:00;SAN.ES;OPEN BUY 50 @ 4.40;-220.00',
      '3;Dividendo;03/07/2024 10:00:00;SAN.ES;SAN.ES EUR 0.1000/ SHR;5.00',
      '4;Retención fiscal;03/07/2024 10:00:00;SAN.ES;SAN.ES EUR WHT 19%;-0.95',
      '5;Impuesto sobre intereses;04/07/2024 10:00:00;;2024-06;-0.10',
      '6;Intereses de fondos libres;04/07/2024 10:00:00;;2024-06;0.53',
      '7;Retirada;05/07/2024 10:00:00;;Banco;-20.00',
    ]);
    expect(codes(spanish)).toEqual([]);
    expect(entriesOf(spanish).map(({ kind }) => kind)).toEqual(['deposit', 'buy', 'dividend', 'tax', 'tax', 'interest', 'withdrawal']);
    expect(cash(labOf({ entries: entriesOf(spanish) }), 'EUR')).toBeCloseTo(500 - 220 + 5 - 0.95 - 0.1 + 0.53 - 20, 8);
    expect(entriesOf(spanish)[0]?.at).toBe('2024-07-01T08:00:00.000Z');
    const newer = ofText([
      'Account number;12345678;;;;;;',
      'Date from (UTC);2025-01-01 00:00:00;;;;;;',
      'Type;Ticker;Instrument;Time;Amount;ID;Comment;Product',
      'Stock sell;EXS1.DE;Core DAX;2025-10-02 08:00:00;1.155,00;13;CLOSE BUY 70 @ 16.5000;My Trades',
      'Stock purchase;EXS1.DE;Core DAX;2025-10-01 08:00:00;-1.620,50;12;OPEN BUY 100 @ 16.2050;My Trades',
      'Deposit;;;2025-09-30 08:00:00;2.000;11;Bank;',
      'Total;;;;1.534,50;;;',
    ]);
    expect(codes(newer)).toEqual([]);
    expect(entriesOf(newer)[0]).toMatchObject({ at: '2025-10-02T08:00:00.000Z', asset: { symbol: 'EXS1.DE', name: 'Core DAX' } });
    expect(cash(labOf({ entries: entriesOf(newer) }), 'EUR')).toBeCloseTo(2_000 - 1_620.5 + 1_155, 8);
  });

  test('its sheet saved as CSV by a spreadsheet: a column before, the currency above, minutes alone, commas, a total', () => {
    const file = ofText(
      [
        ';Name;;;;Account;Currency',
        ';;;;;100001;CZK',
        ';ID;Type;Time;Comment;Symbol;Amount',
        ';3;Stock purchase;11/03/2024 09:05;OPEN BUY 0,5 @ 1250,40;CEZ.CZ;-625,2',
        ';2;deposit;10/03/2024 10:00;Bank;;1.500,75',
        ';1;commission;10/03/2024 10:00;;;-10',
        ';Total;;;;;865,55',
      ],
      'A',
    );
    // Both marks in one number leave no doubt, whatever the layout's own.
    expect(codes(file)).toEqual([]);
    expect(entriesOf(file)).toMatchObject([
      {
        kind: 'buy',
        at: '2024-03-11T08:05:00.000Z',
        quantity: '0.5',
        cash: { amount: '625.2', currency: 'CZK' },
        price: { amount: '1250.40' },
      },
      { kind: 'deposit', cash: { amount: '1500.75', currency: 'CZK' } },
      { kind: 'fee', cash: { amount: '10', currency: 'CZK' } },
    ]);
    // 1500.75 − 10 − 625.2, which is the total.
    expect(cash(bookOf(file), 'CZK')).toBe(865.55);
  });

  test('a type that is not known, a trade that can’t be read, an amount the wrong way: rejected with their column', () => {
    const file = ofText(
      [
        OLDER,
        '1;Lottery;01.10.2024 08:30:00;;;5.00',
        '2;Stocks/ETF purchase;01.10.2024 08:30:00;SAN.ES;BUY some;-5.00',
        '3;Stocks/ETF purchase;01.10.2024 08:30:00;SAN.ES;OPEN BUY 1 @ 5.00;5.00',
        '4;deposit;31.31.2024 08:30:00;;Bank;5.00',
        '5;deposit;01.10.2024 08:30:00;;Bank;five',
      ],
      'XTB EUR',
    );
    expect(codes(file)).toEqual([
      [2, 'KIND_UNKNOWN', 'Type'],
      [3, 'TRADE_UNREAD', 'Comment'],
      [4, 'SIGN_UNEXPECTED', 'Amount'],
      [5, 'DATE_INVALID', 'at'],
      [6, 'NUMBER_INVALID', 'Amount'],
    ]);
  });
});
