/** Sizing by risk: the worked example, every multiplier by exactly its factor, costs, caps, bands, and any numbers against plain fractions. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionOf } from '../../src/core/domain/instrument.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import type { Regime } from '../../src/core/trading/strategy/strategy.ts';
import { account, candidate, desk, feedBull, feedReturns, flatCandles, instrument, MONDAY, only } from './fixture.ts';

/** Equity 10,000, confidence 0.80, entry 100, stop 96, one lot a unit. */
const unit = (index: number) => instrument(index, { lotSize: 1 });
const wish = (index = 0, changes: Parameters<typeof candidate>[1] = {}) =>
  candidate(unit(index), {
    sizing: 'risk',
    confidence: 0.8,
    entryTicks: 10_000,
    stopDistanceTicks: 400,
    candles: flatCandles(200, { close: 100 }),
    ...changes,
  });

/** The regime table's size factors without its limits. */
const standard = builtInProfile('default').regimes;
const free = (name: Regime) => ({ grossExposure: 1e6, position: 1e6, sizeFactor: standard.rows[name].sizeFactor });
const regimes = {
  ...standard,
  rows: {
    bull: free('bull'),
    bear: free('bear'),
    range: free('range'),
    'high-volatility': free('high-volatility'),
    crisis: free('crisis'),
  },
};
const bull = (sizing: object, extra: Parameters<typeof desk>[0] = {}): RiskDesk => {
  const risk = desk({
    profile: only({ regimes: { ...regimes, gateStrategies: false }, sizing }),
    instruments: [unit(0), unit(1)],
    ...extra,
  });
  feedBull(risk, 0);
  expect(risk.regime(0)).toBe('bull');
  return risk;
};

describe('the worked example', () => {
  it('buys 20 units in a bull market', () => {
    expect(bull({}).decide(wish(), account())).toMatchObject({ lots: 20, value: 200_000, cuts: [] });
  });

  it('buys 16 when something of the same sector is held', () => {
    const risk = bull({ sameSectorFactor: 0.8 }, { classifications: { I0: { sector: 'x' }, I1: { sector: 'x' } } });
    expect(risk.decide(wish(), account({ exposures: [0, 100_000] }))).toMatchObject({ lots: 16, cuts: ['SIZE_SECTOR'] });
    expect(risk.decide(wish(), account())).toMatchObject({ lots: 20 });
  });

  it('does so with the built-in figures and limits, cut to nothing else', () => {
    const risk = desk({
      profile: builtInProfile('multi_asset'),
      instruments: [unit(0), unit(1)],
      classifications: { I0: { sector: 'x', assetClass: 'equity' } },
    });
    feedBull(risk, 0);
    // A position of 2,000 is 20 % of equity, exactly its limit; the band below 0.65 is not touched by 0.80.
    expect(risk.decide(wish(0, { candles: flatCandles(200, { close: 100, range: 1 }) }), account())).toMatchObject({
      lots: 20,
      cuts: ['WARN_BETA'],
    });
  });

  it('takes the round trip into the loss per unit, and rounds down to the lot', () => {
    // 0.25 % of 100 is 0.25 a unit: 80 / 4.25 = 18.82.
    expect(bull({}, { roundTripCostRatio: 0.0025 }).decide(wish(), account())).toMatchObject({ lots: 18 });
    const fine = instrument(0, { lotSize: 0.001 });
    const risk = bull({}, { roundTripCostRatio: 0.0025, instruments: [fine, unit(1)] });
    expect(risk.decide(wish(0, { instrument: fine }), account())).toMatchObject({ lots: 18_823 });
  });

  it('is not given away to the last bits of doubles', () => {
    // 1,000,000 cents × 0.52 × 0.01 × 0.7 (the same sector) are 3,640 cents; over 13 cents a unit that is 280. In doubles it is 279.99999999999994.
    expect((1_000_000 * 0.52 * 0.01 * 0.7) / 13).toBeLessThan(280);
    const risk = bull({ sameSectorFactor: 0.7 }, { classifications: { I0: { sector: 'x' }, I1: { sector: 'x' } } });
    const order = risk.decide(wish(0, { confidence: 0.52, stopDistanceTicks: 13, maxFraction: 10 }), account({ exposures: [0, 1] }));
    expect(order).toMatchObject({ lots: 280 });
  });
});

