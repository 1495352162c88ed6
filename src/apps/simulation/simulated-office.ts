/** What stands behind a trader: a database that keeps a view of the journal, and a messenger that tells the owner. Both have their outages. */

import type { JournalEntry } from '../../core/journal/journal.ts';
import { Outbox, type OutboxState, type Parcel } from '../../core/operations/outbox/outbox.ts';
import { STEP_KIND, type Step } from '../../core/trading/engine/steps.ts';
import { modeEvent, noticeEvent } from '../trader/rows.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Random, World } from './world.ts';

const CHANNEL = 'messenger';
const MINUTE_MS = 60_000;
const DEMANDS = [
  { id: 'critical-unacknowledged', mode: 'PAUSE' },
  { id: 'error-unacknowledged', mode: 'DEFENSIVE' },
] as const;

export class SimulatedOffice {
  private readonly world: World;
  private readonly random: Random;
  private readonly onBreach: (message: string) => void;
  /** Journal entries the database holds: it takes each group whole or not at all. */
  private projected = 0;
  private databaseDownUntil = Number.NEGATIVE_INFINITY;
  private messengerDownUntil = Number.NEGATIVE_INFINITY;
  /** Written down with every change: what survives the process. */
  private outbox = new Outbox();
  private isPumping = false;
  /** Numbers of what the owner has been told, and those that arrived unmarked. */
  private readonly arrived = new Set<number>();
  private readonly unmarked = new Set<string>();
  private posted = 0;
  private process: SimulatedProcess | null = null;

  constructor(world: World, onBreach: (message: string) => void) {
    this.world = world;
    this.random = world.random('office');
    this.onBreach = onBreach;
    this.escalate();
  }

  /** A process serves it from now on. What was being sent when the one before died may have arrived. */
  serve(process: SimulatedProcess): void {
    this.process = process;
    this.outbox = new Outbox(JSON.parse(JSON.stringify(this.outbox.snapshot())) as OutboxState);
    this.isPumping = false;
    process.journal?.subscribe(this.projected + 1, (entries) => this.take(entries));
    this.pump();
  }

  databaseFails(forMs: number): void {
    this.databaseDownUntil = this.world.now + forMs;
  }

  messengerFails(forMs: number): void {
    this.messengerDownUntil = this.world.now + forMs;
  }

  /** A group of durable entries, once more where the answer to the one before was lost. */
  private take(entries: readonly JournalEntry[]): void {
    if (this.world.now < this.databaseDownUntil) throw new Error('the database does not answer');
    for (const entry of entries) {
      if (entry.sequence <= this.projected) continue;
      if (entry.sequence !== this.projected + 1)
        this.onBreach(`the database holds entry ${this.projected}, and is given ${entry.sequence}`);
      this.projected = entry.sequence;
      if (entry.kind === STEP_KIND) this.post(entry.body as Step, entry);
    }
    this.pump();
    if (this.random.chance(0.02)) throw new Error('the answer of the database is lost');
  }

  private post({ notices = [], modes = [] }: Step, { sequence, at }: JournalEntry): void {
    if (notices.length + modes.length === 0) return;
    const placed = { sequence, at };
    const events = [
      ...notices.map((notice, index) => noticeEvent(placed, notice, index)),
      ...modes.map((record) => modeEvent({ ...placed, record }, null)),
    ];
    for (const { eventId: id, severity, code, message: text } of events) {
      if (severity === 'info') continue;
      this.posted = Math.max(this.posted, this.outbox.post({ id, at: this.world.now, severity, code, text, channel: CHANNEL }));
    }
  }

  private pump(): void {
    const { world, outbox } = this;
    if (this.isPumping) return;
    const step = outbox.take(CHANNEL, world.now);
    if (step.kind === 'idle') return;
    this.isPumping = true;
    const again = (at: number, work: () => void) =>
      world.at(at, () => {
        // Another process has its own.
        if (this.outbox !== outbox) return;
        this.isPumping = false;
        work();
        this.pump();
      });
    if (step.kind === 'wait') again(step.until, () => {});
    else again(world.now + this.random.between(20, 400), () => this.sent(step));
  }

  private sent(parcel: Parcel): void {
    const { world, outbox, random } = this;
    const jitter = random.next();
    if (world.now < this.messengerDownUntil) return outbox.failed(parcel, { kind: 'not-sent', code: 'CONNECTION_LOST' }, world.now, jitter);
    const { number, reminder, inDoubt } = parcel.message;
    const key = `${number}:${reminder}:${parcel.part}`;
    if (!inDoubt && this.unmarked.has(key)) this.onBreach(`message ${number} is told twice without saying so`);
    this.unmarked.add(key);
    this.arrived.add(number);
    if (random.chance(0.02)) return outbox.failed(parcel, { kind: 'in-doubt', code: 'TIMEOUT' }, world.now, jitter);
    outbox.delivered(parcel, { messageId: `${number}`, at: world.now });
  }

  /** The owner has read what has arrived. */
  read(): void {
    for (const { number } of [...this.outbox.alerts]) if (this.arrived.has(number)) this.outbox.acknowledge(number);
  }

  /** Alerts that nobody answers are told again, and stop entering in the end. */
  private escalate(): void {
    const { world, outbox, process } = this;
    const session = process?.alive && !process.isStopped && !process.deposed ? process.session : null;
    if (session) {
      outbox.remind([CHANNEL], world.now);
      const demands = outbox.demands(world.now);
      for (const { id, mode } of DEMANDS) {
        const demanded = demands.some((one) => one.id === id);
        session.watch(id, mode, 'alerts that nobody has acknowledged', demanded, world.now);
      }
      this.pump();
    }
    world.after(MINUTE_MS, () => this.escalate());
  }

  /** When everything is quiet the database holds the whole journal, and the owner has been told of everything. */
  atEnd(durable: number): void {
    if (this.projected !== durable) this.onBreach(`the database holds entry ${this.projected} of ${durable}`);
    const { count } = this.outbox.waiting(CHANNEL);
    if (count > 0) this.onBreach(`${count} messages wait although the messenger works`);
    for (let number = 1; number <= this.posted; number++) if (!this.arrived.has(number)) this.onBreach(`message ${number} was never told`);
  }
}
