import { describe, expect, it } from 'vitest';
import { createCandles } from './candles.ts';
import { pricePrecision, roundPrices } from './price-noise.ts';

function prices(...values: number[]) {
  const candles = createCandles(values.length);
  candles.length = values.length;
  for (const column of ['open', 'high', 'low', 'close'] as const) candles[column].set(values);
  return candles;
}

describe('pricePrecision', () => {
  it('sees cents under 32-bit noise, in full and cut to six decimals', () => {
    // Math.fround(100.34) is 100.33999633789062; Apple's 127.49 was published as 127.489998.
    expect(pricePrecision(prices(100.33999633789062, 12.5), 14)).toEqual({ decimals: 2, noise: 'float32', finer: false });
    expect(pricePrecision(prices(127.489998, 128.880005), 6)).toEqual({ decimals: 2, noise: 'float32', finer: false });
  });

  it('sees whole points under 64-bit noise', () => {
    expect(pricePrecision(prices(130583.99999999999, 129587.00000000001, 130453), 11)).toEqual({
      decimals: 0,
      noise: 'float64',
      finer: false,
    });
  });

  it('takes written decimals at their word', () => {
    expect(pricePrecision(prices(1.39101, 1.3911), 5)).toEqual({ decimals: 5, finer: false });
    expect(pricePrecision(prices(0.00001234), 8)).toEqual({ decimals: 8, finer: false });
    expect(pricePrecision(prices(9583943.05677936, 9685705.61850764), 8)).toEqual({ decimals: 8, finer: false });
  });

  it('says when prices are finer than any tick', () => {
    expect(pricePrecision(prices(645.57 / 28, 127.49), 14)).toEqual({ decimals: 8, finer: true });
  });

  it('rounds to the very double of the decimal', () => {
    const candles = prices(100.33999633789062);
    roundPrices(candles, 2);
    expect(candles.close[0]).toBe(100.34);
  });
});
