/**
 * The trader of a simulated account, in a process that may die, be stopped and resumed, or be deposed by a standby that goes on with the same journal.
 */

import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import type { CandleNumbers, StepState } from '../../core/trading/engine/steps.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { SimulatedLease } from './simulated-lease.ts';
import type { SimulatedLink } from './simulated-link.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { Setting } from './simulated-session.ts';
import { foldedAnew, startTrader, type TraderParts } from './simulated-start.ts';

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
    const { world } = this.parts;
    const terms = {
      setting: this.setting,
      maySend: () => this.maySend(life),
      mayOpen: () => world.now >= this.disarmedUntil,
      recovered: () => this.recoveries++,
      wake: () => this.wake(life),
    };
    this.starting = startTrader(life, this.parts, terms).catch((error: unknown) => {
      this.failure = error;
      if (life.alive) this.end(life);
    });
  }

  private maySend(life: SimulatedProcess): boolean {
    return life.alive && (this.lease === null || this.lease.maySend(life));
  }

  /** What a start would make of the journal as it is on disk now. */
  foldedAnew(): StepState | null {
    const { journal } = this;
    return journal && foldedAnew(journal, this.parts, this.setting);
  }

  /** A live feed's candles; nobody hears them while the process is down. */
  candles(event: 'opened' | 'closed', marketAt: number, candles: readonly CandleNumbers[]): void {
    const arrived = candles.map((numbers, index) => [index, numbers] as const);
    for (const life of [this.life, this.deposed]) life?.run(() => this.hear(life, event, marketAt, arrived));
  }

  private hear(
    life: SimulatedProcess,
    event: 'opened' | 'closed',
    marketAt: number,
    candles: readonly (readonly [number, CandleNumbers])[],
  ): void {
    const { now } = this.parts.world;
    if (life.session === null) return;
    if (!life.deposed) this.parts.onHeard();
    if (life.watch !== null) for (const [index] of candles) life.watch.priceHeard(index, now);
    life.session[event](marketAt, candles, now);
    this.wake(life);
  }

  /** The owner asks for a mode; `whenDone` is called when it was done and is on disk. */
  command(kind: 'kill' | 'resume' | 'pause' | 'reset', whenDone: () => void = () => {}): void {
    const { life } = this;
    // A process that is stopped does not answer: the owner will ask again.
    if (life?.session == null || life.journal === null || life.isStopped) return;
    const to = { kill: 'EMERGENCY', resume: 'NORMAL', pause: 'PAUSE', reset: 'PAUSE' } as const;
    const { sequence, refusal } = life.session.requestMode(
      { kind, to: to[kind], by: 'owner', reason: kind, pinVerified: kind === 'resume' || kind === 'reset' },
      this.parts.world.now,
    );
    if (refusal === null) life.awaiting.push({ sequence, whenDone });
    this.wake(life);
  }

  /** An act of the owner's reaches the process that trades: now, when a stopped one goes on, or never. */
  byHand(arrives: (session: LiveSession, life: SimulatedProcess) => void): void {
    const { life } = this;
    life?.run(() => {
      if (life.session === null) return;
      arrives(life.session, life);
      this.wake(life);
    });
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
        const { session } = life;
        // What was due may have been put off since: the product sets its timer anew then.
        if (session !== null && session.nextAt <= world.now) session.tick(world.now);
        this.wake(life);
      }),
    );
  }
}
