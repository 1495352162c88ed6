/** What a market moves along: stored candles, or a recording of trades, quotes or an order book. */

import { type Instrument, priceToTicks } from '../../../core/domain/instrument.ts';
import type { Candles } from '../../../core/market/candles.ts';
import { type Recording, ROW } from '../../../core/market/recording.ts';
import { MOVES, type Move, moveOf, type RecordedTrade, timeOf } from './moves.ts';
import { BookSides, type Sides, TradedSides } from './sides.ts';

export interface Course {
  /** Time of the next move; Infinity when it has ended. */
  readonly nextAt: number;
  /** Whether the next move is the end of a candle. */
  readonly closesNext: boolean;
  /** Candles that are over. */
  readonly closed: number;
  /** Recorded trades that are over. */
  readonly traded: number;
  /** What takers meet besides a price; null where it is all that is known. */
  readonly sides: Sides | null;
  move(): Move;
  /** Leaves out what is over by a time and need not be played: the next move begins the last candle that has begun by then. */
  skip(to: number): void;
}

/** Each candle is five moves. */
export class CandleCourse implements Course {
  readonly sides = null;
  readonly traded = 0;
  closed: number;
  nextAt: number;
  private step = 0;
  private readonly candles: Candles;
  private readonly timeframeMs: number;

  constructor(candles: Candles, timeframeMs: number, from: number) {
    this.candles = candles;
    this.timeframeMs = timeframeMs;
    this.closed = from;
    this.nextAt = from < candles.length ? (candles.time[from] as number) : Number.POSITIVE_INFINITY;
  }

  get closesNext(): boolean {
    return this.step === MOVES - 1;
  }

  move(): Move {
    const { candles, timeframeMs } = this;
    const move = moveOf(candles, this.closed, this.step, timeframeMs);
    this.step++;
    if (this.step === MOVES) {
      this.step = 0;
      this.closed++;
    }
    this.nextAt = this.closed < candles.length ? timeOf(candles, this.closed, this.step, timeframeMs) : Number.POSITIVE_INFINITY;
    return move;
  }

  skip(to: number): void {
    const { time, length } = this.candles;
    let candle = this.closed;
    while (candle + 1 < length && (time[candle + 1] as number) <= to) candle++;
    if (candle === this.closed) return;
    this.closed = candle;
    this.step = 0;
    this.nextAt = time[candle] as number;
  }
}

/** Each trade, quote and update of the book is a move; so is the end of a candle, built of the same events. */
export class RecordedCourse implements Course {
  readonly sides: Sides | null;
  closed = 0;
  traded = 0;
  private readonly recording: Recording;
  private readonly candles: Candles;
  private readonly timeframeMs: number;
  private readonly instrument: Instrument;
  private readonly book: BookSides | null;
  private readonly touch: TradedSides | null;
  private next = 0;
  /** End of the candle under way; Infinity where there is none. */
  private endsAt = Number.POSITIVE_INFINITY;
  private last: number;
  private bid = Number.NaN;
  private ask = Number.NaN;

  /** `candles` are those of the recording. */
  constructor(recording: Recording, candles: Candles, timeframeMs: number, instrument: Instrument) {
    this.recording = recording;
    this.candles = candles;
    this.timeframeMs = timeframeMs;
    this.instrument = instrument;
    this.book = recording.kind === 'book' ? new BookSides() : null;
    this.touch = recording.kind === 'trades' ? new TradedSides() : null;
    this.sides = this.book ?? this.touch;
    this.last = candles.open[0] as number;
  }

  private get eventAt(): number {
    return this.next < this.recording.length ? (this.recording.time[this.next] as number) : Number.POSITIVE_INFINITY;
  }

  get nextAt(): number {
    return Math.min(this.endsAt, this.eventAt);
  }

  get closesNext(): boolean {
    return this.endsAt <= this.eventAt;
  }

  move(): Move {
    return this.closesNext ? this.close() : this.event();
  }

  /** Its book is made of every event. */
  skip(): void {}

  private close(): Move {
    const { endsAt: at, last: from, ask: askFrom } = this;
    this.endsAt = Number.POSITIVE_INFINITY;
    const move = this.moved({ at, from, askFrom, part: 'close', trade: null });
    this.closed++;
    return move;
  }

  private event(): Move {
    const { recording, next, eventAt: at, last: from, ask: askFrom } = this;
    const trade = (recording.row[next] as number) <= ROW.sell ? this.takeTrade() : this.takeUpdate();
    // Candles are of the trades, or, where there are none, of the best prices.
    const isPriced = recording.trades.length > 0 ? trade !== null : this.bid > 0 && this.ask > 0;
    if (isPriced && trade === null) this.last = this.bid;
    if (!isPriced || this.endsAt < Number.POSITIVE_INFINITY) return this.moved({ at, from, askFrom, part: 'inside', trade });
    this.endsAt = (this.candles.time[this.closed] as number) + this.timeframeMs;
    return this.moved({ at, from: this.last, askFrom: this.ask, part: 'open', trade });
  }

  private moved(move: Pick<Move, 'at' | 'from' | 'askFrom' | 'part'> & { readonly trade: RecordedTrade | null }): Move {
    const { recording, next, last: to, ask, closed: candle } = this;
    const volume = move.trade === null ? 0 : (recording.quantity[next - 1] as number);
    return { ...move, to, askFrom: move.askFrom > 0 ? move.askFrom : ask, askTo: ask, volume, candle };
  }

  private takeTrade(): RecordedTrade {
    const { recording, instrument } = this;
    const row = this.next++;
    const side = recording.row[row] === ROW.buy ? 1 : -1;
    this.last = recording.price[row] as number;
    const ticks = priceToTicks(instrument, this.last);
    const lots = Math.round((recording.quantity[row] as number) / instrument.lotSize);
    this.traded++;
    this.touch?.traded(side, ticks, lots);
    return { side, ticks, lots };
  }

  private takeUpdate(): null {
    const { recording, book, instrument } = this;
    let ended = false;
    while (!ended) {
      const row = this.next++;
      ended = recording.ends[row] === 1;
      const [what, price, quantity] = [recording.row[row], recording.price[row] as number, recording.quantity[row] as number];
      if (book === null) {
        if (what === ROW.bid) this.bid = price;
        else this.ask = price;
      } else if (what === ROW.empty) book.book.clear();
      else {
        const lots = Math.round(quantity / instrument.lotSize);
        book.book.set(what === ROW.bid ? 'bid' : 'ask', priceToTicks(instrument, price), lots);
      }
    }
    if (book === null) return null;
    book.version++;
    this.bid = book.book.bid * instrument.tickSize;
    this.ask = book.book.ask * instrument.tickSize;
    return null;
  }
}
