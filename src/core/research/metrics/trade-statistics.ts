/** What closed trades say together: wins, losses, their sizes and their order. Money is net of fees and funding. */

import type { TradeRow } from '../result.ts';
import { mean, sampleDeviation } from './distribution.ts';

export interface TradeStatistics {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Sum of winning results, and of losing ones as a magnitude. */
  readonly won: number;
  readonly lost: number;
  readonly net: number;
  readonly mean: number;
  /** Sample deviation of the net results; NaN below two trades. */
  readonly deviation: number;
  readonly averageRatio: number;
  readonly bestRatio: number;
  readonly worstRatio: number;
  readonly averageHoldingMs: number;
  readonly longestLosingStreak: number;
  /** Sum of the five largest net results. */
  readonly bestFive: number;
}

/** Statistics of trades in the order of their closing. Means and extremes are NaN without trades. */
export function tradeStatistics(trades: readonly TradeRow[]): TradeStatistics {
  const count = trades.length;
  const net = new Float64Array(count);
  let wins = 0;
  let losses = 0;
  let won = 0;
  let lost = 0;
  let ratios = 0;
  let bestRatio = count > 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  let worstRatio = -bestRatio;
  let heldMs = 0;
  let streak = 0;
  let longestLosingStreak = 0;
  for (let i = 0; i < count; i++) {
    const trade = trades[i] as TradeRow;
    net[i] = trade.net;
    if (trade.net > 0) {
      wins++;
      won += trade.net;
    } else if (trade.net < 0) {
      losses++;
      lost -= trade.net;
    }
    streak = trade.net < 0 ? streak + 1 : 0;
    if (streak > longestLosingStreak) longestLosingStreak = streak;
    ratios += trade.returnRatio;
    if (trade.returnRatio > bestRatio) bestRatio = trade.returnRatio;
    if (trade.returnRatio < worstRatio) worstRatio = trade.returnRatio;
    heldMs += trade.closedAt - trade.openedAt;
  }
  const sorted = net.slice().sort();
  let bestFive = 0;
  for (let i = Math.max(0, count - 5); i < count; i++) bestFive += sorted[i] as number;
  return {
    count,
    wins,
    losses,
    won,
    lost,
    net: won - lost,
    mean: mean(net),
    deviation: sampleDeviation(net),
    averageRatio: ratios / count,
    bestRatio,
    worstRatio,
    averageHoldingMs: heldMs / count,
    longestLosingStreak,
    bestFive,
  };
}

/** One line of a breakdown: the trades that share a key. */
export interface TradeGroup {
  readonly key: string;
  readonly trades: number;
  readonly wins: number;
  readonly net: number;
  readonly averageRatio: number;
}

/** Trades grouped by what `keyOf` says of them, the most trades first, equal counts by key. */
export function groupTrades(trades: readonly TradeRow[], keyOf: (trade: TradeRow) => string): TradeGroup[] {
  const groups = new Map<string, { key: string; trades: number; wins: number; net: number; ratios: number }>();
  for (const trade of trades) {
    const key = keyOf(trade);
    const group = groups.get(key) ?? { key, trades: 0, wins: 0, net: 0, ratios: 0 };
    groups.set(key, group);
    group.trades++;
    if (trade.net > 0) group.wins++;
    group.net += trade.net;
    group.ratios += trade.returnRatio;
  }
  return [...groups.values()]
    .sort((a, b) => b.trades - a.trades || (a.key < b.key ? -1 : 1))
    .map(({ key, trades: count, wins, net, ratios }) => ({ key, trades: count, wins, net, averageRatio: ratios / count }));
}
