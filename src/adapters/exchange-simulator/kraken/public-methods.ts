/** The public REST methods: time, status, what is traded, and market data. */

import type { Fraction } from '../../../core/domain/instrument.ts';
import { invalidArgument, KrakenError } from './errors.ts';
import { type Fields, integerOf, neededText, textOf, textsOf } from './fields.ts';
import { averagePriceOf, barsOf, summaryOf, tradesOf } from './history.ts';
import { bookOf, longPriceText, moneyText, type Pair, priceText, quantityText } from './pairs.ts';
import type { KrakenVenue } from './venue.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const INTERVALS = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600];
const MOST_BARS = 720;
const MOST_TRADES = 1000;
const MOST_LEVELS = 500;

type PublicMethod = (venue: KrakenVenue, fields: Fields) => unknown;

export const PUBLIC_METHODS: Readonly<Record<string, PublicMethod>> = {
  Time: ({ wallNow }) => {
    const at = wallNow();
    return { unixtime: Math.floor(at / 1000), rfc1123: new Date(at).toUTCString().replace('GMT', '+0000') };
  },
  SystemStatus: ({ status, wallNow }) => ({ status, timestamp: `${new Date(wallNow()).toISOString().slice(0, 19)}Z` }),
  Assets: assets,
  AssetPairs: (venue, fields) => keyed(namedPairs(venue, fields), (pair) => pairObject(venue, pair)),
  Ticker: (venue, fields) => keyed(namedPairs(venue, fields), (pair) => ticker(venue, pair)),
  OHLC: candles,
  Depth: depth,
  Trades: trades,
};

function keyed<T>(pairs: readonly Pair[], of: (pair: Pair) => T): Record<string, T> {
  return Object.fromEntries(pairs.map((pair) => [pair.id, of(pair)]));
}

function namedPairs(venue: KrakenVenue, fields: Fields): readonly Pair[] {
  const names = textsOf(fields, 'pair');
  return names.length === 0 ? venue.pairs : names.map((name) => venue.pairOf(name));
}

/** A pair, and the name its data is given under: that of the stream where it was asked for by that, else its id. */
function neededPair(venue: KrakenVenue, fields: Fields): { pair: Pair; key: string } {
  const name = neededText(fields, 'pair');
  const pair = venue.pairOf(name);
  return { pair, key: name.includes('/') ? pair.symbol : pair.id };
}

function assets(venue: KrakenVenue, fields: Fields): unknown {
  const all = [...new Map(venue.pairs.flatMap(({ base, quote }) => [base, quote]).map((asset) => [asset.id, asset])).values()];
  const names = textsOf(fields, 'asset').map((name) => name.toUpperCase());
  const wanted =
    names.length === 0 ? all : names.map((name) => all.find(({ id, altname, symbol }) => [id, altname, symbol].includes(name)));
  return Object.fromEntries(
    wanted.map((asset) => {
      if (asset === undefined) throw new KrakenError('EQuery:Unknown asset');
      const { id, altname, decimals, displayDecimals } = asset;
      return [id, { aclass: 'currency', altname, decimals, display_decimals: displayDecimals, status: 'enabled' }];
    }),
  );
}

/** Percent, as Kraken writes fees: 0.0026 is 0.26. */
export function feePercent({ numerator, denominator }: Fraction): number {
  return Number(((numerator * 100) / denominator).toFixed(6));
}

export function pairStatus({ status }: KrakenVenue, { market }: Pair): string {
  return market.halted ? 'cancel_only' : status;
}

function pairObject(venue: KrakenVenue, pair: Pair): object {
  const { instrument, altname, wsname, base, quote } = pair;
  return {
    altname,
    wsname,
    aclass_base: 'currency',
    base: base.id,
    aclass_quote: 'currency',
    quote: quote.id,
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: instrument.tickDecimals,
    lot_decimals: instrument.lotDecimals,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, feePercent(instrument.takerFee)]],
    fees_maker: [[0, feePercent(instrument.makerFee)]],
    fee_volume_currency: quote.id,
    margin_call: 80,
    margin_stop: 40,
    ordermin: trimmed(quantityText(pair, pair.orderMinimumLots)),
    costmin: trimmed(moneyText(pair, pair.costMinimum)),
    tick_size: trimmed(priceText(pair, 1)),
    status: pairStatus(venue, pair),
    execution_venue: 'international',
  };
}

