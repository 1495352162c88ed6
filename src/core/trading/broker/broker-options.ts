/** What a broker is given, and who hears from it. */

import type { Instrument } from '../../domain/instrument.ts';
import type { OrderStage } from '../engine/steps.ts';
import type { Fill, VenueListener } from '../venue-model/venue.ts';
import type { BrokerOrder } from './broker-order.ts';
import type { Costs } from './cost-path.ts';
import type { BudgetLimits } from './request-budget.ts';
import type { VenueLink } from './venue-link.ts';

export type OrderProgress = Exclude<OrderStage, 'approved'>;

/** Who hears of what the venue did: the engine, and, for what no working order of its own explains, whoever attributes it. */
export interface BrokerListener extends VenueListener {
  /** A fill of an order that is over, or that is not ours: it belongs to this slot. */
  onStray(fill: Fill, slot: number): void;
  /** An order has left, the venue is known to have it, or it has come in doubt. */
  onProgress(order: BrokerOrder, stage: OrderProgress, at: number): void;
  /** An execution took place before others that are booked: what the position costs in their order. */
  onRestated(instrument: number, costs: Costs, at: number): void;
  /** Something the owner has to know. */
  onAlert(code: string, message: string, at: number): void;
  /** Executions may have been missed: the venue's list of them is to be taken in, and `gap` put back. */
  onGap(at: number): void;
  /** A reason to stop entering, until it is cleared. */
  onDemand(id: string, reason: string, demanded: boolean, at: number): void;
}

export interface BrokerOptions {
  readonly instruments: readonly Instrument[];
  readonly link: VenueLink;
  readonly accountCurrency: string;
  readonly quantumDecimals: number;
  /** Client order id and slot of an intent that has just been written down. */
  readonly intentOf: (number: number) => { readonly clientOrderId: string; readonly slot: number };
  readonly budget: BudgetLimits;
  /** Asked immediately before the bytes of a change leave: false once this trader has been deposed. */
  readonly maySend: () => boolean;
  /** Whether the mode in force lets anything be opened. */
  readonly mayEnter: () => boolean;
  /** The market's clock, which good-till-date orders go by. */
  readonly marketTime: () => number;
  /** Slot that external trades of an instrument are booked to; -1: they are not booked. */
  readonly externalSlotOf: (instrument: number) => number;
  /** What becomes of an external trade, in words for the owner. */
  readonly externalWords?: string;
  /** Slot of an order of ours that the journal does not hold: it left while nothing could be recorded. -1: it is none of ours; always so when absent. */
  readonly unrecordedSlotOf?: (clientOrderId: string, instrument: number) => number;
}
