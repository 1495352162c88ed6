// What every strategy must and must never do, whatever its rules: entries, exits, filters that belong to all, and the sample strategies.
import { describe, expect, test } from 'vitest';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import buyAndHold from '../../strategies/buy-and-hold.ts';
import alwaysSignal from '../../strategies/test-only/always-signal.ts';
import simpleRsi from '../../strategies/test-only/simple-rsi.ts';
import { type AnyStrategy, type Circumstances, drive, instantiate } from './drive.ts';
import { fixtureCandles, fixtureCases, SEPTEMBER_2017, TICK } from './fixtures.ts';
import type { Account, Decision, Happening } from './play.ts';
import { NINE } from './the-nine.ts';

const FLAT: Account = { side: 0, entryPrice: Number.NaN, candlesHeld: 0, candlesSinceExit: Number.POSITIVE_INFINITY };

/** Every entry a strategy would wish if it were flat at every candle. */
function entriesWhileFlat(
  definition: AnyStrategy,
  candles: Candles,
  parameters: object,
  circumstances: Circumstances = {},
): (Decision & { act: 'enter' })[] {
  const { decide } = instantiate(definition, candles, { ...parameters }, circumstances);
  return Array.from({ length: candles.length }, (_, bar) => decide(bar, FLAT)).filter((decision) => decision?.act === 'enter');
}

function trades(happenings: Happening[]): { entry: Happening; exit: Happening }[] {
  return happenings.flatMap((entry, i) => (entry.act === 'enter' && happenings[i + 1] ? [{ entry, exit: happenings[i + 1] }] : []));
}

/** The first `until + 1` candles, then `flat` candles on which nothing moves any more. */
function thenFlat(candles: Candles, until: number, flat: number): Candles {
  const copy = createCandles(until + 1 + flat);
  copy.length = until + 1 + flat;
  for (let i = 0; i < copy.length; i++) {
    const from = Math.min(i, until);
    for (const name of ['open', 'high', 'low', 'close'] as const) copy[name][i] = i > until ? candles.close[until] : candles[name][from];
    copy.time[i] = candles.time[0] + 60_000 * i;
    copy.volume[i] = candles.volume[from];
  }
  return copy;
}

describe.each(NINE)('$id', ({ id, definition, signals, orders, shorts }) => {
  const [{ candles: file, parameters }] = fixtureCases(id);
  const candles = fixtureCandles(file);
  const happenings = drive(definition, candles, TICK, parameters);
  const usual = entriesWhileFlat(definition, candles, parameters);

  test('wishes nothing before its warm-up is over', () => {
    const { warmup, decide } = instantiate(definition, candles, parameters);
    expect(warmup).toBeGreaterThanOrEqual(100);
    const first = Array.from({ length: candles.length }, (_, bar) => decide(bar, FLAT)).findIndex((decision) => decision !== undefined);
    expect(first).toBeGreaterThanOrEqual(warmup - 1);
  });

  test('gives every entry a confidence and the orders it describes', () => {
    expect(usual.length).toBeGreaterThan(0);
    for (const wish of usual) {
      expect(wish.confidence).toBeGreaterThanOrEqual(0.55);
      expect(wish.confidence).toBeLessThanOrEqual(0.95);
      expect(Math.abs(wish.confidence * 1e4 - Math.round(wish.confidence * 1e4))).toBeLessThan(1e-6);
      expect(orders.filter((order) => wish[order] !== undefined)).toEqual([...orders]);
      expect(orders.filter((order) => !((wish[order] as number) > 0))).toEqual([]);
    }
  });

  test('no exit condition holds at the close of an entry', () => {
    const { decide } = instantiate(definition, candles, { ...parameters, maxBars: 0 });
    const faults = happenings.flatMap(({ bar, act, side }) => {
      const held = { side, entryPrice: candles.close[bar], candlesHeld: 1, candlesSinceExit: 1000 };
      const decision = act === 'enter' ? decide(bar, held) : undefined;
      return decision ? [`${bar} ${decision.reason}`] : [];
    });
    // An RSI that falls through both thresholds in one candle enters, as written. Its exit is a crossing: it is over when the position exists.
    expect(faults).toEqual(id === 'rsi-ema-momentum' ? ['1284 rsi-threshold'] : []);
  });

  test('a market that stops moving at an entry does not close it at the next candle', () => {
    const entries = happenings.filter(({ act }) => act === 'enter').slice(0, 6);
    for (const { bar } of entries) {
      const flat = thenFlat(candles, bar, 60);
      const trade = trades(drive(definition, flat, TICK, parameters)).find(({ entry }) => entry.bar === bar);
      if (trade && signals.includes(trade.exit.reason)) expect(trade.exit.bar).toBeGreaterThan(bar + 1);
    }
  });

  test('a market that never moves gets no wish', () => {
    expect(drive(definition, thenFlat(candles, 0, 1000), TICK, parameters)).toEqual([]);
  });

  test('the time exit falls at exactly maxBars closed candles, the one of the fill included', () => {
    const timed = trades(happenings).filter(({ exit }) => exit.reason === 'time');
    expect(new Set(timed.map(({ entry }) => entry.side)).size).toBe(shorts ? 2 : 1);
    const maxBars = parameters.maxBars ?? (definition.parameters as { maxBars: { default: number } }).maxBars.default;
    for (const { entry, exit } of timed) expect(exit.bar - entry.bar).toBe(maxBars);
  });

  test('a cooldown of n keeps entries n closed candles away from the last exit', () => {
    const [loose, strict] = [0, 37].map((cooldown) => drive(definition, candles, TICK, { ...parameters, cooldown }));
    expect(closestEntry(loose)).toBeLessThan(37);
    expect(closestEntry(strict)).toBeGreaterThanOrEqual(37);
  });

  test('an own drawdown above strategyDd stops entries, one at its value does not, and 0 switches it off', () => {
    const at = (strategyDd: number, ownDrawdownRatio: number) =>
      entriesWhileFlat(definition, candles, { ...parameters, strategyDd }, { ownDrawdownRatio }).length;
    expect(at(0.05, 0.05)).toBe(usual.length);
    expect(at(0.05, 0.0501)).toBe(0);
    expect(at(0, 0.5)).toBe(usual.length);
  });

  test('an own drawdown never delays an exit', () => {
    const flatOnly = signals.filter((reason) => reason !== 'opposite-signal');
    const calm = instantiate(definition, candles, parameters);
    const low = instantiate(definition, candles, { ...parameters, strategyDd: 0.01 }, { ownDrawdownRatio: 0.5 });
    for (const { entry, exit } of trades(happenings)) {
      if (!flatOnly.includes(exit.reason)) continue;
      const held = { side: entry.side, entryPrice: candles.open[entry.bar + 1], candlesHeld: exit.bar - entry.bar, candlesSinceExit: 1 };
      expect(low.decide(exit.bar, held)).toEqual(calm.decide(exit.bar, held));
    }
  });

  test('without permission or possibility to sell short only the longs remain', () => {
    const longs = usual.filter(({ side }) => side === 1);
    expect(usual.some(({ side }) => side === -1)).toBe(shorts);
    expect(entriesWhileFlat(definition, candles, parameters, { shortable: false })).toEqual(longs);
    if (!shorts) return;
    const { warmup } = instantiate(definition, candles, { ...parameters });
    const forbidden = instantiate(definition, candles, { ...parameters, allowShort: false });
    const fromWarmup = Array.from({ length: candles.length }, (_, bar) => (bar + 1 < warmup ? undefined : forbidden.decide(bar, FLAT)));
    expect(fromWarmup.filter((decision) => decision !== undefined)).toEqual(longs);
  });

  test('takes no entry on a candle without volume', () => {
    const entry = happenings.find(({ act }) => act === 'enter') as Happening;
    const silent = { ...candles, volume: candles.volume.slice() };
    silent.volume[entry.bar] = 0;
    expect(instantiate(definition, silent, parameters).decide(entry.bar, FLAT)).toBeUndefined();
  });

  test('keeps nothing between candles: a new instance in the middle decides the same', () => {
    const { decide } = instantiate(definition, candles, parameters);
    const all = Array.from({ length: candles.length }, (_, bar) => decide(bar, FLAT));
    const later = instantiate(definition, candles, parameters);
    for (let bar = 1500; bar < candles.length; bar++) expect(later.decide(bar, FLAT)).toEqual(all[bar]);
  });

  test('says what it is in both languages and how large it may be', () => {
    expect(definition.version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const words of [definition.title, definition.description]) {
      expect(words.en.length).toBeGreaterThan(5);
      expect(words.es.length).toBeGreaterThan(5);
      expect(words.es).not.toBe(words.en);
    }
    expect(definition.timeframe).toBe('15m');
    expect(definition.size({ maxFraction: 0.07 })).toEqual({ kind: 'risk', maxFraction: 0.07 });
  });
});

