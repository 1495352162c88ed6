/**
 * The common case: every rule of a list holds with room to spare, which one look at the numbers shows. Each comparison here is at least as strict as the
 * rule it stands for, so that true means that none is broken and none cuts; false means no more than that the list has to be asked rule by rule.
 */

import type { Candidate } from './candidate.ts';
import { sane, wellFormed } from './filters.ts';
import type { Judgement, RiskContext, StrategyState } from './judgement.ts';
import { keepsCash, mayDayTrade, TICK_PARTS, volumeRatio } from './limits.ts';
import { VAR_Z } from './statistics.ts';
import type { VolatilityGauge } from './volatility-gauge.ts';

/** Wider than the noise of the doubles compared: next to a limit the rule itself decides. */
const WELL_BELOW = 1 - 1e-9;
const WELL_ABOVE = 1 + 1e-9;

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
    const { candidate } = j;
    const { at, strategy, slot, side, instrument } = candidate;
    const { entries, coolDowns, modes, ladder } = this.context;
    return (
      at - candidate.createdAt <= this.ttlMs &&
      modes.mode === 'NORMAL' &&
      !ladder.closesOnly &&
      !coolDowns.blocked(strategy, at) &&
      coolDowns.remaining(strategy, at) <= 0 &&
      candidate.regimes === null &&
      !candidate.gap &&
      candidate.confidence >= this.sureness &&
      wellFormed(j) &&
      sane(j) &&
      entries.sinceInstrument(instrument.index, at) >= this.throttleMs &&
      entries.sinceSame(slot, side, at) >= this.duplicateLockMs &&
      entries.inInstrument(instrument.index, at) < this.perHourInstrument &&
      entries.inStrategy(strategy, at) < this.perHourStrategy
    );
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
      j.account.lotsOfOthers(slot, instrument.index) === 0
    );
  }

  /** Whether all of LIMITS plainly hold and leave the order as it is. */
  within(j: Judgement): boolean {
    const { value, candidate, account } = j;
    const { context: c } = this;
    const { entries, modes, figures } = c;
    const { numerator, denominator } = candidate.instrument.leverage;
    return (
      // Where nothing else is held, no kind of exposure is larger than all there is.
      !j.others &&
      j.gross + value < j.tightestShare * j.equity * WELL_BELOW &&
      modes.mode === 'NORMAL' &&
      numerator <= figures.leverage * denominator &&
      account.openPositions < this.positions &&
      entries.onDay(j.day) < this.entriesPerDay &&
      mayDayTrade(j, c) &&
      this.isCalm(candidate) &&
      (this.volume === 0 || candidate.ignoresVolume || !candidate.candles.hasVolume || volumeRatio(j) > this.volume) &&
      !this.betaMatters &&
      this.deviationOf(j) <= this.deviation * j.equity &&
      keepsCash(j, c) &&
      value <= this.notional &&
      (j.lots > 0 || j.share > 0) &&
      value >= j.smallest
    );
  }

  /** The range of the candles against its share of the price. */
  private isCalm({ slot, instrument, entryTicks, candles, index }: Candidate): boolean {
    const ticks = this.volatility * entryTicks - 1 / TICK_PARTS;
    return (this.context.gauges[slot] as VolatilityGauge).isBelow(candles, index, (ticks * instrument.tickUnits) / instrument.ticksPerUnit);
  }

  /** Deviation of a day's result in quanta, with nothing held elsewhere. */
  private deviationOf({ candidate, exposures, value }: Judgement): number {
    const { index } = candidate.instrument;
    const variance = this.context.statistics.covariance(index, index);
    const daily = Number.isFinite(variance) ? Math.sqrt(variance) : this.assumedVolatility;
    return Math.abs((exposures[index] as number) + candidate.side * value) * daily;
  }
}
