/** The risk profiles that come with the product, with the figures of the trading rules. */

import { InputError } from '../../domain/result.ts';
import type { RegimeRow, RiskProfile } from './profile-figures.ts';

export type { RiskProfile } from './profile-figures.ts';

const MINUTE_MS = 60_000;
const NONE = Number.POSITIVE_INFINITY;

const CRYPTO_ONLY: RiskProfile = {
  name: 'crypto_only',
  zone: 'UTC',
  ladder: {
    dayDefensive: 0.02,
    dayStop: 0.03,
    weekDefensive: 0.03,
    weekStop: 0.05,
    monthStop: 0.08,
    drawdownAlert: 0.05,
    drawdownDefensive: 0.1,
    drawdownClosesOnly: 0.12,
    drawdownStop: 0.15,
    drawdownClear: 0.08,
    drawdownClearDays: 10,
    alertClearDays: 5,
    resetDrawdown: 0.1,
    rebasePaperDays: 14,
  },
  signals: {
    ttlMs: 5 * MINUTE_MS,
    throttleMs: 5 * MINUTE_MS,
    entriesPerHourInstrument: 6,
    entriesPerHourStrategy: 3,
    duplicateLockMs: 60 * MINUTE_MS,
    confidenceMinimum: 0.5,
    scoreFull: 0.65,
    scoreHalf: 0.6,
    scoreApproval: 0.5,
    approvalConfidence: 0.6,
    refuseAfterGap: true,
  },
  modes: {
    defensiveConfidence: 0.7,
    defensiveGross: 0.5,
    sharpeMinimum: 0.5,
    sharpeTrades: 30,
    calibrationErrorMaximum: 0.15,
    hitRateDistance: 0.15,
  },
  limits: {
    position: 0.2,
    sector: NONE,
    assetClass: NONE,
    geography: NONE,
    usd: NONE,
    crypto: NONE,
    pairCorrelationHalve: 0.7,
    pairCorrelationReject: 0.85,
    meanCorrelationWarn: 0.7,
    openPositions: 10,
    cash: 0.1,
    entriesPerDay: 10,
    orderNotional: 10_000,
    volatility: 0.05,
    volumeRatio: 0.8,
    betaMinimum: -NONE,
    betaMaximum: NONE,
    valueAtRiskHalve: 0.02,
    valueAtRiskReject: 0.03,
    shortfallDefensive: 0.03,
    shortfallReduce: 0.05,
    shortfallReduction: 0.25,
    dayTrades: NONE,
    dayTradeSessions: 5,
    dayTradeEquity: 25_000,
    leverage: 2,
  },
  sizing: {
    riskPerTrade: 0.01,
    correlationAbove: 0.5,
    correlationFactor: 0.7,
    drawdownAbove: 0.1,
    drawdownFactor: 0.5,
    volatilityAbove: 2,
    volatilityFactor: 0.5,
    sameSectorFactor: 0.8,
    calibration: [
      { from: 0.05, factor: 0.8 },
      { from: 0.1, factor: 0.5 },
    ],
    calibrationMaximum: 0.15,
    intraday: [
      { from: 0.01, factor: 0.85 },
      { from: 0.025, factor: 0.65 },
      { from: 0.04, factor: 0.45 },
    ],
    evaluatorMinimum: 0.25,
    evaluatorMaximum: 1.2,
    kellyFraction: 0.25,
  },
  coolDowns: {
    burstLosses: 3,
    burstWindowMs: 120 * MINUTE_MS,
    burstMs: 45 * MINUTE_MS,
    streakLosses: { dev: 2, staging: 2, prod: 1 },
    streakMs: { dev: 60 * MINUTE_MS, staging: 60 * MINUTE_MS, prod: 90 * MINUTE_MS },
  },
  regimes: {
    rows: {
      bull: { grossExposure: 0.9, position: 0.2, sizeFactor: 1 },
      bear: { grossExposure: 0.5, position: 0.1, sizeFactor: 0.7 },
      range: { grossExposure: 0.7, position: 0.15, sizeFactor: 0.8 },
      'high-volatility': { grossExposure: 0.4, position: 0.1, sizeFactor: 0.5 },
      crisis: { grossExposure: 0.1, position: 0, sizeFactor: 0 },
    },
    crisisIndex: 35,
    highIndex: 25,
    crisisRatio: 3,
    highRatio: 2,
    crisisCorrelation: 0.8,
    trendAdx: 25,
    confirmCloses: 2,
    gateStrategies: true,
  },
  statistics: { unknownIsWorst: true, minimumReturns: 30, assumedDailyVolatility: 0.05 },
};

