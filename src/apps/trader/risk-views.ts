/** What is told of risk: a report of the last durable step, and answers to what if. Asked of a copy of the desk, so that nothing here changes what trades. */

import type { OrderPreview } from '../../api/orders.ts';
import type { EntryAnswer, RiskReport, Shock, ShockAnswer } from '../../api/risk.ts';
import type { RiskBrief } from '../../api/session.ts';
import { amountRangeFailure } from '../../core/domain/decimal.ts';
import { AccountAsOf } from '../../core/trading/engine/account-as-of.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import type { RiskContext } from '../../core/trading/risk/judgement.ts';
import { limitsInForce } from '../../core/trading/risk/limits-in-force.ts';
import { parametricLoss } from '../../core/trading/risk/loss-estimates.ts';
import type { RiskDesk } from '../../core/trading/risk/risk-desk.ts';
import { answerEntry } from './risk-entry.ts';
import { nowOf, type RiskNow, type RiskParts } from './risk-now.ts';
import { amountOf, correlationsOf, estimatesOf, exposuresIn, exposuresOf, limitOf, marksOf, moneyOf, rungsOf } from './risk-rows.ts';
import { answerShock, stressTests } from './risk-shocks.ts';

export interface RiskViews {
  /** InputError RISK_NOT_READY before the first step. */
  report(): RiskReport;
  /** InputError where an instrument is not there, or an amount can't be counted any more. */
  shock(shock: Shock): ShockAnswer;
  /** `preview`: the engine's judgement of it. */
  entry(preview: OrderPreview): EntryAnswer;
}

export function createRiskViews(parts: RiskParts): RiskViews {
  let kept: { readonly sequence: number; readonly report: RiskReport } | null = null;
  const counted = <T>(work: (now: RiskNow) => T): T => {
    try {
      return work(nowOf(parts));
    } catch (error) {
      throw amountRangeFailure(error) ?? error;
    }
  };
  return {
    report() {
      const sequence = parts.history.lastSequence;
      if (kept?.sequence !== sequence) kept = { sequence, report: reportOf(nowOf(parts)) };
      return kept.report;
    },
    shock: (shock) => counted((now) => answerShock(now, shock)),
    entry: (preview) => counted((now) => answerEntry(now, preview)),
  };
}

function reportOf(now: RiskNow): RiskReport {
  const { parts, snapshot, state, context, account, marks, candidates } = now;
  const limits = limitsInForce(context, account, candidates);
  const { peak } = state.ladder.marks;
  return {
    at: snapshot.at,
    sequence: parts.history.lastSequence,
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
    estimates: estimatesOf(parts, context, account),
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

/** The few figures that go with every status. Remembers the desk as long as the days it measures on are the same. */
export function createRiskBrief(parts: RiskParts): () => RiskBrief | null {
  let kept: { readonly statistics: unknown; readonly desk: RiskDesk } | null = null;
  return () => {
    const snapshot = parts.history.state?.engine;
    if (!snapshot || !(snapshot.equity > 0)) return null;
    const state = snapshot.risk as DeskState;
    if (kept?.statistics !== state.statistics) kept = { statistics: state.statistics, desk: parts.riskDesk.copyAt(state) };
    const { context } = kept.desk;
    const marks = marksOf(parts, (instrument) => parts.candles.lastClose(instrument));
    const exposures = exposuresIn(parts, new AccountAsOf({ instruments: parts.instruments, snapshot, marks }));
    const { valueAtRisk, shortfall } = parametricLoss(context, exposures);
    return { valueAtRisk: valueAtRisk / snapshot.equity, shortfall: shortfall / snapshot.equity, ...heldCorrelations(context, exposures) };
  };
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
