import { expect, test } from 'vitest';
import { type LimitInForce, nearestLimits } from './limits-in-force.ts';

const row = (code: string, measured: number, limit: number, more: Partial<LimitInForce> = {}): LimitInForce => ({
  ...{ code, measured, limit, action: 'refuse', unit: 'ratio', bound: 'at-most', instrument: null, slot: null, room: Number.NaN },
  ...{ isUnknown: false, ...more },
});

test('the limit that is used the most comes first, each figure once, and only what is held counts', () => {
  const nearest = nearestLimits(
    [
      // 50 %, 90 % and 25 % of the limit.
      row('RISK_POSITION_LIMIT', 0.1, 0.2, { instrument: 0 }),
      row('RISK_POSITION_LIMIT', 0.18, 0.2, { instrument: 1 }),
      row('RISK_GROSS_LEVERAGE', 0.5, 2),
      // 55 % are left of the whole, at least 10 % stay: a half of the way.
      row('RISK_CASH', 0.55, 0.1, { bound: 'at-least' }),
      row('RISK_REGIME_EXPOSURE', 0.5, 0.7),
      row('RISK_SECTOR', 0.1, 0),
      row('RISK_VOLATILITY', 0.09, 0.05, { slot: 0 }),
      row('WARN_BETA', 9, 1.2, { action: 'warn' }),
      row('RISK_ORDER_NOTIONAL', Number.NaN, 10_000),
    ],
    4,
  );
  expect(nearest.map(({ code, instrument }) => [code, instrument])).toEqual([
    ['RISK_SECTOR', null],
    ['RISK_POSITION_LIMIT', 1],
    // 71 % of the regime's 70 %, though only 25 % of the leverage.
    ['RISK_REGIME_EXPOSURE', null],
    ['RISK_CASH', null],
  ]);
});

test('an account without a position has used nothing of the least cash that is kept', () => {
  const idle = [row('RISK_CASH', 1, 0.1, { bound: 'at-least' }), row('RISK_ENTRIES_PER_DAY', 1, 10, { unit: 'count' })];
  expect(nearestLimits(idle, 2).map(({ code }) => code)).toEqual(['RISK_ENTRIES_PER_DAY', 'RISK_CASH']);
});

test('no cash at all is beyond the least that is kept', () => {
  expect(nearestLimits([row('RISK_GROSS_LEVERAGE', 3, 2), row('RISK_CASH', -0.1, 0.1, { bound: 'at-least' })], 1)[0]?.code).toBe(
    'RISK_CASH',
  );
});
