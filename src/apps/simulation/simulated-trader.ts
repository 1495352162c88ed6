/** A trader of a simulated run: journal, session and recovery as in the product, on a disk and a wire that may fail, and that dies and starts again. */

import { type FileJournal, openJournal } from '../../adapters/journal-files/open-journal.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { createCandles } from '../../core/market/candles.ts';
import type { PlaceOrder } from '../../core/trading/broker/venue-link.ts';
import type { SessionOptions } from '../../core/trading/engine/open-session.ts';
import { ownerStrategy } from '../../core/trading/engine/owner.ts';
import { StepRecorder } from '../../core/trading/engine/step-recorder.ts';
import { type CandleNumbers, STEP_KIND, type Step } from '../../core/trading/engine/steps.ts';
import { LiveSession } from '../../core/trading/live/live-session.ts';
import { builtInProfile } from '../../core/trading/risk/profile.ts';
import { VENUE_BUDGET } from './budget.ts';
import type { Faults } from './faults.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedLink } from './simulated-link.ts';
import { CURRENCY, MINUTE_MS, QUANTUM_DECIMALS, SPECIFICATIONS } from './simulated-market.ts';
import { restless } from './simulated-strategy.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import type { World } from './world.ts';

export const ACCOUNT_ID = 'simulated';
export const JOURNAL_FOLDER = '/journal/simulated';
const SETUP = { account: ACCOUNT_ID, strategies: ['restless'] };

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
  readonly history: History;
  /** Told of every step when its entry is appended, and again of those that a start finds on the disk. */
  readonly onStep: (step: Step, sequence: number, isFolded: boolean) => void;
  /** A start is about to read the journal. */
  readonly onBegin: () => void;
  /** A start has recovered what the journal holds. */
  readonly onRecovered: (life: Life) => void;
  /** Told after everything the trader has taken in. */
  readonly onLook: (life: Life) => void;
  /** Told of every order at the moment its bytes leave. */
  readonly onSent: (order: PlaceOrder, life: Life) => void;
}

export function sessionOptions(seed: number, cash: number): SessionOptions {
  return {
    markets: SPECIFICATIONS.map((instrument) => ({ instrument, series: [{ timeframeMs: MINUTE_MS, candles: createCandles(0) }] })),
    strategies: SPECIFICATIONS.flatMap(({ id }) => [
      { definition: restless, instrumentId: id },
      { definition: ownerStrategy, instrumentId: id },
    ]),
    cash,
    quantumDecimals: QUANTUM_DECIMALS,
    slippage: { kind: 'none' },
    risk: builtInProfile('none'),
    accountCurrency: CURRENCY,
    seed,
  };
}

/** One life of the process: from a start to its end. */
export class Life {
  readonly link: SimulatedLink;
  readonly recorder = new StepRecorder({ environment: 'simulated', accountId: ACCOUNT_ID, quantumDecimals: QUANTUM_DECIMALS });
  session: LiveSession | null = null;
  journal: FileJournal | null = null;
  alive = true;
  /** Somebody else holds the lease: it may send nothing. */
  deposed = false;
  /** Commands whose entry is not on disk yet. */
  awaiting: { readonly sequence: number; readonly whenDone: () => void }[] = [];

  constructor(link: SimulatedLink) {
    this.link = link;
  }
}

export class SimulatedTrader {
  private readonly parts: TraderParts;
  life: Life | null = null;
  private timerAt = Number.POSITIVE_INFINITY;
  /** A start that is under way: the run waits for it. */
  starting: Promise<void> | null = null;
  crashes = 0;
  recoveries = 0;
  /** Why the last start failed. */
  failure: unknown = null;
  /** The feed is not heard until then. */
  private deafUntil = 0;
  /** Market time up to which candles have been handed to this life. */
  private fedUntil: number;

