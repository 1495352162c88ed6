/** The report's numbers as its page needs them: few enough to draw at once, exact where exactness is seen. */

import { drawdownSeries } from '../metrics/equity-curve.ts';
import type { ModeRow, ReportCandles, TradeRow } from '../result.ts';
import type { ReportContext } from './context.ts';
import { aggregateForDrawing, pickPoints } from './downsample.ts';
import type { CandleColumns, PageData, TradeColumns } from './page/browser.ts';
import { encodeDecimal, encodeWhole } from './page/columns.ts';
import { wordedReasons } from './reason-words.ts';

/** Points of the equity curve that are drawn at most. */
const EQUITY_POINTS = 6000;
/** Candles of all price charts together: fewer where many trades need the room, so that the file stays below 2 MB. */
const candleBudget = (trades: number) => Math.max(30_000, 70_000 - 3 * trades);

export function pageData(context: ReportContext): PageData {
  const { input, moneyDecimals } = context;
  const { run, metrics, buyAndHold, candles, settings } = input;
  const drawdown = drawdownSeries(run.equity, run.startingCash);
  const points = pickPoints([run.equity, drawdown], EQUITY_POINTS);
  const at = (column: Float64Array, indexes: Uint32Array) => Float64Array.from(indexes, (index) => column[index] as number);
  const held = buyAndHold ? pickPoints([buyAndHold.equity], EQUITY_POINTS / 2) : null;
  const worst = metrics.drawdowns[0];
  const stop = settings.risk.ladder.drawdownStop;
  const sets = candles.filter((set) => set.candles.length > 0);
  return {
    currency: run.currency,
    moneyDecimals,
    quantityDecimals: decimalsNeeded(run.trades.map((trade) => trade.quantity)),
    equity: {
      time: encodeWhole(at(run.equityTime, points)),
      equity: encodeDecimal(at(run.equity, points), moneyDecimals),
      drawdown: encodeDecimal(at(drawdown, points), 5),
    },
    hold:
      buyAndHold && held
        ? { time: encodeWhole(at(buyAndHold.time, held)), equity: encodeDecimal(at(buyAndHold.equity, held), moneyDecimals) }
        : null,
    worst: worst ? { at: worst.troughAt, ratio: worst.ratio } : null,
    stopRatio: stop < 1 ? stop : null,
    modes: modeSpans(run.modes, context.to),
    gaps: input.data.length === 1 ? (input.data[0]?.gaps.longest ?? []) : [],
    candles: sets.map((set) => candleColumns(set, Math.floor(candleBudget(run.trades.length) / sets.length), context)),
    trades: tradeColumns(run.trades, moneyDecimals),
  };
}

/** Stretches in a mode other than NORMAL. */
function modeSpans(modes: readonly ModeRow[], end: number): PageData['modes'] {
  return modes.map((mode, i) => ({ from: mode.at, to: modes[i + 1]?.at ?? end, mode: mode.to })).filter(({ mode }) => mode !== 'NORMAL');
}

function candleColumns(set: ReportCandles, most: number, { input }: ReportContext): CandleColumns {
  const { timeframe, candles } = aggregateForDrawing(set.candles, set.timeframe, most);
  const cut = (column: Float64Array) => column.subarray(0, candles.length);
  const { time, open, high, low, close } = candles;
  const tick = input.settings.instruments.find(({ id }) => id === set.instrumentId)?.tickSize;
  const decimals = tick === undefined ? decimalsNeeded([...cut(close).subarray(-500)]) : decimalsNeeded([tick]);
  const price = (column: Float64Array) => encodeDecimal(cut(column), decimals);
  let stepMs = Number.POSITIVE_INFINITY;
  for (let i = 1; i < candles.length; i++) stepMs = Math.min(stepMs, (time[i] as number) - (time[i - 1] as number));
  return {
    instrumentId: set.instrumentId,
    timeframe,
    source: timeframe === set.timeframe ? null : set.timeframe,
    decimals,
    stepMs: Number.isFinite(stepMs) ? stepMs : 1,
    columns: { time: encodeWhole(cut(time)), open: price(open), high: price(high), low: price(low), close: price(close) },
    gaps: input.data.find((part) => part.instrumentId === set.instrumentId)?.gaps.longest ?? [],
  };
}

/** Decimal places that show all of these numbers without rounding, at most 8. */
function decimalsNeeded(values: readonly number[]): number {
  let needed = 0;
  for (const value of values) while (needed < 8 && Math.abs(value * 10 ** needed - Math.round(value * 10 ** needed)) > 1e-6) needed++;
  return needed;
}

function tradeColumns(trades: readonly TradeRow[], moneyDecimals: number): TradeColumns {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (text: string) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const whole = (of: (trade: TradeRow) => number) => encodeWhole(Float64Array.from(trades, of));
  const decimal = (decimals: number, of: (trade: TradeRow) => number) => encodeDecimal(Float64Array.from(trades, of), decimals);
  const exact = (of: (trade: TradeRow) => number) => decimal(decimalsNeeded(trades.map(of)), of);
  return {
    columns: {
      openedAt: whole((trade) => trade.openedAt),
      closedAt: whole((trade) => trade.closedAt),
      side: whole((trade) => trade.side),
      instrument: whole((trade) => placeOf(trade.instrumentId)),
      strategy: whole((trade) => placeOf(trade.strategyId)),
      entryReason: whole((trade) => placeOf(trade.entryReason)),
      exitReason: whole((trade) => placeOf(trade.exitReason)),
      quantity: exact((trade) => trade.quantity),
      entryPrice: exact((trade) => trade.entryPrice),
      exitPrice: exact((trade) => trade.exitPrice),
      costs: decimal(moneyDecimals, (trade) => trade.fees + trade.funding),
      net: decimal(moneyDecimals, (trade) => trade.net),
      returnRatio: decimal(6, (trade) => trade.returnRatio),
      adverse: decimal(5, (trade) => trade.adverseRatio),
    },
    texts,
    reasons: wordedReasons(texts),
  };
}
