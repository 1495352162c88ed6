// Each filter does what it says and nothing else: put to a value between the measurements of two entries, it removes exactly those beyond it.
import { expect, test } from 'vitest';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import { drive, instantiate } from './drive.ts';
import { APRIL_2018, fixtureCandles, fixtureCases } from './fixtures.ts';
import type { Account, Columns } from './play.ts';
import { NINE } from './the-nine.ts';
import { adx, atr, before, deviation, ema, rsi, simple } from './written-rules.ts';

type Values = Record<string, number>;
/** What a filter compares, at candle t for an entry on `side`; undefined where the filter is not asked. */
type Measure = (c: Columns, p: Values) => (t: number, side: 1 | -1) => number | undefined;

const volumeRatio =
  (period: (p: Values) => number): Measure =>
  (c, p) =>
  (t) =>
    c.volume[t] / before(c.volume, period(p), t);
const rangeRatio: Measure = (c) => (t) => (c.high[t] - c.low[t]) / c.close[t];
const oversold: Measure = (c) => {
  const values = rsi(c.close, 14);
  return (t, side) => (side === 1 ? values[t] : 100 - values[t]);
};
const trend: Measure = (c) => {
  const values = adx(c, 14);
  return (t) => values[t];
};
/** How far inside its band the close is, as a share of the half width. */
const insideBand =
  (period: (p: Values) => number, deviations: (p: Values) => number): Measure =>
  (c, p) =>
  (t, side) => {
    const half = deviations(p) * deviation(c.close, period(p), t);
    return 1 - (side * (simple(c.close, period(p), t) - c.close[t])) / half;
  };
const beyondChannel: Measure = (c, p) => {
  const range = atr(c, p.atrPeriod);
  return (t, side) => {
    const [highs, lows] = [c.high, c.low].map((column) => Array.from(column.slice(t - p.lookback, t)));
    return (side === 1 ? c.close[t] - Math.max(...highs) : Math.min(...lows) - c.close[t]) / range[t - 1];
  };
};
const fromFast: Measure = (c, p) => {
  const [fast, range] = [ema(c.close, p.fast), atr(c, 14)];
  return (t) => Math.abs(c.close[t] - fast[t]) / range[t];
};
const dispersion: Measure = (c) => {
  const range = atr(c, 14);
  return (t) => deviation(c.close, 9, t) / range[t];
};
const shortsOnly =
  (measure: Measure): Measure =>
  (c, p) => {
    const of = measure(c, p);
    return (t, side) => (side === -1 ? of(t, side) : undefined);
  };

/** Strategy, parameter, whether a higher value is stricter, what it is compared with, and what has to change for entries to stand out. */
const FILTERS: [string, string, 'at-least' | 'at-most', Measure, Values?][] = [
  ['volatility-breakout', 'adxMin', 'at-least', trend],
  ['volatility-breakout', 'breakoutAtr', 'at-least', beyondChannel],
  ['bollinger-reversion', 'volumeRatio', 'at-least', volumeRatio(() => 20)],
  ['bollinger-reversion', 'rsiLow', 'at-most', oversold],
  [
    'bollinger-reversion',
    'bandTolerance',
    'at-most',
    insideBand(
      ({ bbPeriod }) => bbPeriod,
      ({ bbDev }) => bbDev,
    ),
  ],
  ['rsi-ema-momentum', 'volumeRatio', 'at-least', volumeRatio(() => 20)],
  ['rsi-ema-momentum', 'adxMin', 'at-least', shortsOnly(trend), { rsiLong: 58, rsiShort: 42, emaPeriod: 34, volumeRatio: 0 }],
  ['ema-breakout-aggressive', 'rangeMin', 'at-least', rangeRatio],
  ['ema-breakout-conservative', 'rangeMin', 'at-least', rangeRatio],
  ['contrarian-volume-spike', 'spike', 'at-least', volumeRatio(({ volumePeriod }) => volumePeriod)],
  ['contrarian-volume-spike', 'rangeMin', 'at-least', rangeRatio],
  ['contrarian-volume-spike', 'rsiLow', 'at-most', oversold],
  [
    'contrarian-volume-spike',
    'bandTolerance',
    'at-most',
    insideBand(
      () => 20,
      () => 2,
    ),
  ],
  ['trend-following-adx-ema', 'adxEntry', 'at-least', trend, { adxExit: 10 }],
  ['liquidation-hunter', 'devMin', 'at-least', fromFast],
  ['liquidation-hunter', 'dispMin', 'at-least', dispersion, { scoreMin: 0.5 }],
];

