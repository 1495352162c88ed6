/** What must hold in a simulated run: at every step, when an order leaves, when it reaches the venue, and once more when everything is quiet. */

import { isDeepStrictEqual } from 'node:util';
import { isOpen } from '../../adapters/exchange-simulator/exchange/orders.ts';
import { differs } from '../../core/trading/broker/broker-order.ts';
import type { PlaceOrder } from '../../core/trading/broker/venue-link.ts';
import type { Step, StepState } from '../../core/trading/engine/steps.ts';
import { valueOf } from '../../core/trading/ledger/position-book.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { AlertBook } from './alert-book.ts';
import type { Faults } from './faults.ts';
import { addTo, RecordedFills, type Sum } from './recorded-fills.ts';
import { SendingRules } from './sending-rules.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { limitsOf } from './simulated-session.ts';
import type { SimulatedTrader } from './simulated-trader.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import { ENTERING, VenueRules } from './venue-rules.ts';
import type { World } from './world.ts';

export type BreachKind =
  | 'duplicate-order'
  | 'lost-fill'
  | 'ledger-imbalance'
  | 'unresolved-order'
  | 'not-durable'
  | 'not-recovered'
  | 'forbidden-entry'
  | 'deposed'
  | 'not-flat'
  | 'exposure'
  | 'stuck'
  | 'kill-undone'
  | 'alert'
  | 'view'
  | 'state';

export interface Breach {
  readonly kind: BreachKind;
  readonly message: string;
  readonly at: number;
}

/** Every so many looks the recorded state is held against the one in memory. */
const SAMPLED = 8192;
const PROTECTION_SAMPLED = 8;
/** News and answers are no older than this when they arrive. */
const NEWS_MS = 1_000;
/** By then an exit that came to nothing has been decided anew, and a refused change tried again. */
const EVENED_OUT_MS = 20_000;
/** Not before this long after it was sent an order is given up. */
const GIVEN_UP_MS = 10_000;
/** A try that failed is made again after a minute at the latest, and the venue is compared every minute. */
const FLAT_WITHIN_MS = 150_000;
/** Runs whose journal is read once more at the end. */
const FOLDED_SHARE = 0.1;
/** Prices move between the decision and the wire. */
const EXPOSURE_SLACK = 1.02;

export class Watch {
  readonly breaches: Breach[] = [];
  readonly recorded: RecordedFills;
  readonly alerts: AlertBook;
  /**
   * Orders whose fills the journal may hold without their names: they left before their intent was on disk, as only what closes may; they were given up;
   * or a trade by hand was told before them.
   */
  private readonly unattributed = new Set<string>();
  private readonly placed = new Map<string, number>();
  private readonly sentAt = new Map<string, number>();
  private readonly world: World;
  private readonly venue: SimulatedVenue;
  /** When the owner's kill was on disk; Infinity while there is none. */
  private killedAt = Number.POSITIVE_INFINITY;
  private openAfterKillSince = Number.NaN;
  private readonly faults: Pick<Faults, 'troubleUntil'>;
  private readonly venueRules: VenueRules;
  private readonly sendingRules: SendingRules;
  private readonly unequalSince = new Map<number, number>();
  private steps = 0;

  constructor(world: World, venue: SimulatedVenue, isWatched: boolean, faults: Pick<Faults, 'troubleUntil'>) {
    this.world = world;
    this.faults = faults;
    this.venueRules = new VenueRules(world, venue, faults, (kind, message) => this.breach(kind, message));
    this.sendingRules = new SendingRules(world, (message) => this.breach('forbidden-entry', message));
    this.alerts = new AlertBook(isWatched, (message) => this.breach('alert', message));
    this.venue = venue;
    this.recorded = new RecordedFills(venue.exchange.markets.map(({ instrument }) => instrument));
  }

  breach(kind: BreachKind, message: string): void {
    this.breaches.push({ kind, message, at: this.world.now });
  }

  /** A start reads the journal after this entry; its snapshot stands for what was before. */
  begins(after: number): void {
    this.recorded.keepThrough(after);
    this.alerts.begins(this.world.now);
    this.venueRules.begins();
    this.sendingRules.begins();
  }

  /** A step has been written, or found on the disk. */
  step(step: Step, sequence: number): void {
    this.recorded.add(step, sequence);
    for (const { code, message } of step.notices ?? [])
      if (code === 'FILL_BEYOND') this.unattributed.add(/order (\w+)/.exec(message)?.[1] ?? '');
  }

