import { expect, test } from 'vitest';
import { type Instrument, prepareInstrument } from '../../domain/instrument.ts';
import type { Difference } from '../broker/reconciliation.ts';
import type { Mode } from '../risk/mode-table.ts';
import { KillWatch } from './kill-watch.ts';

/** Two instruments of 0.001 a lot, one slot each, in EMERGENCY. */
function lab() {
  const words = { venue: 'test', kind: 'spot', quote: 'USDT', tickSize: 0.1, lotSize: 0.001 } as const;
  const instruments = ['A', 'B'].map((id, index) => prepareInstrument({ ...words, id, base: id }, index, 8));
  const positions = instruments.map(() => ({ lots: 0 }));
  const slots = instruments.map((instrument: Instrument, i) => ({
    instrument,
    position: positions[i] as { lots: number },
    isTooSmall: false,
  }));
  const risk: { mode: Mode } = { mode: 'EMERGENCY' };
  const told: string[] = [];
  const watch = new KillWatch({ risk, instruments, book: { positions }, slots }, (code, message) => told.push(`${code}: ${message}`));
  return {
    risk,
    watch,
    /** What is told at this instant, with so many lots held of each; `small` can't be sold. */
    at: (instant: number, [a, b]: readonly [number, number], small: readonly number[] = [], differences: readonly Difference[] = []) => {
      for (const [i, lots] of [a, b].entries()) Object.assign(slots[i] as object, { isTooSmall: small.includes(i), position: { lots } });
      for (const [i, lots] of [a, b].entries()) (positions[i] as { lots: number }).lots = lots;
      watch.look(differences, instant);
      return told.splice(0);
    },
  };
}

test('what is still open five seconds after a kill is told once, and once more when it is closed', () => {
  const { watch, at } = lab();
  expect(at(1_000, [5, -2])).toEqual([]);
  expect(watch.nextAt).toBe(6_000);
  expect(at(5_999, [5, -2])).toEqual([]);
  expect(at(6_000, [5, -2])).toEqual(['KILL_NOT_FLAT: not closed yet: A, B']);
  expect(at(60_000, [5, 0])).toEqual([]);
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  expect(at(61_000, [0, 0])).toEqual(['KILL_FLAT: everything is closed']);
  expect(at(62_000, [0, 0])).toEqual([]);
});

test('what can not be closed is no reason to wait: the end is told with it, once', () => {
  const { watch, at } = lab();
  at(0, [5, 42], [1]);
  expect(at(5_000, [5, 42], [1])).toEqual(['KILL_NOT_FLAT: not closed yet: A']);
  const end = 'KILL_FLAT: everything is closed but what is less than the venue takes: 0.042 B';
  expect(at(6_000, [0, 42], [1])).toEqual([end]);
  expect(at(7_000, [0, 42], [1])).toEqual([]);
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  // Also where it is all there ever was.
  const other = lab();
  expect([0, 1].map((instant) => other.at(instant, [0, 42], [1]))).toEqual([[end], []]);
  expect([other.at(2, [0, 0]), other.at(3, [0, 42], [1])]).toEqual([[], [end]]);
});

test('what is closed in time is nothing to tell', () => {
  const { at } = lab();
  expect([at(0, [5, 0]), at(4_999, [0, 0]), at(5_000, [5, 0]), at(9_999, [5, 0])].flat()).toEqual([]);
});

test('what a kill leaves alone is told at its beginning and when it is another, not at every look', () => {
  const { at } = lab();
  const order = (venue: string) => [{ kind: 'order', subject: 'BTC', here: 'none', venue } as Difference];
  const told = (venue: string) => `KILL_NOT_OURS: at the venue and not this session's, not touched: order ${venue} (BTC)`;
  const looks = [[], order('A'), order('A'), order('B'), [], order('B')].map((differences, i) => at(i, [0, 0], [], differences));
  expect(looks).toEqual([[], [told('A')], [], [told('B')], [], [told('B')]]);
});

test('in another mode nothing is told, whatever is open; an EMERGENCY that is ended too early says what is left', () => {
  const { risk, watch, at } = lab();
  risk.mode = 'PAUSE';
  expect([at(0, [5, 0]), at(10_000, [5, 0])].flat()).toEqual([]);
  expect(watch.nextAt).toBe(Number.POSITIVE_INFINITY);
  risk.mode = 'EMERGENCY';
  expect([at(10_000, [5, 0]), at(15_000, [5, 0])].flat()).toEqual(['KILL_NOT_FLAT: not closed yet: A']);
  risk.mode = 'PAUSE';
  expect(at(16_000, [5, 0])).toEqual(['KILL_FLAT: EMERGENCY was ended with this still open: A']);
  expect(at(17_000, [5, 0])).toEqual([]);
});
