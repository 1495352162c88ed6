/** One market of an exchange: what is traded, what its price moves along, and where it is now. */

import { formatTicks, type Instrument, priceToTicks } from '../../../core/domain/instrument.ts';
import { type Candles, createCandles } from '../../../core/market/candles.ts';
import type { Recording } from '../../../core/market/recording.ts';
import type { FundingHistory } from '../../../core/trading/venue-model/funding.ts';
import { CandleCourse, type Course, RecordedCourse } from './course.ts';
import type { Move, RecordedTrade } from './moves.ts';
import type { BookLevel, Sides } from './sides.ts';

export interface MarketSource {
  readonly instrument: Instrument;
  readonly timeframeMs: number;
  readonly candles: Candles;
  /** What the market moves along instead of its candles, which then are built of it. */
  readonly recording?: Recording;
  readonly funding?: FundingHistory | 'missing' | null;
  /** Candles told as history before trading begins. */
  readonly history?: number;
  /** Where trading begins in a recording: what lies before has happened. */
  readonly beginsAt?: number;
  /** What it moves along instead of both: a live market. */
  readonly course?: Course;
}

/** The candle under way, in units. */
export interface CandleSoFar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

interface Book {
  readonly bids: BookLevel[];
  readonly asks: BookLevel[];
}

/** The most levels anybody is shown. */
const DEEPEST = 1000;

export class Market {
  readonly index: number;
  readonly instrument: Instrument;
  readonly timeframeMs: number;
  readonly source: Candles;
  readonly recording: Recording | null;
  readonly funding: FundingHistory | 'missing' | null;
  /** One row that the venue models of all accounts are played on, written anew for each move. */
  readonly row: Candles;
  readonly current: CandleSoFar;
  halted = false;
  /** Most lots of one execution; Infinity but for a fault. */
  mostLotsPerFill = Number.POSITIVE_INFINITY;
  /** Prices may be set this far from the last one, as a ratio. */
  priceBandRatio = 0.5;
  /** By recorded candle, as far as it has come: the sum of price times quantity, and how many trades there were. Null where candles are all there is. */
  readonly sums: { readonly turnover: Float64Array; readonly trades: Uint32Array } | null;
  /** Moves made. */
  moves = 0;
  /** The recorded trade that is happening at this moment. */
  trade: RecordedTrade | null = null;
  private readonly course: Course;
  /** Last price, and the ask where the source has one, in units; NaN before trading begins. */
  last: number;
  ask: number;
  /** Volume a taker meets now, in units. */
  private volume = 0;
  /** The book that goes on being shown where a fault makes it stand still. */
  private held: (Book & { readonly version: number | string }) | null = null;

  constructor(index: number, source: MarketSource) {
    const { instrument, timeframeMs, candles, history = 0, beginsAt = Number.NEGATIVE_INFINITY } = source;
    const recording = source.recording ?? null;
    this.index = index;
    this.instrument = instrument;
    this.timeframeMs = timeframeMs;
    this.source = candles;
    this.recording = recording;
    this.funding = source.funding ?? null;
    this.sums = recording === null ? null : { turnover: new Float64Array(candles.length), trades: new Uint32Array(candles.length) };
    const first = recording === null ? Math.min(history, Math.max(0, candles.length - 1)) : 0;
    this.course =
      source.course ??
      (recording === null
        ? new CandleCourse(candles, timeframeMs, first)
        : new RecordedCourse(recording, candles, timeframeMs, instrument));
    this.last = candles.open[first] as number;
    this.ask = candles.ask?.open[first] ?? this.last;
    this.row = createCandles(1, {
      hasVolume: candles.hasVolume || this.sides !== null,
      hasAsk: candles.ask !== undefined && this.sides === null,
    });
    this.row.length = 1;
    const before = candles.time[Math.max(0, first - 1)] as number;
    this.row.time[0] = recording === null ? before : Math.max(beginsAt, recording.time[0] as number);
    const time = recording === null ? before : Number.NEGATIVE_INFINITY;
    this.current = { time, open: this.last, high: this.last, low: this.last, close: this.last, volume: 0 };
    while (this.nextAt < beginsAt) this.move();
  }

  /** Time of the next move; Infinity when the source has ended. */
  get nextAt(): number {
    return this.course.nextAt;
  }

  /** Whether the next move is the end of a candle. */
  get closesNext(): boolean {
    return this.course.closesNext;
  }

  /** Candles that are over. */
  get closed(): number {
    return this.course.closed;
  }

  /** Recorded trades that are over. */
  get traded(): number {
    return this.course.traded;
  }

  /** What takers meet besides the price, in a market whose trades or book were recorded. */
  get sides(): Sides | null {
    return this.course.sides;
  }

  /** Leaves out candles that are over by a time. Only where nobody listens to the moves or trades on them. */
  skip(to: number): void {
    this.course.skip(to);
  }

