/** Who watches the engine: a backtest keeps columns, a session writes the journal. The engine itself never looks back at it. */

import type { OrderStatus } from '../../domain/order.ts';
import type { RefusalRecord } from '../risk/risk-desk.ts';
import type { Engine } from './engine.ts';
import type { AmendCause, EngineOrder } from './engine-order.ts';
import type { EquityWatch } from './equity-watch.ts';
import type { Slot } from './slot.ts';
import type { SlotFill } from './slot-fill.ts';

export interface EngineObserver {
  /**
   * True when it looks at no order again that it has been told is over, and has nothing to say of those that fill whole: the engine may then use the
   * object for another, or do without.
   */
  readonly keepsNoOrders?: boolean;
  /** What it has the equity of quiet marks followed by. */
  readonly equityWatch?: EquityWatch;
  /** The engine it is going to watch, which has just been made, or restored. */
  begins?(engine: Engine): void;
  /** A close time: `engine.at` and `engine.equity` (quanta) say when and what; `exposed` while any position is open. */
  marked(engine: Engine, exposed: boolean): void;
  /** Several close times in a row, with nothing in between, whose equity `equityWatch` has taken in already; told one by one where there is none. */
  markedQuietly?(count: number, exposed: boolean): void;
  ordered(order: EngineOrder, slot: Slot, confidence: number, cuts: readonly string[]): void;
  /** The record is reused: copy what must be kept. */
  filled(slot: Slot, fill: SlotFill): void;
  amended(order: EngineOrder, slot: Slot, cause: AmendCause): void;
  done(order: EngineOrder, slot: Slot, status: OrderStatus, code: string, at: number): void;
  funded(slot: Slot, quanta: number, at: number): void;
  /** The record is reused by risk: copy what must be kept. */
  refused(slot: Slot, side: 1 | -1, confidence: number, reason: string, refusal: RefusalRecord, at: number): void;
  /** Something worth telling that changes no mode: a drawdown alert, a refused command, a demanded reduction. */
  noticed(code: string, message: string, at: number): void;
  modeChanged(from: string, to: string, reason: string, at: number): void;
}
