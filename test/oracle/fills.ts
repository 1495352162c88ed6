// How an order fills, and what each fill does to the account and to the orders linked with it (sections 2, 7, 8 and 10).
import {
  affordable,
  bankruptcyPrice,
  booked,
  closePosition,
  feeOn,
  lotsForShare,
  type Market,
  mustLiquidate,
  openPosition,
  opposite,
  reachesMinimum,
  slip,
  value,
} from './account.ts';
import { fitToRest, protect } from './brackets.ts';
import { decimal, larger, magnitude, smaller } from './exact.ts';
import { count, end, isLimit, isOpen, type Moment, type Order, remaining, type World } from './orders.ts';

/** Fills a market-class order whole, at the slipped price. */
export function fillSlipped(world: World, moment: Moment, order: Order, price: bigint): void {
  const market = world.account.markets[order.instrument]!;
  // The price depends on the order's lots: one sized by equity counts with those it would have without slippage.
  const lots = order.total === null ? sizeOf(world, order, price, 'taker').total : remaining(order);
  const slipped = slip(world.account, market, moment.candle, order.input.side, price, lots);
  execute(world, moment, order, slipped, 'taker', null);
}

/** Fills a limit-class order within the candle's budget. */
export function fillLimited(world: World, moment: Moment, order: Order, price: bigint, liquidity: 'maker' | 'taker'): void {
  execute(world, moment, order, price, liquidity, world.budgets[order.instrument]!);
  if (isOpen(order) && (order.input.tif === 'IOC' || order.input.tif === 'FOK')) end(order, 'cancelled');
}

function execute(world: World, moment: Moment, order: Order, price: bigint, liquidity: 'maker' | 'taker', budget: bigint | null): void {
  const { account } = world;
  const market = account.markets[order.instrument]!;
  const { side } = order.input;
  if (budget === 0n) {
    count(world, order, 'budget');
    return;
  }
  let opensNothing = false;
  if (order.total === null) {
    const { total, opens } = sizeOf(world, order, price, liquidity);
    order.total = total;
    opensNothing = opens === 0n;
  }
  const overBudget = budget !== null && remaining(order) > budget;
  if (overBudget) count(world, order, 'budget');
  if (overBudget && order.input.tif === 'FOK') return;
  if (order.input.reduceOnly) cutToPosition(world, order, market);
  if (!isOpen(order)) return;
  const lots = budget === null ? remaining(order) : smaller(remaining(order), budget);
  const closes = smaller(lots, opposite(market, side));
  if (closes > 0n) book(world, moment, order, 'close', closes, price, liquidity);
  if (lots > closes || (opensNothing && remaining(order) === 0n)) {
    if (closes > 0n && !opensNothing) count(world, 'position', 'reversal');
    openWithinFunds(world, moment, order, lots - closes, price, liquidity);
  }
}

/** Section 10: the opposite position and what the share of equity opens, nothing when that is below the minimum notional. */
function sizeOf(world: World, order: Order, price: bigint, liquidity: 'maker' | 'taker'): { total: bigint; opens: bigint } {
  const { account } = world;
  const market = account.markets[order.instrument]!;
  const { side, equityShare } = order.input;
  const wished = lotsForShare(account, market, decimal(equityShare!), side, price, liquidity);
  const opens = reachesMinimum(market, price, wished) ? wished : 0n;
  return { total: opposite(market, side) + opens, opens };
}

/** Section 8, reduce-only. */
function cutToPosition(world: World, order: Order, market: Market): void {
  const reducible = opposite(market, order.input.side);
  if (remaining(order) <= reducible) return;
  count(world, order, 'reduce-only');
  order.total = order.filled + reducible;
  order.cutOff = true;
  if (reducible === 0n) end(order, 'cancelled', 'NOTHING_TO_REDUCE');
}