/** Without zeros at the end: 0.00005000 to 0.00005. */
export function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function ticker({ exchange }: KrakenVenue, pair: Pair): object {
  const { market, instrument } = pair;
  const { bids, asks } = bookOf(pair, 1);
  const quote = ({ ticks, lots }: { ticks: number; lots: number }) => {
    const quantity = lots * instrument.lotSize;
    return [longPriceText(pair, ticks), String(Math.floor(quantity)), quantity.toFixed(3)];
  };
  const today = summaryOf(market, Math.floor(exchange.now / DAY_MS) * DAY_MS);
  const day = summaryOf(market, exchange.now - DAY_MS);
  const both = (text: (bar: NonNullable<typeof day>) => string) => [today, day].map((bar) => (bar === null ? '0' : text(bar)));
  const [lastTrade] = tradesOf(pair, exchange.now, null, 1);
  const price = (value: number) => value.toFixed(Math.max(5, instrument.tickDecimals));
  return {
    a: asks.map(quote)[0],
    b: bids.map(quote)[0],
    c: [longPriceText(pair, market.lastTicks), quantityText(pair, lastTrade?.lots ?? 0)],
    v: both(({ volume }) => volume.toFixed(8)),
    p: both((bar) => price(averagePriceOf(bar))),
    t: [today?.trades ?? 0, day?.trades ?? 0],
    l: both(({ low }) => price(low)),
    h: both(({ high }) => price(high)),
    o: price(today?.open ?? market.last),
  };
}

/** However old `since` is: the last 720 candles at most. `last` is the newest candle that is over. */
function candles(venue: KrakenVenue, fields: Fields): unknown {
  const { pair, key } = neededPair(venue, fields);
  const minutes = integerOf(fields, 'interval') ?? 1;
  if (!INTERVALS.includes(minutes)) throw invalidArgument('interval');
  const since = integerOf(fields, 'since') ?? 0;
  const bars = barsOf(pair.market, minutes * MINUTE_MS, MOST_BARS);
  const price = (value: number) => value.toFixed(pair.instrument.tickDecimals);
  const rows = bars
    .filter(({ time }) => time > since * 1000)
    .map((bar) => [
      bar.time / 1000,
      price(bar.open),
      price(bar.high),
      price(bar.low),
      price(bar.close),
      price(averagePriceOf(bar)),
      bar.volume.toFixed(8),
      bar.trades,
    ]);
  const newestOver = bars.at(-2) ?? bars.at(-1);
  return { [key]: rows, last: newestOver === undefined ? since : newestOver.time / 1000 };
}

function depth(venue: KrakenVenue, fields: Fields): unknown {
  const { pair, key } = neededPair(venue, fields);
  const count = integerOf(fields, 'count') ?? 100;
  if (count < 1 || count > MOST_LEVELS) throw invalidArgument('count');
  const { bids, asks } = bookOf(pair, count);
  const at = Math.floor(venue.exchange.now / 1000);
  const side = (levels: typeof bids) =>
    levels.map(({ ticks, lots }) => [longPriceText(pair, ticks), (lots * pair.instrument.lotSize).toFixed(8), at]);
  return { [key]: { asks: side(asks), bids: side(bids) } };
}

/** `since` in nanoseconds, or in seconds as older clients write it; `last` in nanoseconds. */
function trades(venue: KrakenVenue, fields: Fields): unknown {
  const { pair, key } = neededPair(venue, fields);
  const count = integerOf(fields, 'count') ?? MOST_TRADES;
  if (count < 1 || count > MOST_TRADES) throw invalidArgument('count');
  const since = textOf(fields, 'since');
  if (since !== undefined && !/^\d{1,19}(\.\d+)?$/.test(since)) throw invalidArgument('since');
  const after = since === undefined ? null : since.length > 15 ? Number(since) / 1e6 : Number(since) * 1000;
  const found = tradesOf(pair, venue.exchange.now, after, count);
  const rows = found.map(({ id, at, ticks, lots, side }) => [
    longPriceText(pair, ticks),
    quantityText(pair, lots),
    at / 1000,
    side === 'buy' ? 'b' : 's',
    'm',
    '',
    id,
  ]);
  const last = found.at(-1)?.at ?? after ?? venue.exchange.now;
  return { [key]: rows, last: `${Math.floor(last)}000000` };
}
