/**
 * The logic half of a venue: the engine's `Venue` port on one side, a `VenueLink` on the other. It knows which orders are sure and which are in doubt, books
 * every execution once, and sends nothing again before the venue has been asked. Deterministic: time comes with every call, and nothing is sent that
 * `release` has not let go. What it decides: docs/reference/order-life.md.
 */

import { formatLots, formatTicks, type Instrument, parseLots, parseTicks } from '../../domain/instrument.ts';
import type { OrderTicket } from '../../domain/order.ts';
import type { Fill, OrderChange, Venue, VenueListener } from '../venue-model/venue.ts';
import { type BrokerOrder, brokerOrder, differs, type FinalWord, type Terms } from './broker-order.ts';
import type { BrokerSnapshot, EndedOrder } from './broker-snapshot.ts';
import { DENIALS_NEEDED, dueAt, TIMES } from './due.ts';
import { BookedExecutions, baseFeeQuanta, fillsOf, nearestTicks, quantaOf } from './executions.ts';
import { type BudgetLimits, RequestBudget } from './request-budget.ts';
import type {
  ExecutionReport,
  OrderName,
  OrderReport,
  RequestKind,
  VenueAnswer,
  VenueFailure,
  VenueLink,
  VenueRequest,
} from './venue-link.ts';

/** Who hears of what the venue did: the engine, and, for what no working order of its own explains, whoever attributes it. */
export interface BrokerListener extends VenueListener {
  /** A fill of an order that is over, or that is not ours: it belongs to this slot. */
  onStray(fill: Fill, slot: number): void;
  /** Something the owner has to know. */
  onAlert(code: string, message: string, at: number): void;
  /** A reason to stop entering, until it is cleared. */
  onDemand(id: string, reason: string, demanded: boolean, at: number): void;
}

export interface BrokerOptions {
  readonly instruments: readonly Instrument[];
  readonly link: VenueLink;
  readonly accountCurrency: string;
  readonly quantumDecimals: number;
  /** Client order id and slot of an intent that has just been written down. */
  readonly intentOf: (number: number) => { readonly clientOrderId: string; readonly slot: number };
  readonly budget: BudgetLimits;
  /** Asked immediately before the bytes of a change leave: false once this trader has been deposed. */
  readonly maySend: () => boolean;
  /** Whether the mode in force lets anything be opened. */
  readonly mayEnter: () => boolean;
  /** The market's clock, which good-till-date orders go by. */
  readonly marketTime: () => number;
  /** Slot that external trades of an instrument are booked to; -1: they are not booked. */
  readonly externalSlotOf: (instrument: number) => number;
}

/** A request under way. */
interface Flight {
  readonly kind: RequestKind;
  /** 0 where it is about no order in particular. */
  readonly order: number;
  readonly at: number;
  readonly terms: Terms | null;
  readonly whenAnswered: ((answer: VenueAnswer, at: number) => void) | null;
}

/** Failures that a change to a working order survives: it is tried again later. */
/** How long executions are remembered past the time up to which the venue's list has been taken in. */
const KEPT_MS = 300_000;
const PASSING = new Set(['RATE_LIMITED', 'MAINTENANCE', 'CLOCK_SKEW', 'BAD_NONCE', 'SERVER_ERROR', 'CONNECTION_LOST', 'TIMEOUT']);

export class Broker implements Venue {
  readonly orders = new Map<number, BrokerOrder>();
  readonly booked = new BookedExecutions();
  /** Net lots by instrument: the sum of what has been booked. */
  readonly net: number[];
  /** Orders that are over, by client order id: whose a late execution is. */
  readonly ended = new Map<string, EndedOrder>();
  /** Rises with every execution booked and every change sent: what was compared before it may differ now. */
  activity = 0;
  /** Something has changed that a restart has to know. */
  changed = false;
  /** Up to this venue time every execution has been taken in. */
  executionsUntil = 0;
  readonly options: BrokerOptions;
  private readonly budget: RequestBudget;
  private readonly listener: BrokerListener;
  private readonly flights = new Map<number, Flight>();
  /** The change that is under way for an order; nothing else is sent for it meanwhile. */
  private readonly changing = new Map<number, number>();
  private lastRequest = 0;
  private released = 0;
  /** What protects or closes does not wait for the journal. */
  private unrecorded = false;

