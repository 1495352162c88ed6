/** The port through which the web server sees a trading session: questions, a stream of changes, and the owner's commands. */

import type { CommandDone, CommandRefusal, SessionCommand } from '../../api/commands.ts';
import type { ControlMode, ControlPositions, ReconcileRequest, Reconciliation } from '../../api/control.ts';
import type { Health } from '../../api/health.ts';
import type { LiveMessage } from '../../api/live.ts';
import type { CandleBatch, CandleQuery, EquityQuery, EquitySeries } from '../../api/market.ts';
import type { Decision, DecisionQuery, Fill, Order, OrderQuery, Page, RecordQuery, SessionEvent } from '../../api/records.ts';
import type { SessionSnapshot } from '../../api/session.ts';

export type CommandResult = { readonly ok: true; readonly done: CommandDone } | { readonly ok: false; readonly refusal: CommandRefusal };

/** Who asks: written into the journal with the command. */
export interface CommandOrigin {
  readonly by: string;
  readonly correlationId: string;
}

type Answer<T> = T | Promise<T>;

/**
 * What a session gives the server. Only durable facts: a fill is shown once its journal entry is on disk.
 * Rows come newest first. Questions about an instrument, timeframe or strategy that is not there throw InputError; the server answers 404 or 400.
 */
export interface LiveSource {
  /** The whole picture now, without reading a disk: it is asked for every (re)connection and every scrape. */
  snapshot(): SessionSnapshot;
  candles(query: CandleQuery): Answer<CandleBatch>;
  equity(query: EquityQuery): Answer<EquitySeries>;
  fills(query: RecordQuery): Answer<Page<Fill>>;
  orders(query: OrderQuery): Answer<Page<Order>>;
  decisions(query: DecisionQuery): Answer<Page<Decision>>;
  events(query: RecordQuery): Answer<Page<SessionEvent>>;
  /**
   * Calls `listener` after every change until the returned function is called. The listener only files the message: it never blocks and never throws.
   * A status at most some ten times a second is enough, and at least once a second while the feed runs.
   */
  subscribe(listener: (message: LiveMessage) => void): () => void;
  /** Settles when the command is durable (or refused). Pause and kill must always be possible. */
  command(command: SessionCommand, origin: CommandOrigin): Promise<CommandResult>;
  health(): Health;
}

/** The part of control that the web server passes on, beside the session's own commands. */
export interface ControlSource {
  positions(): ControlPositions;
  mode(): ControlMode;
  reconcile(
    asked: ReconcileRequest,
  ): Promise<{ readonly ok: true; readonly value: Reconciliation } | { readonly ok: false; readonly refusal: CommandRefusal }>;
}
