/**
 * Who may trade an account: a lease with an end, a rising epoch and one holder. Pure: the record lives where all candidates can read and replace it (a file
 * beside the journal, a row of a database), and time is each process's own monotonic clock, since clocks of two machines agree about nothing.
 */

/** What is written down. `beat` rises with every renewal, so that somebody else can see that the holder is alive without trusting its clock. */
export interface LeaseRecord {
  readonly holder: string;
  /** Rises with every take-over: whatever carries an older one comes from somebody deposed. */
  readonly epoch: number;
  readonly beat: number;
}

export interface LeaseTimes {
  /** How long the holder may send after it has begun to renew. */
  readonly lifeMs: number;
  /** How long a candidate waits beyond that: whatever left the holder at its last moment has arrived or died by then. */
  readonly graceMs: number;
}

/**
 * Take-over within ten seconds of the holder's last sign of life, the successor's start included. The grace is as long as a request lives at Bybit
 * (recv_window 2 s).
 */
export const LEASE_TIMES: LeaseTimes = { lifeMs: 3_500, graceMs: 2_000 };

export class Lease {
  private readonly name: string;
  private readonly times: LeaseTimes;
  private held: LeaseRecord | null = null;
  /** Until then this process may send, by its own clock. */
  private until = Number.NEGATIVE_INFINITY;
  /** The record seen last, and since when it has been the same. */
  private seen: LeaseRecord | null = null;
  private seenSince = Number.POSITIVE_INFINITY;

  constructor(name: string, times: LeaseTimes = LEASE_TIMES) {
    this.name = name;
    this.times = times;
  }

  get epoch(): number {
    return this.held?.epoch ?? 0;
  }

  /**
   * Asked right before bytes leave. A process that was stopped and goes on finds its time over here, however long ago it had looked before.
   * `now` is read at that very moment.
   */
  maySend(now: number): boolean {
    return this.held !== null && now < this.until;
  }

  /**
   * The record to put in place of the one that has just been read (null: there is none), or null where nothing is to be written: somebody else holds it.
   * The caller replaces it only if it is still the same, and says so with `taken`. `gone`: it is known that the holder has ended or let go: nobody has to
   * be waited for.
   */
  wanted(read: LeaseRecord | null, now: number, gone = false): LeaseRecord | null {
    this.look(read, now);
    if (read === null) return { holder: this.name, epoch: 1, beat: 1 };
    if (this.held !== null) {
      if (read.holder === this.name && read.epoch === this.held.epoch) return { ...read, beat: read.beat + 1 };
      // Somebody has taken over: for good, as far as this life is concerned.
      this.held = null;
      this.until = Number.NEGATIVE_INFINITY;
    }
    return gone || now - this.seenSince >= this.times.lifeMs + this.times.graceMs
      ? { holder: this.name, epoch: read.epoch + 1, beat: 1 }
      : null;
  }

  private look(read: LeaseRecord | null, now: number): void {
    const { seen } = this;
    if (seen !== null && read !== null && seen.epoch === read.epoch && seen.beat === read.beat && seen.holder === read.holder) return;
    this.seen = read;
    this.seenSince = now;
  }

  /** The record is in place. The life of the lease counts from when it was asked for: the writing may have taken long. */
  taken(record: LeaseRecord, askedAt: number): void {
    this.held = record;
    this.seen = record;
    this.seenSince = askedAt;
    this.until = askedAt + this.times.lifeMs;
  }
}
