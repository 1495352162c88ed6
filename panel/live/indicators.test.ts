import { expect, test } from 'vitest';
import type { IndicatorBatch } from '../../src/api/indicators.ts';
import { continued } from './indicators.ts';

const batch = (name: string, time: number[], values: (number | null)[]): IndicatorBatch => ({
  ...{ instrumentId: 'A', strategyId: 's', timeframe: '1m', intervalMs: 1, time },
  indicators: [{ id: 'sma', name, title: { en: '', es: '' }, of: null, outputs: [{ name: 'value', scale: 'price', values }] }],
});
const valuesOf = ({ time, indicators }: IndicatorBatch) => [time, indicators[0]?.outputs[0]?.values];

test('later candles follow, a candle that is told again is replaced, nothing new changes nothing', () => {
  const known = batch('sma(2)', [1, 2, 3], [null, 5, 6]);
  expect(valuesOf(continued(known, batch('sma(2)', [4, 5], [7, 8])))).toEqual([
    [1, 2, 3, 4, 5],
    [null, 5, 6, 7, 8],
  ]);
  expect(valuesOf(continued(known, batch('sma(2)', [3, 4], [9, 7])))).toEqual([
    [1, 2, 3, 4],
    [null, 5, 9, 7],
  ]);
  expect(continued(known, batch('sma(2)', [], []))).toBe(known);
});

test('other parameters are never joined to what was known', () => {
  const other = batch('sma(3)', [4], [7]);
  expect(continued(batch('sma(2)', [1, 2, 3], [null, 5, 6]), other)).toBe(other);
});
