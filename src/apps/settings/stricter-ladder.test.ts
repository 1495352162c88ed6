import { expect, test } from 'vitest';
import { readSession } from '../config.ts';
import { reachedNow } from './plan-session.ts';
import { stricterLadder } from './stricter-ladder.ts';

const session = (ladder: Record<string, number> = {}) =>
  readSession(
    {
      ...{ account: 'paper', currency: 'USDT', cash: 10_000, samples: ['BTCUSDT-bybit-1m'], risk: 'default', ladder },
      ...{ feeRatio: 0.001, slippageRatio: 0.0005, latencyMs: 0, speed: 10, seed: 1 },
      strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: {} }],
    },
    'a test',
  );

test('what waits and is stricter is taken along; another figure of it stays too', () => {
  expect(stricterLadder(session(), [session({ dayStop: 0.021 })], { weekStop: 0.04 })).toEqual({ dayStop: 0.021, weekStop: 0.04 });
  expect(stricterLadder(session({ dayStop: 0.01 }), [session({ dayStop: 0.02 })], { weekStop: 0.04 })).toEqual({
    dayStop: 0.01,
    weekStop: 0.04,
  });
  // Days are stricter where they are more.
  expect(stricterLadder(session(), [session({ alertClearDays: 30 })], { dayStop: 0.02 })).toEqual({ alertClearDays: 30, dayStop: 0.02 });
});

test('looser than what waits is refused, and what makes nothing stricter is no version', () => {
  const refused = (wanted: Record<string, number>, code: string) =>
    expect(() => stricterLadder(session(), [session({ dayStop: 0.021 })], wanted)).toThrow(expect.objectContaining({ code }));
  refused({ dayStop: 0.025 }, 'RISK_PROFILE_LOOSER');
  refused({}, 'SETTINGS_UNCHANGED');
  refused({ weekStop: 0.05 }, 'SETTINGS_UNCHANGED');
  expect(stricterLadder(session(), [session({ dayStop: 0.021 })], { dayStop: 0.021 })).toEqual({ dayStop: 0.021 });
});

test('a limit that the loss reaches already is remarked, and one that has acted is not', () => {
  const rung = { id: 'day-stop', measuredRatio: 0.012, demands: 'EMERGENCY', state: 'idle' } as const;
  expect(reachedNow(session({ dayStop: 0.01 }), [rung])).toEqual([
    { en: expect.stringContaining('ladder.dayStop: the loss is 0.012 now'), es: expect.stringContaining('ladder.dayStop') },
  ]);
  expect(reachedNow(session({ dayStop: 0.013 }), [rung])).toEqual([]);
  expect(reachedNow(session({ dayStop: 0.01 }), [{ ...rung, state: 'active' }])).toEqual([]);
});
