// How far an order has come on its way to a venue is in the journal: approved, sent, acknowledged, in doubt, with its times and its name there.
import { expect, test } from 'vitest';
import { lifeOf } from '../../src/apps/trader/order-life.ts';
import { fillOf, orderOf } from '../../src/apps/trader/rows.ts';
import type { JournalEntry } from '../../src/core/journal/journal.ts';
import { createHistory, foldEntry, type StepHistory } from '../../src/core/trading/engine/step-history.ts';
import type { ProgressRecord, Step } from '../../src/core/trading/engine/steps.ts';
import { brokerLab } from './broker-lab.ts';
import { sessionLab } from './session-lab.ts';

test('an order is sent when its bytes leave, and acknowledged when the venue names it', () => {
  const lab = brokerLab();
  lab.submit({ id: 1 });
  lab.pass(1_000);
  expect(lab.progress).toEqual([]);
  lab.durable();
  expect(lab.progress).toEqual(['1 sent']);
  lab.answer('place', { venueOrderId: 'v1' });
  lab.report(1, {});
  expect(lab.progress).toEqual(['1 sent', '1 acknowledged as v1']);
});

test('without an answer it is in doubt, once, until the venue is found to have it', () => {
  const lab = brokerLab();
  lab.submit({ id: 1 });
  lab.durable();
  lab.pass(12_000);
  expect(lab.progress).toEqual(['1 sent', '1 in-doubt']);
  lab.report(1, { status: 'filled', filled: '0.1' });
  expect(lab.progress).toEqual(['1 sent', '1 in-doubt', '1 acknowledged as v1']);
});

test('what never left was never sent', () => {
  const lab = brokerLab();
  lab.switches.mayEnter = false;
  lab.submit({ id: 1 });
  lab.durable();
  expect([lab.told, lab.progress]).toEqual([['1 cancelled ENTRIES_HELD'], []]);
});

test('after a restart every order is in doubt, and that is told once the session starts', () => {
  const lab = brokerLab();
  lab.submit({ id: 1 });
  lab.durable();
  lab.answer('place', { venueOrderId: 'v1' });
  const { broker } = lab;
  broker.restore(broker.snapshot(), lab.now, [{ lots: 0, cost: 0, margin: 0 }]);
  broker.tellDoubts(lab.now);
  expect(lab.progress.slice(2)).toEqual(['1 in-doubt as v1']);
});

test('a session writes each stage down with its time by the trader clock, and the life of the order is read from there', () => {
  const lab = sessionLab();
  const [entry] = lab.placed;
  const sentAt = lab.now() - 500;
  lab.fill('x1', entry?.quantity ?? '');
  lab.pass(200);
  const stages = lab
    .steps()
    .flatMap(({ progress = [] }, i) => progress.filter(({ orderId }) => orderId === '1').map((one) => ({ i, ...one })));
  expect(stages.map(({ stage, at, venueOrderId }) => [stage, at, venueOrderId])).toEqual([
    ['approved', sentAt, null],
    ['sent', sentAt, null],
    ['acknowledged', sentAt, 'v1'],
  ]);
  // Each is an entry of its own: what is known is on disk when it is known.
  expect(new Set(stages.map(({ i }) => i)).size).toBe(3);

  const row = folded(lab.steps()).orders.get('1');
  if (row === undefined) throw new Error('expected order 1 in the journal');
  const order = orderOf(row);
  expect(order.progress?.map(({ stage, journalSequence }) => [stage, journalSequence])).toEqual(
    stages.map(({ stage, i }) => [stage, i + 1]),
  );
  const fills = folded(lab.steps()).fills.map((fill) => fillOf(fill, 'USDT'));
  expect(lifeOf(order, fills.reverse()).map(({ state, detail }) => [state, detail])).toEqual([
    ['journaled', `entry, entry ${order.journalSequence}`],
    ['sent', null],
    ['acknowledged', 'at the venue v1'],
    ['partially-filled', 'fee 0 USDT, maker'],
  ]);
});

test('a journal of before it was recorded is read as ever, and says nothing of it', () => {
  const steps = sessionLab()
    .steps()
    .map(({ progress: _progress, ...step }) => step as Step);
  const row = folded(steps).orders.get('1');
  if (row === undefined) throw new Error('expected order 1 in the journal');
  expect(orderOf(row)).not.toHaveProperty('progress');
  expect(lifeOf(orderOf(row), []).map(({ state }) => state)).toEqual(['journaled']);
});

test('of an order that rests for months the beginning is kept, and the newest', () => {
  const [first, ...rest] = sessionLab().steps();
  const doubts = Array.from({ length: 100 }, (_, i) => {
    const progress: ProgressRecord[] = [{ orderId: '1', stage: i % 2 === 0 ? 'in-doubt' : 'acknowledged', at: i, venueOrderId: 'v1' }];
    return { event: 'venue', candles: [], equity: '0', progress } as Step;
  });
  const progress = folded([first as Step, ...rest, ...doubts]).orders.get('1')?.progress ?? [];
  expect(progress).toHaveLength(40);
  expect(progress.slice(0, 3).map(({ stage }) => stage)).toEqual(['approved', 'sent', 'acknowledged']);
  expect(progress.at(-1)?.at).toBe(99);
});

function folded(steps: readonly Step[]): StepHistory {
  const history = createHistory();
  steps.forEach((body, i) => {
    const entry: JournalEntry = { sequence: i + 1, epoch: 1, at: 0, kind: 'step', body };
    foldEntry(history, entry, () => 1);
  });
  return history;
}
