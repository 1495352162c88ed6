/** The keeper of a lease: wins, renews on its own, and says when it may not send any more and when somebody else leads. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LEASE_TIMES, type LeaseRecord } from '../../core/trading/live/lease.ts';
import { LeaseKeeper, type LeasePlace } from './lease-keeper.ts';

/** A place in memory; `away`: it answers nobody. */
function shared() {
  const state = { record: null as LeaseRecord | null, away: false };
  const reach = () => {
    if (state.away) throw new Error('no answer');
  };
  const placeOf = (name: string): LeasePlace => ({
    name,
    async read() {
      reach();
      return state.record;
    },
    async replace(read, wanted) {
      reach();
      if (state.record !== read) return false;
      state.record = wanted;
      return true;
    },
    isGone: ({ holder }) => holder === '',
  });
  return { state, placeOf };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** By the simulated clock, which timers go by as well. */
const keeperOf = (place: LeasePlace, events: string[]) =>
  new LeaseKeeper({
    place,
    clock: () => performance.now(),
    onLost: ({ holder }) => events.push(`lost to ${holder}`),
    onLapse: (reason) => events.push(`lapse: ${reason}`),
    onSeen: (record, problem) => events.push(`seen ${record?.holder ?? 'nobody'}${problem === null ? '' : `, ${problem}`}`),
  });

test('keeps what it has won, lapses while its place is away, and goes on when that is back', async () => {
  const { state, placeOf } = shared();
  const events: string[] = [];
  const keeper = keeperOf(placeOf('a'), events);
  expect(await keeper.win()).toEqual({ epoch: 1, before: null });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(keeper.holds()).toBe(true);
  state.away = true;
  await vi.advanceTimersByTimeAsync(LEASE_TIMES.lifeMs + 300);
  expect(keeper.holds()).toBe(false);
  let counted = 0;
  keeper.whenHeld(() => counted++);
  expect([events.at(-1), counted]).toEqual(['lapse: no answer', 0]);
  state.away = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect([events.at(-1), counted, keeper.holds()]).toEqual(['lapse: null', 1, true]);
  keeper.stop();
  expect(keeper.holds()).toBe(false);
});

test('one that waits says who leads, takes over from silence, and the other one hears of it', async () => {
  const { state, placeOf } = shared();
  const [told, heard]: string[][] = [[], []];
  const first = keeperOf(placeOf('a'), told as string[]);
  await first.win();
  const standby = keeperOf(placeOf('b'), heard as string[]);
  let won: unknown = null;
  void standby.win().then((found) => {
    won = found;
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect([won, heard]).toEqual([null, ['seen a']]);
  // What a stopped process leaves behind: the record as it was.
  first.stop();
  const silentAt = performance.now();
  while (won === null) await vi.advanceTimersByTimeAsync(100);
  expect(performance.now() - silentAt).toBeGreaterThanOrEqual(LEASE_TIMES.lifeMs + LEASE_TIMES.graceMs - 500);
  expect(performance.now() - silentAt).toBeLessThanOrEqual(LEASE_TIMES.lifeMs + LEASE_TIMES.graceMs + 500);
  expect(won).toMatchObject({ epoch: 2, before: { holder: 'a', epoch: 1 } });

  const third = keeperOf(placeOf('c'), []);
  state.record = { holder: '', epoch: 2, beat: 9 };
  await third.win();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(heard?.at(-1)).toBe('lost to c');
  third.stop();
});
