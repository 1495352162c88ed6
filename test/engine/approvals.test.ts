// Entries below a confidence of 0.60: the owner's yes lets them through at half size, a no, silence and a restart do not. Trading rules 3.4.
import { expect, test } from 'vitest';
import { waitingApprovals } from '../../src/apps/trader/order-desk.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signal, signalWorld } from './signal-world.ts';

const MINUTE = 60_000;
const RISK = builtInProfile('default');

/** A session in its 30th minute, and what it says. */
function world(approvals = true) {
  const made = signalWorld({ risk: RISK, approvals });
  for (let i = 0; i < 30; i++) made.candle(100);
  const notices = () => made.steps().flatMap((step) => step.notices ?? []);
  const enter = (more: Parameters<typeof signal>[0] = {}) =>
    made.session.signal(signal({ confidence: 0.58, createdAt: made.engine.at, ...more }));
  const answer = (decisionId: string, approved: boolean, at = made.engine.at) =>
    made.session.answerApproval({ decisionId, approved, by: 'telegram:1', at });
  return { ...made, notices, enter, answer };
}

function waitingId(asked: ReturnType<ReturnType<typeof world>['enter']>): string {
  expect(asked).toMatchObject({ outcome: 'awaiting-approval' });
  return (asked as { decisionId: string }).decisionId;
}

test('a yes lets it through at half size, and the journal has who said it', () => {
  const sure = world();
  expect(sure.enter({ confidence: 0.66 })).toMatchObject({ outcome: 'executed' });
  sure.candle(100);
  // Size is risk times confidence: at 0.58 and half of that.
  const full = sure.slot.position.lots;
  expect(full).toBeGreaterThan(0);

  const { enter, answer, candle, slot, engine, steps, notices } = world();
  const asked = enter();
  const id = waitingId(asked);
  expect(asked).toMatchObject({ expiresAt: engine.at + 300_000 });
  expect(slot.entry).toBeNull();
  expect(notices()).toMatchObject([{ code: 'APPROVAL_NEEDED', message: expect.stringContaining(`/approve ${id}`) }]);
  candle(100);
  expect(answer(id, true).refusal).toBeNull();
  candle(100);
  expect(slot.position.lots).toBe(Math.floor((full * (0.58 / 0.66)) / 2 + 1e-9));
  expect(steps().find(({ approval }) => approval)).toMatchObject({
    approval: { decisionId: id, approved: true, by: 'telegram:1' },
    orders: [{ cuts: expect.arrayContaining(['HALF_SCORE']) }],
  });
  expect(answer(id, true).refusal).toMatchObject({ code: 'NOTHING_TO_APPROVE' });
});

test('a no enters nothing and is written down', () => {
  const { enter, answer, candle, slot, steps } = world();
  const id = waitingId(enter());
  expect(answer(id, false).refusal).toBeNull();
  candle(100);
  expect([slot.position.lots, slot.entry]).toEqual([0, null]);
  expect(steps().filter(({ approval }) => approval)).toMatchObject([{ approval: { decisionId: id, approved: false } }]);
});

test('after 300 s silence was a refusal, to the millisecond', () => {
  const first = world();
  const id = waitingId(first.enter());
  expect(first.answer(id, true, first.engine.at + 300_001).refusal).toMatchObject({ code: 'APPROVAL_EXPIRED' });
  expect(first.slot.entry).toBeNull();

  const second = world();
  const other = waitingId(second.enter());
  expect(second.answer(other, true, second.engine.at + 300_000).refusal).toBeNull();
  expect(second.slot.entry).not.toBeNull();

  const third = world();
  const forgotten = waitingId(third.enter());
  for (let i = 0; i < 6; i++) third.candle(100);
  expect(third.notices().map(({ code }) => code)).toEqual(['APPROVAL_NEEDED', 'APPROVAL_EXPIRED']);
  expect(third.answer(forgotten, true).refusal).toMatchObject({ code: 'NOTHING_TO_APPROVE' });
  expect(third.engine.at % MINUTE).toBe(0);
});

test('a yes goes through every rule as things are then', () => {
  const { session, enter, answer, slot } = world();
  const id = waitingId(enter());
  session.requestMode({ kind: 'pause', to: 'PAUSE', by: 'ana', reason: 'lunch', pinVerified: false });
  expect(answer(id, true).refusal).toMatchObject({ code: 'MODE_PAUSE' });
  expect(slot.entry).toBeNull();
});

test('one request waits for each instrument, a rehearsal asks nobody, and a restart is silence', () => {
  const { session, enter, answer, notices } = world();
  expect(enter({ dryRun: true })).toMatchObject({ outcome: 'refused', code: 'SIGNAL_APPROVAL_NEEDED' });
  expect(notices()).toEqual([]);
  const id = waitingId(enter());
  expect(enter()).toMatchObject({ outcome: 'refused', code: 'SIGNAL_APPROVAL_NEEDED' });
  expect(notices()).toHaveLength(1);
  session.forgetApprovals();
  expect(answer(id, true).refusal).toMatchObject({ code: 'NOTHING_TO_APPROVE' });
});

