/** How large an entry is before limits: risk = equity × risk per trade × confidence × regime factor × multipliers, over the loss per lot at the stop. */

import { fractionOf } from '../../domain/instrument.ts';
import type { PreparedStep } from './figures.ts';
import { isHalfSize } from './filters.ts';
import type { Cut, Judgement, RiskContext, StrategyState } from './judgement.ts';
import { ShareLimit, shareOf } from './share-limit.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

/** Factors of the decision being sized: reused, so that sizing allocates nothing. */
const factors: ShareLimit[] = [];

/** Sets the judgement's lots or share. A size of 0 is possible; the minimum is checked after the limits. */
export function sizeEntry(j: Judgement, c: RiskContext): void {
  const { candidate } = j;
  if (candidate.sizing === 'share') j.setShare(candidate.share);
  else if (candidate.sizing === 'lots') j.setLots(candidate.lots);
  else sizeByRisk(j, c);
  if (isHalfSize(j, c)) j.halve('HALF_SCORE');
  const weight = c.weights.of(candidate.slot);
  if (weight.ratio !== 1) j.weigh(weight, 'SIZE_WEIGHT');
}

function sizeByRisk(j: Judgement, c: RiskContext): void {
  const { candidate, equity } = j;
  (c.gauges[candidate.slot] as VolatilityGauge).catchUp(candidate.candles, candidate.index);
  collectFactors(j, c);
  j.setLots(wholeLots(j, c.roundTripCost));
  if (candidate.mostLots > 0) capAtAsked(j);
  j.cap(shareOf(candidate.maxFraction).of(equity), 'CAP_STRATEGY_FRACTION');
  const { kelly } = c.strategies[candidate.strategy] as StrategyState;
  if (!Number.isNaN(kelly)) j.cap(Math.floor(equity * c.figures.profile.sizing.kellyFraction * Math.max(0, kelly)), 'CAP_KELLY');
}

/** A quantity that was asked for is the most there is: where that is less than the risk of a trade allows, nothing has made it smaller. */
function capAtAsked(j: Judgement): void {
  if (j.lots < j.candidate.mostLots) return j.mark('CUT_RISK_PER_TRADE');
  j.setLots(j.candidate.mostLots);
  j.cutMask = 0;
}

function apply(j: Judgement, factor: ShareLimit, cut: Cut): void {
  if (factor.ratio === 1) return;
  factors.push(factor);
  j.mark(cut);
}

function collectFactors(j: Judgement, c: RiskContext): void {
  const { figures } = c;
  const { sizing } = figures.profile;
  const { strategy, slot, riskRatio } = j.candidate;
  const state = c.strategies[strategy] as StrategyState;
  factors.length = 0;
  factors.push(riskRatio > 0 ? new ShareLimit(riskRatio) : figures.riskPerTrade);
  apply(j, j.regimeRow.sizeFactor, 'SIZE_REGIME');
  if (correlationWithPortfolio(j, c) > sizing.correlationAbove) apply(j, figures.correlationFactor, 'SIZE_CORRELATION');
  if (j.account.equity <= figures.drawdownAbove.lossExceededAt(c.ladder.peak)) apply(j, figures.drawdownFactor, 'SIZE_DRAWDOWN');
  if ((c.gauges[slot] as VolatilityGauge).ratioToNormal > sizing.volatilityAbove) apply(j, figures.volatilityFactor, 'SIZE_VOLATILITY');
  if (j.of('sector') > 0) apply(j, figures.sameSectorFactor, 'SIZE_SECTOR');
  apply(j, lastStep(figures.calibration, state.calibrationError, null), 'SIZE_CALIBRATION');
  apply(j, lastStep(figures.intraday, j.account.equity, c.ladder.dayPeak), 'SIZE_INTRADAY');
  apply(j, state.evaluator, 'SIZE_EVALUATOR');
}

const UNCHANGED = new ShareLimit(1);

/** Factor of the last step reached: by a ratio, or (with a reference) by the loss from it, to the quantum. */
function lastStep(steps: readonly PreparedStep[], measured: number, reference: number | null): ShareLimit {
  let factor = UNCHANGED;
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k] as PreparedStep;
    if (reference === null ? measured >= step.from.ratio : measured <= step.from.lossReachedAt(reference)) factor = step.factor;
  }
  return factor;
}

/**
 * Correlation of the candidate with everything held elsewhere, direction counted: covariance with the portfolio over the product of deviations.
 * 1 when anything needed is not known (or 0 where a profile does not count the unknown as worst); 0 when nothing else is held.
 */
export function correlationWithPortfolio(j: Judgement, c: RiskContext): number {
  if (!j.others) return 0;
  const { index } = j.candidate.instrument;
  const { statistics } = c;
  const { exposures } = j;
  let together = 0;
  let variance = 0;
  for (let a = 0; a < exposures.length; a++) {
    const held = a === index ? 0 : (exposures[a] as number);
    if (held === 0) continue;
    together += held * statistics.covariance(index, a);
    for (let b = 0; b < exposures.length; b++) {
      const other = b === index ? 0 : (exposures[b] as number);
      if (other !== 0) variance += held * other * statistics.covariance(a, b);
    }
  }
  const correlation = (j.candidate.side * together) / Math.sqrt(variance * statistics.covariance(index, index));
  return Number.isFinite(correlation) ? correlation : c.figures.unknownIsWorst ? 1 : 0;
}

/** floor(equity × confidence × factors ÷ loss per lot at the stop, costs of entry and exit included), exact. */
function wholeLots(j: Judgement, cost: ShareLimit): number {
  const { candidate, equity } = j;
  const { instrument, confidence, entryTicks } = candidate;
  const stopTicks = Math.ceil(candidate.stopDistanceTicks);
  let amount = equity * confidence;
  for (let k = 0; k < factors.length; k++) amount *= (factors[k] as ShareLimit).ratio;
  const lots = (amount * instrument.valueDivisor) / (instrument.valueMultiplier * (stopTicks + entryTicks * cost.ratio));
  if (!(lots < Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER;
  // Doubles can't be wrong about the whole part unless the quotient is next to a whole number.
  if (Math.abs(lots - Math.round(lots)) > 1e-9 * Math.max(1, lots)) return Math.floor(lots);
  return wholeLotsExact(j, stopTicks, cost);
}

function wholeLotsExact(j: Judgement, stopTicks: number, cost: ShareLimit): number {
  const { instrument, confidence, entryTicks } = j.candidate;
  const sure = fractionOf(confidence);
  let top = BigInt(j.equity) * BigInt(sure.numerator) * BigInt(instrument.valueDivisor) * BigInt(cost.denominator);
  let bottom = BigInt(sure.denominator) * BigInt(instrument.valueMultiplier);
  bottom *= BigInt(stopTicks) * BigInt(cost.denominator) + BigInt(entryTicks) * BigInt(cost.numerator);
  for (const factor of factors) {
    top *= BigInt(factor.numerator);
    bottom *= BigInt(factor.denominator);
  }
  return Number(top / bottom);
}
