/** What a risk profile holds: every figure of the risk rules as data. Infinity means no limit. */

import type { Regime } from '../strategy/strategy.ts';

export type Environment = 'dev' | 'staging' | 'prod';

/** Absolute limits: no profile may exceed them. */
export const ABSOLUTE_RISK_PER_TRADE = 0.02;
export const ABSOLUTE_LEVERAGE: Readonly<Record<Environment, number>> = { dev: 20, staging: 20, prod: 10 };

/** From `from` on (inclusive) sizes are multiplied by `factor`; the last step reached holds. */
export interface Step {
  readonly from: number;
  readonly factor: number;
}

export interface LadderFigures {
  readonly dayDefensive: number;
  readonly dayStop: number;
  readonly weekDefensive: number;
  readonly weekStop: number;
  readonly monthStop: number;
  /** Drawdown from the high-water mark: alert at its value, the others beyond it. */
  readonly drawdownAlert: number;
  readonly drawdownDefensive: number;
  readonly drawdownClosesOnly: number;
  readonly drawdownStop: number;
  /** Drawdown has to stay below this for so many days (and be reviewed) before its triggers clear; the alert below itself for `alertClearDays`. */
  readonly drawdownClear: number;
  readonly drawdownClearDays: number;
  readonly alertClearDays: number;
  /** EMERGENCY is not reset beyond this drawdown; the peak is re-based only after so many days of paper trading. */
  readonly resetDrawdown: number;
  readonly rebasePaperDays: number;
}

export interface SignalFigures {
  readonly ttlMs: number;
  readonly throttleMs: number;
  readonly entriesPerHourInstrument: number;
  readonly entriesPerHourStrategy: number;
  readonly duplicateLockMs: number;
  readonly confidenceMinimum: number;
  /** Score from which size is full, half, and half with the owner's approval; below the last it is dropped. */
  readonly scoreFull: number;
  readonly scoreHalf: number;
  readonly scoreApproval: number;
  /** Confidence below which the owner has to approve, whatever the score. */
  readonly approvalConfidence: number;
  readonly refuseAfterGap: boolean;
}

export interface ModeFigures {
  /** DEFENSIVE: confidence has to be above, gross exposure not beyond. */
  readonly defensiveConfidence: number;
  readonly defensiveGross: number;
  /** DEFENSIVE is entered below this Sharpe ratio of the last 30 days with at least so many trades, ... */
  readonly sharpeMinimum: number;
  readonly sharpeTrades: number;
  /** ... beyond this expected calibration error, or with the hit rate further than this from what was expected. */
  readonly calibrationErrorMaximum: number;
  readonly hitRateDistance: number;
}

export interface LimitFigures {
  readonly position: number;
  readonly sector: number;
  readonly assetClass: number;
  readonly geography: number;
  readonly usd: number;
  readonly crypto: number;
  readonly pairCorrelationHalve: number;
  readonly pairCorrelationReject: number;
  readonly meanCorrelationWarn: number;
  readonly openPositions: number;
  readonly cash: number;
  readonly entriesPerDay: number;
  /** In account currency. */
  readonly orderNotional: number;
  readonly volatility: number;
  readonly volumeRatio: number;
  readonly betaMinimum: number;
  readonly betaMaximum: number;
  readonly valueAtRiskHalve: number;
  readonly valueAtRiskReject: number;
  readonly shortfallDefensive: number;
  readonly shortfallReduce: number;
  readonly shortfallReduction: number;
  readonly dayTrades: number;
  readonly dayTradeSessions: number;
  /** Equity in dollars from which day trades are free. */
  readonly dayTradeEquity: number;
  readonly leverage: number;
}

export interface SizingFigures {
  readonly riskPerTrade: number;
  /** Beyond the level the size is multiplied by the factor. */
  readonly correlationAbove: number;
  readonly correlationFactor: number;
  readonly drawdownAbove: number;
  readonly drawdownFactor: number;
  /** Average true range against its mean of 100 candles. */
  readonly volatilityAbove: number;
  readonly volatilityFactor: number;
  readonly sameSectorFactor: number;
  readonly calibration: readonly Step[];
  readonly calibrationMaximum: number;
  readonly intraday: readonly Step[];
  readonly evaluatorMinimum: number;
  readonly evaluatorMaximum: number;
  readonly kellyFraction: number;
}

export interface CoolDownFigures {
  readonly burstLosses: number;
  readonly burstWindowMs: number;
  readonly burstMs: number;
  readonly streakLosses: Readonly<Record<Environment, number>>;
  readonly streakMs: Readonly<Record<Environment, number>>;
}

export interface RegimeRow {
  readonly grossExposure: number;
  readonly position: number;
  readonly sizeFactor: number;
}

export interface RegimeFigures {
  readonly rows: Readonly<Record<Regime, RegimeRow>>;
  readonly crisisIndex: number;
  readonly highIndex: number;
  readonly crisisRatio: number;
  readonly highRatio: number;
  readonly crisisCorrelation: number;
  readonly trendAdx: number;
  readonly confirmCloses: number;
  /** Whether a strategy's own list of regimes stops its entries. */
  readonly gateStrategies: boolean;
}

export interface StatisticsFigures {
  /** What is not known (class, correlation, range, volume) counts as the worst case. */
  readonly unknownIsWorst: boolean;
  /** Days of common history from which a correlation or a volatility counts as known. */
  readonly minimumReturns: number;
  /** Daily volatility assumed, with correlation 1, for an instrument with less history. */
  readonly assumedDailyVolatility: number;
}

export interface RiskProfile {
  readonly name: string;
  /** Zone of day, week and month windows. */
  readonly zone: string;
  readonly ladder: LadderFigures;
  readonly signals: SignalFigures;
  readonly modes: ModeFigures;
  readonly limits: LimitFigures;
  readonly sizing: SizingFigures;
  readonly coolDowns: CoolDownFigures;
  readonly regimes: RegimeFigures;
  readonly statistics: StatisticsFigures;
}
