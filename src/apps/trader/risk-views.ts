/** What is told of risk: a report of the last durable step, and answers to what if. Asked of a copy of the desk, so that nothing here changes what trades. */

import { setImmediate as turn } from 'node:timers/promises';
import type { OrderPreview } from '../../api/orders.ts';
import type { EntryAnswer, RiskReport, Shock, ShockAnswer } from '../../api/risk.ts';
import type { RiskBrief } from '../../api/session.ts';
import { amountRangeFailure } from '../../core/domain/decimal.ts';
import type { RiskContext } from '../../core/trading/risk/judgement.ts';
import { limitsInForce, nearestLimits } from '../../core/trading/risk/limits-in-force.ts';
import { parametricLoss } from '../../core/trading/risk/loss-estimates.ts';
import { answerEntry } from './risk-entry.ts';
import { createRiskNow, nowOf, type RiskNow, type RiskParts } from './risk-now.ts';
import { amountOf, correlationsOf, estimatesOf, exposuresIn, exposuresOf, limitOf, moneyOf, rungsOf } from './risk-rows.ts';
import { answerShock, stressTests } from './risk-shocks.ts';
import type { StatusParts } from './status.ts';

export interface RiskViews {
  /** InputError RISK_NOT_READY before the first step. */
  report(): RiskReport;
  /** The same, with the loop let go in between: what trades does not wait for all of it. */
  reportInTurns(): Promise<RiskReport>;
  /** InputError where an instrument is not there, or an amount can't be counted any more. */
  shock(shock: Shock): ShockAnswer;
  /** `preview`: the engine's judgement of it. */
  entry(preview: OrderPreview): EntryAnswer;
}

export function createRiskViews(parts: RiskParts, look = createRiskNow(parts)): RiskViews {
  let kept: { readonly sequence: number; readonly report: RiskReport } | null = null;
  const counted = <T>(work: (now: RiskNow) => T): T => {
    try {
      return work(nowOf(parts));
    } catch (error) {
      throw amountRangeFailure(error) ?? error;
    }
  };
  const keep = (report: RiskReport) => {
    kept = { sequence: report.sequence, report };
    return report;
  };
  return {
    report() {
      if (kept?.sequence === parts.history.lastSequence) return kept.report;
      const pieces = reportPieces(look());
      for (;;) {
        const { done, value } = pieces.next();
        if (done) return keep(value);
      }
    },
    async reportInTurns() {
      if (kept?.sequence === parts.history.lastSequence) return kept.report;
      const pieces = reportPieces(look());
      for (;;) {
        const { done, value } = pieces.next();
        if (done) return keep(value);
        await turn();
      }
    },
    shock: (shock) => counted((now) => answerShock(now, shock)),
    entry: (preview) => counted((now) => answerEntry(now, preview)),
  };
}

/** In pieces, between which something else may be done: each takes a few milliseconds where much is held. */
function* reportPieces(now: RiskNow): Generator<void, RiskReport> {
  const { parts, snapshot, state, context, account, marks, candidates } = now;
  yield;
  const limits = limitsInForce(context, account, candidates);
  yield;
  const estimates = estimatesOf(parts, context, account);
  yield;
  const { peak } = state.ladder.marks;
  return {
    at: snapshot.at,
    sequence: now.sequence,
    currency: parts.currency,
    displayDecimals: 2,
    profile: parts.profile.name,
    mode: state.modes.mode,
    closesOnly: context.ladder.closesOnly,
    equity: moneyOf(parts, account.equity),
    free: moneyOf(parts, account.free),
    margin: moneyOf(parts, account.margin),
    drawdown: amountOf(parts, Math.max(0, peak - account.equity), peak),
    exposures: exposuresOf(parts, context, account, snapshot, limits, marks),
    limits: limits.map((row) => limitOf(parts, row)),
    ladder: rungsOf(parts, state.ladder, account.equity),
    estimates,
    assumedDailyVolatility: parts.profile.statistics.assumedDailyVolatility,
    correlations: correlationsOf(
      parts,
      context,
      account,
      limits.find(({ code }) => code === 'WARN_MEAN_CORRELATION'),
    ),
    stress: stressTests(now),
  };
}

/** Limits that go with every status. */
const NEAREST = 6;

/** The few figures that go with every status: made anew for a step, and kept until the next. */
export function createRiskBrief(parts: RiskParts, look = createRiskNow(parts)): StatusParts['riskBrief'] {
  const nothing: ReturnType<StatusParts['riskBrief']> = { risk: null, limits: [] };
  let kept = { sequence: 0, brief: nothing };
  return () => {
    const { lastSequence: sequence, state } = parts.history;
    if (state == null) return nothing;
    if (kept.sequence !== sequence) kept = { sequence, brief: briefOf(look()) };
    return kept.brief;
  };
}

function briefOf({ parts, context, account, candidates }: RiskNow): ReturnType<StatusParts['riskBrief']> {
  const nearest = nearestLimits(limitsInForce(context, account, candidates), NEAREST);
  const limits = nearest.map((row) => {
    const { code, unit, bound, instrumentId, measured, limit } = limitOf(parts, row);
    return { code, unit, bound, instrumentId, measured, limit };
  });
  if (!(account.equity > 0)) return { risk: null, limits };
  const exposures = exposuresIn(parts, account);
  const { valueAtRisk, shortfall } = parametricLoss(context, exposures);
  const ratios = { valueAtRisk: valueAtRisk / account.equity, shortfall: shortfall / account.equity };
  return { risk: { ...ratios, ...heldCorrelations(context, exposures) }, limits };
}

/** Of the pairs held, direction counted; null while one of them is not known, or there is none. */
function heldCorrelations({ statistics }: RiskContext, exposures: Float64Array): Pick<RiskBrief, 'meanCorrelation' | 'highestCorrelation'> {
  const held = [...exposures.keys()].filter((i) => exposures[i] !== 0);
  const pairs = held.flatMap((a, k) =>
    held.slice(k + 1).map((b) => Math.sign((exposures[a] as number) * (exposures[b] as number)) * statistics.correlation(a, b)),
  );
  if (pairs.length === 0 || !pairs.every(Number.isFinite)) return { meanCorrelation: null, highestCorrelation: null };
  return { meanCorrelation: pairs.reduce((sum, value) => sum + value, 0) / pairs.length, highestCorrelation: Math.max(...pairs) };
}
