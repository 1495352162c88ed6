/** What goes wrong in a simulated run, when, and which orders it met: every fault has a name, and the table of faults and order states is the coverage. */

import type { RequestKind } from '../../core/trading/broker/venue-link.ts';
import type { Random, World } from './world.ts';

/** Faults that strike single messages, with their probability per message while they are on. */
const REQUEST_FATES = [
  'request-lost',
  'answer-lost',
  'answer-late',
  'server-error',
  'connection-reset',
  'request-late',
  'stale-answer',
] as const;
const NEWS_FATES = ['news-lost', 'news-duplicated', 'news-reordered'] as const;
const CHANGES: ReadonlySet<RequestKind> = new Set(['place', 'amend', 'cancel'] as const);
/** Faults that strike at a time of their own. */
export const EVENT_FAULTS = [
  'crash',
  'crash-in-write',
  'disconnect',
  'silent-stream',
  'rate-limit',
  'clock-skew',
  'maintenance',
  'venue-forgets-orders',
  'order-refused',
  'manual-trade',
  'halt',
  'disk-full',
  'disk-error',
  'disk-slow',
  'bit-flip',
  'lease-lost',
  'trader-stopped',
  'feed-gap',
  'liquidation',
  'deleveraging',
  'funding',
  'symbol-renamed',
  'tick-size-changed',
  'wild-tick',
  'crossed-book',
  'database-down',
  'messenger-down',
  'new-version',
  'limits-tightened',
  'kill',
] as const;

export type RequestFate = (typeof REQUEST_FATES)[number];
export type NewsFate = (typeof NEWS_FATES)[number];
export const MESSAGE_FATES = [...REQUEST_FATES, ...NEWS_FATES] as const;
export type MessageFate = (typeof MESSAGE_FATES)[number];

export type EventFault = (typeof EVENT_FAULTS)[number];
export type FaultName = RequestFate | NewsFate | EventFault;

export const FAULT_NAMES: readonly FaultName[] = [...MESSAGE_FATES, ...EVENT_FAULTS];
export const ORDER_STATES = [
  'journaled',
  'sent',
  'acknowledged',
  'partially_filled',
  'in_doubt',
  'filled',
  'cancelled',
  'rejected',
  'expired',
] as const;
export type OrderStateName = (typeof ORDER_STATES)[number];

/** Where a trouble is: a rule looks past what does not bear on it. `wire`: at the link, or in the process itself. */
export type TroublePlace = 'wire' | 'account' | 'disk';
const PLACES: Readonly<Partial<Record<FaultName, TroublePlace>>> = {
  ...{ 'disk-full': 'disk', 'disk-error': 'disk', 'disk-slow': 'disk' },
  ...{ 'manual-trade': 'account', halt: 'account', liquidation: 'account', deleveraging: 'account', funding: 'account' },
  ...{ 'symbol-renamed': 'account', 'tick-size-changed': 'account', 'order-refused': 'account', 'wild-tick': 'account' },
  ...{ 'crossed-book': 'account', 'feed-gap': 'account', 'database-down': 'account', 'messenger-down': 'account', kill: 'account' },
};

export type Coverage = Record<FaultName, Record<OrderStateName, number>>;

export function emptyCoverage(): Coverage {
  const states = () => Object.fromEntries(ORDER_STATES.map((state) => [state, 0])) as Record<OrderStateName, number>;
  return Object.fromEntries(FAULT_NAMES.map((fault) => [fault, states()])) as Coverage;
}

/** What a message has met is over by then. */
const LATEST_MS = 30_000;

export class Faults {
  injected = 0;
  /** Until then something is going wrong there. */
  private readonly until: Record<TroublePlace, number> = {
    wire: Number.NEGATIVE_INFINITY,
    account: Number.NEGATIVE_INFINITY,
    disk: Number.NEGATIVE_INFINITY,
  };
  private diskSlowUntil = 0;
  readonly coverage = emptyCoverage();
  /** Where faults are on; off in the quiet time at the end of a run, in which everything has to come right. */
  on: boolean;
  /** Orders and the states they are in: asked when something strikes. */
  statesNow: () => readonly OrderStateName[] = () => [];
  /** Orders may be in other states than at the last look. */
  isStale = true;
  private readonly world: World;
  private readonly wire: Random;
  private readonly news: Random;
  private readonly allowed: ReadonlySet<FaultName>;
  private readonly rate: number;
  private waiting: { readonly state: OrderStateName; readonly strike: () => void; readonly can: () => boolean }[] = [];
  private aimed: { readonly fate: MessageFate; readonly state: OrderStateName }[] = [];

