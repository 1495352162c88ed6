import { expect, test } from 'vitest';
import { runToShow } from './shown-indicators.ts';

const run = (strategyId: string, timeframe: string, instrumentId = 'A') => ({ strategyId, timeframe, instrumentId });
const idOf = (runs: ReturnType<typeof run>[], timeframe: string, chosen: string | null = null) =>
  runToShow(runs, 'A', timeframe, chosen)?.strategyId ?? null;

test('the only one on what is shown is drawn by itself; of several the one that is chosen', () => {
  const two = [run('x', '1m'), run('y', '5m'), run('z', '1m', 'B')];
  expect([idOf(two, '1m'), idOf(two, '5m'), idOf(two, '15m')]).toEqual(['x', 'y', null]);
  expect(idOf(two, '15m', 'y')).toBe('y');
  const both = [run('x', '1m'), run('y', '1m')];
  expect([idOf(both, '1m'), idOf(both, '1m', 'x'), idOf(both, '1m', 'z')]).toEqual([null, 'x', null]);
  // Of the only one it is said that it runs on another timeframe.
  expect(idOf([run('x', '1m')], '1h')).toBe('x');
});

test('the owner’s own orders and signals from outside are no strategy to choose among', () => {
  expect(idOf([run('x', '1m'), run('owner', '1m'), run('webhook', '1m')], '1m')).toBe('x');
  expect(idOf([run('owner', '1m')], '1m')).toBeNull();
});
