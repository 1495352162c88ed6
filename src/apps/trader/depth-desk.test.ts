import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Depth } from '../../api/depth.ts';
import { createDepthDesk } from './depth-desk.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A market whose best bid a test moves. */
function market() {
  const acts: string[] = [];
  const state = { bid: 100 };
  const of = (instrumentId: string): Depth => ({
    ...{ instrumentId, state: 'joining', why: null, at: Date.now(), asks: [], trades: [] },
    bids: [{ price: state.bid, size: 1 }],
  });
  const source = { of, open: (id: string) => void acts.push(`open ${id}`), shut: (id: string) => void acts.push(`shut ${id}`) };
  return { acts, state, desk: createDepthDesk(source, Date.now) };
}

test('is opened by the first who looks and let go some time after the last; changes come four times a second at most, else a word every 2 s', async () => {
  const { acts, state, desk } = market();
  const told: number[] = [];
  const stopFirst = desk.watch('X', ({ bids }) => told.push(bids[0]?.price ?? 0));
  const stopSecond = desk.watch('X', () => {});
  expect([acts, told]).toEqual([['open X'], [100]]);
  for (let i = 0; i < 100; i++) {
    state.bid++;
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(told.length).toBeLessThanOrEqual(5);
  expect(told.at(-1)).toBeGreaterThan(195);
  told.length = 0;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(told.length).toBeLessThanOrEqual(6);
  stopFirst();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(acts).toEqual(['open X']);
  stopSecond();
  await vi.advanceTimersByTimeAsync(5_000);
  // Back before it was let go: nothing is asked of the venue again.
  desk.watch('X', () => {})();
  expect(acts).toEqual(['open X']);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(acts).toEqual(['open X', 'shut X']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a question counts as a look for a while', async () => {
  const { acts, desk } = market();
  expect(desk.ask('X').state).toBe('joining');
  await vi.advanceTimersByTimeAsync(20_000);
  desk.ask('X');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(acts).toEqual(['open X']);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(acts).toEqual(['open X', 'shut X']);
});

test('no more than eight lines are open at a time, and no more than forty are opened in ten minutes; who was too many is served when there is room', async () => {
  const { acts, desk } = market();
  const stops = Array.from({ length: 8 }, (_, i) => desk.watch(`I${i}`, () => {}));
  const states: string[] = [];
  const stop = desk.watch('LATE', ({ state, why }) => states.push(why ?? state));
  expect(states).toEqual(['BOOKS_TOO_MANY']);
  stops[0]?.();
  await vi.advanceTimersByTimeAsync(35_000);
  expect(states.at(-1)).toBe('joining');
  expect(acts.at(-1)).toBe('open LATE');
  for (const each of [...stops.slice(1), stop]) each();
  await vi.advanceTimersByTimeAsync(31_000);
  for (let i = 0; i < 60; i++) {
    desk.watch(`J${i}`, () => {})();
    await vi.advanceTimersByTimeAsync(5_000);
  }
  expect(acts.filter((act) => act.startsWith('open')).length).toBe(40);
});
