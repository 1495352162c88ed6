/** When entries were sent: what throttle, hourly and daily counts and the duplicate lock are measured on. */

import { shared, sharedEach } from '../../journal/sharing.ts';

const HOUR_MS = 3_600_000;

/** Times within a rolling window, oldest first, in a ring; old ones leave when it is asked. */
export class RollingCount {
  private readonly windowMs: number;
  private ring = new Float64Array(64);
  private head = 0;
  private length = 0;
  /** The last snapshot, while it holds. */
  private kept: number[] | null = null;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
  }

  add(at: number): void {
    this.kept = null;
    if (this.length === this.ring.length) this.widen();
    this.ring[(this.head + this.length++) & (this.ring.length - 1)] = at;
  }

  private widen(): void {
    const times = this.snapshot();
    this.ring = new Float64Array(this.ring.length * 2);
    this.restore(times);
  }

  /** Times less than the window old. */
  count(at: number): number {
    const { ring, windowMs } = this;
    while (this.length > 0 && at - (ring[this.head] as number) >= windowMs) {
      this.head = (this.head + 1) & (ring.length - 1);
      this.length--;
      this.kept = null;
    }
    return this.length;
  }

  snapshot(): number[] {
    this.kept ??= Array.from({ length: this.length }, (_, i) => this.ring[(this.head + i) & (this.ring.length - 1)] as number);
    return this.kept;
  }

  restore(times: readonly number[]): void {
    this.head = this.length = 0;
    this.kept = null;
    for (const at of times) this.add(at);
  }
}

const NEVER = Number.NEGATIVE_INFINITY;

export class EntryLog {
  private readonly lastOfInstrument: number[];
  /** By slot: the last entry to buy and to sell. */
  private readonly lastBuy: number[];
  private readonly lastSell: number[];
  /** By duplicate key (Candidate): entries that no slot and side stand for. Never changed in place: snapshots share it. */
  private lastOfKey: EntryLogState['lastOfKey'] = undefined;
  private readonly instrumentHour: RollingCount[];
  private readonly strategyHour: RollingCount[];
  private day = 0;
  private today = 0;
  private readonly lockMs: number;
  /** The last snapshot, while it holds: most candles see no entry. */
  private kept: EntryLogState | null = null;

  /** `lockMs`: how long an entry locks out another like it. */
  constructor(instruments: number, strategies: number, slots: number, lockMs: number) {
    this.lockMs = lockMs;
    this.lastOfInstrument = new Array<number>(instruments).fill(NEVER);
    this.lastBuy = new Array<number>(slots).fill(NEVER);
    this.lastSell = new Array<number>(slots).fill(NEVER);
    this.instrumentHour = Array.from({ length: instruments }, () => new RollingCount(HOUR_MS));
    this.strategyHour = Array.from({ length: strategies }, () => new RollingCount(HOUR_MS));
  }

  /** `day` is the trading day of `at`. */
  add(slot: number, strategy: number, instrument: number, side: 1 | -1, at: number, day: number, key: string): void {
    this.kept = null;
    this.lastOfInstrument[instrument] = at;
    if (key === '') (side > 0 ? this.lastBuy : this.lastSell)[slot] = at;
    else {
      const locking = Object.entries(this.lastOfKey ?? {}).filter(([, last]) => at - last < this.lockMs);
      this.lastOfKey = { ...Object.fromEntries(locking), [key]: at };
    }
    (this.instrumentHour[instrument] as RollingCount).add(at);
    (this.strategyHour[strategy] as RollingCount).add(at);
    this.today = this.onDay(day) + 1;
    this.day = day;
  }

  /** Milliseconds since the last entry in the instrument; Infinity before the first. */
  sinceInstrument(instrument: number, at: number): number {
    return at - (this.lastOfInstrument[instrument] as number);
  }

  /** Milliseconds since the last entry with this key; without one (empty), since the slot's last in this direction. */
  sinceSame(slot: number, side: 1 | -1, at: number, key: string): number {
    const ofSlot = (side > 0 ? this.lastBuy : this.lastSell)[slot] as number;
    // What a slot of signals entered before keys were written down locks every key.
    return at - (key === '' ? ofSlot : Math.max(ofSlot, this.lastOfKey?.[key] ?? NEVER));
  }

  inInstrument(instrument: number, at: number): number {
    // What is counted forgets what is too old.
    this.kept = null;
    return (this.instrumentHour[instrument] as RollingCount).count(at);
  }

  inStrategy(strategy: number, at: number): number {
    this.kept = null;
    return (this.strategyHour[strategy] as RollingCount).count(at);
  }

  onDay(day: number): number {
    return day === this.day ? this.today : 0;
  }

  snapshot(before?: EntryLogState): EntryLogState {
    if (this.kept !== null && this.kept === before) return before;
    const times = (values: readonly number[], former: Times | undefined): Times =>
      sharedEach(former, values, (value) => (value === NEVER ? null : value));
    const counts = (log: readonly RollingCount[], former: Counts | undefined): Counts =>
      sharedEach(former, log, (count) => count.snapshot());
    this.kept = shared(before, {
      lastOfInstrument: times(this.lastOfInstrument, before?.lastOfInstrument),
      lastBuy: times(this.lastBuy, before?.lastBuy),
      lastSell: times(this.lastSell, before?.lastSell),
      lastOfKey: this.lastOfKey,
      instrumentHour: counts(this.instrumentHour, before?.instrumentHour),
      strategyHour: counts(this.strategyHour, before?.strategyHour),
      day: this.day,
      today: this.today,
    });
    return this.kept;
  }

  /** Elements that are not there begin anew. */
  restore(state: EntryLogState): void {
    this.kept = null;
    const put = (into: number[], values: readonly (number | null | undefined)[]) => {
      for (const [i, value] of values.entries()) into[i] = value ?? NEVER;
    };
    put(this.lastOfInstrument, state.lastOfInstrument);
    put(this.lastBuy, state.lastBuy);
    put(this.lastSell, state.lastSell);
    this.lastOfKey = state.lastOfKey;
    for (const [i, times] of state.instrumentHour.entries()) this.instrumentHour[i]?.restore(times ?? []);
    for (const [i, times] of state.strategyHour.entries()) this.strategyHour[i]?.restore(times ?? []);
    this.day = state.day;
    this.today = state.today;
  }
}

type Times = readonly (number | null | undefined)[];
type Counts = readonly (readonly number[] | undefined)[];

/** Plain JSON; null for never. */
export interface EntryLogState {
  readonly lastOfInstrument: Times;
  readonly lastBuy: Times;
  readonly lastSell: Times;
  /** Absent where there is none. */
  readonly lastOfKey?: Readonly<Record<string, number>> | undefined;
  readonly instrumentHour: Counts;
  readonly strategyHour: Counts;
  readonly day: number;
  readonly today: number;
}