  constructor(options: BrokerOptions, listener: BrokerListener) {
    this.options = options;
    this.listener = listener;
    this.net = options.instruments.map(() => 0);
    this.budget = new RequestBudget(options.budget);
  }

  // The engine's side: wishes are only noted down here; `recorded` and `release` let them go.

  submit(ticket: OrderTicket, at: number): void {
    const { clientOrderId, slot } = this.options.intentOf(ticket.id);
    this.orders.set(ticket.id, brokerOrder(ticket, clientOrderId, slot, at));
    const partner = this.orders.get(ticket.oco);
    if (partner !== undefined) partner.oco = ticket.id;
    this.changed = true;
  }

  cancel(number: number): void {
    const order = this.orders.get(number);
    if (order !== undefined) this.withdraw(order, 'CANCELLED');
  }

  amend(number: number, _instrument: number, { oco, ...change }: OrderChange): void {
    const order = this.orders.get(number);
    if (order === undefined) return;
    const partner = oco === undefined ? undefined : this.orders.get(oco);
    if (partner !== undefined) [order.oco, partner.oco] = [partner.number, order.number];
    order.wanted = { ...order.wanted, ...change };
    this.toRecord(order);
  }

  private withdraw(order: BrokerOrder, code: string): void {
    if (order.cancelCode !== null) return;
    order.cancelCode = code;
    order.retryAt = 0;
    this.toRecord(order);
  }

  private toRecord(order: BrokerOrder): void {
    order.sequence = null;
    this.changed = true;
  }

  /** What was wished since the last call is in this journal entry. */
  recorded(sequence: number): void {
    for (const order of this.orders.values()) order.sequence ??= sequence;
  }

  /** Everything up to this journal entry is on disk: its intents leave. */
  release(durable: number, at: number): void {
    if (durable > this.released) this.released = durable;
    this.pumpAll(at);
  }

  /** While the disk takes its time: what protects or closes goes out all the same. */
  urgentGoes(goes: boolean, at: number): void {
    this.unrecorded = goes;
    this.pumpAll(at);
  }

  /** The journal can't be written: exits, stops and cancels go out all the same, nothing new is begun. */
  releaseUnrecorded(at: number): void {
    this.unrecorded = true;
    for (const order of [...this.orders.values()]) {
      if (order.state === 'journaled' && !this.mayLeave(order)) this.finish(order, 'rejected', 'JOURNAL_FAILED', at);
    }
    this.pumpAll(at);
  }

  private mayLeave(order: BrokerOrder): boolean {
    if (order.sequence !== null && order.sequence <= this.released) return true;
    return this.unrecorded && (order.reduceOnly || order.cancelCode !== null);
  }

  pumpAll(at: number): void {
    for (const order of [...this.orders.values()]) if (this.orders.get(order.number) === order) this.pump(order, at);
  }

  /** Sends the next message about an order, if there is one, it may go, and nothing is under way for it. */
  private pump(order: BrokerOrder, at: number): void {
    if (this.changing.has(order.number) || !this.mayLeave(order) || at < order.retryAt) return;
    if (order.state === 'journaled') this.begin(order, at);
    else if (order.cancelCode !== null) {
      if (order.final === null) this.change(order, 'cancel', { kind: 'cancel', order: this.nameOf(order) }, at);
    } else if (order.state === 'working' && order.final === null && differs(order.wanted, order.held)) this.changeTerms(order, at);
  }

  private begin(order: BrokerOrder, at: number): void {
    if (order.cancelCode !== null) return this.finish(order, 'cancelled', order.cancelCode, at);
    if (!(order.wanted.lots > 0)) return this.finish(order, 'rejected', 'QUANTITY_INVALID', at);
    if (!order.reduceOnly && !this.options.mayEnter()) return this.finish(order, 'cancelled', 'MODE', at);
    if (this.waits(order)) return;
    order.held = order.wanted;
    this.change(order, 'place', { kind: 'place', order: this.placementOf(order) }, at);
    if (!this.changing.has(order.number)) return;
    order.state = 'sent';
    order.sentAt = order.since = at;
    this.changed = true;
  }

