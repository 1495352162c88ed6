/** Reads an order as Kraken's clients write it, and refuses what the venue refuses, in its words. */

import { formatTicks, parseTicks, priceToTicks, ticksToPrice } from '../../../core/domain/instrument.ts';
import type { OrderType, TimeInForce } from '../../../core/domain/order.ts';
import type { ExchangeOrder } from '../exchange/orders.ts';
import { invalidArgument, KrakenError } from './errors.ts';
import { type Fields, flagOf, integerOf, neededText, nestedOf, textOf, textsOf } from './fields.ts';
import { type OrderVolume, readCash, readVolume } from './order-volume.ts';
import type { Pair } from './pairs.ts';

export type KrakenOrderType = 'market' | 'limit' | 'stop-loss' | 'take-profit' | 'stop-loss-limit' | 'take-profit-limit' | 'trailing-stop';

/** The order that the execution of another one opens. */
export interface CloseTerms {
  readonly kind: KrakenOrderType;
  readonly price: string;
  readonly price2: string;
}

export interface OrderRequest extends OrderVolume {
  readonly pair: Pair;
  readonly side: 1 | -1;
  readonly kind: KrakenOrderType;
  /** In ticks; NaN where it does not apply. */
  readonly limit: number;
  readonly trigger: number;
  /** Distance of a trailing stop: in ticks, or as a ratio; one of them is 0. */
  readonly trailTicks: number;
  readonly trailRatio: number;
  /** As written, such as +50.0000%; empty for others. */
  readonly trail: string;
  readonly timeInForce: TimeInForce;
  /** By the exchange's clock; Infinity but for GTD. */
  readonly expireAt: number;
  /** As asked, in seconds; 0 for none. */
  readonly expiretm: number;
  readonly postOnly: boolean;
  readonly clientId: string;
  readonly userref: number | null;
  readonly oflags: string;
  readonly close: CloseTerms | null;
}

/** Which prices an order of each kind takes. */
const PRICES: Readonly<Record<KrakenOrderType, 'none' | 'limit' | 'trigger' | 'both' | 'trail'>> = {
  market: 'none',
  limit: 'limit',
  'stop-loss': 'trigger',
  'take-profit': 'trigger',
  'stop-loss-limit': 'both',
  'take-profit-limit': 'both',
  'trailing-stop': 'trail',
};
/** What the matching knows each kind as. A take-profit with a limit is told apart by its prices: see `matchedAs`. */
const MATCHED: Readonly<Record<Exclude<KrakenOrderType, 'take-profit-limit'>, OrderType>> = {
  market: 'market',
  limit: 'limit',
  'stop-loss': 'stop',
  'take-profit': 'take-profit',
  'stop-loss-limit': 'stop-limit',
  'trailing-stop': 'trailing-stop',
};
const KINDS: Readonly<Record<OrderType, KrakenOrderType>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop-loss',
  'take-profit': 'take-profit',
  'stop-limit': 'stop-loss-limit',
  'trailing-stop': 'trailing-stop',
};
const CLIENT_ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|[\x20-\x7e]{1,18})$/i;
const SIDES: Readonly<Record<string, 1 | -1>> = { buy: 1, sell: -1 };

export interface ReadingTime {
  /** The server's clock and the exchange's: a request speaks of the first, the matching of the second. */
  readonly wall: number;
  readonly exchange: number;
}

export function readOrder(fields: Fields, pair: Pair, time: ReadingTime): OrderRequest {
  const side = SIDES[neededText(fields, 'type')];
  if (side === undefined) throw invalidArgument('type');
  const kind = kindOf(neededText(fields, 'ordertype'));
  const flags = textsOf(fields, 'oflags');
  refuseUnsupported(fields, flags);
  const isCash = flags.includes('viqc');
  if (isCash && (side < 0 || kind !== 'market')) throw invalidArgument('viqc');
  const volume = (isCash ? readCash : readVolume)(neededText(fields, 'volume'), pair);
  const postOnly = flags.includes('post');
  if (postOnly && kind !== 'limit') throw invalidArgument('oflags');
  return {
    pair,
    side,
    kind,
    ...volume,
    ...readPrices({ kind, price: textOf(fields, 'price'), price2: textOf(fields, 'price2') }, pair, side),
    ...readLife(fields, kind, time),
    postOnly,
    ...readNames(fields),
    oflags: ['fciq', ...(postOnly ? ['post'] : []), ...(isCash ? ['viqc'] : [])].join(),
    close: readClose(nestedOf(fields, 'close'), pair, side),
  };
}

