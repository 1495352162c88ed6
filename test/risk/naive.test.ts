/** Any order against the limits written out again in whole numbers: same answer, same size, same reason. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account, candidate, desk, instrument, only } from './fixture.ts';

/** Percentages and counts of one arbitrary profile. */
interface Limits {
  position: number;
  regimePosition: number;
  regimeGross: number;
  leverage: number;
  sector: number;
  crypto: number;
  openPositions: number;
  cash: number;
  orderNotional: number;
}

interface State {
  equity: number;
  free: number;
  exposures: readonly [number, number, number];
  openPositions: number;
  price: number;
  lots: number;
  limits: Limits;
}

const percent = (max: number) => fc.integer({ min: 0, max });
const arbitrary: fc.Arbitrary<State> = fc.record({
  equity: fc.integer({ min: 1, max: 5_000_000 }),
  free: fc.integer({ min: -1000, max: 5_000_000 }),
  exposures: fc.tuple(
    fc.integer({ min: -500_000, max: 500_000 }),
    fc.integer({ min: -500_000, max: 500_000 }),
    fc.constantFrom(0, 300_000),
  ),
  openPositions: fc.integer({ min: 0, max: 12 }),
  price: fc.integer({ min: 1, max: 5000 }),
  lots: fc.integer({ min: 1, max: 200_000 }),
  limits: fc.record({
    position: percent(60),
    regimePosition: fc.integer({ min: 1, max: 60 }),
    regimeGross: percent(300),
    leverage: fc.integer({ min: 1, max: 3 }),
    sector: percent(200),
    crypto: percent(200),
    openPositions: fc.integer({ min: 0, max: 12 }),
    cash: percent(30),
    orderNotional: fc.integer({ min: 1, max: 50_000 }),
  }),
});

/** Value in cents of lots of 0.01 units at a price in ticks of 0.01, rounded half up, as in the fill rules. */
const valueOf = (lots: number, price: number) => Number((BigInt(lots) * BigInt(price) * 2n + 100n) / 200n);

/** The rules, in order: a code, or the lots that pass. */
function naive({ equity, free, exposures, openPositions, price, lots, limits }: State): string | number {
  const over = (part: number, ratioPercent: number) => BigInt(part) * 100n > BigInt(equity) * BigInt(ratioPercent);
  const held = Math.abs(exposures[0]);
  const gross = exposures.reduce((sum, value) => sum + Math.abs(value), 0);
  let size = lots;
  for (const [code, limit] of [
    ['RISK_POSITION_LIMIT', limits.position],
    ['RISK_REGIME_POSITION', limits.regimePosition],
  ] as const) {
    if (!over(held + valueOf(size, price), limit)) continue;
    const room = Number((BigInt(equity) * BigInt(limit)) / 100n) - held;
    if (room <= 0) return code;
    size = Math.min(size, Math.floor((room * 100) / price) + 1);
    while (size > 0 && (BigInt(size) * BigInt(price) > BigInt(room) * 100n || valueOf(size, price) > room)) size--;
  }
  const value = valueOf(size, price);
  if (over(gross + value, limits.regimeGross)) return 'RISK_REGIME_EXPOSURE';
  if (over(gross + value, limits.leverage * 100)) return 'RISK_GROSS_LEVERAGE';
  // Instruments 0 and 1 are of one sector; 0 and 2 are crypto.
  if (over(held + Math.abs(exposures[1]) + value, limits.sector)) return 'RISK_SECTOR';
  if (over(held + Math.abs(exposures[2]) + value, limits.crypto)) return 'RISK_CRYPTO';
  if (openPositions + 1 > limits.openPositions) return 'RISK_OPEN_POSITIONS';
  const fee = Number((BigInt(value) * 2n + 1000n) / 2000n);
  if (BigInt(free - value - fee) * 100n < BigInt(equity) * BigInt(limits.cash)) return 'RISK_CASH';
  if (value > limits.orderNotional * 100) return 'RISK_ORDER_NOTIONAL';
  if (size === 0 || value < Math.max(500, valueOf(1, price))) return 'SIZE_BELOW_MINIMUM';
  return size;
}

describe('any order', () => {
  it('gets the answer of the rules written out', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(arbitrary, (state) => {
        const { limits } = state;
        const share = (value: number) => value / 100;
        const row = { grossExposure: share(limits.regimeGross), position: share(limits.regimePosition), sizeFactor: 1 };
        const instruments = [
          instrument(0, { minimumNotional: 5, takerFeeRatio: 0.001 }),
          instrument(1, { kind: 'equity' }),
          instrument(2),
        ] as const;
        const profile = only({
          limits: {
            position: share(limits.position),
            sector: share(limits.sector),
            crypto: share(limits.crypto),
            leverage: limits.leverage,
            openPositions: limits.openPositions,
            cash: share(limits.cash),
            orderNotional: limits.orderNotional,
          },
          regimes: { rows: { bull: row, bear: row, range: row, 'high-volatility': row, crisis: row } },
        });
        const risk = desk({ profile, instruments, classifications: { I0: { sector: 'x' }, I1: { sector: 'x' }, I2: { sector: 'y' } } });
        const order = risk.decide(candidate(instruments[0], { lots: state.lots, entryTicks: state.price }), account(state));
        const expected = naive(state);
        const answer = order?.lots ?? risk.lastRefusal.code;
        seen.set(typeof expected === 'number' ? 'accepted' : expected, 1);
        expect(answer).toBe(expected);
      }),
      { numRuns: 2000, seed: 20240401 },
    );
    expect([...seen.keys()].sort()).toEqual(
      ['RISK_CASH', 'RISK_CRYPTO', 'RISK_GROSS_LEVERAGE', 'RISK_OPEN_POSITIONS', 'RISK_ORDER_NOTIONAL', 'RISK_POSITION_LIMIT']
        .concat(['RISK_REGIME_EXPOSURE', 'RISK_REGIME_POSITION', 'RISK_SECTOR', 'SIZE_BELOW_MINIMUM', 'accepted'])
        .sort(),
    );
  });
});