describe('multipliers', () => {
  const lots = (risk: RiskDesk, stated: Parameters<typeof account>[0] = {}, changes: Parameters<typeof wish>[1] = {}) =>
    risk.decide(wish(0, { maxFraction: 100, ...changes }), account(stated))?.lots;

  it.each([
    ['bear', 14],
    ['range', 16],
    ['high-volatility', 10],
  ] as const)('regime %s gives %i of 20', (name, expected) => {
    // Without daily history the state is `range`: its row gets the factor of the one asked for.
    const rows = { ...regimes.rows, range: regimes.rows[name] };
    const risk = desk({ profile: only({ regimes: { ...regimes, rows } }), instruments: [unit(0)] });
    expect(lots(risk)).toBe(expected);
  });

  it('correlation with the portfolio beyond 0.5: × 0.7; unknown counts as beyond', () => {
    const sizing = { correlationAbove: 0.5, correlationFactor: 0.7 };
    const risk = desk({ profile: only({ sizing }), instruments: [unit(0), unit(1), unit(2)] });
    for (const [index, flips] of [0, 5, 4].entries()) feedReturns(risk, index, flips);
    expect(lots(risk, { exposures: [0, 100, 0] })).toBe(20);
    expect(lots(risk, { exposures: [0, 0, 100] })).toBe(14);
    const unknown = desk({
      profile: only({ sizing, statistics: { unknownIsWorst: true } }),
      instruments: [unit(0), unit(1)],
      classifications: { I0: { sector: 'x' }, I1: { sector: 'y' } },
    });
    expect(lots(unknown, { exposures: [0, 100] }, { candles: flatCandles(200, { close: 100 }) })).toBe(14);
  });

  it('drawdown beyond 10 %: × 0.5', () => {
    const risk = bull({ drawdownAbove: 0.1, drawdownFactor: 0.5 }, { startingEquity: 1_100_000 });
    risk.mark(990_000, MONDAY);
    // 990,000 is exactly 10 % below: 9,900 × 1 % × 0.8 / 4 = 19.8. One cent less is beyond.
    expect(lots(risk, { equity: 990_000 })).toBe(19);
    risk.mark(989_999, MONDAY);
    expect(lots(risk, { equity: 989_999 })).toBe(9);
  });

  it('range beyond twice its mean of 100 candles: × 0.5', () => {
    const build = (last: number) => {
      const all = flatCandles(400, { close: 100, range: 1 });
      for (let i = 380; i < 400; i++) {
        all.high[i] = 100 + last / 2;
        all.low[i] = 100 - last / 2;
      }
      return all;
    };
    const risk = (last: number) => lots(bull({ volatilityAbove: 2, volatilityFactor: 0.5 }), {}, { candles: build(last), index: 399 });
    expect(risk(2)).toBe(20);
    expect(risk(5)).toBe(10);
  });

  it('calibration error: 1, 0.8 from 0.05, 0.5 from 0.10 to 0.15', () => {
    const { calibration, calibrationMaximum } = builtInProfile('default').sizing;
    const risk = bull({ calibration, calibrationMaximum });
    for (const [error, expected] of [
      [0.0499, 20],
      [0.05, 16],
      [0.0999, 16],
      [0.1, 10],
      [0.15, 10],
      [Number.NaN, 20],
    ] as const) {
      risk.control.setCalibrationError(0, error, MONDAY);
      expect(lots(risk)).toBe(expected);
    }
    risk.control.setCalibrationError(0, 0.1501, MONDAY);
    expect(lots(risk)).toBeUndefined();
    expect(risk.lastRefusal.code).toBe('SIZE_CALIBRATION');
  });

  it('intraday drawdown: 0.85 from 1 %, 0.65 from 2.5 %, 0.45 from 4 % below the highest of the day', () => {
    const { intraday } = builtInProfile('default').sizing;
    for (const [equity, factor] of [
      [990_001, 1],
      [990_000, 0.85],
      [975_001, 0.85],
      [975_000, 0.65],
      [960_001, 0.65],
      [960_000, 0.45],
    ] as const) {
      const risk = bull({ intraday }, { startingEquity: 900_000 });
      risk.mark(1_000_000, MONDAY + 1);
      risk.mark(equity, MONDAY + 2);
      expect(lots(risk, { equity })).toBe(Math.floor((equity * factor * 0.008) / 400 + 1e-9));
    }
  });

  it('evaluator: bounded in prod, free below elsewhere', () => {
    const sized = (environment: 'dev' | 'prod', multiplier: number) => {
      const risk = bull({}, { environment });
      risk.control.setEvaluator(0, multiplier);
      return lots(risk);
    };
    expect([sized('prod', 5), sized('prod', 0.1), sized('dev', 0.1), sized('prod', 1.1)]).toEqual([24, 5, 2, 22]);
  });

  it('a quarter of Kelly only lowers', () => {
    const risk = bull({ kellyFraction: 0.25 });
    risk.control.setKelly(0, 0.4);
    expect(risk.decide(wish(), account())).toMatchObject({ lots: 10, cuts: ['CAP_KELLY'] });
    risk.control.setKelly(0, 3);
    expect(lots(risk)).toBe(20);
    risk.control.setKelly(0, -1);
    expect(lots(risk)).toBeUndefined();
  });

  it('the strategy caps its own share of equity', () => {
    expect(bull({}).decide(wish(0, { maxFraction: 0.1 }), account())).toMatchObject({ lots: 10, cuts: ['CAP_STRATEGY_FRACTION'] });
  });
});