/** Closed candles from an exit to the next entry, at least. A stop inside candle b leaves at b; a decision at b leaves at b + 1. */
function closestEntry(happenings: Happening[]): number {
  let closest = Number.POSITIVE_INFINITY;
  happenings.forEach(({ bar, act, reason }, i) => {
    const next = happenings[i + 1];
    if (act !== 'exit' || !next) return;
    const inside = reason === 'stop' || reason === 'target' || reason === 'trail';
    closest = Math.min(closest, next.bar - bar + (inside ? 1 : 0));
  });
  return closest;
}

const minutes = fixtureCandles(SEPTEMBER_2017);

test('buy-and-hold enters once, at the first candle, and never leaves', () => {
  expect(drive(buyAndHold, minutes, TICK)).toEqual([{ bar: 0, act: 'enter', side: 1, reason: 'first-candle', confidence: 1 }]);
  expect(buyAndHold.size({})).toEqual({ kind: 'all' });
});

test('buy-and-hold does not buy back what something else closed', () => {
  const { decide } = instantiate(buyAndHold, minutes, {});
  expect(decide(500, { ...FLAT, candlesSinceExit: 1 })).toBeUndefined();
});

test('the test strategies say that they are', () => {
  for (const definition of [alwaysSignal, simpleRsi] as AnyStrategy[]) expect(definition.testOnly).toBe(true);
  for (const { definition } of NINE) expect(definition.testOnly ?? false).toBe(false);
});

test('always-signal enters and exits in turn at every candle', () => {
  const happenings = drive(alwaysSignal, minutes, TICK);
  expect(happenings.length).toBe(minutes.length - 1);
  happenings.forEach(({ bar, act, confidence }, i) => {
    expect(bar).toBe(i);
    expect(act).toBe(i % 2 === 0 ? 'enter' : 'exit');
    expect(confidence).toBe(i % 2 === 0 ? 0.85 : undefined);
  });
});

test('simple-rsi buys low, sells high, and leaves only by its orders', () => {
  const happenings = drive(simpleRsi, minutes, TICK);
  expect(new Set(happenings.map(({ act, side, reason }) => (act === 'enter' ? `${side} ${reason}` : reason)))).toEqual(
    new Set(['1 rsi-oversold', '-1 rsi-overbought', 'stop', 'target']),
  );
});
