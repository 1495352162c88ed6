/** The parity report's own arithmetic: percentiles, correlation, slippage taken off a model price, gaps, and text that a spreadsheet may open. */

import { expect, test } from 'vitest';
import { createCandles } from '../../market/candles.ts';
import { costLines, quantile } from './cost-model.ts';
import { correlationOf } from './daily.ts';
import type { Difference } from './differences.ts';
import { feedFaults, whileThere } from './feed-gaps.ts';
import { parityCsv } from './parity-csv.ts';
import type { MeasuredFill } from './walk.ts';

test('percentiles lie between the values they fall between', () => {
  // Four values: the 75th percentile is place 2.25, a quarter of the way from the third to the fourth.
  expect(quantile([40, 10, 30, 20], 0.75)).toBe(32.5);
  expect(quantile([40, 10, 30, 20], 0.5)).toBe(25);
  expect(quantile([7], 0.75)).toBe(7);
});

test('a correlation is that of the textbook, and none where a side never moves', () => {
  // Deviations -1 0 1 and -1 1 0: products 1 + 0 + 0, squares 2 and 2.
  expect(correlationOf([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
  expect(correlationOf([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1, 12);
  expect(correlationOf([1, 1, 1], [1, 2, 3])).toBeNull();
});

test('slippage is measured from the price before the model slipped it, and proposed from twenty fills on', () => {
  const settings = {
    slippage: { kind: 'fixed', ratio: 0.01 },
    latencyMs: 0,
    feesOf: () => ({ taker: 0.001, maker: 0.0002 }),
  } as const;
  const order = { record: { type: 'market' }, decidedAt: 1000, sequence: 1, event: 'close', done: null };
  const session = { orders: new Map([['1', order as never]]) };
  // The price met is 100: a seller gets 99 by the model and got 98, which is 2 % below it. Fee 0.147 of a value of 98 is 0.15 %.
  const sale = {
    ...{ strategyId: 's', instrumentId: 'X', orderId: '1', purpose: 'exit', side: 'sell', sequence: 2 },
    session: { quantity: 1, price: 98, fee: 0.147, at: 1250, liquidity: 'taker', reason: '' },
    backtest: { quantity: 1, price: 99, fee: 0.099, at: 1000, liquidity: 'taker', reason: '' },
  } satisfies MeasuredFill;
  const few = costLines(new Array(19).fill(sale), session, settings);
  expect(few.map(({ what }) => what)).toEqual(['slippage-selling', 'taker-fee', 'latency']);
  expect(few.map(({ proposed }) => proposed)).toEqual([null, null, null]);
  const [slippage, fee, latency] = costLines(new Array(20).fill(sale), session, settings);
  expect(slippage?.proposed).toBeCloseTo(0.02, 12);
  expect(slippage?.configured).toBe(0.01);
  expect(fee?.proposed).toBeCloseTo(0.0015, 12);
  expect(latency).toMatchObject({ proposed: 250, configured: 0 });
});

function minutes(...starts: number[]) {
  const candles = createCandles(starts.length);
  candles.length = starts.length;
  starts.forEach((start, i) => {
    candles.time[i] = start * 60_000;
    candles.close[i] = 100;
  });
  return candles;
}

test('candles that are missing in a row are one gap, those with other figures another fault, and before and after nothing is missing', () => {
  const market = minutes(0, 1, 2, 3, 4, 5, 6, 7, 8);
  const session = minutes(1, 2, 5, 6, 7);
  session.close[3] = 101;
  const seen = whileThere(market, session);
  expect(Array.from(seen.time.subarray(0, seen.length))).toEqual([1, 2, 3, 4, 5, 6, 7].map((minute) => minute * 60_000));
  expect(feedFaults('X', seen, session)).toEqual([
    { kind: 'feed-gap', instrumentId: 'X', from: 180_000, to: 240_000, count: 2 },
    { kind: 'candle-differs', instrumentId: 'X', from: 360_000, to: 360_000, count: 1 },
  ]);
});

test('text from outside is no formula in a spreadsheet', () => {
  const difference: Difference = {
    ...{ number: 1, at: 0, aspect: 'missed', strategyId: '=cmd()', instrumentId: 'X', session: 'no trade', backtest: 'long 1, at 2' },
    ...{ cause: 'unexplained', evidence: 'nothing', follows: null, slippageBps: null, sequence: 7, trade: null },
  };
  expect(parityCsv({ differences: [difference] }).split('\r\n')[1]).toBe(
    `1,1970-01-01T00:00:00.000Z,'=cmd(),X,missed,no trade,"long 1, at 2",unexplained,nothing,,,7`,
  );
});
