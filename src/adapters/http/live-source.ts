/** The port through which the web server sees a trading session: questions, a stream of changes, and the owner's commands. */

import type { CommandDone, CommandRefusal, SessionCommand } from '../../api/commands.ts';
import type { ControlMode, ControlPositions, CorrectionAct, ReconcileRequest, Reconciliation } from '../../api/control.ts';
import type { Depth } from '../../api/depth.ts';
import type { Health } from '../../api/health.ts';
import type { IndicatorBatch, IndicatorQuery } from '../../api/indicators.ts';
import type { LiveMessage, TraderState } from '../../api/live.ts';
import type { CandleBatch, CandleQuery, EquityQuery, EquitySeries } from '../../api/market.ts';
import type { ActOutcome, EntryTicket, ManualAct, ManualDone, OrderPreview } from '../../api/orders.ts';
import type { Decision, DecisionQuery, Fill, Order, OrderQuery, Page, RecordQuery, SessionEvent } from '../../api/records.ts';
import type { RiskAnswer, RiskQuestion, RiskReport } from '../../api/risk.ts';
import type { SessionSnapshot } from '../../api/session.ts';

export type CommandResult = { readonly ok: true; readonly done: CommandDone } | { readonly ok: false; readonly refusal: CommandRefusal };

/** Who asks: written into the journal with the command. */
export interface CommandOrigin {
  readonly by: string;
  readonly correlationId: string;
  /** When it was asked, by the clock of this machine, where that is known. */
  readonly sentAt?: number;
}

type Answer<T> = T | Promise<T>;

/** What one journal entry brought, all of it; or something that is in no entry (`sequence` null): figures, and what could not be recorded. */
export interface LiveChange {
  readonly sequence: number | null;
  readonly messages: readonly LiveMessage[];
}

/**
 * What a session gives the server. Only durable facts: a fill is shown once its journal entry is on disk.
 * Rows come newest first. Questions about an instrument, timeframe or strategy that is not there throw InputError; the server answers 404 or 422.
 */
export interface LiveSource {
  /** Whether the process behind it trades. */
  traderState(): TraderState;
  /** The whole picture now, without reading a disk: it is asked for every (re)connection and every scrape. Null while no trader has been heard. */
  snapshot(): SessionSnapshot | null;
  /** Which journal this is, and the last entry of it that has been told. Another stream is another history. */
  place(): { readonly stream: string; readonly sequence: number };
  /**
   * Everything lossless (rows) that the entries after `sequence`, up to `upTo`, have brought, oldest first; null when that is too much, or no longer at hand.
   * A row that was changed again since is told with that change.
   */
  changesAfter(sequence: number, upTo: number): Answer<readonly LiveMessage[] | null>;
  candles(query: CandleQuery): Answer<CandleBatch>;
  /** InputError RUN_UNKNOWN where the strategy does not run on the instrument. */
  indicators(query: IndicatorQuery): Answer<IndicatorBatch>;
  equity(query: EquityQuery): Answer<EquitySeries>;
  fills(query: RecordQuery): Answer<Page<Fill>>;
  orders(query: OrderQuery): Answer<Page<Order>>;
  decisions(query: DecisionQuery): Answer<Page<Decision>>;
  events(query: RecordQuery): Answer<Page<SessionEvent>>;
  /**
   * Calls `listener` after every change until the returned function is called, in order. The listener only files the change: it never blocks and never throws.
   * A status at most some ten times a second is enough, and at least once a second while the feed runs.
   */
  subscribe(listener: (change: LiveChange) => void): () => void;
  /** Settles when the command is durable (or refused). Pause and kill must always be possible. */
  command(command: SessionCommand, origin: CommandOrigin): Promise<CommandResult>;
  health(): Health;
}

export type ManualCommandResult =
  | { readonly ok: true; readonly done: ManualDone }
  | { readonly ok: false; readonly refusal: CommandRefusal };

/** Orders by hand. */
export interface OrderSource {
  /** What would come of an order now; it has no effect. A ticket that is none throws InputError. */
  preview(ticket: EntryTicket): Answer<OrderPreview>;
  /** The order book and the newest trades of an instrument, as they are now. */
  depth(query: { readonly instrumentId: string }): Answer<Depth>;
  /** Tells them as they change, and every few seconds that they are still so, until the returned function is called. */
  watchDepth(instrumentId: string, listener: (depth: Depth) => void): () => void;
  /** Settles when the act is durable, was done without being recorded, or was refused. `sentAt`: when its sender asked, by the clock of this machine. */
  act(act: ManualAct, origin: CommandOrigin & { readonly sentAt: number }): Promise<ManualCommandResult>;
  /** What became of one, without doing it: settles when that is durable. */
  outcome(asked: { readonly commandId: string; readonly after: number }): Promise<ActOutcome>;
}

/** Risk as the process that trades knows it: what is asked changes nothing. */
export interface RiskSource {
  report(): Answer<RiskReport>;
  answer(question: RiskQuestion): Answer<RiskAnswer>;
}

/** The part of control that the web server passes on, beside the session's own commands. */
export interface ControlSource {
  positions(): Answer<ControlPositions>;
  mode(): Answer<ControlMode>;
  /** Makes a difference right as its sender has accepted. */
  correct(act: CorrectionAct, origin: CommandOrigin & { readonly sentAt: number }): Promise<CommandResult>;
  reconcile(
    asked: ReconcileRequest,
  ): Promise<{ readonly ok: true; readonly value: Reconciliation } | { readonly ok: false; readonly refusal: CommandRefusal }>;
}
