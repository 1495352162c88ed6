/**
 * A session on an outside venue, as one machine: candles, the venue's answers and news, time and the owner's commands in; journal entries and requests out.
 * No clock and no wire of its own: whoever runs it (the trader, the fault simulation) tells it the time, hands it what arrives, and calls `durable` when the
 * journal has reached the disk.
 */

import { type Instrument, priceToTicks, ticksToPrice } from '../../domain/instrument.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import { Broker } from '../broker/broker.ts';
import { doubtAll } from '../broker/doubt.ts';
import { type Difference, Reconciliation, TOLERANCE_RATIO } from '../broker/reconciliation.ts';
import type { Correction } from '../broker/repair-plan.ts';
import { capabilitiesOn, type LinkListener, type VenueAnswer, type VenueNews } from '../broker/venue-link.ts';
import type { ApprovalAnswer } from '../engine/approvals.ts';
import type { Engine } from '../engine/engine.ts';
import { ExitWatch } from '../engine/exit-watch.ts';
import { type ArrivedCandles, type FeedPosition, JournaledSession, type ModeCommand } from '../engine/journaled-session.ts';
import type { ManualMemory } from '../engine/manual-memory.ts';
import type { ManualAnswer, ManualCommand } from '../engine/manual-wish.ts';
import { openOutsideSession } from '../engine/open-session.ts';
import { OWNER_ID } from '../engine/owner.ts';
import { restate } from '../engine/restate.ts';
import type { SessionSnapshot } from '../engine/session-snapshot.ts';
import type { Slot } from '../engine/slot.ts';
import { SESSION_KIND } from '../engine/steps.ts';
import type { StrategyCommand } from '../engine/strategy-command.ts';
import { isTargetReached, takeReachedTargets } from '../engine/watched-targets.ts';
import type { Mode } from '../risk/mode-table.ts';
import type { RefusalRecord } from '../risk/refusal.ts';
import type { SignalDecision, SignalWish } from '../signals/signal-wish.ts';
import type { Fill } from '../venue-model/venue.ts';
import { CandleGuard } from './candle-guard.ts';
import { correct } from './correct.ts';
import { DiskWatch, STALLED_MS } from './disk-watch.ts';
import { KillWatch } from './kill-watch.ts';
import { EXTERNAL, type LiveSessionOptions } from './live-session-options.ts';
import { UnrecordedOrders } from './unrecorded-orders.ts';
import { VenueLine } from './venue-line.ts';

const LOOK_AGAIN_MS = 100;

const NONE: readonly Difference[] = [];
const OF_A_DAY: ReadonlySet<Difference['kind']> = new Set(['fill', 'fee', 'funding']);
const ENTERING: ReadonlySet<Mode> = new Set<Mode>(['NORMAL', 'DEFENSIVE']);

interface Comparison {
  readonly at: number;
  readonly differences: readonly Difference[];
  readonly full: boolean;
  /** The broker's, when it was found: another one now means that something has moved since. */
  readonly activity: number;
}

export class LiveSession implements LinkListener {
  readonly engine: Engine;
  readonly broker: Broker;
  readonly reconciliation: Reconciliation;
  readonly journaled: JournaledSession;
  /** What the last comparison with the venue has found; null before the first. */
  lastComparison: Comparison | null = null;
  private readonly exits: ExitWatch;
  private readonly unrecorded: UnrecordedOrders;
  private readonly guard = new CandleGuard();
  private readonly kill: KillWatch;
  private readonly options: LiveSessionOptions;
  private readonly disk: DiskWatch;
  private tickedAt = Number.NEGATIVE_INFINITY;
  private readonly line: VenueLine;
  /** The differences told last: the same ones are found every few seconds. */
  private words = '';
  /** What only a full comparison finds stays until one no longer does. */
  private ofDay: readonly Difference[] = [];

