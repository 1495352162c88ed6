/** Decisions as comparable lines: what was ordered, moved or refused, when and why, without the numbers a restart changes. */

import type { EngineOrder } from '../trading/engine/engine-order.ts';
import type { EngineObserver } from '../trading/engine/observer.ts';
import type { Slot } from '../trading/engine/slot.ts';
import type { RefusalRecord } from '../trading/risk/risk-desk.ts';
import type { DecisionChange } from './result.ts';

export interface DecisionLine {
  readonly at: number;
  readonly slot: number;
  /** For a person: `entry long (cross-up)`. */
  readonly act: string;
  /** Every figure of it. */
  readonly figures: string;
}

/** An observer that keeps decisions and nothing else. */
export class DecisionRecorder implements EngineObserver {
  private lines: DecisionLine[] = [];

  /** The decisions since the last call. */
  take(): DecisionLine[] {
    const taken = this.lines;
    this.lines = [];
    return taken;
  }

  marked(): void {}
  filled(): void {}
  done(): void {}
  funded(): void {}
  noticed(): void {}
  modeChanged(): void {}

  ordered(order: EngineOrder, slot: Slot): void {
    if (order.purpose !== 'entry' && order.purpose !== 'exit') return;
    const { ticket } = order;
    const protection = order.purpose === 'entry' ? JSON.stringify(slot.pendingProtection) : '';
    const figures = `${ticket.type} ${ticket.lots} ${ticket.equityShare} ${ticket.limit} ${ticket.trigger} ${protection}`;
    const side = order.purpose === 'exit' ? '' : ` ${sideText(ticket.side)}`;
    this.keep(order.createdAt, slot, `${order.purpose}${side} (${order.reason})`, figures);
  }

  /** A stop the strategy moves is a decision; one that follows the price or a fill by itself is not. The wish is still there while it is carried out. */
  amended(order: EngineOrder, slot: Slot): void {
    if (!Number.isNaN(slot.wishStop)) this.keep(slot.time + slot.timeframeMs, slot, 'move stop', String(order.trigger));
  }

  refused(slot: Slot, side: 1 | -1, confidence: number, reason: string, refusal: RefusalRecord, at: number): void {
    this.keep(at, slot, `wish for ${sideText(side)}${reason && ` (${reason})`}`, `${confidence} ${refusal.code}`);
  }

  private keep(at: number, slot: Slot, act: string, figures: string): void {
    this.lines.push({ at, slot: slot.index, act, figures });
  }
}

export function sideText(side: 1 | -1): string {
  return side > 0 ? 'long' : 'short';
}

/** Where two lists of decisions part; null when they are the same. */
export function firstDifference(before: readonly DecisionLine[], after: readonly DecisionLine[]): DecisionChange | null {
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [a, b] = [before[i], after[i]];
    if (a && b && a.at === b.at && a.slot === b.slot && a.act === b.act) {
      if (a.figures === b.figures) continue;
      return { kind: 'decision', at: a.at, act: a.act, how: 'other-figures' };
    }
    if (a && (!b || a.at <= b.at)) return { kind: 'decision', at: a.at, act: a.act, how: 'missing' };
    const { at, act } = b as DecisionLine;
    return { kind: 'decision', at, act, how: 'added' };
  }
  return null;
}
