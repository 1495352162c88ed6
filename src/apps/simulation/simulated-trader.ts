/**
 * The trader of a simulated account: journal, session and recovery as in the product, in a process that may die, be stopped and resumed, or be deposed by
 * a standby that goes on with the same journal.
 */

import { type FileJournal, openJournal } from '../../adapters/journal-files/open-journal.ts';
import { createMemoryJournal, type JournalEntry } from '../../core/journal/journal.ts';
import type { PlaceOrder } from '../../core/trading/broker/venue-link.ts';
import type { FeedPosition } from '../../core/trading/engine/journaled-session.ts';
import { StepRecorder } from '../../core/trading/engine/step-recorder.ts';
import { type CandleNumbers, STEP_KIND, type Step, type StepState } from '../../core/trading/engine/steps.ts';
import { LiveSession } from '../../core/trading/live/live-session.ts';
import { LiveWatch, WATCH_TIMES, type WatchTimes } from '../trader/live-watch.ts';
import { VENUE_BUDGET } from './budget.ts';
import type { Faults } from './faults.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedLease } from './simulated-lease.ts';
import type { SimulatedLink } from './simulated-link.ts';
import { MINUTE_MS, QUANTUM_DECIMALS, SPECIFICATIONS } from './simulated-market.ts';
import { ACCOUNT_ID, SimulatedProcess } from './simulated-process.ts';
import { SETUP, type Setting, sessionOptions } from './simulated-session.ts';
import { keepSnapshot, newestKept } from './simulated-snapshots.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import type { World } from './world.ts';

/** The product looks every second; this often is enough for what holds for minutes. */
const LOOKS_EVERY_MS = 10_000;
const SIMULATED_TIMES: WatchTimes = { ...WATCH_TIMES, clockEveryMs: 10 * MINUTE_MS };
export const JOURNAL_FOLDER = '/journal/simulated';
/** A day fills several. */
const SEGMENT_BYTES = 128 * 1024;

/** Candles that are known so far: what a start asks the venue's history for. */
export type History = (from: number, to: number) => readonly { readonly at: number; readonly candles: readonly CandleNumbers[] }[];

export interface TraderParts {
  readonly world: World;
  readonly disk: SimulatedDisk;
  readonly venue: SimulatedVenue;
  readonly faults: Faults;
  readonly seed: number;
  readonly cash: number;
  readonly startsAt: number;
  /** A second trader waits on the same account, for the lease. */
  readonly hasStandby: boolean;
  readonly history: History;
  /** Told of every step when its entry is appended, and again of those that a start finds on the disk. */
  readonly onStep: (step: Step, sequence: number, isFolded: boolean) => void;
  /** The watch beside the session runs, as it does in the product; it costs some time. */
  readonly isWatched: boolean;
  /** Candles have reached the process that trades. */
  readonly onHeard: () => void;
  /** Told when a process serves from now on. */
  readonly onServing: (life: SimulatedProcess) => void;
  /** A start is about to read the journal, after this entry. */
  readonly onBegin: (after: number) => void;
  /** A start has recovered what the journal holds. */
  readonly onRecovered: (life: SimulatedProcess) => void;
  /** Told after everything the trader has taken in. */
  readonly onLook: (life: SimulatedProcess) => void;
  /** Told of every order at the moment its bytes leave. */
  readonly onSent: (order: PlaceOrder, life: SimulatedProcess) => void;
}

export class SimulatedTrader {
  private readonly parts: TraderParts;
  private readonly lease: SimulatedLease | null;
  /** The process that trades, or is about to; and one that it has deposed and that may not know yet. */
  life: SimulatedProcess | null = null;
  private deposed: SimulatedProcess | null = null;
  private standby: SimulatedProcess | null = null;
  private processes = 0;
  /** A start that is under way: the run waits for it. */
  starting: Promise<void> | null = null;
  setting: Setting = { release: 0, tight: false };
  /** Until then nothing that opens may leave. */
  disarmedUntil = Number.NEGATIVE_INFINITY;
  crashes = 0;
  recoveries = 0;
  takeovers = 0;
  /** Why the last start failed. */
  failure: unknown = null;

