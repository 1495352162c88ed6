import { describe, expect, test, vi } from 'vitest';
import type { PinDoor } from '../../core/operations/trading-pin.ts';
import type { ArmingDesk } from '../arming.ts';
import { createLiveControl } from './live-control.ts';
import type { LiveTrader } from './live-trader.ts';

const LIMITED = { ok: false, outcome: 'refused', code: 'RATE_LIMITED', venueCode: '', message: 'Kraken EAPI:Rate limit exceeded' };
const POSITION = { kind: 'position', subject: 'BTCUSD', here: '0', venue: '0.1', ratio: 1 };

function deskOf({ times = [0], last = null as object | null, activity = 7, fullAsked = false, failure = null as object | null } = {}) {
  const joined = vi.fn<() => void>();
  const trader = {
    session: {
      engine: { risk: {} },
      lastComparison: last,
      broker: { activity },
      reconciliation: { fullAsked, failure },
    },
    now: () => (times.length > 1 ? times.shift() : times[0]),
    joinReconciliation: joined,
    venueLink: () => ({ venue: 'kraken', state: 'up', since: 0, reason: 'started' }),
  };
  const arming = { note: () => {} };
  return { joined, desk: createLiveControl(trader as unknown as LiveTrader, 'data', arming as unknown as ArmingDesk, {} as PinDoor) };
}

describe('a comparison that the venue lets wait', () => {
  test('is refused after 90 s with a code and the state of the link', async () => {
    const { desk } = deskOf({ times: [0, 90_001] });
    await expect(desk.reconcile({ recent: false })).rejects.toMatchObject({
      code: 'RECONCILE_NO_ANSWER',
      exitCode: 3,
      message: expect.stringMatching(/^kraken has not been compared within 90 s \(its link is up: started\)/),
    });
  });

  test('for its rate limit says so', async () => {
    const { desk } = deskOf({ times: [0, 90_001], failure: LIMITED });
    await expect(desk.reconcile({ recent: false })).rejects.toThrow(
      'its rate limit lets no more questions through: Kraken EAPI:Rate limit exceeded',
    );
  });
});

describe('where the last comparison will do', () => {
  const last = { at: 1_000, differences: [POSITION], full: false, activity: 7 };

  test('its differences are told without asking the venue', async () => {
    const { desk, joined } = deskOf({ times: [60_999], last });
    expect(await desk.reconcile({ recent: true })).toMatchObject({
      ok: true,
      value: { at: 1_000, differences: [{ ours: '0', venue: '0.1' }] },
    });
    expect(joined).not.toHaveBeenCalled();
  });

  test.each([
    ['it is a minute old', { last, times: [61_000, 61_000, 160_000] }],
    ['something has moved since', { last, activity: 8, times: [2_000, 2_000, 160_000] }],
    ['another one is wanted', { last, fullAsked: true, times: [2_000, 2_000, 160_000] }],
    ['it was clean', { last: { ...last, differences: [] }, times: [2_000, 2_000, 160_000] }],
  ])('the venue is asked all the same when %s', async (_, options) => {
    const { desk, joined } = deskOf(options);
    await expect(desk.reconcile({ recent: true })).rejects.toThrow(/not been compared/);
    expect(joined).toHaveBeenCalledOnce();
  });
});
