/**
 * The common case: every rule of a list holds with room to spare, which one look at the numbers shows. Each comparison here is at least as strict as the
 * rule it stands for, so that true means that none is broken and none cuts; false means no more than that the list has to be asked rule by rule.
 */

import type { Candidate } from './candidate.ts';
import type { InstrumentClass } from './classes.ts';
import { isHalfSize, sane, sellsWhatThereIs, wellFormed } from './filters.ts';
import type { Judgement, RiskContext, StrategyState } from './judgement.ts';
import { keepsCash, mayDayTrade, TICK_PARTS, volumeRatio } from './limits.ts';
import { VAR_Z } from './statistics.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

/** Wider than the noise of the doubles compared: next to a limit the rule itself decides. */
const WELL_BELOW = 1 - 1e-9;
const WELL_ABOVE = 1 + 1e-9;

/** How far price and equity may be from those of an order that has been let through for the same quantity to be let through again. */
const NEAR = 0.1;

/** Elements of what is known of such an order: the quantity, the lowest and the highest price in ticks, the smallest equity. */
const LOTS = 0;
const LOWEST = 1;
const HIGHEST = 2;
const EQUITY = 3;

export class PlainCase {
  private readonly context: RiskContext;
  private readonly ttlMs: number;
  private readonly throttleMs: number;
  private readonly duplicateLockMs: number;
  private readonly perHourInstrument: number;
  private readonly perHourStrategy: number;
  /** What score and confidence have to reach so that nothing is dropped, asked about or halved for them. */
  private readonly sureness: number;
  private readonly calibration: number;
  private readonly positions: number;
  private readonly entriesPerDay: number;
  private readonly volatility: number;
  private readonly volume: number;
  /** Deviation of a day's result at which value at risk comes to a level where something happens, as a share of equity. */
  private readonly deviation: number;
  private readonly assumedVolatility: number;
  private readonly notional: number;
  private readonly betaMatters: boolean;
  /** The slot whose order is known; -1 for none. */
  private knownSlot = -1;
  private readonly known = new Float64Array(4);

  constructor(context: RiskContext) {
    const { figures, benchmark } = context;
    const { signals, limits, sizing } = figures.profile;
    this.context = context;
    this.ttlMs = signals.ttlMs;
    this.throttleMs = signals.throttleMs;
    this.duplicateLockMs = signals.duplicateLockMs;
    this.perHourInstrument = signals.entriesPerHourInstrument;
    this.perHourStrategy = signals.entriesPerHourStrategy;
    this.sureness = Math.max(signals.confidenceMinimum, signals.scoreApproval, signals.scoreHalf, signals.approvalConfidence);
    this.calibration = sizing.calibrationMaximum;
    this.positions = limits.openPositions;
    this.entriesPerDay = limits.entriesPerDay;
    this.volatility = figures.volatility.ratio * WELL_BELOW;
    this.volume = figures.volume.ratio * WELL_ABOVE;
    this.deviation = (Math.min(limits.valueAtRiskHalve, limits.valueAtRiskReject) / VAR_Z) * WELL_BELOW;
    this.assumedVolatility = figures.profile.statistics.assumedDailyVolatility;
    this.notional = figures.orderNotional;
    const bounded = limits.betaMaximum !== Number.POSITIVE_INFINITY || limits.betaMinimum !== Number.NEGATIVE_INFINITY;
    this.betaMatters = bounded && (benchmark >= 0 || figures.unknownIsWorst);
  }

  /** Whether all of FILTERS plainly hold. */
  passes(j: Judgement): boolean {
    return j.candidate.regimes === null && wellFormed(j) && sellsWhatThereIs(j) && this.isTimely(j);
  }

  /** What FILTERS ask of the moment. */
  private isTimely(j: Judgement): boolean {
    const { at, createdAt, strategy, slot, side, duplicateKey, instrument, gap, confidence } = j.candidate;
    const { entries, coolDowns, modes, ladder } = this.context;
    return (
      at - createdAt <= this.ttlMs &&
      modes.mode === 'NORMAL' &&
      !modes.isHeld &&
      !ladder.closesOnly &&
      !coolDowns.blocked(strategy, at) &&
      coolDowns.remaining(strategy, at) <= 0 &&
      !gap &&
      confidence >= this.sureness &&
      sane(j) &&
      entries.sinceInstrument(instrument.index, at) >= this.throttleMs &&
      entries.sinceSame(slot, side, at, duplicateKey) >= this.duplicateLockMs &&
      entries.inInstrument(instrument.index, at) < this.perHourInstrument &&
      entries.inStrategy(strategy, at) < this.perHourStrategy
    );
  }