function kindOf(text: string): KrakenOrderType {
  if (!(text in PRICES)) throw invalidArgument('ordertype');
  return text as KrakenOrderType;
}

function refuseUnsupported(fields: Fields, flags: readonly string[]): void {
  // The matching takes fees in the quote currency.
  for (const flag of flags) if (!['fciq', 'post', 'nompp', 'viqc'].includes(flag)) throw invalidArgument('oflags');
  if ((textOf(fields, 'leverage') ?? 'none') !== 'none') throw invalidArgument('leverage');
  if (flagOf(fields, 'reduce_only')) throw new KrakenError('EOrder:Reduce only:No position exists');
  if ((textOf(fields, 'starttm') ?? '0') !== '0') throw invalidArgument('starttm');
  if ((textOf(fields, 'trigger') ?? 'last') !== 'last') throw invalidArgument('trigger');
  if (textOf(fields, 'displayvol') !== undefined) throw invalidArgument('displayvol');
}

function readNames(fields: Fields): Pick<OrderRequest, 'clientId' | 'userref'> {
  const clientId = textOf(fields, 'cl_ord_id') ?? '';
  const userref = integerOf(fields, 'userref') ?? null;
  if (clientId !== '' && (!CLIENT_ID.test(clientId) || userref !== null)) throw invalidArgument('cl_ord_id');
  if (Math.abs(userref ?? 0) > 2 ** 31 - 1) throw invalidArgument('userref');
  return { clientId, userref };
}

function readLife(fields: Fields, kind: KrakenOrderType, time: ReadingTime): Pick<OrderRequest, 'timeInForce' | 'expireAt' | 'expiretm'> {
  const timeInForce = (textOf(fields, 'timeinforce') ?? 'GTC').toUpperCase();
  const expiry = textOf(fields, 'expiretm') ?? '0';
  if (!['GTC', 'IOC', 'GTD'].includes(timeInForce)) throw invalidArgument('timeinforce');
  if (timeInForce === 'IOC' && kind !== 'limit' && kind !== 'market') throw invalidArgument('timeinforce');
  if (!/^\+?\d{1,10}$/.test(expiry)) throw invalidArgument('expiretm');
  const expiretm = expiry.startsWith('+') ? Math.floor(time.wall / 1000) + Number(expiry) : Number(expiry);
  // A time of expiry makes an order good till then, named so or not.
  if (expiretm === 0) {
    if (timeInForce === 'GTD') throw invalidArgument('expiretm');
    return { timeInForce: timeInForce as TimeInForce, expireAt: Number.POSITIVE_INFINITY, expiretm };
  }
  if (timeInForce === 'IOC' || expiretm * 1000 <= time.wall) throw invalidArgument('expiretm');
  return { timeInForce: 'GTD', expireAt: time.exchange + (expiretm * 1000 - time.wall), expiretm };
}

function readClose(fields: Fields | undefined, pair: Pair, side: 1 | -1): CloseTerms | null {
  if (fields === undefined) return null;
  const kind = kindOf(neededText(fields, 'ordertype'));
  if (kind === 'market') throw invalidArgument('close[ordertype]');
  const terms = { kind, price: textOf(fields, 'price') ?? '', price2: textOf(fields, 'price2') ?? '' };
  readPrices(terms, pair, -side as 1 | -1);
  return terms;
}

interface PriceTexts {
  readonly kind: KrakenOrderType;
  readonly price?: string | undefined;
  readonly price2?: string | undefined;
}

type Prices = Pick<OrderRequest, 'limit' | 'trigger' | 'trailTicks' | 'trailRatio' | 'trail'>;