  constructor(parts: TraderParts) {
    this.parts = parts;
    this.fedUntil = parts.startsAt;
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

  start(): void {
    const { world, venue, faults } = this.parts;
    const life = new Life(new SimulatedLink(world, venue, faults));
    life.link.onSent = (what) => {
      if (what.kind === 'place') this.parts.onSent(what.order, life);
    };
    life.link.onCall = () => this.wake(life);
    this.life = life;
    this.starting = this.open(life).catch((error: unknown) => {
      this.failure = error;
      if (life.alive) this.end(life);
    });
  }

  private async open(life: Life): Promise<void> {
    const { world, disk, seed, cash, history, onStep } = this.parts;
    const later = (task: () => void, delayMs: number) =>
      world.after(delayMs, () => {
        if (life.alive) task();
      });
    const journal = await openJournal(JOURNAL_FOLDER, {
      account: ACCOUNT_ID,
      create: true,
      fileSystem: disk,
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
        if (kind === STEP_KIND) onStep(body as Step, sequence, false);
        return sequence;
      },
    };
    const session = new LiveSession({
      session: sessionOptions(seed, cash),
      recorder: life.recorder,
      journal: watched,
      link: life.link,
      budget: VENUE_BUDGET,
      maySend: () => life.alive && !life.deposed,
      externalTrades: 'adopt',
      beganAt: this.parts.startsAt,
    });
    const position = session.recover(this.watchedEntries(journal), SETUP);
    life.session = session;
    const durable = () => {
      if (!life.alive) return;
      session.durable(world.now);
      for (const { sequence, whenDone } of life.awaiting) if (sequence <= journal.durable) whenDone();
      life.awaiting = life.awaiting.filter(({ sequence }) => sequence > journal.durable);
      this.wake(life);
    };
    journal.onDurable(durable);
    journal.onFailure(durable);
    if (position !== null) this.recoveries++;
    this.parts.onRecovered(life);
    world.tell(`trader starts, epoch ${journal.epoch}, ${session.broker.orders.size} orders to ask about`);
    session.start(world.now);
    // What the market did meanwhile is looked up before anything is decided on it.
    const from = position === null ? this.parts.startsAt : position.at;
    for (const { at, candles } of history(position?.event === 'open' ? from - 1 : from, world.now)) {
      if (position === null || at > position.at)
        session.opened(
          at,
          candles.map((numbers, index) => [index, numbers] as const),
          world.now,
        );
      if (at + MINUTE_MS <= world.now)
        session.closed(
          at + MINUTE_MS,
          candles.map((numbers, index) => [index, numbers] as const),
          world.now,
        );
      this.fedUntil = Math.max(this.fedUntil, at + MINUTE_MS <= world.now ? at + MINUTE_MS : at);
    }
    this.wake(life);
  }

  /** What is on disk, told on while it is read. */
  private *watchedEntries(journal: FileJournal): Generator<JournalEntry> {
    this.parts.onBegin();
    for (const entry of journal.readEntries(1)) {
      if (entry.kind === STEP_KIND) this.parts.onStep(entry.body as Step, entry.sequence, true);
      yield entry;
    }
  }

  /** A live feed's candles; nobody hears them while the process is down. */
  candles(event: 'opened' | 'closed', marketAt: number, candles: readonly CandleNumbers[]): void {
    const { life } = this;
    if (life?.session == null || this.parts.world.now < this.deafUntil) return;
    life.session[event](
      marketAt,
      candles.map((numbers, index) => [index, numbers] as const),
      this.parts.world.now,
    );
    this.wake(life);
  }

  deafen(forMs: number): void {
    this.deafUntil = this.parts.world.now + forMs;
  }

  /** The owner asks for a mode; `whenDone` is called when it was done and is on disk. */
  command(kind: 'kill' | 'resume' | 'pause' | 'reset', whenDone: () => void = () => {}): void {
    const { life } = this;
    if (life?.session == null || life.journal === null) return;
    const to = { kill: 'EMERGENCY', resume: 'NORMAL', pause: 'PAUSE', reset: 'PAUSE' } as const;
    const { sequence, refusal } = life.session.requestMode(
      { kind, to: to[kind], by: 'owner', reason: kind, pinVerified: true },
      this.parts.world.now,
    );
    if (refusal === null) life.awaiting.push({ sequence, whenDone });
    this.wake(life);
  }

  /** The process is gone at this instant, with whatever the disk had not synced. */
  crash(life = this.life): void {
    if (life === null || !life.alive) return;
    this.crashes++;
    this.end(life);
    const { world, disk } = this.parts;
    const random = world.random('power');
    disk.crash(() => random.next());
    world.tell('trader is gone');
  }

  /** The process is stopped at once, while the machine goes on: what it has written stays, what it was about to write does not happen. */
  stop(): void {
    const { life } = this;
    if (life === null) return;
    this.crashes++;
    this.end(life);
    this.parts.disk.forgetTasks();
    this.parts.world.tell('trader is stopped');
  }

  private end(life: Life): void {
    life.alive = false;
    life.link.cut();
    this.life = null;
    this.timerAt = Number.POSITIVE_INFINITY;
  }

  /** Sees to it that time is told when the session wants it to be. */
  private wake(life: Life): void {
    const { world } = this.parts;
    if (!life.alive || life.session === null) return;
    this.parts.onLook(life);
    const at = Math.max(life.session.nextAt, world.now);
    if (at >= this.timerAt || !Number.isFinite(at)) return;
    this.timerAt = at;
    world.at(at, () => {
      if (!life.alive || this.timerAt !== at) return;
      this.timerAt = Number.POSITIVE_INFINITY;
      life.session?.tick(world.now);
      this.wake(life);
    });
  }
}
