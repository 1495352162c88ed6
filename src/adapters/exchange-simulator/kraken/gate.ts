/** The place where faults are put on the wire: every request that comes in and every message that goes out is asked about here. */

/** One request, answer or message. */
export interface Passage {
  readonly way: 'in' | 'out';
  readonly wire: 'rest' | 'stream';
  /** The REST method (`AddOrder`), the method of a stream request or of its answer (`add_order`), the channel of a message (`executions`), or `connect`. */
  readonly what: string;
  /** API key of the account, as far as it is known; empty for public ones. */
  readonly account: string;
  /** Number of the request, which its answers carry as well; 0 for messages that answer none. */
  readonly number: number;
}

/** What happens to it. Several may be given; the delay comes first. */
export interface Treatment {
  readonly delayMs?: number;
  /** The connection is torn down instead. */
  readonly reset?: boolean;
  /** It never arrives; the connection stays open and silent. */
  readonly drop?: boolean;
  /** On the way in: it is not worked on, but answered with this error of the venue's. */
  readonly refuse?: string;
  /** On the way out: a message of a stream goes after the next one; an HTTP answer is this status without a body. */
  readonly hold?: boolean;
  readonly status?: number;
  /** It arrives this many times (an HTTP answer once at most). */
  readonly copies?: number;
}

/** Null lets it pass. */
export type Gate = (passage: Passage) => Treatment | null;

/** What each outcome means on the wire at hand. */
export interface Outcomes {
  readonly go: () => void;
  readonly reset: () => void;
  readonly refuse?: (error: string) => void;
  readonly hold?: () => void;
  readonly status?: (status: number) => void;
}

/** Asks the gate, and does as it says. Timers are kept until they are done, so that a server that closes leaves none behind. */
export class Gatekeeper {
  private readonly gate: Gate;
  private requests = 0;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(gate: Gate | undefined) {
    this.gate = gate ?? (() => null);
  }

  nextNumber(): number {
    return ++this.requests;
  }

  through(passage: Passage, outcomes: Outcomes): void {
    const treatment = this.gate(passage);
    if (treatment === null) return outcomes.go();
    if (!treatment.delayMs) return treat(treatment, outcomes);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      treat(treatment, outcomes);
    }, treatment.delayMs);
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}

function treat({ reset, drop, refuse, hold, status, copies = 1 }: Treatment, outcomes: Outcomes): void {
  if (reset) return outcomes.reset();
  if (drop) return;
  if (refuse !== undefined && outcomes.refuse) return outcomes.refuse(refuse);
  if (hold && outcomes.hold) return outcomes.hold();
  if (status !== undefined && outcomes.status) return outcomes.status(status);
  for (let copy = 0; copy < copies; copy++) outcomes.go();
}
