/** Rules that cut, halve or warn rather than refuse, and those that remember a day. */

import { describe, expect, it } from 'vitest';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { account, candidate, desk, feedBull, feedReturns, instrument, MONDAY, only } from './fixture.ts';

function feedEach(risk: RiskDesk, flips: readonly number[]): void {
  for (const [index, each] of flips.entries()) feedReturns(risk, index, each);
}

describe('rules that cut, halve or warn', () => {
  it('cuts a position to its limit, and refuses when nothing of it is left', () => {
    const risk = desk({ profile: only({ limits: { position: 0.2 } }) });
    const [about] = [instrument(0)];
    expect(risk.decide(candidate(about, { lots: 200_000 }), account())).toMatchObject({ lots: 200_000, cuts: [] });
    expect(risk.decide(candidate(about, { lots: 200_001 }), account())).toMatchObject({
      lots: 200_000,
      value: 200_000,
      cuts: ['CUT_POSITION_LIMIT'],
    });
    expect(risk.decide(candidate(about, { lots: 9 }), account({ exposures: [199_995] }))).toMatchObject({ lots: 5 });
    expect(risk.decide(candidate(about, { lots: 1 }), account({ exposures: [200_000] }))).toBeNull();
    expect(risk.lastRefusal.code).toBe('RISK_POSITION_LIMIT');
  });

  it('cuts a share of equity the same way', () => {
    const risk = desk({ profile: only({ limits: { position: 0.2 } }) });
    const wish = (share: number) => risk.decide(candidate(instrument(0), { sizing: 'share', share }), account());
    expect(wish(0.2)).toMatchObject({ share: 0.2, lots: 0, cuts: [] });
    expect(wish(1)).toMatchObject({ share: 0.2, value: 200_000, cuts: ['CUT_POSITION_LIMIT'] });
  });

  it('refuses when the cut leaves less than the smallest order', () => {
    const risk = desk({ profile: only({ limits: { position: 0.2 } }), instruments: [instrument(0, { minimumNotional: 2000 })] });
    const about = instrument(0, { minimumNotional: 2000 });
    expect(risk.decide(candidate(about, { lots: 300_000 }), account())).toMatchObject({ lots: 200_000 });
    expect(risk.decide(candidate(about, { lots: 300_000 }), account({ exposures: [1] }))).toBeNull();
    // A lot is 0.01 of it at 1.00, a quantum a cent: 1,999.99 are left of 2,000.00 that are asked for.
    expect(risk.lastRefusal).toMatchObject({
      ...{ code: 'SIZE_BELOW_MINIMUM', measured: 199_999, limit: 200_000 },
      message: 'what is left is 1999.99 I0, worth 1999.99 USDT; the smallest order is 2000 I0, worth 2000 USDT',
    });
    expect(risk.decide(candidate(about, { sizing: 'share', share: 0.1 }), account({ exposures: [1] }))).toBeNull();
    expect(risk.lastRefusal.message).toBe('what is left is worth 1000 USDT; the smallest order is 2000 I0, worth 2000 USDT');
  });

  it('follows the regime: 15 % in a range, nothing in a crisis, while exits pass', () => {
    const risk = desk({ profile: only({ regimes: builtInProfile('default').regimes }) });
    expect(risk.decide(candidate(instrument(0), { lots: 150_001 }), account())).toMatchObject({
      lots: 150_000,
      cuts: ['CUT_REGIME_POSITION'],
    });
    risk.setVolatilityIndex(36);
    risk.dailyBar(0, 1, 1, 1, 1, MONDAY);
    expect(risk.regime(0)).toBe('crisis');
    expect(risk.decide(candidate(instrument(0)), account())).toBeNull();
    expect(risk.lastRefusal.code).toBe('RISK_REGIME_POSITION');
    expect(risk.approveExit(0, -1, 7)).toMatchObject({ kind: 'exit', slot: 0, side: -1, lots: 7, share: 0 });
  });

  it('halves beyond the first level of pair correlation, direction counted', () => {
    const risk = desk({ profile: only({ limits: { pairCorrelationHalve: 0.7 } }) });
    feedEach(risk, [0, 3, 2]);
    const held = (exposures: number[], side: 1 | -1 = 1) => risk.decide(candidate(instrument(0), { side }), account({ exposures }));
    expect(held([0, 100_000, 0])).toMatchObject({ lots: 1000, cuts: [] });
    expect(held([0, 0, 100_000])).toMatchObject({ lots: 500, cuts: ['HALF_CORRELATION'] });
    expect(held([0, 0, 100_000], -1)).toMatchObject({ lots: 1000, cuts: [] });
    expect(held([0, 0, -100_000], -1)).toMatchObject({ lots: 500, cuts: ['HALF_CORRELATION'] });
  });

  it('counts an unknown correlation as 1', () => {
    const risk = desk({ profile: only({ limits: { pairCorrelationReject: 0.85 }, statistics: { unknownIsWorst: true } }) });
    expect(risk.decide(candidate(instrument(0)), account({ exposures: [0, 1000] }))).toBeNull();
    expect(risk.lastRefusal).toMatchObject({ code: 'RISK_CORRELATION', measured: 1 });
  });

  it('warns about mean correlation and beta without refusing', () => {
    const correlated = desk({ profile: only({ limits: { meanCorrelationWarn: 0.7 } }) });
    feedEach(correlated, [0, 3, 2]);
    expect(correlated.decide(candidate(instrument(0)), account({ exposures: [0, 1000, 0] }))).toMatchObject({ cuts: [] });
    expect(correlated.decide(candidate(instrument(0)), account({ exposures: [0, 0, 1000] }))).toMatchObject({
      cuts: ['WARN_MEAN_CORRELATION'],
    });
    const beta = desk({ profile: only({ limits: { betaMinimum: 0.5, betaMaximum: 1.2 } }), benchmark: 1 });
    feedEach(beta, [0, 0]);
    // Beta of an instrument that moves like the benchmark is its share of equity.
    const wish = (lots: number) => beta.decide(candidate(instrument(0), { lots }), account())?.cuts;
    expect(wish(490_000)).toEqual(['WARN_BETA']);
    expect(wish(510_000)).toEqual([]);
    expect(wish(1_190_000)).toEqual([]);
    expect(wish(1_210_000)).toEqual(['WARN_BETA']);
  });

  it('halves beyond 2 % and adds nothing beyond 3 % of value at risk', () => {
    const risk = desk({ profile: only({ limits: { valueAtRiskHalve: 0.02, valueAtRiskReject: 0.03 } }) });
    feedReturns(risk, 0, 0);
    // Deviation of 40 returns of ±1 %: 0.01 × sqrt(40 / 39). VaR = 1.6448536 × deviation × value, 0.0166581 of it: 2 % of 1,000,000 is 1,200,618.5 and 3 % 1,800,927.8.
    const deviation = 0.01 * Math.sqrt(40 / 39);
    const [halve, reject] = [0.02, 0.03].map((level) => Math.floor((level * 1_000_000) / (1.6448536269514722 * deviation))) as [
      number,
      number,
    ];
    expect([halve, reject]).toEqual([1_200_618, 1_800_927]);
    const wish = (lots: number) => risk.decide(candidate(instrument(0), { lots }), account());
    expect(wish(halve)).toMatchObject({ lots: halve, cuts: [] });
    expect(wish(halve + 1)).toMatchObject({ lots: Math.floor((halve + 1) / 2), cuts: ['HALF_VALUE_AT_RISK'] });
    expect(wish(reject)).toMatchObject({ cuts: ['HALF_VALUE_AT_RISK'] });
    expect(wish(reject + 1)).toBeNull();
    expect(risk.lastRefusal.code).toBe('RISK_VALUE_AT_RISK');
  });

  it('demands DEFENSIVE and a reduction by expected shortfall of what is held', () => {
    const risk = desk({ profile: only({ limits: { shortfallDefensive: 0.03, shortfallReduce: 0.05, shortfallReduction: 0.25 } }) });
    feedReturns(risk, 0, 0);
    // ES = 2.0627128 × 0.01 × sqrt(40 / 39) × value: 3 % at 143.6 % of equity, 5 % at 239.3 %.
    risk.dailyReview(account({ exposures: [1_430_000] }), MONDAY);
    expect(risk.mode).toBe('NORMAL');
    risk.dailyReview(account({ exposures: [1_440_000] }), MONDAY);
    expect([risk.mode, risk.takeReduction()]).toEqual(['DEFENSIVE', 0]);
    risk.dailyReview(account({ exposures: [2_400_000] }), MONDAY);
    expect([risk.takeReduction(), risk.takeReduction()]).toEqual([0.25, 0]);
    risk.dailyReview(account(), MONDAY);
    expect(risk.mode).toBe('NORMAL');
  });

  it('reaches its bull row on a year of rising days', () => {
    const risk = desk({ profile: only({ regimes: builtInProfile('default').regimes }) });
    feedBull(risk, 0);
    expect(risk.regime(0)).toBe('bull');
    expect(risk.decide(candidate(instrument(0), { lots: 200_001 }), account())).toMatchObject({ lots: 200_000 });
  });
});

describe('entries per day', () => {
  it('accepts the tenth, refuses the eleventh, and counts anew on the next trading day', () => {
    const risk = desk({ profile: only({ limits: { entriesPerDay: 10 } }) });
    const wish = (at: number) => risk.decide(candidate(instrument(0), { at, createdAt: at }), account());
    for (let k = 0; k < 9; k++) risk.entrySent(k % 3, 1, MONDAY + k);
    expect(wish(MONDAY + 10)).not.toBeNull();
    risk.entrySent(0, 1, MONDAY + 10);
    expect(wish(MONDAY + 86_399_999)).toBeNull();
    expect(risk.lastRefusal).toMatchObject({ code: 'RISK_ENTRIES_PER_DAY', measured: 11, limit: 10 });
    expect(wish(MONDAY + 86_400_000)).not.toBeNull();
  });
});
