/** Indicators on bad, flat and enormous candles, and on what an enormous value leaves behind. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParameterTable } from '../../src/core/domain/parameters.ts';
import { type Candles, createCandles, sliceCandles } from '../../src/core/market/candles.ts';
import { computeIndicator } from '../../src/core/market/indicators/batch.ts';
import { catalogue, type IndicatorId } from '../../src/core/market/indicators/catalogue.ts';
import { readCandles } from './fixtures.ts';

const ids = Object.keys(catalogue) as IndicatorId[];
const compute = (id: IndicatorId, candles: Candles, parameters = {}): Record<string, Float64Array> =>
  computeIndicator<ParameterTable, string>(catalogue[id], parameters, candles);

function flatCandles(length: number, price: number, volume: number): Candles {
  const candles = createCandles(length);
  candles.length = length;
  candles.time.forEach((_, i) => {
    candles.time[i] = i * 60_000;
  });
  for (const name of ['open', 'high', 'low', 'close'] as const) candles[name].fill(price);
  candles.volume.fill(volume);
  return candles;
}

describe('bad candles', () => {
  it.each(['bad', 'zeros', 'penny', 'toobig', '_issue0859.adx.nan', 'bitcoin'] as const)(
    '%s gives numbers or NaN, never an infinity',
    (quotes) => {
      const candles = readCandles(quotes);
      for (const id of ids) {
        for (const [name, output] of Object.entries(compute(id, candles))) {
          expect(output.length).toBe(candles.length);
          expect(
            [...output].filter((value) => Math.abs(value) === Number.POSITIVE_INFINITY),
            `${id} ${name}`,
          ).toEqual([]);
        }
      }
    },
  );

  it('are skipped: five candles without prices are NaN and change nothing after them', () => {
    const candles = readCandles('bad');
    const empty = [449, 450, 451, 452, 453];
    expect(empty.every((row) => Number.isNaN(candles.close[row]) && Number.isNaN(candles.volume[row]))).toBe(true);
    const without = sliceCandles(candles, 0, candles.length - 5);
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
      without[name] = candles[name].filter((_, row) => !empty.includes(row));
    }
    // A previous value is the one some candles ago as it was, so it alone sees the gap.
    for (const id of ids.filter((name) => name !== 'previous' && name !== 'ichimoku')) {
      const gapped = compute(id, candles);
      const whole = compute(id, without);
      for (const [name, output] of Object.entries(gapped)) {
        expect(
          output.filter((_, row) => !empty.includes(row)),
          `${id} ${name}`,
        ).toEqual(whole[name]);
        expect(
          empty.every((row) => Number.isNaN(output[row])),
          `${id} ${name}`,
        ).toBe(true);
      }
    }
  });

  it('the average directional index of 0859 begins when prices first move', () => {
    const candles = readCandles('_issue0859.adx.nan');
    const { adx } = compute('adx', candles);
    const from = catalogue.adx.warmup({ period: 14 }) - 1;
    expect(adx.subarray(0, from).every(Number.isNaN)).toBe(true);
    expect(adx.subarray(from).some(Number.isNaN)).toBe(false);
  });
});

describe('flat candles', () => {
  const candles = flatCandles(300, 0.1, 3);
  const last = (id: IndicatorId, output: string) => compute(id, candles)[output][299];

  it.each([
    ['sma', 'value'],
    ['ema', 'value'],
    ['wma', 'value'],
    ['hma', 'value'],
    ['vwap', 'value'],
    ['supertrend', 'value'],
    ['ichimoku', 'cloudB'],
    ['linearRegression', 'value'],
    ['bollinger', 'upper'],
    ['keltner', 'lower'],
    ['donchian', 'middle'],
    ['highest', 'value'],
    ['lowest', 'value'],
    ['previous', 'value'],
    ['parabolicSar', 'value'],
  ] as const)('%s %s is the price', (id, output) => {
    expect(last(id, output)).toBeCloseTo(0.1, 14);
  });

  it.each([
    ['standardDeviation', 'value'],
    ['zScore', 'deviation'],
    ['linearRegression', 'slope'],
    ['atr', 'value'],
    ['roc', 'value'],
    ['obv', 'value'],
  ] as const)('%s %s is exactly 0', (id, output) => {
    expect(last(id, output)).toBe(0);
  });

  it.each([
    ['rsi', 'value'],
    ['stochastic', 'k'],
    ['stochasticRsi', 'd'],
    ['cci', 'value'],
    ['mfi', 'value'],
    ['adx', 'adx'],
    ['adx', 'plusDi'],
    ['zScore', 'value'],
    ['linearRegression', 'rSquared'],
  ] as const)('%s %s is 0 / 0: NaN', (id, output) => {
    expect(last(id, output)).toBeNaN();
  });

  it('a volume-weighted price without volume, and a change from 0, are NaN', () => {
    expect(compute('vwap', flatCandles(5, 10, 0)).value[4]).toBeNaN();
    expect(compute('roc', readCandles('zeros')).value.every(Number.isNaN)).toBe(true);
  });
});

describe('sliding windows', () => {
  const windowed: readonly IndicatorId[] = [
    ...(['sma', 'wma', 'hma', 'linearRegression', 'bollinger', 'standardDeviation', 'zScore', 'highest', 'lowest', 'donchian'] as const),
    ...(['cci', 'roc', 'mfi', 'stochastic', 'ichimoku', 'previous'] as const),
  ];

  it.each(windowed)('%s forgets an enormous candle completely', (id) => {
    const candles = readCandles('default');
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) candles[name][37] *= 1e15;
    const clean = compute(id, sliceCandles(candles, 38, candles.length));
    for (const [name, output] of Object.entries(compute(id, candles))) {
      for (let row = 38 + 80; row < candles.length; row++) {
        const error = Math.abs(output[row] - clean[name][row - 38]);
        expect(error, `${name} row ${row}`).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(clean[name][row - 38])));
      }
    }
  });

  it('on-balance volume cancels an enormous volume without a trace', () => {
    const candles = flatCandles(4, 10, 0);
    candles.close.set([10, 11, 12, 11]);
    candles.volume.set([0, 1, 1e20, 1e20]);
    // 0; + 1; + 10^20; - 10^20: 1 remains, where plain addition leaves 0.
    expect(compute('obv', candles).value[3]).toBe(1);
  });

  it('do not drift over 200,000 candles', () => {
    const candles = flatCandles(200_000, 0, 1);
    let seed = 1;
    let price = 50_000;
    for (let i = 0; i < candles.length; i++) {
      seed = (seed * 48_271) % 2_147_483_647;
      price += seed / 2_147_483_647 - 0.5;
      candles.close[i] = price;
    }
    const tail = [...candles.close.subarray(candles.length - 20)];
    const mean = tail.reduce((sum, value) => sum + value, 0) / 20;
    const deviation = Math.sqrt(tail.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 20);
    const { middle, upper } = compute('bollinger', candles);
    expect(middle[candles.length - 1]).toBeCloseTo(mean, 9);
    expect(upper[candles.length - 1]).toBeCloseTo(mean + 2 * deviation, 9);
    expect(compute('sma', candles).value[candles.length - 1]).toBeCloseTo(mean, 9);
  });

  it('equal their definitions, computed afresh for each window', () => {
    const values = fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 12, maxLength: 80 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 11 }), fc.constantFrom(0.01, 1e-12), (steps, period, tick) => {
        const candles = flatCandles(steps.length, 0, 1);
        candles.close.set(steps.map((value) => value * tick));
        const columns = {
          sma: compute('sma', candles, { period }).value,
          wma: compute('wma', candles, { period }).value,
          sample: compute('standardDeviation', candles, { period, sample: true }).value,
          slope: compute('linearRegression', candles, { period }).slope,
          highest: compute('highest', candles, { period, current: true }).value,
          lowest: compute('lowest', candles, { period, current: true }).value,
        };
        for (let end = period; end <= steps.length; end++) {
          const expected = definitionsOf([...candles.close.subarray(end - period, end)]);
          for (const [name, value] of Object.entries(expected)) {
            expect(Math.abs(columns[name as keyof typeof expected][end - 1] - value), name).toBeLessThanOrEqual(1e-6 * tick);
          }
        }
      }),
    );
  });
});

function definitionsOf(window: number[]) {
  const n = window.length;
  const sum = (term: (value: number, i: number) => number) => window.reduce((total, value, i) => total + term(value, i), 0);
  const mean = sum((value) => value) / n;
  const middle = (n - 1) / 2;
  return {
    sma: mean,
    wma: sum((value, i) => (i + 1) * value) / sum((_, i) => i + 1),
    sample: Math.sqrt(sum((value) => (value - mean) ** 2) / (n - 1)),
    slope: sum((value, i) => (i - middle) * (value - mean)) / sum((_, i) => (i - middle) ** 2),
    highest: Math.max(...window),
    lowest: Math.min(...window),
  };
}