  constructor(parts: TraderParts) {
    this.parts = parts;
    this.lease = parts.hasStandby ? new SimulatedLease(parts.world) : null;
    if (this.lease !== null) this.lease.onDeposed = (life) => this.gaveUp(life);
  }

  get session(): LiveSession | null {
    return this.life?.session ?? null;
  }

  get journal(): FileJournal | null {
    return this.life?.journal ?? null;
  }

  get link(): SimulatedLink | null {
    return this.life?.link ?? null;
  }

  private process(): SimulatedProcess {
    const life = new SimulatedProcess(++this.processes, this.parts);
    life.link.onSent = (what) => {
      if (what.kind === 'place') this.parts.onSent(what.order, life);
    };
    life.link.onCall = () => this.wake(life);
    return life;
  }

  start(): void {
    const life = this.process();
    this.life = life;
    if (this.lease === null) this.begin(life);
    else this.lease.contend(life, null, () => this.begin(life));
  }

  private begin(life: SimulatedProcess): void {
    this.starting = this.open(life).catch((error: unknown) => {
      this.failure = error;
      if (life.alive) this.end(life);
    });
  }

  private maySend(life: SimulatedProcess): boolean {
    return life.alive && (this.lease === null || this.lease.maySend(life));
  }

  private async open(life: SimulatedProcess): Promise<void> {
    const { world, seed, cash, onStep } = this.parts;
    const later = (task: () => void, delayMs: number) => world.after(delayMs, () => life.run(task));
    const journal = await openJournal(JOURNAL_FOLDER, {
      account: ACCOUNT_ID,
      create: true,
      check: 'since-snapshot',
      segmentBytes: SEGMENT_BYTES,
      fileSystem: life.disk,
      now: () => world.now,
      schedule: (task) => later(task, 0),
      delay: later,
    });
    if (!life.alive) return;
    life.journal = journal;
    const watched = {
      get epoch() {
        return journal.epoch;
      },
      get last() {
        return journal.last;
      },
      get durable() {
        return journal.durable;
      },
      append: (kind: string, at: number, body: unknown) => {
        const sequence = journal.append(kind, at, body);
        if (kind === STEP_KIND && !life.deposed) onStep(body as Step, sequence, false);
        return sequence;
      },
    };
    const session = new LiveSession({
      session: sessionOptions(seed, cash, this.setting),
      recorder: life.recorder,
      journal: watched,
      link: life.watchedLink,
      budget: VENUE_BUDGET,
      maySend: () => this.maySend(life),
      mayOpen: () => world.now >= this.disarmedUntil,
      externalTrades: 'adopt',
      beganAt: this.parts.startsAt,
    });
    const kept = newestKept(journal);
    life.keptAt = kept?.sequence ?? 0;
    const position = session.recover(this.watchedEntries(journal, life.keptAt), SETUP, kept?.session);
    life.session = session;
    const durable = () =>
      life.run(() => {
        keepSnapshot(life, session, journal);
        session.durable(world.now);
        for (const { sequence, whenDone } of life.awaiting) if (sequence <= journal.durable) whenDone();
        life.awaiting = life.awaiting.filter(({ sequence }) => sequence > journal.durable);
        this.wake(life);
      });
    journal.onDurable(durable);
    journal.onFailure(durable);
    if (position !== null) this.recoveries++;
    this.parts.onRecovered(life);
    world.tell(`${life.name} starts, epoch ${journal.epoch}, snapshot ${life.keptAt}, ${session.broker.orders.size} orders to ask about`);
    this.parts.onServing(life);
    session.start(world.now);
    this.catchUp(session, position);
    if (this.parts.isWatched) this.startWatch(life, session, journal);
    this.wake(life);
  }

