// A live strategy's entry below 0.60: nothing leaves before the owner's yes, and by the receiver's clock silence is over even where no candle comes.
import { expect, test } from 'vitest';
import { sessionLab } from './session-lab.ts';

/** In its 30th minute, asked about for the first time or again. */
function asked() {
  const lab = sessionLab({ confidence: 0.58, risk: 'default' });
  for (let i = 0; i < 30; i++) lab.candle();
  const id = /\/approve (\S+)/.exec(lab.notices().findLast(({ code }) => code === 'APPROVAL_NEEDED')?.message ?? '')?.[1] ?? '';
  expect(id).not.toBe('');
  return { ...lab, id };
}

test('a yes sends it, when it is on disk', () => {
  const { session, placed, pass, id, now, steps } = asked();
  expect(placed).toEqual([]);
  expect(session.answerApproval({ decisionId: id, approved: true, by: 'telegram:1' }, now()).refusal).toBeNull();
  pass(200);
  expect(placed).toMatchObject([{ side: 'buy', type: 'limit', limitPrice: '100' }]);
  expect(steps().find(({ approval }) => approval)?.approval).toMatchObject({ decisionId: id, approved: true, by: 'telegram:1' });
});

test('the stop of a share of the price is told with the price it was worked out from', () => {
  const { notices } = asked();
  expect(notices().find(({ code }) => code === 'APPROVAL_NEEDED')?.message).toContain('stop about 90 (if it fills at 100): /approve');
});

test('five minutes without a candle are silence too', () => {
  const { session, placed, pass, id, now } = asked();
  pass(300_001);
  expect(session.answerApproval({ decisionId: id, approved: true, by: 'telegram:1' }, now()).refusal).toMatchObject({
    code: 'APPROVAL_EXPIRED',
  });
  pass(200);
  expect(placed).toEqual([]);
});
