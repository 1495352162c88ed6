// Published FIFO results: input/test_ods_rp2_input.ods and golden/test_fifo_rp2_full_report.ods of eprbell/dali-rp2 (Apache-2.0, commit a17f269), its sheet "BTC Tax".
import { expect, test } from 'vitest';
import type { Entry } from '../../src/core/portfolio/entry.ts';
import { realisedOf, sumOfLots } from '../../src/core/portfolio/figures/holdings.ts';
import { toNumber } from '../../src/core/portfolio/fixed.ts';
import { Ledger } from '../../src/core/portfolio/ledger/ledger.ts';
import { labOf } from './book-lab.ts';

const BTC = { symbol: 'BTC' } as const;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const move = (at: string, account: string, otherAccount: string, quantity: string, fee: string): Entry => ({
  ...{ kind: 'asset-transfer', at, account, otherAccount, asset: BTC, quantity },
  fee: { amount: fee, currency: 'BTC' },
});

// 0.01 at 12000 and a fee of 10; 0.99 at 35000 and a fee of 490. What a transfer costs is paid in coins, beside what arrives.
const ENTRIES: readonly Entry[] = [
  { kind: 'buy', at: '2020-06-28T14:38:40Z', account: 'FTX', asset: BTC, quantity: '0.01', cash: usd('130'), fee: usd('10') },
  { kind: 'buy', at: '2022-01-02T18:11:09Z', account: 'FTX', asset: BTC, quantity: '0.99', cash: usd('35140'), fee: usd('490') },
  move('2022-01-14T11:23:38Z', 'FTX', 'Green', '0.2', '0.0002'),
  move('2022-01-18T15:27:18Z', 'Green', 'FTX', '0.1', '0.0001'),
  move('2022-01-25T10:58:40Z', 'Green', 'My', '0.05', '0.0003'),
  // A gift: in that report sold at its price of the day. Here a delivery out realises nothing, so it is written as that sale.
  { kind: 'sell', at: '2022-02-09T19:45:34Z', account: 'My', asset: BTC, quantity: '0.02', cash: usd('892.5644') },
];
const lab = labOf({
  entries: ENTRIES,
  prices: {
    BTC: [
      ['2020-06-28', 12_000],
      ['2022-01-02', 35_000],
      ['2022-01-14', 41_952.11],
      ['2022-01-18', 41_736.81],
      ['2022-01-25', 36_463.4],
      ['2022-02-09', 44_628.22],
    ],
  },
  ...{ currencyOf: { BTC: 'USD' }, base: 'USD', cashless: ['FTX', 'Green', 'My'] },
});

test('what each account holds in the end', () => {
  const held = ['FTX', 'Green', 'My'].map((name) =>
    toNumber(lab.ledger.lots(lab.account(name), lab.instrument('BTC')).reduce((sum, lot) => sum + lot.quantity, 0n)),
  );
  expect(held).toEqual([0.8998, 0.0496, 0.03]);
});

test('first in, first out over all accounts: what the fees of moves and the gift took of which purchase', () => {
  const pooled = new Ledger({ ...lab.options, isPooled: true });
  for (const operation of lab.operations) pooled.apply(operation);
  const taken = pooled.sales.flatMap(({ parts, operation }) => parts.map((part) => ({ ...part, isGift: operation.kind === 'sell' })));
  const told = (isGift: boolean, day: number) => {
    const { quantity, cost } = sumOfLots(taken.filter((part) => part.isGift === isGift && part.day === day));
    return [toNumber(quantity), Number(toNumber(cost as bigint).toFixed(9))];
  };
  const [first = 0, second = 0] = lab.operations.map(({ day }) => day);
  // LONG MOVE, LONG GIFT, SHORT GIFT: crypto taxable total and USD total cost basis.
  expect(told(false, first)).toEqual([0.0006, 7.8]);
  expect(told(true, first)).toEqual([0.0094, 122.2]);
  expect(told(true, second)).toEqual([0.0106, 376.246464646]);
  const gain = (isGift: boolean) =>
    pooled.sales
      .filter(({ operation }) => (operation.kind === 'sell') === isGift)
      .reduce((sum, sale) => sum + toNumber(realisedOf(sale)?.total as bigint), 0);
  // Gains of the moves' fees, and of the gift: 297.305268 + 96.812667…
  expect(gain(false)).toBeCloseTo(15.703123, 8);
  expect(gain(true)).toBeCloseTo(297.305268 + 96.81266735353536, 8);
});
