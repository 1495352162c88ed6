import { expect, test } from 'vitest';
import type { IndicatorBatch } from '../../src/api/indicators.ts';
import { digitsOf, linesOf, panesOf, withoutHidden } from './indicator-lines.ts';

const words = { en: '', es: '' };
const output = (name: string, scale: 'price' | 'own', values: (number | null)[] = [1, 2, 3]) => ({ name, scale, values });
const indicator = (id: string, outputs: ReturnType<typeof output>[], of: string | null = null) => ({
  id,
  name: `${id}(9)`,
  title: words,
  of,
  outputs,
});
const batchOf = (...indicators: ReturnType<typeof indicator>[]): IndicatorBatch => ({
  ...{ instrumentId: 'BTCUSDT', strategyId: 'any', timeframe: '1m', intervalMs: 60, time: [60, 120, 180] },
  indicators,
});

test('what is of the price stands over the candles, each of the others in a pane of its own, its outputs together', () => {
  const lines = linesOf(
    batchOf(
      indicator('sma', [output('value', 'price')]),
      indicator('rsi', [output('value', 'own')]),
      indicator('macd', [output('macd', 'own'), output('signal', 'own'), output('histogram', 'own')]),
      indicator('sma', [output('value', 'own')], 'volume'),
    ),
    [60],
  );
  expect(lines.map(({ key, pane, shape }) => [key, pane, shape])).toEqual([
    ['sma(9) of null value', 0, 'line'],
    ['rsi(9) of null value', 1, 'line'],
    ['macd(9) of null macd', 2, 'line'],
    ['macd(9) of null signal', 2, 'line'],
    ['macd(9) of null histogram', 2, 'bars'],
    ['sma(9) of volume value', 3, 'line'],
  ]);
  expect(panesOf(lines)).toBe(3);
});

test('up to five lines over the candles have a pattern each, and so have those of one pane', () => {
  const bands = indicator('bollinger', [output('middle', 'price'), output('upper', 'price'), output('lower', 'price')]);
  const lines = linesOf(batchOf(bands, indicator('ema', [output('value', 'price')]), indicator('sma', [output('value', 'price')])), []);
  expect(new Set(lines.map(({ pattern }) => pattern)).size).toBe(5);
  const own = linesOf(batchOf(indicator('adx', [output('adx', 'own'), output('plusDi', 'own'), output('minusDi', 'own')])), []);
  expect(new Set(own.map(({ pattern }) => pattern)).size).toBe(3);
});

test('a value stands at its own candle; a candle without one, and the one that forms, have none', () => {
  const [line] = linesOf(batchOf(indicator('sma', [output('value', 'price', [null, 2.5, 3.5])])), [120, 60, 150, 180, 240]);
  expect(line?.values).toEqual([2.5, null, null, 3.5, null]);
});

test('digits suit the size', () => {
  expect([17_000, 64.2, -4.71, 0.5, 0.0004, 0].map(digitsOf)).toEqual([0, 1, 2, 4, 6, 0]);
});

test('hiding an indicator takes all of its lines, and the pane that was theirs', () => {
  const lines = linesOf(
    batchOf(
      indicator('bollinger', [output('middle', 'price'), output('upper', 'price')]),
      indicator('rsi', [output('value', 'own')]),
      indicator('macd', [output('macd', 'own'), output('signal', 'own')]),
      indicator('rsi', [output('value', 'own')], 'volume'),
    ),
    [60],
  );
  const panesWithout = (...hidden: string[]) => withoutHidden(lines, new Set(hidden)).map(({ key, pane }) => [key.split(' ')[0], pane]);
  expect(panesWithout('rsi(9)')).toEqual([
    ['bollinger(9)', 0],
    ['bollinger(9)', 0],
    ['macd(9)', 1],
    ['macd(9)', 1],
    ['rsi(9)', 2],
  ]);
  expect(panesWithout('bollinger(9)', 'macd(9)', 'rsi(9) of volume')).toEqual([['rsi(9)', 1]]);
  expect(withoutHidden(lines, new Set())).toBe(lines);
});
