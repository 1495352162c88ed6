/** The observer of `up`: besides the outcomes of a step it records every check of a decision, what protection was asked for, and strategies that failed. */

import { CHECK_FIGURES } from '../../api/codes.ts';
import { formatTicks, priceToTicks } from '../../core/domain/instrument.ts';
import type { Engine } from '../../core/trading/engine/engine.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import { StepRecorder } from '../../core/trading/engine/step-recorder.ts';
import type { Outcomes, Step } from '../../core/trading/engine/steps.ts';
import type { Mode } from '../../core/trading/risk/mode-table.ts';
import type { RefusalRecord } from '../../core/trading/risk/refusal.ts';
import type { Check } from '../../core/trading/risk/risk-desk.ts';
import type { EntryWish } from '../../core/trading/strategy/strategy.ts';

/** One check: a figure that is not there is NaN, which JSON writes as null. */
export type CheckRecord = readonly [code: string, passed: boolean, measured: number | null, limit: number | null];

/** What a decision to enter was made of. Prices as exact decimal text, as asked for at the decision's price. */
export interface DecisionRecord {
  readonly decisionId: string;
  readonly stopPrice: string | null;
  readonly targetPrice: string | null;
  /** In the order made, up to the one that refused; those that do not apply here are left out. */
  readonly checks: readonly CheckRecord[];
}

export interface FailureRecord {
  readonly strategyId: string;
  readonly instrumentId: string;
  /** One line for the author: file, line, what was thrown. */
  readonly message: string;
}

interface TraderOutcomes extends Outcomes {
  readonly decided?: readonly DecisionRecord[];
  readonly failed?: readonly FailureRecord[];
}

/** A step as `up` writes it. */
export type TraderStep = Step & TraderOutcomes;

type Parts = Omit<DecisionRecord, 'decisionId'>;

export class TraderRecorder extends StepRecorder {
  private engine: Engine | null = null;
  private entered: Parts[] = [];
  private turnedDown: Parts[] = [];
  private failures: FailureRecord[] = [];

  /** The engine whose risk is asked for its checks. */
  watch(engine: Engine): void {
    this.engine = engine;
    engine.risk.recording = true;
  }

  override ordered(...parts: Parameters<StepRecorder['ordered']>): void {
    super.ordered(...parts);
    const [order, slot] = parts;
    if (order.purpose === 'entry') this.entered.push(this.partsOf(slot, slot.pendingProtection, this.checks()));
  }

  override refused(...parts: Parameters<StepRecorder['refused']>): void {
    super.refused(...parts);
    const [slot, , , , refusal] = parts;
    this.turnedDown.push(this.partsOf(slot, null, this.checksBefore(refusal)));
  }

  /** A strategy has thrown; told once, when it is stopped. */
  failed(failure: FailureRecord): void {
    this.failures.push(failure);
  }

  /** Entries and refusals have been numbered in the order in which they came. */
  override take(): TraderOutcomes {
    const outcomes = super.take();
    const entries = (outcomes.orders ?? []).filter(({ purpose }) => purpose === 'entry');
    const numbered = (parts: readonly Parts[], records: readonly { readonly decisionId: string }[] = []) =>
      parts.map((one, i) => ({ decisionId: records[i]?.decisionId ?? '', ...one }));
    const decided = [...numbered(this.entered, entries), ...numbered(this.turnedDown, outcomes.refused)];
    const failed = this.failures;
    this.entered = [];
    this.turnedDown = [];
    this.failures = [];
    return { ...outcomes, ...(decided.length > 0 && { decided }), ...(failed.length > 0 && { failed }) };
  }

  private checks(): CheckRecord[] {
    const { lastChecks = [], mode = 'NORMAL' } = this.engine?.risk ?? {};
    return tellingChecks(lastChecks, mode);
  }

  /** A wish dropped for the sake of another one has no checks of its own. */
  private checksBefore({ code, measured, limit }: RefusalRecord): CheckRecord[] {
    const checks = this.checks();
    const [last] = checks.slice(-1);
    return last?.[0] === code && !last[1] ? checks : [[code, false, measured, limit]];
  }

  private partsOf(slot: Slot, wish: EntryWish | null, checks: CheckRecord[]): Parts {
    const { instrument } = slot;
    const candidate = this.engine?.candidateFor(slot);
    if (!candidate) return { stopPrice: null, targetPrice: null, checks };
    const { entryTicks, side, stopDistanceTicks } = candidate;
    const price = (ticks: number) => (Number.isNaN(ticks) ? null : formatTicks(instrument, Math.max(1, Math.round(ticks))));
    const { targetPrice, targetRatio = Number.NaN } = wish ?? {};
    return {
      stopPrice: price(entryTicks - side * stopDistanceTicks),
      targetPrice: price(targetPrice === undefined ? entryTicks * (1 + side * targetRatio) : priceToTicks(instrument, targetPrice)),
      checks,
    };
  }
}

/** Those that say something about a decision, as they are kept. */
export function tellingChecks(checks: readonly Check[], mode: Mode): CheckRecord[] {
  return checks
    .filter((check) => !check.passed || isTelling(check, mode === 'DEFENSIVE'))
    .map(({ code, passed, measured, limit }) => [code, passed, measured, limit]);
}

/** What risk measures where there is nothing else to be correlated with. */
const NOTHING_HELD = -1;
/** Doubles next to a limit. */
const NOISE = 1e-9;

/**
 * Whether a passed check says something about the decision: it has a limit in this profile, is about the mode in force and about something that is there.
 * A rule that does not apply passes whatever its figure is, and would be read as a broken limit.
 */
function isTelling({ code, measured, limit }: Check, isDefensive: boolean): boolean {
  if (code.includes('DEFENSIVE') && !isDefensive) return false;
  // Asked for in vain or not asked for at all: the check before has the same figures.
  if (code === 'SIGNAL_APPROVAL_NEEDED') return false;
  // A line that stands is no news.
  if (code === 'VENUE_DOWN') return false;
  // A whole weight is no news.
  if (code === 'SIZE_WEIGHT') return measured !== 1;
  if (Number.isNaN(limit)) return true;
  if (!Number.isFinite(limit) || (code === 'SIZE_CALIBRATION' && Number.isNaN(measured))) return false;
  if (code.endsWith('CORRELATION') && measured === NOTHING_HELD) return false;
  if (code.startsWith('WARN_') || Number.isNaN(measured)) return true;
  // The gate's own rule only asks whether the regime allows any position at all.
  if (code === 'RISK_REGIME_POSITION' && limit === 0) return false;
  return CHECK_FIGURES[code]?.bound === 'at-least' ? measured >= limit - NOISE : measured <= limit + NOISE;
}
