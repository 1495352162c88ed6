/** The pairs of the exchange in Kraken's names, and their prices and quantities as text. */

import { formatScaled, powerOfTen } from '../../../core/domain/decimal.ts';
import { formatLots, formatTicks, type Instrument } from '../../../core/domain/instrument.ts';
import { InputError } from '../../../core/domain/result.ts';
import type { Market } from '../exchange/market.ts';
import type { BookLevel } from '../exchange/sides.ts';

export interface Asset {
  /** XXBT: what balances and pairs are keyed by. */
  readonly id: string;
  /** XBT. */
  readonly altname: string;
  /** BTC: its name on the stream. */
  readonly symbol: string;
  readonly decimals: number;
  readonly displayDecimals: number;
}

export interface Pair {
  readonly market: Market;
  readonly instrument: Instrument;
  readonly base: Asset;
  readonly quote: Asset;
  /** XXBTZUSD. */
  readonly id: string;
  /** XBTUSD. */
  readonly altname: string;
  /** XBT/USD. */
  readonly wsname: string;
  /** BTC/USD: its name on the stream. */
  readonly symbol: string;
  /** Of the account's money. */
  readonly quantumDecimals: number;
  readonly orderMinimumLots: number;
  /** In quanta. */
  readonly costMinimum: number;
  /** What the sizes of the exchange's order book are multiplied with: it counts in lots, and a lot may be worth next to nothing. */
  readonly bookScale: number;
}

/** Kraken's names from before it listed hundreds of currencies: X for coins, Z for money of states. Whoever came later has one name. */
const OLD_NAMES: Readonly<Record<string, readonly [id: string, altname: string]>> = {
  BTC: ['XXBT', 'XBT'],
  ETH: ['XETH', 'ETH'],
  LTC: ['XLTC', 'LTC'],
  XRP: ['XXRP', 'XRP'],
  DOGE: ['XXDG', 'XDG'],
  USD: ['ZUSD', 'USD'],
  EUR: ['ZEUR', 'EUR'],
  GBP: ['ZGBP', 'GBP'],
};
/** Smallest orders in units; one lot where none is stated. */
const ORDER_MINIMUMS: Readonly<Record<string, number>> = { BTC: 0.00005, ETH: 0.001 };
/** Smallest cost of an order in the quote currency. */
const COST_MINIMUM = 0.5;
/** A level of the order book is worth this much of the quote currency at least. */
const LEVEL_VALUE = 100;
/** Kraken writes quantities with eight decimals, and most amounts of money with five at least. */
const QUANTITY_DECIMALS = 8;
const MONEY_DECIMALS = 5;

export function assetOf(symbol: string): Asset {
  const [id, altname] = OLD_NAMES[symbol] ?? [symbol, symbol];
  const money = id.startsWith('Z');
  return { id, altname, symbol, decimals: money ? 4 : id === altname ? 8 : 10, displayDecimals: money ? 2 : id === altname ? 4 : 5 };
}

/** InputError EXCHANGE_MARKETS_INVALID where the markets are none that a spot venue with one quote currency can have. */
export function pairsOf(markets: readonly Market[]): Pair[] {
  const pairs = markets.map(pairOf);
  const quotes = new Set(pairs.map(({ quote }) => quote.id));
  if (quotes.size > 1)
    throw new InputError('EXCHANGE_MARKETS_INVALID', `expected pairs with one quote currency, found ${[...quotes].join(' and ')}`, 2);
  const names = new Set(pairs.map(({ id }) => id));
  if (names.size < pairs.length)
    throw new InputError('EXCHANGE_MARKETS_INVALID', 'expected each pair once, found one twice: replay one series of it', 2);
  return pairs;
}

