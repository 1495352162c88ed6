/** Waits for the lease of an account, keeps it while this process trades, and says when it is gone. */

import { LEASE_TIMES, Lease, type LeaseRecord, type LeaseTimes } from '../../core/trading/live/lease.ts';

/** Where the record lies. `replace` is false where it is not the same any more. */
export interface LeasePlace {
  readonly name: string;
  read(): Promise<LeaseRecord | null>;
  replace(read: LeaseRecord | null, wanted: LeaseRecord): Promise<boolean>;
  /** It is known that the holder has ended or let go: nobody has to be waited for. */
  isGone(record: LeaseRecord): boolean;
}

export interface LeaseKeeperOptions {
  readonly place: LeasePlace;
  /** Ms of a monotonic clock of this process. */
  readonly clock?: () => number;
  readonly times?: LeaseTimes;
  /** Somebody else has taken over from this process. Called once. */
  readonly onLost: (by: LeaseRecord) => void;
  /** It could not be renewed in time, and this process may not send: why; null once it may again. */
  readonly onLapse: (reason: string | null) => void;
  /** While waiting: each change of the holder, and what keeps the record from being read. */
  readonly onSeen?: (record: LeaseRecord | null, problem: string | null) => void;
}

export interface Won {
  readonly epoch: number;
  /** Who held it before; null where nobody ever did. */
  readonly before: LeaseRecord | null;
}

const RENEW_MS = 500;
const LOOK_MS = 200;

export class LeaseKeeper {
  readonly lease: Lease;
  readonly name: string;
  private readonly options: LeaseKeeperOptions;
  private readonly clock: () => number;
  private won: Won | null = null;
  private lapsed = false;
  private problem: string | null = null;
  private seen: LeaseRecord | null = null;
  private timers: NodeJS.Timeout[] = [];
  private stopped = false;
  private waitingForLease: (() => void)[] = [];

  constructor(options: LeaseKeeperOptions) {
    this.options = options;
    this.name = options.place.name;
    this.clock = options.clock ?? (() => performance.now());
    this.lease = new Lease(this.name, options.times ?? LEASE_TIMES);
  }

  /** Asked right before bytes leave, and before what was written counts. */
  readonly holds = (): boolean => !this.stopped && this.lease.maySend(this.clock());

  /** Calls back at once while the lease is held, otherwise as soon as it is again. */
  whenHeld(then: () => void): void {
    if (this.holds()) then();
    else this.waitingForLease.push(then);
  }

  /** Settles when this process holds the lease. */
  async win(): Promise<Won> {
    for (;;) {
      const before = await this.turn();
      if (this.holds()) {
        this.won = { epoch: this.lease.epoch, before };
        this.keep();
        return this.won;
      }
      await new Promise((resolve) => {
        this.timers = [setTimeout(resolve, LOOK_MS)];
      });
    }
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Renews on a timer of its own, for as long as the process lives. */
  private keep(): void {
    let busy = false;
    const renew = setInterval(async () => {
      if (busy) return;
      busy = true;
      await this.turn();
      busy = false;
    }, RENEW_MS);
    this.timers = [renew, setInterval(() => this.watch(), LOOK_MS)];
  }

  /** Reads the record and does what the rule says; gives what was read. Never throws: a place that can't be reached gives nothing, and the lease runs out. */
  private async turn(): Promise<LeaseRecord | null> {
    const { place } = this.options;
    try {
      const read = await place.read();
      const askedAt = this.clock();
      const wanted = this.lease.wanted(read, askedAt, read !== null && this.won === null && place.isGone(read));
      if (wanted !== null && (await place.replace(read, wanted))) this.lease.taken(wanted, askedAt);
      this.saw(read, null);
      if (this.won !== null && this.lease.epoch === 0 && read !== null) this.lost(read);
      this.watch();
      return read;
    } catch (error) {
      this.saw(this.seen, (error as Error).message);
      return null;
    }
  }

  private saw(record: LeaseRecord | null, problem: string | null): void {
    const isNews = record?.epoch !== this.seen?.epoch || record?.holder !== this.seen?.holder || problem !== this.problem;
    this.seen = record;
    this.problem = problem;
    if (isNews && this.won === null) this.options.onSeen?.(record, problem);
  }

  private lost(by: LeaseRecord): void {
    if (this.stopped) return;
    this.stop();
    this.options.onLost(by);
  }

  private watch(): void {
    if (this.stopped || this.won === null) return;
    const holds = this.holds();
    if (holds) for (const then of this.waitingForLease.splice(0)) then();
    if (this.lapsed !== holds) return;
    this.lapsed = !holds;
    this.options.onLapse(holds ? null : (this.problem ?? 'this process was held up for too long'));
  }
}
