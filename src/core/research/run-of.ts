/** A finished backtest as the plain run that metrics, files and reports read. Rows and scaled columns are made on first use. */

import { powerOfTen } from '../domain/decimal.ts';
import { formatLots } from '../domain/instrument.ts';
import { valueOf } from '../trading/ledger/position-book.ts';
import type { Backtest } from './backtest.ts';
import type { BacktestRun, FillRow, RefusalRow, TradeRow, Warning } from './result.ts';
import { fillRows, tradeRows } from './trades.ts';

export interface RunOptions {
  readonly startingCash: number;
  readonly currency: string;
  readonly quantumDecimals: number;
  readonly warnings: readonly Warning[];
}

export function runOf(done: Backtest, options: RunOptions): BacktestRun {
  const { recorder, session } = done;
  const quantum = powerOfTen(options.quantumDecimals);
  let fills: FillRow[] | null = null;
  let trades: TradeRow[] | null = null;
  let equity: Float64Array | null = null;
  return {
    bars: done.bars,
    equityTime: recorder.equityTime,
    get equity() {
      equity ??= recorder.equity.map((value) => value / quantum);
      return equity;
    },
    startingCash: options.startingCash,
    currency: options.currency,
    get fills() {
      fills ??= fillRows(recorder, session.slots, quantum);
      return fills;
    },
    get trades() {
      trades ??= tradeRows(recorder, session.slots, quantum);
      return trades;
    },
    refusals: recorder.refusals.map((row): RefusalRow => {
      const slot = session.slots[row.slot];
      return { at: row.at, strategyId: slot?.definition.id ?? '', instrumentId: slot?.instrument.id ?? '', side: row.side, ...row.refusal };
    }),
    refusalCounts: recorder.refusalCounts,
    modes: recorder.modes,
    feesPaid: recorder.feesPaid / quantum,
    fundingPaid: recorder.fundingPaid / quantum,
    exposureRatio: recorder.marks === 0 ? 0 : recorder.exposedMarks / recorder.marks,
    assumedExits: recorder.assumedExits,
    intrabarExits: recorder.intrabarExits,
    openPositions: session.slots.flatMap((slot) => {
      const { side, entryPrice, lots, cost } = slot.position;
      if (side === 0) return [];
      const value = valueOf(slot.instrument, session.engine.markTicks(slot.instrument.index), Math.abs(lots));
      return [
        {
          instrumentId: slot.instrument.id,
          side,
          quantity: Number(formatLots(slot.instrument, Math.abs(lots))),
          entryPrice,
          unrealised: (side * (value - cost)) / quantum,
        },
      ];
    }),
    warnings: options.warnings,
  };
}