  /** What a start would make of the journal as it is on disk now; nothing is sent and nothing is written. */
  foldedAnew(): StepState | null {
    const { life, journal } = this;
    if (life === null || journal === null) return null;
    const { capabilities } = life.link;
    const session = new LiveSession({
      session: sessionOptions(this.parts.seed, this.parts.cash, this.setting),
      recorder: new StepRecorder({ environment: 'simulated', accountId: ACCOUNT_ID, quantumDecimals: QUANTUM_DECIMALS }),
      journal: createMemoryJournal(journal.epoch + 1),
      link: { capabilities, listen: () => {}, ask: () => {} },
      budget: VENUE_BUDGET,
      maySend: () => false,
      externalTrades: 'adopt',
      beganAt: this.parts.startsAt,
    });
    session.recover(journal.readEntries(1), SETUP);
    return session.journaled.snapshot();
  }

  private startWatch(life: SimulatedProcess, session: LiveSession, journal: FileJournal): void {
    const { world, venue } = this.parts;
    const watch = new LiveWatch({
      session,
      notice: (code, message) => life.recorder.noticed(code, message),
      instruments: SPECIFICATIONS.map(({ id }) => id),
      isOpen: () => true,
      linkUp: () => life.link.isUp,
      armed: () => world.now >= this.disarmedUntil,
      venueOffsetMs: () => venue.skewMs,
      clockSetMs: () => 0,
      journalPendingMs: (at) => (journal.state === 'open' ? journal.oldestPendingMs(at) : 0),
      times: SIMULATED_TIMES,
      startedAt: world.now,
    });
    life.watch = watch;
    const look = () => {
      watch.look(world.now);
      this.wake(life);
      world.after(LOOKS_EVERY_MS, () => life.run(look));
    };
    world.after(LOOKS_EVERY_MS, () => life.run(look));
  }

  /** What the market did meanwhile is looked up before anything is decided on it. */
  private catchUp(session: LiveSession, position: FeedPosition | null): void {
    const { world, history, startsAt } = this.parts;
    const from = position === null ? startsAt : position.at;
    for (const { at, candles } of history(position?.event === 'open' ? from - 1 : from, world.now)) {
      const arrived = candles.map((numbers, index) => [index, numbers] as const);
      if (position === null || at > position.at) session.opened(at, arrived, world.now);
      if (at + MINUTE_MS <= world.now) session.closed(at + MINUTE_MS, arrived, world.now);
    }
  }

  /** What is on disk after an entry, told on while it is read. */
  private *watchedEntries(journal: FileJournal, after: number): Generator<JournalEntry> {
    this.parts.onBegin(after);
    for (const entry of journal.readEntries(after + 1)) {
      if (entry.kind === STEP_KIND) this.parts.onStep(entry.body as Step, entry.sequence, true);
      yield entry;
    }
  }

  /** A live feed's candles; nobody hears them while the process is down. */
  candles(event: 'opened' | 'closed', marketAt: number, candles: readonly CandleNumbers[]): void {
    const { world } = this.parts;
    const arrived = candles.map((numbers, index) => [index, numbers] as const);
    for (const life of [this.life, this.deposed])
      life?.run(() => {
        if (life.session === null) return;
        if (!life.deposed) this.parts.onHeard();
        candles.forEach((_, index) => {
          life.watch?.priceHeard(index, world.now);
        });
        life.session[event](marketAt, arrived, world.now);
        this.wake(life);
      });
  }

  /** The owner asks for a mode; `whenDone` is called when it was done and is on disk. */
  command(kind: 'kill' | 'resume' | 'pause' | 'reset', whenDone: () => void = () => {}): void {
    const { life } = this;
    // A process that is stopped does not answer: the owner will ask again.
    if (life?.session == null || life.journal === null || life.isStopped) return;
    const to = { kill: 'EMERGENCY', resume: 'NORMAL', pause: 'PAUSE', reset: 'PAUSE' } as const;
    const { sequence, refusal } = life.session.requestMode(
      { kind, to: to[kind], by: 'owner', reason: kind, pinVerified: true },
      this.parts.world.now,
    );
    if (refusal === null) life.awaiting.push({ sequence, whenDone });
    this.wake(life);
  }