/** Prices of an order by its kind; relative ones (+5, -1%, #2) start from the last price, a limit behind a trigger from the trigger. */
export function readPrices({ kind, price = '', price2 = '' }: PriceTexts, pair: Pair, side: 1 | -1): Prices {
  const none = { limit: Number.NaN, trigger: Number.NaN, trailTicks: 0, trailRatio: 0, trail: '' };
  const form = PRICES[kind];
  if (form === 'none') return none;
  if (form === 'trail') return { ...none, ...readTrail(price, pair) };
  const last = ticksToPrice(pair.instrument, pair.market.lastTicks);
  const towards = kind.startsWith('stop-loss') ? side : (-side as 1 | -1);
  const first = readPrice(price, pair, last, towards, 'price');
  if (form === 'limit') return { ...none, limit: first };
  if (form === 'trigger') return { ...none, trigger: first };
  return { ...none, trigger: first, limit: readPrice(price2, pair, ticksToPrice(pair.instrument, first), side, 'price2') };
}

/** `towards`: whether a `#` adds (1) or subtracts (-1). */
export function readPrice(text: string, pair: Pair, from: number, towards: 1 | -1, name: string): number {
  const match = /^([+\-#]?)(\d+(?:\.\d*)?)(%?)$/.exec(text);
  if (match === null || (match[1] === '' && match[3] === '%')) throw invalidArgument(name);
  const [, sign = '', digits = '', percent = ''] = match;
  const { instrument, symbol } = pair;
  if (sign === '') {
    const decimals = instrument.tickDecimals;
    if (/[1-9]/.test((digits.split('.')[1] ?? '').slice(decimals)))
      throw new KrakenError(`EOrder:Invalid price:${symbol} price can only be specified up to ${decimals} decimals.`);
    const ticks = parseTicks(instrument, digits);
    if (ticks === null) throw new KrakenError('EOrder:Tick size check failed');
    if (ticks === 0) throw invalidArgument(name);
    return ticks;
  }
  const distance = percent === '%' ? (from * Number(digits)) / 100 : Number(digits);
  const ticks = priceToTicks(instrument, from + (sign === '#' ? towards : sign === '+' ? 1 : -1) * distance);
  if (ticks <= 0) throw invalidArgument(name);
  return ticks;
}

function readTrail(text: string, { instrument }: Pair): Pick<Prices, 'trailTicks' | 'trailRatio' | 'trail'> {
  const match = /^\+(\d+(?:\.\d*)?)(%?)$/.exec(text);
  if (match === null || !(Number(match[1]) > 0)) throw invalidArgument('price');
  if (match[2] === '%') return { trailTicks: 0, trailRatio: Number(match[1]) / 100, trail: `+${Number(match[1]).toFixed(4)}%` };
  const trailTicks = priceToTicks(instrument, Number(match[1]));
  if (trailTicks === 0) throw invalidArgument('price');
  return { trailTicks, trailRatio: 0, trail: text };
}

/**
 * The matching has no take-profit with a limit. With the limit beyond the trigger it is a limit order there, which the price can only reach through the
 * trigger; with the limit behind it, it is filled at the trigger, which is better than its limit.
 */
export function matchedAs({ kind, side, limit, trigger }: OrderRequest): { type: OrderType; limit: number; trigger: number } {
  if (kind !== 'take-profit-limit') return { type: MATCHED[kind], limit, trigger };
  const beyond = side * (trigger - limit) > 0;
  return beyond ? { type: 'limit', limit, trigger: Number.NaN } : { type: 'take-profit', limit: Number.NaN, trigger };
}

/** An order of the exchange's as its owner could have asked for it. */
export function requestOf(order: ExchangeOrder, pair: Pair): OrderRequest {
  const { side, type, lots, limit, trigger, trailTicks, trailRatio = 0, timeInForce, expireAt, postOnly, clientId } = order;
  const distance = trailRatio > 0 ? `+${(trailRatio * 100).toFixed(4)}%` : `+${formatTicks(pair.instrument, trailTicks)}`;
  return {
    pair,
    side,
    kind: KINDS[type],
    lots,
    cash: '',
    limit,
    trigger,
    trailTicks,
    trailRatio,
    trail: type === 'trailing-stop' ? distance : '',
    timeInForce,
    expireAt,
    expiretm: 0,
    postOnly,
    clientId,
    userref: null,
    oflags: postOnly ? 'fciq,post' : 'fciq',
    close: null,
  };
}
