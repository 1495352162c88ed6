/**
 * The common case: every rule of a list holds with room to spare, which one look at the numbers shows. Each comparison here is at least as strict as the
 * rule it stands for, so that true means that none is broken and none cuts; false means no more than that the list has to be asked rule by rule.
 */

import type { InstrumentClass } from './classes.ts';
import { sane, scoreOf, wellFormed } from './filters.ts';
import type { Judgement, RiskContext, StrategyState } from './judgement.ts';
import { keepsCash, mayDayTrade, rangeParts, TICK_PARTS, volumeRatio } from './limits.ts';
import { valueAtRisk } from './portfolio-rules.ts';

/** Wider than the noise of the doubles compared: next to a limit the rule itself decides. */
const WELL_BELOW = 1 - 1e-9;
const WELL_ABOVE = 1 + 1e-9;

/** Whether all of FILTERS plainly hold. */
export function plainlyPasses(j: Judgement, c: RiskContext): boolean {
  const { candidate } = j;
  const { at, strategy, slot, side } = candidate;
  const { signals } = c.figures.profile;
  const { entries, coolDowns } = c;
  const instrument = candidate.instrument.index;
  return (
    wellFormed(j) &&
    at - candidate.createdAt <= signals.ttlMs &&
    c.modes.mode === 'NORMAL' &&
    !c.ladder.closesOnly &&
    !coolDowns.blocked(strategy, at) &&
    coolDowns.remaining(strategy, at) <= 0 &&
    candidate.regimes === null &&
    !candidate.gap &&
    sane(j) &&
    candidate.confidence >= signals.confidenceMinimum &&
    entries.sinceInstrument(instrument, at) >= signals.throttleMs &&
    entries.sinceSame(slot, side, at) >= signals.duplicateLockMs &&
    entries.inInstrument(instrument, at) < signals.entriesPerHourInstrument &&
    entries.inStrategy(strategy, at) < signals.entriesPerHourStrategy
  );
}

/** Whether all of GATE plainly hold. */
export function plainlyOpen(j: Judgement, c: RiskContext): boolean {
  const { candidate } = j;
  const { signals, sizing } = c.figures.profile;
  const score = scoreOf(j);
  const { calibrationError } = c.strategies[candidate.strategy] as StrategyState;
  return (
    j.account.lotsOfOthers(candidate.slot, candidate.instrument.index) === 0 &&
    score >= signals.scoreApproval &&
    score >= signals.scoreHalf &&
    candidate.confidence >= signals.approvalConfidence &&
    j.regimeRow.position.ratio > 0 &&
    !(calibrationError > sizing.calibrationMaximum)
  );
}

/** Whether all of LIMITS plainly hold and leave the order as it is. */
export function plainlyWithin(j: Judgement, c: RiskContext): boolean {
  return exposuresWithin(j, c) && !j.others && countsWithin(j, c) && marketWithin(j, c) && moneyWithin(j, c);
}

function exposuresWithin(j: Judgement, c: RiskContext): boolean {
  const { value, regimeRow } = j;
  const { figures, classes } = c;
  const { usd, crypto } = classes[j.candidate.instrument.index] as InstrumentClass;
  const room = j.equity * WELL_BELOW;
  const held = j.held + value;
  const gross = j.gross + value;
  return (
    held < figures.position.ratio * room &&
    held < regimeRow.position.ratio * room &&
    gross < regimeRow.grossExposure.ratio * room &&
    gross < figures.grossLeverage.ratio * room &&
    j.sector + value < figures.sector.ratio * room &&
    j.assetClass + value < figures.assetClass.ratio * room &&
    j.geography + value < figures.geography.ratio * room &&
    (!usd || j.usd + value < figures.usd.ratio * room) &&
    (!crypto || j.crypto + value < figures.crypto.ratio * room)
  );
}

/** Leverage, positions, entries; the mode is NORMAL, so that DEFENSIVE has no say. */
function countsWithin(j: Judgement, c: RiskContext): boolean {
  const { figures } = c;
  const { limits } = figures.profile;
  const { numerator, denominator } = j.candidate.instrument.leverage;
  return (
    c.modes.mode === 'NORMAL' &&
    numerator <= figures.leverage * denominator &&
    j.account.openPositions + 1 <= limits.openPositions &&
    c.entries.onDay(j.day) + 1 <= limits.entriesPerDay &&
    mayDayTrade(j, c)
  );
}

/** Range and volume of the candles, beta where it is not looked at, value at risk. */
function marketWithin(j: Judgement, c: RiskContext): boolean {
  const { figures, benchmark } = c;
  const { candidate } = j;
  const { limits } = figures.profile;
  const noBeta = limits.betaMaximum === Number.POSITIVE_INFINITY && limits.betaMinimum === Number.NEGATIVE_INFINITY;
  return (
    rangeParts(j, c) < figures.volatility.ratio * candidate.entryTicks * TICK_PARTS * WELL_BELOW &&
    (candidate.ignoresVolume || !candidate.candles.hasVolume || volumeRatio(j) > figures.volume.ratio * WELL_ABOVE) &&
    (noBeta || (benchmark < 0 && !figures.unknownIsWorst)) &&
    valueAtRisk(j, c) <= limits.valueAtRiskHalve
  );
}

/** Cash, notional, and the smallest order there is. */
function moneyWithin(j: Judgement, c: RiskContext): boolean {
  return keepsCash(j, c) && j.value <= c.figures.orderNotional && (j.lots > 0 || j.share > 0) && j.value >= j.smallest;
}