  /**
   * What opens waits for what closes before it in the same instrument, so that a reversal can't overtake its own exit. Where a venue has no reduce-only
   * orders a resting stop binds the holding: an exit waits until it is gone.
   */
  private waits(order: BrokerOrder): boolean {
    let waits = false;
    for (const other of this.orders.values()) {
      if (other === order || other.instrument !== order.instrument || !other.reduceOnly) continue;
      const closesNow = other.type === 'market';
      if (!order.reduceOnly && closesNow && other.number < order.number) waits = true;
      if (order.reduceOnly && order.type === 'market' && !closesNow && !this.options.link.capabilities.reduceOnly) {
        this.withdraw(other, 'REPLACED');
        waits = true;
      }
    }
    return waits;
  }

  private changeTerms(order: BrokerOrder, at: number): void {
    const { wanted, held } = order;
    if (wanted.lots <= order.filled) return this.withdraw(order, 'CANCELLED');
    const instrument = this.instrumentOf(order);
    const price = (ticks: number | null) => formatTicks(instrument, ticks as number);
    const request: VenueRequest = {
      kind: 'amend',
      order: this.nameOf(order),
      ...(wanted.lots === held.lots ? {} : { quantity: formatLots(instrument, wanted.lots) }),
      ...(wanted.limit === held.limit ? {} : { limitPrice: price(wanted.limit) }),
      ...(wanted.trigger === held.trigger ? {} : { stopPrice: price(wanted.trigger) }),
    };
    this.change(order, 'amend', request, at);
  }

  private change(order: BrokerOrder, kind: 'place' | 'amend' | 'cancel', request: VenueRequest, at: number): void {
    if (!this.budget.take(order.reduceOnly || kind === 'cancel', at)) return;
    const id = ++this.lastRequest;
    this.flights.set(id, { kind, order: order.number, at, terms: order.wanted, whenAnswered: null });
    this.changing.set(order.number, id);
    this.activity++;
    this.options.link.ask(id, request, () => this.mayStillSend(order, kind, id));
  }

  /** The last look, right before the bytes leave. */
  private mayStillSend(order: BrokerOrder, kind: RequestKind, request: number): boolean {
    // What has waited for so long that it is in doubt already must not leave after all.
    if (this.changing.get(order.number) !== request || !this.options.maySend()) return false;
    return kind !== 'place' || (order.cancelCode === null && (order.reduceOnly || this.options.mayEnter()));
  }

  /** News may have been missed: whatever works is asked for. */
  missedNews(at: number): void {
    for (const order of this.orders.values()) if (order.state === 'working') this.doubt(order, at);
  }

  /** A change is under way, or its outcome is not known: figures of the venue and figures here may differ for that alone. */
  get unsettled(): boolean {
    if (this.changing.size > 0) return true;
    for (const { state, final } of this.orders.values()) if (state === 'sent' || state === 'in-doubt' || final !== null) return true;
    return false;
  }

  /** An open order as the venue lists it: its number here, or 0 where it is not ours. One of ours that was thought over is called back. */
  listed(report: OrderReport, at: number): number {
    const known = this.orderOf(report.clientOrderId, report.venueOrderId);
    if (known !== undefined) {
      this.report(report, at, true);
      return known.number;
    }
    return this.ended.has(report.clientOrderId) ? this.revive(report, at) : 0;
  }

  /** Orders that ought to work and that the venue does not list are asked for. */
  unlisted(listed: ReadonlySet<number>, at: number): void {
    for (const order of this.orders.values()) if (order.state === 'working' && !listed.has(order.number)) this.doubt(order, at);
    this.pumpAll(at);
  }

  /** Every execution up to this venue time has been taken in; what ended before `endedBefore` (receiver's clock) may be forgotten. */
  takenUntil(venueTime: number, endedBefore: number): void {
    if (venueTime > this.executionsUntil) {
      this.executionsUntil = venueTime;
      this.booked.forgetBefore(venueTime - KEPT_MS);
      this.changed = true;
    }
    for (const [id, { at }] of this.ended) if (at < endedBefore) this.ended.delete(id);
  }

  /** News says that an order works which is over here: old news, or one that was given up too early. The venue is asked. */
  private isItOver({ clientOrderId, venueOrderId, instrument }: OrderReport, at: number): void {
    this.question(
      { kind: 'find', order: { clientOrderId, venueOrderId, instrument }, since: this.executionsUntil },
      at,
      (answer, answeredAt) => {
        if (!answer.ok || answer.kind !== 'find') return;
        for (const execution of answer.executions) this.tookPlace(execution, answeredAt);
        if (answer.order?.status === 'working' && this.ended.has(clientOrderId)) this.revive(answer.order, answeredAt);
      },
    );
  }

