/** Orders as clients write them: reads, checks, places, amends and cancels them. The same functions serve requests, batches and the trade stream. */

import { parseScaled } from '../../../core/domain/decimal.ts';
import { type Instrument, parseLots, parseTicks } from '../../../core/domain/instrument.ts';
import type { OrderType } from '../../../core/domain/order.ts';
import { feeOf, floorShare, valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import { isBeyondCount, isCountable } from '../exchange/countable.ts';
import { type ExchangeOrder, isOpen, type NewOrder } from '../exchange/orders.ts';
import { type Parameters, Refused, refusedAs, textOf } from './answers.ts';
import { categoryOf, type Listed } from './symbols.ts';
import type { BybitVenue, OrderExtra } from './venue.ts';

export interface Named {
  readonly orderId: string;
  readonly orderLinkId: string;
}

/** Largest value of an order by value, in the quote currency: what instruments-info says. */
export const MOST_AMOUNT = 100_000_000;

/** A client's own id: empty for none. */
const LINK_ID = /^[A-Za-z0-9_-]{0,36}$/;
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'PostOnly'] as const;

export function createOrder(venue: BybitVenue, account: ExchangeAccount, parameters: Parameters): Named {
  const listed = venue.symbols.asked(parameters);
  const wanted = readOrder(venue, account, listed, parameters);
  const extra = readExtra(listed, wanted, parameters);
  const placed = venue.exchange.place(account, wanted, undefined, (order) => venue.extras.set(order, extra));
  if (!placed.ok) throw refusedAs(placed.code, listed.category);
  return nameOf(placed.order);
}

export function amendOrder(venue: BybitVenue, account: ExchangeAccount, parameters: Parameters): Named {
  const listed = venue.symbols.asked(parameters);
  const { instrument } = listed.market;
  const order = workingOrder(venue, account, listed, parameters);
  const asked = (name: string) => textOf(parameters, name) !== '';
  const change = {
    ...(asked('qty') && { lots: readLots(listed, textOf(parameters, 'qty')) }),
    ...(asked('price') && { limit: readTicks(listed, parameters, 'price') }),
    ...(asked('triggerPrice') && { trigger: readTicks(listed, parameters, 'triggerPrice') }),
  };
  const isSame = (change.lots ?? order.lots) === order.lots && (change.limit ?? order.limit) === order.limit;
  if (isSame && (change.trigger === undefined || change.trigger === order.trigger) && !asked('takeProfit') && !asked('stopLoss'))
    throw new Refused(10001, 'The order remains unchanged as the parameters entered match the existing ones.');
  const limit = change.limit ?? order.limit;
  const ticks = Number.isNaN(limit) ? listed.market.bidTicks : limit;
  const lots = change.lots ?? order.lots;
  if (!order.reduceOnly && isCountable(instrument, ticks, lots) && valueOf(instrument, ticks, lots) < instrument.minimumNotional)
    throw refusedAs('BELOW_MINIMUM', listed.category);
  const extra = venue.extras.get(order);
  if (extra !== undefined && (asked('takeProfit') || asked('stopLoss')))
    venue.extras.set(order, { ...extra, ...readStops(listed, parameters) });
  const refusal = venue.exchange.amend(account, order, change);
  if (refusal !== null) throw refusedAs(refusal, listed.category);
  return nameOf(order);
}

export function cancelOrder(venue: BybitVenue, account: ExchangeAccount, parameters: Parameters): Named {
  const listed = venue.symbols.asked(parameters);
  const order = workingOrder(venue, account, listed, parameters);
  venue.exchange.cancel(account, order);
  return nameOf(order);
}

export function cancelAll(venue: BybitVenue, account: ExchangeAccount, parameters: Parameters): Named[] {
  const category = categoryOf(parameters);
  const filter = textOf(parameters, 'orderFilter');
  if (category === 'linear' && !['symbol', 'baseCoin', 'settleCoin'].some((name) => textOf(parameters, name) !== ''))
    throw new Refused(10001, 'params error: symbol, baseCoin or settleCoin is required');
  const markets = venue.symbols.askedFor(parameters).map(({ market }) => market.index);
  const orders = account.openOrders().filter((order) => markets.includes(order.market) && isOfFilter(order, filter));
  for (const order of orders) venue.exchange.cancel(account, order);
  return orders.map(nameOf);
}

