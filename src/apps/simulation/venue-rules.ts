/**
 * What the venue has is what the trader wants there: orders called back are gone, terms are those wanted, positions are protected, exits come to an end, and
 * figures that stay different are told and stop entering. Nothing of it has to hold at once, all of it soon after the last trouble.
 */

import { type ExchangeOrder, isOpen } from '../../adapters/exchange-simulator/exchange/orders.ts';
import type { BrokerOrder } from '../../core/trading/broker/broker-order.ts';
import { OWNER_ID } from '../../core/trading/engine/owner.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import type { Faults, TroublePlace } from './faults.ts';
import type { BreachKind } from './invariants.ts';
import { TOLERANCE_RATIO } from './sending-rules.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import { Standing } from './standing.ts';
import type { World } from './world.ts';

/** The venue is looked at when it has told something, and otherwise this often: while nothing stands, and while something does. */
const EVERY_MS = 60_000;
const STANDING_EVERY_MS = 1_000;
export const ENTERING: ReadonlySet<string> = new Set(['NORMAL', 'DEFENSIVE']);

/** How long something may stand where nothing is wrong, and how long after the last trouble, which may have put a try off for a minute. */
interface Bound {
  readonly withinMs: number;
  readonly settledMs: number;
  /** Trouble there is no excuse. */
  readonly apartFrom: TroublePlace;
}

/** A position is protected 2 s after it was opened (trading rules 7.5); a wish reaches the venue within a second, and with a slow disk within two more. */
const SENT: Bound = { withinMs: 5_000, settledMs: 90_000, apartFrom: 'disk' };
/** An exit at market ends at once, or is decided anew a moment later. */
const LEFT: Bound = { withinMs: 30_000, settledMs: 150_000, apartFrom: 'disk' };
/** Orders and positions are compared every minute, and what differs once more: half a minute for the answers. */
const COMPARED: Bound = { withinMs: 100_000, settledMs: 150_000, apartFrom: 'account' };
/** Money is compared every five minutes. */
const MONEY: Bound = { withinMs: 400_000, settledMs: 450_000, apartFrom: 'account' };

export class VenueRules {
  private readonly world: World;
  private readonly venue: SimulatedVenue;
  private readonly faults: Pick<Faults, 'troubleUntil'>;
  private readonly onBreach: (kind: BreachKind, message: string) => void;
  private readonly standing = new Standing();
  private hasChanged = true;
  private nextAt = Number.NEGATIVE_INFINITY;
  private beganAt = Number.NEGATIVE_INFINITY;
  /** Positions have been changed by what nobody here decided: how much of them is protected is no matter of the slot's then. */
  hasStrays = false;
  /** What the trader has told to be different last. */
  private told = '';

  constructor(
    world: World,
    venue: SimulatedVenue,
    faults: Pick<Faults, 'troubleUntil'>,
    onBreach: (kind: BreachKind, message: string) => void,
  ) {
    this.world = world;
    this.venue = venue;
    this.faults = faults;
    this.onBreach = onBreach;
    venue.listen(() => {
      this.hasChanged = true;
    });
  }

  /** A process begins: everything is new to it. */
  begins(): void {
    this.standing.clear();
    this.beganAt = this.world.now;
    this.told = '';
  }

  /** The trader has told what differs. */
  differs(words: string): void {
    this.told = words;
  }

  /** After a step of the trader. */
  look(session: LiveSession): void {
    const { now } = this.world;
    if (!this.hasChanged && now < this.nextAt) return;
    this.hasChanged = false;
    const { standing } = this;
    standing.begin(now);
    this.orders(session);
    for (const slot of session.engine.slots) if (slot.position.lots !== 0) this.position(session, slot);
    this.account(session);
    const isQuiet = !standing.end() && !session.journaled.unrecorded;
    this.nextAt = now + (isQuiet ? EVERY_MS : STANDING_EVERY_MS);
  }

  /** Whether this has stood for too long. */
  private stands(what: string, bound: Bound): boolean {
    return this.world.now > this.standing.since(what) + bound.withinMs && this.isSettled(bound);
  }

  /** Nothing has been wrong for a while. */
  private isSettled({ settledMs, apartFrom }: Bound): boolean {
    return this.world.now > Math.max(this.faults.troubleUntil(apartFrom), this.venue.refusedAt, this.beganAt) + settledMs;
  }

  private orders(session: LiveSession): void {
    const { broker } = session;
    const { account } = this.venue;
    for (const order of broker.orders.values()) this.order(session, order, account.byClientId(order.clientOrderId));
    for (const { clientId } of account.open.values()) {
      if (clientId === '' || broker.orderOf(clientId, '') !== undefined) continue;
      if (this.stands(`unknown ${clientId}`, COMPARED))
        this.onBreach('unresolved-order', `order ${clientId} works at the venue and is over or unknown here`);
    }
  }