test.each(FILTERS)('%s: %s', (id, parameter, direction, measure, changes = {}) => {
  const { definition } = NINE.find((one) => one.id === id) as (typeof NINE)[number];
  const [{ candles: file, parameters }] = fixtureCases(id);
  const candles = fixtureCandles(file);
  const { min, max } = definition.parameters[parameter];
  const strictness = direction === 'at-least' ? 1 : -1;
  // The loosest value first, so that as many entries as possible stand to be removed.
  const loose = { ...parameters, ...changes, [parameter]: strictness === 1 ? min : max };
  const entries = entriesWhileFlat(loose);
  const full = resolved(loose);
  const of = measure(candles, full);
  const measured = entries.map(({ bar, side }) => of(bar, side));
  const sorted = measured
    .filter((value) => value !== undefined && value > min && value < max)
    .sort((a, b) => (a as number) - (b as number)) as number[];
  expect(sorted.length).toBeGreaterThanOrEqual(2);
  const middle = Math.floor(sorted.length / 2);
  const threshold = (sorted[middle - 1] + sorted[middle]) / 2;

  const left = entries.filter((_, i) => measured[i] === undefined || strictness * ((measured[i] as number) - threshold) > 0);
  expect(left.length).toBeLessThan(entries.length);
  expect(left.length).toBeGreaterThan(0);
  expect(entriesWhileFlat({ ...loose, [parameter]: threshold })).toEqual(left);

  function entriesWhileFlat(given: Record<string, unknown>): { bar: number; side: 1 | -1 }[] {
    const { decide } = instantiate(definition, candles, given);
    const flat: Account = { side: 0, entryPrice: Number.NaN, candlesHeld: 0, candlesSinceExit: Number.POSITIVE_INFINITY };
    return Array.from({ length: candles.length }, (_, bar) => bar).flatMap((bar) => {
      const decision = decide(bar, flat);
      return decision?.act === 'enter' ? [{ bar, side: decision.side }] : [];
    });
  }

  function resolved(given: Record<string, unknown>): Values {
    const defaults = Object.fromEntries(
      Object.entries(definition.parameters as Record<string, { default: number }>).map(([name, one]) => [name, one.default]),
    );
    return { ...defaults, ...given } as Values;
  }
});

test('the rule score asks for one and a half times the dispersion when it must exceed 0.6, and 0.8 is never exceeded', () => {
  const { definition } = NINE.find(({ id }) => id === 'liquidation-hunter') as (typeof NINE)[number];
  const candles = fixtureCandles(APRIL_2018);
  const entries = (scoreMin: number, dispMin: number) =>
    drive(definition, candles, 0.01, { scoreMin, dispMin, cooldown: 0 }).filter(({ act }) => act === 'enter').length;
  expect(entries(0.59, 1.5)).toBe(entries(0.5, 1.5));
  expect(entries(0.6, 1)).toBeLessThan(entries(0.59, 1));
  expect(entries(0.6, 1)).toBe(entries(0.5, 1.5));
  expect(entries(0.8, 1)).toBe(0);
});

/**
 * 900 candles that rise by 1, 20 that stand still, one that moves back by `move`; mirrored for `side` -1. Standing still shrinks the average
 * gain to 0.93^20 = 0.23, while the price stays some 30 above its average of 100: a move of 5 gives an RSI of about 37, one of 14 about 18.
 */
function rampThenMove(side: 1 | -1, move: number): Candles {
  const candles = createCandles(921);
  candles.length = 921;
  for (let t = 0; t < 921; t++) {
    const close = 5000 + side * (Math.min(t, 899) - (t === 920 ? move : 0));
    candles.time[t] = t * 60_000;
    for (const column of [candles.open, candles.high, candles.low, candles.close]) column[t] = close;
    candles.high[t] += 1;
    candles.low[t] -= 1;
    candles.volume[t] = t === 920 ? 3 : 1;
  }
  return candles;
}

test.each([1, -1] as const)('rsi-ema-momentum enters only with an RSI between 20 and 80 (side %i)', (side) => {
  const { definition } = NINE.find(({ id }) => id === 'rsi-ema-momentum') as (typeof NINE)[number];
  const sideAtTheEnd = (move: number) => {
    const decision = instantiate(definition, rampThenMove(side, move), { emaPeriod: 100 }).decide(920, {
      side: 0,
      entryPrice: Number.NaN,
      candlesHeld: 0,
      candlesSinceExit: Number.POSITIVE_INFINITY,
    });
    return decision?.act === 'enter' ? decision.side : 0;
  };
  expect(sideAtTheEnd(5)).toBe(side);
  expect(sideAtTheEnd(14)).toBe(0);
});
