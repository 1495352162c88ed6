// An order book as it is written down from frames: updates and trades in the order they came, and what was wrong with them.
import { InputError } from '../../core/domain/result.ts';
import { RecordingWriter, ROW } from '../../core/market/recording.ts';
import type { RecordingFile } from './read-ticks.ts';

/** Price and size as a venue writes them. */
export type LevelTexts = readonly (readonly [price: string, size: string])[];

/** Clocks of one venue's streams differ by less; what goes further back is told. */
const CLOCKS_DIFFER_MS = 1000;

export class BookTranscript {
  /** Of the file, as it is read. */
  line = 0;
  /** Frames of no kind that is known. */
  unknown = 0;
  private readonly source: string;
  private readonly writer = new RecordingWriter();
  private readonly notes: string[] = [];
  private symbol = '';
  private now = 0;
  private priceDecimals = 0;
  private quantityDecimals = 0;
  private begun = false;
  private early = 0;
  private gaps = 0;
  private backwards = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** A frame of this instrument. InputError BOOK_SYMBOLS_SEVERAL. */
  of(symbol: unknown): void {
    if (typeof symbol !== 'string' || symbol === this.symbol) return;
    if (this.symbol !== '')
      throw new InputError(
        'BOOK_SYMBOLS_SEVERAL',
        `${this.source}: line ${this.line}: expected frames of ${this.symbol} alone, found ${symbol}; put each instrument in a file of its own`,
      );
    this.symbol = symbol;
  }

  snapshot(at: number, bids: LevelTexts, asks: LevelTexts): void {
    this.begun = true;
    this.writer.add(this.follow(at), ROW.empty);
    this.levels(bids, asks);
  }

  update(at: number, bids: LevelTexts, asks: LevelTexts): void {
    if (bids.length + asks.length === 0) return;
    this.follow(at);
    this.levels(bids, asks);
  }

  trade(at: number, side: 1 | -1, price: string, quantity: string): void {
    const time = this.follow(at);
    if (!this.begun) this.early++;
    else this.writer.add(time, side > 0 ? ROW.buy : ROW.sell, this.price(price), this.quantity(quantity, false));
  }

  /** What came next was not what had to: nobody knows the book until it is told whole again. */
  gap(at: number, expected: string, found: string): void {
    if (this.gaps++ === 0)
      this.notes.push(`line ${this.line}: expected ${expected}, found ${found}: the book is empty until the next snapshot`);
    this.writer.add(this.follow(at), ROW.empty);
    this.writer.endUpdate();
  }

  finish(): RecordingFile {
    const { notes, source } = this;
    if (this.symbol === '')
      throw new InputError(
        'BOOK_FRAMES_UNKNOWN',
        `${source}: expected frames of Binance's or Bybit's streams, found none of their form`,
        2,
      );
    if (!this.begun)
      throw new InputError('BOOK_EMPTY', `${source}: expected a snapshot of the order book, found updates alone; record one with them`);
    if (this.early > 0) notes.push(`${this.early} trades before the first snapshot were left out`);
    if (this.gaps > 1) notes.push(`updates are missing in ${this.gaps} places`);
    if (this.backwards > 0)
      notes.push(`${this.backwards} frames were more than a second older than one before them and were put at its time`);
    if (this.unknown > 0) notes.push(`${this.unknown} frames of other kinds were passed over`);
    const { priceDecimals, quantityDecimals } = this;
    return { recording: this.writer.finish({ kind: 'book', priceDecimals, quantityDecimals }), notes };
  }

  /** Times never fall. What carries none happens at the latest one. */
  follow(at: number): number {
    if (!(at > 0)) return this.now;
    if (at < this.now - CLOCKS_DIFFER_MS) this.backwards++;
    this.now = Math.max(this.now, at);
    return this.now;
  }

  private levels(bids: LevelTexts, asks: LevelTexts): void {
    for (const [price, size] of bids) this.writer.add(this.now, ROW.bid, this.price(price), this.quantity(size, true));
    for (const [price, size] of asks) this.writer.add(this.now, ROW.ask, this.price(price), this.quantity(size, true));
    this.writer.endUpdate();
  }

  private price(text: string): number {
    this.priceDecimals = Math.max(this.priceDecimals, decimalsOf(text));
    return this.positive(text, false);
  }

  private quantity(text: string, mayBeNone: boolean): number {
    this.quantityDecimals = Math.max(this.quantityDecimals, decimalsOf(text));
    return this.positive(text, mayBeNone);
  }

  private positive(text: string, mayBeZero: boolean): number {
    const value = Number(text);
    if (value > 0 || (mayBeZero && value === 0)) return value;
    throw new InputError(
      'BOOK_FRAMES_DAMAGED',
      `${this.source}: line ${this.line}: expected a price or size above 0, found ${JSON.stringify(text)}; correct or remove the line`,
    );
  }
}

/** Without zeros at the end: 1.50 has one. */
function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return Math.max(0, end - point - 1);
}