const MULTI_ASSET: RiskProfile = {
  ...CRYPTO_ONLY,
  name: 'multi_asset',
  limits: {
    ...CRYPTO_ONLY.limits,
    sector: 0.4,
    assetClass: 0.7,
    geography: 0.6,
    usd: 0.5,
    crypto: 0.15,
    meanCorrelationWarn: 0.5,
    betaMinimum: 0.5,
    betaMaximum: 1.2,
    dayTrades: 3,
  },
};

/** A profile whose limits are `ratio` (shares) and `amount` (counts, times, money): the same code, nothing refused. */
function unlimited(name: string, ratio: number, amount: number): RiskProfile {
  const all = <T extends object>(figures: T, value: number): T => Object.fromEntries(Object.keys(figures).map((key) => [key, value])) as T;
  const row: RegimeRow = { grossExposure: ratio, position: ratio, sizeFactor: 1 };
  const { signals, limits, sizing, coolDowns, regimes } = CRYPTO_ONLY;
  return {
    name,
    zone: 'UTC',
    ladder: all(CRYPTO_ONLY.ladder, ratio),
    signals: {
      ...all(signals, 0),
      ttlMs: amount,
      entriesPerHourInstrument: amount,
      entriesPerHourStrategy: amount,
      refuseAfterGap: false,
    },
    modes: {
      defensiveConfidence: -1,
      defensiveGross: ratio,
      sharpeMinimum: -ratio,
      sharpeTrades: amount,
      calibrationErrorMaximum: ratio,
      hitRateDistance: ratio,
    },
    limits: {
      ...all(limits, ratio),
      cash: -ratio,
      betaMinimum: -ratio,
      volumeRatio: 0,
      openPositions: amount,
      entriesPerDay: amount,
      orderNotional: amount,
      dayTrades: amount,
      dayTradeSessions: limits.dayTradeSessions,
      dayTradeEquity: limits.dayTradeEquity,
      shortfallReduction: 0,
    },
    sizing: {
      ...sizing,
      correlationAbove: ratio,
      drawdownAbove: ratio,
      volatilityAbove: ratio,
      sameSectorFactor: 1,
      calibration: [],
      calibrationMaximum: ratio,
      intraday: [],
      kellyFraction: ratio,
    },
    coolDowns: { ...coolDowns, burstLosses: amount, streakLosses: { dev: amount, staging: amount, prod: amount } },
    regimes: { ...regimes, rows: { bull: row, bear: row, range: row, 'high-volatility': row, crisis: row }, gateStrategies: false },
    statistics: { ...CRYPTO_ONLY.statistics, unknownIsWorst: false },
  };
}

const BUILT_IN: Readonly<Record<string, RiskProfile>> = {
  crypto_only: CRYPTO_ONLY,
  multi_asset: MULTI_ASSET,
  none: unlimited('none', NONE, NONE),
  'evaluate-all': unlimited('evaluate-all', 1000, 2 ** 50),
};

/** A built-in profile; `default` is crypto_only. InputError RISK_PROFILE_UNKNOWN for another name. */
export function builtInProfile(name: string): RiskProfile {
  const profile = BUILT_IN[name === 'default' ? 'crypto_only' : name];
  if (!profile)
    throw new InputError(
      'RISK_PROFILE_UNKNOWN',
      `expected a risk profile among default, ${Object.keys(BUILT_IN).join(', ')}, or a file, found ${name}`,
      2,
    );
  return profile;
}