  /** An order that was given up lives after all: it is taken back in, to be cancelled at once. */
  private revive(report: OrderReport, at: number): number {
    const { number, slot, filled } = this.ended.get(report.clientOrderId) as EndedOrder;
    const instrument = this.options.instruments.find(({ id }) => id === report.instrument);
    const lots = instrument === undefined ? null : parseLots(instrument, report.quantity);
    if (instrument === undefined || lots === null) return 0;
    this.listener.onAlert('ORDER_CAME_BACK', `order ${report.clientOrderId} was given up, and works at the venue: it is cancelled`, at);
    const terms: Terms = { lots, limit: null, trigger: null };
    this.ended.delete(report.clientOrderId);
    this.orders.set(number, {
      ...{ number, slot, clientOrderId: report.clientOrderId, instrument: instrument.index, type: 'limit', timeInForce: 'GTC' },
      ...{ expireAt: null, postOnly: false, reduceOnly: report.reduceOnly, oco: 0, wanted: terms, held: terms, state: 'working' },
      ...{
        sequence: 0,
        venueOrderId: report.venueOrderId,
        filled,
        cancelCode: 'CAME_BACK',
        sentAt: at,
        since: at,
        askedAt: 0,
        denials: 0,
      },
      ...{ deniedSince: 0, tries: 0, retryAt: 0, reportAt: report.at, reportedFilled: 0, final: null, cameBack: true },
      side: report.side === 'buy' ? 1 : -1,
    });
    this.changed = true;
    return number;
  }

  /** Asks something that changes nothing. */
  question(request: VenueRequest, at: number, whenAnswered: (answer: VenueAnswer, at: number) => void): boolean {
    if (!this.budget.take(request.kind === 'find', at)) return false;
    const id = ++this.lastRequest;
    this.flights.set(id, { kind: request.kind, order: 0, at, terms: null, whenAnswered });
    this.options.link.ask(id, request, () => true);
    return true;
  }

  // The venue's side.

  answered(request: number, answer: VenueAnswer, at: number): void {
    const flight = this.flights.get(request);
    if (flight === undefined) return;
    this.flights.delete(request);
    if (!answer.ok && answer.code === 'RATE_LIMITED') this.budget.exhausted(at, answer.retryAfterMs ?? TIMES.rateLimit);
    if (flight.whenAnswered !== null) return flight.whenAnswered(answer, at);
    const order = this.orders.get(flight.order);
    if (order === undefined) return;
    if (this.changing.get(order.number) === request) this.changing.delete(order.number);
    if (answer.ok) this.agreed(order, flight, answer as { readonly venueOrderId: string }, at);
    else if (flight.kind === 'place') this.placeFailed(order, answer, at);
    else this.changeFailed(order, flight, answer, at);
    this.changed = true;
    this.pumpAll(at);
  }

  private agreed(order: BrokerOrder, { kind, terms }: Flight, { venueOrderId }: { readonly venueOrderId: string }, at: number): void {
    order.tries = 0;
    if (kind === 'place' && order.venueOrderId === null) order.venueOrderId = venueOrderId;
    if (kind === 'amend' && terms !== null) order.held = terms;
    if (kind === 'place' && order.state !== 'working') this.known(order, at);
    // The cancellation itself comes as news; should it stay away, it is asked for.
    if (kind === 'cancel') order.askedAt = order.retryAt = at + TIMES.newsAfterCancel;
  }

  /** The venue has it. */
  private known(order: BrokerOrder, at: number): void {
    order.state = 'working';
    order.since = at;
    order.denials = 0;
  }

  private placeFailed(order: BrokerOrder, { outcome, code, message, venueCode }: VenueFailure, at: number): void {
    const heardOf = order.state === 'working' || order.filled > 0;
    if (heardOf || outcome === 'unknown' || code === 'DUPLICATE_CLIENT_ID') {
      if (order.state !== 'working') this.doubt(order, at);
      return;
    }
    this.listener.onAlert(
      outcome === 'not-sent' ? 'ORDER_NOT_SENT' : 'ORDER_REJECTED',
      `order ${order.clientOrderId}: ${code} ${venueCode} ${message}`,
      at,
    );
    this.finish(order, 'rejected', code, at);
  }

