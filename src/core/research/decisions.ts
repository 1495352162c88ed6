/** Decisions as comparable lines: what was ordered or refused, when and why, without the numbers a restart changes. */

import type { RefusalRecord } from '../trading/risk/risk-desk.ts';
import type { EngineOrder } from '../trading/engine/engine-order.ts';
import type { EngineObserver } from '../trading/engine/observer.ts';
import type { Slot } from '../trading/engine/slot.ts';

export interface DecisionLine {
  readonly at: number;
  readonly slot: number;
  readonly text: string;
}

/** An observer that keeps decisions and nothing else. */
export class DecisionRecorder implements EngineObserver {
  readonly lines: DecisionLine[] = [];

  marked(): void {}
  filled(): void {}
  amended(): void {}
  done(): void {}
  funded(): void {}
  modeChanged(): void {}

  ordered(order: EngineOrder, slot: Slot): void {
    if (order.purpose !== 'entry' && order.purpose !== 'exit') return;
    const { ticket } = order;
    const protection = order.purpose === 'entry' ? JSON.stringify(slot.pendingProtection) : '';
    this.keep(order.createdAt, slot, `${order.purpose} ${ticket.side} ${ticket.type} ${ticket.lots} ${ticket.equityShare} ${ticket.limit} ${ticket.trigger} ${order.reason} ${protection}`);
  }

  refused(slot: Slot, side: 1 | -1, confidence: number, reason: string, refusal: RefusalRecord, at: number): void {
    this.keep(at, slot, `refused ${side} ${confidence} ${reason} ${refusal.code}`);
  }

  private keep(at: number, slot: Slot, text: string): void {
    this.lines.push({ at, slot: slot.index, text });
  }
}
