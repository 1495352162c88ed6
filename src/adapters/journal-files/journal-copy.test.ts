/** A journal copied entry by entry: the same text and chain, continued by whoever takes over, and set aside where histories part. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { entriesOf, openJournalCopy, type RawEntry } from './journal-copy.ts';
import { openJournal } from './open-journal.ts';
import { readJournal, verifyJournal } from './verify.ts';

let root: string;
const at = (name: string) => join(root, name, 'demo');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'copy-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Opens a journal as its leader, writes notes, and gives what it has handed on. */
async function leader(name: string, notes: readonly unknown[]): Promise<RawEntry[]> {
  const handedOn: RawEntry[] = [];
  const journal = await openJournal(at(name), {
    account: 'demo',
    create: true,
    now: () => 5,
    confirm: ({ bytes }, done) => {
      handedOn.push(...entriesOf(bytes));
      done();
    },
  });
  for (const note of notes) journal.append('note', 7, note);
  journal.flush();
  journal.close();
  return handedOn;
}

const notesIn = (name: string) => [...readJournal(at(name))].flatMap(({ kind, body }) => (kind === 'note' ? [body] : []));

test('has the same entries and chain hashes, and its successor goes on from there', async () => {
  const notes = [{ text: 'ñ ☂ \u0000', number: 0.1 }, [1e21, -0, null], 'x'.repeat(70_000)];
  const first = await leader('a', notes);
  const copy = openJournalCopy(at('b'), 'demo');
  expect(copy.append(first.slice(0, 2))).toBe(true);
  expect(openJournalCopy(at('b'), 'demo').append(first.slice(2))).toBe(true);
  expect(verifyJournal(at('b'))).toMatchObject({ entries: 4 });
  expect([...openJournalCopy(at('b'), 'demo').after(0)]).toEqual(first);
  await leader('b', ['taken over']);
  expect(notesIn('b').at(-1)).toBe('taken over');
  expect([...readJournal(at('b'))].map(({ epoch }) => epoch)).toEqual([1, 1, 1, 1, 2, 2]);
});

test('takes no entry that does not follow, and none that was changed', async () => {
  const entries = await leader('a', ['one', 'two', 'three']);
  const copy = openJournalCopy(at('b'), 'demo');
  expect(copy.append(entries.slice(1))).toBe(false);
  const [head, second] = entries as [RawEntry, RawEntry];
  expect(copy.append([head, { ...second, payload: second.payload.replace('one', 'uno') }])).toBe(false);
  expect(copy.last).toBe(0);
  expect(copy.append(entries)).toBe(true);
});

test('sets what nobody else has aside, readable, and goes on with the other history', async () => {
  const shared = await leader('a', ['shared']);
  openJournalCopy(at('b'), 'demo').append(shared);
  // Both go on by themselves: what b does counts.
  await leader('a', ['never sent', 'never sent either']);
  const counted = await leader('b', ['counts']);
  const copy = openJournalCopy(at('a'), 'demo');
  expect(copy.append(counted)).toBe(false);
  const file = copy.setAsideAfter(2);
  expect(file).toBe('0000000000000003.journal.set-aside.jsonl');
  const kept = readFileSync(join(at('a'), file as string), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(kept.map(([sequence, , , , body]) => [sequence, body])).toEqual([
    [3, { cut: null }],
    [4, 'never sent'],
    [5, 'never sent either'],
  ]);
  expect(copy.append(counted)).toBe(true);
  expect(notesIn('a')).toEqual(['shared', 'counts']);
  expect(copy.setAsideAfter(copy.last)).toBeNull();
});

test('an entry that was cut short by a power failure is copied anew', async () => {
  const entries = await leader('a', ['one', 'two']);
  openJournalCopy(at('b'), 'demo').append(entries);
  const [segment] = readdirSync(at('b')).filter((name) => name.endsWith('.journal'));
  const path = join(at('b'), segment as string);
  truncateSync(path, readFileSync(path).length - 3);
  const copy = openJournalCopy(at('b'), 'demo');
  expect(copy.last).toBe(2);
  expect(copy.append(entries.slice(2))).toBe(true);
  expect(verifyJournal(at('b'))).toMatchObject({ entries: 3 });
});