  private changeFailed(order: BrokerOrder, flight: Flight, { outcome, code, message, venueCode }: VenueFailure, at: number): void {
    if (outcome === 'unknown' || code === 'ORDER_UNKNOWN' || code === 'ORDER_FINAL') {
      if (order.state === 'working') this.doubt(order, at);
      order.retryAt = at + TIMES.newsAfterCancel;
      return;
    }
    order.retryAt = at + Math.min(TIMES.retryFirst * 2 ** order.tries++, TIMES.retryLast);
    if (outcome === 'not-sent' || PASSING.has(code)) return;
    this.listener.onAlert('CHANGE_REFUSED', `${flight.kind} of order ${order.clientOrderId}: ${code} ${venueCode} ${message}`, at);
    if (flight.kind === 'amend') order.wanted = { ...order.held };
  }

  private doubt(order: BrokerOrder, at: number): void {
    order.state = 'in-doubt';
    order.since = at;
    order.askedAt = 0;
    order.denials = 0;
    this.changed = true;
  }

  /** Time passes: answers that did not come, doubts to be resolved, orders to be called back. */
  tick(at: number): void {
    for (const order of [...this.orders.values()]) if (this.orders.get(order.number) === order) this.tickOrder(order, at);
    for (const [id, { at: sentAt }] of this.flights) if (at - sentAt > TIMES.forgetRequest) this.flights.delete(id);
    this.pumpAll(at);
  }

  private tickOrder(order: BrokerOrder, at: number): void {
    if (order.state === 'sent' && at - order.since >= TIMES.acknowledgement) {
      this.changing.delete(order.number);
      this.doubt(order, at);
    }
    const changing = this.changing.get(order.number);
    if (changing !== undefined && at - (this.flights.get(changing)?.at ?? 0) >= TIMES.acknowledgement) {
      this.changing.delete(order.number);
      if (order.state === 'working') this.doubt(order, at);
    }
    if (
      order.expireAt !== null &&
      this.options.marketTime() >= order.expireAt &&
      !this.options.link.capabilities.timesInForce.includes('GTD')
    )
      this.withdraw(order, 'GTD');
    if (this.isAskedAbout(order) && at >= order.askedAt) this.find(order, at);
  }

  /** Whether only asking tells what has become of it. */
  private isAskedAbout(order: BrokerOrder): boolean {
    if (order.state === 'in-doubt') return true;
    if (order.state !== 'working') return false;
    return order.final !== null || order.reportedFilled > order.filled || (order.cancelCode !== null && order.askedAt > 0);
  }

  private find(order: BrokerOrder, at: number): void {
    const asked = this.question({ kind: 'find', order: this.nameOf(order), since: this.executionsUntil }, at, (answer, answeredAt) =>
      this.found(order, answer, at, answeredAt),
    );
    if (asked) order.askedAt = at + TIMES.askAgain;
  }

  private found(order: BrokerOrder, answer: VenueAnswer, askedAt: number, at: number): void {
    if (this.orders.get(order.number) !== order || !answer.ok || answer.kind !== 'find') return;
    this.changed = true;
    for (const execution of answer.executions) this.tookPlace(execution, at);
    if (answer.order !== null) this.report(answer.order, at, true);
    else if (answer.executions.length > 0) order.denials = 0;
    else this.denied(order, askedAt, at);
    this.pumpAll(at);
  }

  private denied(order: BrokerOrder, askedAt: number, at: number): void {
    if (order.denials === 0) order.deniedSince = askedAt;
    order.denials++;
    if (order.denials < DENIALS_NEEDED || askedAt - order.deniedSince < TIMES.denialSpan) return;
    const forgotten = order.venueOrderId !== null;
    const code = forgotten ? 'VENUE_FORGOT' : 'NEVER_ARRIVED';
    this.listener.onAlert(code, `order ${order.clientOrderId}: the venue has denied knowing it ${order.denials} times`, at);
    this.finish(order, forgotten ? 'cancelled' : 'rejected', code, at);
  }