  /** A step has been written just now: what it says is true. */
  written({ fills = [], notices = [] }: Step): void {
    for (const { purpose, kind, instrumentId } of fills)
      if (kind === 'open' && (purpose === 'exit' || purpose === 'stop' || purpose === 'target'))
        this.breach('forbidden-entry', `an order that was to close (${purpose}) has opened a position in ${instrumentId}`);
    for (const { code, message } of notices) {
      this.alerts.notice(code, message);
      if (code === 'RECONCILIATION') this.venueRules.differs(message);
      if (code === 'STRAY_FILL') this.sendingRules.stray();
      if (code === 'STRAY_FILL' || code === 'FILL_BEYOND') this.venueRules.hasStrays = true;
      if (code !== 'ORDER_CAME_BACK') continue;
      const id = /order (\w+)/.exec(message)?.[1] ?? '';
      const there = this.venue.account.byClientId(id);
      // It may have ended while the answer was on its way.
      if (there === undefined || (there.status !== 'new' && this.world.now - there.updatedAt > NEWS_MS && !isOpen(there)))
        this.breach('state', `order ${id} was called back although it is ${there?.status ?? 'unknown'} at the venue`);
    }
  }

  killed(): void {
    this.killedAt = Math.min(this.killedAt, this.world.now);
  }

  /** Right before its bytes leave an order has a durable intent, and the mode lets it. */
  sent(order: PlaceOrder, life: SimulatedProcess, trader: SimulatedTrader): void {
    const { clientOrderId } = order;
    const { session, journal } = life;
    if (session === null || journal === null) return;
    this.sentAt.set(clientOrderId, this.world.now);
    if (life.deposed) return this.breach('deposed', `order ${clientOrderId} left ${life.name}, which has been deposed`);
    const sequence = this.recorded.intents.get(clientOrderId);
    if (sequence === undefined || sequence > journal.durable) {
      // With a disk that takes nothing, what closes goes out all the same: the rule, and alerted.
      if (order.reduceOnly && session.broker.sendsUnrecorded) this.unattributed.add(clientOrderId);
      else if (sequence === undefined) this.breach('not-durable', `order ${clientOrderId} has no intent`);
      else this.breach('not-durable', `order ${clientOrderId} left before its intent, entry ${sequence}, was on disk (${journal.durable})`);
    }
    if (order.reduceOnly) return;
    if (!this.recorded.opening.has(clientOrderId)) this.breach('forbidden-entry', `order ${clientOrderId} was to close and may open`);
    const { mode } = session.engine.risk;
    if (!ENTERING.has(mode)) this.breach('forbidden-entry', `order ${clientOrderId} opens and left in ${mode}`);
    else if (this.world.now > this.killedAt) this.breach('forbidden-entry', `order ${clientOrderId} opens and left after the kill`);
    if (this.world.now < trader.disarmedUntil) this.breach('forbidden-entry', `order ${clientOrderId} opens and left a disarmed account`);
    this.sendingRules.opens(order, life);
    this.exposure(session, limitsOf(trader.setting));
  }

  /** What is held and everything that may still open, in doubt or not, stays within the limits. */
  private exposure({ engine, broker }: LiveSession, limits: { readonly position: number; readonly grossExposure: number }): void {
    const most = engine.equity * EXPOSURE_SLACK;
    let gross = 0;
    for (const instrument of engine.instruments) {
      const mark = engine.markTicks(instrument.index);
      const held = Math.abs(engine.book.positions[instrument.index]?.lots ?? 0);
      let value = held === 0 ? 0 : valueOf(instrument, mark, held);
      for (const { instrument: index, reduceOnly, wanted, filled, final } of broker.orders.values())
        if (index === instrument.index && !reduceOnly && final === null && wanted.lots > filled)
          value += valueOf(instrument, wanted.limit ?? wanted.trigger ?? mark, wanted.lots - filled);
      gross += value;
      if (value > most * limits.position) this.breach('exposure', `${(value / engine.equity).toFixed(4)} of equity in ${instrument.id}`);
    }
    if (gross > most * limits.grossExposure) this.breach('exposure', `${(gross / engine.equity).toFixed(4)} of equity in all`);
  }

  /** A journal damaged in the middle has been believed. */
  damageAccepted(): void {
    this.breach('not-recovered', 'a journal with a turned bit in its middle was accepted');
  }

  /** The venue has accepted an order. No intent has two. */
  accepted({ clientOrderId }: PlaceOrder): void {
    // What arrives so late may have been given up: what it fills is booked to its slot, and to no order.
    if (this.world.now - (this.sentAt.get(clientOrderId) ?? 0) > GIVEN_UP_MS) this.unattributed.add(clientOrderId);
    const count = (this.placed.get(clientOrderId) ?? 0) + 1;
    this.placed.set(clientOrderId, count);
    if (count > 1) this.breach('duplicate-order', `order ${clientOrderId} is at the venue ${count} times`);
  }

