/** The port through which the door sees the session itself: what the panel asks, hears and commands, and signals from outside. */

import type { CommandDone, CommandRefusal, SessionCommand } from '../../api/commands.ts';
import type { Depth } from '../../api/depth.ts';
import type { ProcessFigures } from '../../api/figures.ts';
import type { Health } from '../../api/health.ts';
import type { IndicatorBatch, IndicatorQuery } from '../../api/indicators.ts';
import type { LiveMessage } from '../../api/live.ts';
import type { CandleBatch, CandleQuery, EquityQuery, EquitySeries } from '../../api/market.ts';
import type { ActOutcome, EntryTicket, ManualAct, ManualDone, OrderPreview } from '../../api/orders.ts';
import type { Decision, DecisionQuery, Fill, Order, OrderQuery, Page, RecordQuery, SessionEvent } from '../../api/records.ts';
import type { RiskAnswer, RiskQuestion, RiskReport } from '../../api/risk.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import type { AuditSink } from '../../core/operations/control-port.ts';
import type { SignalDecision, SignalWish } from '../../core/trading/signals/signal-wish.ts';

type Answer<T> = T | Promise<T>;

/** What one entry of the journal brought, all of it; or what is in no entry (`sequence` null). */
export interface SessionChange {
  readonly sequence: number | null;
  readonly messages: readonly LiveMessage[];
}

/** Questions about what is not there throw InputError. */
export interface SessionDesk {
  snapshot(): SessionSnapshot;
  health(): Health;
  /** What this process uses; begins a new window of what it counts. */
  figures(): ProcessFigures;
  /** Which history this is, and the last entry of it that the snapshot shows. */
  place(): { readonly stream: string; readonly sequence: number };
  /** Calls `listener` after every change until the returned function is called. */
  subscribe(listener: (change: SessionChange) => void): () => void;
  /** The rows that later entries have brought, up to one where that is named; null where they are too many, or no longer at hand. */
  changesAfter(sequence: number, upTo?: number): readonly LiveMessage[] | null;
  candles(query: CandleQuery): Answer<CandleBatch>;
  indicators(query: IndicatorQuery): Answer<IndicatorBatch>;
  equity(query: EquityQuery): Answer<EquitySeries>;
  fills(query: RecordQuery): Answer<Page<Fill>>;
  orders(query: OrderQuery): Answer<Page<Order>>;
  decisions(query: DecisionQuery): Answer<Page<Decision>>;
  events(query: RecordQuery): Answer<Page<SessionEvent>>;
  command(
    command: SessionCommand,
    origin: { readonly by: string; readonly correlationId: string; readonly sentAt?: number },
  ): Promise<{ readonly ok: true; readonly done: CommandDone } | { readonly ok: false; readonly refusal: CommandRefusal }>;
  /** What would come of an order by hand now; without any effect. */
  preview(ticket: EntryTicket): Answer<OrderPreview>;
  /** The order book and the newest trades of an instrument, as they are now. */
  depth(query: { readonly instrumentId: string }): Answer<Depth>;
  /** Tells them as they change, and every few seconds that they are still so, until the returned function is called. */
  watchDepth(instrumentId: string, listener: (depth: Depth) => void): () => void;
  /** An act of the owner's by hand: settles when it is on disk, was done without being recorded, or was refused. */
  act(
    act: ManualAct,
    origin: { readonly by: string; readonly correlationId: string; readonly sentAt: number },
  ): Promise<{ readonly ok: true; readonly done: ManualDone } | { readonly ok: false; readonly refusal: CommandRefusal }>;
  /** What became of an act by hand, without doing it. */
  outcome(asked: { readonly commandId: string; readonly after: number }): Promise<ActOutcome>;
  /** A signal that has passed a gate: settles when its decision is on disk. */
  signal(wish: SignalWish): Promise<SignalDecision>;
  risk(): Answer<RiskReport>;
  /** What if: changes nothing. */
  whatIf(question: RiskQuestion): Answer<RiskAnswer>;
  readonly audit: AuditSink;
}