  /** The venue tells how an order stands. `sure`: it was asked, and this is its newest word. */
  report(report: OrderReport, at: number, sure = false): void {
    const order = this.orderOf(report.clientOrderId, report.venueOrderId);
    if (order === undefined && report.status === 'working' && this.ended.has(report.clientOrderId)) this.isItOver(report, at);
    if (order === undefined || (!sure && report.at < order.reportAt)) return;
    const instrument = this.instrumentOf(order);
    const filled = parseLots(instrument, report.filled);
    const lots = parseLots(instrument, report.quantity);
    if (filled === null || lots === null) {
      this.listener.onAlert('REPORT_UNREADABLE', `order ${order.clientOrderId}: filled ${report.filled} of ${report.quantity}`, at);
      return;
    }
    this.changed = true;
    order.venueOrderId = report.venueOrderId;
    order.reportAt = Math.max(order.reportAt, report.at);
    if (filled > order.reportedFilled) order.reportedFilled = filled;
    if (filled > order.filled) order.askedAt = Math.max(order.askedAt, at + TIMES.newsAfterReport);
    if (report.status === 'working') return this.stillWorks(order, report, lots, at, sure);
    order.final = { status: report.status, code: report.code, filled } satisfies FinalWord;
    if (order.state !== 'working') this.known(order, at);
    this.settle(order, at);
  }

  private stillWorks(order: BrokerOrder, report: OrderReport, lots: number, at: number, sure: boolean): void {
    if (order.final !== null) return;
    const changing = this.changing.has(order.number);
    if (order.state !== 'working') this.known(order, at);
    if (changing && !sure) return;
    const ticks = (text: string | null) => (text === null ? null : parseTicks(this.instrumentOf(order), text));
    order.held = { lots, limit: ticks(report.limitPrice) ?? order.held.limit, trigger: ticks(report.stopPrice) ?? order.held.trigger };
    if (sure && order.cancelCode !== null) order.askedAt = 0;
  }

  /** Over once everything that was filled has been booked. */
  private settle(order: BrokerOrder, at: number): void {
    const { final } = order;
    if (final === null || order.filled < final.filled) return;
    const expired = order.cancelCode === 'GTD' && final.status === 'cancelled';
    const code = final.status === 'filled' ? '' : (order.cancelCode ?? final.code);
    this.finish(order, expired ? 'expired' : final.status, code, at);
  }

  /** An execution, from whatever source and however often: booked once. */
  tookPlace(report: ExecutionReport, at: number): void {
    if (this.booked.has(report.executionId)) return;
    const instrument = this.options.instruments.find(({ id }) => id === report.instrument);
    if (instrument === undefined) return;
    const order = this.orderOf(report.clientOrderId, report.venueOrderId);
    const lots = parseLots(instrument, report.quantity);
    const ticks = nearestTicks(instrument, report.price);
    const fee = ticks === null ? null : this.feeOf(instrument, report, ticks);
    if (lots === null || lots <= 0 || ticks === null || fee === null) {
      this.listener.onDemand('executions', `execution ${report.executionId} can't be read`, true, at);
      return;
    }
    this.booked.add(report.executionId, report.at);
    this.activity++;
    this.changed = true;
    const { index } = instrument;
    const side = report.side === 'buy' ? 1 : -1;
    const slot = order?.slot ?? this.ended.get(report.clientOrderId)?.slot ?? this.options.externalSlotOf(index);
    const isLiquidation = report.kind !== 'trade';
    const execution = {
      order: isLiquidation ? 0 : (order?.number ?? 0),
      instrument: index,
      side,
      lots,
      ticks,
      fee,
      at: report.at,
    } as const;
    const { liquidity } = report;
    const held = this.net[index] as number;
    this.net[index] = held + side * lots;
    if (order !== undefined) order.filled += lots;
    for (const fill of fillsOf({ ...execution, liquidity }, held, isLiquidation)) {
      if (isLiquidation || (order !== undefined && !order.cameBack)) this.listener.onFill(fill);
      else this.stray(fill, slot, report);
    }
    if (order !== undefined) {
      this.shrinkPartner(order, lots);
      this.settle(order, at);
    }
    if (this.net[index] === 0) this.nothingToReduce(index);
  }

  private stray(fill: Fill, slot: number, { executionId, clientOrderId }: ExecutionReport): void {
    const whose = clientOrderId === '' ? 'nobody of ours' : `order ${clientOrderId}, which was over`;
    this.listener.onAlert('STRAY_FILL', `execution ${executionId} belongs to ${whose}`, fill.at);
    this.listener.onDemand('external', `a trade that was not decided here: ${executionId}`, true, fill.at);
    if (slot >= 0) this.listener.onStray(fill, slot);
  }

