/** A profile made ready for comparison: shares as exact fractions, money in quanta, limits capped by the absolute ones. */

import { powerOfTen } from '../../domain/decimal.ts';
import type { Regime } from '../strategy/strategy.ts';
import { ABSOLUTE_LEVERAGE, ABSOLUTE_RISK_PER_TRADE, type Environment, type RiskProfile, type Step } from './profile-figures.ts';
import { ShareLimit } from './share-limit.ts';

export interface PreparedRegime {
  readonly grossExposure: ShareLimit;
  readonly position: ShareLimit;
  readonly sizeFactor: ShareLimit;
}

export interface PreparedStep {
  readonly from: ShareLimit;
  readonly factor: ShareLimit;
}

export type Figures = ReturnType<typeof prepareFigures>;

/** `quantumDecimals` is the account's. Figures beyond an absolute limit are brought down to it. */
export function prepareFigures(profile: RiskProfile, environment: Environment, quantumDecimals: number) {
  const { limits, sizing, regimes } = profile;
  const share = (ratio: number) => new ShareLimit(ratio);
  const step = ({ from, factor }: Step): PreparedStep => ({ from: share(from), factor: share(factor) });
  const regime = (name: Regime): PreparedRegime => {
    const row = regimes.rows[name];
    return { grossExposure: share(row.grossExposure), position: share(row.position), sizeFactor: share(row.sizeFactor) };
  };
  const quantaPerUnit = powerOfTen(quantumDecimals);
  return {
    profile,
    unknownIsWorst: profile.statistics.unknownIsWorst,
    position: share(limits.position),
    sector: share(limits.sector),
    assetClass: share(limits.assetClass),
    geography: share(limits.geography),
    usd: share(limits.usd),
    crypto: share(limits.crypto),
    defensiveGross: share(profile.modes.defensiveGross),
    grossLeverage: share(limits.leverage),
    leverage: Math.min(limits.leverage, ABSOLUTE_LEVERAGE[environment]),
    cash: share(limits.cash),
    quantaPerUnit,
    orderNotional: limits.orderNotional * quantaPerUnit,
    dayTradeEquity: limits.dayTradeEquity * quantaPerUnit,
    volatility: share(limits.volatility),
    volume: share(limits.volumeRatio),
    regimes: {
      bull: regime('bull'),
      bear: regime('bear'),
      range: regime('range'),
      'high-volatility': regime('high-volatility'),
      crisis: regime('crisis'),
    },
    riskPerTrade: share(Math.min(sizing.riskPerTrade, ABSOLUTE_RISK_PER_TRADE)),
    correlationFactor: share(sizing.correlationFactor),
    drawdownAbove: share(sizing.drawdownAbove),
    drawdownFactor: share(sizing.drawdownFactor),
    volatilityFactor: share(sizing.volatilityFactor),
    sameSectorFactor: share(sizing.sameSectorFactor),
    calibration: sizing.calibration.map(step),
    intraday: sizing.intraday.map(step),
  };
}