  /** SIGSTOP for a while. Where a standby waits, it may have taken over before the process goes on. */
  halt(forMs: number): void {
    const { life } = this;
    if (life === null || life.isStopped) return;
    life.stop();
    this.callStandby(life);
    this.parts.world.after(forMs, () => {
      if (!life.alive) return;
      this.parts.world.tell(`${life.name} goes on`);
      life.resume();
      this.dismissStandby(life);
    });
  }

  get hasStandby(): boolean {
    return this.lease !== null;
  }

  /** The holder reaches the lease no more for a while. */
  cutFromLease(forMs: number): void {
    const { life, lease } = this;
    if (life === null || lease === null || life.isStopped) return;
    this.callStandby(life);
    lease.cut(life, forMs);
    this.parts.world.after(forMs, () => this.dismissStandby(life));
  }

  private callStandby(holder: SimulatedProcess): void {
    if (this.lease === null || holder.session === null || this.standby !== null || this.deposed !== null) return;
    const standby = this.process();
    this.standby = standby;
    this.lease.contend(standby, holder, () => this.takeOver(standby, holder));
  }

  /** The holder is heard again: after a look of each the standby waits no more. */
  private dismissStandby(holder: SimulatedProcess): void {
    this.parts.world.after(2_000, () => {
      const { standby } = this;
      if (standby === null || this.life !== holder || holder.isStopped) return;
      this.standby = null;
      this.lease?.withdraw(standby);
      standby.end();
    });
  }

  private takeOver(standby: SimulatedProcess, holder: SimulatedProcess): void {
    this.parts.world.tell(`${standby.name} takes over`);
    this.takeovers++;
    this.standby = null;
    // The owner may have begun to start a process that waits for the same lease.
    if (this.life !== null && this.life !== holder) {
      this.lease?.withdraw(this.life);
      this.life.end();
    }
    if (holder.alive) {
      holder.deposed = true;
      holder.disk.fence();
      this.deposed = holder;
    }
    this.life = standby;
    this.begin(standby);
  }

  /** A process has seen that it was deposed: it ends. */
  private gaveUp(life: SimulatedProcess): void {
    this.parts.world.tell(`${life.name} finds that it was deposed`);
    life.end();
    if (this.deposed === life) this.deposed = null;
  }

  /** The machine is gone at this instant, with whatever the disk had not synced. */
  crash(): void {
    const { life, deposed, standby } = this;
    if (life === null) return;
    for (const process of [life, deposed, standby]) process?.end();
    this.life = this.deposed = this.standby = null;
    this.crashes++;
    const { world, disk } = this.parts;
    const random = world.random('power');
    disk.crash(() => random.next());
    world.tell('the power goes');
  }

  /** The process that trades is killed, while the machine goes on: what it has written stays, what it was about to write does not happen. */
  killProcess(): void {
    const { life } = this;
    if (life === null) return;
    this.crashes++;
    this.parts.world.tell(`${life.name} is killed`);
    this.end(life);
  }

  private end(life: SimulatedProcess): void {
    life.end();
    if (this.life === life) this.life = null;
  }

  /** Sees to it that time is told when the session wants it to be. */
  private wake(life: SimulatedProcess): void {
    const { world } = this.parts;
    if (!life.alive || life.session === null) return;
    if (!life.deposed) this.parts.onLook(life);
    const at = Math.max(life.session.nextAt, world.now);
    if (at >= life.timerAt || !Number.isFinite(at)) return;
    life.timerAt = at;
    world.at(at, () =>
      life.run(() => {
        if (life.timerAt !== at) return;
        life.timerAt = Number.POSITIVE_INFINITY;
        life.session?.tick(world.now);
        this.wake(life);
      }),
    );
  }
}