  private feeOf(instrument: Instrument, { fee, feeCurrency }: ExecutionReport, ticks: number): number | null {
    if (feeCurrency === this.options.accountCurrency || Number(fee) === 0) return quantaOf(fee, this.options.quantumDecimals);
    return feeCurrency === instrument.specification.base ? baseFeeQuanta(instrument, fee, ticks) : null;
  }

  private shrinkPartner(order: BrokerOrder, lots: number): void {
    const partner = this.orders.get(order.oco);
    if (partner === undefined) return;
    const left = partner.wanted.lots - lots;
    if (left <= partner.filled) this.withdraw(partner, 'OCO_DONE');
    else this.amend(partner.number, partner.instrument, { lots: left });
  }

  /** The position is gone: what was to close it has nothing left to do. */
  private nothingToReduce(instrument: number): void {
    for (const order of this.orders.values())
      if (order.instrument === instrument && order.reduceOnly && order.final === null) this.withdraw(order, 'NOTHING_TO_REDUCE');
  }

  private finish(order: BrokerOrder, status: FinalWord['status'], code: string, at: number): void {
    this.orders.delete(order.number);
    this.changing.delete(order.number);
    this.ended.set(order.clientOrderId, { number: order.number, slot: order.slot, filled: order.filled, at });
    const partner = this.orders.get(order.oco);
    if (partner !== undefined) partner.oco = 0;
    this.changed = true;
    this.listener.onDone(order.number, status, code, at);
  }

  private orderOf(clientOrderId: string, venueOrderId: string): BrokerOrder | undefined {
    for (const order of this.orders.values()) {
      if (clientOrderId === '' ? order.venueOrderId === venueOrderId : order.clientOrderId === clientOrderId) return order;
    }
    return undefined;
  }

  private nameOf({ clientOrderId, venueOrderId, instrument }: BrokerOrder): OrderName {
    return { clientOrderId, venueOrderId, instrument: (this.options.instruments[instrument] as Instrument).id };
  }

  private placementOf(order: BrokerOrder) {
    const instrument = this.instrumentOf(order);
    const { capabilities } = this.options.link;
    const price = (ticks: number | null) => (ticks === null ? null : formatTicks(instrument, ticks));
    const timed = order.timeInForce !== 'GTD' || capabilities.timesInForce.includes('GTD');
    return {
      clientOrderId: order.clientOrderId,
      instrument: instrument.id,
      side: order.side > 0 ? 'buy' : 'sell',
      type: order.type,
      quantity: formatLots(instrument, order.wanted.lots),
      limitPrice: price(order.wanted.limit),
      stopPrice: price(order.wanted.trigger),
      timeInForce: timed ? order.timeInForce : 'GTC',
      expireAt: timed ? order.expireAt : null,
      postOnly: order.postOnly,
      reduceOnly: order.reduceOnly && capabilities.reduceOnly,
    } as const;
  }

  private instrumentOf({ instrument }: BrokerOrder): Instrument {
    return this.options.instruments[instrument] as Instrument;
  }

  /** When `tick` has something to do next; Infinity for never. */
  get nextAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const order of this.orders.values()) next = Math.min(next, dueAt(order, this.isAskedAbout(order)));
    return next;
  }

  snapshot(): BrokerSnapshot {
    return {
      orders: [...this.orders.values()].map((order) => ({ ...order, sequence: 0 })),
      net: [...this.net],
      booked: this.booked.snapshot(),
      ended: Object.fromEntries(this.ended),
      executionsUntil: this.executionsUntil,
    };
  }

  /** After a restart nothing is sure that is not asked: an intent may have left or not, and what worked may be over. */
  restore(snapshot: BrokerSnapshot, at: number): void {
    this.orders.clear();
    for (const order of snapshot.orders.map((one) => ({ ...one }))) {
      this.orders.set(order.number, order);
      this.doubt(order, at);
    }
    this.net.splice(0, this.net.length, ...snapshot.net);
    this.booked.restore(snapshot.booked);
    this.ended.clear();
    for (const [id, order] of Object.entries(snapshot.ended)) this.ended.set(id, order);
    this.executionsUntil = snapshot.executionsUntil;
  }
}
