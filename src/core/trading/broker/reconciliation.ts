/** Compares what is known here with what the venue says: executions, orders, positions, money. What differs twice is a difference, and stops entering. */

import { doubledPauseMs, RETRIES } from '../../domain/retries.ts';
import type { Broker } from './broker.ts';
import type { BookedExecutions } from './executions.ts';
import type { Held } from './expected-balances.ts';
import { fullDifferences } from './full-comparison.ts';
import { takeFunding, takenFundingUntil } from './funding-book.ts';
import { compareCoins, compareMoney, compareOrders, comparePositions, stateRequests } from './state-comparison.ts';
import {
  type BalanceReport,
  capabilitiesOn,
  type ExecutionReport,
  type FundingReport,
  type OrderName,
  type OrderReport,
  type PositionReport,
  type VenueAnswer,
  type VenueFailure,
  type VenueRequest,
} from './venue-link.ts';

/** One thing that is not the same here and there. */
export interface Difference {
  readonly kind: 'order' | 'fill' | 'position' | 'balance' | 'fee' | 'funding';
  /** Instrument, currency, order, execution or payment. */
  readonly subject: string;
  readonly here: string;
  readonly venue: string;
  /** Of the venue's quantity, or of equity; 1 for what is unknown here. */
  readonly ratio: number;
  /** An order that only the venue knows, by its name there. */
  readonly order?: OrderName;
  /** What a position cost on average at the venue, where it tells that. */
  readonly averagePrice?: string;
}

export interface AccountHere {
  /** Money in quanta as the ledger has it, unrealised results left out; and equity. */
  readonly wallet: number;
  readonly equity: number;
  /** By instrument, what is held here: a trade by hand that was not taken over is no part of it. */
  readonly positions: readonly Held[];
}

export interface ReconciliationOptions {
  readonly account: () => AccountHere;
  /** Every run that came to an end: no differences is a clean one. `full`: fills, fees and funding were compared one by one. */
  readonly onResult: (differences: readonly Difference[], at: number, full: boolean) => void;
  /** What the owner has said is to be no difference, as `kind subject`; nothing when absent. */
  readonly ignored?: () => ReadonlySet<string>;
  /** When the next full run is due after an instant of the receiver's clock; 00:30 UTC when absent. */
  readonly fullAfter?: (at: number) => number;
}

/** Differences beyond this share of the venue's quantity or of equity stop entering (trading rules 11.2). */
export const TOLERANCE_RATIO = 0.001;
const EVERY_MS = 60_000;
/** Executions and money are asked for with orders and positions wherever something has moved since they were found equal, and at the latest after this. */
const MONEY_EVERY_MS = 300_000;
const AGAIN_MS = 2_000;
/** While orders are in doubt nothing can be compared: asking all the same would use up the venue's limit, which the questions about them need. */
const UNSETTLED_MS = 30_000;
const LOOK_MS = 500;
/** How far back executions are asked for again: a venue may list one late. */
const OVERLAP_MS = 60_000;
const UNANSWERED_MS = 15_000;
const FUNDING_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const ENDED_KEPT_MS = DAY_MS;
/** 00:30 UTC. */
const FULL_AT_MS = 1_800_000;
/** A full run looks back a day and the hour that a run may come late. */
const FULL_SPAN_MS = DAY_MS + 3_600_000;

type Answered = VenueAnswer & { readonly ok: true };
const NONE: readonly never[] = [];

interface Run {
  readonly startedAt: number;
  /** What it takes in of the day; null for one that is not full. */
  readonly day: { readonly since: number; executions: readonly ExecutionReport[]; funding: readonly FundingReport[] } | null;
  /** Whether executions and money are compared too, not only orders and what is held. */
  readonly withMoney: boolean;
  /** Activity of the broker when orders, positions and balances were asked for. */
  activity: number;
  newest: number;
  newestFunding: number;
  waitsFor: number;
  failed: boolean;
  orders: readonly OrderReport[];
  positions: readonly PositionReport[];
  balances: readonly BalanceReport[];
}

export class Reconciliation {
  private readonly broker: Broker;
  private readonly options: ReconciliationOptions;
  private run: Run | null = null;
  /** What the run before has found: only what is found twice in a row counts. */
  private suspected = '';
  /** When the next run is due, and when the last clean one ended; by the receiver's clock. */
  private nextAt = Number.POSITIVE_INFINITY;
  /** When a run came to nothing because orders were in doubt; NaN where the last one did not. */
  private unsettledAt = Number.NaN;
  /** Runs in a row that got no whole answer. */
  private inVain = 0;
  cleanAt = Number.NEGATIVE_INFINITY;
  /** The broker's activity and the time of the last clean run that looked at executions and money too; none after a difference. */
  private equal: { readonly activity: number; readonly at: number } | null = null;
  /** When payments are asked for next. */
  private fundingAt = Number.NEGATIVE_INFINITY;
  /** A full run is asked for, and none has come to an end since. */
  fullAsked = false;
  /** What a run was refused last; null since one got every answer. */
  failure: VenueFailure | null = null;
  /** When the last full run ended; it is written down where it found the day to be the same. */
  private fullRanAt = Number.NEGATIVE_INFINITY;

