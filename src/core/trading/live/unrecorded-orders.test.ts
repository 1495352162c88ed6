import { expect, test } from 'vitest';
import type { JournalEntry } from '../../journal/journal.ts';
import type { Slot } from '../engine/slot.ts';
import { UnrecordedOrders } from './unrecorded-orders.ts';

const slots = [0, 0, 1].map((instrument, index) => ({ index, instrument: { index: instrument } }) as Slot);
const entry = (sequence: number, epoch: number): JournalEntry => ({ sequence, epoch, at: 0, kind: 'step', body: {} });
/** Stands for the hash: 32 hexadecimal characters that follow from the same parts. */
const id = ({ index }: Slot, decisionId: string, leg: string) =>
  Buffer.from(`${index} ${decisionId} ${leg}`).toString('hex').padEnd(32, '0').slice(0, 32);
const slot = (index: number) => slots[index] as Slot;

/** A life that ended at entry 3, one that ended at 5, and the one under way. */
function recognising() {
  const unrecorded = new UnrecordedOrders(slots, id);
  const entries = [entry(1, 1), entry(2, 1), entry(3, 1), entry(4, 3), entry(5, 3), entry(6, 4)];
  expect([...unrecorded.noting(entries)]).toEqual(entries);
  return unrecorded;
}

test('an order decided beyond the end of an earlier life is known by its id, with its slot', () => {
  const unrecorded = recognising();
  expect(unrecorded.slotOf(id(slot(1), '3-6-1', 'exit'), 0)).toBe(1);
  expect(unrecorded.slotOf(id(slot(0), '3-40-2', 'stop'), 0)).toBe(0);
  expect(unrecorded.slotOf(id(slot(2), '1-4-1', 'target'), 1)).toBe(2);
});

test('what was written down, what could not have left, and what is foreign is nobody’s', () => {
  const unrecorded = recognising();
  for (const foreign of [
    id(slot(1), '3-5-1', 'exit'),
    id(slot(1), '3-6-1', 'entry'),
    id(slot(1), '4-7-1', 'exit'),
    id(slot(1), '9-6-1', 'exit'),
    'by-hand',
    'f'.repeat(32),
  ])
    expect(unrecorded.slotOf(foreign, 0)).toBe(-1);
  expect(unrecorded.slotOf(id(slot(2), '3-6-1', 'exit'), 0)).toBe(-1);
});

test('a snapshot keeps where the lives before it ended, its own as far as it had come', () => {
  const before = recognising();
  const after = new UnrecordedOrders(slots, id);
  after.restore(JSON.parse(JSON.stringify(before.lives(4, 8))));
  // A life that began after it, and recorded nothing but that.
  expect([...after.noting([entry(9, 5)])]).toHaveLength(1);
  expect(after.slotOf(id(slot(1), '3-6-1', 'exit'), 0)).toBe(1);
  expect(after.slotOf(id(slot(1), '4-9-1', 'exit'), 0)).toBe(1);
  expect(after.slotOf(id(slot(1), '4-8-1', 'exit'), 0)).toBe(-1);
});
