/** The weight the owner gives a run: its size times the weight, rounded down to lots, before the limits; kept over midnight and restarts. */

import { describe, expect, it } from 'vitest';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { roundedWeight } from '../../src/core/trading/risk/run-weights.ts';
import { account, candidate, DAY_MS, desk, flatCandles, instrument, MONDAY, only } from './fixture.ts';

const said = (ratio: number) => ({ ratio, by: 'panel:eva', reason: 'too loud', at: MONDAY });
/** 10,000.00, 1 % of it at risk, surety 0.8, 4.00 to the stop: 80 / 4 = 20 units, in the regime that takes the whole of it. */
const twenty = (risk: RiskDesk, changes: Parameters<typeof candidate>[1] = {}) =>
  risk.decide(
    candidate(instrument(0, { lotSize: 1 }), {
      ...{ sizing: 'risk', confidence: 0.8, entryTicks: 10_000, stopDistanceTicks: 400, candles: flatCandles(200, { close: 100 }) },
      ...changes,
    }),
    account(),
  );
const byRisk = () => desk({ profile: only({}), instruments: [instrument(0, { lotSize: 1 }), instrument(1)] });
const byLots = (risk: RiskDesk, slot: number) => risk.decide(candidate(instrument(slot), { slot, lots: 1000, at: MONDAY }), account());

describe('a weight', () => {
  it.each([
    [0.5, 10],
    // 20 × 0.35 is 7 exactly, though not in doubles (6.999999999999999…); 20 × 0.33 is 6.6.
    [0.35, 7],
    [0.33, 6],
    [0.05, 1],
  ])('%f of 20 units are %i, as a cut with its code', (weight, lots) => {
    const risk = byRisk();
    expect(twenty(risk)).toMatchObject({ lots: 20, cuts: [] });
    risk.weigh(0, said(weight));
    expect(twenty(risk)).toMatchObject({ lots, cuts: ['SIZE_WEIGHT'] });
  });

  it('is a step of 0.0001 at least: what would be rounded to nothing is none', () => {
    expect([0, 0.0001, 1].map(roundedWeight)).toEqual([0, 0.0001, 1]);
    expect([1e-320, 0.00009999, -0.1, 1.0001, Number.NaN].map(roundedWeight)).toEqual(Array(5).fill(Number.NaN));
  });

  it('of 1 changes nothing, and of 0 lets nothing through', () => {
    const risk = byRisk();
    risk.weigh(0, said(1));
    expect(twenty(risk)).toMatchObject({ lots: 20, cuts: [] });
    risk.weigh(0, said(0));
    expect(twenty(risk)).toBeNull();
    expect(risk.lastRefusal).toMatchObject({ code: 'SIZE_WEIGHT', measured: 0 });
  });

  it('is applied before the limits, which look at what is left', () => {
    // 20 units at 100.00 are 2,000.00: 20 % of equity. With at most 15 %, 15 units are left; half of 20 are within it.
    const risk = desk({ profile: only({ limits: { position: 0.15 } }), instruments: [instrument(0, { lotSize: 1 })] });
    expect(twenty(risk)).toMatchObject({ lots: 15, cuts: ['CUT_POSITION_LIMIT'] });
    risk.weigh(0, said(0.5));
    expect(twenty(risk)).toMatchObject({ lots: 10, cuts: ['SIZE_WEIGHT'] });
  });

  it('takes its share of a share of equity too', () => {
    const risk = byRisk();
    risk.weigh(0, said(0.25));
    expect(risk.decide(candidate(instrument(0), { sizing: 'share', share: 0.8, lots: 0 }), account())).toMatchObject({ share: 0.2 });
  });

  it('counts from the next decision on, also where the same order has just passed, and for its own run alone', () => {
    const risk = desk({ profile: builtInProfile('none'), instruments: [instrument(0), instrument(1)] });
    for (let i = 0; i < 3; i++) expect(byLots(risk, 0)).toMatchObject({ lots: 1000 });
    risk.weigh(0, said(0.5));
    expect(byLots(risk, 0)).toMatchObject({ lots: 500, cuts: ['SIZE_WEIGHT'] });
    expect(byLots(risk, 1)).toMatchObject({ lots: 1000, cuts: [] });
    risk.weigh(0, said(1));
    expect(byLots(risk, 0)).toMatchObject({ lots: 1000, cuts: [] });
  });

  it('is in the checks of a decision that is recorded', () => {
    const risk = byRisk();
    risk.recording = true;
    risk.weigh(0, said(0.5));
    twenty(risk);
    expect(risk.lastChecks.find(({ code }) => code === 'SIZE_WEIGHT')).toEqual({
      ...{ code: 'SIZE_WEIGHT', passed: true, measured: 0.5, limit: Number.NaN },
    });
  });
});

describe('what the owner has said of a strategy', () => {
  const ids = { strategies: [{ id: 'alpha' }, { id: 'beta' }], instruments: [instrument(0)] };
  const slots = [
    { strategy: 0, instrument: 0 },
    { strategy: 1, instrument: 0 },
  ];
  const again = (state: unknown, strategies = ids.strategies) => {
    const risk = desk({ ...ids, strategies, slots });
    risk.restore(JSON.parse(JSON.stringify(state)));
    return risk;
  };

  it('outlives a restart and midnight, and follows the ids where the order has changed', () => {
    const risk = desk({ ...ids, slots });
    expect(JSON.stringify(risk.snapshot())).not.toContain('weights');
    risk.weigh(1, said(0.5));
    risk.mark(1_000_000, MONDAY + DAY_MS);
    const after = again(risk.snapshot(), [{ id: 'beta' }, { id: 'alpha' }]);
    expect(
      [0, 1].map((slot) => after.decide(candidate(instrument(0), { slot, strategy: slot, at: MONDAY + DAY_MS }), account())?.lots),
    ).toEqual([500, 1000]);
    expect(after.snapshot()).toMatchObject({ weights: [said(0.5), null] });
  });

  it('is refused where it is damaged', () => {
    const risk = desk({ ...ids, slots });
    risk.weigh(1, said(0.5));
    const state = risk.snapshot() as object;
    expect(() => again({ ...state, weights: [said(1.5), null] })).toThrow(/weights: expected a weight from 0 to 1, found 1.5/);
    expect(() => again({ ...state, weights: 7 })).toThrow(/weights: expected a list, found 7/);
    expect(() => again({ ...state, weights: undefined })).not.toThrow();
  });

  it('lets nothing more of an entry through that has waited its time, while its strategy is blocked', () => {
    const risk = desk({ ...ids, slots });
    const rest = () => risk.approveRest(candidate(instrument(0), { at: MONDAY + 1 }), 100, account());
    expect(rest()).toMatchObject({ lots: 100 });
    risk.control.block(0, { by: 'panel:eva', reason: 'news', at: MONDAY, until: MONDAY + 2 });
    expect(rest()).toBeNull();
    risk.control.block(0, null);
    expect(rest()).toMatchObject({ lots: 100 });
  });
});
