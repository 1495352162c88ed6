/** Brings live candles that close at one time together, so that the order in which they arrive decides nothing. Stragglers are waited for a little. */

/** Start, open, high, low, close, volume: in units, epoch ms. */
export type ArrivedCandle = readonly [instrument: number, numbers: readonly number[]];

export interface BarrierOptions {
  /** How many instruments are awaited at each close. */
  readonly instruments: number;
  readonly timeframeMs: number;
  /** By the receiver's clock, from the first candle of a close on. */
  readonly waitMs: number;
  /** A close with all its candles, or those that came in time; by instrument. */
  readonly closed: (closesAt: number, candles: readonly ArrivedCandle[], receivedAt: number) => void;
  /** A candle that came after its close was over: it stays missing, and the gap after it is told. */
  readonly late: (instrument: number, closesAt: number, receivedAt: number) => void;
}

export class CandleBarrier {
  private readonly options: BarrierOptions;
  /** Closes not yet over, oldest first. */
  private readonly waiting: { readonly closesAt: number; readonly since: number; readonly candles: Map<number, readonly number[]> }[] = [];
  private over: number;

  /** Closes up to `over` have been taken in already. */
  constructor(options: BarrierOptions, over = Number.NEGATIVE_INFINITY) {
    this.options = options;
    this.over = over;
  }

  arrived([instrument, numbers]: ArrivedCandle, receivedAt: number): void {
    const closesAt = (numbers[0] as number) + this.options.timeframeMs;
    if (closesAt <= this.over) return this.options.late(instrument, closesAt, receivedAt);
    let index = this.waiting.findIndex((one) => one.closesAt >= closesAt);
    if (index < 0) index = this.waiting.length;
    if (this.waiting[index]?.closesAt !== closesAt) this.waiting.splice(index, 0, { closesAt, since: receivedAt, candles: new Map() });
    this.waiting[index]?.candles.set(instrument, numbers);
    this.let(receivedAt);
  }

  /** Lets go what is whole, or has waited long enough. A close is never let go before an older one. */
  let(at: number): void {
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      const { closesAt, since, candles } = first;
      // A later close that is whole says that nothing more will come for this one.
      const passed = this.waiting.some((other) => other !== first && other.candles.size === this.options.instruments);
      if (candles.size < this.options.instruments && at - since < this.options.waitMs && !passed) return;
      this.waiting.shift();
      this.over = closesAt;
      this.options.closed(
        closesAt,
        [...candles].sort(([a], [b]) => a - b),
        at,
      );
    }
  }

  /** When `let` has something to do by time alone; Infinity for never. */
  get nextAt(): number {
    const first = this.waiting[0];
    return first === undefined ? Number.POSITIVE_INFINITY : first.since + this.options.waitMs;
  }
}