  /** After every step of the trader. */
  look(life: SimulatedProcess): void {
    const { session } = life;
    if (session === null) return;
    const { balances } = session.engine.ledger;
    let money = 0;
    for (let account = 0; account < 6; account++) money += balances[account] as number;
    if (money !== 0) this.breach('ledger-imbalance', `the money accounts of the ledger add up to ${money}`);
    if (balances[6] !== -(balances[7] as number) && balances[6] !== 0)
      this.breach('ledger-imbalance', `${balances[6]} units in the ledger, ${balances[7]} at the venue`);
    if (session.engine.risk.mode === 'EMERGENCY')
      for (const { reduceOnly, cancelCode, final, clientOrderId } of session.broker.orders.values())
        if (!reduceOnly && cancelCode === null && final === null)
          this.breach('not-flat', `order ${clientOrderId} opens and is not called back in EMERGENCY`);
    // Without a journal nothing can be told this way.
    if (!session.journaled.unrecorded) this.alerts.look(session, this.world.now);
    this.flatAfterKill();
    this.venueRules.look(session);
    if (++this.steps % SAMPLED === 0) this.compareStates(life);
    if (this.steps % PROTECTION_SAMPLED === 0) this.protection(session);
  }

  /** Once it is killed and nothing is wrong any more, all that it has opened is closed within its time. */
  private flatAfterKill(): void {
    const { now } = this.world;
    if (now <= this.killedAt) return;
    const isOpen = this.venue.exchange.markets.some(({ index }) => this.venue.account.lotsOf(index) !== 0);
    if (!isOpen) this.openAfterKillSince = Number.NaN;
    else if (Number.isNaN(this.openAfterKillSince)) this.openAfterKillSince = now;
    const since = Math.max(this.openAfterKillSince, this.faults.troubleUntil());
    if (isOpen && now - since > FLAT_WITHIN_MS)
      this.breach('not-flat', `something is open since ${this.openAfterKillSince}, after the kill`);
  }

  /** While nothing is under way, what protects a position is as large as it, or is so soon. */
  private protection({ engine, broker }: LiveSession): void {
    if (this.venueRules.hasStrays || broker.unsettled || engine.risk.mode === 'EMERGENCY') return;
    for (const { position, stop, target, exitOrder } of engine.slots) {
      if (position.lots === 0 || exitOrder !== null) continue;
      for (const order of [stop, target]) {
        const there = order === null ? undefined : broker.orders.get(order.id);
        if (there === undefined || there.cancelCode !== null || differs(there.wanted, there.held)) continue;
        const left = there.wanted.lots - there.filled;
        if (left === Math.abs(position.lots)) this.unequalSince.delete(there.number);
        else if (this.world.now - (this.unequalSince.get(there.number) ?? this.world.now) > EVENED_OUT_MS)
          this.breach('state', `order ${there.clientOrderId} protects ${left} lots of a position of ${Math.abs(position.lots)}`);
        else if (!this.unequalSince.has(there.number)) this.unequalSince.set(there.number, this.world.now);
      }
    }
  }

  /** A trader has started and recovered. */
  started(life: SimulatedProcess): void {
    this.compareStates(life);
  }

  /** What a restart would make of the journal is what is in memory. */
  private compareStates({ session }: SimulatedProcess): void {
    if (session === null || session.journaled.unrecorded) return;
    const recorded = session.journaled.recorded;
    if (recorded === null) return;
    this.compareWith(session.journaled.snapshot(), recorded, 'journal');
  }

  private compareWith(now: StepState, other: StepState | null, name: string): void {
    for (const part of ['engine', 'broker', 'exits'] as const) {
      if (other !== null && areWrittenAlike(now[part], other[part])) continue;
      const [memory, found] = [plain(now[part]), plain(other?.[part])];
      if (memory === found) continue;
      const [here, there] = [JSON.parse(memory), JSON.parse(found)];
      if (!isDeepStrictEqual(here, there)) this.breach('state', `${part}: ${difference(there, here)} (${name}, memory)`);
    }
  }

