/** The observer of a journaled session: gathers the outcomes of one step in the words of the journal. */

import { formatScaled } from '../../domain/decimal.ts';
import { formatLots, formatTicks } from '../../domain/instrument.ts';
import type { OrderStatus } from '../../domain/order.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import { APPROVAL_NEEDED } from '../risk/filters.ts';
import type { RefusalRecord } from '../risk/risk-desk.ts';
import { Approvals } from './approvals.ts';
import type { AmendCause, EngineOrder, OrderPurpose } from './engine-order.ts';
import type { EngineObserver } from './observer.ts';
import type { Slot } from './slot.ts';
import type { SlotFill } from './slot-fill.ts';
import type { OrderStage, Outcomes } from './steps.ts';

export interface StepIdentity {
  readonly environment: string;
  readonly accountId: string;
  readonly quantumDecimals: number;
}

/** The id an order carries to a venue: the same intent always gives the same 32 hex characters. */
export function clientOrderId(
  identity: StepIdentity,
  strategyId: string,
  instrumentId: string,
  decisionId: string,
  leg: string,
  attempt: number,
): string {
  const { environment, accountId } = identity;
  // 128 bits are four words.
  return sha256Hex(`${environment}\0${accountId}\0${strategyId}\0${instrumentId}\0${decisionId}\0${leg}\0${attempt}`, 4);
}

export class StepRecorder implements EngineObserver {
  readonly approvals = new Approvals();
  private readonly identity: StepIdentity;
  /** What has been gathered since the last step, and whether that is nothing: asked at every answer of a venue. */
  outcomes: Outcomes = {};
  empty = true;
  /** Journal epoch and the sequence the step will have: names of decisions and fills are made of them. */
  epoch = 1;
  sequence = 1;
  /** Whose act is being carried out; null where it is nobody's. */
  private actor: string | null = null;
  private decisions = 0;
  private fills = 0;
  /** The trader's own clock at an outside venue; NaN where the venue is in process: there an order has no way to go. */
  heardAt = Number.NaN;
  /** The intent written down last. */
  private intent = { number: 0, clientOrderId: '', slot: 0 };

  constructor(identity: StepIdentity) {
    this.identity = identity;
  }

  /** Hands over what has been gathered and starts the next step. */
  take(): Outcomes {
    const { outcomes } = this;
    this.outcomes = {};
    this.empty = true;
    this.decisions = 0;
    this.fills = 0;
    return outcomes;
  }

  /** What `act` changes is told as done by `actor`. */
  actsFor<T>(actor: string, act: () => T): T {
    this.actor = actor;
    try {
      return act();
    } finally {
      this.actor = null;
    }
  }

  private add<K extends keyof Outcomes>(kind: K, record: NonNullable<Outcomes[K]>[number]): void {
    const list = (this.outcomes[kind] ?? []) as (typeof record)[];
    list.push(record);
    this.outcomes[kind] = list as Outcomes[K];
    this.empty = false;
  }

  /** The id of an intent, also of one that no journal holds. */
  intentId({ definition, instrument }: Slot, decisionId: string, leg: OrderPurpose): string {
    return clientOrderId(this.identity, definition.id, instrument.id, decisionId, leg, 1);
  }

  private decisionId(): string {
    return `${this.epoch}-${this.sequence}-${++this.decisions}`;
  }

  marked(): void {}

  ordered(order: EngineOrder, slot: Slot, confidence: number, cuts: readonly string[]): void {
    const { ticket } = order;
    const decisionId = this.decisionId();
    const price = (ticks: number) => (Number.isNaN(ticks) ? null : formatTicks(slot.instrument, ticks));
    const intent = this.intentId(slot, decisionId, order.purpose);
    this.intent = { number: order.id, clientOrderId: intent, slot: slot.index };
    this.add('orders', {
      orderId: String(order.id),
      clientOrderId: intent,
      decisionId,
      strategyId: slot.definition.id,
      instrumentId: slot.instrument.id,
      purpose: order.purpose,
      side: ticket.side > 0 ? 'buy' : 'sell',
      type: ticket.type,
      quantity: ticket.equityShare > 0 ? null : formatLots(slot.instrument, ticket.lots),
      equityShare: ticket.equityShare > 0 ? ticket.equityShare : null,
      limitPrice: price(ticket.limit),
      stopPrice: price(ticket.trigger),
      timeInForce: ticket.timeInForce,
      expireAt: Number.isFinite(ticket.expireAt) ? ticket.expireAt : null,
      reduceOnly: ticket.reduceOnly,
      postOnly: ticket.postOnly,
      reason: order.reason,
      confidence,
      cuts,
      referencePrice: this.closeOf(slot),
    });
    if (!Number.isNaN(this.heardAt)) this.progressed(order.id, 'approved', this.heardAt, null);
  }

