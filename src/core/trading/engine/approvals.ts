/**
 * Entries that wait for the owner's yes (trading rules 3.4): asked for when no other rule of risk is against them, let through under all rules as they are
 * then, dropped after 300 s of silence. They are kept in memory alone: a restart is silence too.
 */

import { formatTicks, type Instrument, priceToTicks, ticksToPrice } from '../../domain/instrument.ts';
import type { Refusal } from '../../domain/result.ts';
import type { EntryWish } from '../strategy/strategy.ts';
import type { Engine } from './engine.ts';
import { decideEntry, type PlannedStop, plannedStop, sendEntry } from './entries.ts';
import type { Protection } from './protection.ts';
import { risksAtMost } from './signal-slot.ts';
import type { Slot } from './slot.ts';
import { splitFault } from './split-fault.ts';
import type { StepRecorder } from './step-recorder.ts';
import type { OrderRecord } from './steps.ts';

const LIFE_MS = 300_000;

export interface WaitingEntry {
  readonly decisionId: string;
  /** Index of the slot that wishes it. */
  readonly slot: number;
  readonly side: 1 | -1;
  readonly wish: EntryWish;
  /** Where its stop would be at the price of the decision; null where none is asked for. */
  readonly stop: PlannedStop | null;
  /** Market time of the decision, and of the end of its waiting. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** The owner's answer, as the journal keeps it; `at` is the later of the market's and the receiver's time. */
export interface ApprovalAnswer {
  readonly decisionId: string;
  readonly approved: boolean;
  readonly by: string;
  readonly at: number;
}

/** What an answer to a waiting entry has come to. */
export interface AnsweredApproval {
  readonly sequence: number;
  readonly refusal: Refusal | null;
  /** What a yes has sent. */
  readonly order: OrderRecord | null;
}

export class Approvals {
  private readonly waiting = new Map<string, WaitingEntry>();
  private untold: WaitingEntry[] = [];

  get all(): readonly WaitingEntry[] {
    return [...this.waiting.values()];
  }

  get(decisionId: string): WaitingEntry | undefined {
    return this.waiting.get(decisionId);
  }

  /** Risk has asked for a yes. While one entry of a slot waits, its strategy's next wishes are not asked about. */
  ask(by: Slot, decisionId: string, side: 1 | -1, at: number): void {
    const { index, wish } = by;
    if (wish === null || [...this.waiting.values()].some(({ slot }) => slot === index)) return;
    const stop = plannedStop(by, wish, side);
    const entry = { decisionId, slot: index, side, wish, stop, createdAt: at, expiresAt: at + LIFE_MS };
    this.waiting.set(decisionId, entry);
    this.untold.push(entry);
  }

  /** Nobody is to be asked about it any more. */
  forget(decisionId: string): void {
    this.waiting.delete(decisionId);
    this.untold = this.untold.filter((entry) => entry.decisionId !== decisionId);
  }

  takeUntold(): readonly WaitingEntry[] {
    return this.untold.splice(0);
  }

  takeExpired(at: number): readonly WaitingEntry[] {
    const expired = [...this.waiting.values()].filter(({ expiresAt }) => at > expiresAt);
    for (const { decisionId } of expired) this.forget(decisionId);
    return expired;
  }

  clear(): void {
    this.waiting.clear();
    this.untold = [];
  }
}

/** What is said of the stop of an entry that waits; nothing where it has none. */
function stopWords(instrument: Instrument, stop: PlannedStop | null): string {
  if (stop === null) return '';
  const price = (ticks: number) => formatTicks(instrument, ticks);
  return stop.workedOut ? `, stop about ${price(stop.ticks)} (if it fills at ${price(stop.entryTicks)})` : `, stop ${price(stop.ticks)}`;
}

/** Tells, as notices of the step, what has waited too long and what begins to wait. */
export function tellWaiting(engine: Engine, recorder: Pick<StepRecorder, 'approvals' | 'noticed'>, at: number): void {
  const { approvals } = recorder;
  for (const { decisionId } of approvals.takeExpired(at))
    recorder.noticed('APPROVAL_EXPIRED', `${decisionId}: nobody has answered, nothing is entered`);
  for (const { decisionId, slot, side, wish, stop } of approvals.takeUntold()) {
    const { definition, instrument } = engine.slots[slot] as Slot;
    const what = `${definition.id} ${side > 0 ? 'long' : 'short'} ${instrument.id}, confidence ${wish.confidence}${stopWords(instrument, stop)}`;
    recorder.noticed('APPROVAL_NEEDED', `${what}: /approve ${decisionId} or /reject ${decisionId} within 5 minutes`);
  }
}

/** Prices go on while an entry waits: one that would be stopped, or be at its target, the moment it filled is not entered. A stop that is a share of the price goes with it. */
function overtakenBy(engine: Engine, { instrument }: Slot, { side, wish }: WaitingEntry): Refusal | null {
  const { type = 'market', price, stopPrice, targetPrice, firstTarget }: Protection = wish;
  const mark = engine.markTicks(instrument.index);
  const wanted = price === undefined ? Number.NaN : priceToTicks(instrument, price);
  // A limit gets no worse than its price, and what waits for a price no better.
  const better = side > 0 ? Math.min : Math.max;
  const worse = side > 0 ? Math.max : Math.min;
  const fills = type === 'market' || Number.isNaN(wanted) ? mark : type === 'limit' ? better(wanted, mark) : worse(wanted, mark);
  const refuse = (what: string, level: number): Refusal => ({
    code: 'APPROVAL_OVERTAKEN',
    message: `it would fill at ${formatTicks(instrument, fills)} by now, at or beyond its ${what} at ${formatTicks(instrument, level)}, and be closed at once`,
    ...{ measured: ticksToPrice(instrument, fills), limit: ticksToPrice(instrument, level) },
  });
  if (stopPrice !== undefined && (fills - priceToTicks(instrument, stopPrice)) * side <= 0)
    return refuse('stop', priceToTicks(instrument, stopPrice));
  for (const target of [firstTarget?.price, targetPrice])
    if (target !== undefined && (priceToTicks(instrument, target) - fills) * side <= 0)
      return refuse('target', priceToTicks(instrument, target));
  return null;
}

/** Carries out an answer to what waits: null when it was done. A yes goes through every rule once more, as things are now. */
export function carryOutAnswer(engine: Engine, entry: WaitingEntry, { approved, at }: ApprovalAnswer): Refusal | null {
  if (at > entry.expiresAt)
    return { code: 'APPROVAL_EXPIRED', message: `${entry.decisionId} has waited longer than ${LIFE_MS / 1000} s: it was dropped` };
  if (!approved) return null;
  const slot = engine.slots[entry.slot] as Slot;
  if (slot.position.lots !== 0 || slot.entry !== null)
    return { code: 'SIGNAL_POSITION_OPEN', message: `expected no position and no working entry of ${slot.definition.id}, found one` };
  const overtaken = overtakenBy(engine, slot, entry);
  if (overtaken !== null) return overtaken;
  engine.quiet.end();
  slot.enter(entry.side, entry.wish);
  slot.wishes = false;
  risksAtMost(engine, slot, entry.wish);
  const order = decideEntry(engine, slot, false, entry.createdAt);
  if (order !== null) {
    const fault = splitFault(entry.wish, slot.instrument, order.lots);
    if (fault === null) sendEntry(engine, slot, order);
    else slot.forgetWish();
    return fault;
  }
  const { code, message, measured, limit } = engine.risk.lastRefusal;
  return { code, message, ...(Number.isNaN(measured) ? {} : { measured }), ...(Number.isNaN(limit) ? {} : { limit }) };
}
