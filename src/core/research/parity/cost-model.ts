/** What trading cost in a session, beside what the model assumes, and the figures to assume instead. */

import type { SlippageModel } from '../../trading/venue-model/slippage.ts';
import type { AccountRecord } from './account-record.ts';
import type { MeasuredFill } from './walk.ts';

/** Fewer fills than this say little. */
export const FILLS_NEEDED = 20;

export interface Spread {
  readonly fills: number;
  readonly median: number;
  readonly upperQuartile: number;
}

export interface CostLine {
  readonly instrumentId: string;
  readonly what: 'slippage-buying' | 'slippage-selling' | 'taker-fee' | 'maker-fee' | 'latency';
  /** Ratios of the price or value; latency in ms. */
  readonly seen: Spread;
  /** Null where the model has no single figure for it. */
  readonly configured: number | null;
  /** What the session says should be assumed: the upper quartile of slippage and latency, the median fee. Null on too few fills. */
  readonly proposed: number | null;
}

export interface CostSettings {
  readonly slippage: SlippageModel;
  readonly latencyMs: number;
  readonly feesOf: (instrumentId: string) => { readonly taker: number; readonly maker: number };
}

/** Orders that take what there is: only they pay slippage. */
const TAKING: ReadonlySet<string> = new Set(['market', 'stop', 'trailing-stop', 'take-profit']);

export function costLines(pairs: readonly MeasuredFill[], session: Pick<AccountRecord, 'orders'>, settings: CostSettings): CostLine[] {
  const model = modelRatio(settings.slippage);
  const groups = new Map<string, { readonly line: Pick<CostLine, 'instrumentId' | 'what' | 'configured'>; readonly values: number[] }>();
  const add = (instrumentId: string, what: CostLine['what'], configured: number | null, value: number) => {
    const key = `${instrumentId}\u0000${ORDER.indexOf(what)}`;
    const group = groups.get(key) ?? { line: { instrumentId, what, configured }, values: [] };
    groups.set(key, group);
    group.values.push(value);
  };
  for (const { instrumentId, side, session: ours, backtest, orderId, purpose } of pairs) {
    const order = orderId === null ? undefined : session.orders.get(orderId);
    if (order === undefined || purpose === 'liquidation') continue;
    const fees = settings.feesOf(instrumentId);
    add(instrumentId, `${ours.liquidity}-fee`, fees[ours.liquidity], ours.fee / (ours.price * ours.quantity));
    if (!TAKING.has(order.record.type) || ours.liquidity !== 'taker') continue;
    if (model !== null)
      add(
        instrumentId,
        side === 'buy' ? 'slippage-buying' : 'slippage-selling',
        model,
        slippageOf(side, ours.price, backtest.price, model),
      );
    if (order.record.type === 'market') {
      // A model fills at an open, which may be much later than its latency: only what differs from it was measured.
      add(instrumentId, 'latency', settings.latencyMs, settings.latencyMs + ours.at - backtest.at);
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { line, values }]) => lineOf(line, values));
}

const ORDER: readonly CostLine['what'][] = ['slippage-buying', 'slippage-selling', 'taker-fee', 'maker-fee', 'latency'];

/** The price before slippage is the model's price with the model's slippage taken off it. */
function slippageOf(side: 'buy' | 'sell', price: number, modelPrice: number, model: number): number {
  const sign = side === 'buy' ? 1 : -1;
  const untouched = modelPrice / (1 + sign * model);
  return sign * (price / untouched - 1);
}

function modelRatio(model: SlippageModel): number | null {
  if (model.kind === 'none') return 0;
  if (model.kind === 'fixed') return model.ratio;
  return null;
}

function lineOf(line: Pick<CostLine, 'instrumentId' | 'what' | 'configured'>, values: number[]): CostLine {
  const seen = { fills: values.length, median: quantile(values, 0.5), upperQuartile: quantile(values, 0.75) };
  const proposed = line.what.endsWith('fee') ? seen.median : seen.upperQuartile;
  return { ...line, seen, proposed: seen.fills < FILLS_NEEDED ? null : proposed };
}

/** Linear between order statistics (Hyndman and Fan, type 7). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const below = sorted[low] as number;
  return below + (place - low) * ((sorted[Math.min(low + 1, sorted.length - 1)] as number) - below);
}