test('where nobody can be asked it is dropped', () => {
  expect(world(false).enter()).toMatchObject({ outcome: 'refused', code: 'SIGNAL_APPROVAL_UNAVAILABLE' });
});

test('nobody is asked about what risk refuses anyway: it is refused for that', () => {
  const { enter, candle, notices, engine, recorder } = world();
  // A candle from 10 to 190 makes the average range more than the 5 % of the price that are allowed.
  candle(100, 190, 10, 100);
  expect(enter()).toMatchObject({ outcome: 'refused', code: 'RISK_VOLATILITY' });
  expect(enter({ confidence: 0.9 })).toMatchObject({ outcome: 'refused', code: 'RISK_VOLATILITY' });
  expect(notices()).toEqual([]);
  expect(waitingApprovals(engine, recorder.approvals)).toEqual([]);
});

test('nor about a position too small for its two targets', () => {
  const { enter, notices } = world();
  // A loss of 15 a unit at the stop: three units for 1 % of 10,000 at that confidence, in that regime (46.40), one at half size; and half of one is none.
  const targets = [
    { price: 110, closeRatio: 0.5 },
    { price: 120, closeRatio: 1 },
  ];
  expect(enter({ stopPrice: 85, targets })).toMatchObject({ outcome: 'refused', code: 'TARGET_TOO_SMALL' });
  expect(notices()).toEqual([]);
});

test('what waits says where its stop is: named, or worked out from the price of the decision', () => {
  const { enter, engine, recorder, notices, slot } = world();
  const id = waitingId(enter());
  expect(waitingApprovals(engine, recorder.approvals)).toMatchObject([{ decisionId: id, stopPrice: 95, stopIfFilledAt: null }]);
  expect(notices()[0]?.message).toContain('confidence 0.58, stop 95: /approve');

  const { approvals } = recorder;
  approvals.clear();
  const asked = (side: 1 | -1) => {
    // 2.333 % of 100.00 is 2.333: away from the price in whole hundredths.
    slot.enter(side, { confidence: 0.58, reason: 'x', stopRatio: 0.02333 });
    approvals.ask(slot, 'a', side, engine.at);
    const [{ stopPrice, stopIfFilledAt } = { stopPrice: null, stopIfFilledAt: null }] = waitingApprovals(engine, approvals);
    approvals.clear();
    slot.forgetWish();
    return [stopPrice, stopIfFilledAt];
  };
  expect(asked(1)).toEqual([97.66, 100]);
  expect(asked(-1)).toEqual([102.34, 100]);
});

test('what the price has overtaken meanwhile is not entered: it would be closed at once', () => {
  const targets = [{ price: 110, closeRatio: 1 }];
  const at = (price: number, more: Parameters<typeof signal>[0] = {}) => {
    const made = world();
    const id = waitingId(made.enter({ targets, ...more }));
    made.candle(price);
    const { refusal, order } = made.answer(id, true);
    expect(made.slot.entry === null).toBe(order === null);
    return refusal && [refusal.code, refusal.measured, refusal.limit];
  };
  // Long with its stop at 95 and its target at 110.
  expect(at(95)).toEqual(['APPROVAL_OVERTAKEN', 95, 95]);
  expect(at(95.01)).toBeNull();
  expect(at(110)).toEqual(['APPROVAL_OVERTAKEN', 110, 110]);
  expect(at(109.99)).toBeNull();
  // A limit of 100 fills no worse: above it nothing is overtaken, and below its stop it is.
  expect(at(110, { type: 'limit', price: 100 })).toBeNull();
  expect(at(94, { type: 'limit', price: 100 })).toEqual(['APPROVAL_OVERTAKEN', 94, 95]);
  const short = { side: -1, stopPrice: 105, targets: [] } as const;
  expect(at(105, short)).toEqual(['APPROVAL_OVERTAKEN', 105, 105]);
  expect(at(104.99, short)).toBeNull();
});

test('a yes tells the order it has sent; one that is refused says that it waits no longer, and is written down', () => {
  const { enter, answer, session, notices } = world();
  const id = waitingId(enter());
  expect(answer(id, true).order).toMatchObject({
    purpose: 'entry',
    side: 'buy',
    instrumentId: 'X',
    cuts: expect.arrayContaining(['HALF_SCORE']),
  });

  const second = world();
  const other = waitingId(second.enter());
  second.session.requestMode({ kind: 'pause', to: 'PAUSE', by: 'ana', reason: 'lunch', pinVerified: false });
  const { refusal, order } = second.answer(other, true);
  expect([order, refusal?.message]).toEqual([
    null,
    'PAUSE: no entries until the owner resumes: nothing is entered, and it waits no longer',
  ]);
  expect(second.notices().at(-1)).toMatchObject({ code: 'APPROVAL_REFUSED', message: expect.stringContaining(other) });
  expect(notices().map(({ code }) => code)).toEqual(['APPROVAL_NEEDED']);
  expect(session.unrecorded).toBe(false);
});