/** Order, StopOrder, tpslOrder, OcoOrder, BidirectionalTpslOrder; empty for all. */
export function isOfFilter({ type }: ExchangeOrder, filter: string): boolean {
  if (filter === '') return true;
  return (filter === 'Order') === (type === 'market' || type === 'limit');
}

/** The order that a request names by either id, open or over; undefined for none. Refused 10001 where it names none. */
export function namedOrder(
  { symbols }: BybitVenue,
  account: ExchangeAccount,
  { category }: Listed,
  parameters: Parameters,
): ExchangeOrder | undefined {
  const [id, link] = [textOf(parameters, 'orderId'), textOf(parameters, 'orderLinkId')];
  if (id === '' && link === '') throw new Refused(10001, 'params error: orderId or orderLinkId is required');
  const order = id === '' ? account.byClientId(link) : account.byVenueId(id);
  return order !== undefined && symbols.of(order.market).category === category ? order : undefined;
}

function workingOrder(venue: BybitVenue, account: ExchangeAccount, listed: Listed, parameters: Parameters): ExchangeOrder {
  const order = namedOrder(venue, account, listed, parameters);
  if (order === undefined) throw refusedAs('ORDER_UNKNOWN', listed.category);
  if (!isOpen(order)) throw refusedAs('ORDER_FINAL', listed.category);
  return order;
}

function nameOf({ venueId, clientId }: ExchangeOrder): Named {
  return { orderId: venueId, orderLinkId: clientId };
}

function readOrder(venue: BybitVenue, account: ExchangeAccount, listed: Listed, parameters: Parameters): NewOrder {
  const side = oneOf(parameters, 'side', ['Buy', 'Sell'] as const) === 'Buy' ? 1 : -1;
  const isLimit = oneOf(parameters, 'orderType', ['Limit', 'Market'] as const) === 'Limit';
  const timeInForce = oneOf(parameters, 'timeInForce', TIMES_IN_FORCE, isLimit ? 'GTC' : 'IOC');
  const clientId = textOf(parameters, 'orderLinkId');
  if (!LINK_ID.test(clientId)) throw new Refused(10001, 'params error: orderLinkId invalid');
  if (!['', '0'].includes(textOf(parameters, 'positionIdx'))) throw new Refused(10001, 'position idx not match position mode');
  const isSpot = listed.category === 'spot';
  const trigger = readTicks(listed, parameters, 'triggerPrice');
  const reduceOnly = !isSpot && (textOf(parameters, 'reduceOnly') === 'true' || textOf(parameters, 'closeOnTrigger') === 'true');
  const limit = isLimit ? readTicks(listed, parameters, 'price') : Number.NaN;
  if (isLimit && Number.isNaN(limit)) throw new Refused(10001, 'params error: price is required');
  return {
    clientId,
    market: listed.market.index,
    side,
    type: typeOf(listed, parameters, side, isLimit, trigger),
    lots: readQuantity(venue, account, listed, parameters, { side, isLimit, reduceOnly, trigger }),
    limit,
    trigger,
    trailTicks: 0,
    timeInForce: timeInForce === 'PostOnly' || !isLimit ? 'GTC' : timeInForce,
    expireAt: Number.POSITIVE_INFINITY,
    postOnly: isLimit && timeInForce === 'PostOnly',
    reduceOnly,
  };
}

/** A conditional order is a stop where the price has to go against its side's entry to reach it, else a take-profit. */
function typeOf({ market, category }: Listed, parameters: Parameters, side: 1 | -1, isLimit: boolean, trigger: number): OrderType {
  if (Number.isNaN(trigger)) return isLimit ? 'limit' : 'market';
  const last = market.lastTicks;
  const direction = textOf(parameters, 'triggerDirection') || (trigger > last ? '1' : '2');
  const rises = direction === '1';
  if (category !== 'spot' && rises && trigger <= last)
    throw new Refused(110092, `expect Rising, but trigger_price[${trigger}] <= current[${last}]`);
  if (category !== 'spot' && !rises && trigger >= last)
    throw new Refused(110093, `expect Falling, but trigger_price[${trigger}] >= current[${last}]`);
  const isStop = rises === side > 0;
  if (isStop) return isLimit ? 'stop-limit' : 'stop';
  if (isLimit)
    throw new Refused(10001, 'this simulator has no conditional limit orders that wait for a better price: use orderType Market');
  return 'take-profit';
}