  /** Makes the next move: the row, the price and the candle under way follow. */
  move(): Move {
    const move = this.course.move();
    this.moves++;
    this.last = move.to;
    this.ask = move.askTo;
    if (move.part === 'open') {
      const { to } = move;
      const volume = move.trade === undefined ? 0 : move.volume;
      const { current } = this;
      current.time = this.source.time[move.candle] as number;
      current.open = current.high = current.low = current.close = to;
      current.volume = volume;
      this.volume = this.source.volume[move.candle] as number;
    } else if (move.part === 'inside') this.follow(move);
    if (this.sums !== null && move.trade) {
      this.sums.trades[move.candle] = (this.sums.trades[move.candle] as number) + 1;
      this.sums.turnover[move.candle] = (this.sums.turnover[move.candle] as number) + move.to * move.volume;
    }
    if (this.sides !== null) this.stand();
    else this.write(move.from, move.to, move.askFrom, move.askTo, move.part === 'inside' ? move.volume : this.volume);
    this.trade = move.trade ?? null;
    return move;
  }

  private follow({ to, volume }: Move): void {
    const { current } = this;
    current.high = Math.max(current.high, to);
    current.low = Math.min(current.low, to);
    current.close = to;
    current.volume += volume;
  }

  /** The row for an order that arrives now: it meets the price as it stands, or the one given. */
  stand(price?: number): void {
    this.trade = null;
    const [bid, ask] = price === undefined ? [this.last, this.ask] : [price, price];
    this.write(bid, bid, ask, ask, this.volume);
  }

  private write(from: number, to: number, askFrom: number, askTo: number, volume: number): void {
    const { row } = this;
    setPrices(row, from, to);
    // A limit order takes a tenth of the volume at most (docs/reference/fill-rules.md). Where both sides are known they say what it takes.
    row.volume[0] = this.sides !== null ? this.instrument.lotSize : Math.min(volume, this.mostLotsPerFill * this.instrument.lotSize * 10);
    if (row.ask) setPrices(row.ask, askFrom, askTo);
  }

  /** Lets the book stand still, or follow the price again. */
  holdBook(stands: boolean): void {
    this.held = stands ? (this.held ?? { ...this.book(DEEPEST), version: this.bookVersion }) : null;
  }

  /** The last price. */
  get lastTicks(): number {
    return priceToTicks(this.instrument, this.last);
  }

  /** The best bid; the last price where there is none. */
  get bidTicks(): number {
    return this.sides?.ticksAt(-1, 0) || this.lastTicks;
  }

  /** The best offer: the source's own ask, or, where it has none, the last price too. */
  get askTicks(): number {
    return this.sides === null ? priceToTicks(this.instrument, this.ask) : this.sides.ticksAt(1, 0) || this.lastTicks;
  }

  /** The price that triggers orders of a side: the last one where trades or a book were recorded. */
  triggerTicks(side: 1 | -1): number {
    return this.sides !== null ? this.lastTicks : side > 0 ? this.askTicks : this.bidTicks;
  }

  /** Whether a candle has begun that is not over. */
  get isUnderWay(): boolean {
    return this.current.time > (this.source.time[this.closed - 1] ?? Number.NEGATIVE_INFINITY);
  }

  /** Price times quantity of a candle's trades; where these are not known, its volume at its close. */
  turnoverOf(candle: number): number {
    if (this.sums !== null) return this.sums.turnover[candle] as number;
    if (candle === this.closed) return this.current.volume * this.current.close;
    return (this.source.volume[candle] as number) * (this.source.close[candle] as number);
  }

  get lastText(): string {
    return formatTicks(this.instrument, this.lastTicks);
  }

  /** Differs whenever the book does. */
  get bookVersion(): number | string {
    return this.held?.version ?? this.sides?.version ?? `${this.bidTicks} ${this.askTicks}`;
  }

  /**
   * The order book, nearest first: as it was recorded, or, for sources that have none, around the price. Those levels follow from the price alone, so that
   * the same replay shows the same book. Where bid and ask are one price the book shows one a tick below it and the other a tick above, so that a
   * post-only order at the best price rests.
   */
  book(depth: number): Book {
    const { held, sides, bidTicks, askTicks } = this;
    if (held !== null) return { bids: held.bids.slice(0, depth), asks: held.asks.slice(0, depth) };
    if (sides !== null) return { bids: sides.levels('bid', depth), asks: sides.levels('ask', depth) };
    const isOnePrice = askTicks <= bidTicks;
    const bestBid = isOnePrice ? bidTicks - 1 : bidTicks;
    const bestAsk = isOnePrice ? bidTicks + 1 : askTicks;
    const bids: BookLevel[] = [];
    const asks: BookLevel[] = [];
    for (let level = 0; level < depth; level++) {
      if (bestBid - level > 0) bids.push({ ticks: bestBid - level, lots: sizeAt(bestBid - level) });
      asks.push({ ticks: bestAsk + level, lots: sizeAt(bestAsk + level) });
    }
    return { bids, asks };
  }
}

function setPrices(row: Pick<Candles, 'open' | 'high' | 'low' | 'close'>, from: number, to: number): void {
  row.open[0] = from;
  row.close[0] = to;
  row.high[0] = from > to ? from : to;
  row.low[0] = from < to ? from : to;
}

/** 100 to 1,123 lots, scattered by the price. */
function sizeAt(ticks: number): number {
  return 100 + ((ticks * 2654435761) >>> 22);
}