  constructor(world: World, allowed: readonly FaultName[]) {
    this.world = world;
    this.wire = world.random('wire');
    this.news = world.random('news');
    this.allowed = new Set(allowed);
    this.on = allowed.length > 0;
    // Some days are calm, some are not.
    this.rate = 0.001 + 0.016 * world.random('weather').next() ** 2;
  }

  allows(fault: FaultName): boolean {
    return this.on && this.allowed.has(fault);
  }

  /** What has struck goes on for so long; returns it. */
  lasting(forMs: number, place: TroublePlace = 'wire'): number {
    this.until[place] = Math.max(this.until[place], this.world.now + forMs);
    return forMs;
  }

  /** Until then something is going wrong; `apartFrom` what is at one place. */
  troubleUntil(apartFrom?: TroublePlace): number {
    const { wire, account, disk } = this.until;
    if (apartFrom === 'disk') return Math.max(wire, account);
    return apartFrom === 'account' ? Math.max(wire, disk) : Math.max(wire, account, disk);
  }

  /** A fault strikes now. */
  strike(fault: FaultName, detail = ''): void {
    this.injected++;
    this.lasting(LATEST_MS, PLACES[fault]);
    const met = this.coverage[fault];
    for (const state of this.statesNow()) met[state]++;
    this.world.tell(`fault ${fault}${detail === '' ? '' : ` ${detail}`}`);
  }

  /** Strikes as soon as an order is in this state. */
  waitFor(state: OrderStateName, strike: () => void, can: () => boolean): void {
    this.waiting.push({ state, strike, can });
    this.isStale = true;
  }

  /** The next message of this kind that leaves or arrives while an order is in this state meets its fate. */
  aimMessage(fate: MessageFate, state: OrderStateName): void {
    this.aimed.push({ fate, state });
  }

  /** Between two tasks of the world. */
  look(): void {
    if (!this.isStale || this.waiting.length === 0 || !this.on) return;
    this.isStale = false;
    const states = this.statesNow();
    if (states.length === 0) return;
    const ready = this.waiting.filter(({ state, can }) => states.includes(state) && can());
    if (ready.length === 0) return;
    this.waiting = this.waiting.filter((one) => !ready.includes(one));
    for (const { strike } of ready) strike();
  }

  private takeAimed<F extends MessageFate>(fates: readonly F[]): F | null {
    if (this.aimed.length === 0) return null;
    const states = this.statesNow();
    if (states.length === 0) return null;
    const found = this.aimed.find(({ fate, state }) => (fates as readonly MessageFate[]).includes(fate) && states.includes(state));
    if (found === undefined) return null;
    this.aimed = this.aimed.filter((one) => one !== found);
    return found.fate as F;
  }

  fateOf(kind: RequestKind): RequestFate | null {
    if (!this.on) return null;
    const chance = this.wire.chance(this.rate) ? (REQUEST_FATES[this.wire.between(0, REQUEST_FATES.length - 1)] as RequestFate) : null;
    const fate = chance ?? this.takeAimed(REQUEST_FATES);
    if (fate === null || !this.allows(fate) || (fate === 'stale-answer' && CHANGES.has(kind))) return null;
    this.strike(fate, kind);
    return fate;
  }

  newsFate(): NewsFate | null {
    if (!this.on) return null;
    const chance = this.news.chance(this.rate) ? (NEWS_FATES[this.news.between(0, NEWS_FATES.length - 1)] as NewsFate) : null;
    const fate = chance ?? this.takeAimed(NEWS_FATES);
    if (fate === null || !this.allows(fate)) return null;
    this.strike(fate);
    return fate;
  }

  latencyMs(): number {
    const share = this.wire.next();
    return 5 + Math.floor(60 * share * share * share);
  }

  /** Between the wish to send and the socket: mostly nothing, sometimes a process that was held up. */
  sendDelayMs(): number {
    if (!this.on || !this.wire.chance(this.rate / 4)) return this.wire.between(0, 2);
    this.lasting(LATEST_MS);
    return this.wire.between(1_000, 9_000);
  }

  timeoutMs(): number {
    return this.wire.between(4_000, 12_000);
  }

  /** How long a group of journal entries waits for the disk. */
  syncMs(): number {
    const usual = this.wire.between(0, 2);
    return this.on && this.world.now < this.diskSlowUntil ? Math.max(usual, this.diskSlowUntil - this.world.now) : usual;
  }

  slowDisk(until: number): void {
    this.diskSlowUntil = until;
  }

  lateMs(): number {
    return this.wire.between(4_000, 25_000);
  }
}
