/** A step: what the engine consumed at one instant and everything that came of it, as one journal entry. Recovery folds steps; nothing is decided twice. */

import type { FillKind, Liquidity, OrderStatus, OrderType, TimeInForce } from '../../domain/order.ts';
import { type Changes, changed } from '../../journal/changes.ts';
import type { BrokerSnapshot } from '../broker/broker-snapshot.ts';
import type { SignalDecision, SignalWish } from '../signals/signal-wish.ts';
import type { FeeInKind } from '../venue-model/venue.ts';
import type { VenueSnapshot } from '../venue-model/venue-model.ts';
import type { ApprovalAnswer } from './approvals.ts';
import type { AmendCause, OrderPurpose } from './engine-order.ts';
import type { EngineSnapshot } from './engine-snapshot.ts';
import type { ExitWatchSnapshot } from './exit-watch.ts';
import type { ModeCommand, WatchDemand } from './journaled-session.ts';
import type { ManualAnswer, ManualCommand, ManualOutcome } from './manual-wish.ts';
import type { StrategyCommand } from './strategy-command.ts';

export const STEP_KIND = 'step';
export const SESSION_KIND = 'session';

/** Start, open, high, low, close, volume, and the ask's four prices where the feed has them. */
export type CandleNumbers = readonly number[];

/** Quantities and prices as exact decimal text, money in account currency. */
export interface OrderRecord {
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly decisionId: string;
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly purpose: OrderPurpose;
  readonly side: 'buy' | 'sell';
  readonly type: OrderType;
  /** Null for an order sized at its fill by `equityShare`. */
  readonly quantity: string | null;
  readonly equityShare: number | null;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly timeInForce: TimeInForce;
  readonly expireAt: number | null;
  readonly reduceOnly: boolean;
  readonly postOnly: boolean;
  readonly reason: string;
  readonly confidence: number;
  readonly cuts: readonly string[];
  /** Price the decision looked at, and the protection wished with an entry. */
  readonly referencePrice: string | null;
}

export interface AmendRecord {
  readonly orderId: string;
  readonly quantity: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  /** Absent in journals of before it was recorded. */
  readonly cause?: AmendCause;
  /** Whose act it came of: an account or a command line's user, or the strategy that a signal names. */
  readonly by?: string;
}

export interface FillRecord {
  readonly fillId: string;
  readonly orderId: string | null;
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly purpose: OrderPurpose | 'liquidation';
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
  readonly liquidity: Liquidity;
  readonly kind: FillKind;
  readonly realised: string | null;
  readonly reason: string;
  readonly at: number;
  /** Taken instead of money: in the coin traded, whose `quantity` is less by it and whose worth is the `fee`; or in a third one, besides the `fee`. */
  readonly feeInKind?: FeeInKind;
}

export interface DoneRecord {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly code: string;
  readonly filledQuantity: string;
  readonly at: number;
}

/** How far an order has come on its way to an outside venue; the venue in process takes it at once. */
export type OrderStage = 'approved' | 'sent' | 'acknowledged' | 'in-doubt';

export interface ProgressRecord {
  readonly orderId: string;
  readonly stage: OrderStage;
  /** The trader's own clock, which no market date moves. */
  readonly at: number;
  /** Its name at the venue, once that is known. */
  readonly venueOrderId: string | null;
}

export interface RefusalRow {
  readonly decisionId: string;
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly side: 'long' | 'short';
  readonly confidence: number;
  readonly reason: string;
  readonly code: string;
  readonly message: string;
  readonly measured: number | null;
  readonly limit: number | null;
  readonly price: string | null;
}

export interface FundingRecord {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly amount: string;
  readonly at: number;
}

export interface ModeRecord {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What happened; absent where nothing did. */
export interface Outcomes {
  orders?: OrderRecord[];
  amended?: AmendRecord[];
  fills?: FillRecord[];
  done?: DoneRecord[];
  /** Absent in journals of before it was recorded. */
  progress?: ProgressRecord[];
  refused?: RefusalRow[];
  funded?: FundingRecord[];
  modes?: ModeRecord[];
  notices?: { readonly code: string; readonly message: string }[];
}

/** The state after the step, indicators and candles excepted: those are folded from the candles of the steps. */
export interface StepState {
  readonly engine: EngineSnapshot;
  /** Of the venue in process, or of the broker of an outside one. */
  readonly venue?: VenueSnapshot;
  readonly broker?: BrokerSnapshot;
  readonly exits?: ExitWatchSnapshot;
  /** What the owner's newest acts by hand were answered, by their id: told again, they are not done again. Absent before the first. */
  readonly acts?: Readonly<Record<string, ManualAnswer>>;
}

export interface Step extends Outcomes {
  /** `open`: candles opened (by instrument); `close`: candles closed (by stream); `command`: the owner asked; `venue`: an outside venue told something, or time passed. */
  readonly event: 'open' | 'close' | 'command' | 'venue';
  readonly candles: readonly (readonly [index: number, numbers: CandleNumbers])[];
  readonly command?: ModeCommand;
  readonly watch?: WatchDemand;
  readonly approval?: ApprovalAnswer;
  readonly strategy?: StrategyCommand;
  readonly signal?: { readonly wish: SignalWish; readonly decision: SignalDecision };
  readonly manual?: { readonly command: ManualCommand; readonly outcome: ManualOutcome };
  readonly equity: string;
  /** The whole state where there is none before; from then on `changes` to it. Neither where nothing changed that a restart would not find again. */
  readonly state?: StepState;
  readonly changes?: Changes;
}

/** The state after a step, from the state before it. */
export function stateAfter(before: StepState | null, { state, changes }: Pick<Step, 'state' | 'changes'>): StepState | null {
  if (state !== undefined) return state;
  return changes === undefined ? before : (changed(before, changes) as StepState);
}