function readExtra(listed: Listed, wanted: NewOrder, parameters: Parameters): OrderExtra {
  const isConditional = !Number.isNaN(wanted.trigger);
  return {
    quoteQuantity: isByValue(listed, parameters) ? textOf(parameters, 'qty') : '',
    ...readStops(listed, parameters),
    stopOrderType: isConditional ? 'Stop' : '',
    lastAtCreation: listed.market.lastText,
    triggered: false,
  };
}

function readStops(listed: Listed, parameters: Parameters): { takeProfit: number; stopLoss: number } {
  const stop = (name: string) => readTicks(listed, parameters, name) || Number.NaN;
  return { takeProfit: stop('takeProfit'), stopLoss: stop('stopLoss') };
}

/** Spot market orders are by value unless they say otherwise: buys usually, sells never. */
function isByValue({ category }: Listed, parameters: Parameters): boolean {
  if (category !== 'spot' || textOf(parameters, 'orderType') !== 'Market') return false;
  return (textOf(parameters, 'marketUnit') || (textOf(parameters, 'side') === 'Buy' ? 'quoteCoin' : 'baseCoin')) === 'quoteCoin';
}

interface Quantified {
  readonly side: 1 | -1;
  readonly isLimit: boolean;
  readonly reduceOnly: boolean;
  readonly trigger: number;
}

function readQuantity(venue: BybitVenue, account: ExchangeAccount, listed: Listed, parameters: Parameters, order: Quantified): number {
  const text = textOf(parameters, 'qty');
  if (isByValue(listed, parameters)) return lotsForValue(venue, account, listed, text, order);
  // Nothing as a quantity closes the whole position.
  if (order.reduceOnly && Number(text) === 0) {
    const held = account.lotsOf(listed.market.index);
    if (held * order.side >= 0) throw refusedAs('NOTHING_TO_REDUCE', listed.category);
    return Math.abs(held);
  }
  return readLots(listed, text);
}

function readLots({ market, category }: Listed, text: string): number {
  const lots = parseLots(market.instrument, text);
  if (lots !== null && lots > 0) return lots;
  const isSmall = Number(text) < market.instrument.lotSize;
  if (category === 'spot')
    throw isSmall ? refusedAs('QUANTITY_INVALID', category) : new Refused(170137, 'Order quantity has too many decimals.');
  throw new Refused(10001, isSmall ? 'The number of contracts exceeds minimum limit allowed' : 'Qty invalid');
}

/** What a value buys at the price of the moment, its fee on top where there is money for it, else within what there is. */
function lotsForValue(
  venue: BybitVenue,
  account: ExchangeAccount,
  { market, category }: Listed,
  text: string,
  { side, trigger }: Quantified,
): number {
  const instrument = account.instruments[market.index] as Instrument;
  if (Number(text) > MOST_AMOUNT) throw new Refused(170124, 'Order amount too large.');
  const value = parseScaled(text, venue.quantumDecimals);
  if (value === null && isBeyondCount(text, venue.quantumDecimals)) throw refusedAs('INSUFFICIENT_FUNDS', category);
  if (value === null || value <= 0) throw new Refused(170130, "Data sent for parameter 'qty' is not valid.");
  const ticks = Number.isNaN(trigger) ? (side > 0 ? market.askTicks : market.bidTicks) : trigger;
  const free = account.venue.book.free - account.reserved();
  const fee = feeOf(instrument, value, false);
  const budget = side > 0 && value <= free && value + fee > free ? value - fee : value;
  const lots = floorShare(budget, instrument.valueDivisor, ticks * instrument.valueMultiplier);
  if (lots <= 0) throw refusedAs('BELOW_MINIMUM', category);
  return lots;
}

/** A price in ticks; NaN where it is absent, empty or 0. */
function readTicks({ market, category }: Listed, parameters: Parameters, name: string): number {
  const text = textOf(parameters, name);
  if (text === '' || Number(text) === 0) return Number.NaN;
  const ticks = parseTicks(market.instrument, text);
  if (ticks !== null && ticks > 0) return ticks;
  throw category === 'spot'
    ? new Refused(170134, 'Order price has too many decimals.')
    : new Refused(10001, `params error: ${name} invalid`);
}

function oneOf<T extends string>(parameters: Parameters, name: string, choices: readonly T[], usual?: T): T {
  const text = textOf(parameters, name);
  if (text === '' && usual !== undefined) return usual;
  if (!choices.includes(text as T)) throw new Refused(10001, `params error: ${name} invalid`);
  return text as T;
}
