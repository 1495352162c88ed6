import { expect, test } from 'vitest';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { compareViews } from './compare-views.ts';

/** Entries by epoch: each opening at its wall-clock time, then so many steps. */
function journalOf(...epochs: readonly (readonly [openedAt: number, steps: number])[]) {
  const entries: JournalEntry[] = [];
  const add = (epoch: number, at: number, kind: string) => entries.push({ sequence: entries.length + 1, epoch, at, kind, body: null });
  epochs.forEach(([openedAt, steps], index) => {
    add(index + 1, openedAt, 'epoch');
    for (let step = 0; step < steps; step++) add(index + 1, step, 'step');
  });
  return { first: 1, durable: entries.length, readEntries: (from: number) => entries.slice(from - 1) };
}

/** Views of `journalOf([1000, 4], [2000, 4])` up to its last entry, 10. */
const VIEWS = { sequence: 10, beganAt: 1000, openedSequence: 6, openedAt: 2000, isOfThisForm: true, isReadable: true };

test.each([
  [
    'the same journal',
    [
      [1000, 4],
      [2000, 4],
    ],
    'same',
  ],
  [
    'the same, opened again since',
    [
      [1000, 4],
      [2000, 4],
      [3000, 9],
    ],
    'same',
  ],
  [
    'cut back and still shorter',
    [
      [1000, 4],
      [2000, 1],
      [3000, 1],
    ],
    'lost',
  ],
  [
    'cut back behind its newest opening and longer since',
    [
      [1000, 4],
      [2000, 1],
      [3000, 9],
    ],
    'lost',
  ],
  [
    'cut back before its newest opening and longer since',
    [
      [1000, 2],
      [3000, 9],
    ],
    'lost',
  ],
  [
    'cut back to its newest opening, which is repeated',
    [
      [1000, 4],
      [3000, 9],
    ],
    'lost',
  ],
  [
    'another journal, opened where that one was',
    [
      [1500, 4],
      [2000, 9],
    ],
    'other',
  ],
] as const)('%s', (_, epochs, expected) => {
  expect(compareViews(VIEWS, journalOf(...epochs))).toBe(expected);
});

test('views of nothing fit every journal, views of an unknown one fit none', () => {
  const nothing = { sequence: 0, beganAt: null, openedSequence: null, openedAt: null, isOfThisForm: true, isReadable: true };
  expect(compareViews(nothing, journalOf([1000, 4]))).toBe('same');
  expect(compareViews({ ...nothing, sequence: 3 }, journalOf([1000, 4]))).toBe('other');
});

test('views in the form of an earlier release are made anew, unless they have seen what is no longer in the journal', () => {
  const earlier = { ...VIEWS, isOfThisForm: false };
  expect(compareViews(earlier, journalOf([1000, 4], [2000, 4]))).toBe('other');
  expect(compareViews(earlier, journalOf([1000, 4], [2000, 1]))).toBe('lost');
});

test('what was removed by order is not compared, what is kept is', () => {
  const keptFrom = (first: number, journal: ReturnType<typeof journalOf>) => ({
    ...journal,
    first,
    readEntries: (from: number) => {
      if (from < first) throw new Error(`entry ${from} was removed`);
      return journal.readEntries(from);
    },
  });
  const same = journalOf([1000, 4], [2000, 9]);
  expect(compareViews(VIEWS, keptFrom(4, same))).toBe('same');
  expect(compareViews(VIEWS, keptFrom(8, same))).toBe('same');
  expect(compareViews(VIEWS, keptFrom(4, journalOf([1000, 4], [3000, 9])))).toBe('lost');
  // They can't be made anew from such a journal: those of an earlier form go on, where this release reads them.
  const earlier = { ...VIEWS, isOfThisForm: false };
  expect(compareViews(earlier, keptFrom(4, same))).toBe('same');
  expect(compareViews({ ...earlier, isReadable: false }, keptFrom(4, same))).toBe('other');
});
