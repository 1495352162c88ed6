// Broker exports in their real layout. Expected totals are summed by hand from the lines of each file, which are shown.
import { describe, expect, test } from 'vitest';
import { understand } from '../../../src/apps/portfolio/import/readers.ts';
import { identified } from '../../../src/core/portfolio/book/book-row.ts';
import { rowsInForce } from '../../../src/core/portfolio/book/in-force.ts';
import type { ReadFile } from '../../../src/core/portfolio/book/read-file.ts';
import { bookOf, bytesOf, cash, quantity, read, readBrokerFile, rejected, TODAY } from './broker-lab.ts';

test.each([
  ['bitvavo', 34, []],
  ['coinbase', 8, []],
  // A line of a kind that there is not, and one of dashes' place that holds a date alone.
  ['directa', 25, [34, 35]],
  ['ibkr-trades', 11, []],
  ['ibkr-dividends', 11, []],
  ['revolut-crypto', 13, []],
  ['revolut-invest', 12, []],
  ['trading212', 13, []],
  ['delta', 7, []],
  ['etoro', 28, []],
  ['saxo', 30, []],
  ['schwab', 120, []],
  // 74 lines, of which one is the rest of an order's number.
  ['degiro', 73, []],
  ['xtb', 21, []],
])('%s: every line is read, and no trade is rejected', (name, lines, without) => {
  const file = read(name);
  expect(file.rows.length).toBe(lines);
  expect(rejected(file)).toEqual(without);
  for (const { entries, why, faults } of file.rows) expect(entries.length > 0 || why !== undefined || faults.length > 0).toBe(true);
});

test('Bitvavo: coins and euros', () => {
  const lab = bookOf(read('bitvavo'));
  const euros = 10 + 10 + 25 + 25 + 25 + 30 - (5.96 + 12.45 + 12.5 + 19.03 + 25 + 4.83 + 5.18 + 10 + 12.5 + 30) + 12.45 + 24.63 - 24.63;
  expect(cash(lab, 'EUR')).toBeCloseTo(euros, 8);
  const bought = 0.00017214 + 0.00053279 + 0.00053657 + 0.00054923 + 0.0009999;
  expect(quantity(lab, 'BTC')).toBeCloseTo(bought + 0.00000084 + 0.0000009 * 2 - 0.00053279 - 0.00053657 - 0.0009999, 12);
  expect(quantity(lab, 'ETH')).toBeCloseTo(
    0.00258836 + 0.00277129 + 0.0053543 + 0.00781401 - 0.00781401 + 0.00001727 + 0.00001819 * 2 - 0.01071395,
    12,
  );
  expect([quantity(lab, 'USDT'), quantity(lab, 'XLM')]).toEqual([0, 0]);
});

test('Bitvavo tells local times: 11:36:46 of a winter day in Amsterdam is 10:36:46 UTC', () => {
  expect(read('bitvavo').rows.find(({ id }) => id?.startsWith('953ddfc4'))?.entries).toMatchObject([
    { kind: 'buy', at: '2023-11-30T10:36:46.620Z', cash: { amount: '10.00' }, fee: { amount: '0.02600996' } },
  ]);
});

test('Coinbase: conversions are swaps, rewards come with their value', () => {
  const file = read('coinbase');
  const lab = bookOf(file);
  // 2 × 0.00166779 bought, 0.00363125 converted: one more than there is.
  expect(quantity(lab, 'BTC')).toBeCloseTo(2 * 0.00166779 - 0.00363125, 12);
  expect(quantity(lab, 'XRP')).toBe(156.145683);
  expect(quantity(lab, 'ETH')).toBeCloseTo(0.000037835729 + 0.000022652183 + 0.180914809326 - 0.17305191, 12);
  expect(file.rows.at(-2)?.entries).toMatchObject([{ kind: 'buy', cash: { amount: '70.00', currency: 'EUR' }, fee: { amount: '2.99' } }]);
});

