/** One life of a trader's process: from its start to its end, stopped and resumed meanwhile as a machine may do with it. */

import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import type { VenueLink } from '../../core/trading/broker/venue-link.ts';
import { StepRecorder } from '../../core/trading/engine/step-recorder.ts';
import { Lease } from '../../core/trading/live/lease.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import type { LiveWatch } from '../trader/live-watch.ts';
import type { Faults } from './faults.ts';
import { ProcessDisk } from './process-disk.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedLink } from './simulated-link.ts';
import { QUANTUM_DECIMALS } from './simulated-market.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import type { World } from './world.ts';

export const ACCOUNT_ID = 'simulated';

export interface ProcessParts {
  readonly world: World;
  readonly disk: SimulatedDisk;
  readonly venue: SimulatedVenue;
  readonly faults: Faults;
}

export class SimulatedProcess {
  readonly name: string;
  readonly link: SimulatedLink;
  readonly disk: ProcessDisk;
  readonly recorder = new StepRecorder({ environment: 'simulated', accountId: ACCOUNT_ID, quantumDecimals: QUANTUM_DECIMALS });
  readonly lease: Lease;
  session: LiveSession | null = null;
  watch: LiveWatch | null = null;
  journal: FileJournal | null = null;
  alive = true;
  /** Somebody else has taken the account over: it may send nothing, whether it knows or not. */
  deposed = false;
  /** Commands whose entry is not on disk yet. */
  awaiting: { readonly sequence: number; readonly whenDone: () => void }[] = [];
  timerAt = Number.POSITIVE_INFINITY;
  /** The entry after which its newest snapshot was taken. */
  keptAt = 0;
  /** What waits for a process that is stopped; null while it runs. */
  private waiting: (() => void)[] | null = null;
  private readonly world: World;
  /** Monotonic clocks of two processes agree about nothing. */
  private readonly clockOffsetMs: number;

  constructor(number: number, { world, disk, venue, faults }: ProcessParts) {
    this.world = world;
    this.name = `trader ${number}`;
    this.lease = new Lease(this.name);
    this.clockOffsetMs = world.random('clocks').between(0, 1e9);
    const run = (task: () => void) => this.run(task);
    this.link = new SimulatedLink(world, venue, faults, run);
    this.disk = new ProcessDisk(disk, (task) => world.after(faults.syncMs(), () => run(task)));
  }

  /** The link as the session has it: the watch hears everything first. */
  get watchedLink(): VenueLink {
    const { link } = this;
    return {
      capabilities: link.capabilities,
      listen: (listener) =>
        link.listen({
          answered: (request, answer, at) => {
            this.watch?.answered(answer, at);
            listener.answered(request, answer, at);
          },
          told: (news, at) => {
            if (news.kind !== 'link' || news.state === 'up') this.watch?.venueHeard(at);
            listener.told(news, at);
          },
        }),
      ask: (request, what, mayStillSend) => link.ask(request, what, mayStillSend),
    };
  }

  /** Its monotonic clock. */
  get clock(): number {
    return this.world.now + this.clockOffsetMs;
  }

  get isStopped(): boolean {
    return this.waiting !== null;
  }

  /** Something happens in this process: now, when it is resumed, or never. */
  run(task: () => void): void {
    if (!this.alive) return;
    if (this.waiting === null) task();
    else this.waiting.push(task);
  }

  /** SIGSTOP: not one instruction more until it is resumed. */
  stop(): void {
    this.waiting ??= [];
  }

  resume(): void {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const task of waiting) this.run(task);
  }

  end(): void {
    this.alive = false;
    this.link.cut();
    this.disk.end();
  }
}