  constructor(broker: Broker, options: ReconciliationOptions) {
    this.broker = broker;
    this.options = options;
  }

  /** A run as soon as there is time for one: after a reconnect, or because the owner asks (who may ask for a full one). */
  soon(at: number, full = false): void {
    this.run = null;
    this.nextAt = at;
    this.unsettledAt = Number.NaN;
    this.inVain = 0;
    this.equal = null;
    if (full) this.fullAsked = true;
  }

  /** The owner wants a full run: one that is asked for already is not begun anew, however often it is asked for. */
  join(at: number): void {
    if (!this.fullAsked) this.soon(at, true);
  }

  /** When the next full run is due, by the receiver's clock. */
  private fullDueAt(at: number): number {
    const { broker } = this;
    if (broker.comparedFullyAt === null) [broker.comparedFullyAt, broker.changed] = [at, true];
    return (this.options.fullAfter ?? halfPastMidnight)(Math.max(broker.comparedFullyAt, this.fullRanAt));
  }

  /** When `tick` has something to do. */
  get nextDueAt(): number {
    return this.run === null ? this.nextAt : this.run.startedAt + UNANSWERED_MS;
  }

  tick(at: number): void {
    if (this.run !== null && at - this.run.startedAt >= UNANSWERED_MS) this.endInVain(at);
    if (this.run !== null || at < this.nextAt) return;
    if (this.broker.unsettled && at - this.unsettledAt < UNSETTLED_MS) this.nextAt = at + LOOK_MS;
    else this.begin(at);
  }

  private begin(at: number): void {
    const { executions, funding } = this.broker;
    const isFull = this.fullAsked || at >= this.fullDueAt(at);
    const run: Run = {
      startedAt: at,
      day: isFull ? { since: sinceOf(executions, isFull), executions: NONE, funding: NONE } : null,
      withMoney: isFull || this.isMoneyDue(at),
      activity: -1,
      newest: 0,
      newestFunding: 0,
      waitsFor: 0,
      failed: false,
      orders: NONE,
      positions: NONE,
      balances: NONE,
    };
    this.run = run;
    if (!run.withMoney) return this.askState(run, at);
    run.waitsFor++;
    this.ask(run, { kind: 'executions', since: sinceOf(executions, isFull) }, at, (answer, answeredAt) => {
      if (answer.kind !== 'executions') return;
      if (run.day) run.day.executions = answer.executions;
      const list = inOrder(answer.executions);
      this.broker.tookPlaceInOrder(list, answeredAt);
      run.newest = list.at(-1)?.at ?? 0;
      if (!this.isFundingDue(run, at)) return this.askState(run, answeredAt);
      run.waitsFor++;
      this.ask(run, { kind: 'funding', since: sinceOf(funding, isFull) }, answeredAt, (got, gotAt) => {
        if (got.kind !== 'funding') return;
        if (run.day) run.day.funding = got.payments;
        for (const payment of inOrder(got.payments)) {
          takeFunding(this.broker, payment, gotAt);
          run.newestFunding = Math.max(run.newestFunding, payment.at);
        }
        this.fundingAt = gotAt + FUNDING_EVERY_MS;
        this.askState(run, gotAt);
      });
    });
  }

  /** Payments move money without an order: they are asked for after a start, when money differs, now and then, and for a whole day. */
  private isFundingDue(run: Run, at: number): boolean {
    if (run.day === null && at < this.fundingAt) return false;
    const { link, instruments } = this.broker.options;
    return instruments.some(({ id }) => capabilitiesOn(link.capabilities, id).funding);
  }

  private isMoneyDue(at: number): boolean {
    const { equal, broker } = this;
    return equal === null || equal.activity !== broker.activity || at - equal.at >= MONEY_EVERY_MS;
  }

  /** What is held and works now, once all that led to it has been taken in. What is not asked for is not compared. */
  private askState(run: Run, at: number): void {
    const asked = stateRequests(this.broker, run.withMoney);
    run.activity = this.broker.activity;
    run.waitsFor += asked.length;
    for (const request of asked) this.ask(run, request, at, takeState);
  }

