/** Random candles, sources and parameters for the property tests. */

import fc from 'fast-check';
import type { Parameter, ParameterTable } from '../../src/core/domain/parameters.ts';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2024, 0, 1, 20);

const step = fc.record({
  /** Often nothing, so that flat stretches, equal extremes and candles without range are common. */
  move: fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 })),
  above: fc.oneof(fc.constant(0), fc.nat(100)),
  below: fc.oneof(fc.constant(0), fc.nat(100)),
  volume: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 })),
});

/** Hourly candles in whole cents, so that they cross UTC days. */
export const candlesArbitrary: fc.Arbitrary<Candles> = fc.array(step, { minLength: 1, maxLength: 160, size: 'max' }).map((steps) => {
  const candles = createCandles(steps.length);
  candles.length = steps.length;
  let price = 10_000;
  steps.forEach(({ move, above, below, volume }, i) => {
    const open = price;
    price = Math.max(101, price + move);
    candles.time[i] = START_MS + i * HOUR_MS;
    candles.open[i] = open / 100;
    candles.close[i] = price / 100;
    candles.high[i] = (Math.max(open, price) + above) / 100;
    candles.low[i] = (Math.min(open, price) - below) / 100;
    candles.volume[i] = volume / 1000;
  });
  return candles;
});

function parameterArbitrary(parameter: Parameter): fc.Arbitrary<unknown> {
  switch (parameter.kind) {
    case 'integer':
      return fc.integer({ min: parameter.min, max: Math.min(parameter.max, parameter.min + 11) });
    case 'decimal':
      return fc.integer({ min: 1, max: 40 }).map((tenths) => Math.min(Math.max(parameter.min, tenths / 10), parameter.max));
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...parameter.choices);
  }
}

/** Short periods, so that windows fill and empty many times; whole times (`from`) stay at the beginning. */
export function parametersArbitrary(table: ParameterTable): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(Object.entries(table).map(([name, parameter]) => [name, parameterArbitrary(parameter)])));
}
