// The net under a position at an outside venue, by a clock of the test: what is left is left, and what has no stop is closed.
import { expect, test } from 'vitest';
import type { Engine } from '../../src/core/trading/engine/engine.ts';
import type { EngineOrder } from '../../src/core/trading/engine/engine-order.ts';
import { ExitWatch } from '../../src/core/trading/engine/exit-watch.ts';

const T0 = Date.UTC(2026, 0, 5);

/** One slot that holds 10 lots under a wish for a stop; what the watch does is written down. */
function watchLab() {
  const done: string[] = [];
  const slot = {
    index: 0,
    position: { lots: 10 },
    exitOrder: null as object | null,
    stop: {} as object | null,
    protection: { stopRatio: 0.1 } as object | null,
    definition: { id: 'sma-cross' },
    instrument: { id: 'BTCUSDT' },
  };
  const engine = {
    slots: [slot],
    risk: { mode: 'NORMAL' },
    sendExit: (_: unknown, reason: string) => void done.push(reason),
    observer: { noticed: (code: string) => void done.push(code) },
  };
  const watch = new ExitWatch(
    engine as unknown as Engine,
    () => null,
    () => true,
  );
  const over = (status: 'filled' | 'cancelled' | 'rejected', filled: number, at: number, code = '') =>
    watch.done({ purpose: 'exit', slot: 0, reason: 'signal', filled, lots: 10 } as unknown as EngineOrder, status, code, at);
  return { watch, slot, engine, done, over };
}

test('an exit that came to nothing is tried again after 1, 2, 4 s and so on, at most every minute', () => {
  const { watch, done, over } = watchLab();
  let at = T0;
  const waits = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000);
  for (const wait of waits) {
    over('rejected', 0, at);
    expect(watch.nextAt).toBe(at + wait);
    watch.look(at + wait - 1);
    watch.look(at + wait);
    at += wait;
  }
  expect(done).toEqual(waits.map(() => 'signal'));
});

test('one that filled in part is tried again soon, and not at all once nothing is held', () => {
  const { watch, slot, done, over } = watchLab();
  for (let tries = 0; tries < 5; tries++) over('rejected', 0, T0);
  slot.position.lots = 4;
  over('cancelled', 6, T0);
  expect(watch.nextAt).toBe(T0 + 1_000);
  slot.position.lots = 0;
  watch.look(T0 + 1_000);
  expect([done, watch.nextAt]).toEqual([[], Number.POSITIVE_INFINITY]);
});

test('nothing is tried while an exit is on its way', () => {
  const { watch, slot, done, over } = watchLab();
  over('rejected', 0, T0);
  slot.exitOrder = {};
  watch.look(T0 + 60_000);
  expect([done, watch.nextAt]).toEqual([[], Number.POSITIVE_INFINITY]);
});

test('a position without its stop for 2 s is closed and told, one that wants none is left alone', () => {
  const { watch, slot, done } = watchLab();
  slot.stop = null;
  watch.look(T0);
  watch.look(T0 + 1_999);
  expect([done, watch.nextAt]).toEqual([[], T0 + 2_000]);
  watch.look(T0 + 2_000);
  expect(done).toEqual(['POSITION_UNPROTECTED', 'unprotected']);
  const other = watchLab();
  Object.assign(other.slot, { stop: null, protection: null });
  other.watch.look(T0);
  other.watch.look(T0 + 60_000);
  expect(other.done).toEqual([]);
});

test('a stop that comes in time ends the wait', () => {
  const { watch, slot, done } = watchLab();
  slot.stop = null;
  watch.look(T0);
  slot.stop = {};
  watch.look(T0 + 1_000);
  slot.stop = null;
  watch.look(T0 + 2_500);
  watch.look(T0 + 4_000);
  expect(done).toEqual([]);
});

test('a wait that begins or ends is to be written down, and nothing in between', () => {
  const { watch, slot } = watchLab();
  const changes = (at: number) => {
    watch.changed = false;
    watch.look(at);
    return watch.changed;
  };
  slot.stop = null;
  expect([changes(T0), changes(T0 + 1_000)]).toEqual([true, false]);
  slot.stop = {};
  expect([changes(T0 + 1_500), changes(T0 + 1_600)]).toEqual([true, false]);
});

test('in EMERGENCY whatever is held without an exit is closed', () => {
  const { watch, engine, done } = watchLab();
  engine.risk.mode = 'EMERGENCY';
  watch.look(T0);
  expect(done).toEqual(['kill-switch']);
});

test('a restart goes on where it was', () => {
  const before = watchLab();
  before.over('rejected', 0, T0);
  before.over('rejected', 0, T0 + 1_000);
  const after = watchLab();
  after.watch.restore(JSON.parse(JSON.stringify(before.watch.snapshot())));
  expect(after.watch.nextAt).toBe(T0 + 3_000);
  after.watch.look(T0 + 3_000);
  expect(after.done).toEqual(['signal']);
});