function openWithinFunds(world: World, moment: Moment, order: Order, lots: bigint, price: bigint, liquidity: 'maker' | 'taker'): void {
  const { account } = world;
  const market = account.markets[order.instrument]!;
  if (order.input.side === 'sell' && !market.shortable) {
    end(order, 'cancelled', 'SHORT_NOT_ALLOWED');
    return;
  }
  const fits = affordable(account, market, lots, price, liquidity);
  if (lots > 0n && fits === lots) {
    book(world, moment, order, 'open', lots, price, liquidity);
    return;
  }
  count(world, order, 'funds cut');
  if (fits > 0n && reachesMinimum(market, price, fits)) book(world, moment, order, 'open', fits, price, liquidity);
  end(order, 'cancelled', 'INSUFFICIENT_FUNDS');
}

/** One fill: position, wallet, budget, then the linked orders. */
function book(
  world: World,
  moment: Moment,
  order: Order,
  kind: 'close' | 'open',
  lots: bigint,
  price: bigint,
  liquidity: 'maker' | 'taker',
): void {
  const { account } = world;
  const market = account.markets[order.instrument]!;
  const { side } = order.input;
  const fee = feeOn(account, value(market, price, lots), liquidity);
  if (kind === 'close') closePosition(account, market, lots, price);
  else {
    openPosition(account, market, side, lots, price);
    count(world, 'position', account.input.leverage === '1' ? 'leverage, 1' : 'leverage, above 1');
  }
  account.wallet = booked(account.wallet - fee);
  order.filled += lots;
  const budget = world.budgets[order.instrument]!;
  if (isLimit(order) && budget !== null) world.budgets[order.instrument] = budget - lots;
  if (remaining(order) === 0n) end(order, order.cutOff ? 'cancelled' : 'filled', order.cutOff ? 'NOTHING_TO_REDUCE' : '');
  world.outcome.fills.push({
    order: order.input.name,
    instrument: order.instrument,
    timeMs: moment.timeMs,
    phase: moment.phase,
    side,
    lots: Number(lots),
    priceTicks: Number(price),
    feeQuanta: Number(fee),
    liquidity,
    kind,
  });
  shrinkPartner(world, order, lots);
  if (market.position.lots === 0n) cancelReduceOnly(world, order.instrument, 'NOTHING_TO_REDUCE', ({ active }) => active);
  if (kind === 'open') protect(world, moment, order, price);
  else if (market.position.lots !== 0n) fitToRest(world, moment, order, lots);
}

function shrinkPartner(world: World, order: Order, lots: bigint): void {
  const { partner } = order;
  if (!partner || !isOpen(partner)) return;
  count(world, partner, 'OCO');
  partner.total = larger(partner.filled, partner.total! - lots);
  if (remaining(partner) === 0n) end(partner, 'cancelled', 'OCO_DONE');
}

/** Sections 7 and 8: cancels reduce-only orders of an instrument whose position is gone, those `takes` names. */
function cancelReduceOnly(world: World, instrument: number, reason: string, takes: (order: Order) => boolean): void {
  for (const order of world.orders) {
    if (order.instrument !== instrument || !isOpen(order) || !order.input.reduceOnly || !takes(order)) continue;
    count(world, order, 'reduce-only');
    end(order, 'cancelled', reason);
  }
}

/** Section 7: closes the whole position of the moment's instrument if it is to be liquidated at this price of its side. */
export function liquidate(world: World, moment: Moment, price: bigint): void {
  const market = world.account.markets[moment.instrument]!;
  const { lots } = market.position;
  if (!mustLiquidate(market, price)) return;
  count(world, 'position', `liquidation, ${lots > 0n ? 'long' : 'short'}`);
  count(world, 'position', `liquidation, ${moment.phase === 'open' ? 'at the open' : 'in the path'}`);
  const bankruptcy = bankruptcyPrice(market);
  closePosition(world.account, market, magnitude(lots), bankruptcy);
  world.outcome.fills.push({
    order: '',
    instrument: moment.instrument,
    timeMs: moment.timeMs,
    phase: moment.phase,
    side: lots > 0n ? 'sell' : 'buy',
    lots: Number(magnitude(lots)),
    priceTicks: Number(bankruptcy),
    feeQuanta: 0,
    liquidity: 'none',
    kind: 'liquidation',
  });
  cancelReduceOnly(world, moment.instrument, 'LIQUIDATED', () => true);
}
