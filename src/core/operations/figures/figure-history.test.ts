import { expect, test } from 'vitest';
import { Durations } from './durations.ts';
import { FigureHistory } from './figure-history.ts';

const STEP = 10;
const history = () => new FigureHistory({ cpu: 'mean', lag: 'worst' }, STEP, 100);

test('points stand at even steps, and what nobody measured is a gap', () => {
  const kept = history();
  kept.add({ at: 1_003, values: { cpu: 0.5, lag: 1 } });
  kept.add({ at: 1_021, values: { cpu: 0.25, lag: null } });
  expect(kept.read(1_025, 40, 4)).toEqual({ from: 990, stepMs: 10, series: { cpu: [null, 0.5, null, 0.25], lag: [null, 1, null, null] } });
});

test('several steps become one point: the mean of shares, the worst of peaks, of those that are known', () => {
  const kept = history();
  for (const [at, cpu, lag] of [
    [1_000, 0.1, 4],
    [1_010, 0.3, 9],
    [1_030, 0.8, 2],
  ] as const)
    kept.add({ at, values: { cpu, lag } });
  const { from, stepMs, series } = kept.read(1_039, 40, 2);
  expect([from, stepMs]).toEqual([1_000, 20]);
  expect(series.cpu).toEqual([0.2, 0.8]);
  expect(series.lag).toEqual([9, 2]);
});

test('what is older than is kept falls out, also where nothing took its place', () => {
  const kept = history();
  kept.add({ at: 1_000, values: { cpu: 1, lag: 1 } });
  // The same place of the ring, a turn later, asked about before anything was written there.
  const { series } = kept.read(1_119, 40, 4);
  expect(series.cpu).toEqual([null, null, null, null]);
  expect(kept.read(1_000, 100, 10).series.cpu?.at(-1)).toBe(1);
});

test('quantiles of a window are those of the nearest rank, and the next one begins empty', () => {
  const taken = new Durations();
  // 1 to 100 ms: half is not above 50, 95 not above 95.
  for (let ms = 100; ms >= 1; ms--) taken.add(ms / 1000);
  expect(taken.take()).toEqual({ count: 100, p50: 0.05, p95: 0.095, p99: 0.099 });
  expect(taken.take()).toBeNull();
  taken.add(7);
  expect(taken.take()).toEqual({ count: 1, p50: 7, p95: 7, p99: 7 });
});