  /** An order has come further on its way to the venue, or nobody knows how far. */
  progressed(number: number, stage: OrderStage, at: number, venueOrderId: string | null): void {
    this.add('progress', { orderId: String(number), stage, at, venueOrderId });
  }

  /** Identity of the intent that has just been written down: what a broker sends is never without one. */
  intentOf(number: number): { readonly clientOrderId: string; readonly slot: number } {
    if (this.intent.number !== number) throw new Error(`order ${number} was never written down`);
    return this.intent;
  }

  private closeOf(slot: Slot): string | null {
    const close = slot.close();
    return Number.isNaN(close)
      ? null
      : formatTicks(slot.instrument, Math.round((close * slot.instrument.ticksPerUnit) / slot.instrument.tickUnits));
  }

  amended(order: EngineOrder, slot: Slot, cause: AmendCause): void {
    const { actor } = this;
    const price = (ticks: number) => (Number.isNaN(ticks) ? null : formatTicks(slot.instrument, ticks));
    this.add('amended', {
      orderId: String(order.id),
      quantity: formatLots(slot.instrument, order.lots),
      limitPrice: price(order.limit),
      stopPrice: price(order.trigger),
      cause,
      ...(actor !== null && (cause === 'owner' || cause === 'signal') ? { by: actor } : {}),
    });
  }

  filled(slot: Slot, { order, purpose, reason, side, lots, ticks, fee, liquidity, kind, realised, at, feeInKind }: SlotFill): void {
    const { quantumDecimals } = this.identity;
    this.add('fills', {
      fillId: `${this.identity.accountId}-${this.epoch}-${this.sequence}-${++this.fills}`,
      orderId: order === 0 ? null : String(order),
      strategyId: slot.definition.id,
      instrumentId: slot.instrument.id,
      purpose,
      side: side > 0 ? 'buy' : 'sell',
      quantity: formatLots(slot.instrument, lots),
      price: formatTicks(slot.instrument, ticks),
      fee: formatScaled(fee, quantumDecimals),
      liquidity,
      kind,
      realised: kind === 'open' ? null : formatScaled(realised, quantumDecimals),
      reason,
      at,
      ...(feeInKind === undefined ? {} : { feeInKind }),
    });
  }

  done(order: EngineOrder, slot: Slot, status: OrderStatus, code: string, at: number): void {
    this.add('done', { orderId: String(order.id), status, code, filledQuantity: formatLots(slot.instrument, order.filled), at });
  }

  funded(slot: Slot, quanta: number, at: number): void {
    this.add('funded', {
      strategyId: slot.definition.id,
      instrumentId: slot.instrument.id,
      amount: formatScaled(quanta, this.identity.quantumDecimals),
      at,
    });
  }

  refused(slot: Slot, side: 1 | -1, confidence: number, reason: string, refusal: RefusalRecord, at: number): void {
    const decisionId = this.decisionId();
    if (refusal.code === APPROVAL_NEEDED) this.approvals.ask(slot, decisionId, side, at);
    this.add('refused', {
      decisionId,
      strategyId: slot.definition.id,
      instrumentId: slot.instrument.id,
      side: side > 0 ? 'long' : 'short',
      confidence,
      reason,
      code: refusal.code,
      message: refusal.message,
      measured: Number.isNaN(refusal.measured) ? null : refusal.measured,
      limit: Number.isNaN(refusal.limit) ? null : refusal.limit,
      price: this.closeOf(slot),
    });
  }

  noticed(code: string, message: string): void {
    this.add('notices', { code, message });
  }

  modeChanged(from: string, to: string, reason: string): void {
    this.add('modes', { from, to, reason });
  }
}

/** No list is made of what is mostly nothing. */
export function isNothing(outcomes: Outcomes): boolean {
  for (const _ in outcomes) return false;
  return true;
}
