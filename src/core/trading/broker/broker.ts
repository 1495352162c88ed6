/**
 * The logic half of a venue: the engine's `Venue` port on one side, a `VenueLink` on the other. It knows which orders are sure and which are in doubt, books
 * every execution once, and sends nothing again before the venue has been asked. Deterministic: time comes with every call, and nothing is sent that
 * `release` has not let go. What it decides: docs/reference/order-life.md.
 */

import { type Instrument, parseLots, parseTicks } from '../../domain/instrument.ts';
import type { OrderTicket } from '../../domain/order.ts';
import { shared, sharedEach } from '../../journal/sharing.ts';
import type { OrderChange, Venue } from '../venue-model/venue.ts';
import type { BrokerListener, BrokerOptions, OrderProgress } from './broker-options.ts';
import { type BrokerOrder, brokerOrder, differs, type FinalWord } from './broker-order.ts';
import { type BrokerSnapshot, inDoubtAgain, recordedOrder } from './broker-snapshot.ts';
import type { Costs } from './cost-path.ts';
import { endedOf, find, isAskedAbout, isItOver } from './doubt.ts';
import { dueAt, hasExpired, TIMES } from './due.ts';
import { EndedOrders } from './ended-orders.ts';
import { ExecutionBook } from './execution-book.ts';
import { ForeignCancels } from './foreign-cancels.ts';
import { FundingBook } from './funding-book.ts';
import { fitToHolding, hasToWait } from './linked-orders.ts';
import { takeAnswer } from './outcomes.ts';
import { amendmentOf, nameOf, placementOf } from './placement.ts';
import { type ChangeRequest, Requests } from './requests.ts';
import { takeExecution } from './take-execution.ts';
import type { ExecutionReport, OrderName, OrderReport, VenueAnswer, VenueRequest } from './venue-link.ts';

const NO_ORDERS: readonly BrokerOrder[] = [];

export class Broker implements Venue {
  readonly orders = new Map<number, BrokerOrder>();
  readonly executions: ExecutionBook;
  readonly funding: FundingBook;
  /** When the last full comparison ended, by the receiver's clock; null before the first. */
  comparedFullyAt: number | null = null;
  readonly ended = new EndedOrders();
  /** Executions may have been missed: until their whole list is taken in, no order is asked for alone, so that they are booked in their order. */
  gap = false;
  /** Rises with every execution booked, change sent or answered, and order ended: what was asked before it may be older than what is known. */
  activity = 0;
  /** Something may have changed that is written down: a restart has to know it. */
  changed = false;
  readonly options: BrokerOptions;
  private readonly requests: Requests;
  private readonly foreign: ForeignCancels;
  readonly listener: BrokerListener;
  private released = 0;
  /** What protects or closes does not wait for the journal. */
  sendsUnrecorded = false;