  constructor(options: LiveSessionOptions) {
    this.options = options;
    const { recorder, session, journal } = options;
    this.disk = new DiskWatch(journal, options.isUnconfirmed);
    const opened = openOutsideSession(session, recorder, (instruments, slots) => this.brokerOf(instruments, slots));
    this.engine = opened.engine;
    const tell = (code: string, message: string) => recorder.noticed(code, message);
    this.kill = new KillWatch(opened.engine, tell);
    this.line = new VenueLine({ control: opened.engine.risk.control, tell });
    this.unrecorded = new UnrecordedOrders(opened.slots, (slot, decisionId, leg) => recorder.intentId(slot, decisionId, leg));
    this.broker = opened.venue;
    const { executions, funding } = this.broker;
    executions.begin(options.beganAt);
    for (const book of [executions, funding]) book.until = book.booked.since = options.beganAt;
    const { capabilities } = options.link;
    for (const slot of this.engine.slots) slot.watchesTargets = !capabilitiesOn(capabilities, slot.instrument.id).stopWithTarget;
    this.exits = new ExitWatch(
      this.engine,
      ({ id }) => {
        const order = this.broker.orders.get(id);
        return order?.state === 'working' ? order.held.lots - order.filled : null;
      },
      // What only reduces is let off a minimum, where a venue knows such orders: there its word alone counts.
      ({ id }) => !capabilitiesOn(capabilities, id).reduceOnly,
    );
    this.journaled = new JournaledSession({
      engine: this.engine,
      venue: { broker: this.broker, exits: this.exits },
      recorder,
      journal,
      quantumDecimals: session.quantumDecimals,
      ...(options.onUnrecorded && { onUnrecorded: options.onUnrecorded }),
    });
    this.reconciliation = new Reconciliation(this.broker, {
      account: () => ({ wallet: this.engine.book.wallet, equity: this.engine.equity, positions: this.engine.book.positions }),
      onResult: (differences, at, full) => this.compared(differences, at, full),
      ...(options.ignored && { ignored: options.ignored }),
      ...(options.fullComparisonAfter && { fullAfter: options.fullComparisonAfter }),
    });
    options.link.listen(this);
  }

  private brokerOf(instruments: Broker['options']['instruments'], slots: readonly Slot[]): Broker {
    const { recorder, link, budget, session } = this.options;
    const ownerSlots = instruments.map((instrument) =>
      slots.findIndex((slot) => slot.definition.id === OWNER_ID && slot.instrument === instrument),
    );
    return new Broker(
      {
        instruments,
        link,
        accountCurrency: session.accountCurrency ?? '',
        quantumDecimals: session.quantumDecimals,
        intentOf: (number) => recorder.intentOf(number),
        budget,
        maySend: this.options.maySend,
        mayEnter: () =>
          ENTERING.has(this.engine.risk.mode) &&
          !this.line.isDown &&
          (this.options.mayOpen?.() ?? true) &&
          (this.options.journalPendingMs?.() ?? 0) < STALLED_MS,
        marketTime: () => this.engine.at,
        unrecordedSlotOf: (clientOrderId, instrument) => this.unrecorded.slotOf(clientOrderId, instrument),
        externalSlotOf: (instrument) => (this.options.externalTrades === 'refuse' ? -1 : (ownerSlots[instrument] ?? -1)),
        externalWords: EXTERNAL[this.options.externalTrades],
      },
      {
        onFill: (fill: Fill) => this.engine.onFill(fill),
        onDone: (number, status, code, at) => {
          const order = this.engine.orders.get(number);
          this.engine.onDone(number, status, code, at);
          if (order !== undefined) this.exits.done(order, status, code, at);
        },
        onFunding: (instrument, quanta, at) => {
          this.engine.onFunding(instrument, quanta, at);
          // Nobody may hold the position any more: the money has moved all the same.
          if (recorder.empty) recorder.noticed('FUNDING_LATE', 'a payment for a position that is closed by now');
        },
        onRestated: (instrument, costs, at) => restate(this.engine, instrument, costs, at),
        onStray: (fill, slot) => this.takeStray(fill, slot),
        onAlert: (code, message) => recorder.noticed(code, message),
        onProgress: ({ number, venueOrderId }, stage, at) => recorder.progressed(number, stage, at, venueOrderId),
        onGap: (at) => this.reconciliation.soon(at),
        onDemand: (id, reason, demanded, at) => {
          this.demand(id, 'PAUSE', reason, demanded, at);
          // What was done outside is a difference: it is compared at once, not at the next minute. `at` is the venue's clock here.
          if (id === 'external') this.reconciliation.soon(this.tickedAt);
        },
      },
    );
  }

  private takeStray(fill: Fill, index: number): void {
    this.engine.takeStray(fill, index);
    const slot = this.engine.slots[index] as Slot;
    const isLeft = this.options.externalTrades === 'close' && slot.definition.id === OWNER_ID && slot.position.lots !== 0;
    if (isLeft && slot.exitOrder === null) this.engine.sendExit(slot, 'external-trade');
  }

  /** Folds what the journal holds (from a snapshot on, where there is one), without deciding anything again, and writes down that this start begins. Null: a new session. */
  recover(entries: Iterable<JournalEntry>, setup: unknown, from: SessionSnapshot | null = null): FeedPosition | null {
    if (from?.lives) this.unrecorded.restore(from.lives);
    const position = this.journaled.recover(this.unrecorded.noting(entries), setup, from);
    this.options.journal.append(SESSION_KIND, Number.isFinite(this.engine.at) ? this.engine.at : 0, setup);
    return position;
  }

