/** The limits of one entry, in order. A value exactly at its limit is within it; one unit beyond is refused, or cut where the rule says so. */

import { ceilShare, feeOf, initialMargin, valueOf } from '../ledger/position-book.ts';
import type { InstrumentClass } from './classes.ts';
import type { Judgement, RiskContext, Rule } from './judgement.ts';
import { betaRule, correlationRule, meanCorrelationRule, valueAtRiskRule } from './portfolio-rules.ts';
import type { ShareLimit } from './share-limit.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

/** Parts of a tick in which a range is compared with a price: the noise of doubles is smaller, nothing real is. */
export const TICK_PARTS = 1e6;
const VOLUME_CANDLES = 20;
/** A quantity of a venue is a whole number of lots, but for the noise of doubles. */
const WHOLE_LOT = 1e-6;

/** A rule on exposure: what is held of a kind plus this order, as a share of equity. */
function exposure(
  code: string,
  held: (j: Judgement) => number,
  limit: (j: Judgement, c: RiskContext) => ShareLimit,
  applies?: (j: Judgement, c: RiskContext) => boolean,
): Rule {
  return {
    code,
    holds: (j, c) => (applies !== undefined && !applies(j, c)) || !limit(j, c).exceeded(held(j) + j.value, j.equity),
    measured: (j) => j.ofEquity(held(j) + j.value),
    limit: (j, c) => limit(j, c).ratio,
  };
}

/** A rule that cuts the position down to a share of equity, and refuses when nothing is left of it. */
function position(
  code: string,
  cut: 'CUT_POSITION_LIMIT' | 'CUT_REGIME_POSITION',
  limit: (j: Judgement, c: RiskContext) => ShareLimit,
): Rule {
  return {
    code,
    holds: (j, c) => {
      if (!limit(j, c).exceeded(j.held + j.value, j.equity)) return true;
      const room = limit(j, c).of(j.equity) - j.held;
      if (room <= 0) return false;
      j.cap(room, cut);
      return true;
    },
    measured: (j) => j.ofEquity(j.held + j.value),
    limit: (j, c) => limit(j, c).ratio,
  };
}

const own = (j: Judgement, c: RiskContext) => c.classes[j.candidate.instrument.index] as InstrumentClass;

/** Cash after the order: free now, less the margin it binds and its fee. */
const cashAfter = ({ account, candidate, value }: Judgement) =>
  account.free - initialMargin(candidate.instrument, value) - feeOf(candidate.instrument, value, false);

export function keepsCash(j: Judgement, c: RiskContext): boolean {
  const { ratio, numerator, denominator } = c.figures.cash;
  if (ratio === Number.NEGATIVE_INFINITY) return true;
  return cashAfter(j) >= (ratio > 0 ? ceilShare(j.equity, numerator, denominator) : j.equity * ratio);
}

/** ATR(14) of the candidate's candles in millionths of a tick; NaN while it is not known. */
export function rangeParts({ candidate }: Judgement, c: RiskContext): number {
  const { ticksPerUnit, tickUnits } = candidate.instrument;
  return Math.round((((c.gauges[candidate.slot] as VolatilityGauge).range * ticksPerUnit) / tickUnits) * TICK_PARTS);
}

function calmEnough(j: Judgement, c: RiskContext): boolean {
  const parts = rangeParts(j, c);
  if (Number.isNaN(parts)) return !c.figures.unknownIsWorst;
  return !c.figures.volatility.exceeded(parts, j.candidate.marketTicks * TICK_PARTS);
}

/** Volume of the last candle against the mean of the 20 before it (the current one excluded); NaN where there are fewer, or none was traded. */
export function volumeRatio({ candidate: { candles, index } }: Judgement): number {
  if (index < VOLUME_CANDLES) return Number.NaN;
  let sum = 0;
  for (let k = index - VOLUME_CANDLES; k < index; k++) sum += candles.volume[k] as number;
  return sum > 0 ? ((candles.volume[index] as number) * VOLUME_CANDLES) / sum : Number.NaN;
}

