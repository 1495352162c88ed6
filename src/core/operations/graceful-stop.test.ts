import { describe, expect, test } from 'vitest';
import { type OrderAtStop, planStop } from './graceful-stop.ts';

const MINUTE = 60_000;
const ASKED = 1_000_000;
const order = (orderId: string, purpose: OrderAtStop['purpose'], more: Partial<OrderAtStop> = {}): OrderAtStop => ({
  orderId,
  purpose,
  reduceOnly: purpose !== 'entry' && purpose !== 'owner',
  inDoubt: false,
  ...more,
});
const entry = order('entry', 'entry');
const exit = order('exit', 'exit');
const stop = order('stop', 'stop');
const target = order('target', 'target');

describe('a stop in good order', () => {
  test('with nothing but protection working it is done at once, and keeps it', () => {
    expect(planStop(ASKED, [stop, target], ASKED)).toEqual({ cancel: [], keep: ['stop', 'target'], waitFor: [], until: null, done: true });
  });

  test('waits for entries and exits on their way, for 5 minutes', () => {
    const limit = ASKED + 5 * MINUTE;
    for (const now of [ASKED, limit - 1])
      expect(planStop(ASKED, [entry, exit, stop], now)).toEqual({
        cancel: [],
        keep: ['stop'],
        waitFor: ['entry', 'exit'],
        until: limit,
        done: false,
      });
  });

  test('at exactly 5 minutes entries are cancelled, and the venue has 10 s to say so', () => {
    const now = ASKED + 5 * MINUTE;
    expect(planStop(ASKED, [entry, exit, stop], now)).toEqual({
      cancel: ['entry'],
      keep: ['stop'],
      waitFor: ['entry'],
      until: now + 10_000,
      done: false,
    });
  });

  test('once the cancel is confirmed it is done: exits and stops stay', () => {
    expect(planStop(ASKED, [exit, stop], ASKED + 5 * MINUTE + 1)).toEqual({
      cancel: [],
      keep: ['exit', 'stop'],
      waitFor: [],
      until: null,
      done: true,
    });
  });

  test('it ends after 5 minutes and 10 s whatever the venue says', () => {
    expect(planStop(ASKED, [entry, stop], ASKED + 5 * MINUTE + 10_000)).toMatchObject({ cancel: ['entry'], keep: ['stop'], done: true });
  });

  test('what is in doubt is waited for and never cancelled, a stop too', () => {
    const doubtful = [order('entry', 'entry', { inDoubt: true }), order('stop', 'stop', { inDoubt: true })];
    expect(planStop(ASKED, doubtful, ASKED + 5 * MINUTE)).toMatchObject({ cancel: [], waitFor: ['entry', 'stop'], done: false });
    expect(planStop(ASKED, doubtful, ASKED + 6 * MINUTE)).toMatchObject({ cancel: [], keep: ['entry', 'stop'], done: true });
  });

  test("an owner's order that could open a position does not outlive the trader, one that only reduces does", () => {
    const orders = [order('buy', 'owner', { reduceOnly: false }), order('sell', 'owner', { reduceOnly: true })];
    expect(planStop(ASKED, orders, ASKED)).toMatchObject({ waitFor: ['buy'], keep: ['sell'] });
    expect(planStop(ASKED, orders, ASKED + 5 * MINUTE)).toMatchObject({ cancel: ['buy'] });
  });
});
