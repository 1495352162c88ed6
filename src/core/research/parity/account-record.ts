/** What one side of the comparison did, session or backtest: orders with the time they were decided, fills, refusals and equity, in the words of the journal. */

import { powerOfTen } from '../../domain/decimal.ts';
import type { Slot } from '../../trading/engine/slot.ts';
import { StepRecorder } from '../../trading/engine/step-recorder.ts';
import type { DoneRecord, FillRecord, OrderRecord, RefusalRow, Step } from '../../trading/engine/steps.ts';
import type { RefusalRecord } from '../../trading/risk/refusal.ts';

export interface DecidedOrder {
  readonly record: OrderRecord;
  /** Market time of the decision: for strategies the close of a candle. */
  readonly decidedAt: number;
  /** Journal entry of the decision; 0 in a backtest. */
  readonly sequence: number;
  /** What it was decided on. */
  readonly event: Step['event'];
  done: DoneRecord | null;
}

export interface DatedRefusal {
  readonly at: number;
  readonly record: RefusalRow;
}

export interface AccountRecord {
  readonly orders: ReadonlyMap<string, DecidedOrder>;
  readonly fills: readonly FillRecord[];
  readonly refusals: readonly DatedRefusal[];
  /** Equity in account currency at each close time, rising. */
  readonly equityAt: readonly number[];
  readonly equity: readonly number[];
}

/** Strategy and instrument: where positions are held apart. */
export function slotKey({ strategyId, instrumentId }: { readonly strategyId: string; readonly instrumentId: string }): string {
  return `${strategyId}\u0000${instrumentId}`;
}

/** Watches a backtest in the words of a session's journal, so that both sides are written by the same code. */
export class BacktestRecorder extends StepRecorder {
  private readonly decidedAt: number[] = [];
  private readonly refusedAt: number[] = [];
  private readonly marksAt: number[] = [];
  private readonly marks: number[] = [];
  private readonly quantum: number;

  constructor(quantumDecimals: number) {
    super({ environment: 'backtest', accountId: 'backtest', quantumDecimals });
    this.quantum = powerOfTen(quantumDecimals);
  }

  override marked(engine?: { readonly at: number; readonly equity: number }): void {
    if (engine === undefined) return;
    this.marksAt.push(engine.at);
    this.marks.push(engine.equity / this.quantum);
  }

  override ordered(...parts: Parameters<StepRecorder['ordered']>): void {
    super.ordered(...parts);
    this.decidedAt.push(parts[0].createdAt);
  }

  override refused(slot: Slot, side: 1 | -1, confidence: number, reason: string, refusal: RefusalRecord, at = Number.NaN): void {
    super.refused(slot, side, confidence, reason, refusal, at);
    this.refusedAt.push(at);
  }

  /** Everything since the beginning. */
  record(): AccountRecord {
    const { orders = [], fills = [], refused = [], done = [] } = this.take();
    const decided = new Map<string, DecidedOrder>();
    orders.forEach((record, i) => {
      decided.set(record.orderId, { record, decidedAt: this.decidedAt[i] as number, sequence: 0, event: 'close', done: null });
    });
    for (const end of done) Object.assign(decided.get(end.orderId) ?? {}, { done: end });
    return {
      orders: decided,
      fills,
      refusals: refused.map((record, i) => ({ at: this.refusedAt[i] as number, record })),
      equityAt: this.marksAt,
      equity: this.marks,
    };
  }
}
