/** The public channels of the stream: what a subscriber is told first, and what at each move of the market. */

import { changesBetween } from '../exchange/book-changes.ts';
import { type Move, moveOf } from '../exchange/moves.ts';
import type { BookLevel } from '../exchange/sides.ts';
import { bookChecksum, type LevelText } from './checksum.ts';
import { averagePriceOf, type Bar, barsOf, type PublicTrade, summaryOf, tradeOf, tradesOf } from './history.ts';
import { bookOf, moneyText, type Pair, priceText, quantityText } from './pairs.ts';
import { pairStatus } from './public-methods.ts';
import { decimal, longTimeText, timeText } from './stream-message.ts';
import type { KrakenVenue } from './venue.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SNAPSHOT_TRADES = 50;
const SNAPSHOT_BARS = 720;

/** One subscription to one pair. */
export interface MarketChannel {
  snapshot(): object;
  /** Null where the move says nothing new. */
  moved(move: Move): object | null;
}

export interface ChannelOptions {
  readonly depth: number;
  /** Minutes. */
  readonly interval: number;
}

export const BOOK_DEPTHS = [10, 25, 100, 500, 1000];
export const OHLC_INTERVALS = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600];

type Opener = (venue: KrakenVenue, pair: Pair, options: ChannelOptions) => MarketChannel;

export const MARKET_CHANNELS: Readonly<Record<'ticker' | 'book' | 'ohlc' | 'trade', Opener>> = {
  ticker: openTicker,
  book: openBook,
  ohlc: openBars,
  trade: openTrades,
};

function message(channel: string, type: 'snapshot' | 'update', data: readonly object[], timestamp?: string): object {
  return { channel, type, ...(timestamp !== undefined && { timestamp }), data };
}

function openTicker(venue: KrakenVenue, pair: Pair): MarketChannel {
  const data = () => [tickerData(venue, pair)];
  return {
    snapshot: () => message('ticker', 'snapshot', data()),
    moved: ({ part }) => (part === 'close' ? null : message('ticker', 'update', data())),
  };
}

function tickerData({ exchange }: KrakenVenue, pair: Pair): object {
  const { market, instrument, symbol } = pair;
  const { bids, asks } = bookOf(pair, 1);
  const none = { ticks: market.lastTicks, lots: 0 };
  const [bid, ask] = [bids[0] ?? none, asks[0] ?? none];
  const day = summaryOf(market, exchange.now - DAY_MS);
  const last = market.last;
  const [open, low, high, average] = day === null ? [last, last, last, last] : [day.open, day.low, day.high, averagePriceOf(day)];
  const price = (value: number) => decimal(value.toFixed(instrument.tickDecimals));
  return {
    symbol,
    bid: decimal(priceText(pair, bid.ticks)),
    bid_qty: decimal(quantityText(pair, bid.lots)),
    ask: decimal(priceText(pair, ask.ticks)),
    ask_qty: decimal(quantityText(pair, ask.lots)),
    last: decimal(priceText(pair, market.lastTicks)),
    volume: decimal((day?.volume ?? 0).toFixed(8)),
    vwap: price(average),
    low: price(low),
    high: price(high),
    change: price(last - open),
    change_pct: decimal((open === 0 ? 0 : ((last - open) / open) * 100).toFixed(2)),
    trades: day?.trades ?? 0,
    timestamp: timeText(exchange.now),
  };
}

function openBook({ exchange }: KrakenVenue, pair: Pair, { depth }: ChannelOptions): MarketChannel {
  let told = bookOf(pair, depth);
  const levelOf = ({ ticks, lots }: BookLevel): object => ({
    price: decimal(priceText(pair, ticks)),
    qty: decimal(quantityText(pair, lots)),
  });
  const texts = (levels: readonly BookLevel[]): LevelText[] =>
    levels.slice(0, 10).map(({ ticks, lots }) => ({ price: priceText(pair, ticks), quantity: quantityText(pair, lots) }));
  const data = (bids: readonly BookLevel[], asks: readonly BookLevel[]) => ({
    symbol: pair.symbol,
    bids: bids.map(levelOf),
    asks: asks.map(levelOf),
    checksum: bookChecksum(texts(told.asks), texts(told.bids)),
    timestamp: timeText(exchange.now),
  });
  return {
    snapshot: () => {
      told = bookOf(pair, depth);
      return message('book', 'snapshot', [data(told.bids, told.asks)]);
    },
    moved: () => {
      const before = told;
      told = bookOf(pair, depth);
      const changes = (of: 'bids' | 'asks') => changesBetween(of, before[of], told[of]);
      const [bids, asks] = [changes('bids'), changes('asks')];
      return bids.length + asks.length === 0 ? null : message('book', 'update', [data(bids, asks)]);
    },
  };
}