test('Directa: shares, and euros with what was withheld', () => {
  const lab = bookOf(read('directa'));
  const bought = 431.04 + 197.82 + 158.58 + 171.06 + 132.18 + 196.33 + 105.71 + 126.53 + 192.24 + 139.68;
  const income = 20.95 + 10.94 + 11 + 71.25 + 24.38;
  const withheld = 3.57 + 2.15 + 2.86 + 18.53 + 3.05;
  expect(cash(lab, 'EUR')).toBeCloseTo(2 * 1_200 - bought + income - withheld + 666, 8);
  expect(['EHYA', 'CNYB', 'IEVL', 'AV'].map((symbol) => quantity(lab, symbol))).toEqual([36, 39, 22, -200]);
});

test('Interactive Brokers: shares at what was paid with the commission, and a pair that is told as inferred', () => {
  const file = read('ibkr-trades');
  const lab = bookOf(file);
  expect(quantity(lab, 'US9220427424')).toBe(95 + 105 + 11 + 1 + 2 + 97 + 12);
  expect(quantity(lab, 'CH0111762537')).toBe(7);
  expect(file.rows[0]?.entries).toMatchObject([{ cash: { amount: '1983.9', currency: 'CHF' }, fee: { amount: '5' } }]);
  // 8000 and the commission of 1.79924 francs given for 8938.40 dollars.
  const [pair] = file.rows.filter(({ warnings }) => warnings.some(({ code }) => code === 'PAIR_INFERRED'));
  expect(pair?.entries).toMatchObject([
    { kind: 'currency-conversion', cash: { amount: '8001.79924', currency: 'CHF' }, otherCash: { amount: '8938.4', currency: 'USD' } },
  ]);
});

