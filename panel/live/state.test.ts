import { expect, test } from 'vitest';
import type { LiveFrame, TraderState } from '../../src/api/live.ts';
import type { Fill } from '../../src/api/records.ts';
import type { SessionSnapshot } from '../../src/api/session.ts';
import { follows, NO_STATE, withFrame, withLink } from './state.ts';

const fill = (fillId: string) => ({ fillId }) as Fill;
const snapshot = { status: { at: 1 }, fills: [fill('f1')], decisions: [], events: [] } as unknown as SessionSnapshot;
const trader: TraderState = { state: 'running', since: 1, detail: null };
const first: LiveFrame = { type: 'snapshot', protocol: 2, release: '1.2.3', streamId: 's', sequence: 7, trader, snapshot };

test('a snapshot starts the page, and a second one starts everything fetched beside it anew', () => {
  const once = withFrame(NO_STATE, first, 100);
  expect(once).toMatchObject({ link: 'live', sequence: 7, streamId: 's', generation: 1, statusAt: 100 });
  expect(withFrame(once, first, 200).generation).toBe(2);
});

test('new rows come first, and a row sent twice is there once', () => {
  const state = withFrame(
    withFrame(NO_STATE, first, 100),
    {
      type: 'changes',
      from: 7,
      sequence: 9,
      messages: [
        { type: 'fill', fill: fill('f2') },
        { type: 'fill', fill: fill('f1') },
      ],
    },
    200,
  );
  expect(state.snapshot?.fills.map((row) => row.fillId)).toEqual(['f1', 'f2']);
  expect(state.sequence).toBe(9);
});

test('what did not change stays the same object, and only a status renews its age', () => {
  const before = withFrame(NO_STATE, first, 100);
  const after = withFrame(before, { type: 'changes', from: 7, sequence: 8, messages: [{ type: 'fill', fill: fill('f2') }] }, 200);
  expect(after.snapshot?.decisions).toBe(snapshot.decisions);
  expect(after.statusAt).toBe(100);
  expect(after.heardAt).toBe(200);
});

test('a lost line keeps what was known; going on has what was fetched beside it fetched again', () => {
  const lost = withLink(withFrame(NO_STATE, first, 100), 'lost', 150);
  expect(lost.snapshot).toBe(snapshot);
  const resumed = withFrame(lost, { type: 'resumed', release: '1.2.3', streamId: 's', sequence: 7, trader }, 160);
  expect(resumed).toMatchObject({ link: 'live', generation: 2, sequence: 7 });
});

test('a frame that goes on from another place than the page is does not follow', () => {
  const state = withFrame(NO_STATE, first, 100);
  expect(follows(state, { type: 'changes', from: 7, sequence: 9, messages: [] })).toBe(true);
  expect(follows(state, { type: 'changes', from: 8, sequence: 9, messages: [] })).toBe(false);
});

test('figures carry no place, and the trader is heard of with either kind', () => {
  const stopped: TraderState = { state: 'stopped', since: 5, detail: 'killed' };
  const state = withFrame(NO_STATE, first, 100);
  expect(withFrame(state, { type: 'values', messages: [] }, 200).sequence).toBe(7);
  expect(withFrame(state, { type: 'changes', from: 7, sequence: 7, messages: [{ type: 'trader', trader: stopped }] }, 200).trader).toBe(
    stopped,
  );
});
