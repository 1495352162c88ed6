// While the stream is down a venue may still answer questions: a comparison then says nothing of what will not be heard.
import { expect, test } from 'vitest';
import { sessionLab } from './session-lab.ts';

test('nothing is entered until the link is up again and the venue has been compared since, however many comparisons find nothing meanwhile', () => {
  const { session, pass, now } = sessionLab();
  const mode = () => session.engine.risk.mode;
  expect(mode()).toBe('NORMAL');
  session.told({ kind: 'link', state: 'down', reason: 'connection reset' }, now());
  const before = session.lastComparison?.at ?? 0;
  pass(200_000);
  expect(session.lastComparison?.at).toBeGreaterThan(before);
  expect(mode()).toBe('OBSERVATION');
  session.told({ kind: 'link', state: 'up', reason: 'subscribed again' }, now());
  expect(mode()).toBe('OBSERVATION');
  pass(30_000);
  expect(mode()).toBe('NORMAL');
});
