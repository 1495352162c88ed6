// While the stream is down a venue may still answer questions: a comparison then says nothing of what will not be heard.
import { expect, test } from 'vitest';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
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

test('a line that is back and compared within ten seconds changes no mode, and nothing is entered from its loss to that comparison', () => {
  const { session, pass, placed, steps, ended, now } = sessionLab();
  ended(placed[0] as PlaceOrder, 'cancelled', '0');
  pass(500);
  let acts = 0;
  const enter = () => {
    const wish = { kind: 'entry', instrument: 'X', side: 1, type: 'market', price: null, postOnly: false, quantity: '0.1' } as const;
    const more = { riskRatio: null, stop: '90', targets: [], breakEven: false, most: null } as const;
    const { outcome } = session.manual({ commandId: `${++acts}`, by: 'panel:ana', wish: { ...wish, ...more } }, now());
    return 'code' in outcome ? outcome.code : outcome.outcome;
  };
  const told = () => steps().flatMap(({ notices = [] }: Step) => notices.map(({ code }) => code));
  const [known, modesBefore] = [placed.length, steps().flatMap(({ modes = [] }: Step) => modes).length];
  session.told({ kind: 'link', state: 'down', reason: 'connection reset' }, now());
  expect([told(), enter(), session.engine.risk.mode]).toEqual([['VENUE_DOWN'], 'VENUE_DOWN', 'NORMAL']);
  const before = session.lastComparison?.at ?? 0;
  session.told({ kind: 'link', state: 'up', reason: 'subscribed again' }, now());
  expect([told(), enter(), placed.length]).toEqual([['VENUE_DOWN', 'VENUE_UP'], 'VENUE_DOWN', known]);
  pass(9_000);
  expect(session.lastComparison?.at).toBeGreaterThan(before);
  expect([enter(), session.engine.risk.mode]).toEqual(['accepted', 'NORMAL']);
  pass(500);
  expect(placed.length).toBe(known + 1);
  expect(steps().flatMap(({ modes = [] }: Step) => modes)).toHaveLength(modesBefore);
});

test('a line that is gone for ten seconds demands OBSERVATION, not a moment earlier, also where it is back and not yet compared', () => {
  const { session, now, pass } = sessionLab();
  const mode = () => session.engine.risk.mode;
  session.told({ kind: 'link', state: 'down', reason: 'connection reset' }, now());
  const lostAt = now();
  session.tick(lostAt + 9_999);
  expect([mode(), session.nextAt <= lostAt + 10_000]).toEqual(['NORMAL', true]);
  session.told({ kind: 'link', state: 'up', reason: 'subscribed again' }, lostAt + 9_999);
  session.tick(lostAt + 10_000);
  expect(mode()).toBe('OBSERVATION');
  pass(60_000);
  expect(mode()).toBe('NORMAL');
});
