/** A run to test metrics and reports with: a seeded random walk traded by a moving-average cross with fees, slippage and a stop, in a few plain lines. */

import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import type { BacktestRun, FillRow, TradeRow } from '../../src/core/research/result.ts';

export interface SyntheticOptions {
  readonly bars: number;
  readonly seed?: number;
  readonly timeframeMs?: number;
  readonly startAt?: number;
  readonly fast?: number;
  readonly slow?: number;
  readonly feeRatio?: number;
  readonly slippageRatio?: number;
  readonly stopRatio?: number;
  readonly cash?: number;
  /** Mean and deviation of a candle's return. */
  readonly drift?: number;
  readonly volatility?: number;
}

/** mulberry32: the same numbers on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** A random walk in prices of two decimals. */
export function syntheticCandles(options: SyntheticOptions): Candles {
  const random = seededRandom(options.seed ?? 1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const candles = createCandles(options.bars);
  const step = options.timeframeMs ?? 3_600_000;
  const volatility = options.volatility ?? 0.008;
  let price = 100;
  let wave = 0;
  for (let i = 0; i < options.bars; i++) {
    wave = 0.985 * wave + 0.014 * volatility * normal();
    const open = round(price, 2);
    const close = round(Math.max(1, price * (1 + (options.drift ?? 0.00006) + wave + volatility * normal())), 2);
    candles.time[i] = (options.startAt ?? Date.UTC(2021, 0, 1)) + i * step;
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = round(Math.max(open, close) * (1 + volatility * 0.5 * random()), 2);
    candles.low[i] = round(Math.min(open, close) * (1 - volatility * 0.5 * random()), 2);
    candles.volume[i] = round(10 + 90 * random(), 4);
    price = close;
  }
  candles.length = options.bars;
  return candles;
}

interface Open {
  side: 1 | -1;
  quantity: number;
  price: number;
  fee: number;
  at: number;
  bar: number;
  worst: number;
  best: number;
}

/** Trades the candles: moving-average cross decided at the close, filled at the next open, a stop inside the candle. */
export function syntheticRun(options: SyntheticOptions, candles = syntheticCandles(options)): BacktestRun {
  const { fast = 12, slow = 36, feeRatio = 0.001, slippageRatio = 0.0005, stopRatio = 0.03, cash = 10_000 } = options;
  const step = options.timeframeMs ?? 3_600_000;
  const fills: FillRow[] = [];
  const trades: TradeRow[] = [];
  const equity = new Float64Array(candles.length);
  let wallet = cash;
  let open: Open | null = null;
  let wish: 1 | -1 | 0 = 0;
  let held = 0;
  let [fastSum, slowSum] = [0, 0];

  const fill = (at: number, side: 1 | -1, quantity: number, price: number, kind: 'open' | 'close', realised: number, reason: string) => {
    const fee = round(price * quantity * feeRatio, 8);
    wallet += realised - fee;
    fills.push({
      at,
      strategyId: 'synthetic',
      instrumentId: 'BTC/EUR',
      orderId: fills.length + 1,
      side,
      quantity,
      price,
      fee,
      liquidity: 'taker',
      kind,
      realised,
      reason,
    });
    return fee;
  };
  const enter = (at: number, bar: number, side: 1 | -1, open_: number) => {
    const price = round(open_ * (1 + side * slippageRatio), 2);
    const quantity = Math.floor(((wallet * 0.9) / price) * 1e4) / 1e4;
    if (quantity > 0)
      open = { side, quantity, price, fee: fill(at, side, quantity, price, 'open', 0, 'cross'), at, bar, worst: price, best: price };
  };
  const leave = (position: Open, at: number, bar: number, price: number, reason: string) => {
    const gross = round(position.side * (price - position.price) * position.quantity, 8);
    const fees = position.fee + fill(at, -position.side as 1 | -1, position.quantity, price, 'close', gross, reason);
    const { side, quantity, price: entryPrice } = position;
    const against = side === 1 ? position.worst : position.best;
    const towards = side === 1 ? position.best : position.worst;
    trades.push({
      strategyId: 'synthetic',
      instrumentId: 'BTC/EUR',
      side,
      openedAt: position.at,
      closedAt: at,
      quantity,
      entryPrice,
      exitPrice: price,
      gross,
      fees,
      funding: 0,
      net: gross - fees,
      returnRatio: (gross - fees) / (entryPrice * quantity),
      candlesHeld: bar - position.bar + 1,
      entryReason: 'cross',
      exitReason: reason,
      adverseRatio: Math.max(0, (side * (entryPrice - against)) / entryPrice),
      favourableRatio: Math.max(0, (side * (towards - entryPrice)) / entryPrice),
    });
    open = null;
  };

  for (let i = 0; i < candles.length; i++) {
    const at = candles.time[i] as number;
    const price = candles.open[i] as number;
    const side = wish;
    if (side !== 0) {
      const before = open as Open | null;
      if (before) leave(before, at, i, round(price * (1 - before.side * slippageRatio), 2), 'cross');
      enter(at, i, side, price);
      wish = 0;
    }
    const position = open as Open | null;
    if (position) {
      position.worst = Math.min(position.worst, candles.low[i] as number);
      position.best = Math.max(position.best, candles.high[i] as number);
      const stop = round(position.price * (1 - position.side * stopRatio), 2);
      if (position.side === 1 ? (candles.low[i] as number) <= stop : (candles.high[i] as number) >= stop)
        leave(position, at + step / 2, i, stop, 'stop');
    }
    fastSum += (candles.close[i] as number) - (i >= fast ? (candles.close[i - fast] as number) : 0);
    slowSum += (candles.close[i] as number) - (i >= slow ? (candles.close[i - slow] as number) : 0);
    const now = open as Open | null;
    if (now) held++;
    equity[i] = wallet + (now ? now.side * ((candles.close[i] as number) - now.price) * now.quantity : 0);
    if (i >= slow) {
      const trend = fastSum / fast > slowSum / slow ? 1 : -1;
      if (trend !== now?.side && (now || i % 3 === 0)) wish = trend;
    }
  }
  const left = open as Open | null;
  return {
    bars: candles.length,
    equityTime: Float64Array.from({ length: candles.length }, (_, i) => (candles.time[i] as number) + step),
    equity,
    startingCash: cash,
    currency: 'EUR',
    fills,
    trades,
    refusals: [],
    refusalCounts: {},
    modes: [],
    feesPaid: fills.reduce((sum, row) => sum + row.fee, 0),
    fundingPaid: 0,
    exposureRatio: candles.length > 0 ? held / candles.length : 0,
    assumedExits: 0,
    intrabarExits: trades.filter((trade) => trade.exitReason === 'stop').length,
    openPositions: left
      ? [
          {
            instrumentId: 'BTC/EUR',
            side: left.side,
            quantity: left.quantity,
            entryPrice: left.price,
            unrealised: left.side * ((candles.close[candles.length - 1] as number) - left.price) * left.quantity,
          },
        ]
      : [],
    warnings: [],
  };
}

/** A run with nothing in it but what is given. */
export function bareRun(parts: Partial<BacktestRun>): BacktestRun {
  return {
    bars: parts.equity?.length ?? 0,
    equityTime: new Float64Array(0),
    equity: new Float64Array(0),
    startingCash: 10_000,
    currency: '',
    fills: [],
    trades: [],
    refusals: [],
    refusalCounts: {},
    modes: [],
    feesPaid: 0,
    fundingPaid: 0,
    exposureRatio: 0,
    assumedExits: 0,
    intrabarExits: 0,
    openPositions: [],
    warnings: [],
    ...parts,
  };
}

/** A closed trade of which only the money matters. */
export function bareTrade(net: number, parts: Partial<TradeRow> = {}): TradeRow {
  return {
    strategyId: 's',
    instrumentId: 'i',
    side: 1,
    openedAt: 0,
    closedAt: 60_000,
    quantity: 1,
    entryPrice: 100,
    exitPrice: 100 + net,
    gross: net,
    fees: 0,
    funding: 0,
    net,
    returnRatio: net / 100,
    candlesHeld: 1,
    entryReason: 'in',
    exitReason: 'out',
    adverseRatio: 0,
    favourableRatio: 0,
    ...parts,
  };
}
