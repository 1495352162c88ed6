/** Round trips from fills: what was opened, when and why it was closed, and what was left after fees and funding. */

import { ticksToPrice } from '../domain/instrument.ts';
import type { RecordedFill, Recorder } from '../trading/engine/recorder.ts';
import type { Slot } from '../trading/engine/slot.ts';
import { startedBy } from './closes.ts';
import type { FillRow, TradeRow } from './result.ts';

/** Fills as rows in units of the account's currency. `quantum` is the size of one quantum. */
export function fillRows(recorder: Recorder, slots: readonly Slot[], quantum: number): FillRow[] {
  const rows: FillRow[] = [];
  for (let i = 0; i < recorder.fillCount; i++) {
    const fill = recorder.fill(i);
    const slot = slots[fill.slot] as Slot;
    rows.push({
      at: fill.at,
      strategyId: slot.definition.id,
      instrumentId: slot.instrument.id,
      orderId: fill.order,
      side: fill.side,
      quantity: fromLots(slot, fill.lots),
      price: ticksToPrice(slot.instrument, fill.ticks),
      fee: fill.fee / quantum,
      liquidity: fill.liquidity,
      kind: fill.kind,
      realised: fill.realised / quantum,
      reason: fill.reason,
    });
  }
  return rows;
}

function fromLots(slot: Slot, lots: number): number {
  const scale = 10 ** slot.instrument.lotDecimals;
  return (lots * Math.round(slot.instrument.lotSize * scale)) / scale;
}

interface OpenTrade {
  readonly first: RecordedFill;
  lots: number;
  entryValue: number;
  exitLots: number;
  exitValue: number;
  gross: number;
  fees: number;
  funding: number;
}

/** Joins each slot's fills into round trips, oldest close first. Prices are averages over the trip's fills. */
export function tradeRows(recorder: Recorder, slots: readonly Slot[], quantum: number): TradeRow[] {
  const rows: TradeRow[] = [];
  const open: (OpenTrade | null)[] = slots.map(() => null);
  const { fundings } = recorder;
  let nextFunding = 0;
  for (let i = 0; i < recorder.fillCount; i++) {
    const fill = recorder.fill(i);
    nextFunding = bookFunding(fundings, open, nextFunding, fill.at);
    const slot = slots[fill.slot] as Slot;
    const trade = open[fill.slot] ?? null;
    if (fill.kind === 'open') {
      if (trade === null)
        open[fill.slot] = {
          first: fill,
          lots: fill.lots,
          entryValue: fill.lots * fill.ticks,
          exitLots: 0,
          exitValue: 0,
          gross: 0,
          fees: fill.fee,
          funding: 0,
        };
      else {
        trade.lots += fill.lots;
        trade.entryValue += fill.lots * fill.ticks;
        trade.fees += fill.fee;
      }
      continue;
    }
    if (trade === null) continue;
    trade.exitLots += fill.lots;
    trade.exitValue += fill.lots * fill.ticks;
    trade.gross += fill.realised;
    trade.fees += fill.fee;
    if (trade.exitLots < trade.lots) continue;
    open[fill.slot] = null;
    rows.push(tradeRow(slot, trade, fill, quantum));
  }
  return rows;
}

function bookFunding(fundings: Recorder['fundings'], open: readonly (OpenTrade | null)[], from: number, until: number): number {
  let next = from;
  for (; next < fundings.length && (fundings[next] as { at: number }).at < until; next++) {
    const { slot, quanta } = fundings[next] as { slot: number; quanta: number };
    const trade = open[slot];
    if (trade) trade.funding += quanta;
  }
  return next;
}

function tradeRow(slot: Slot, trade: OpenTrade, last: RecordedFill, quantum: number): TradeRow {
  const { first } = trade;
  const entryTicks = trade.entryValue / trade.lots;
  const entryPrice = ticksToPrice(slot.instrument, entryTicks);
  const net = trade.gross - trade.fees - trade.funding;
  const span = priceSpan(slot, first.at, last.at);
  const below = Math.max(0, (entryPrice - span.low) / entryPrice);
  const above = Math.max(0, (span.high - entryPrice) / entryPrice);
  const quantity = fromLots(slot, trade.lots);
  const entryValue = (entryTicks * trade.lots * slot.instrument.valueMultiplier) / slot.instrument.valueDivisor;
  return {
    strategyId: slot.definition.id,
    instrumentId: slot.instrument.id,
    side: first.side,
    openedAt: first.at,
    closedAt: last.at,
    quantity,
    entryPrice,
    exitPrice: ticksToPrice(slot.instrument, trade.exitValue / trade.exitLots),
    gross: trade.gross / quantum,
    fees: trade.fees / quantum,
    funding: trade.funding / quantum,
    net: net / quantum,
    returnRatio: net / entryValue,
    candlesHeld: span.candles,
    entryReason: first.reason,
    exitReason: last.reason,
    adverseRatio: first.side > 0 ? below : above,
    favourableRatio: first.side > 0 ? above : below,
  };
}

/** Extremes of the slot's candles touched by [from, to], and how many there are. */
function priceSpan(slot: Slot, from: number, to: number): { low: number; high: number; candles: number } {
  const { time, low, high, length } = slot.candles;
  let i = Math.max(0, startedBy(time, length, from) - 1);
  const start = i;
  let bottom = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (; i < length && ((time[i] as number) < to || i === start); i++) {
    if ((low[i] as number) < bottom) bottom = low[i] as number;
    if ((high[i] as number) > top) top = high[i] as number;
  }
  return { low: bottom, high: top, candles: i - start };
}
