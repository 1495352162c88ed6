/** Signal filters, in the order of the rules: the first that does not hold is the recorded reason. */

import type { Judgement, RiskContext, Rule } from './judgement.ts';

const isMode = (c: RiskContext, mode: string) => c.modes.mode === mode;
const signals = (c: RiskContext) => c.figures.profile.signals;

export function wellFormed({ candidate }: Judgement): boolean {
  const { side, confidence, score, entryTicks, stopDistanceTicks, sizing } = candidate;
  if (!candidate.sound) return false;
  if ((side !== 1 && side !== -1) || !(confidence >= 0 && confidence <= 1) || score < 0 || score > 1) return false;
  if (!Number.isSafeInteger(entryTicks) || entryTicks <= 0) return false;
  if (sizing === 'share') return candidate.share > 0 && candidate.share < Number.POSITIVE_INFINITY;
  if (sizing === 'lots') return Number.isSafeInteger(candidate.lots) && candidate.lots > 0;
  return stopDistanceTicks > 0 && candidate.maxFraction > 0;
}

/** Indicator sanity: a candle that is one, and a stop that is not at or below nothing. */
export function sane({ candidate }: Judgement): boolean {
  const { candles, index, entryTicks, side, stopDistanceTicks } = candidate;
  const low = candles.low[index] as number;
  const high = candles.high[index] as number;
  const close = candles.close[index] as number;
  return low > 0 && low <= close && close <= high && high < Number.POSITIVE_INFINITY && !(side > 0 && stopDistanceTicks >= entryTicks);
}

const signalSchema: Rule = { code: 'SIGNAL_SCHEMA', holds: wellFormed };

const signalExpired: Rule = {
  code: 'SIGNAL_EXPIRED',
  holds: (j, c) => j.candidate.at - j.candidate.createdAt <= signals(c).ttlMs,
  measured: (j) => j.candidate.at - j.candidate.createdAt,
  limit: (_, c) => signals(c).ttlMs,
};

const modeEmergency: Rule = { code: 'MODE_EMERGENCY', holds: (_, c) => !isMode(c, 'EMERGENCY') };

const modePause: Rule = { code: 'MODE_PAUSE', holds: (_, c) => !isMode(c, 'PAUSE') };

const modeObservation: Rule = { code: 'MODE_OBSERVATION', holds: (_, c) => !isMode(c, 'OBSERVATION') };

const venueDown: Rule = { code: 'VENUE_DOWN', holds: (_, c) => !c.modes.isHeld };

const ladderClosesOnly: Rule = {
  code: 'LADDER_CLOSES_ONLY',
  holds: (_, c) => !c.ladder.closesOnly,
  measured: (_, c) => 1 - c.ladder.lastEquity / c.ladder.peak,
  limit: (_, c) => c.figures.profile.ladder.drawdownClosesOnly,
};

const modeDefensive: Rule = {
  code: 'MODE_DEFENSIVE',
  holds: (j, c) => !isMode(c, 'DEFENSIVE') || j.candidate.confidence > c.figures.profile.modes.defensiveConfidence,
  measured: (j) => j.candidate.confidence,
  limit: (_, c) => c.figures.profile.modes.defensiveConfidence,
};

const strategyBlocked: Rule = { code: 'STRATEGY_BLOCKED', holds: (j, c) => !c.coolDowns.blocked(j.candidate.strategy, j.candidate.at) };

/** Milliseconds left of a rest. The owner's own losses are told to him when he looks at an order (`manual-preview.ts`), and forbid him nothing. */
const restOf = ({ candidate: { byHand, strategy, at } }: Judgement, { coolDowns }: RiskContext) =>
  byHand ? 0 : coolDowns.remaining(strategy, at);

const strategyCoolingDown: Rule = {
  code: 'STRATEGY_COOLING_DOWN',
  holds: (j, c) => restOf(j, c) <= 0,
  measured: restOf,
  limit: () => 0,
};

const strategyRegime: Rule = {
  code: 'STRATEGY_REGIME',
  holds: (j, c) => j.candidate.regimes === null || !c.figures.profile.regimes.gateStrategies || j.candidate.regimes.includes(j.regime),
};

const dataGap: Rule = { code: 'DATA_GAP', holds: (j, c) => !j.candidate.gap || !signals(c).refuseAfterGap };

const signalSanity: Rule = { code: 'SIGNAL_SANITY', holds: sane };

const signalConfidence: Rule = {
  code: 'SIGNAL_CONFIDENCE',
  holds: (j, c) => j.candidate.confidence >= signals(c).confidenceMinimum,
  measured: (j) => j.candidate.confidence,
  limit: (_, c) => signals(c).confidenceMinimum,
};

const signalThrottled: Rule = {
  code: 'SIGNAL_THROTTLED',
  holds: (j, c) => c.entries.sinceInstrument(j.candidate.instrument.index, j.candidate.at) >= signals(c).throttleMs,
  measured: (j, c) => c.entries.sinceInstrument(j.candidate.instrument.index, j.candidate.at),
  limit: (_, c) => signals(c).throttleMs,
};

const signalRateInstrument: Rule = {
  code: 'SIGNAL_RATE_INSTRUMENT',
  holds: (j, c) => c.entries.inInstrument(j.candidate.instrument.index, j.candidate.at) < signals(c).entriesPerHourInstrument,
  measured: (j, c) => c.entries.inInstrument(j.candidate.instrument.index, j.candidate.at) + 1,
  limit: (_, c) => signals(c).entriesPerHourInstrument,
};

