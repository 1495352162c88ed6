/** What was recorded of a market, event by event and in columns: trades, quotes, or an order book with its trades. */

import { aggregateCandles } from './aggregate.ts';
import { ALWAYS_OPEN } from './calendar.ts';
import { type Candles, createCandles } from './candles.ts';
import { OrderBook } from './order-book.ts';

/** What a row says: a trade by who took, the size now at a price of a side (0 for none; of quotes the side's best price), or that the book is empty. */
export const ROW = { buy: 1, sell: 2, bid: 3, ask: 4, empty: 5 } as const;

/** Rows in the order they were recorded; times never fall. The rows of an update of the book happen at once: `ends` is 1 at its last one, and at every trade. */
export interface Recording {
  readonly kind: 'trades' | 'quotes' | 'book';
  readonly length: number;
  /** Epoch ms UTC. */
  readonly time: Float64Array;
  readonly row: Uint8Array;
  readonly ends: Uint8Array;
  /** In units, as candles. */
  readonly price: Float64Array;
  readonly quantity: Float64Array;
  /** Rows that are trades. */
  readonly trades: Uint32Array;
  /** The most decimals any price, and any quantity, was written with. */
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

/** Writes a recording row by row. */
export class RecordingWriter {
  private length = 0;
  private time = new Float64Array(1024);
  private row = new Uint8Array(1024);
  private ends = new Uint8Array(1024);
  private price = new Float64Array(1024);
  private quantity = new Float64Array(1024);
  private trades = 0;

  add(time: number, row: (typeof ROW)[keyof typeof ROW], price = 0, quantity = 0): void {
    const i = this.length++;
    if (i === this.time.length) this.grow();
    this.time[i] = time;
    this.row[i] = row;
    this.price[i] = price;
    this.quantity[i] = quantity;
    if (row > ROW.sell) return;
    this.trades++;
    this.ends[i] = 1;
  }

  /** What was added since the last trade or update happens at once. */
  endUpdate(): void {
    if (this.length > 0) this.ends[this.length - 1] = 1;
  }

  finish({ kind, priceDecimals, quantityDecimals }: Pick<Recording, 'kind' | 'priceDecimals' | 'quantityDecimals'>): Recording {
    this.endUpdate();
    const { length } = this;
    const trades = new Uint32Array(this.trades);
    let count = 0;
    for (let i = 0; i < length; i++) if ((this.row[i] as number) <= ROW.sell) trades[count++] = i;
    const [time, price, quantity] = [this.time, this.price, this.quantity].map((column) => column.slice(0, length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [row, ends] = [this.row.slice(0, length), this.ends.slice(0, length)];
    return { kind, length, time, row, ends, price, quantity, trades, priceDecimals, quantityDecimals };
  }

  private grow(): void {
    const size = this.length * 2;
    const numbers = (column: Float64Array<ArrayBuffer>) => {
      const larger = new Float64Array(size);
      larger.set(column);
      return larger;
    };
    const bytes = (column: Uint8Array<ArrayBuffer>) => {
      const larger = new Uint8Array(size);
      larger.set(column);
      return larger;
    };
    [this.time, this.price, this.quantity] = [numbers(this.time), numbers(this.price), numbers(this.quantity)];
    [this.row, this.ends] = [bytes(this.row), bytes(this.ends)];
  }
}

/** Candles of a recording, all of them over: of its trades, or, where it has none, of its best bids and asks. No candle where nothing happened. */
export function candlesOf(recording: Recording, timeframeMs: number): Candles {
  const ticks = recording.trades.length > 0 ? tradesAsTicks(recording) : quotesAsTicks(recording);
  return aggregateCandles(ticks, 0, timeframeMs, ALWAYS_OPEN, {
    completeUntilMs: Number.POSITIVE_INFINITY,
    volumeDecimals: recording.quantityDecimals,
  });
}

function tradesAsTicks({ time, price, quantity, trades }: Recording): Candles {
  const ticks = createCandles(trades.length);
  ticks.length = trades.length;
  trades.forEach((row, i) => {
    ticks.time[i] = time[row] as number;
    for (const name of ['open', 'high', 'low', 'close'] as const) ticks[name][i] = price[row] as number;
    ticks.volume[i] = quantity[row] as number;
  });
  return ticks;
}

function quotesAsTicks(recording: Recording): Candles {
  const { length, time, ends } = recording;
  const ticks = createCandles(length, { hasVolume: false, hasAsk: true });
  const touch = new Touch(recording);
  for (let row = 0; row < length; row++) {
    touch.take(row);
    if (ends[row] === 0 || !(touch.bid > 0 && touch.ask > 0)) continue;
    const i = ticks.length++;
    ticks.time[i] = time[row] as number;
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      ticks[name][i] = touch.bid;
      (ticks.ask as NonNullable<Candles['ask']>)[name][i] = touch.ask;
    }
  }
  return ticks;
}

/** Best bid and ask after each row, in units; NaN while there is none. */
class Touch {
  private readonly recording: Recording;
  private readonly book = new OrderBook(256);
  bid = Number.NaN;
  ask = Number.NaN;

  constructor(recording: Recording) {
    this.recording = recording;
  }

  take(row: number): void {
    const { recording, book } = this;
    const [what, price, quantity] = [recording.row[row], recording.price[row] as number, recording.quantity[row] as number];
    if (recording.kind === 'quotes') {
      if (what === ROW.bid) this.bid = price;
      else if (what === ROW.ask) this.ask = price;
      return;
    }
    if (what === ROW.empty) book.clear();
    else book.set(what === ROW.bid ? 'bid' : 'ask', price, quantity);
    [this.bid, this.ask] = [book.bid, book.ask];
  }
}
