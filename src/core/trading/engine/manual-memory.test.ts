import { expect, test } from 'vitest';
import type { JournalEntry } from '../../journal/journal.ts';
import { ManualMemory } from './manual-memory.ts';
import type { ManualAnswer, ManualCommand } from './manual-wish.ts';

const cancel = (order: string, commandId = 'a'): ManualCommand => ({ commandId, by: 'panel:ana', wish: { kind: 'cancel', order } });
const done: ManualAnswer = { sequence: 7, outcome: { outcome: 'accepted', orders: ['1'], decisionId: '1-7-1', quantity: null, cuts: [] } };
const conflict = { outcome: { outcome: 'refused', code: 'COMMAND_ID_CONFLICT' } };

/** As after a start: the state as it was recorded, and of what was asked what `told` has put in. */
function restarted(
  { state, fingerprints }: ManualMemory,
  told: (memory: ManualMemory, fingerprints: Readonly<Record<string, string>>) => void,
) {
  const memory = new ManualMemory();
  told(memory, fingerprints);
  memory.restore(JSON.parse(JSON.stringify(state.acts)));
  return memory;
}

test('an id belongs to the act it was first told with, also after a start from the journal or from a snapshot', () => {
  const memory = new ManualMemory();
  expect(memory.find(cancel('1'))).toBeNull();
  memory.add(cancel('1'), done);
  const body = JSON.parse(JSON.stringify({ event: 'command', manual: { command: cancel('1'), outcome: done.outcome } }));
  const entry: JournalEntry = { sequence: 7, epoch: 1, at: 0, kind: 'step', body };
  const fromJournal = restarted(memory, (one) => one.note(entry));
  const fromSnapshot = restarted(memory, (one, fingerprints) => one.recall(JSON.parse(JSON.stringify(fingerprints))));
  for (const one of [memory, fromJournal, fromSnapshot]) {
    expect(one.find(cancel('1'))).toEqual(done);
    expect(one.find(cancel('2'))).toMatchObject(conflict);
    expect(one.find(cancel('2', 'b'))).toBeNull();
  }
});

test('an order that is asked again while the market has moved is the same act', () => {
  const order = (market: string): ManualCommand => ({
    ...{ commandId: 'a', by: 'panel:ana' },
    wish: {
      ...{ kind: 'entry', instrument: 'X', side: 1, type: 'market', price: null, postOnly: false, quantity: '1', riskRatio: null },
      ...{ stop: '90', targets: [], breakEven: false, most: null, market },
    },
  });
  const memory = new ManualMemory();
  memory.add(order('100'), done);
  expect(memory.find(order('101'))).toEqual(done);
});

test('a snapshot of an earlier release does not say what was asked: then the id is answered as before', () => {
  const memory = new ManualMemory();
  memory.add(cancel('1'), done);
  expect(restarted(memory, () => {}).find(cancel('2'))).toEqual(done);
});

test('what came of an id: its answer, nothing, or unknown where it may have been forgotten', () => {
  const memory = new ManualMemory();
  memory.add(cancel('1'), done);
  expect([memory.found('a', 0), memory.found('b', 0)]).toEqual([done, 'nothing']);
  // Entries 1 to 101, of which the first is forgotten: what was sent after the second stands among the others, or nowhere.
  const full = new ManualMemory();
  for (let i = 1; i <= 101; i++) full.add(cancel('1', `id-${i}`), { ...done, sequence: i });
  expect([full.found('id-1', 0), full.found('new', 1), full.found('new', 2)]).toEqual(['unknown', 'unknown', 'nothing']);
  expect(full.found('id-2', 0)).toMatchObject({ sequence: 2 });
});

test('the newest hundred are remembered', () => {
  const memory = new ManualMemory();
  for (let i = 0; i <= 100; i++) memory.add(cancel('1', `id-${i}`), done);
  expect([memory.find(cancel('1', 'id-0')), memory.find(cancel('1', 'id-1'))]).toEqual([null, done]);
  expect(Object.keys(memory.fingerprints)).toHaveLength(100);
});
