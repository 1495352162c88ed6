/** Signals from outside as wishes of a built-in slot per instrument: the same filters, sizing, risk and protection as a strategy's own. */

import { priceToTicks } from '../../domain/instrument.ts';
import type { Refusal } from '../../domain/result.ts';
import type { EntrySignal, SignalDecision, SignalWish, UpdateSignal } from '../signals/signal-wish.ts';
import { defineStrategy, type StrategyInstance } from '../strategy/strategy.ts';
import type { Engine } from './engine.ts';
import { decideEntry, sendEntry } from './entries.ts';
import { type Protection, tighten } from './protection.ts';
import type { Slot } from './slot.ts';
import { splitFault } from './split-fault.ts';
import type { OrderRecord, RefusalRow } from './steps.ts';

export const SIGNAL_ID = 'webhook';
const NO_RULES: StrategyInstance = { onBar: () => {} };

/** What stands where a strategy would: it wishes for nothing by itself. */
export const signalStrategy = defineStrategy({
  id: SIGNAL_ID,
  version: '1',
  title: { en: 'Signals from outside', es: 'Señales externas' },
  description: { en: 'Holds the positions that signed signals open.', es: 'Guarda las posiciones que abren las señales firmadas.' },
  timeframe: '1m',
  parameters: {},
  anyVolume: true,
  warmup: () => Number.POSITIVE_INFINITY,
  size: () => ({ kind: 'risk', maxFraction: 0.2 }),
  create: () => NO_RULES,
});

/**
 * Takes a signal through everything a strategy's wish goes through, at the engine's present instant; a dry run stops right before sending. What comes of it
 * reaches the observer as an order or a refusal. Returns why nothing was even asked of risk, or null.
 */
export function carryOutSignal(engine: Engine, wish: SignalWish): Refusal | null {
  const slot = engine.slots.find((one) => one.definition.id === SIGNAL_ID && one.instrument.id === wish.symbol);
  if (slot === undefined)
    return no('INSTRUMENT_UNKNOWN', `expected an instrument that signals may trade in this session, found ${wish.symbol}`);
  engine.quiet.end();
  switch (wish.kind) {
    case 'entry':
      return enter(engine, slot, wish);
    case 'exit':
      return leave(engine, slot, wish);
    case 'update':
      return update(engine, slot, wish);
  }
}

function no(code: string, message: string): Refusal {
  return { code, message };
}

function enter(engine: Engine, slot: Slot, signal: EntrySignal): Refusal | null {
  if (slot.view.index < 0)
    return no('SIGNAL_NO_PRICE', `${slot.instrument.id} has no closed candle yet: there is no price to judge an entry by`);
  if (slot.position.lots !== 0 || slot.entry !== null)
    return no('SIGNAL_POSITION_OPEN', `expected no position and no working entry of earlier signals in ${slot.instrument.id}`);
  const wish = entryWishOf(signal, engine.risk.riskPerTrade);
  slot.enter(signal.side, wish);
  slot.wishes = false;
  risksAtMost(engine, slot, wish);
  const approved = decideEntry(engine, slot, false);
  if (approved === null) return null;
  const fault = splitFault(wish, slot.instrument, approved.lots);
  if (fault !== null || signal.dryRun) slot.forgetWish();
  else sendEntry(engine, slot, approved);
  return fault;
}

/** A signal may want less at stake than a trade may lose. Its slot's candidate is its own: no other wish sees it. */
export function risksAtMost(engine: Engine, slot: Slot, { riskRatio = Number.NaN }: Protection): void {
  engine.candidateFor(slot).riskRatio = riskRatio;
}

/** A first target that closes a part is watched here; what closes the whole, or the rest, is an order. */
function entryWishOf(
  { strategyId, confidence, reason, stopPrice, targets, breakEvenAfterFirstTarget, type, price, postOnly, riskRatio }: EntrySignal,
  riskPerTrade: number,
): Protection {
  const [first, second] = targets;
  const isPart = first !== undefined && first.closeRatio < 1;
  const target = isPart ? second : first;
  return {
    ...{ outsideStrategy: strategyId, confidence, reason, stopPrice, type },
    ...(isPart ? { firstTarget: { ...first, breakEven: breakEvenAfterFirstTarget } } : {}),
    ...(target === undefined ? {} : { targetPrice: target.price }),
    ...(price === null ? {} : { price }),
    ...(postOnly ? { postOnly } : {}),
    // Less than a trade may lose counts, more does not.
    ...(riskRatio !== null && riskRatio < riskPerTrade ? { riskRatio } : {}),
  };
}

/** Whether the slot holds something of the side a signal is about. */
function holds(slot: Slot, side: 1 | -1 | null): boolean {
  return slot.position.lots !== 0 && (side === null || slot.position.side === side);
}

function leave(engine: Engine, slot: Slot, { side, reason, dryRun }: Extract<SignalWish, { kind: 'exit' }>): Refusal | null {
  if (!holds(slot, side) && slot.entry === null)
    return no('SIGNAL_NO_POSITION', `no position of earlier signals in ${slot.instrument.id} to leave`);
  if (!dryRun) engine.sendExit(slot, reason);
  return null;
}

function update(engine: Engine, slot: Slot, { side, stopPrice, targets, dryRun }: UpdateSignal): Refusal | null {
  if (!holds(slot, side)) return no('SIGNAL_NO_POSITION', `no position of earlier signals in ${slot.instrument.id} to change`);
  if (dryRun) return null;
  if (stopPrice !== null) tighten(engine, slot, priceToTicks(slot.instrument, stopPrice), 'signal');
  moveTargets(engine, slot, targets);
  return null;
}

/** The first of the targets is the one that is waited for first. */
function moveTargets(engine: Engine, slot: Slot, targets: UpdateSignal['targets']): void {
  const { protection, position } = slot;
  const [first, second] = targets;
  if (first === undefined || protection === null) return;
  const { firstTarget } = protection;
  const last = firstTarget === undefined ? first : second;
  slot.protection = {
    ...protection,
    ...(firstTarget === undefined ? {} : { firstTarget: { ...firstTarget, price: first.price } }),
    ...(last === undefined || protection.targetPrice === undefined ? {} : { targetPrice: last.price }),
  };
  if (last === undefined || Number.isNaN(position.targetTicks)) return;
  position.targetTicks = priceToTicks(slot.instrument, last.price);
  if (slot.target !== null) engine.amend(slot.target, { limit: position.targetTicks }, 'signal');
}

/** What the sender is told, from what came of it: `fallbackId` names a decision that left neither an order nor a refusal of risk's. */
export function decisionOf(
  { dryRun }: SignalWish,
  refusal: Refusal | null,
  byRisk: RefusalRow | undefined,
  order: OrderRecord | undefined,
  fallbackId: string,
): SignalDecision {
  if (refusal !== null) {
    const { code, message, measured = null, limit = null } = refusal;
    return { outcome: 'refused', decisionId: null, code, message, measured, limit };
  }
  if (byRisk !== undefined) {
    const { decisionId, code, message, measured, limit } = byRisk;
    return { outcome: 'refused', decisionId, code, message, measured, limit };
  }
  const { decisionId = `${fallbackId}-0`, orderId = null, cuts = [] } = order ?? {};
  return { outcome: dryRun ? 'dry-run' : 'executed', decisionId, orderId, cuts };
}
