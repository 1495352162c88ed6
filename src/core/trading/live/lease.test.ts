/** One trader at a time: renewed by the holder, taken over after it has been silent, never two at once whatever stops and goes on. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEASE_TIMES, Lease, type LeaseRecord } from './lease.ts';

/** A place for the record that is replaced only by those who know what stands there. */
function place() {
  let record: LeaseRecord | null = null;
  return {
    read: () => record,
    /** One turn of a candidate whose clock says `now` and whose write takes `writeMs`. */
    turn(lease: Lease, now: number) {
      const read = record;
      const wanted = lease.wanted(read, now);
      if (wanted === null) return;
      record = wanted;
      lease.taken(wanted, now);
    },
  };
}

test('the first to come holds it, for three and a half seconds after each renewal', () => {
  const [shared, lease] = [place(), new Lease('a')];
  expect(lease.maySend(0)).toBe(false);
  shared.turn(lease, 1_000);
  expect(lease.maySend(4_499)).toBe(true);
  expect(lease.maySend(4_500)).toBe(false);
  shared.turn(lease, 6_500);
  expect(lease.maySend(9_999)).toBe(true);
  expect(shared.read()).toEqual({ holder: 'a', epoch: 1, beat: 2 });
});

test('a standby takes over within ten seconds of the last sign of life, and not while there is one', () => {
  const [shared, first, standby] = [place(), new Lease('a'), new Lease('b')];
  for (let now = 0; now <= 20_000; now += 1_000) {
    shared.turn(first, now);
    shared.turn(standby, now);
    expect(standby.maySend(now)).toBe(false);
  }
  let tookOverAt = 0;
  for (let now = 21_000; tookOverAt === 0; now += 500) {
    shared.turn(standby, now);
    if (standby.maySend(now)) tookOverAt = now;
  }
  expect(tookOverAt - 20_000).toBeLessThanOrEqual(10_000);
  expect(shared.read()).toMatchObject({ holder: 'b', epoch: 2 });
});

test('the deposed one never sends again, stopped in the middle of sending or not', () => {
  const [shared, first, standby] = [place(), new Lease('a'), new Lease('b')];
  shared.turn(first, 0);
  for (let now = 0; now <= 9_000; now += 500) shared.turn(standby, now);
  expect(standby.maySend(9_000)).toBe(true);
  expect(first.maySend(9_000)).toBe(false);
  shared.turn(first, 9_100);
  for (let now = 9_100; now < 60_000; now += 500) {
    shared.turn(standby, now);
    shared.turn(first, now);
    expect(first.maySend(now)).toBe(false);
  }
});

test('whatever stops for however long, and whatever the clocks say, two never may send at one moment', () => {
  const step = fc.record({ who: fc.integer({ min: 0, max: 1 }), afterMs: fc.integer({ min: 1, max: 9_000 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)), (steps, offsets) => {
      const shared = place();
      const leases = [new Lease('a'), new Lease('b')] as const;
      let now = 0;
      for (const { who, afterMs } of steps) {
        now += afterMs;
        shared.turn(leases[who as 0 | 1], now + (offsets[who as 0 | 1] as number));
        const sending = leases.filter((lease, i) => lease.maySend(now + (offsets[i] as number)));
        expect(sending.length).toBeLessThanOrEqual(1);
      }
    }),
  );
  expect(LEASE_TIMES.lifeMs + LEASE_TIMES.graceMs).toBeLessThan(10_000);
});

test('a holder that is known to have ended is not waited for', () => {
  const [first, standby] = [new Lease('a'), new Lease('b')];
  const record = first.wanted(null, 0) as LeaseRecord;
  expect(standby.wanted(record, 100)).toBeNull();
  expect(standby.wanted(record, 200, true)).toEqual({ holder: 'b', epoch: 2, beat: 1 });
});