function enoughVolume(j: Judgement, c: RiskContext): boolean {
  const { ratio } = c.figures.volume;
  if (j.candidate.ignoresVolume || !j.candidate.candles.hasVolume) return true;
  const measured = volumeRatio(j);
  if (Number.isNaN(measured)) return ratio === 0 || !c.figures.unknownIsWorst;
  if (Math.abs(measured - ratio) > 1e-9) return measured > ratio;
  return exactVolume(j, c.figures.volume);
}

/** The same comparison on whole lots, for volumes next to the limit. */
function exactVolume({ candidate: { candles, index, instrument } }: Judgement, share: ShareLimit): boolean {
  const lots = (k: number) => Math.round((candles.volume[k] as number) / instrument.lotSize);
  let sum = 0n;
  for (let k = index - VOLUME_CANDLES; k < index; k++) sum += BigInt(lots(k));
  return BigInt(lots(index)) * BigInt(VOLUME_CANDLES) * BigInt(share.denominator) >= sum * BigInt(share.numerator);
}

const dayTradesNow = (j: Judgement, c: RiskContext) => c.dayTrades.within(c.figures.profile.limits.dayTradeSessions, j.day) + 1;

export function mayDayTrade(j: Judgement, c: RiskContext): boolean {
  if (!own(j, c).usEquity || (c.accountInDollars && j.equity >= c.figures.dayTradeEquity)) return true;
  return dayTradesNow(j, c) <= c.figures.profile.limits.dayTrades;
}

const riskLeverage: Rule = {
  code: 'RISK_LEVERAGE',
  holds: ({ candidate: { instrument } }, c) => instrument.leverage.numerator <= c.figures.leverage * instrument.leverage.denominator,
  measured: ({ candidate: { instrument } }) => instrument.leverage.numerator / instrument.leverage.denominator,
  limit: (_, c) => c.figures.leverage,
};

const riskPositionLimit = position('RISK_POSITION_LIMIT', 'CUT_POSITION_LIMIT', (_, c) => c.figures.position);

const riskRegimePosition = position('RISK_REGIME_POSITION', 'CUT_REGIME_POSITION', (j) => j.regimeRow.position);

/** Value in quanta of the smallest order the venue takes. */
function smallestTaken({ candidate: { instrument, entryTicks }, smallest }: Judgement): number {
  const { minimumQuantity = 0 } = instrument.specification;
  return Math.max(smallest, valueOf(instrument, entryTicks, Math.ceil(minimumQuantity / instrument.lotSize - WHOLE_LOT)));
}

const riskFirstOrders: Rule = {
  code: 'RISK_FIRST_ORDERS',
  holds: (j, c) => {
    const most = c.firstOrders.most(j.equity);
    if (j.value <= most) return true;
    if (most < smallestTaken(j)) return false;
    j.cap(most, 'CUT_FIRST_ORDERS');
    return true;
  },
  measured: (j, c) => (c.firstOrders.most(j.equity) < j.value ? smallestTaken(j) : j.value) / c.figures.quantaPerUnit,
  limit: (j, c) => c.firstOrders.most(j.equity) / c.figures.quantaPerUnit,
};

const riskRegimeExposure = exposure(
  'RISK_REGIME_EXPOSURE',
  (j) => j.gross,
  (j) => j.regimeRow.grossExposure,
);

const riskDefensiveExposure = exposure(
  'RISK_DEFENSIVE_EXPOSURE',
  (j) => j.gross,
  (_, c) => c.figures.defensiveGross,
  (_, c) => c.modes.mode === 'DEFENSIVE',
);

const riskGrossLeverage = exposure(
  'RISK_GROSS_LEVERAGE',
  (j) => j.gross,
  (_, c) => c.figures.grossLeverage,
);

const riskSector = exposure(
  'RISK_SECTOR',
  (j) => j.of('sector'),
  (_, c) => c.figures.sector,
);