function pairOf(market: Market): Pair {
  const { instrument } = market;
  const { id, kind, base, quote, leverage = 1 } = instrument.specification;
  if (kind !== 'spot' || instrument.shorting || leverage !== 1)
    throw new InputError('EXCHANGE_MARKETS_INVALID', `expected a spot instrument without leverage or shorting, found ${id} (${kind})`, 2);
  const [of, against] = [assetOf(base), assetOf(quote)];
  const altname = of.altname + against.altname;
  const old = of.id !== of.altname && against.id !== against.altname;
  const quantumDecimals = quantumDecimalsOf(instrument);
  return {
    market,
    instrument,
    base: of,
    quote: against,
    id: old ? of.id + against.id : altname,
    altname,
    wsname: `${of.altname}/${against.altname}`,
    symbol: `${of.symbol}/${against.symbol}`,
    quantumDecimals,
    orderMinimumLots: Math.max(1, Math.ceil((ORDER_MINIMUMS[base] ?? 0) / instrument.lotSize - 1e-9)),
    costMinimum: Math.max(instrument.minimumNotional, COST_MINIMUM * powerOfTen(quantumDecimals)),
    bookScale: bookScaleOf(market),
  };
}

/** The power of ten that brings the smallest level of the exchange's book, 100 lots, to a level's value at the first price. */
function bookScaleOf({ instrument, last, sides }: Market): number {
  if (sides !== null) return 1;
  return 10 ** Math.max(0, Math.ceil(Math.log10(LEVEL_VALUE / (100 * instrument.lotSize * last))));
}

/** Levels of the order book, nearest first. */
export function bookOf({ market, bookScale }: Pair, depth: number): { readonly bids: BookLevel[]; readonly asks: BookLevel[] } {
  const scaled = (levels: readonly BookLevel[]) => levels.map(({ ticks, lots }) => ({ ticks, lots: lots * bookScale }));
  const { bids, asks } = market.book(depth);
  return { bids: scaled(bids), asks: scaled(asks) };
}

/** An instrument is prepared for money of so many decimals: what a tick times a lot is worth tells them. */
function quantumDecimalsOf({ valueMultiplier, valueDivisor, tickSize, lotSize }: Instrument): number {
  return Math.round(Math.log10(valueMultiplier / valueDivisor / (tickSize * lotSize)));
}

/** Finds a pair by any name Kraken takes for it: XXBTZUSD, XBTUSD, BTC/USD, BTCUSD; not by its `wsname` XBT/USD. */
export function pairFinder(pairs: readonly Pair[]): (name: string) => Pair | undefined {
  const byName = new Map<string, Pair>();
  for (const pair of pairs) {
    for (const name of [pair.id, pair.altname, pair.symbol, pair.symbol.replace('/', '')]) byName.set(name, pair);
  }
  return (name) => byName.get(name.toUpperCase());
}

/** Decimal text with at least so many decimals: 1.5 to 1.50000. */
export function padded(text: string, decimals: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

export function priceText({ instrument }: Pair, ticks: number): string {
  return padded(formatTicks(instrument, ticks), instrument.tickDecimals);
}

/** Prices of tickers, books and public trades have five decimals at least. */
export function longPriceText(pair: Pair, ticks: number): string {
  return padded(priceText(pair, ticks), MONEY_DECIMALS);
}

export function quantityText({ instrument }: Pair, lots: number): string {
  return padded(formatLots(instrument, lots), QUANTITY_DECIMALS);
}

/** Amounts of the quote currency, exact. */
export function moneyText({ quantumDecimals }: Pick<Pair, 'quantumDecimals'>, quanta: number, decimals = MONEY_DECIMALS): string {
  return padded(formatScaled(quanta, quantumDecimals), decimals);
}

/** What an order asks to spend, as it is told: with the decimals of a volume. */
export function cashText(pair: Pair, quanta: number): string {
  return moneyText(pair, quanta, QUANTITY_DECIMALS);
}

/** Average price of what an order has filled; zero where nothing is. */
export function averageText(pair: Pair, value: number, lots: number): string {
  const decimals = Math.max(MONEY_DECIMALS, pair.instrument.tickDecimals);
  if (lots === 0) return (0).toFixed(decimals);
  return (value / powerOfTen(pair.quantumDecimals) / (lots * pair.instrument.lotSize)).toFixed(decimals);
}
