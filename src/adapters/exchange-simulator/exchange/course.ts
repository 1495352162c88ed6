/** What a market moves along: stored candles, or a recording of trades, quotes or an order book. */

import { type Instrument, priceToTicks } from '../../../core/domain/instrument.ts';
import type { Candles } from '../../../core/market/candles.ts';
import { type Recording, ROW } from '../../../core/market/recording.ts';
import { MOVES, type Move, moveOf } from './moves.ts';
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
}

/** Each candle is five moves. */
export class CandleCourse implements Course {
  readonly sides = null;
  readonly traded = 0;
  closed: number;
  private step = 0;
  private readonly candles: Candles;
  private readonly timeframeMs: number;

  constructor(candles: Candles, timeframeMs: number, from: number) {
    this.candles = candles;
    this.timeframeMs = timeframeMs;
    this.closed = from;
  }

  get nextAt(): number {
    if (this.closed >= this.candles.length) return Number.POSITIVE_INFINITY;
    return (this.candles.time[this.closed] as number) + Math.floor((this.timeframeMs * this.step) / (MOVES - 1));
  }

  get closesNext(): boolean {
    return this.step === MOVES - 1;
  }

  move(): Move {
    const move = moveOf(this.candles, this.closed, this.step, this.timeframeMs);
    this.step++;
    if (this.step === MOVES) {
      this.step = 0;
      this.closed++;
    }
    return move;
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

  private close(): Move {
    const at = this.endsAt;
    this.endsAt = Number.POSITIVE_INFINITY;
    return this.moved(at, this.last, this.ask, 0, this.closed++, 'close', null);
  }

  private event(): Move {
    const { recording, last, ask } = this;
    const at = this.eventAt;
    const trade = (recording.row[this.next] as number) <= ROW.sell ? this.takeTrade(this.next++) : null;
    if (trade === null) this.takeUpdate();
    const tells = recording.trades.length > 0 ? trade !== null : this.bid > 0 && this.ask > 0;
    const volume = trade === null ? 0 : (recording.quantity[this.next - 1] as number);
    if (tells && recording.trades.length === 0) this.last = this.bid;
    if (!tells || this.endsAt < Number.POSITIVE_INFINITY) return this.moved(at, last, ask, volume, this.closed, 'inside', trade);
    this.endsAt = (this.candles.time[this.closed] as number) + this.timeframeMs;
    return this.moved(at, this.last, this.ask, volume, this.closed, 'open', trade);
  }

  private moved(at: number, from: number, askFrom: number, volume: number, candle: number, part: Move['part'], trade: Move['trade']): Move {
    const { sides, last, ask } = this;
    const asks = sides === null ? { askFrom: askFrom > 0 ? askFrom : ask, askTo: ask } : { askFrom: from, askTo: last };
    return { at, from, to: last, volume, ...asks, candle, part, trade: trade ?? null };
  }

  private takeTrade(row: number): NonNullable<Move['trade']> {
    const { recording, instrument } = this;
    const side = recording.row[row] === ROW.buy ? 1 : -1;
    this.last = recording.price[row] as number;
    const ticks = priceToTicks(instrument, this.last);
    const lots = Math.round((recording.quantity[row] as number) / instrument.lotSize);
    this.traded++;
    this.touch?.traded(side, ticks, lots);
    return { side, ticks, lots };
  }

  private takeUpdate(): void {
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
    if (book === null) return;
    book.version++;
    this.bid = book.book.bid * instrument.tickSize;
    this.ask = book.book.ask * instrument.tickSize;
  }
}