  private order({ broker, engine }: LiveSession, order: BrokerOrder, there: ExchangeOrder | undefined): void {
    const { clientOrderId: id, wanted, state, final, reduceOnly, expireAt } = order;
    const works = there !== undefined && isOpen(there);
    const isOver = order.cancelCode !== null || order.cameBack || (expireAt !== null && engine.at > expireAt);
    if (isOver) {
      if (works && this.stands(`cancel ${id}`, SENT))
        this.onBreach('unresolved-order', `order ${id} is to be cancelled and works on at the venue`);
    } else if (state === 'journaled') {
      if (reduceOnly && this.stands(`waits ${id}`, SENT)) this.onBreach('stuck', `order ${id} protects or closes, and does not leave`);
    } else if (!works) {
      if (state === 'working' && final === null && this.stands(`gone ${id}`, COMPARED))
        this.onBreach('unresolved-order', `order ${id} is ${there?.status ?? 'unknown'} at the venue and works here`);
    } else if (reduceOnly || broker.sendsUnrecorded === false) {
      const isAsWanted = there.lots === wanted.lots && isSame(there.limit, wanted.limit) && isSame(there.trigger, wanted.trigger);
      if (!isAsWanted && this.stands(`terms ${id} ${JSON.stringify(wanted)}`, SENT))
        this.onBreach(
          'state',
          `order ${id} is wanted as ${JSON.stringify(wanted)}, and has ${there.lots}, ${there.limit}, ${there.trigger} at the venue`,
        );
    }
  }

  /** What is held has its stop at the venue, or is being left. */
  private position({ broker, engine }: LiveSession, slot: Slot): void {
    const { position, protection, exitOrder, definition, index, instrument } = slot;
    if (definition.id === OWNER_ID || slot.isTooSmall) return;
    if (exitOrder !== null) {
      if (exitOrder.reason === 'unprotected' && !this.hasStrays && this.isSettled(SENT))
        this.onBreach('state', `${position.lots} lots of ${instrument.id} are closed for want of a stop, and nothing was wrong`);
      // A thin market may keep it waiting: that is the market's matter.
      const { clientOrderId } = broker.orders.get(exitOrder.id) ?? {};
      const works = clientOrderId === undefined ? undefined : this.venue.account.byClientId(clientOrderId);
      if (works !== undefined && isOpen(works)) return;
      if (this.stands(`exit ${exitOrder.id}`, LEFT))
        this.onBreach('stuck', `${position.lots} lots of ${instrument.id} are to be closed, and stay`);
      return;
    }
    if (protection?.stopRatio === undefined || engine.risk.mode === 'EMERGENCY') return;
    const stop = slot.stop === null ? undefined : broker.orders.get(slot.stop.id);
    const there = stop === undefined ? undefined : this.venue.account.byClientId(stop.clientOrderId);
    const protects = there !== undefined && isOpen(there) && there.reduceOnly && there.side * position.lots < 0;
    const left = protects ? there.lots - there.filledLots : 0;
    if (left >= (this.hasStrays ? 1 : Math.abs(position.lots))) return;
    if (this.stands(`unprotected ${index} ${position.lots}`, SENT))
      this.onBreach('state', `${position.lots} lots of ${instrument.id} are held, and a stop of ${left} is at the venue`);
  }

  /** What stays different is told, and nothing is entered. */
  private account(session: LiveSession): void {
    const { engine } = session;
    const { account, exchange, troubles } = this.venue;
    for (const { index, instrument } of exchange.markets) {
      const here = engine.book.positions[index]?.lots ?? 0;
      const there = troubles.isRenamed(index) ? 0 : account.lotsOf(index);
      if (here !== there && this.stands(`position ${index} ${here} ${there}`, COMPARED))
        this.isMadeKnown(session, `position ${instrument.id}`, `${here} lots here, ${there} at the venue`, true);
    }
    for (const { clientId, venueId } of account.open.values())
      if (clientId === '' && this.stands(`foreign ${venueId}`, COMPARED))
        this.isMadeKnown(session, `order ${venueId}`, 'not of ours', true);
    const here = engine.book.wallet;
    const there = account.venue.book.wallet;
    if (here !== there && this.stands(`money ${here} ${there}`, MONEY))
      this.isMadeKnown(session, 'balance', `${here} here, ${there} at the venue`, Math.abs(here - there) > engine.equity * TOLERANCE_RATIO);
  }

  private isMadeKnown({ engine, broker, lastComparison }: LiveSession, what: string, figures: string, stopsEntering: boolean): void {
    // While an order is in doubt nothing can be compared: should that last for minutes, the watch beside the session tells it (COMPARISON_LATE).
    if (broker.unsettled) return;
    const { mode } = engine.risk;
    const isFound = lastComparison?.differences.some(({ kind, subject }) => `${kind} ${subject}`.startsWith(what)) === true;
    if (!isFound || !this.told.includes(what)) this.onBreach('stuck', `${what}: ${figures}, and nobody is told`);
    else if (stopsEntering && ENTERING.has(mode)) this.onBreach('stuck', `${what}: ${figures}, and the mode is ${mode}`);
  }
}

function isSame(there: number, wanted: number | null): boolean {
  return wanted === null ? Number.isNaN(there) : there === wanted;
}
