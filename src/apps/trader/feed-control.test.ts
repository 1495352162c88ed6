import { expect, test } from 'vitest';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { feedControlIn, takenUp } from './feed-control.ts';

const left = (paused: boolean, speed: number | null, begunAt: number | null) => ({ paused, speed, begunAt, by: 'panel:ana' });
const entry = (sequence: number, kind: string, body: unknown): JournalEntry => ({ sequence, epoch: 1, at: 0, kind, body });

test('the newest word on the replay counts, that of a snapshot where there is none after it', () => {
  const entries = [entry(1, 'feed', left(true, 60, 60)), entry(2, 'step', {}), entry(3, 'feed', left(false, 10, 60))];
  expect(feedControlIn(entries, null)).toMatchObject({ paused: false, speed: 10 });
  expect(feedControlIn([entry(4, 'step', {})], left(true, 60, 60))).toMatchObject({ paused: true, speed: 60 });
  expect(feedControlIn([], null)).toBeNull();
});

test('a paused replay stays paused whatever speed the next start asks for', () => {
  expect(takenUp(left(true, 10, 60), 60)).toEqual({ paused: true, speed: 10 });
  expect(takenUp(left(true, 10, 60), 3600)).toEqual({ paused: true, speed: 3600 });
  expect(takenUp(left(false, null, 60), 60)).toEqual({ paused: false, speed: Number.POSITIVE_INFINITY });
  expect(takenUp(null, 60)).toEqual({ paused: false, speed: 60 });
});
