/** One market of an exchange: what is traded, the stored candles it moves along, and where its price is now. */

import { formatTicks, type Instrument, priceToTicks } from '../../../core/domain/instrument.ts';
import { type Candles, createCandles } from '../../../core/market/candles.ts';
import type { FundingHistory } from '../../../core/trading/venue-model/funding.ts';
import { MOVES, type Move, moveOf } from './moves.ts';

export interface MarketSource {
  readonly instrument: Instrument;
  readonly timeframeMs: number;
  readonly candles: Candles;
  readonly funding?: FundingHistory | 'missing' | null;
  /** Candles told as history before trading begins. */
  readonly history?: number;
}

export interface BookLevel {
  readonly ticks: number;
  readonly lots: number;
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

export class Market {
  readonly index: number;
  readonly instrument: Instrument;
  readonly timeframeMs: number;
  readonly source: Candles;
  readonly funding: FundingHistory | 'missing' | null;
  /** One row that the venue models of all accounts are played on, written anew for each move. */
  readonly row: Candles;
  readonly current: CandleSoFar;
  halted = false;
  /** Most lots of one execution; Infinity but for a fault. */
  mostLotsPerFill = Number.POSITIVE_INFINITY;
  /** Prices may be set this far from the last one, as a ratio. */
  priceBandRatio = 0.5;
  private candle: number;
  private step = 0;
  /** Last price, and the ask where the source has one, in units; NaN before trading begins. */
  last: number;
  ask: number;
  /** Volume a taker meets now, in units. */
  private volume = 0;
  /** Best prices that the book goes on showing where a fault makes it stand still. */
  private shown: { readonly bidTicks: number; readonly askTicks: number } | null = null;

  constructor(index: number, source: MarketSource) {
    this.index = index;
    this.instrument = source.instrument;
    this.timeframeMs = source.timeframeMs;
    this.source = source.candles;
    this.funding = source.funding ?? null;
    this.candle = Math.min(source.history ?? 0, Math.max(0, source.candles.length - 1));
    const before = Math.max(0, this.candle - 1);
    this.last = source.candles.open[this.candle] as number;
    this.ask = source.candles.ask?.open[this.candle] ?? this.last;
    this.row = createCandles(1, { hasVolume: source.candles.hasVolume, hasAsk: source.candles.ask !== undefined });
    this.row.length = 1;
    this.row.time[0] = source.candles.time[before] as number;
    this.current = { time: this.row.time[0] as number, open: this.last, high: this.last, low: this.last, close: this.last, volume: 0 };
  }

  /** Time of the next move; Infinity when the source has ended. */
  get nextAt(): number {
    if (this.candle >= this.source.length) return Number.POSITIVE_INFINITY;
    return (this.source.time[this.candle] as number) + Math.floor((this.timeframeMs * this.step) / (MOVES - 1));
  }

  /** Whether the next move is the end of a candle. */
  get closesNext(): boolean {
    return this.step === MOVES - 1;
  }

  /** Candles that are over. */
  get closed(): number {
    return this.candle;
  }

  /** Makes the next move: the row, the price and the candle under way follow. */
  move(): Move {
    const move = moveOf(this.source, this.candle, this.step, this.timeframeMs);
    this.step++;
    if (this.step === MOVES) {
      this.step = 0;
      this.candle++;
    }
    this.last = move.to;
    this.ask = move.askTo;
    if (move.part === 'open') {
      const { to } = move;
      Object.assign(this.current, { time: this.source.time[move.candle], open: to, high: to, low: to, close: to, volume: 0 });
      this.volume = this.source.volume[move.candle] as number;
    } else if (move.part === 'inside') this.follow(move);
    this.write(move.from, move.to, move.askFrom, move.askTo, move.part === 'inside' ? move.volume : this.volume);
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
    const [bid, ask] = price === undefined ? [this.last, this.ask] : [price, price];
    this.write(bid, bid, ask, ask, this.volume);
  }

  private write(from: number, to: number, askFrom: number, askTo: number, volume: number): void {
    const { row } = this;
    setPrices(row, from, to);
    // A limit order takes a tenth of the volume at most (docs/reference/fill-rules.md).
    row.volume[0] = Math.min(volume, this.mostLotsPerFill * this.instrument.lotSize * 10);
    if (row.ask) setPrices(row.ask, askFrom, askTo);
  }

  /** Lets the book stand still, or follow the price again. */
  holdBook(stands: boolean): void {
    const { bidTicks, askTicks } = this;
    this.shown = stands ? (this.shown ?? { bidTicks, askTicks }) : null;
  }

  get bidTicks(): number {
    return priceToTicks(this.instrument, this.last);
  }

  /** The best offer: the source's own ask, or, where it has none, the last price too. */
  get askTicks(): number {
    return priceToTicks(this.instrument, this.ask);
  }

  get lastText(): string {
    return formatTicks(this.instrument, this.bidTicks);
  }

  /**
   * The order book around the price, nearest first, for sources that have none: the levels follow from the price alone, so that the same replay shows the
   * same book. Where bid and ask are one price the book shows one a tick below it and the other a tick above, so that a post-only order at the best price rests.
   */
  book(depth: number): { readonly bids: BookLevel[]; readonly asks: BookLevel[] } {
    const best = this.shown ?? this;
    const isOnePrice = best.askTicks <= best.bidTicks;
    const bidTicks = isOnePrice ? best.bidTicks - 1 : best.bidTicks;
    const bestAsk = isOnePrice ? best.bidTicks + 1 : best.askTicks;
    const bids: BookLevel[] = [];
    const asks: BookLevel[] = [];
    for (let level = 0; level < depth; level++) {
      if (bidTicks - level > 0) bids.push({ ticks: bidTicks - level, lots: sizeAt(bidTicks - level) });
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
