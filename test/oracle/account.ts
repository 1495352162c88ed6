// The account of the fill rules: values, fees, margin, positions, equity, slippage and liquidation prices (sections 1, 2, 5, 7 and 10).
import {
  add,
  ceil,
  decimal,
  divide,
  floor,
  larger,
  largest,
  lessOrEqual,
  magnitude,
  multiply,
  type Ratio,
  round,
  subtract,
  whole,
} from './exact.ts';
import type { AccountInput, CandleTable, InstrumentInput, Side } from './script.ts';

export interface Position {
  /** Signed. */
  lots: bigint;
  cost: bigint;
  margin: bigint;
}

export interface Market {
  readonly candles: CandleTable;
  /** Quanta per tick and lot. */
  readonly unit: Ratio;
  readonly minimum: Ratio;
  readonly shortable: boolean;
  readonly perpetual: boolean;
  readonly tiers: { ceiling: Ratio | null; ratio: Ratio }[];
  readonly rates: { timeMs: number; ratio: Ratio }[] | null;
  readonly position: Position;
  /** Undefined before the first close. */
  lastClose: bigint | undefined;
}

export interface Account {
  readonly input: AccountInput;
  readonly leverage: Ratio;
  readonly fee: Record<'maker' | 'taker', Ratio>;
  readonly slippage: Ratio;
  readonly markets: Market[];
  wallet: bigint;
}

const LIMIT = 2n ** 53n;

/** Section 1: an amount that leaves ±2^53 quanta stops the run. */
export function booked(amount: bigint): bigint {
  if (magnitude(amount) > LIMIT) throw new RangeError(`expected an amount within ±2^53 quanta, got ${amount}`);
  return amount;
}

export function makeAccount(input: AccountInput, instruments: InstrumentInput[]): Account {
  const quantum = decimal(input.quantum);
  const quanta = (text: string): Ratio => divide(decimal(text), quantum);
  return {
    input,
    leverage: decimal(input.leverage),
    fee: { maker: decimal(input.makerFee), taker: decimal(input.takerFee) },
    slippage: decimal(input.slippage.model === 'none' ? '0' : input.slippage.ratio),
    wallet: round(quanta(input.deposit)),
    markets: instruments.map(({ specification, candles, fundingRates }) => ({
      candles,
      unit: multiply(quanta(specification.tickSize), multiply(decimal(specification.lotSize), decimal(specification.multiplier))),
      minimum: quanta(specification.minimumNotional),
      shortable: specification.shortable,
      perpetual: specification.perpetual,
      tiers: specification.tiers.map((tier) => ({
        ceiling: tier.ceiling === null ? null : quanta(tier.ceiling),
        ratio: decimal(tier.ratio),
      })),
      rates: fundingRates?.map((rate) => ({ timeMs: rate.timeMs, ratio: decimal(rate.ratio) })) ?? null,
      position: { lots: 0n, cost: 0n, margin: 0n },
      lastClose: undefined,
    })),
  };
}

export const value = (market: Market, price: bigint, lots: bigint): bigint => round(multiply(whole(price * lots), market.unit));

export const feeOn = (account: Account, amount: bigint, liquidity: 'maker' | 'taker'): bigint =>
  round(multiply(whole(amount), account.fee[liquidity]));

const initialMargin = (account: Account, amount: bigint): bigint => ceil(divide(whole(amount), account.leverage));

export const reachesMinimum = (market: Market, price: bigint, lots: bigint): boolean =>
  lessOrEqual(market.minimum, whole(value(market, price, lots)));

export const directionOf = (side: Side): bigint => (side === 'buy' ? 1n : -1n);

/** How many lots an order of this side could close. */
export const opposite = (market: Market, side: Side): bigint => larger(0n, -directionOf(side) * market.position.lots);

export const free = (account: Account): bigint => account.markets.reduce((sum, market) => sum - market.position.margin, account.wallet);

/** Section 2, Opening, without the fee. */
export function openPosition(account: Account, market: Market, side: Side, lots: bigint, price: bigint): void {
  const amount = booked(value(market, price, lots));
  market.position.lots += directionOf(side) * lots;
  market.position.cost = booked(market.position.cost + amount);
  market.position.margin = booked(market.position.margin + initialMargin(account, amount));
}

