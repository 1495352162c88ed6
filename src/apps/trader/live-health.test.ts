import { expect, test } from 'vitest';
import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import { liveHealth } from './live-health.ts';

const journal = { state: 'open', oldestPendingMs: () => 0, durable: 7, failure: null } as unknown as FileJournal;
const WELL = {
  ...({ release: '1', mode: 'NORMAL', stopped: '', feed: 'running', journal, now: 0, journalLateMs: 1_000 } as const),
  troubles: { feed: null, venue: null, clock: null },
  database: { state: 'none', since: 0, lastError: null, projectedSequence: null },
  link: { state: 'up', reason: 'started', offsetMs: 1 },
} as const;
const stateOf = (changes: object) => {
  const { status, parts } = liveHealth({ ...WELL, ...changes });
  return { status, ...Object.fromEntries(parts.map(({ name, state, detail }) => [name, `${state}: ${detail}`])) };
};

test('a lost line to the prices, and to the venue, are degraded at once and say why', () => {
  expect(stateOf({})).toMatchObject({ status: 'ok', feed: 'ok: running', venue: 'ok: started; its clock is 1 ms off ours' });
  const lost = {
    troubles: { ...WELL.troubles, feed: 'no line to the prices since then (closed)' },
    link: { state: 'down', reason: 'closed', offsetMs: 1 },
  };
  expect(stateOf(lost)).toMatchObject({
    status: 'degraded',
    feed: 'degraded: no line to the prices since then (closed)',
    venue: 'degraded: closed',
  });
});
