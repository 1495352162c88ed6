import { expect, test } from 'vitest';
import { checkEntry } from './check-entry.ts';
import type { Entry } from './entry.ts';
import { OPERATION_KINDS, type OperationKind } from './operation-kinds.ts';

const TODAY = '2024-06-30';
const BUY: Entry = {
  kind: 'buy',
  at: '2024-01-31',
  account: 'Broker',
  asset: { symbol: 'AAPL', isin: 'US0378331005' },
  quantity: '2',
  price: { amount: '100.5', currency: 'USD' },
  cash: { amount: '202', currency: 'USD' },
  fee: { amount: '1', currency: 'USD' },
};
const codes = (entry: Entry) => checkEntry(entry, TODAY).map(({ field, code }) => `${field} ${code}`);

const VALUES = {
  asset: { symbol: 'A' },
  otherAsset: { symbol: 'B' },
  quantity: '1',
  otherQuantity: '2',
  price: { amount: '10', currency: 'EUR' },
  cash: { amount: '10', currency: 'EUR' },
  otherCash: { amount: '11', currency: 'USD' },
  otherAccount: 'Other',
  ratio: '2:1',
  costShare: '0.25',
} as const;
/** Just what its kind needs. */
const leastOf = (kind: OperationKind) =>
  ({
    ...{ kind, at: '2024-01-31T23:59:59Z', account: 'Broker' },
    ...Object.fromEntries(OPERATION_KINDS[kind].needs.map((field) => [field, VALUES[field]])),
  }) as Entry;

test.each(Object.keys(OPERATION_KINDS) as OperationKind[])(
  '%s with just what it needs can be booked, and without any of it not',
  (kind) => {
    const entry = leastOf(kind);
    expect(checkEntry(entry, TODAY)).toEqual([]);
    for (const field of OPERATION_KINDS[kind].needs) {
      const { [field]: _, ...without } = entry as unknown as Record<string, unknown>;
      expect(codes(without as unknown as Entry)).toContain(`${field} FIELD_MISSING`);
    }
  },
);

test('what a kind has no use for is refused', () => {
  expect(codes({ ...leastOf('deposit'), quantity: '1' })).toEqual(['quantity FIELD_UNEXPECTED']);
  expect(codes({ ...leastOf('split'), cash: { amount: '1', currency: 'EUR' } })).toEqual(['cash FIELD_UNEXPECTED']);
  expect(codes({ ...BUY, kind: 'purchase' as OperationKind })).toEqual(['kind KIND_UNKNOWN']);
});

test.each<[string, Partial<Entry>]>([
  ['at DATE_INVALID', { at: '2024-02-30' }],
  ['at DATE_INVALID', { at: '2023-02-29' }],
  ['at DATE_INVALID', { at: '31/01/2024' }],
  ['at DATE_INVALID', { at: '2024-01-31T10:00:00+01:00' }],
  ['at DATE_INVALID', { at: '2024-01-31T24:00:00Z' }],
  ['at DATE_INVALID', { at: '1900-01-00' }],
  ['at DATE_IN_FUTURE', { at: '2024-07-01' }],
  ['account ACCOUNT_MISSING', { account: ' ' }],
  ['asset ASSET_UNNAMED', { asset: {} }],
  ['asset.isin ISIN_INVALID', { asset: { isin: 'US0378331006' } }],
  ['quantity NUMBER_TOO_SMALL', { quantity: '0' }],
  ['quantity NUMBER_TOO_SMALL', { quantity: '-2' }],
  ['quantity DECIMAL_INVALID', { quantity: '1,5' }],
  ['quantity DECIMAL_INVALID', { quantity: '1e3' }],
  ['quantity DECIMAL_INVALID', { quantity: '0.0000000000000000001' }],
  ['cash NUMBER_TOO_SMALL', { cash: { amount: '-202', currency: 'USD' }, fee: undefined as never }],
  ['cash.currency CURRENCY_MISSING', { cash: { amount: '202', currency: '' } }],
  ['cash.currency CURRENCY_UNKNOWN', { cash: { amount: '202', currency: 'ERU' }, fee: undefined as never }],
  ['fee CHARGE_ABOVE_CASH', { fee: { amount: '203', currency: 'USD' } }],
  ['target NUMBER_TOO_SMALL', { target: '-0.5' }],
])('%s', (fault, change) => {
  const entry = Object.fromEntries(Object.entries({ ...BUY, ...change }).filter(([, value]) => value !== undefined));
  expect(codes(entry as unknown as Entry)).toEqual([fault]);
});

test('the last day is today, and 29 February is one in leap years', () => {
  expect(codes({ ...BUY, at: TODAY })).toEqual([]);
  expect(codes({ ...BUY, at: '2024-02-29' })).toEqual([]);
});

test('income that is taken back is below 0, a trade at nothing is told as that', () => {
  expect(codes({ ...leastOf('dividend'), cash: { amount: '-3', currency: 'EUR' } })).toEqual([]);
  expect(codes({ ...leastOf('deposit'), cash: { amount: '-3', currency: 'EUR' } })).toEqual(['cash NUMBER_TOO_SMALL']);
  expect(codes({ ...leastOf('sell'), cash: { amount: '0', currency: 'EUR' } })).toEqual([]);
});

test('a fee is paid in what is traded or, of coins, in any coin; a price is told in money or in coins that pay', () => {
  const coins: Entry = { ...leastOf('buy'), asset: { symbol: 'SOL', kind: 'crypto' } };
  expect(codes({ ...coins, fee: { amount: '0.01', currency: 'KCS' } })).toEqual([]);
  expect(codes({ ...coins, cash: { amount: '9', currency: 'USDT' } })).toEqual([]);
  expect(codes({ ...coins, cash: { amount: '9', currency: 'KCS' } })).toEqual(['cash.currency CURRENCY_UNKNOWN']);
  expect(codes({ ...BUY, fee: { amount: '0.01', currency: 'KCS' } })).toEqual(['fee.currency CURRENCY_UNKNOWN']);
});

test('what two fields say together', () => {
  expect(codes({ ...leastOf('cash-transfer'), otherAccount: 'Broker' })).toEqual(['otherAccount SAME_ACCOUNT']);
  expect(codes({ ...leastOf('swap'), otherAsset: { symbol: 'A' } })).toEqual(['otherAsset SAME_ASSET']);
  expect(codes({ ...leastOf('currency-conversion'), otherCash: { amount: '1', currency: 'EUR' } })).toEqual([
    'otherCash.currency SAME_CURRENCY',
  ]);
  expect(codes({ ...leastOf('delivery-in'), acquiredAt: '2024-02-01' })).toEqual(['acquiredAt DATE_ORDER']);
  expect(codes({ ...leastOf('split'), ratio: '0:1' })).toEqual(['ratio RATIO_INVALID']);
  expect(codes({ ...leastOf('spin-off'), costShare: '1.01' })).toEqual(['costShare SHARE_INVALID']);
});

test('a fault says what was found and expected in both languages, and what was probably meant', () => {
  expect(checkEntry({ ...BUY, cash: { amount: '202', currency: 'ERU' } }, TODAY)).toContainEqual({
    field: 'cash.currency',
    code: 'CURRENCY_UNKNOWN',
    found: 'ERU',
    expected: { en: 'a currency of ISO 4217 such as EUR, never guessed', es: 'una moneda de ISO 4217 como EUR, que nunca se supone' },
    suggestion: 'EUR',
  });
});
