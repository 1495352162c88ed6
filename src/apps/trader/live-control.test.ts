import { expect, test } from 'vitest';
import type { PinDoor } from '../../core/operations/trading-pin.ts';
import type { ArmingDesk } from '../arming.ts';
import { createLiveControl } from './live-control.ts';
import type { LiveTrader } from './live-trader.ts';

test('a comparison that the venue lets wait is refused with a code and the state of the link', async () => {
  const times = [0, 20_001];
  const trader = {
    session: { engine: { risk: {} }, lastComparison: null },
    now: () => times.shift(),
    reconcile: () => {},
    venueLink: () => ({ venue: 'bybit', state: 'down', since: 0, reason: 'no answer' }),
  };
  const desk = createLiveControl(trader as unknown as LiveTrader, 'data', {} as ArmingDesk, {} as PinDoor);
  await expect(desk.reconcile()).rejects.toMatchObject({
    code: 'RECONCILE_NO_ANSWER',
    exitCode: 3,
    message: expect.stringMatching(/^bybit has not been compared within 20 s \(its link is down: no answer\)/),
  });
});
