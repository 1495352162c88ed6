/** A slot's state as plain JSON. */

import type { Protection } from './protection.ts';

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