  /** The session after the last step, to be written down before the next; null where there is nothing to keep. */
  capture(setup: unknown): SessionSnapshot | null {
    const captured = this.journaled.capture(setup);
    const { epoch, last } = this.options.journal;
    return captured && { ...captured, lives: this.unrecorded.lives(epoch, last) };
  }

  /** The venue can be asked from now on. Until it has been compared nothing is entered. */
  start(at: number): void {
    this.step(at, () => {
      this.demand('starting', 'OBSERVATION', 'the venue has not been compared yet', true, at);
      this.broker.tellDoubts(at);
      // A life that ended while the disk stood still has left its demand in the journal; this one looks for itself.
      this.engine.risk.control.clear('disk', at);
      this.reconciliation.soon(at);
    });
  }

  opened(marketAt: number, candles: ArrivedCandles, at: number): void {
    this.taking(at, () => this.journaled.opened(marketAt, candles));
  }

  closed(marketAt: number, candles: ArrivedCandles, at: number): void {
    const sound = candles.filter((candle) => this.isSound(candle));
    this.taking(at, () => this.journaled.closed(marketAt, sound));
    for (const [instrument] of sound) this.priceHeard(instrument, at);
  }

  private isSound([index, numbers]: ArrivedCandles[number]): boolean {
    const instrument = this.engine.instruments[index] as Instrument;
    const mark = this.engine.markTicks(index);
    const fault = this.guard.faultOf(index, numbers, mark === 0 ? Number.NaN : ticksToPrice(instrument, mark));
    if (fault !== null) this.options.recorder.noticed('CANDLE_REFUSED', `${instrument.id}: ${fault}`);
    return fault === null;
  }

  /** The price of an instrument as the feed tells it between two closes: what has reached a watched target is left. Whether anything came of it. */
  priced(instrument: number, price: number, at: number): boolean {
    const ticks = priceToTicks(this.engine.instruments[instrument] as Instrument, price);
    const isWaitedFor = this.priceHeard(instrument, at);
    if (!isTargetReached(this.engine, instrument, ticks)) return isWaitedFor;
    this.step(at, () => takeReachedTargets(this.engine, instrument, ticks));
    return true;
  }

  /** An exit that its market did not take may be taken now. Whether there was any. */
  private priceHeard(instrument: number, at: number): boolean {
    if (!this.exits.waitsForPrice(instrument)) return false;
    this.step(at, () => this.exits.priceHeard(instrument, at));
    return true;
  }

  answered(request: number, answer: VenueAnswer, at: number): void {
    this.step(at, () => this.broker.answered(request, answer, at));
  }

  told(news: VenueNews, at: number): void {
    this.step(at, () => {
      if (news.kind === 'order') this.broker.report(news.order, at);
      else if (news.kind === 'execution') this.broker.tookPlace(news.execution, at);
      else if (news.kind === 'link') this.linkChanged(news.state, news.reason, at);
    });
  }

  /** Lets time do its work. `at` is the receiver's clock, which no market date moves. */
  tick(at: number): void {
    this.tickedAt = at;
    this.step(at, () => {
      this.watchDisk(at);
      this.line.look(at);
      this.engine.followMode();
      this.broker.tick(at);
      this.reconciliation.tick(at);
    });
  }

  /** Null when it was done, otherwise why not. Either way it is recorded. */
  requestMode(command: ModeCommand, at: number): { readonly sequence: number; readonly refusal: RefusalRecord | null } {
    return this.taking(at, () => this.journaled.requestMode(command, at));
  }

  /** A signal from outside: what it has come to, recorded; its orders leave when that is durable. */
  signal(wish: SignalWish, at: number): SignalDecision {
    return this.taking(at, () => this.journaled.signal(wish));
  }

  /** An act of the owner's by hand: what it has come to, recorded; its orders leave when that is durable. */
  manual(command: ManualCommand, at: number): ManualAnswer {
    return this.taking(at, () => this.journaled.manual(command, at));
  }

  get acts(): Pick<ManualMemory, 'find' | 'found'> {
    return this.journaled.acts;
  }

  /** The owner's answer to an entry that waits for it. */
  answerApproval(answer: Omit<ApprovalAnswer, 'at'>, at: number): ReturnType<JournaledSession['answerApproval']> {
    // The market's clock stands still without candles, and a replayed one may run ahead: silence is over by whichever is later.
    return this.taking(at, () => this.journaled.answerApproval({ ...answer, at: Math.max(at, this.engine.at) }));
  }

  /** The owner's word on a strategy. */
  steer(command: StrategyCommand, at: number): ReturnType<JournaledSession['steer']> {
    return this.taking(at, () => this.journaled.steer(command, at));
  }

