/** A slot's state as plain JSON. */

import type { Protection } from './protection.ts';
import type { SlotPosition } from './slot-position.ts';

export interface SlotSnapshot {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly cells: readonly (number | string)[];
  readonly random: number;
  readonly position: {
    readonly lots: number;
    readonly cost: number;
    readonly openedAt: number;
    readonly candlesHeld: number;
    readonly stopTicks: number | null;
    readonly targetTicks: number | null;
  };
  readonly orders: readonly number[];
  /** Only where there is one. */
  readonly unwanted?: string | undefined;
  readonly protection: Protection | null;
  readonly pendingProtection: Protection | null;
  readonly bestTicks: number | null;
  readonly entryReason: string;
  readonly exitReason: string;
  readonly lastExitCount: number | null;
  readonly realised: number;
  readonly tradeNet: number;
  readonly dailyResults: readonly number[];
}

/** The position as it is written down: `before` where it is the same. */
export function positionOf(position: SlotPosition, before: SlotSnapshot['position'] | undefined): SlotSnapshot['position'] {
  const { lots, cost, openedAt, candlesHeld } = position;
  const stopTicks = Number.isNaN(position.stopTicks) ? null : position.stopTicks;
  const targetTicks = Number.isNaN(position.targetTicks) ? null : position.targetTicks;
  if (
    before !== undefined &&
    before.lots === lots &&
    before.cost === cost &&
    before.openedAt === openedAt &&
    before.candlesHeld === candlesHeld &&
    before.stopTicks === stopTicks &&
    before.targetTicks === targetTicks
  )
    return before;
  return { lots, cost, openedAt, candlesHeld, stopTicks, targetTicks };
}

/** The numbers of a slot's orders, 0 for none: `before` where they are the same. */
export function ordersOf(
  entry: number,
  exit: number,
  stop: number,
  target: number,
  before: readonly number[] | undefined,
): readonly number[] {
  const isSame = before !== undefined && before[0] === entry && before[1] === exit && before[2] === stop && before[3] === target;
  return isSame ? before : [entry, exit, stop, target];
}
