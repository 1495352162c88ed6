/** Risk as it is told, by hand. */

import { describe, expect, it } from 'vitest';
import { riskAnswer, riskReport, shock } from '../../src/api/risk.ts';
import { riskOf } from './risk-lab.ts';

const HEDGED = [
  { units: 10, price: 100 },
  { units: -20, price: 50 },
];
const asked = (question: object) => shock.parse({ kind: 'market', ...question });
/** Deviation of 40 returns: 20 of +1 %, 20 of −1/101. */
const RETURNS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 101 / 100 - 1 : 100 / 101 - 1));
const MEAN = RETURNS.reduce((sum, value) => sum + value, 0) / 40;
const DEVIATION = Math.sqrt(RETURNS.reduce((sum, value) => sum + (value - MEAN) ** 2, 0) / 39);

describe('the report', () => {
  it('adds up what is held, by instrument and by strategy, in money and as a share of equity', () => {
    const { exposures, equity, margin, free } = riskReport.parse(riskOf(HEDGED).views.report());
    expect({ equity, margin, free }).toEqual({ equity: '10000', margin: '1000', free: '9000' });
    expect(exposures).toMatchObject({
      long: { money: '1000', ratio: 0.1 },
      short: { money: '1000', ratio: 0.1 },
      net: { money: '0', ratio: 0 },
      gross: { money: '2000', ratio: 0.2 },
      working: { money: '0' },
    });
    expect(exposures.byInstrument).toMatchObject([
      { instrumentId: 'AAAUSDT', net: { money: '1000' }, position: { code: 'RISK_REGIME_POSITION', limit: 0.15 } },
      { instrumentId: 'BBBUSDT', net: { money: '-1000' } },
    ]);
    expect(exposures.byClass).toMatchObject([{ name: 'crypto', gross: { money: '2000' } }]);
    expect(exposures.byStrategy).toMatchObject([{ strategyId: 'owner', gross: { money: '2000', ratio: 0.2 }, net: { money: '0' } }]);
  });

  it('counts what is of a day on the day whose result it tells, also at the midnight that ends it', () => {
    const entriesAt = (at: number) => {
      const { limits } = riskOf([], { entries: 3, at }).views.report();
      return limits.find(({ code }) => code === 'RISK_ENTRIES_PER_DAY')?.measured;
    };
    // The last candle of 10 April closes at 00:00 of the 11th; what comes next begins that day.
    expect(entriesAt(Date.UTC(2024, 3, 10, 23, 59))).toBe(3);
    expect(entriesAt(Date.UTC(2024, 3, 11))).toBe(3);
  });

  it('is the same made in turns, and something else is done between them', async () => {
    let turns = 0;
    let isOver = false;
    setImmediate(function again() {
      turns++;
      if (!isOver) setImmediate(again);
    });
    const inTurns = await riskOf(HEDGED).views.reportInTurns();
    isOver = true;
    expect(inTurns).toEqual(riskOf(HEDGED).views.report());
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('tells every limit of the profile with what is left of it in money', () => {
    const { limits } = riskOf(HEDGED).views.report();
    const of = (code: string, instrumentId: string | null = null) =>
      limits.find((row) => row.code === code && row.instrumentId === instrumentId);
    // Range: 15 % a position, 70 % gross; cash free 9,000 of 10,000, of which 10 % stay; two of ten positions.
    expect(of('RISK_REGIME_POSITION', 'AAAUSDT')).toMatchObject({ measured: 0.1, limit: 0.15, room: '500', action: 'cut' });
    expect(of('RISK_REGIME_EXPOSURE')).toMatchObject({ measured: 0.2, limit: 0.7, room: '5000', action: 'refuse' });
    expect(of('RISK_GROSS_LEVERAGE')).toMatchObject({ measured: 0.2, limit: 2, room: '18000' });
    expect(of('RISK_CASH')).toMatchObject({ measured: 0.9, limit: 0.1, room: '8000', bound: 'at-least' });
    expect(of('RISK_OPEN_POSITIONS')).toMatchObject({ measured: 2, limit: 10, room: null });
    expect(of('RISK_ENTRIES_PER_DAY')).toMatchObject({ measured: 0, limit: 10 });
    expect(of('RISK_ORDER_NOTIONAL')).toMatchObject({ measured: null, limit: 10_000, room: '10000', isUnknown: false });
    // A buy of AAA goes against the BBB sold, one of BBB with the AAA held: that one would be refused. A long and a short that move alike cancel out.
    expect(of('RISK_CORRELATION', 'AAAUSDT')?.isBroken).toBe(false);
    expect(of('RISK_CORRELATION', 'BBBUSDT')).toMatchObject({ measured: 1, limit: 0.85, isBroken: true });
    expect(of('RISK_VALUE_AT_RISK')).toMatchObject({ limit: 0.03, measured: expect.closeTo(0, 6), room: '300' });
    expect(of('HALF_VALUE_AT_RISK')).toMatchObject({ limit: 0.02, action: 'halve', room: '200' });
    expect(of('RISK_SECTOR', 'AAAUSDT')).toBeUndefined();
    expect(limits.filter(({ isBroken }) => isBroken).map(({ code }) => code)).toEqual(['HALF_CORRELATION', 'RISK_CORRELATION']);
  });

  it('has the ladder with its references, what is left in money, when each window ends and what clears it', () => {
    const { ladder } = riskOf(HEDGED).views.report();
    const of = (id: string) => ladder.find((rung) => rung.id === id);
    expect(of('day-stop')).toMatchObject({ reference: '10000', lost: '0', moneyLeft: '300', clears: 'reset' });
    // 2024-04-10 was a Wednesday.
    expect(of('day-defensive')).toMatchObject({ windowEndsAt: Date.UTC(2024, 3, 11), clears: 'next-window' });
    expect(of('week-stop')).toMatchObject({ windowEndsAt: Date.UTC(2024, 3, 15), moneyLeft: '500' });
    expect(of('month-stop')).toMatchObject({ windowEndsAt: Date.UTC(2024, 4, 1), clears: 'reset-and-review' });
    expect(of('drawdown-defensive')).toMatchObject({ windowEndsAt: null, clears: 'calm-and-review' });
  });

  it('estimates a bad day three ways, and says what has too little history', () => {
    const { estimates, correlations } = riskOf([{ units: 10, price: 100 }]).views.report();
    const [parametric, historical, simulated] = estimates;
    expect(parametric?.valueAtRisk?.ratio).toBeCloseTo(1.6448536269514722 * 0.1 * DEVIATION, 10);
    expect(parametric?.shortfall?.ratio).toBeCloseTo(2.0627128075074257 * 0.1 * DEVIATION, 10);
    // Half of the days lose 1/101 of the thousand held.
    expect(historical).toMatchObject({ days: 40, valueAtRisk: { money: expect.stringMatching(/^9\.9009/) } });
    expect(simulated?.draws).toBe(10_000);
    expect(correlations.pairs).toEqual([{ a: 'AAAUSDT', b: 'BBBUSDT', correlation: 1, days: 40 }]);

    const young = riskOf(HEDGED, { days: 20 }).views.report();
    // Too little history: 5 % a day each, together against the account: 2,000 × 5 % × 1.645.
    expect(young.estimates[0]).toMatchObject({ assumed: ['AAAUSDT', 'BBBUSDT'], valueAtRisk: { ratio: expect.closeTo(0.016448536, 8) } });
    expect(young.estimates[1]).toMatchObject({ valueAtRisk: null, shortfall: null, days: 20 });
    expect(young.estimates[2]).toMatchObject({ valueAtRisk: null, days: 20 });
    expect(young.correlations.pairs).toMatchObject([{ correlation: null, days: 20 }]);
  });

  it('stresses what is held', () => {
    const { stress } = riskOf([
      { units: 20, price: 100 },
      { units: 40, price: 50 },
    ]).views.report();
    const of = (id: string) => stress.find((row) => row.id === id);
    // 4,000 held: a tenth of it is 4 % of equity; the day's stop is at 3 %.
    expect(of('fall-10')).toMatchObject({
      loss: { money: '400', ratio: 0.04 },
      equityAfter: '9600',
      drawdownAfter: 0.04,
      modeAfter: 'EMERGENCY',
    });
    expect(of('fall-10')?.fires).toEqual(['day-defensive', 'day-stop', 'week-defensive']);
    expect(of('rise-10')).toMatchObject({ loss: { money: '-400' }, modeAfter: 'NORMAL', fires: [] });
    expect(Number(of('volatility-3')?.loss?.money)).toBeCloseTo(3 * 1.6448536269514722 * 4000 * DEVIATION, 4);
    // Both move alike already.
    expect(Number(of('correlations-1')?.loss?.money)).toBeCloseTo(1.6448536269514722 * 4000 * DEVIATION, 4);
    // 4,000 × (5 × 0.05 % + 0.1 %)
    expect(of('spread-5')).toMatchObject({ loss: { money: '14' } });
  });
});

describe('what if', () => {
  it('moves each instrument by its own, and fires a rung exactly at its loss', () => {
    const { views } = riskOf(HEDGED);
    const before = JSON.stringify(views.report());
    // AAA −30 %: −300; BBB sold, −10 %: +100. 200 of 10,000 is the first rung of the day.
    const answer = riskAnswer.parse(views.shock(asked({ all: -0.1, moves: [{ instrumentId: 'AAAUSDT', ratio: -0.3 }] })));
    expect(answer).toMatchObject({
      loss: { money: '200', ratio: 0.02 },
      positions: [
        { instrumentId: 'AAAUSDT', result: '-300' },
        { instrumentId: 'BBBUSDT', result: '100' },
      ],
      account: { equityAfter: '9800', exposures: { long: { money: '700' }, short: { money: '900' } } },
      ladder: { modeBefore: 'NORMAL', modeAfter: 'DEFENSIVE' },
      liquidated: [],
    });
    const fires = (question: object) => {
      const { ladder } = views.shock(asked(question));
      return ladder.rungs.filter((rung) => rung.fires).map(({ id }) => id);
    };
    expect(fires({ all: -0.1, moves: [{ instrumentId: 'AAAUSDT', ratio: -0.3 }] })).toEqual(['day-defensive']);
    // One tick less far: 0.1 of 10,000 less is lost.
    expect(fires({ all: -0.1, moves: [{ instrumentId: 'AAAUSDT', ratio: -0.2999 }] })).toEqual([]);
    expect(JSON.stringify(views.report())).toBe(before);
  });

  it('tells which limits would be broken', () => {
    const { views } = riskOf([{ units: 14, price: 100 }]);
    const { account } = views.shock(asked({ all: 0.2 }));
    // 1,680 of 10,280 is 16.3 %, beyond the 15 % of the regime.
    const broken = account.limits.filter(({ isBroken, instrumentId }) => isBroken && instrumentId === 'AAAUSDT');
    expect(broken.map(({ code }) => code)).toEqual(['RISK_REGIME_POSITION']);
    expect(account.equityAfter).toBe('10280');
  });

  it('refuses an instrument that is not there', () => {
    expect(() => riskOf(HEDGED).views.shock(asked({ moves: [{ instrumentId: 'CCC', ratio: 0.1 }] }))).toThrow(/no instrument CCC/);
  });
});

it('has the few figures that go with every status', () => {
  expect(riskOf(HEDGED).brief().risk).toMatchObject({ valueAtRisk: expect.closeTo(0, 9), meanCorrelation: -1, highestCorrelation: -1 });
  expect(riskOf([{ units: 10, price: 100 }]).brief().risk).toMatchObject({ meanCorrelation: null, highestCorrelation: null });
});