describe('score bands', () => {
  const signals = builtInProfile('default').signals;
  const banded = (approvals: boolean) => desk({ profile: only({ signals: { ...signals, refuseAfterGap: false } }), approvals });
  const decide = (score: number, approvals: boolean, changes: object = {}) => {
    const risk = banded(approvals);
    const order = risk.decide(candidate(instrument(0), { score, ...changes }), account());
    return order ? order.lots : risk.lastRefusal.code;
  };

  it('0.66, 0.64, 0.58 and 0.49 give full, half, an approval request, and nothing', () => {
    expect([0.66, 0.64, 0.58, 0.49].map((score) => decide(score, true))).toEqual([1000, 500, 'SIGNAL_APPROVAL_NEEDED', 'SIGNAL_SCORE']);
    expect(decide(0.58, true, { ownerApproved: true })).toBe(500);
    expect(decide(0.58, false)).toBe('SIGNAL_APPROVAL_UNAVAILABLE');
    expect([0.65, 0.6, 0.5].map((score) => decide(score, true, { ownerApproved: true }))).toEqual([1000, 500, 500]);
  });

  it('a technical signal alone is scored by its confidence, and a low confidence needs approval whatever the score', () => {
    expect(decide(Number.NaN, true, { confidence: 0.66 })).toBe(1000);
    expect(decide(Number.NaN, true, { confidence: 0.64 })).toBe(500);
    expect(decide(Number.NaN, true, { confidence: 0.49 })).toBe('SIGNAL_CONFIDENCE');
    expect(decide(0.9, true, { confidence: 0.59 })).toBe('SIGNAL_APPROVAL_NEEDED');
    expect(decide(0.9, true, { confidence: 0.59, ownerApproved: true })).toBe(500);
  });
});

describe('any size', () => {
  it('is the whole part of the fraction, written out in whole numbers', () => {
    const arbitrary = fc.record({
      equity: fc.integer({ min: 1, max: 2_000_000_000 }),
      confidence: fc.integer({ min: 1, max: 10_000 }).map((n) => n / 10_000),
      entry: fc.integer({ min: 500, max: 3_000_000 }),
      stop: fc.integer({ min: 1, max: 499 }),
      cost: fc.integer({ min: 0, max: 100 }).map((n) => n / 10_000),
      lotSize: fc.constantFrom(1, 0.01, 0.001),
      sector: fc.boolean(),
      evaluator: fc.constantFrom(1, 0.9, 0.33, 1.2),
    });
    fc.assert(
      fc.property(arbitrary, ({ equity, confidence, entry, stop, cost, lotSize, sector, evaluator }) => {
        const about = instrument(0, { lotSize });
        const risk = desk({
          profile: only({ sizing: { sameSectorFactor: 0.8 } }),
          instruments: [about, instrument(1)],
          roundTripCostRatio: cost,
          classifications: { I0: { sector: 'x' }, I1: { sector: 'x' } },
        });
        risk.control.setEvaluator(0, evaluator);
        const order = risk.decide(
          candidate(about, {
            sizing: 'risk',
            confidence,
            entryTicks: entry,
            stopDistanceTicks: stop,
            maxFraction: 1e6,
            candles: flatCandles(30),
            index: 29,
          }),
          account({ equity, exposures: [0, sector ? 1 : 0] }),
        );
        // Cents of loss per lot: (stop + entry × cost) ticks of 0.01 × lot size × 100 cents.
        const decimal = (value: number) => {
          const { numerator, denominator } = fractionOf(value);
          return [BigInt(numerator), BigInt(denominator)] as const;
        };
        let [top, bottom] = [BigInt(equity), 100n];
        for (const factor of [confidence, sector ? 0.8 : 1, evaluator]) {
          const [n, d] = decimal(factor);
          top *= n;
          bottom *= d;
        }
        const [costN, costD] = decimal(cost);
        const [lotN, lotD] = decimal(lotSize);
        const lots = (top * costD * lotD) / (bottom * (BigInt(stop) * costD + BigInt(entry) * costN) * lotN);
        if (order === null) expect(lots === 0n || Number(lots) * entry * lotSize < 1).toBe(true);
        else expect(BigInt(order.lots)).toBe(lots);
      }),
      { numRuns: 500 },
    );
  });
});
