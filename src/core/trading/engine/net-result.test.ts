import { expect, test } from 'vitest';
import { type OwnCosts, ownResults } from './net-result.ts';
import type { FillRecord, FundingRecord, Outcomes } from './steps.ts';

function bought(at: number, quantity: string, price: string, fee: string, of: Partial<FillRecord> = {}): FillRecord {
  return {
    ...{ fillId: `f${at}`, orderId: '1', strategyId: 'sma-cross', instrumentId: 'BTC-USDT', purpose: 'entry', side: 'buy', kind: 'open' },
    ...{ quantity, price, fee, realised: null, liquidity: 'taker', reason: '', at, ...of },
  };
}

/** What is recorded as realised is of the whole account, and is not looked at. */
const sold = (at: number, quantity: string, price: string, fee: string, of: Partial<FillRecord> = {}) =>
  bought(at, quantity, price, fee, { side: 'sell', kind: 'close', realised: '0', ...of });

const funding = (at: number, amount: string): FundingRecord => ({ strategyId: 'sma-cross', instrumentId: 'BTC-USDT', amount, at });

const taken = (held: OwnCosts, outcomes: Pick<Outcomes, 'fills' | 'funded'>, multiplier = 1) =>
  ownResults(held, outcomes, () => multiplier);

test('a round trip leaves what it made less the fees of both its ends', () => {
  // 0.02 bought at 50,000 for 1,000 at 0.1 %: 1. Sold at 50,075 for 1,001.50: 1.0015. 1.50 - 1 - 1.0015 = -0.5015, though the price has risen.
  const held: OwnCosts = new Map();
  expect(taken(held, { fills: [bought(1, '0.02', '50000', '1')] })).toEqual([null]);
  expect(taken(held, { fills: [sold(2, '0.02', '50075', '1.0015')] })).toEqual([{ gross: '1.5', net: '-0.5015' }]);
  expect(held.size).toBe(0);
});

test('closed in parts, each takes its share of what the entry and the holding have cost, and all adds up', () => {
  const held: OwnCosts = new Map();
  const results = [
    // 1 at 100 and 2 at 103: 306 for 3 coins, 102 each, with fees of 0.10 and 0.20.
    ...taken(held, { fills: [bought(1, '1', '100', '0.1'), bought(2, '2', '103', '0.2')] }),
    // A third goes at 107: 5; less 0.04 and 0.10. 204 and 0.20 stay with 2 coins.
    ...taken(held, { fills: [sold(3, '1', '107', '0.04')] }),
    // 0.05 of funding are paid, then a half goes at 100: -2; less 0.03 and 0.125. 0.125 stay with 1 coin, and 0.025 of funding come back.
    ...taken(held, { funded: [funding(4, '0.05')], fills: [sold(5, '1', '100', '0.03')] }),
    ...taken(held, { funded: [funding(6, '-0.025')] }),
  ];
  expect(results).toEqual([null, null, { gross: '5', net: '4.86' }, { gross: '-2', net: '-2.155' }]);
  expect([...held]).toEqual([['sma-cross BTC-USDT', { quantity: '1', value: '102', fees: '0.1' }]]);
  // The cash: -306 + 107 + 100 - 0.37 of fees - 0.025 of funding = -99.395; with the coin at its 102 it is 2.605: 4.86 - 2.155 - 0.10 still open.
});

test('a share that does not come out even is rounded to the quantum, and the last part takes the rest', () => {
  const third = (at: number) => sold(at, '1', '1', '0');
  const fills = [bought(1, '3', '1', '0.00000001'), third(2), third(3), third(4)];
  // 1/3, then 1/2, then all of what is left of the smallest amount there is.
  expect(taken(new Map(), { fills }).map((result) => result?.net)).toEqual([undefined, '0', '-0.00000001', '0']);
});

test('a strategy pays for its own entries alone, short as long, in contracts as in coins', () => {
  const held: OwnCosts = new Map();
  const short = { strategyId: 'breakout', side: 'sell' as const };
  taken(held, { fills: [bought(1, '1', '90', '0.5'), bought(2, '1', '110', '0.2', { strategyId: 'other' })] });
  expect(taken(held, { fills: [sold(3, '1', '100', '0.1')] })).toEqual([{ gross: '10', net: '9.4' }]);
  expect(taken(held, { fills: [sold(4, '1', '100', '0.1', { strategyId: 'other' })] })).toEqual([{ gross: '-10', net: '-10.3' }]);
  // Two contracts of 50 units each, sold at 20 and bought back at 19.5: 50 less 4.
  taken(held, { fills: [bought(5, '2', '20', '2', short)] }, 50);
  expect(taken(held, { fills: [sold(6, '2', '19.5', '2', { ...short, side: 'buy' })] }, 50)).toEqual([{ gross: '50', net: '46' }]);
});

test('nothing is said of a close of more than was seen opened, nor of an instrument that is not known', () => {
  const held: OwnCosts = new Map();
  expect(taken(held, { fills: [sold(1, '1', '100', '0.2')] })).toEqual([null]);
  taken(held, { fills: [bought(2, '1', '100', '0.2')] });
  expect(taken(held, { fills: [sold(3, '2', '100', '0.2')] })).toEqual([null]);
  taken(held, { fills: [bought(4, '1', '100', '0.2')] });
  expect(ownResults(held, { fills: [sold(5, '1', '100', '0.2')] }, () => undefined)).toEqual([null]);
});
