/** Every limit: accepted at its value, refused (or cut, or halved) one unit beyond. Lots are worth a cent, equity is 10,000.00. */

import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../src/core/domain/instrument.ts';
import type { Candidate } from '../../src/core/trading/risk/candidate.ts';
import { APPROVAL, FILTERS, GATE } from '../../src/core/trading/risk/filters.ts';
import { LIMITS } from '../../src/core/trading/risk/limits.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { account, candidate, desk, feedReturns, flatCandles, instrument, MINUTE_MS, MONDAY, only, type Stated } from './fixture.ts';

const RANGE_ROWS = { range: { grossExposure: 0.7, position: 0.15, sizeFactor: 0.8 } };
const rows = (changes: object) => ({ rows: { ...builtInProfile('none').regimes.rows, ...changes } });
const candles = (range: number, lastVolume = 1000) => {
  const all = flatCandles(200, { range });
  all.volume[199] = lastVolume;
  return all;
};
const sameSector = { I0: { sector: 'x' }, I1: { sector: 'x' }, I2: { sector: 'y' } };
const sameClass = { I0: { assetClass: 'x' }, I1: { assetClass: 'x' }, I2: { assetClass: 'y' } };
const sameGeography = { I0: { geography: 'x' }, I1: { geography: 'x' }, I2: { geography: 'y' } };

interface Case {
  readonly code: string;
  readonly options?: Parameters<typeof desk>[0];
  readonly prepare?: (risk: RiskDesk) => void;
  readonly at: { wish?: Partial<Candidate>; account?: Stated; instrument?: number };
  readonly beyond: { wish?: Partial<Candidate>; account?: Stated; instrument?: number };
  readonly measured?: number;
  readonly limit?: number;
}