function openBars({ exchange }: KrakenVenue, pair: Pair, { interval }: ChannelOptions): MarketChannel {
  const intervalMs = interval * MINUTE_MS;
  const price = (value: number) => decimal(value.toFixed(pair.instrument.tickDecimals));
  const row = (bar: Bar): object => ({
    symbol: pair.symbol,
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    trades: bar.trades,
    volume: decimal(bar.volume.toFixed(8)),
    vwap: price(averagePriceOf(bar)),
    interval_begin: longTimeText(bar.time),
    interval,
    timestamp: timeText(bar.time + intervalMs),
  });
  const data = (count: number) => barsOf(pair.market, intervalMs, count).map(row);
  return {
    snapshot: () => message('ohlc', 'snapshot', data(SNAPSHOT_BARS), longTimeText(exchange.now)),
    moved: ({ part, trade }) => {
      // Updates of a recorded book are no news of its candles.
      if (trade === null && part === 'inside' && pair.market.sides !== null) return null;
      const rows = data(1);
      return rows.length === 0 ? null : message('ohlc', 'update', rows, longTimeText(exchange.now));
    },
  };
}

function openTrades({ exchange }: KrakenVenue, pair: Pair): MarketChannel {
  const row = ({ id, at, ticks, lots, side }: PublicTrade): object => ({
    symbol: pair.symbol,
    side,
    price: decimal(priceText(pair, ticks)),
    qty: decimal(quantityText(pair, lots)),
    ord_type: 'market',
    trade_id: id,
    timestamp: timeText(at),
  });
  return {
    snapshot: () => message('trade', 'snapshot', tradesOf(pair, exchange.now, null, SNAPSHOT_TRADES).map(row)),
    moved: (move) => {
      const trade =
        move.part === 'close' || move.trade === null ? null : (recordedTrade(pair, move) ?? tradeOf(pair, move.candle, partOf(pair, move)));
      return trade === null ? null : message('trade', 'update', [row(trade)]);
    },
  };
}

function recordedTrade({ market }: Pair, { at, trade }: Move): PublicTrade | null {
  return trade ? { id: market.traded, at, ticks: trade.ticks, lots: trade.lots, side: trade.side > 0 ? 'buy' : 'sell' } : null;
}

/** Which move of its candle a move is. */
function partOf({ market }: Pair, { candle, at }: Move): number {
  let part = 0;
  while (moveOf(market.source, candle, part, market.timeframeMs).at < at) part++;
  return part;
}

/** What is traded, in which steps. */
export function instrumentData(venue: KrakenVenue): object {
  const assets = new Map(venue.pairs.flatMap(({ base, quote }) => [base, quote]).map((asset) => [asset.symbol, asset]));
  return {
    channel: 'instrument',
    type: 'snapshot',
    data: {
      assets: [...assets.values()].map(({ symbol, decimals, displayDecimals }) => ({
        id: symbol,
        status: 'enabled',
        precision: decimals,
        precision_display: displayDecimals,
        borrowable: false,
        collateral_value: decimal('0.00'),
        margin_rate: decimal('0.000000'),
      })),
      pairs: venue.pairs.map((pair) => pairData(venue, pair)),
    },
  };
}

function pairData(venue: KrakenVenue, pair: Pair): object {
  const { instrument, symbol, base, quote } = pair;
  return {
    symbol,
    base: base.symbol,
    quote: quote.symbol,
    status: pairStatus(venue, pair),
    qty_precision: 8,
    qty_increment: decimal(quantityText(pair, 1)),
    price_precision: instrument.tickDecimals,
    cost_precision: 5,
    marginable: false,
    has_index: false,
    cost_min: decimal(moneyText(pair, pair.costMinimum)),
    tick_size: decimal(priceText(pair, 1)),
    price_increment: decimal(priceText(pair, 1)),
    qty_min: decimal(quantityText(pair, pair.orderMinimumLots)),
  };
}
