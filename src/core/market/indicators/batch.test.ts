import { describe, expect, it } from 'vitest';
import type { ParameterTable } from '../../domain/parameters.ts';
import { createCandles } from '../candles.ts';
import { computeIndicator } from './batch.ts';
import { catalogue } from './catalogue.ts';

function candlesOf(close: number[], volume = close) {
  const candles = createCandles(close.length + 2);
  candles.length = close.length;
  candles.close.set(close);
  candles.volume.set(volume);
  return candles;
}

describe('computeIndicator', () => {
  it('gives one value per candle and output, from the close by default', () => {
    const outputs = computeIndicator(catalogue.bollinger, { period: 2 }, candlesOf([1, 3, 7]));
    // Means 2 and 5, deviations 1 and 2, two of them to each band; spare capacity behind the candles is not read.
    expect(outputs.middle).toEqual(Float64Array.of(Number.NaN, 2, 5));
    expect(outputs.upper).toEqual(Float64Array.of(Number.NaN, 4, 9));
    expect(outputs.lower).toEqual(Float64Array.of(Number.NaN, 0, 1));
  });

  it('chains: the mean volume of the three candles before the current one', () => {
    const candles = candlesOf([1, 1, 1, 1, 1], [2, 4, 6, 11, 50]);
    const { value: mean } = computeIndicator(catalogue.sma, { period: 3 }, candles, { source: candles.volume });
    const { value } = computeIndicator(catalogue.previous, { bars: 1 }, candles, { source: mean });
    // (2 + 4 + 6) / 3 = 4; (4 + 6 + 11) / 3 = 7
    expect(value).toEqual(Float64Array.of(Number.NaN, Number.NaN, Number.NaN, 4, 7));
  });

  it('excludes the current candle from highest and lowest unless told otherwise', () => {
    const candles = candlesOf([5, 3, 9, 1]);
    expect(computeIndicator(catalogue.highest, { period: 2 }, candles).value).toEqual(Float64Array.of(Number.NaN, Number.NaN, 5, 9));
    expect(computeIndicator(catalogue.lowest, { period: 2, current: true }, candles).value).toEqual(Float64Array.of(Number.NaN, 3, 3, 1));
  });

  it('takes no candles for no values', () => {
    for (const definition of Object.values(catalogue)) {
      expect(Object.values(computeIndicator<ParameterTable, string>(definition, {}, createCandles(0)))[0]).toEqual(new Float64Array(0));
    }
  });

  it('refuses parameters outside their schema and a source that is too short', () => {
    const candles = candlesOf([1, 2, 3]);
    expect(() => computeIndicator(catalogue.sma, { period: 0 }, candles)).toThrow(/sma parameter "period": expected 1 to 100000, found 0/);
    expect(() => computeIndicator(catalogue.sma, { length: 3 } as never, candles)).toThrow(/sma has no parameter "length"; it has: period/);
    expect(() => computeIndicator(catalogue.sma, {}, candles, { source: new Float64Array(2) })).toThrow(
      /sma: expected a source value for each of 3 candles, found 2/,
    );
  });
});

describe('catalogue', () => {
  it('lists each definition under its own id', () => {
    for (const [id, definition] of Object.entries(catalogue)) expect(definition.id).toBe(id);
  });
});