  /** When faults have stopped and time has passed, everything is known, and the same here and there. */
  atEnd(trader: SimulatedTrader): void {
    const { session, journal } = trader;
    if (session === null || journal === null) return this.breach('not-recovered', `the trader is down: ${trader.failure}`);
    const { broker, engine } = session;
    const { account, exchange } = this.venue;
    const open = account.openOrders();
    for (const { clientOrderId, state } of broker.orders.values())
      if (state !== 'working' || !open.some(({ clientId }) => clientId === clientOrderId))
        this.breach(
          'unresolved-order',
          `order ${clientOrderId} is ${state}, at the venue ${account.byClientId(clientOrderId)?.status ?? 'unknown'}`,
        );
    const known = new Set(Array.from(broker.orders.values(), ({ clientOrderId }) => clientOrderId));
    for (const { clientId } of open)
      if (clientId !== '' && !known.has(clientId))
        this.breach('unresolved-order', `order ${clientId} works at the venue and is not known here`);
    journal.flush();
    if (journal.durable < journal.last) this.breach('not-durable', `entries after ${journal.durable} are not on disk`);
    this.compareFills();
    if (engine.risk.mode === 'EMERGENCY')
      for (const { clientId, reduceOnly } of open)
        if (clientId !== '' && !reduceOnly) this.breach('not-flat', `order ${clientId} works after the kill and opens`);
    const { wallet } = account.venue.book;
    if (engine.book.wallet !== wallet) this.breach('ledger-imbalance', `wallet ${engine.book.wallet} here, ${wallet} at the venue`);
    for (const { index, instrument } of exchange.markets) {
      const here = engine.book.positions[index]?.lots;
      const there = account.lotsOf(index);
      if (here !== there) this.breach('lost-fill', `position ${instrument.id}: ${here} lots here, ${there} at the venue`);
      const slots = engine.slots.filter((slot) => slot.instrument.index === index).reduce((sum, slot) => sum + slot.position.lots, 0);
      if (slots !== here) this.breach('ledger-imbalance', `positions of the slots of ${instrument.id} add up to ${slots}, not ${here}`);
      if (engine.risk.mode === 'EMERGENCY' && there !== 0)
        this.breach('not-flat', `${there} lots of ${instrument.id} are left after the kill`);
    }
    this.compareStates(trader.life as SimulatedProcess);
    if (this.world.random('fold').chance(FOLDED_SHARE)) this.compareWith(session.journaled.snapshot(), trader.foldedAnew(), 'folded anew');
    this.atRest(session);
  }

  /** Nothing is waited for any more, and nothing holds the trader back. */
  private atRest({ broker, engine }: LiveSession): void {
    if (broker.unsettled || broker.gap) this.breach('stuck', `${broker.gap ? 'executions are' : 'an order is'} still asked for`);
    // The market is over: where the watch runs, that is a reason. So is an order by hand that was given to a market which never opened again.
    const byHand = this.venue.account.openOrders().some(({ clientId }) => clientId === '');
    const explained = ['NORMAL', 'EMERGENCY', ...(this.alerts.stands('FEED_SILENT') ? ['OBSERVATION'] : []), ...(byHand ? ['PAUSE'] : [])];
    if (!explained.includes(engine.risk.mode)) this.breach('stuck', `the mode is ${engine.risk.mode}, and nothing is wrong any more`);
    const isKilled = Number.isFinite(this.killedAt);
    if (engine.risk.mode === 'EMERGENCY' && !isKilled) this.breach('stuck', 'EMERGENCY, and nobody has killed it');
    if (engine.risk.mode !== 'EMERGENCY' && isKilled) this.breach('kill-undone', `killed, and the mode is ${engine.risk.mode}`);
  }

  /** Quantities and fees by order; those without a name are counted together with what was done by hand. */
  private compareFills(): void {
    const here = new Map<string, Sum>();
    const there = new Map<string, Sum>();
    const whose = (id: string) => (this.unattributed.has(id) ? '' : id);
    for (const [id, { lots, fee }] of this.recorded.byOrder) addTo(here, whose(id), lots, fee);
    for (const { order, lots, fee } of this.venue.account.executions) addTo(there, whose(order?.clientId ?? ''), lots, fee);
    for (const id of new Set([...here.keys(), ...there.keys()])) {
      const [a, b] = [here.get(id), there.get(id)];
      if (a?.lots === b?.lots && a?.fee === b?.fee) continue;
      const figures = (sum: Sum | undefined) => `${sum?.lots ?? 0} lots and fee ${sum?.fee ?? 0}`;
      this.breach('lost-fill', `order ${id === '' ? '(by hand)' : id}: ${figures(a)} in the journal, ${figures(b)} at the venue`);
    }
  }
}

/** As it is written to the disk. */
function plain(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** Whether it is certain that two values are the same on the disk: most of them are the very same object. Where it is not, their texts are compared. */
function areWrittenAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return !Number.isFinite(a) && !Number.isFinite(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!areWrittenAlike(a[i], b[i])) return false;
    return true;
  }
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const name of Object.keys(one)) if (!areWrittenAlike(one[name], other[name])) return false;
  // What is undefined is not written.
  for (const name of Object.keys(other)) if (one[name] === undefined && other[name] !== undefined) return false;
  return true;
}

/** The first place where two values differ. */
function difference(a: unknown, b: unknown, path = ''): string {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const [one, other] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
      if (!isDeepStrictEqual(one, other)) return difference(one, other, `${path}.${key}`);
    }
  }
  return `${path} ${JSON.stringify(a)?.slice(0, 60)} and ${JSON.stringify(b)?.slice(0, 60)}`;
}
