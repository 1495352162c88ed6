/** Decisions, orders and fills as comparable lines, without the ids that a restart changes. */

import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import type { Outcomes } from '../../src/core/trading/engine/steps.ts';

export function linesOf(at: number, outcomes: Outcomes): string[] {
  return [
    ...(outcomes.orders ?? []).map(
      (o) =>
        `${at} order ${o.strategyId} ${o.instrumentId} ${o.orderId} ${o.purpose} ${o.side} ${o.type} ${o.quantity} ${o.equityShare} ${o.limitPrice} ${o.stopPrice} ${o.reason} ${o.confidence} ${o.cuts.join('+')}`,
    ),
    ...(outcomes.amended ?? []).map((a) => `${at} amend ${a.orderId} ${a.quantity} ${a.limitPrice} ${a.stopPrice}`),
    ...(outcomes.fills ?? []).map(
      (f) =>
        `${f.at} fill ${f.strategyId} ${f.instrumentId} ${f.orderId} ${f.side} ${f.quantity} ${f.price} ${f.fee} ${f.liquidity} ${f.kind} ${f.realised} ${f.reason}`,
    ),
    ...(outcomes.done ?? []).map((d) => `${d.at} done ${d.orderId} ${d.status} ${d.code} ${d.filledQuantity}`),
    ...(outcomes.refused ?? []).map((r) => `${at} refused ${r.strategyId} ${r.instrumentId} ${r.side} ${r.code} ${r.measured} ${r.limit}`),
    ...(outcomes.funded ?? []).map((f) => `${f.at} funding ${f.strategyId} ${f.instrumentId} ${f.amount}`),
  ];
}

/** Watches a backtest with the recorder of a session, so that both sides are worded by the same code. */
export class LineRecorder extends StepRecorder {
  readonly lines: string[] = [];
  private at = 0;

  override marked(engine?: { readonly at: number }): void {
    if (engine) this.at = engine.at;
  }

  private flush(at: number): void {
    this.lines.push(...linesOf(at, this.take()));
  }

  override ordered(...parameters: Parameters<StepRecorder['ordered']>): void {
    super.ordered(...parameters);
    this.flush(parameters[0].createdAt);
  }
  override amended(...parameters: Parameters<StepRecorder['amended']>): void {
    super.amended(...parameters);
    this.flush(this.clock?.at ?? this.at);
  }
  override filled(...parameters: Parameters<StepRecorder['filled']>): void {
    super.filled(...parameters);
    this.flush(this.at);
  }
  override done(...parameters: Parameters<StepRecorder['done']>): void {
    super.done(...parameters);
    this.flush(this.at);
  }
  override refused(...parameters: Parameters<StepRecorder['refused']>): void {
    super.refused(...parameters);
    this.flush(this.clock?.at ?? this.at);
  }
  override funded(...parameters: Parameters<StepRecorder['funded']>): void {
    super.funded(...parameters);
    this.flush(this.at);
  }

  /** The engine, for the time of what carries none. */
  clock: { readonly at: number } | null = null;
}
