/** Reversals told as one execution: hand-made candles, hand-calculated sums, and the order in which things are told. */

import { expect, test } from 'vitest';
import { prepareInstrument } from '../../../core/domain/instrument.ts';
import { createCandles } from '../../../core/market/candles.ts';
import { Exchange } from './exchange.ts';
import type { NewOrder } from './orders.ts';

const MINUTE = 60_000;
/** Open, high, low, close, volume: a limit order takes a tenth of the third of it that each leg of a candle carries. */
const ROWS = [
  [100, 100, 100, 100, 60],
  [110, 112, 108, 111, 60],
];
const MARKET: NewOrder = {
  ...{ clientId: '', market: 0, side: 1, type: 'market', lots: 20, limit: Number.NaN, trigger: Number.NaN, trailTicks: 0 },
  ...{ timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false },
};

function open(joinsReversals = true) {
  const candles = createCandles(ROWS.length);
  ROWS.forEach(([open, high, low, close, volume], i) => {
    for (const [name, value] of Object.entries({ time: i * MINUTE, open, high, low, close, volume }))
      candles[name as 'open'][i] = value as number;
  });
  candles.length = ROWS.length;
  const specification = {
    id: 'TEST-PERP',
    venue: 'test',
    kind: 'perpetual',
    base: 'TEST',
    quote: 'USDT',
    tickSize: 0.5,
    lotSize: 0.1,
  } as const;
  const instrument = prepareInstrument({ ...specification, leverage: 10, takerFeeRatio: 0.001, makerFeeRatio: 0 }, 0, 2);
  const exchange = new Exchange({
    sources: [{ instrument, timeframeMs: MINUTE, candles, funding: null }],
    ...{ clientIdUniqueness: 'none', deposit: 100_000, venueIdOf: String, joinsReversals },
  });
  exchange.advance(0);
  const told: string[] = [];
  exchange.listen({
    account: (_, event) => {
      if (event.kind === 'order') told.push(`order ${event.order.number} ${event.order.status} ${event.order.filledLots}`);
      if (event.kind === 'execution') {
        const { lots, closedLots, kind, fee, realised } = event.execution;
        told.push(`${kind} ${lots}, ${closedLots} closed, fee ${fee}, realised ${realised}`);
      }
    },
  });
  return { exchange, account: exchange.account('a'), told };
}

test('a position is turned by one execution with one fee, and its stop ends after it', () => {
  const { exchange, account, told } = open();
  exchange.place(account, MARKET);
  exchange.place(account, { ...MARKET, side: -1, type: 'stop', trigger: 160, reduceOnly: true });
  exchange.advance(MINUTE);
  told.length = 0;
  exchange.place(account, { ...MARKET, side: -1, lots: 50 });
  // At 110.00: 2.0 closed, 2 x 10.00 gained; 0.1 % of 220.00 and of 330.00 are 0.22 and 0.33.
  expect(told).toEqual(['order 3 new 0', 'close 50, 20 closed, fee 55, realised 2000', 'order 2 cancelled 0', 'order 3 filled 50']);
  expect(account.lotsOf(0)).toBe(-30);
  // 0.20 was paid to open.
  expect(account.venue.book.wallet).toBe(100_000 - 20 + 2_000 - 55);
});

test('where the venue tells two executions the money is the same', () => {
  const { exchange, account, told } = open(false);
  exchange.place(account, MARKET);
  exchange.advance(MINUTE);
  told.length = 0;
  exchange.place(account, { ...MARKET, side: -1, lots: 50 });
  expect(told).toEqual([
    'order 2 new 0',
    'close 20, 20 closed, fee 22, realised 2000',
    'order 2 partially-filled 20',
    'open 30, 0 closed, fee 33, realised 0',
    'order 2 filled 50',
  ]);
  expect(account.venue.book.wallet).toBe(100_000 - 20 + 2_000 - 55);
});

test('executions of limited size share it: what closes comes first', () => {
  const { exchange, account, told } = open();
  exchange.place(account, MARKET);
  exchange.advance(MINUTE);
  (exchange.markets[0] as (typeof exchange.markets)[number]).mostLotsPerFill = 15;
  told.length = 0;
  exchange.place(account, { ...MARKET, side: -1, lots: 50 });
  // 15, 15, 15 and 5 of 50, of which 20 close. The fee of 55 by what is left: 16.5 of 55, 16.29 of 38, 16.5 of 22, and 5.
  expect(told.filter((line) => line.includes('closed'))).toEqual([
    'close 15, 15 closed, fee 17, realised 1500',
    'close 15, 5 closed, fee 16, realised 500',
    'open 15, 0 closed, fee 17, realised 0',
    'open 5, 0 closed, fee 5, realised 0',
  ]);
  expect(account.venue.book.wallet).toBe(100_000 - 20 + 2_000 - 55);
});

test('a limit order whose first match is just the position closes it, and opens with the next one', () => {
  const { exchange, account, told } = open();
  exchange.place(account, MARKET);
  exchange.place(account, { ...MARKET, side: -1, type: 'limit', limit: 223, lots: 50 });
  told.length = 0;
  exchange.advance(2 * MINUTE);
  // Each leg of the second candle carries 20.0, of which a limit takes 2.0: on the way up to 112.00, and on the way down from there. Makers pay nothing.
  expect(told).toEqual([
    'close 20, 20 closed, fee 0, realised 2300',
    'order 2 partially-filled 20',
    'open 20, 0 closed, fee 0, realised 0',
    'order 2 partially-filled 40',
  ]);
  expect(account.lotsOf(0)).toBe(-20);
});