const riskAssetClass = exposure(
  'RISK_ASSET_CLASS',
  (j) => j.of('assetClass'),
  (_, c) => c.figures.assetClass,
);

const riskGeography = exposure(
  'RISK_GEOGRAPHY',
  (j) => j.of('geography'),
  (_, c) => c.figures.geography,
);

const riskUsd = exposure(
  'RISK_USD',
  (j) => j.of('usd'),
  (_, c) => c.figures.usd,
  (j, c) => own(j, c).usd,
);

const riskCrypto = exposure(
  'RISK_CRYPTO',
  (j) => j.of('crypto'),
  (_, c) => c.figures.crypto,
  (j, c) => own(j, c).crypto,
);

const riskOpenPositions: Rule = {
  code: 'RISK_OPEN_POSITIONS',
  holds: (j, c) => j.account.openPositions + 1 <= c.figures.profile.limits.openPositions,
  measured: (j) => j.account.openPositions + 1,
  limit: (_, c) => c.figures.profile.limits.openPositions,
};

const riskCash: Rule = {
  code: 'RISK_CASH',
  holds: keepsCash,
  measured: (j) => j.ofEquity(cashAfter(j)),
  limit: (_, c) => c.figures.cash.ratio,
};

const riskEntriesPerDay: Rule = {
  code: 'RISK_ENTRIES_PER_DAY',
  holds: (j, c) => c.entries.onDay(j.day) + 1 <= c.figures.profile.limits.entriesPerDay,
  measured: (j, c) => c.entries.onDay(j.day) + 1,
  limit: (_, c) => c.figures.profile.limits.entriesPerDay,
};

const riskOrderNotional: Rule = {
  code: 'RISK_ORDER_NOTIONAL',
  holds: (j, c) => j.value <= c.figures.orderNotional,
  measured: (j, c) => j.value / c.figures.quantaPerUnit,
  limit: (_, c) => c.figures.profile.limits.orderNotional,
};

const riskVolatility: Rule = {
  code: 'RISK_VOLATILITY',
  holds: calmEnough,
  measured: (j, c) => rangeParts(j, c) / (j.candidate.marketTicks * TICK_PARTS),
  limit: (_, c) => c.figures.volatility.ratio,
};

const riskVolume: Rule = { code: 'RISK_VOLUME', holds: enoughVolume, measured: volumeRatio, limit: (_, c) => c.figures.volume.ratio };

const riskDayTrades: Rule = {
  code: 'RISK_DAY_TRADES',
  holds: mayDayTrade,
  measured: dayTradesNow,
  limit: (_, c) => c.figures.profile.limits.dayTrades,
};

/**
 * What is left after all cuts: at least a lot, and the instrument's smallest order. An order the owner has sized himself and nothing has cut is the
 * venue's to judge.
 */
export const SIZE_BELOW_MINIMUM: Rule = {
  code: 'SIZE_BELOW_MINIMUM',
  holds: (j) =>
    (j.candidate.ownerApproved && j.candidate.sizing !== 'risk' && j.cutMask === 0) ||
    ((j.lots > 0 || j.share > 0) && j.value >= j.smallest),
  measured: (j) => j.value,
  limit: (j) => j.smallest,
};

export const LIMITS: readonly Rule[] = [
  riskLeverage,
  riskPositionLimit,
  riskRegimePosition,
  riskFirstOrders,
  riskRegimeExposure,
  riskDefensiveExposure,
  riskGrossLeverage,
  riskSector,
  riskAssetClass,
  riskGeography,
  riskUsd,
  riskCrypto,
  correlationRule,
  meanCorrelationRule,
  riskOpenPositions,
  riskCash,
  riskEntriesPerDay,
  riskOrderNotional,
  riskVolatility,
  riskVolume,
  betaRule,
  valueAtRiskRule,
  riskDayTrades,
  SIZE_BELOW_MINIMUM,
];