const CASES: readonly Case[] = [
  {
    code: 'RISK_LEVERAGE',
    options: {
      profile: only({ limits: { leverage: 2 } }),
      instruments: [instrument(0, { leverage: 2 }), instrument(1, { leverage: 2.01 })],
    },
    at: { instrument: 0 },
    beyond: { instrument: 1 },
    measured: 2.01,
    limit: 2,
  },
  {
    code: 'RISK_REGIME_EXPOSURE',
    options: { profile: only({ regimes: rows(RANGE_ROWS) }) },
    at: { wish: { lots: 100_000 }, account: { exposures: [0, 600_000] } },
    beyond: { wish: { lots: 100_001 }, account: { exposures: [0, 600_000] } },
    measured: 0.700001,
    limit: 0.7,
  },
  {
    code: 'RISK_DEFENSIVE_EXPOSURE',
    options: { profile: only({ modes: { defensiveGross: 0.5 } }) },
    prepare: (risk) => risk.control.raise({ id: 'test', demands: 'DEFENSIVE', reason: 'test', by: 'test', at: MONDAY }),
    at: { wish: { lots: 500_000 } },
    beyond: { wish: { lots: 500_001 } },
  },
  {
    code: 'RISK_GROSS_LEVERAGE',
    options: { profile: only({ limits: { leverage: 2 } }), instruments: [instrument(0, { leverage: 2 }), instrument(1)] },
    at: { wish: { lots: 1_500_000 }, account: { exposures: [0, -500_000] } },
    beyond: { wish: { lots: 1_500_001 }, account: { exposures: [0, -500_000] } },
  },
  {
    code: 'RISK_SECTOR',
    options: { profile: only({ limits: { sector: 0.4 } }), classifications: sameSector },
    at: { wish: { lots: 300_000 }, account: { exposures: [0, 100_000, 500_000] } },
    beyond: { wish: { lots: 300_001 }, account: { exposures: [0, 100_000, 500_000] } },
  },
  {
    code: 'RISK_SECTOR',
    options: {
      profile: only({ limits: { sector: 0.4 }, statistics: { unknownIsWorst: true } }),
      classifications: { I0: { sector: 'x' }, I1: {}, I2: { sector: 'y' } },
    },
    at: { wish: { lots: 300_000, ignoresVolume: true }, account: { exposures: [0, 100_000, 500_000] } },
    beyond: { wish: { lots: 300_001, ignoresVolume: true }, account: { exposures: [0, 100_000, 500_000] } },
  },
  {
    code: 'RISK_ASSET_CLASS',
    options: { profile: only({ limits: { assetClass: 0.7 } }), classifications: sameClass },
    at: { wish: { lots: 500_000 }, account: { exposures: [0, 200_000, 100_000] } },
    beyond: { wish: { lots: 500_001 }, account: { exposures: [0, 200_000, 100_000] } },
  },
  {
    code: 'RISK_GEOGRAPHY',
    options: { profile: only({ limits: { geography: 0.6 } }), classifications: sameGeography },
    at: { wish: { lots: 500_000 }, account: { exposures: [0, 100_000, 300_000] } },
    beyond: { wish: { lots: 500_001 }, account: { exposures: [0, 100_000, 300_000] } },
  },
  {
    code: 'RISK_USD',
    options: {
      profile: only({ limits: { usd: 0.5 } }),
      instruments: [instrument(0, { quote: 'USD' }), instrument(1, { quote: 'USDC' }), instrument(2, { quote: 'EUR' })],
    },
    at: { wish: { lots: 400_000 }, account: { exposures: [0, 100_000, 300_000] } },
    beyond: { wish: { lots: 400_001 }, account: { exposures: [0, 100_000, 300_000] } },
  },
  {
    code: 'RISK_CRYPTO',
    options: {
      profile: only({ limits: { crypto: 0.15 } }),
      instruments: [instrument(0), instrument(1), instrument(2, { kind: 'equity' })],
    },
    at: { wish: { lots: 50_000 }, account: { exposures: [0, 100_000, 300_000] } },
    beyond: { wish: { lots: 50_001 }, account: { exposures: [0, 100_000, 300_000] } },
  },
  {
    code: 'RISK_CORRELATION',
    options: { profile: only({ limits: { pairCorrelationReject: 0.8 } }) },
    prepare: (risk) => {
      for (const [index, flips] of [0, 2, 1].entries()) feedReturns(risk, index, flips);
    },
    at: { account: { exposures: [0, 100_000, 0] } },
    beyond: { account: { exposures: [0, 0, 100_000] } },
    measured: 0.9,
    limit: 0.8,
  },
  {
    code: 'RISK_OPEN_POSITIONS',
    options: { profile: only({ limits: { openPositions: 10 } }) },
    at: { account: { openPositions: 9 } },
    beyond: { account: { openPositions: 10 } },
    measured: 11,
    limit: 10,
  },
  {
    code: 'RISK_CASH',
    options: { profile: only({ limits: { cash: 0.1 } }), instruments: [instrument(0, { takerFeeRatio: 0.001 })] },
    // 200,000 of margin and 200 of fee leave exactly 100,000 of 1,000,000.
    at: { wish: { lots: 200_000 }, account: { free: 300_200 } },
    beyond: { wish: { lots: 200_000 }, account: { free: 300_199 } },
  },
  {
    code: 'RISK_ORDER_NOTIONAL',
    options: { profile: only({ limits: { orderNotional: 10_000 } }) },
    at: { wish: { lots: 1_000_000 }, account: { equity: 9_000_000 } },
    beyond: { wish: { lots: 1_000_001 }, account: { equity: 9_000_000 } },
    measured: 10_000.01,
    limit: 10_000,
  },
  {
    code: 'RISK_VOLATILITY',
    options: { profile: only({ limits: { volatility: 0.05 } }) },
    at: { wish: { candles: candles(0.05) } },
    beyond: { wish: { candles: candles(0.06) } },
    measured: 0.06,
    limit: 0.05,
  },
  {
    code: 'RISK_VOLUME',
    options: { profile: only({ limits: { volumeRatio: 0.8 }, statistics: { unknownIsWorst: true } }) },
    at: { wish: { candles: candles(0, 800) } },
    beyond: { wish: { candles: candles(0, 799.99) } },
    limit: 0.8,
  },
  {
    code: 'RISK_DAY_TRADES',
    options: {
      profile: only({ limits: { dayTrades: 3 } }),
      instruments: [instrument(0, { kind: 'equity' }), instrument(1)],
      classifications: { I0: { geography: 'US' } },
      accountCurrency: 'USD',
    },
    prepare: (risk) => {
      // Three round trips within one session.
      for (let k = 0; k < 3; k++) {
        risk.entryFilled(0, MONDAY + k);
        risk.exitFilled(0, 1, MONDAY + k);
      }
    },
    at: { account: { equity: 2_500_000 } },
    beyond: { account: { equity: 2_499_999 } },
    measured: 4,
    limit: 3,
  },
  {
    code: 'SIGNAL_EXPIRED',
    options: { profile: only({ signals: { ttlMs: 300_000 } }) },
    at: { wish: { createdAt: MONDAY - 300_000 } },
    beyond: { wish: { createdAt: MONDAY - 300_001 } },
  },
  {
    code: 'SIGNAL_CONFIDENCE',
    options: { profile: only({ signals: { confidenceMinimum: 0.5 } }) },
    at: { wish: { confidence: 0.5 } },
    beyond: { wish: { confidence: 0.4999 } },
  },
  {
    code: 'MODE_DEFENSIVE',
    options: { profile: only({ modes: { defensiveConfidence: 0.7 } }) },
    prepare: (risk) => risk.control.raise({ id: 'test', demands: 'DEFENSIVE', reason: 'test', by: 'test', at: MONDAY }),
    at: { wish: { confidence: 0.7001 } },
    beyond: { wish: { confidence: 0.7 } },
  },
  {
    code: 'SIGNAL_THROTTLED',
    options: { profile: only({ signals: { throttleMs: 300_000 } }) },
    prepare: (risk) => risk.entrySent(0, 1, MONDAY),
    at: { wish: { at: MONDAY + 300_000, createdAt: MONDAY + 300_000 } },
    beyond: { wish: { at: MONDAY + 299_999, createdAt: MONDAY + 299_999 } },
  },
  {
    code: 'SIGNAL_DUPLICATE',
    options: { profile: only({ signals: { duplicateLockMs: 3_600_000 } }) },
    prepare: (risk) => risk.entrySent(0, 1, MONDAY),
    at: { wish: { at: MONDAY + 3_600_000, createdAt: MONDAY + 3_600_000 } },
    beyond: { wish: { at: MONDAY + 3_599_999, createdAt: MONDAY + 3_599_999 } },
  },
  {
    code: 'SIGNAL_RATE_INSTRUMENT',
    options: { profile: only({ signals: { entriesPerHourInstrument: 6 } }) },
    prepare: (risk) => {
      for (let k = 0; k < 6; k++) risk.entrySent(0, 1, MONDAY + k * MINUTE_MS);
    },
    at: { wish: { at: MONDAY + 60 * MINUTE_MS, createdAt: MONDAY + 60 * MINUTE_MS } },
    beyond: { wish: { at: MONDAY + 60 * MINUTE_MS - 1, createdAt: MONDAY + 60 * MINUTE_MS - 1 } },
    measured: 7,
    limit: 6,
  },
  {
    code: 'SIGNAL_RATE_STRATEGY',
    options: { profile: only({ signals: { entriesPerHourStrategy: 3 } }) },
    prepare: (risk) => {
      for (let k = 0; k < 3; k++) risk.entrySent(k, 1, MONDAY + k * MINUTE_MS);
    },
    at: { wish: { at: MONDAY + 60 * MINUTE_MS, createdAt: MONDAY + 60 * MINUTE_MS } },
    beyond: { wish: { at: MONDAY + 60 * MINUTE_MS - 1, createdAt: MONDAY + 60 * MINUTE_MS - 1 } },
    measured: 4,
    limit: 3,
  },
  {
    code: 'SIGNAL_CONFLICT_POSITION',
    at: { account: { lotsOfOthers: 1 } },
    beyond: { account: { lotsOfOthers: -1 } },
  },
  {
    // A spot instrument that says nothing of shorting can't be sold short; a perpetual can.
    code: 'RISK_SHORTING',
    options: {
      instruments: [instrument(0, { shorting: undefined }), instrument(1, { kind: 'perpetual', shorting: undefined })],
    },
    at: { wish: { side: -1 }, instrument: 1 },
    beyond: { wish: { side: -1 }, instrument: 0 },
  },
  { code: 'DATA_GAP', options: { profile: only({ signals: { refuseAfterGap: true } }) }, at: {}, beyond: { wish: { gap: true } } },
  {
    code: 'STRATEGY_REGIME',
    options: { profile: only({ regimes: { gateStrategies: true } }) },
    at: { wish: { regimes: ['range', 'bull'] } },
    beyond: { wish: { regimes: ['bull'] } },
  },
  { code: 'SIGNAL_SCHEMA', at: { wish: { confidence: 1 } }, beyond: { wish: { confidence: 1.0001 } } },
  { code: 'SIGNAL_SANITY', at: { wish: { stopDistanceTicks: 99 } }, beyond: { wish: { stopDistanceTicks: 100 } } },
  {
    code: 'SIZE_CALIBRATION',
    options: { profile: only({ sizing: { calibrationMaximum: 0.15 } }), strategies: [{ id: 'alpha' }, { id: 'beta' }] },
    prepare: (risk) => {
      risk.control.setCalibrationError(0, 0.15, MONDAY);
      risk.control.setCalibrationError(1, 0.1501, MONDAY);
    },
    at: { wish: { strategy: 0 } },
    beyond: { wish: { strategy: 1 } },
  },
  {
    code: 'SIZE_WEIGHT',
    options: {
      instruments: [instrument(0)],
      slots: [
        { strategy: 0, instrument: 0 },
        { strategy: 0, instrument: 0 },
      ],
    },
    prepare: (risk) => risk.weigh(1, { ratio: 0, by: 'owner', reason: 'loud', at: MONDAY }),
    at: { wish: { slot: 0 } },
    beyond: { wish: { slot: 1 } },
    measured: 0,
  },
];

