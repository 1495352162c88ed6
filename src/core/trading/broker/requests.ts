/** Requests under way: each with the answer it waits for, at most one change at a time for an order, within the budget the venue allows. */

import type { BrokerOrder, Terms } from './broker-order.ts';
import { TIMES } from './due.ts';
import { type BudgetLimits, RequestBudget } from './request-budget.ts';
import type { RequestKind, VenueAnswer, VenueFailure, VenueLink, VenueRequest } from './venue-link.ts';

export type ChangeRequest = Extract<VenueRequest, { kind: 'place' | 'amend' | 'cancel' }>;
type WhenAnswered = (answer: VenueAnswer, at: number) => void;

/** A request under way. */
export interface Flight {
  readonly kind: RequestKind;
  /** Number of the order it changes; 0 for a question. */
  readonly order: number;
  readonly at: number;
  /** What the order was to be when it left. */
  readonly terms: Terms | null;
  readonly whenAnswered: WhenAnswered | null;
}

const always = () => true;

export class Requests {
  private readonly link: VenueLink;
  private readonly budget: RequestBudget;
  private readonly flights = new Map<number, Flight>();
  /** The change that is under way for an order; nothing else is sent for it meanwhile. */
  private readonly changing = new Map<number, number>();
  private last = 0;
  /** When the budget has room for what was held back since all was last tried; Infinity when nothing was. */
  roomAt = Number.POSITIVE_INFINITY;

  constructor(link: VenueLink, limits: BudgetLimits) {
    this.link = link;
    this.budget = new RequestBudget(limits);
  }

  /** Asks for a change; false when the budget has no room for it. `mayStillSend` is the last look, right before the bytes leave. */
  change(order: BrokerOrder, request: ChangeRequest, at: number, mayStillSend: () => boolean): boolean {
    if (!this.hasRoom(order.reduceOnly || request.kind === 'cancel', at)) return false;
    const id = ++this.last;
    this.flights.set(id, { kind: request.kind, order: order.number, at, terms: order.wanted, whenAnswered: null });
    this.changing.set(order.number, id);
    // What has waited for so long that it is in doubt already must not leave after all.
    this.link.ask(id, request, () => this.changing.get(order.number) === id && mayStillSend());
    return true;
  }

  /** Asks something that changes no order of ours. */
  question(request: VenueRequest, at: number, whenAnswered: WhenAnswered, mayStillSend = always): boolean {
    if (!this.hasRoom(request.kind === 'find' || request.kind === 'cancel', at)) return false;
    const id = ++this.last;
    this.flights.set(id, { kind: request.kind, order: 0, at, terms: null, whenAnswered });
    this.link.ask(id, request, mayStillSend);
    return true;
  }

  private hasRoom(urgent: boolean, at: number): boolean {
    const taken = this.budget.take(urgent, at);
    if (!taken) this.roomAt = Math.min(this.roomAt, this.budget.availableAt(urgent, at));
    return taken;
  }

  /** The request an answer belongs to; undefined for one that is known no more. */
  answered(request: number, answer: VenueAnswer, at: number): Flight | undefined {
    const flight = this.flights.get(request);
    if (flight === undefined) return undefined;
    this.flights.delete(request);
    if (!answer.ok) this.refused(answer, at);
    if (this.changing.get(flight.order) === request) this.changing.delete(flight.order);
    return flight;
  }

  private refused({ code, retryAfterMs }: VenueFailure, at: number): void {
    if (code === 'RATE_LIMITED') this.budget.exhausted(at, retryAfterMs ?? TIMES.rateLimit);
  }

  isChanging(order: number): boolean {
    return this.changing.has(order);
  }

  /** Since when a change of this order has been under way; null when none is. */
  changingSince(order: number): number | null {
    const id = this.changing.get(order);
    return id === undefined ? null : (this.flights.get(id)?.at ?? 0);
  }

  /** Nobody waits for the change of this order any more; should it not have left yet, it does not. */
  abandon(order: number): void {
    this.changing.delete(order);
  }

  get anyChanging(): boolean {
    return this.changing.size > 0;
  }

  /** When the oldest change will have waited for too long; Infinity when none is under way. */
  get nextOverdueAt(): number {
    let next = Number.POSITIVE_INFINITY;
    if (this.changing.size === 0) return next;
    for (const id of this.changing.values()) next = Math.min(next, (this.flights.get(id)?.at ?? 0) + TIMES.acknowledgement);
    return next;
  }

  /** Answers this late are no longer recognised. */
  forgetOld(at: number): void {
    if (this.flights.size === 0) return;
    for (const [id, flight] of this.flights) {
      if (at - flight.at <= TIMES.forgetRequest) return;
      this.flights.delete(id);
    }
  }
}
