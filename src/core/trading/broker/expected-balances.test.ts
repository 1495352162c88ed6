import { expect, test } from 'vitest';
import { prepareInstrument } from '../../domain/instrument.ts';
import { coinTotal, expectedMoney, lotsIn, showsCoins } from './expected-balances.ts';

const QUANTUM_DECIMALS = 8;
const instrument = (id: string, base: string, index: number, lotSize = 1e-8) =>
  prepareInstrument({ id, venue: 'kraken', kind: 'spot', base, quote: 'USD', tickSize: 0.1, lotSize }, index, QUANTUM_DECIMALS);
const BTC = instrument('BTCUSD', 'BTC', 0);
const ETH = instrument('ETHUSD', 'ETH', 1, 0.001);

test('without coins the money is the wallet', () => {
  expect(expectedMoney(100_000e8, [{ lots: 0, cost: 0 }], [BTC], {})).toBe(100_000e8);
  expect(coinTotal(BTC, 0, 0)).toBe('0');
});

test('what was bought is coins, and its cost is no money any more', () => {
  // 100,000 deposited; 0.5 BTC bought at 10,000 is 5,000, the fee of 0.26 % is 13 and already out of the wallet: 99,987 - 5,000 = 94,987.
  expect(expectedMoney(99_987e8, [{ lots: 0.5e8, cost: 5_000e8 }], [BTC], {})).toBe(94_987e8);
  expect(coinTotal(BTC, 0.5e8, 0)).toBe('0.5');
});

test('a sale of a part leaves the cost of the rest', () => {
  // Of those 0.5 BTC 0.2 are sold at 11,000: 2,200 come in. Their cost was 2,000: 200 realised. The fee is 5.72. Wallet 99,987 + 200 - 5.72 = 100,181.28;
  // the rest cost 3,000. By the flow of money: 94,987 + 2,200 - 5.72 = 97,181.28.
  expect(expectedMoney(100_181.28e8, [{ lots: 0.3e8, cost: 3_000e8 }], [BTC], {})).toBe(97_181.28e8);
  expect(coinTotal(BTC, 0.3e8, 0)).toBe('0.3');
});

test('several coins share one money', () => {
  // 3 ETH at 500 beside them: 1,500 less.
  const held = [
    { lots: 0.3e8, cost: 3_000e8 },
    { lots: 3_000, cost: 1_500e8 },
  ];
  expect(expectedMoney(100_181.28e8, held, [BTC, ETH], {})).toBe(95_681.28e8);
  expect(coinTotal(ETH, 3_000, 0)).toBe('3');
});

test.each([
  ['3', 3_000],
  ['3.0000000000', 3_000],
  ['0.0019999', 1],
  ['0.0009', 0],
  ['-0.002', -2],
  ['not told', null],
])('a balance of %s is so many whole lots of 0.001: %j', (total, lots) => {
  expect(lotsIn(ETH, 0, 0, total)).toBe(lots);
});

// 2.999 ETH and 0.000997 of dust are held here.
test.each([
  ['2.999997', 2_999],
  ['2.999', 2_999],
  ['2.998999', 2_998],
  ['3.000996', 2_999],
  ['3.000997', 3_000],
])('with dust a balance of %s is so many lots: %j', (balance, lots) => {
  expect(coinTotal(ETH, 2_999, 0.000997e12)).toBe('2.999997');
  expect(lotsIn(ETH, 2_999, 0.000997e12, balance)).toBe(lots);
});

test('a broker takes the price of shares out of the money and shows them as positions, a contract for difference costs nothing', () => {
  const kinds = ['equity', 'cfd', 'spot'] as const;
  const [share, difference, coin] = kinds.map((kind, index) =>
    prepareInstrument({ id: kind, venue: 'ib', kind, base: kind, quote: 'USD', tickSize: 0.01, lotSize: 1 }, index, QUANTUM_DECIMALS),
  ) as [ReturnType<typeof instrument>, ReturnType<typeof instrument>, ReturnType<typeof instrument>];
  // 10,000 less 100 of commissions: 9,900. Shares sold short for 2,000, a coin bought for 500: 9,900 + 2,000 - 500 = 11,400.
  const held = [
    { lots: -20, cost: 2_000e8 },
    { lots: 5, cost: 700e8 },
    { lots: 1, cost: 500e8 },
  ];
  const broker = { spotAsPositions: true, paidInMoney: ['equity', 'forex', 'spot'] } as const;
  expect(expectedMoney(9_900e8, held, [share, difference, coin], broker)).toBe(11_400e8);
  expect(showsCoins(coin, broker)).toBe(false);
});
