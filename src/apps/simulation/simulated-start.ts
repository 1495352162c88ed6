/** What a start of the simulated trader does, as the product's does it: journal, newest snapshot, recovery, the watch beside the session, and the candles missed. */

import { type FileJournal, openJournal } from '../../adapters/journal-files/open-journal.ts';
import type { Journal, JournalEntry } from '../../core/journal/journal.ts';
import type { PlaceOrder, VenueLink } from '../../core/trading/broker/venue-link.ts';
import type { FeedPosition } from '../../core/trading/engine/journaled-session.ts';
import type { StepRecorder } from '../../core/trading/engine/step-recorder.ts';
import { type CandleNumbers, STEP_KIND, type Step, type StepState } from '../../core/trading/engine/steps.ts';
import { foldedSession } from '../../core/trading/live/folded-session.ts';
import { LiveSession } from '../../core/trading/live/live-session.ts';
import { LiveWatch, WATCH_TIMES, type WatchTimes } from '../trader/live-watch.ts';
import { VENUE_BUDGET } from './budget.ts';
import type { Faults } from './faults.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { MINUTE_MS, SPECIFICATIONS } from './simulated-market.ts';
import { ACCOUNT_ID, type SimulatedProcess } from './simulated-process.ts';
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

/** What the one who starts a process decides for it. */
export interface StartTerms {
  readonly setting: Setting;
  readonly maySend: () => boolean;
  readonly mayOpen: () => boolean;
  /** Called where the journal held anything. */
  readonly recovered: () => void;
  /** Called after everything the session has taken in. */
  readonly wake: () => void;
}

/** Serves from now on, unless the process ends meanwhile. Throws where the journal can't be opened. */
export async function startTrader(life: SimulatedProcess, parts: TraderParts, terms: StartTerms): Promise<void> {
  const { world } = parts;
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
  const session = sessionOf(parts, {
    ...terms,
    recorder: life.recorder,
    journal: new WatchedJournal(journal, life, parts),
    journalPendingMs: () => journal.oldestPendingMs(world.now),
    link: life.watchedLink,
  });
  const kept = newestKept(journal);
  life.keptAt = kept?.sequence ?? 0;
  const position = session.recover(entriesAfter(journal, life.keptAt, parts), SETUP, kept?.session);
  life.session = session;
  const goOn = () => {
    keepSnapshot(life, session, journal);
    session.durable(world.now);
    if (life.awaiting.length > 0) tellDone(life, journal.durable);
    terms.wake();
  };
  journal.onDurable(() => life.run(goOn));
  journal.onFailure(({ message }) =>
    life.run(() => {
      // The attempt to write this down is what lets exits go without being written down.
      session.watch('journal', 'PAUSE', `the journal can't be written: ${message}`, true, world.now);
      goOn();
    }),
  );
  if (position !== null) terms.recovered();
  parts.onRecovered(life);
  world.tell(`${life.name} starts, epoch ${journal.epoch}, snapshot ${life.keptAt}, ${session.broker.orders.size} orders to ask about`);
  parts.onServing(life);
  session.start(world.now);
  catchUp(session, position, parts);
  if (parts.isWatched) startWatch(life, session, journal, parts, terms);
  terms.wake();
}

/** Commands whose entry is on disk now are done. */
function tellDone(life: SimulatedProcess, durable: number): void {
  for (const { sequence, whenDone } of life.awaiting) if (sequence <= durable) whenDone();
  life.awaiting = life.awaiting.filter(({ sequence }) => sequence > durable);
}

/** What a start would make of the whole journal as it is on disk now. */
export function foldedAnew(journal: FileJournal, { seed, cash, startsAt }: TraderParts, setting: Setting): StepState {
  const session = sessionOptions(seed, cash, setting);
  return foldedSession({ session, setup: SETUP, beganAt: startsAt }, journal.readEntries(1)).snapshot();
}

type SessionTerms = Pick<StartTerms, 'setting' | 'maySend' | 'mayOpen'> & {
  readonly recorder: StepRecorder;
  readonly journal: Journal;
  readonly link: VenueLink;
  readonly journalPendingMs: () => number;
};

function sessionOf({ seed, cash, startsAt }: TraderParts, { setting, ...own }: SessionTerms): LiveSession {
  const session = sessionOptions(seed, cash, setting);
  const budget = VENUE_BUDGET;
  return new LiveSession({ session, budget, ...own, externalTrades: 'adopt', beganAt: startsAt });
}

/** The journal as the session has it: what it appends is told on. A class, as the journal is: `last` and `durable` are looked at all the time. */
class WatchedJournal implements Journal {
  readonly epoch: number;
  private readonly journal: FileJournal;
  private readonly life: SimulatedProcess;
  private readonly onStep: TraderParts['onStep'];

  constructor(journal: FileJournal, life: SimulatedProcess, { onStep }: TraderParts) {
    this.epoch = journal.epoch;
    this.journal = journal;
    this.life = life;
    this.onStep = onStep;
  }

  get last(): number {
    return this.journal.last;
  }

  get durable(): number {
    return this.journal.durable;
  }

  append(kind: string, at: number, body: unknown): number {
    const sequence = this.journal.append(kind, at, body);
    if (kind === STEP_KIND && !this.life.deposed) this.onStep(body as Step, sequence, false);
    return sequence;
  }
}

/** What is on disk after an entry, told on while it is read. */
function* entriesAfter(journal: FileJournal, after: number, { onBegin, onStep }: TraderParts): Generator<JournalEntry> {
  onBegin(after);
  for (const entry of journal.readEntries(after + 1)) {
    if (entry.kind === STEP_KIND) onStep(entry.body as Step, entry.sequence, true);
    yield entry;
  }
}

/** What the market did meanwhile is looked up before anything is decided on it. */
function catchUp(session: LiveSession, position: FeedPosition | null, { world, history, startsAt }: TraderParts): void {
  const from = position === null ? startsAt : position.at;
  for (const { at, candles } of history(position?.event === 'open' ? from - 1 : from, world.now)) {
    const arrived = candles.map((numbers, index) => [index, numbers] as const);
    if (position === null || at > position.at) session.opened(at, arrived, world.now);
    if (at + MINUTE_MS <= world.now) session.closed(at + MINUTE_MS, arrived, world.now);
  }
}

function startWatch(
  life: SimulatedProcess,
  session: LiveSession,
  journal: FileJournal,
  { world, venue }: TraderParts,
  { mayOpen, wake }: StartTerms,
): void {
  const watch = new LiveWatch({
    session,
    notice: (code, message) => life.recorder.noticed(code, message),
    instruments: SPECIFICATIONS.map(({ id }) => id),
    isOpen: () => true,
    linkUp: () => life.link.isUp,
    armed: mayOpen,
    venueOffsetMs: () => venue.skewMs,
    clockSetMs: () => 0,
    journalPendingMs: (at) => (journal.state === 'open' ? journal.oldestPendingMs(at) : 0),
    times: SIMULATED_TIMES,
    startedAt: world.now,
  });
  life.watch = watch;
  const look = () => {
    watch.look(world.now);
    wake();
    world.after(LOOKS_EVERY_MS, () => life.run(look));
  };
  world.after(LOOKS_EVERY_MS, () => life.run(look));
}
