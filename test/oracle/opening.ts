// The open of a candle: requests, funding, liquidation, expiry, then every order in sequence (sections 3, 4 and 9).
import { booked, reachesMinimum, value } from './account.ts';
import { beyond, closingSide, isEmpty, marketable, quote, through } from './conditions.ts';
import { magnitude, multiply, round, whole } from './exact.ts';
import { fillLimited, fillSlipped, liquidate } from './fills.ts';
import { apply, count, end, isLimit, isOpen, type Moment, type Order, ordersOf, trail, type World } from './orders.ts';

const DEFAULT_RATE = { n: 1n, d: 10_000n };
const EIGHT_HOURS_MS = 8 * 3_600_000;

export function playOpen(world: World, moment: Moment): void {
  const { instrument, candle, timeMs } = moment;
  const market = world.account.markets[instrument]!;
  const volume = market.candles.volumeLots?.[candle];
  world.budgets[instrument] = volume === undefined ? null : BigInt(volume) / 10n;

  applyRequests(world, moment);
  payFunding(world, moment);
  liquidate(world, moment, quote(market, closingSide(market), 'open', candle));
  for (const order of ordersOf(world, instrument)) {
    if (!isOpen(order) || order.input.tif !== 'GTD' || order.input.expireAtMs! > timeMs) continue;
    count(world, order, 'GTD');
    end(order, 'expired');
  }
  const empty = isEmpty(market, candle);
  // Orders born on the way are appended and so have their turn, in sequence.
  for (let index = 0; index < world.orders.length; index += 1) {
    const order = world.orders[index]!;
    if (order.instrument !== instrument || !isOpen(order) || order.arrivalMs > timeMs) continue;
    if (!empty) {
      if (!order.active) takeEffect(world, moment, order);
      if (order.active) orderAtOpen(world, moment, order);
    } else if (actsAtOpen(world, moment, order)) count(world, order, 'zero volume');
  }
}

function applyRequests(world: World, { instrument, timeMs }: Moment): void {
  const due = world.requests.filter(({ order, arrivalMs }) => order.instrument === instrument && arrivalMs <= timeMs);
  for (const request of due) {
    world.requests.splice(world.requests.indexOf(request), 1);
    if (request.byOwner && isOpen(request.order)) count(world, request.order, request.change === null ? 'cancel' : 'amend');
    apply(request);
  }
}

/** Section 9, and section 3's latency for the tally. */
function takeEffect(world: World, { instrument, candle }: Moment, order: Order): void {
  const market = world.account.markets[instrument]!;
  const missed = market.candles.startMs.some((startMs) => startMs >= order.decidedMs && startMs < order.arrivalMs);
  if (missed) count(world, order, 'latency');
  order.active = true;
  if (order.total === null || order.input.reduceOnly) return;
  const { limit, trigger, side } = order.input;
  const price = limit !== undefined ? order.limit : trigger !== undefined ? order.trigger : quote(market, side, 'open', candle);
  if (!reachesMinimum(market, price, order.total)) end(order, 'rejected', 'BELOW_MINIMUM');
}

/** Section 4 step 1. */
function payFunding(world: World, { instrument, candle, timeMs }: Moment): void {
  const { account } = world;
  const market = account.markets[instrument]!;
  const previousMs = market.candles.startMs[candle - 1];
  const { lots } = market.position;
  if (!market.perpetual || lots === 0n || previousMs === undefined) return;
  const worth = value(market, BigInt(market.candles.open[candle]!), magnitude(lots));
  const pay = (quanta: bigint, column: string): void => {
    count(world, 'position', column);
    account.wallet = booked(account.wallet - quanta);
    world.outcome.funding.push({ instrument, timeMs, quanta: Number(-quanta) });
  };
  if (market.rates === null) {
    const payment = round(multiply(whole(worth), DEFAULT_RATE));
    for (let at = (Math.floor(previousMs / EIGHT_HOURS_MS) + 1) * EIGHT_HOURS_MS; at <= timeMs; at += EIGHT_HOURS_MS) {
      pay(payment, 'funding, missing history');
    }
    return;
  }
  for (const rate of market.rates) {
    if (rate.timeMs <= previousMs || rate.timeMs > timeMs) continue;
    const payment = round(multiply(whole(worth), rate.ratio));
    const side = lots > 0n ? 'long' : 'short';
    pay(lots > 0n ? payment : -payment, rate.ratio.n < 0n ? 'funding, negative rate' : `funding, ${side}`);
  }
}

/** Whether the table of section 4 has anything happen to the order at this open, other than resting. */
function actsAtOpen(world: World, moment: Moment, order: Order): boolean {
  const { type } = order.input;
  const open = quote(world.account.markets[order.instrument]!, order.input.side, 'open', moment.candle);
  if (type === 'market' || order.input.tif === 'IOC' || order.input.tif === 'FOK') return true;
  if (isLimit(order)) return order.resting ? through(world, order, open) : marketable(order, open);
  if (type === 'trailing-stop' && !order.resting) return false;
  return beyond(order, open);
}

/** The table of section 4. */
function orderAtOpen(world: World, moment: Moment, order: Order): void {
  const open = quote(world.account.markets[order.instrument]!, order.input.side, 'open', moment.candle);
  const acts = actsAtOpen(world, moment, order);
  const first = !order.resting;
  if (first || acts) count(world, order, first ? 'first open' : 'gap at open');
  order.resting = true;
  if (order.input.type === 'trailing-stop' && first) trail(order, open);
  if (!acts) return;
  if (order.input.type === 'limit') limitAtOpen(world, moment, order, open, first);
  else if (order.input.type === 'stop-limit') {
    const becomes = !order.triggered;
    order.triggered = true;
    limitAtOpen(world, moment, order, open, becomes);
  } else fillSlipped(world, moment, order, open);
}

function limitAtOpen(world: World, moment: Moment, order: Order, open: bigint, first: boolean): void {
  if (!first) fillLimited(world, moment, order, order.limit, 'maker');
  else if (!marketable(order, open)) {
    if (order.input.tif === 'IOC' || order.input.tif === 'FOK') end(order, 'cancelled');
  } else if (order.input.postOnly) end(order, 'rejected', 'POST_ONLY_WOULD_TAKE');
  else fillLimited(world, moment, order, open, 'taker');
}
