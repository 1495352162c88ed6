// The inside of a candle: stops, targets and trailing extremes (section 6).
import { closingSide, isEmpty, isStop, marketable, quote, reached, touched } from './conditions.ts';
import { larger, magnitude, smaller } from './exact.ts';
import { fillLimited, fillSlipped, liquidate } from './fills.ts';
import { count, isLimit, type Moment, type Order, ordersOf, trail, type World } from './orders.ts';

function countWaiting(world: World, moment: Moment): void {
  for (const order of ordersOf(world, moment.instrument)) {
    if (order.active && order.resting && (isStop(order) ? touched(world, moment, order) : reached(world, moment, order))) {
      count(world, order, 'zero volume');
    }
  }
}

/** Plays the inside of a candle. */
export function playPath(world: World, moment: Moment): void {
  const market = world.account.markets[moment.instrument]!;
  const side = closingSide(market);
  liquidate(world, moment, quote(market, side, side === 'sell' ? 'low' : 'high', moment.candle));
  if (isEmpty(market, moment.candle)) countWaiting(world, moment);
  else playOrders(world, moment);
}

function playOrders(world: World, moment: Moment): void {
  const treated = new Set<Order>();
  const stops = (): Order[] => ordersOf(world, moment.instrument).filter((order) => order.active && isStop(order));
  playStops(world, moment, treated, stops);

  // A stop-limit triggered in this path is looked at again from the next open, and so is a target born in the loop below.
  const targets = ordersOf(world, moment.instrument).filter((order) => order.active && !isStop(order) && !treated.has(order));
  for (;;) {
    const next = nearest(world, moment, targets, treated, (order) => reached(world, moment, order));
    if (!next) break;
    treated.add(next);
    count(world, next, 'path');
    if (isLimit(next)) fillLimited(world, moment, next, next.limit, 'maker');
    else fillSlipped(world, moment, next, next.trigger);
    playStops(world, moment, treated, () => (next.stopChild?.active ? [next.stopChild] : []));
  }

  for (const order of stops()) {
    if (order.input.type !== 'trailing-stop' || order.bornInside === moment.candle) continue;
    const extreme = quote(
      world.account.markets[order.instrument]!,
      order.input.side,
      order.input.side === 'sell' ? 'high' : 'low',
      moment.candle,
    );
    trail(order, order.input.side === 'sell' ? larger(order.extreme, extreme) : smaller(order.extreme, extreme));
  }
}

/** Section 6 step 2 over the stops given, which are asked for anew after each, since a fill may bear or move others. */
function playStops(world: World, moment: Moment, treated: Set<Order>, stops: () => Order[]): void {
  for (;;) {
    const next = nearest(world, moment, stops(), treated, (order) => touched(world, moment, order));
    if (!next) return;
    treated.add(next);
    count(world, next, 'path');
    if (next.input.type !== 'stop-limit') fillSlipped(world, moment, next, next.trigger);
    else {
      next.triggered = true;
      if (marketable(next, next.trigger)) fillLimited(world, moment, next, next.trigger, 'taker');
    }
  }
}

/** The order whose price is nearest to its side's open among those not treated and reached; the earlier number of equals. */
function nearest(
  world: World,
  moment: Moment,
  orders: Order[],
  treated: Set<Order>,
  isReached: (order: Order) => boolean,
): Order | undefined {
  const distance = (order: Order): bigint => {
    const open = quote(world.account.markets[order.instrument]!, order.input.side, 'open', moment.candle);
    return magnitude((isLimit(order) ? order.limit : order.trigger) - open);
  };
  return orders
    .filter((order) => order.active && !treated.has(order) && isReached(order))
    .reduce<Order | undefined>((best, order) => (best && distance(best) <= distance(order) ? best : order), undefined);
}