  /** Takes something in: what comes of it leaves as soon as it is recorded. */
  private taking<T>(at: number, takeIn: () => T): T {
    this.options.recorder.heardAt = at;
    const done = takeIn();
    this.written(at);
    return done;
  }

  /** The journal has reached the disk as far as it says: what waited for that leaves. */
  durable(at: number): void {
    this.step(at, () => {
      this.watchDisk(at);
      this.broker.release(this.options.journal.durable, at);
    });
  }

  /** A watcher outside (unacknowledged alerts) demands a mode, or no longer does. */
  watch(id: string, demands: Mode, reason: string, demanded: boolean, at: number): void {
    this.step(at, () => this.demand(id, demands, reason, demanded, at));
  }

  /** Makes a difference right as the owner has accepted. Why it can't be done, or null; the next comparison says whether it is. */
  correct(difference: Difference, as: Exclude<Correction, 'ignore'>, at: number): string | null {
    let failure: string | null = null;
    this.step(at, (broker) => {
      failure = correct({ engine: this.engine, broker, found: this.lastComparison?.differences ?? NONE, at }, difference, as);
    });
    return failure;
  }

  /** A watcher outside acts on the engine, or asks the broker: what comes of it is recorded. */
  act(at: number, work: (engine: Engine) => void): void {
    this.step(at, () => work(this.engine));
  }

  /** When `tick` has something to do next, by the receiver's clock; Infinity for never. */
  get nextAt(): number {
    const next = Math.min(
      this.broker.nextAt,
      this.exits.nextAt,
      this.reconciliation.nextDueAt,
      this.kill.nextAt,
      this.disk.nextAt,
      this.line.nextAt,
    );
    // What was due and could not be done (no budget, something else under way) is looked at again soon, not at once for ever.
    return next <= this.tickedAt ? this.tickedAt + LOOK_AGAIN_MS : next;
  }

  private step(at: number, takeIn: (broker: Broker) => void): void {
    this.taking(at, () =>
      this.journaled.outsideEvent(at, (broker) => {
        takeIn(broker);
        this.kill.look(this.lastComparison?.differences ?? NONE, at);
      }),
    );
  }

  /** Something has been written down, or could not be: then what closes or protects is waited for by nobody, and leaves now. */
  private written(at: number): void {
    this.disk.written(at);
    const { unrecorded } = this.journaled;
    if (!unrecorded && !this.disk.stalled) return;
    this.journaled.outsideEvent(at, (broker) => {
      if (unrecorded) broker.releaseUnrecorded(at);
      else broker.pumpAll(at);
      this.kill.look(this.lastComparison?.differences ?? NONE, at);
    });
  }

  /** Inside a step. */
  private watchDisk(at: number): void {
    if (!this.disk.look(at)) return;
    const { stalled } = this.disk;
    // The mode first: nothing that opens may take the way of what is urgent.
    this.demand('disk', 'PAUSE', 'the journal does not reach the disk: only what protects or closes is sent', stalled, at);
    this.broker.urgentGoes(stalled, at);
  }

  private linkChanged(state: 'up' | 'down', reason: string, at: number): void {
    this.line.heard(state, reason, at);
    if (state === 'down') return;
    doubtAll(this.broker, at);
    this.reconciliation.soon(at);
  }

  private compared(found: readonly Difference[], at: number, full: boolean): void {
    if (full) this.ofDay = found.filter(({ kind }) => OF_A_DAY.has(kind));
    const differences = full || this.ofDay.length === 0 ? found : [...found, ...this.ofDay];
    this.lastComparison = { at, differences, full, activity: this.broker.activity };
    const { control } = this.engine.risk;
    const isTolerable = differences.every(({ ratio }) => ratio <= TOLERANCE_RATIO);
    // What is small is told and stands in nobody's way; what has stopped entering is lifted by a clean run alone.
    if (isTolerable) control.clear('starting', at);
    if (isTolerable) this.line.compared(at);
    if (differences.length === 0) for (const id of ['reconciliation', 'external', 'executions']) control.clear(id, at);
    this.engine.followMode();
    if (differences.length === 0) {
      this.words = '';
      return;
    }
    const words = differences.map(({ kind, subject, here, venue }) => `${kind} ${subject}: ${here} here, ${venue} at the venue`).join('; ');
    if (words !== this.words) this.options.recorder.noticed('RECONCILIATION', words);
    this.words = words;
    if (!isTolerable) this.demand('reconciliation', 'PAUSE', words, true, at);
  }

  private demand(id: string, demands: Mode, reason: string, demanded: boolean, at: number): void {
    const { control } = this.engine.risk;
    if (demanded) control.raise({ id, demands, reason, by: 'venue', at });
    else control.clear(id, at);
    this.engine.followMode();
  }
}