  private ask(run: Run, request: VenueRequest, at: number, take: (answer: Answered, at: number, run: Run) => void): void {
    const asked = this.broker.question(request, at, (answer, answeredAt) => {
      if (this.run !== run) return;
      if (answer.ok) take(answer, answeredAt, run);
      else [run.failed, this.failure] = [true, answer];
      if (--run.waitsFor === 0) this.finish(run, answeredAt);
    });
    if (asked) return;
    run.failed = true;
    if (--run.waitsFor === 0) this.end(AGAIN_MS, at);
  }

  private end(againInMs: number, at: number): void {
    this.run = null;
    this.nextAt = at + againInMs;
  }

  /** The venue did not answer, or not all: each time it is left alone for longer. A rate limit that is asked again at once never recovers. */
  private endInVain(at: number): void {
    this.end(doubledPauseMs(RETRIES.network.baseMs, ++this.inVain), at);
  }

  private finish(run: Run, at: number): void {
    // What has moved while the answers were on their way can't be compared with them.
    const { unsettled } = this.broker;
    this.unsettledAt = unsettled ? at : Number.NaN;
    if (run.failed) return this.endInVain(at);
    this.inVain = 0;
    this.failure = null;
    if (unsettled || this.broker.activity !== run.activity) return this.end(AGAIN_MS, at);
    const state = this.counted(this.compareState(run, at));
    const day = run.day === null ? NONE : this.counted(fullDifferences(this.broker, run.day, this.options.account().equity));
    const differences = day.length === 0 ? state : [...state, ...day];
    if (differences.some(({ kind }) => kind === 'balance')) this.fundingAt = at;
    const found = wordsOf(differences);
    if (this.suspected !== found && found !== '') {
      this.suspected = found;
      this.equal = null;
      return this.end(AGAIN_MS, at);
    }
    // Found once more, the same is no news that has to be made sure of: a venue's limit may have no room for it.
    this.suspected = found;
    this.end(differences.length > 0 ? AGAIN_MS * 5 : EVERY_MS, at);
    if (run.day !== null) {
      this.fullAsked = false;
      this.fullRanAt = at;
    }
    if (run.day !== null && day.length === 0) {
      this.broker.comparedFullyAt = at;
      this.broker.changed = true;
    }
    if (run.withMoney || differences.length > 0) this.equal = differences.length === 0 ? { activity: run.activity, at } : null;
    if (differences.length === 0) {
      this.cleanAt = at;
      this.broker.takenUntil(run.newest - OVERLAP_MS, at - ENDED_KEPT_MS);
      takenFundingUntil(this.broker, run.newestFunding - OVERLAP_MS);
    }
    this.options.onResult(differences, at, run.day !== null);
  }

  private compareState(run: Run, at: number): readonly Difference[] {
    const { broker } = this;
    const found: Difference[] = [];
    compareOrders(broker, run.orders, at, found);
    const account = this.options.account();
    comparePositions(broker, run.positions, account, found);
    compareCoins(broker, run.balances, account, found);
    if (run.withMoney) compareMoney(broker, run.balances, account, found);
    return found;
  }

  /** Without what the owner has said is to be no difference. */
  private counted(found: readonly Difference[]): readonly Difference[] {
    const ignored = found.length === 0 ? undefined : this.options.ignored?.();
    return ignored === undefined ? found : found.filter(({ kind, subject }) => !ignored.has(`${kind} ${subject}`));
  }
}

function takeState(answer: Answered, _at: number, run: Run): void {
  if (answer.kind === 'open-orders') run.orders = answer.orders;
  else if (answer.kind === 'positions') run.positions = answer.positions;
  else if (answer.kind === 'balances') run.balances = answer.balances;
}

/** From when on a book's entries are asked for again. */
function sinceOf({ until, booked }: { readonly until: number; readonly booked: BookedExecutions }, isFull: boolean): number {
  return Math.max(0, isFull ? Math.max(booked.since, until - FULL_SPAN_MS) : until - OVERLAP_MS);
}

/** The oldest first. */
function inOrder<T extends { readonly at: number }>(list: readonly T[]): readonly T[] {
  return list.length < 2 ? list : list.toSorted((a, b) => a.at - b.at);
}

/** What differs, without the shares: those move with every price while something is held. */
function wordsOf(differences: readonly Difference[]): string {
  return differences.map(({ kind, subject, here, venue }) => JSON.stringify([kind, subject, here, venue])).join();
}

function halfPastMidnight(after: number): number {
  return (Math.floor((after - FULL_AT_MS) / DAY_MS) + 1) * DAY_MS + FULL_AT_MS;
}