const signalRateStrategy: Rule = {
  code: 'SIGNAL_RATE_STRATEGY',
  holds: (j, c) => c.entries.inStrategy(j.candidate.strategy, j.candidate.at) < signals(c).entriesPerHourStrategy,
  measured: (j, c) => c.entries.inStrategy(j.candidate.strategy, j.candidate.at) + 1,
  limit: (_, c) => signals(c).entriesPerHourStrategy,
};

function sinceSame({ candidate: { slot, side, at, duplicateKey } }: Judgement, { entries }: RiskContext): number {
  return entries.sinceSame(slot, side, at, duplicateKey);
}

const signalDuplicate: Rule = {
  code: 'SIGNAL_DUPLICATE',
  holds: (j, c) => sinceSame(j, c) >= signals(c).duplicateLockMs,
  measured: sinceSame,
  limit: (_, c) => signals(c).duplicateLockMs,
};

/**
 * What can't be sold short, spot above all, is not entered short by a strategy or a signal. What the owner sells himself may be held by another slot, or
 * rest until it is: the venue judges that.
 */
export function sellsWhatThereIs({ candidate: { side, instrument, ownerOrder } }: Judgement): boolean {
  return side > 0 || instrument.shorting || ownerOrder;
}

const riskShorting: Rule = { code: 'RISK_SHORTING', holds: sellsWhatThereIs };

/** Filters that other candidates of the same close can't change. */
export const FILTERS: readonly Rule[] = [
  signalSchema,
  signalExpired,
  modeEmergency,
  modePause,
  modeObservation,
  venueDown,
  ladderClosesOnly,
  modeDefensive,
  strategyBlocked,
  strategyCoolingDown,
  strategyRegime,
  dataGap,
  signalSanity,
  signalConfidence,
  signalThrottled,
  signalRateInstrument,
  signalRateStrategy,
  signalDuplicate,
  riskShorting,
];

export const scoreOf = (j: Judgement) => (Number.isNaN(j.candidate.score) ? j.candidate.confidence : j.candidate.score);
const asksOwner = (j: Judgement, c: RiskContext) =>
  !j.candidate.ownerApproved && (scoreOf(j) < signals(c).scoreHalf || j.candidate.confidence < signals(c).approvalConfidence);
const weakest = (j: Judgement) => Math.min(scoreOf(j), j.candidate.confidence);

const signalConflictPosition: Rule = {
  code: 'SIGNAL_CONFLICT_POSITION',
  holds: (j) => j.account.lotsOfOthers(j.candidate.slot, j.candidate.instrument.index) * j.candidate.side >= 0,
};

const signalScore: Rule = {
  code: 'SIGNAL_SCORE',
  holds: (j, c) => scoreOf(j) >= signals(c).scoreApproval,
  measured: scoreOf,
  limit: (_, c) => signals(c).scoreApproval,
};

const signalApprovalUnavailable: Rule = {
  code: 'SIGNAL_APPROVAL_UNAVAILABLE',
  holds: (j, c) => c.approvals || !asksOwner(j, c),
  measured: weakest,
  limit: (_, c) => signals(c).scoreHalf,
};

export const APPROVAL_NEEDED = 'SIGNAL_APPROVAL_NEEDED';

const signalApprovalNeeded: Rule = {
  code: APPROVAL_NEEDED,
  holds: (j, c) => !c.approvals || !asksOwner(j, c),
  measured: weakest,
  limit: (_, c) => signals(c).scoreHalf,
};

const regimeAllows: Rule = {
  code: 'RISK_REGIME_POSITION',
  holds: (j) => j.regimeRow.position.ratio > 0,
  measured: (j) => j.ofEquity(j.held),
  limit: () => 0,
};

const sizeCalibration: Rule = {
  code: 'SIZE_CALIBRATION',
  holds: (j, c) => !((c.strategies[j.candidate.strategy]?.calibrationError ?? 0) > c.figures.profile.sizing.calibrationMaximum),
  measured: (j, c) => c.strategies[j.candidate.strategy]?.calibrationError ?? Number.NaN,
  limit: (_, c) => c.figures.profile.sizing.calibrationMaximum,
};

const sizeWeight: Rule = {
  code: 'SIZE_WEIGHT',
  holds: (j, c) => c.weights.of(j.candidate.slot).ratio > 0,
  measured: (j, c) => c.weights.of(j.candidate.slot).ratio,
};

/** What is held against it, score bands, and what makes a size of nothing; judged after the filters and before sizing. */
export const GATE: readonly Rule[] = [
  signalConflictPosition,
  signalScore,
  signalApprovalUnavailable,
  regimeAllows,
  sizeCalibration,
  sizeWeight,
];

/** Asked when every other rule has let the entry through: nobody is asked about what is refused anyway. */
export const APPROVAL: readonly Rule[] = [signalApprovalNeeded];

/** Score or confidence in the bands that are traded at half size. */
export function isHalfSize(j: Judgement, c: RiskContext): boolean {
  return scoreOf(j) < signals(c).scoreFull || j.candidate.confidence < signals(c).approvalConfidence;
}
