/** Whatever is recorded and whatever is ordered: takers pay what a plain reading of the recorded levels says, and nobody gets more than was there. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { NewOrder } from '../../src/adapters/exchange-simulator/exchange/orders.ts';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { candlesOf, RecordingWriter, ROW } from '../../src/core/market/recording.ts';

const START = 1_700_000_040_000;
const INSTRUMENT = prepareInstrument(
  {
    ...{ id: 'TEST-PERP', venue: 'test', kind: 'perpetual', base: 'TEST', quote: 'USDT', tickSize: 1, lotSize: 1 },
    ...{ leverage: 100, takerFeeRatio: 0, makerFeeRatio: 0 },
  },
  0,
  2,
);

/** Bids lie at 91 to 99 and asks at 100 to 108; sizes from 0 to 9. Trades happen anywhere among them. */
const level = fc.tuple(fc.constantFrom('bid' as const, 'ask' as const), fc.integer({ min: 0, max: 8 }), fc.nat(9));
const update = fc.record({ kind: fc.constant('update' as const), levels: fc.array(level, { minLength: 1, maxLength: 4 }) });
const trade = fc.record({
  ...{ kind: fc.constant('trade' as const), side: fc.constantFrom('buy' as const, 'sell' as const) },
  ...{ price: fc.integer({ min: 91, max: 108 }), lots: fc.integer({ min: 1, max: 9 }) },
});
const order = fc.record({
  ...{ kind: fc.constant('order' as const), side: fc.constantFrom(1 as const, -1 as const), lots: fc.integer({ min: 1, max: 30 }) },
  ...{ type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const), price: fc.integer({ min: 91, max: 108 }) },
  timeInForce: fc.constantFrom('GTC' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const),
});
type Act =
  | (typeof update extends fc.Arbitrary<infer A> ? A : never)
  | (typeof trade extends fc.Arbitrary<infer A> ? A : never)
  | (typeof order extends fc.Arbitrary<infer A> ? A : never);

/** A book as anybody would keep it. */
type Plain = Record<'bid' | 'ask', Map<number, number>>;

function apply(book: Plain, levels: readonly (readonly ['bid' | 'ask', number, number])[]): void {
  for (const [side, offset, lots] of levels) {
    const price = side === 'bid' ? 99 - offset : 100 + offset;
    if (lots === 0) book[side].delete(price);
    else book[side].set(price, lots);
  }
}

/** What a taker of these terms gets: price and lots of each level, the best first. */
function taken(book: Plain, side: 1 | -1, lots: number, limit: number): [number, number][] {
  const against = [...book[side > 0 ? 'ask' : 'bid']].sort(([a], [b]) => side * (a - b)).filter(([price]) => side * (limit - price) >= 0);
  const fills: [number, number][] = [];
  for (const [price, there] of against) {
    const part = Math.min(there, lots - fills.reduce((sum, [, got]) => sum + got, 0));
    if (part > 0) fills.push([price, part]);
  }
  return fills;
}

function run(acts: readonly Act[]): number {
  const writer = new RecordingWriter();
  writer.add(START, ROW.empty);
  writer.endUpdate();
  writer.add(START, ROW.buy, 100, 1);
  acts.forEach((act, i) => {
    const at = START + i + 1;
    if (act.kind === 'trade') writer.add(at, ROW[act.side], act.price, act.lots);
    else if (act.kind === 'update') {
      for (const [side, offset, lots] of act.levels) writer.add(at, ROW[side], side === 'bid' ? 99 - offset : 100 + offset, lots);
      writer.endUpdate();
    }
  });
  const recording = writer.finish({ kind: 'book', priceDecimals: 0, quantityDecimals: 0 });
  const source = { instrument: INSTRUMENT, timeframeMs: 60_000, candles: candlesOf(recording, 60_000), recording };
  const exchange = new Exchange({ sources: [source], clientIdUniqueness: 'none', deposit: 1e12, venueIdOf: String });
  exchange.advance(START);
  const accounts = [exchange.account('a'), exchange.account('b')] as const;
  const [account, twin] = accounts;
  const book: Plain = { bid: new Map(), ask: new Map() };
  acts.forEach((act, i) => {
    const before = account.executions.length;
    exchange.advance(START + i + 1);
    if (act.kind === 'update') apply(book, act.levels);
    const shown = exchange.markets[0]?.book(20);
    const plain = (side: 'bid' | 'ask') => [...book[side]].map(([ticks, lots]) => ({ ticks, lots }));
    expect(shown).toEqual({
      bids: plain('bid').sort((a, b) => b.ticks - a.ticks),
      asks: plain('ask').sort((a, b) => a.ticks - b.ticks),
    });
    const news = account.executions.slice(before);
    const made = news.filter(({ liquidity }) => liquidity === 'maker');
    // Of a trade nobody gets more than was traded, and only beyond his price or at it; then what is newly displayed against him.
    const passive = made.reduce((sum, { lots }) => sum + lots, 0);
    if (act.kind === 'trade' && news.length === made.length) expect(passive).toBeLessThanOrEqual(act.lots);
    for (const { order: own, ticks, side } of made) {
      expect(ticks).toBe(own?.limit);
      if (act.kind === 'trade') expect(side * (ticks - act.price)).toBeGreaterThanOrEqual(0);
    }
    if (act.kind === 'order') place(act);
    expect(twin.executions.map(({ lots, ticks, liquidity }) => [lots, ticks, liquidity])).toEqual(
      account.executions.map(({ lots, ticks, liquidity }) => [lots, ticks, liquidity]),
    );
  });
  return account.executions.length;

  function place({ side, type, price, lots, timeInForce }: Extract<Act, { kind: 'order' }>): void {
    const wanted: NewOrder = {
      ...{
        clientId: '',
        market: 0,
        side,
        type,
        lots,
        trailTicks: 0,
        expireAt: Number.POSITIVE_INFINITY,
        postOnly: false,
        reduceOnly: false,
      },
      ...{ limit: type === 'limit' ? price : Number.NaN, trigger: type === 'stop' ? price : Number.NaN },
      timeInForce: type === 'limit' ? timeInForce : 'GTC',
    };
    const before = account.executions.length;
    for (const one of accounts) exchange.place(one, wanted);
    if (type === 'stop') return;
    const expected = taken(book, side, lots, type === 'limit' ? price : side * Number.POSITIVE_INFINITY);
    const whole = expected.reduce((sum, [, got]) => sum + got, 0) === lots;
    const got = mergedByPrice(account.executions.slice(before).filter(({ order: own }) => own === [...account.orders.values()].at(-1)));
    expect(got).toEqual(type === 'limit' && timeInForce === 'FOK' && !whole ? [] : expected);
  }
}

/** A fill that closes one position and opens another is told in two parts. */
function mergedByPrice(executions: readonly { readonly ticks: number; readonly lots: number }[]): [number, number][] {
  const byPrice = new Map<number, number>();
  for (const { ticks, lots } of executions) byPrice.set(ticks, (byPrice.get(ticks) ?? 0) + lots);
  return [...byPrice];
}

test('takers pay the recorded levels, makers their own price, and two accounts the same', () => {
  let fills = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(update, update, trade, order), { minLength: 5, maxLength: 60 }), (acts) => {
      fills += run(acts);
    }),
    { numRuns: 700, seed: 4 },
  );
  expect(fills).toBeGreaterThan(2_000);
});
