// The parameter tables as published, their bounds and the rules between them.
import { describe, expect, test } from 'vitest';
import { type Parameter, resolveParameters } from '../../src/core/domain/parameters.ts';
import { instantiate } from './drive.ts';
import { fixtureCandles, SEPTEMBER_2017 } from './fixtures.ts';
import { NINE } from './the-nine.ts';

/** "name min–max default", copied by hand from the published tables; `common` has what every strategy shares. */
const PUBLISHED: Record<string, string> = {
  common: 'cooldown 0–50 0, maxBars 0–500 0, strategyDd 0–0.20 0, allowShort true, maxFraction 0.01–0.20 0.10',
  'volatility-breakout':
    'lookback 10–60 18, atrPeriod 7–28 14, breakoutAtr 0–2.2 0.25, adxMin 10–40 20, trail 0.005–0.08 0.025, allowShort false',
  'bollinger-reversion':
    'bbPeriod 10–50 18, bbDev 1.5–3.5 2.8, bandTolerance 0–0.5 0.10, rsiLow 15–45 35, volumeRatio 0–2 0.5, adxMax 10–30 18, takeProfit 0.005–0.06 0.020, stopLoss 0.003–0.04 0.009, maxBars 0–500 48',
  'rsi-ema-momentum':
    'rsiLong 50–75 58, rsiShort 25–50 42, emaPeriod 10–100 34, adxMin 10–35 18, volumeRatio 0–2 0.95, takeProfit 0.005–0.08 0.028, stopLoss 0.003–0.04 0.012, maxBars 0–500 96, cooldown 0–50 3, strategyDd 0–0.20 0.03',
  'ema-breakout':
    'fast 3–30 8, slow 10–100 21, takeProfit 0.005–0.10 0.030, stopLoss 0.003–0.05 0.015, maxFraction 0.01–0.20 0.20, allowShort -',
  'ema-breakout-aggressive':
    'fast 2–15 4, slow 8–60 16, rangeMin 0–0.05 0.010, volumePeriod 5–60 20, trendFast 10–50 20, trendSlow 30–200 50, exitOnOpposite false, takeProfit 0.005–0.10 0.030, stopLoss 0.003–0.05 0.0125, maxFraction 0.01–0.20 0.20',
  'ema-breakout-conservative':
    'fast 5–30 12, slow 15–100 26, rangeMin 0–0.02 0.0015, trend 50–200 100, exitOnOpposite true, maxBars 0–500 96, takeProfit 0.005–0.10 0.024, stopLoss 0.003–0.05 0.010',
  'contrarian-volume-spike':
    'volumePeriod 10–60 20, spike 1.5–6 3.0, rangeMin 0.002–0.05 0.010, rsiLow 10–40 30, bandTolerance 0–0.5 0.25, takeProfit 0.005–0.08 0.025, stopLoss 0.003–0.04 0.010, maxBars 0–500 96',
  'trend-following-adx-ema':
    'adxEntry 15–50 30, adxExit 10–50 25, fast 5–50 21, slow 20–150 55, takeProfit 0.01–0.15 0.04, stopLoss 0.003–0.05 0.01, trail 0.005–0.08 0.012, cooldown 0–50 4, maxFraction 0.01–0.20 0.05',
  'liquidation-hunter':
    'fast 3–20 8, slow 10–60 21, devMin 0.1–3 0.3, dispMin 0.3–3 1.0, scoreMin 0.5–0.8 0.55, rsiExit 60–85 70, takeProfit 0.01–0.15 0.06, stopLoss 0.005–0.06 0.03',
};

/** By name: [default] for a switch, [min, max, default] for a number. */
function published(id: string): Record<string, (number | boolean)[]> {
  const rows: Record<string, (number | boolean)[]> = {};
  for (const row of `${PUBLISHED.common}, ${PUBLISHED[id]}`.split(', ')) {
    const [name, ...words] = row.split(/[ –]/);
    if (words[0] === '-') delete rows[name];
    else rows[name] = words.map((word) => (word === 'true' ? true : word === 'false' ? false : Number(word)));
  }
  return rows;
}

describe.each(NINE)('$id', ({ id, definition }) => {
  const table = definition.parameters as Record<string, Parameter>;
  const numbers = Object.entries(table).flatMap(([name, parameter]) =>
    parameter.kind === 'integer' || parameter.kind === 'decimal' ? [{ name, ...parameter }] : [],
  );
  const resolve = (given: Record<string, unknown>) => resolveParameters(table, given, id);

  test('has the published parameters, ranges and defaults', () => {
    const own = Object.fromEntries(
      Object.entries(table).map(([name, parameter]) => [
        name,
        'min' in parameter ? [parameter.min, parameter.max, parameter.default] : [parameter.default],
      ]),
    );
    expect(own).toEqual(published(id));
  });

  test('every default and maximum lies on the grid of its steps', () => {
    for (const { min, max, step, default: value } of numbers) {
      for (const point of [value, max]) expect((point - min) / step).toBeCloseTo(Math.round((point - min) / step), 6);
    }
  });

  test('one step outside a bound is refused, the bound itself is not', () => {
    for (const { name, min, max, step } of numbers) {
      expect(resolve({ [name]: min })).toMatchObject({ [name]: min });
      expect(resolve({ [name]: max })).toMatchObject({ [name]: max });
      for (const value of [min - step, max + step]) {
        expect(() => resolve({ [name]: value })).toThrow(expect.objectContaining({ code: 'PARAMETER_RANGE' }));
      }
    }
  });

  test('has words in both languages', () => {
    for (const { help } of Object.values(table)) {
      expect(typeof help).toBe('object');
      expect(Object.keys(help).sort()).toEqual(['en', 'es']);
    }
  });
});

test.each([
  ['rsi-ema-momentum', { rsiLong: 50, rsiShort: 50 }, 'rsiShort must be below rsiLong'],
  ['ema-breakout', { fast: 21, slow: 21 }, 'fast must be below slow'],
  ['ema-breakout-aggressive', { fast: 15, slow: 8 }, 'fast must be below slow'],
  ['ema-breakout-aggressive', { trendFast: 50, trendSlow: 50 }, 'trendFast must be below trendSlow'],
  ['ema-breakout-conservative', { fast: 30, slow: 30 }, 'fast must be below slow'],
  ['trend-following-adx-ema', { fast: 50, slow: 50 }, 'fast must be below slow'],
  ['trend-following-adx-ema', { adxEntry: 24 }, 'adxExit must not be above adxEntry'],
  ['liquidation-hunter', { fast: 20, slow: 20 }, 'fast must be below slow'],
])('%s refuses %o', (id, given, message) => {
  const { definition } = NINE.find((one) => one.id === id) as (typeof NINE)[number];
  expect(() => instantiate(definition, fixtureCandles(SEPTEMBER_2017), given)).toThrow(message);
});

test('exit and entry thresholds of the trend strategy may be equal', () => {
  const { definition } = NINE.find(({ id }) => id === 'trend-following-adx-ema') as (typeof NINE)[number];
  expect(() => instantiate(definition, fixtureCandles(SEPTEMBER_2017), { adxEntry: 25 })).not.toThrow();
});
