// The conditions under which an order's price counts as met: at an open and inside a candle (sections 4 and 6).
import type { Market } from './account.ts';
import { isLimit, type Moment, type Order, type World } from './orders.ts';
import type { Quotes, Side } from './script.ts';

export const quote = (market: Market, side: Side, column: keyof Quotes, candle: number): bigint =>
  BigInt((side === 'buy' ? (market.candles.ask ?? market.candles) : market.candles)[column][candle]!);

/** A candle without volume fills nothing. */
export const isEmpty = (market: Market, candle: number): boolean => market.candles.volumeLots?.[candle] === 0;

/** The side of the order that would close the position, and so of the prices it is liquidated by. */
export const closingSide = (market: Market): Side => (market.position.lots > 0n ? 'sell' : 'buy');

/** True where reaching a trigger means rising to it: buy stop, sell take-profit. */
export const rises = ({ input }: Order): boolean => (input.side === 'buy') !== (input.type === 'take-profit');

export const beyond = (order: Order, price: bigint): boolean => (rises(order) ? price >= order.trigger : price <= order.trigger);

export const marketable = (order: Order, price: bigint): boolean =>
  order.input.side === 'buy' ? price <= order.limit : price >= order.limit;

/** Section 6 step 3: through the limit by one tick, or at it with the option touch. */
export function through(world: World, order: Order, price: bigint): boolean {
  const margin = world.account.input.touch ? 0n : 1n;
  return order.input.side === 'buy' ? price <= order.limit - margin : price >= order.limit + margin;
}

export const isStop = (order: Order): boolean => order.input.type !== 'market' && order.input.type !== 'take-profit' && !isLimit(order);

export function touched(world: World, moment: Moment, order: Order): boolean {
  const market = world.account.markets[order.instrument]!;
  return beyond(order, quote(market, order.input.side, rises(order) ? 'high' : 'low', moment.candle));
}

/** Section 6 step 3's condition. */
export function reached(world: World, moment: Moment, order: Order): boolean {
  if (!isLimit(order)) return order.input.type === 'take-profit' && touched(world, moment, order);
  const market = world.account.markets[order.instrument]!;
  return through(world, order, quote(market, order.input.side, order.input.side === 'buy' ? 'low' : 'high', moment.candle));
}