  /**
   * Whether an account that is idle plainly gets the quantity it wishes, because it has got it before, with price and equity not far from now: every rule
   * that is not of the moment is the easier to keep the smaller the value and the larger the equity, and `learn` has looked at the hardest of them all.
   */
  again(j: Judgement, equity: number): boolean {
    const { known, context } = this;
    const { slot, strategy, sizing, lots, side, entryTicks, confidence, score, sound } = j.candidate;
    return (
      slot === this.knownSlot &&
      sizing === 'lots' &&
      lots === known[LOTS] &&
      entryTicks >= (known[LOWEST] as number) &&
      entryTicks <= (known[HIGHEST] as number) &&
      equity >= (known[EQUITY] as number) &&
      sound &&
      (side === 1 || side === -1) &&
      sellsWhatThereIs(j) &&
      confidence <= 1 &&
      Number.isNaN(score) &&
      !isHalfSize(j, context) &&
      !((context.strategies[strategy] as StrategyState).calibrationError > this.calibration) &&
      this.isTimely(j) &&
      this.isUsual(j, context.ladder.windows.dayOf(j.candidate.at))
    );
  }

  /** An idle account has plainly been given what it wishes: sees how far around that `again` may say so. */
  learn(j: Judgement): void {
    const { known, context: c } = this;
    const { candidate } = j;
    const { instrument, entryTicks, lots } = candidate;
    const { numerator, denominator } = instrument.leverage;
    const { ratio } = c.figures.cash;
    const equity = j.equity * (1 - NEAR);
    // With quanta to spare for what is rounded.
    const value = j.value * (1 + NEAR) + 1;
    const outlay = (value * denominator) / numerator + (value * instrument.takerFee.numerator) / instrument.takerFee.denominator + 3;
    const { usEquity } = c.classes[instrument.index] as InstrumentClass;
    const holds =
      candidate.sizing === 'lots' &&
      candidate.regimes === null &&
      !usEquity &&
      j.cutMask === 0 &&
      value < Number.MAX_SAFE_INTEGER / 2 &&
      value < j.tightestShare * equity * WELL_BELOW &&
      value * this.dailyDeviation(instrument.index) <= this.deviation * equity &&
      (ratio === Number.NEGATIVE_INFINITY || outlay < equity * (1 - ratio) * WELL_BELOW) &&
      value <= this.notional &&
      j.value * (1 - NEAR) - 1 > instrument.minimumNotional;
    this.knownSlot = holds ? candidate.slot : -1;
    known[LOTS] = lots;
    known[LOWEST] = entryTicks * (1 - NEAR);
    known[HIGHEST] = entryTicks * (1 + NEAR) - 1;
    known[EQUITY] = equity;
  }

  /** What is known no longer holds: a day has ended, or another state begins. */
  forget(): void {
    this.knownSlot = -1;
  }

  /** Whether all of GATE plainly hold. */
  opens(j: Judgement): boolean {
    const { strategy, score, confidence, slot, instrument } = j.candidate;
    const { calibrationError } = this.context.strategies[strategy] as StrategyState;
    return (
      confidence >= this.sureness &&
      !(score < this.sureness) &&
      j.regimeRow.position.ratio > 0 &&
      !(calibrationError > this.calibration) &&
      this.context.weights.of(slot).ratio > 0 &&
      j.account.lotsOfOthers(slot, instrument.index) === 0
    );
  }

  /** Whether all of LIMITS plainly hold and leave the order as it is. */
  within(j: Judgement): boolean {
    const { value, candidate, account } = j;
    const { context: c } = this;
    const { modes, figures } = c;
    const { numerator, denominator } = candidate.instrument.leverage;
    return (
      // Where nothing else is held, no kind of exposure is larger than all there is.
      !j.others &&
      j.gross + value < j.tightestShare * j.equity * WELL_BELOW &&
      modes.mode === 'NORMAL' &&
      numerator <= figures.leverage * denominator &&
      account.openPositions < this.positions &&
      mayDayTrade(j, c) &&
      this.isUsual(j, j.day) &&
      !this.betaMatters &&
      this.deviationOf(j) <= this.deviation * j.equity &&
      keepsCash(j, c) &&
      value <= this.notional &&
      c.firstOrders.left === 0 &&
      (j.lots > 0 || j.share > 0) &&
      value >= j.smallest
    );
  }

  /** What LIMITS ask of the day and of the candles. */
  private isUsual(j: Judgement, day: number): boolean {
    const { candidate } = j;
    return (
      this.context.entries.onDay(day) < this.entriesPerDay &&
      this.isCalm(candidate) &&
      (this.volume === 0 || candidate.ignoresVolume || !candidate.candles.hasVolume || volumeRatio(j) > this.volume)
    );
  }

  /** The range of the candles against its share of the price. */
  private isCalm({ slot, instrument, marketTicks, candles, index }: Candidate): boolean {
    const ticks = this.volatility * marketTicks - 1 / TICK_PARTS;
    return (this.context.gauges[slot] as VolatilityGauge).isBelow(candles, index, (ticks * instrument.tickUnits) / instrument.ticksPerUnit);
  }

  /** Deviation of a day's result in quanta, with nothing held elsewhere. */
  private deviationOf({ candidate, exposures, value }: Judgement): number {
    const { index } = candidate.instrument;
    return Math.abs((exposures[index] as number) + candidate.side * value) * this.dailyDeviation(index);
  }

  private dailyDeviation(instrument: number): number {
    const variance = this.context.statistics.covariance(instrument, instrument);
    return Number.isFinite(variance) ? Math.sqrt(variance) : this.assumedVolatility;
  }
}
