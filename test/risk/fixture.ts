/** What the risk tests share: instruments whose lot at price 1.00 is worth one quantum, an account stated by hand, plain candles. */

import { type Instrument, type InstrumentSpecification, prepareInstrument } from '../../src/core/domain/instrument.ts';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { AccountView, Candidate } from '../../src/core/trading/risk/candidate.ts';
import type { RiskDeskOptions } from '../../src/core/trading/risk/context.ts';
import { builtInProfile, type RiskProfile } from '../../src/core/trading/risk/profile.ts';
import { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
/** A Monday, 00:00 UTC, the first of its month. */
export const MONDAY = Date.UTC(2024, 3, 1);

/** Cents. */
export const QUANTUM_DECIMALS = 2;

export function instrument(index: number, changes: Partial<InstrumentSpecification> = {}): Instrument {
  const specification = {
    id: `I${index}`,
    venue: 'test',
    kind: 'spot',
    base: `I${index}`,
    quote: 'USDT',
    tickSize: 0.01,
    lotSize: 0.01,
    shorting: true,
  } as const;
  return prepareInstrument({ ...specification, ...changes }, index, QUANTUM_DECIMALS);
}

/** `count` candles of a minute, all with the same close, range and volume. */
export function flatCandles(count: number, { close = 1, range = 0, volume = 1000 } = {}): Candles {
  const candles = createCandles(count);
  candles.length = count;
  for (let i = 0; i < count; i++) {
    candles.time[i] = MONDAY - (count - i) * MINUTE_MS;
    candles.open[i] = candles.close[i] = close;
    candles.high[i] = Math.round((close + range / 2) * 1e6) / 1e6;
    candles.low[i] = Math.round((close - range / 2) * 1e6) / 1e6;
    candles.volume[i] = volume;
  }
  return candles;
}

export interface Stated {
  equity?: number;
  free?: number;
  grossExposure?: number;
  openPositions?: number;
  /** Signed quanta by instrument index. */
  exposures?: readonly number[];
  lotsOfOthers?: number;
}

/** An account that holds what it is told to hold. */
export function account(stated: Stated = {}): AccountView {
  const { equity = 1_000_000, exposures = [], lotsOfOthers = 0 } = stated;
  const gross = exposures.reduce((sum, value) => sum + Math.abs(value), 0);
  return {
    idle: gross === 0 && (stated.free ?? equity) === equity && !stated.grossExposure && !stated.openPositions && lotsOfOthers === 0,
    equity,
    free: stated.free ?? equity - gross,
    grossExposure: stated.grossExposure ?? gross,
    openPositions: stated.openPositions ?? exposures.filter((value) => value !== 0).length,
    exposureOf: (index) => exposures[index] ?? 0,
    lotsOfOthers: () => lotsOfOthers,
  };
}

const CANDLES = flatCandles(200);

/** A buy of 1,000 lots of a lot a cent, sure of itself, at price 1.00. */
export function candidate(instrumentAt: Instrument, changes: Partial<Candidate> = {}): Candidate {
  return {
    at: MONDAY,
    createdAt: changes.at ?? MONDAY,
    slot: instrumentAt.index,
    strategy: 0,
    instrument: instrumentAt,
    side: 1,
    confidence: 0.9,
    score: Number.NaN,
    sound: true,
    ownerApproved: false,
    ownerOrder: false,
    byHand: false,
    duplicateKey: '',
    entryTicks: 100,
    marketTicks: changes.entryTicks ?? 100,
    stopDistanceTicks: Number.NaN,
    sizing: 'lots',
    share: 0,
    riskRatio: Number.NaN,
    mostLots: 0,
    lots: 1000,
    maxFraction: 1,
    candles: CANDLES,
    index: 199,
    gap: false,
    ignoresVolume: false,
    regimes: null,
    ...changes,
  };
}

type Changes = { readonly [K in keyof RiskProfile]?: RiskProfile[K] extends object ? Partial<RiskProfile[K]> : RiskProfile[K] };

/** The profile without limits, with some figures put back: one rule at a time. */
export function only(changes: Changes, base = 'none'): RiskProfile {
  const profile: Record<string, unknown> = { ...builtInProfile(base) };
  for (const [group, figures] of Object.entries(changes)) {
    profile[group] = typeof figures === 'object' ? { ...(profile[group] as object), ...figures } : figures;
  }
  return profile as unknown as RiskProfile;
}

export function desk(options: Partial<RiskDeskOptions> = {}): RiskDesk {
  const instruments = options.instruments ?? [instrument(0), instrument(1), instrument(2)];
  return new RiskDesk({
    profile: builtInProfile('none'),
    strategies: [{ id: 'alpha' }],
    slots: instruments.map(({ index }) => ({ strategy: 0, instrument: index })),
    quantumDecimals: QUANTUM_DECIMALS,
    startingEquity: 1_000_000,
    at: MONDAY,
    roundTripCostRatio: 0,
    ...options,
    instruments,
  });
}

/** Forty days of returns of ±1 %; `flips` of the rises and as many of the falls go the other way, so the correlation with no flips is (40 - 4 × flips) / 40. */
export function feedReturns(risk: RiskDesk, index: number, flips: number, days = 40): void {
  let close = 100;
  risk.dailyBar(index, close, close, close, close, MONDAY - (days + 1) * DAY_MS);
  for (let day = 0; day < days; day++) {
    const rises = day % 2 === 0;
    const flipped = day < flips * 2;
    close *= rises === flipped ? 0.99 : 1.01;
    risk.dailyBar(index, close, close, close, close, MONDAY - (days - day) * DAY_MS);
  }
}

/** A year of days that rise by 1 with a range of 2: a trend by any measure, above its average of 200 days. */
export function feedBull(risk: RiskDesk, index: number, days = 320): void {
  for (let day = 0; day < days; day++) {
    const close = 100 + day;
    risk.dailyBar(index, close - 1, close + 0.5, close - 1.5, close, MONDAY - (days - day) * DAY_MS);
  }
}