  constructor(options: BrokerOptions, listener: BrokerListener) {
    this.options = options;
    this.listener = listener;
    this.executions = new ExecutionBook(options);
    this.funding = new FundingBook(options);
    this.requests = new Requests(options.link, options.budget);
    this.foreign = new ForeignCancels(this.requests, listener);
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

  amend(number: number, _instrument: number, { oco, lots, limit, trigger }: OrderChange): void {
    const order = this.orders.get(number);
    if (order === undefined) return;
    const partner = oco === undefined ? undefined : this.orders.get(oco);
    if (partner !== undefined) [order.oco, partner.oco] = [partner.number, order.number];
    const { wanted } = order;
    order.wanted = { lots: lots ?? wanted.lots, limit: limit ?? wanted.limit, trigger: trigger ?? wanted.trigger };
    this.toRecord(order);
  }

  withdraw(order: BrokerOrder, code: string): void {
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
    this.foreign.recorded(sequence);
  }

  /** Everything up to this journal entry is on disk: its intents leave. */
  release(durable: number, at: number): void {
    if (durable > this.released) this.released = durable;
    this.pumpAll(at);
  }

  /** While the disk takes its time: what protects or closes goes out all the same. */
  urgentGoes(goes: boolean, at: number): void {
    this.sendsUnrecorded = goes;
    this.pumpAll(at);
  }

  /** The journal can't be written: exits, stops and cancels go out all the same, nothing new is begun. */
  releaseUnrecorded(at: number): void {
    this.sendsUnrecorded = true;
    for (const order of this.standing()) {
      if (order.state === 'journaled' && !this.mayLeave(order)) this.finish(order, 'rejected', 'JOURNAL_FAILED', at);
    }
    this.pumpAll(at);
  }

  /** The orders as they are now, whatever becomes of them on the way. Mostly there are none. */
  private standing(): readonly BrokerOrder[] {
    return this.orders.size === 0 ? NO_ORDERS : [...this.orders.values()];
  }

  private mayLeave(order: BrokerOrder): boolean {
    if (order.sequence !== null && order.sequence <= this.released) return true;
    return this.sendsUnrecorded && (order.reduceOnly || order.cancelCode !== null);
  }

  pumpAll(at: number): void {
    this.requests.roomAt = Number.POSITIVE_INFINITY;
    for (const order of this.standing()) if (this.orders.get(order.number) === order) this.pump(order, at);
    this.foreign.send(this.released, at, this.options.maySend);
  }

  /** Has an order cancelled that only the venue knows, once this is on disk. */
  cancelForeign(order: OrderName): void {
    this.foreign.add(order);
  }

  /** Sends the next message about an order, if there is one, it may go, and nothing is under way for it. */
  private pump(order: BrokerOrder, at: number): void {
    if (this.requests.isChanging(order.number) || !this.mayLeave(order) || at < order.retryAt) return;
    if (order.state === 'journaled') this.begin(order, at);
    else if (order.cancelCode !== null) {
      if (order.final === null) this.change(order, { kind: 'cancel', order: this.nameOf(order) }, at);
    } else if (order.state === 'working' && order.final === null && differs(order.wanted, order.held)) this.changeTerms(order, at);
  }

  private begin(order: BrokerOrder, at: number): void {
    if (order.cancelCode !== null) return this.finish(order, 'cancelled', order.cancelCode, at);
    if (!(order.wanted.lots > 0)) return this.finish(order, 'rejected', 'QUANTITY_INVALID', at);
    if (!order.reduceOnly && !this.options.mayEnter()) return this.finish(order, 'cancelled', 'ENTRIES_HELD', at);
    if (hasToWait(this, order)) return;
    fitToHolding(this, order);
    // It may be wanted otherwise than when it was written down.
    if (order.held !== order.wanted) [order.held, this.changed] = [order.wanted, true];
    const placement = placementOf(order, this.instrumentOf(order), this.options.link.capabilities);
    if (!this.change(order, { kind: 'place', order: placement }, at)) return;
    order.state = 'sent';
    order.since = at;
    this.tellProgress(order, 'sent', at);
  }

  private changeTerms(order: BrokerOrder, at: number): void {
    if (order.wanted.lots <= order.filled) this.withdraw(order, 'CANCELLED');
    else this.change(order, amendmentOf(order, this.instrumentOf(order)), at);
  }

  private change(order: BrokerOrder, request: ChangeRequest, at: number): boolean {
    const left = this.requests.change(order, request, at, () => this.mayStillSend(order, request.kind));
    if (left) this.activity++;
    return left;
  }

  /** The last look, right before the bytes leave. */
  private mayStillSend(order: BrokerOrder, kind: ChangeRequest['kind']): boolean {
    if (!this.options.maySend()) return false;
    return kind !== 'place' || (order.cancelCode === null && (order.reduceOnly || this.options.mayEnter()));
  }

  /** A change is under way, or its outcome is not known: figures of the venue and figures here may differ for that alone. */
  get unsettled(): boolean {
    if (this.requests.anyChanging) return true;
    for (const { state, final } of this.orders.values()) if (state === 'sent' || state === 'in-doubt' || final !== null) return true;
    return false;
  }

  /** Every execution up to this venue time has been taken in; what ended before `endedBefore` (receiver's clock) may be forgotten. */
  takenUntil(venueTime: number, endedBefore: number): void {
    if (this.executions.takenUntil(venueTime)) this.changed = true;
    if (this.ended.forgetBefore(endedBefore)) this.changed = true;
  }

  /** Asks something that changes nothing. */
  question(request: VenueRequest, at: number, whenAnswered: (answer: VenueAnswer, at: number) => void): boolean {
    return this.requests.question(request, at, whenAnswered);
  }

  // The venue's side.

  answered(request: number, answer: VenueAnswer, at: number): void {
    const flight = this.requests.answered(request, answer, at);
    if (flight === undefined) return;
    if (flight.whenAnswered !== null) return flight.whenAnswered(answer, at);
    const order = this.orders.get(flight.order);
    if (order === undefined) return;
    this.activity++;
    takeAnswer(this, order, flight, answer, at);
    this.pumpAll(at);
  }

  /** The venue has it. */
  known(order: BrokerOrder, at: number): void {
    order.state = 'working';
    order.since = at;
    order.denials = 0;
    this.tellProgress(order, 'acknowledged', at);
  }

  doubt(order: BrokerOrder, at: number): void {
    if (order.state !== 'in-doubt') this.tellProgress(order, 'in-doubt', at);
    order.state = 'in-doubt';
    order.since = at;
    order.askedAt = 0;
    order.denials = 0;
  }

  /** Time passes: answers that did not come, doubts to be resolved, orders to be called back. */
  tick(at: number): void {
    for (const order of this.standing()) if (this.orders.get(order.number) === order) this.tickOrder(order, at);
    this.requests.forgetOld(at);
    this.pumpAll(at);
  }

  private tickOrder(order: BrokerOrder, at: number): void {
    const since = order.state === 'sent' ? order.since : this.requests.changingSince(order.number);
    if (since !== null && at - since >= TIMES.acknowledgement) {
      this.requests.abandon(order.number);
      if (order.state === 'sent' || order.state === 'working') this.doubt(order, at);
    }
    if (hasExpired(order, this.options.marketTime(), this.options.link.capabilities)) this.withdraw(order, 'GTD');
    if (!this.gap && isAskedAbout(order) && at >= order.askedAt) find(this, order, at);
  }

  /** The venue tells how an order stands. `sure`: it was asked, and this is its newest word. */
  report(report: OrderReport, at: number, sure = false): void {
    const order = this.orderOf(report.clientOrderId, report.venueOrderId);
    if (order === undefined && report.status === 'working' && endedOf(this, report, at) !== undefined) isItOver(this, report, at);
    if (order === undefined || (!sure && report.at < order.reportAt)) return;
    const instrument = this.instrumentOf(order);
    const filled = parseLots(instrument, report.filled);
    const lots = parseLots(instrument, report.quantity);
    if (filled === null || lots === null) {
      this.listener.onAlert('REPORT_UNREADABLE', `order ${order.clientOrderId}: filled ${report.filled} of ${report.quantity}`, at);
      return;
    }
    if (order.venueOrderId !== report.venueOrderId) this.changed = true;
    order.venueOrderId = report.venueOrderId;
    order.reportAt = Math.max(order.reportAt, report.at);
    if (filled > order.reportedFilled) order.reportedFilled = filled;
    if (filled > order.filled) order.askedAt = Math.max(order.askedAt, at + TIMES.newsAfterReport);
    if (report.status === 'working') return this.stillWorks(order, report, lots, at, sure);
    this.changed = true;
    order.final = { status: report.status, code: report.code, filled } satisfies FinalWord;
    if (order.state !== 'working') this.known(order, at);
    this.settle(order, at);
  }

  private stillWorks(order: BrokerOrder, report: OrderReport, lots: number, at: number, sure: boolean): void {
    if (order.final !== null) return;
    const changing = this.requests.isChanging(order.number);
    if (order.state !== 'working') this.known(order, at);
    if (changing && !sure) return;
    const ticks = (text: string | null) => (text === null ? null : parseTicks(this.instrumentOf(order), text));
    const held = { lots, limit: ticks(report.limitPrice) ?? order.held.limit, trigger: ticks(report.stopPrice) ?? order.held.trigger };
    if (differs(held, order.held)) {
      order.held = held;
      this.changed = true;
    }
    if (sure && order.cancelCode !== null) order.askedAt = 0;
  }

  /** Over once everything that was filled has been booked. */
  settle(order: BrokerOrder, at: number): void {
    const { final } = order;
    if (final === null || order.filled < final.filled) return;
    const expired = order.cancelCode === 'GTD' && final.status === 'cancelled';
    const code = final.status === 'filled' ? '' : (order.cancelCode ?? final.code);
    this.finish(order, expired ? 'expired' : final.status, code, at);
  }

  /** An execution, from whatever source and however often: booked once. `inOrder`: from the venue's whole list, the earlier ones are booked. */
  tookPlace(report: ExecutionReport, at: number, inOrder = false): void {
    takeExecution(this, report, at, inOrder);
  }

  /** The venue's whole list of executions, in its order. */
  tookPlaceInOrder(list: readonly ExecutionReport[], at: number): void {
    for (const report of list) this.tookPlace(report, at, true);
    this.gap = false;
    for (const [instrument, costs] of this.executions.arrange(list)) {
      this.changed = true;
      this.listener.onRestated(instrument, costs, at);
    }
  }

  /** Asks for the list of executions. */
  missed(at: number): void {
    this.gap = true;
    this.listener.onGap(at);
  }

  finish(order: BrokerOrder, status: FinalWord['status'], code: string, at: number): void {
    this.activity++;
    this.orders.delete(order.number);
    this.requests.abandon(order.number);
    const { clientOrderId, number, slot, filled } = order;
    this.ended.add({ clientOrderId, number, slot, filled, at });
    const partner = this.orders.get(order.oco);
    if (partner !== undefined) partner.oco = 0;
    this.changed = true;
    this.listener.onDone(order.number, status, code, at);
  }

  orderOf(clientOrderId: string, venueOrderId: string): BrokerOrder | undefined {
    for (const order of this.orders.values()) {
      if (clientOrderId === '' ? order.venueOrderId === venueOrderId : order.clientOrderId === clientOrderId) return order;
    }
    return undefined;
  }

  nameOf(order: BrokerOrder) {
    return nameOf(order, this.instrumentOf(order));
  }

  private instrumentOf({ instrument }: BrokerOrder): Instrument {
    return this.options.instruments[instrument] as Instrument;
  }

  /** When `tick` has something to do next; Infinity for never. */
  get nextAt(): number {
    let next = Math.min(this.requests.nextOverdueAt, this.requests.roomAt);
    if (this.orders.size === 0) return next;
    const { marketTime, link } = this.options;
    for (const order of this.orders.values()) {
      if (hasExpired(order, marketTime(), link.capabilities)) return Number.NEGATIVE_INFINITY;
      next = Math.min(next, dueAt(order, !this.gap && isAskedAbout(order)));
    }
    return next;
  }

  /** Shares what has not changed with a snapshot taken before. */
  snapshot(before?: BrokerSnapshot): BrokerSnapshot {
    const { executions, funding, ended, comparedFullyAt } = this;
    const orders = sharedEach(before?.orders, [...this.orders.values()], recordedOrder);
    return {
      orders,
      ended: ended.snapshot(),
      ...executions.snapshot(),
      funding: shared(before?.funding, funding.snapshot()),
      comparedFullyAt,
    };
  }

  /** A start begins: what it does not know of its orders is recorded. */
  tellDoubts(at: number): void {
    for (const order of this.orders.values()) if (order.state === 'in-doubt') this.tellProgress(order, 'in-doubt', at);
  }

  private tellProgress(order: BrokerOrder, stage: OrderProgress, at: number): void {
    // What came back after it was given up has no life of its own any more.
    if (!order.cameBack) this.listener.onProgress(order, stage, at);
  }

  /** After a restart nothing is sure that is not asked: an intent may have left or not, and what worked may be over. */
  restore(snapshot: BrokerSnapshot, at: number, positions: readonly Costs[]): void {
    this.orders.clear();
    for (const order of snapshot.orders) this.orders.set(order.number, inDoubtAgain(order, at));
    this.executions.restore(snapshot, positions);
    if (snapshot.funding) this.funding.restore(snapshot.funding);
    this.comparedFullyAt = snapshot.comparedFullyAt ?? null;
    this.ended.restore(snapshot.ended);
    this.gap = true;
  }
}