test('Interactive Brokers: dividends and what was withheld of them, by currency', () => {
  const sums = new Map<string, number>();
  for (const { kind, cash } of read('ibkr-dividends').rows.flatMap(({ entries }) => entries)) {
    const key = `${kind} ${cash?.currency}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(cash?.amount));
  }
  expect(Object.fromEntries(sums)).toEqual({
    'dividend USD': expect.closeTo(137.23 + 85.97 + 169.77 + 0.59, 9),
    'dividend CHF': expect.closeTo(4.83 + 41.93, 9),
    'dividend JPY': 455,
    'tax USD': expect.closeTo(20.58 + 12.9 + 25.47, 9),
    'tax CHF': 14.68,
  });
});

test('Revolut: dollars and euros, shares of comma and point, and its own movements', () => {
  const lab = bookOf(read('revolut-invest'));
  expect(cash(lab, 'USD')).toBeCloseTo(-30.93 + 5.22 - 85.11 + 80.34 + 0.08 - 0.01, 8);
  expect(cash(lab, 'EUR')).toBe(-50 - 20);
  // TSLA: 0.56217674 bought and 0.16431924 of a split.
  expect(['O', 'MA', 'MSFT', 'TSLA'].map((symbol) => quantity(lab, symbol))).toEqual([1.63453043, -0.1998348, 0.76672417, 0.72649598]);
});

test('Revolut’s coins: three currencies, a fee beside the value, staking that moves nothing', () => {
  const file = read('revolut-crypto');
  const lab = bookOf(file);
  // 56077 bought, 1082 bought and sold, 56077 sent and received, 69453, 27963 and 9518 bought, in 10^-8.
  expect(quantity(lab, 'BTC')).toBe(0.00056077 + 0.00069453 + 0.00027963 + 0.00009518);
  expect(quantity(lab, 'ETH')).toBeCloseTo(0.00431791 + 0.00002061 + 0.00004274 + 0.0000478, 12);
  expect(file.rows.map(({ entries }) => entries[0]?.cash).filter((one) => one?.currency === 'EUR')).toEqual([
    { amount: '10.24', currency: 'EUR' },
    { amount: '10.14', currency: 'EUR' },
  ]);
});

test('Trading 212: euros, pence as pounds, and lines under a newer header than the file’s', () => {
  const file = read('trading212');
  const lab = bookOf(file);
  expect(cash(lab, 'EUR')).toBeCloseTo(31 - 1.33 - 1.2 - 1.47 + 0.7 + 0.03 + 0.03 + 17.67 + 0.01, 8);
  expect(['CSCO', 'VICI', 'ASTS', 'ASTR', 'PALAF'].map((symbol) => quantity(lab, symbol))).toEqual([
    0.029053, 0.041014, 0.29764, -0.61254, 11.0563304,
  ]);
  // 29.80478 before a reverse split that was not bought in this file, 7.451195 after it.
  expect(quantity(lab, 'ISOU')).toBeCloseTo(7.451195 - 29.80478, 12);
});

test('eToro: dollars, point and comma, what is told below 0', () => {
  const lab = bookOf(read('etoro'));
  const income = 0.08 + 0.17 + 0.16 + 0.51 + 0.28 + 0.04 + 0.14 + 0.29 + 0.07 + 0.03 + 0.01 + 0.01;
  const opened = 49.88 + 27.37 + 93.62 + 100 + 200;
  const closed = 18.43 + 0.38 + 61.27 + 392.16;
  expect(cash(lab, 'USD')).toBeCloseTo(income - 1.36 - 100.11 - opened + closed - 0.1 - 0.31 + 0.21 - 6.97, 8);
  expect(quantity(lab, 'AMD')).toBeCloseTo(0.337209 - 0.388423, 12);
  expect([quantity(lab, 'SLAB'), quantity(lab, 'SWKS')]).toEqual([0.219575, 0.888488]);
  // 0.398451 opened, and 65.359477 that were opened and closed.
  expect(quantity(lab, 'NKE')).toBe(0.398451);
});

test('Schwab: shares of purchases, reinvestments and sales, and dollars as the column of amounts adds them up', () => {
  const lab = bookOf(read('schwab'));
  const lines = bytesOf('schwab')
    .toString('utf8')
    .split('\n')
    .filter((line) => !line.startsWith('Transactions Total'));
  // The last column, read otherwise: what stands between the last comma outside of thousands and the end.
  const amounts = lines
    .map((line) => /,"?(-?\$[\d,]+(?:\.\d+)?)"?\r?$/.exec(line)?.[1] ?? '0')
    .map((text) => Number(text.replace(/[$,]/g, '')));
  expect(cash(lab, 'USD')).toBeCloseTo(
    amounts.reduce((sum, amount) => sum + amount, 0),
    6,
  );
  const ofFund = lines
    .filter((line) => line.includes(',Reinvest Shares,FIHBX,'))
    .map((line) => Number(/LD BD IS,([\d.]+),/.exec(line)?.[1]));
  expect(quantity(lab, 'FIHBX')).toBeCloseTo(ofFund.reduce((sum, one) => sum + one, 0) - 592.199, 9);
  expect(['AVGO', 'TNXP', 'APE', 'LCID', 'AMC'].map((symbol) => quantity(lab, symbol))).toEqual([1 + 9, 1, 344, 50, 4 + 34]);
});

test('Saxo: trades out of their sentence, in two languages, with dollars and euros', () => {
  const file = read('saxo');
  const lab = bookOf(file);
  const trades = 419.22 - 405.55 - 4 * 422.99 + 422.99 - 590.16 - 441 - 2_379.35 - 3 * 288.96;
  const deposits = file.rows
    .filter(({ content }) => content.includes('Event=Deposit'))
    .map(({ content }) => Number(/Amount=(\d+)/.exec(content)?.[1]));
  const withdrawn = file.rows
    .filter(({ content }) => content.includes('Event=Withdrawal'))
    .map(({ content }) => Number(/Amount=-?(\d+)/.exec(content)?.[1]));
  const moved = deposits.reduce((sum, one) => sum + one, 0) - withdrawn.reduce((sum, one) => sum + one, 0);
  expect(cash(lab, 'USD')).toBeCloseTo(moved + trades - 3.91 - 5.2 - 2.83 - 0.64, 8);
  expect(cash(lab, 'EUR')).toBeCloseTo(1.83 + 0.46 - 110, 8);
  // VWRA: 3 + 3 + 17 + 3 + 2 + 2 + 2 bought, 3 sold.
  expect(['VWRA', 'NVDA', 'META', 'AMZN', 'VUSA'].map((symbol) => quantity(lab, symbol))).toEqual([29, 3, 1, 2, 1.5]);
});

test('Delta: coins for coins, a fee in a third, and times of another zone', () => {
  const file = read('delta');
  const lab = bookOf(file);
  // 10 ETH for 0.6 BTC, 100 SOL for 0.88 ETH: the file has neither bitcoins nor SOL to give.
  expect(['ETH', 'BTC', 'SOL', 'BNB', 'AAPL'].map((symbol) => quantity(lab, symbol))).toEqual([10.88, 0.001 - 0.6, -100, -0.1, 5]);
  expect(file.rows[0]?.entries[0]).toMatchObject({
    at: '2023-06-02T20:06:47.000Z',
    cash: { amount: '0.6', currency: 'BTC' },
    fee: { amount: '0.1', currency: 'BNB' },
  });
  expect(file.rows.at(-1)?.entries).toMatchObject([{ kind: 'dividend', cash: { amount: '2', currency: 'USD' }, fee: { amount: '0.5' } }]);
});

describe('files that overlap', () => {
  const some = (name: string, from: number, to: number) => {
    const [header = '', ...lines] = bytesOf(name).toString('utf8').trim().split('\n');
    return readBrokerFile(Buffer.from([header, ...lines.slice(from, to)].join('\n')), 'A').file;
  };
  const keys = (...files: readonly ReadFile[]) =>
    [
      ...rowsInForce(files.map((file, i) => ({ fileId: i, lastDay: '', rows: identified(file, { name: `${i}`, account: 'A' }) }))).keys(),
    ].sort();

  test.each([
    'bitvavo',
    'coinbase',
    'trading212',
    'revolut-crypto',
    'revolut-invest',
    'ibkr-trades',
    'ibkr-dividends',
    'delta',
    'etoro',
    'saxo',
    'schwab',
    'degiro',
    'xtb',
  ])('%s: the first half and the whole are the whole, in any order', (name) => {
    const [whole, half] = [some(name, 0, 100), some(name, 0, 6)];
    expect(keys(half, whole)).toEqual(keys(whole));
    expect(keys(whole, half)).toEqual(keys(whole));
    expect(keys(some(name, 4, 100), half)).toEqual(keys(whole));
    expect(keys(whole).length).toBe(whole.rows.length);
  });
});

describe('what is no export', () => {
  const refused = (text: string) => {
    try {
      understand(Buffer.from(text), 'file.csv', { account: undefined, today: TODAY, mapping: undefined, keptMappings: [] });
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'read';
  };

  test('another table, no table, an open quotation', () => {
    expect(refused('a,b,c\n1,2,3\n')).toBe('FILE_UNKNOWN');
    expect(refused('\n')).toBe('FILE_UNKNOWN');
    expect(refused('a,b,"c\n1,2,3\n')).toBe('FILE_TEXT');
  });

  test('a number that is none, a kind that is not known: the line is rejected with its column, the others are read', () => {
    const text = bytesOf('bitvavo').toString('utf8').replace('0.0053543', 'many').replace(',deposit,EUR,10', ',gift,EUR,10');
    const { file } = readBrokerFile(Buffer.from(text), undefined);
    expect(file.rows.flatMap(({ row, faults }) => faults.map(({ code, column }) => [row, code, column]))).toEqual([
      [3, 'NUMBER_INVALID', 'Amount'],
      [4, 'KIND_UNKNOWN', 'Type'],
    ]);
    expect(file.rows.filter(({ entries }) => entries.length > 0).length).toBe(32);
  });
});