/** Section 2, Closing, without the fee. */
export function closePosition(account: Account, market: Market, lots: bigint, price: bigint): void {
  const { position } = market;
  const size = magnitude(position.lots);
  const cost = round({ n: position.cost * lots, d: size });
  const margin = round({ n: position.margin * lots, d: size });
  const amount = booked(value(market, price, lots));
  account.wallet = booked(account.wallet + (position.lots > 0n ? amount - cost : cost - amount));
  position.lots += position.lots > 0n ? -lots : lots;
  position.cost -= cost;
  position.margin -= margin;
}

function unrealised(market: Market, price: bigint | undefined): bigint {
  const { lots, cost } = market.position;
  if (lots === 0n) return 0n;
  const worth = value(market, price!, magnitude(lots));
  return lots > 0n ? worth - cost : cost - worth;
}

export const equity = (account: Account): bigint =>
  account.markets.reduce((sum, market) => sum + unrealised(market, market.lastClose), account.wallet);

/** The largest part of `lots` whose opening at `price` the free money carries. */
export function affordable(account: Account, market: Market, lots: bigint, price: bigint, liquidity: 'maker' | 'taker'): bigint {
  const available = free(account);
  if (available < 0n) return 0n;
  booked(value(market, price, lots));
  return largest(lots, (candidate) => {
    const amount = value(market, price, candidate);
    return initialMargin(account, amount) + feeOn(account, amount, liquidity) <= available;
  });
}

/** Section 10: lots opened by a share of the equity there will be once the opposite position has been closed at this price. */
export function lotsForShare(
  account: Account,
  market: Market,
  share: Ratio,
  side: Side,
  price: bigint,
  liquidity: 'maker' | 'taker',
): bigint {
  const others = account.markets.filter((other) => other !== market);
  let worth = others.reduce((sum, other) => sum + unrealised(other, other.lastClose), account.wallet) + unrealised(market, price);
  const closable = opposite(market, side);
  if (closable > 0n) worth -= feeOn(account, value(market, price, closable), liquidity);
  if (worth <= 0n) return 0n;
  const money = multiply(multiply(share, whole(worth)), account.leverage);
  const top = floor(divide(add(money, whole(1n)), multiply(whole(price), market.unit)));
  booked(value(market, price, top));
  return largest(top, (candidate) => {
    const amount = value(market, price, candidate);
    return lessOrEqual(whole(amount + feeOn(account, amount, 'taker')), money);
  });
}

/** Section 5. */
export function slip(account: Account, market: Market, candle: number, side: Side, price: bigint, orderLots: bigint): bigint {
  const { model } = account.input.slippage;
  const { ask, volumeLots } = market.candles;
  let part: Ratio = whole(0n);
  if (model === 'fixed') part = account.slippage;
  else if (model === 'spread' && !ask) part = divide(account.slippage, whole(2n));
  else if (model === 'volume-share') {
    const volume = BigInt(volumeLots?.[candle] ?? 0);
    const x = volume === 0n || orderLots > volume ? whole(1n) : { n: orderLots, d: volume };
    part = multiply(account.slippage, multiply(x, x));
  }
  const factor = side === 'buy' ? add(whole(1n), part) : subtract(whole(1n), part);
  const moved = multiply(whole(price), factor);
  return larger(1n, side === 'buy' ? ceil(moved) : floor(moved));
}

function maintenance(market: Market): bigint {
  const cost = whole(market.position.cost);
  const tier = market.tiers.find(({ ceiling }) => ceiling === null || lessOrEqual(cost, ceiling)) ?? market.tiers.at(-1)!;
  return ceil(multiply(cost, tier.ratio));
}

/** Section 7: whether the position is liquidated at this price. */
export function mustLiquidate(market: Market, price: bigint): boolean {
  const { lots, cost, margin } = market.position;
  if (lots === 0n || market.tiers.length === 0) return false;
  const worth = value(market, price, magnitude(lots));
  return lots > 0n ? worth <= cost - margin + maintenance(market) : worth >= cost + margin - maintenance(market);
}

/** Section 7: the price at which the loss comes nearest to the margin without exceeding it; at least 1 tick. */
export function bankruptcyPrice(market: Market): bigint {
  const { lots, cost, margin } = market.position;
  const size = magnitude(lots);
  const target = lots > 0n ? cost - margin : cost + margin;
  // One quantum to the safe side of the target, since values are rounded.
  const start = (quanta: bigint): bigint => floor(divide(whole(quanta), multiply(whole(size), market.unit)));
  if (lots > 0n) {
    let price = larger(1n, start(target - 1n));
    while (value(market, price, size) < target) price += 1n;
    return price;
  }
  let price = larger(1n, start(target + 1n) + 1n);
  while (price > 1n && value(market, price, size) > target) price -= 1n;
  return price;
}