function judge(test: Case, side: 'at' | 'beyond'): { risk: RiskDesk; order: ReturnType<RiskDesk['decide']> } {
  const risk = desk(test.options);
  test.prepare?.(risk);
  const instruments = test.options?.instruments ?? [instrument(0), instrument(1), instrument(2)];
  const about = instruments[test[side].instrument ?? 0] as Instrument;
  return { risk, order: risk.decide(candidate(about, test[side].wish), account(test[side].account)) };
}

describe('limits at their value and one unit beyond', () => {
  it.each(CASES)('$code', (test) => {
    const accepted = judge(test, 'at');
    expect(accepted.order, accepted.risk.lastRefusal.message).not.toBeNull();
    expect(accepted.order?.lots).toBe(test.at.wish?.lots ?? 1000);
    expect(accepted.order?.cuts).toEqual([]);
    const { risk, order } = judge(test, 'beyond');
    expect(order).toBeNull();
    expect(risk.lastRefusal.code).toBe(test.code);
    expect(risk.lastRefusal.message).not.toBe('');
    if (test.measured !== undefined) expect(risk.lastRefusal.measured).toBeCloseTo(test.measured, 12);
    if (test.limit !== undefined) expect(risk.lastRefusal.limit).toBe(test.limit);
  });
});

describe('a short of a spot instrument', () => {
  const spot = instrument(0, { shorting: false });
  const wish = { side: -1, confidence: 1 } as const;
  it('is refused under every profile, also when the same buy has just passed', () => {
    for (const name of ['none', 'default', 'evaluate-all'] as const) {
      const risk = desk({ profile: builtInProfile(name), instruments: [spot] });
      const buy = { sizing: 'lots', lots: 1000 } as const;
      expect(risk.decide(candidate(spot, { ...buy, confidence: 1 }), account()), name).not.toBeNull();
      expect(risk.decide(candidate(spot, { ...buy, ...wish }), account()), name).toBeNull();
      expect(risk.lastRefusal.code).toBe('RISK_SHORTING');
    }
  });
  it('of the owner himself is the venue’s to judge: it may be held by a strategy', () => {
    const risk = desk({ instruments: [spot] });
    expect(risk.decide(candidate(spot, { ...wish, ownerApproved: true, ownerOrder: true }), account())).not.toBeNull();
    // A yes to a strategy's wish makes nobody its owner.
    expect(risk.decide(candidate(spot, { ...wish, ownerApproved: true }), account())).toBeNull();
  });
});

describe('the lists of rules', () => {
  it('have a case here, or below, for every code that can refuse', () => {
    const elsewhere = [
      'MODE_EMERGENCY',
      'MODE_PAUSE',
      'MODE_OBSERVATION',
      'VENUE_DOWN',
      'LADDER_CLOSES_ONLY',
      'STRATEGY_BLOCKED',
      'STRATEGY_COOLING_DOWN',
    ];
    const bands = ['SIGNAL_SCORE', 'SIGNAL_APPROVAL_UNAVAILABLE', 'SIGNAL_APPROVAL_NEEDED'];
    const cutting = [
      'RISK_POSITION_LIMIT',
      'RISK_REGIME_POSITION',
      'RISK_FIRST_ORDERS',
      'WARN_MEAN_CORRELATION',
      'WARN_BETA',
      'RISK_VALUE_AT_RISK',
      'RISK_ENTRIES_PER_DAY',
      'SIZE_BELOW_MINIMUM',
    ];
    const covered = new Set([...CASES.map(({ code }) => code), ...elsewhere, ...bands, ...cutting]);
    expect([...FILTERS, ...GATE, ...LIMITS, ...APPROVAL].map(({ code }) => code).filter((code) => !covered.has(code))).toEqual([]);
  });
});
