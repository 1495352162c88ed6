/** Applies journal entries to the trading views, each exactly once: rows and position move in one transaction. */

import { EPOCH_KIND } from '../../core/journal/entry.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { SESSION_KIND, STEP_KIND, type Step } from '../../core/trading/engine/steps.ts';
import type { Database, Query } from './database.ts';

export interface ProjectedAccount {
  readonly account: string;
  readonly currency: string;
  readonly environment: string;
  readonly release: string;
}

/** How far the views are, and of which journal: a history cut back or begun anew has another opening, at another wall-clock time. */
export interface ViewsPosition {
  /** Sequence of the last entry the views contain; 0 for none. */
  readonly sequence: number;
  /** Wall-clock time of the journal's first entry, epoch milliseconds; null when the views do not say. */
  readonly beganAt: number | null;
  /** The newest opening (`epoch` entry) up to `sequence`. */
  readonly openedSequence: number | null;
  readonly openedAt: number | null;
}

export async function viewsPosition(database: Database, account: string): Promise<ViewsPosition> {
  const [row] = await database.query<ViewsPosition & Record<string, unknown>>(
    `select sequence, began_at as "beganAt", opened_sequence as "openedSequence", opened_at as "openedAt"
     from trading.journal_position where account = $1`,
    [account],
  );
  return row ?? { sequence: 0, beganAt: null, openedSequence: null, openedAt: null };
}

/** Empties the views of an account, to be made anew from its journal. */
export async function clearViews(database: Database, account: string): Promise<void> {
  await database.transaction(async (query) => {
    // Fills before the orders they refer to.
    for (const table of ['fills', 'orders', 'decisions', 'sessions', 'equity_marks', 'mode_changes', 'journal_position'])
      await query(`delete from trading.${table} where account = $1`, [account]);
  });
}

/** Applies entries in order; those already in the views are passed over. Returns the position reached. */
export async function project(database: Database, owner: ProjectedAccount, entries: readonly JournalEntry[]): Promise<number> {
  return database.transaction(async (query) => {
    await query('insert into trading.journal_position (account, sequence) values ($1, 0) on conflict do nothing', [owner.account]);
    const [held] = await query<{ sequence: number }>('select sequence from trading.journal_position where account = $1 for update', [
      owner.account,
    ]);
    let position = held?.sequence ?? 0;
    let [began, opened]: (JournalEntry | null)[] = [null, null];
    for (const entry of entries) {
      if (entry.sequence <= position) continue;
      if (entry.kind === STEP_KIND) await applyStep(query, owner, entry, entry.body as Step);
      else if (entry.kind === SESSION_KIND) await applySession(query, owner, entry);
      else if (entry.kind === EPOCH_KIND) opened = entry;
      if (entry.sequence === 1) began = entry;
      position = entry.sequence;
    }
    await query(
      `update trading.journal_position set sequence = $2, began_at = coalesce($3, began_at), opened_sequence = coalesce($4, opened_sequence),
       opened_at = coalesce($5, opened_at), updated_at = now() where account = $1`,
      [owner.account, position, began && new Date(began.at), opened?.sequence ?? null, opened && new Date(opened.at)],
    );
    return position;
  });
}

async function applySession(query: Query, owner: ProjectedAccount, entry: JournalEntry): Promise<void> {
  await query(
    `insert into trading.sessions (account, epoch, mode, environment, release, started_at, detail, journal_sequence)
     values ($1, $2, 'paper', $3, $4, $5, $6, $7) on conflict do nothing`,
    [owner.account, entry.epoch, owner.environment, owner.release, new Date(entry.at), JSON.stringify(entry.body), entry.sequence],
  );
}

/** What the trader's recorder adds to a step: how each decision to enter was judged. */
interface DecidedStep extends Step {
  readonly decided?: readonly { readonly decisionId: string }[];
}

async function applyStep(query: Query, owner: ProjectedAccount, entry: JournalEntry, step: DecidedStep): Promise<void> {
  const { account } = owner;
  const at = new Date(entry.at);
  const key = (orderId: string) => `${account}-${orderId}`;
  const judged = new Map((step.decided ?? []).map(({ decisionId, ...judgement }) => [decisionId, judgement]));
  for (const order of step.orders ?? []) {
    if (order.purpose === 'entry' || order.purpose === 'exit') {
      await query(
        `insert into trading.decisions (decision_id, account, at, strategy_id, instrument_id, action, confidence, outcome, detail, journal_sequence)
         values ($1, $2, $3, $4, $5, $6, $7, 'approved', $8, $9)`,
        [
          order.decisionId,
          account,
          at,
          order.strategyId,
          order.instrumentId,
          order.purpose,
          order.confidence,
          JSON.stringify({ reason: order.reason, cuts: order.cuts, orderId: key(order.orderId), ...judged.get(order.decisionId) }),
          entry.sequence,
        ],
      );
    }
    await query(
      `insert into trading.orders (order_id, client_order_id, account, decision_id, strategy_id, instrument_id, side, type, quantity, limit_price, stop_price, status, reason, created_at, updated_at, journal_sequence)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'working', $12, $13, $13, $14)`,
      [
        key(order.orderId),
        order.clientOrderId,
        account,
        order.decisionId,
        order.strategyId,
        order.instrumentId,
        order.side,
        order.type,
        order.quantity,
        order.limitPrice,
        order.stopPrice,
        order.reason,
        at,
        entry.sequence,
      ],
    );
  }
  for (const change of step.amended ?? []) {
    await query('update trading.orders set quantity = $2, limit_price = $3, stop_price = $4, updated_at = $5 where order_id = $1', [
      key(change.orderId),
      change.quantity,
      change.limitPrice,
      change.stopPrice,
      at,
    ]);
  }
  for (const fill of step.fills ?? []) {
    await query(
      `insert into trading.fills (fill_id, account, order_id, strategy_id, instrument_id, side, quantity, price, fee, fee_currency, liquidity, kind, realised, at, journal_sequence)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        fill.fillId,
        account,
        fill.orderId === null ? null : key(fill.orderId),
        fill.strategyId,
        fill.instrumentId,
        fill.side,
        fill.quantity,
        fill.price,
        fill.fee,
        owner.currency,
        fill.liquidity,
        fill.kind,
        fill.realised,
        new Date(fill.at),
        entry.sequence,
      ],
    );
    if (fill.orderId !== null)
      await query('update trading.orders set filled_quantity = filled_quantity + $2, updated_at = $3 where order_id = $1', [
        key(fill.orderId),
        fill.quantity,
        new Date(fill.at),
      ]);
  }
  for (const done of step.done ?? []) {
    await query(
      "update trading.orders set status = $2, reason = case when $3 = '' then reason else $3 end, updated_at = $4 where order_id = $1",
      [key(done.orderId), done.status, done.code, new Date(done.at)],
    );
  }
  for (const refusal of step.refused ?? []) {
    await query(
      `insert into trading.decisions (decision_id, account, at, strategy_id, instrument_id, action, confidence, outcome, code, measured, limit_value, detail, journal_sequence)
       values ($1, $2, $3, $4, $5, 'entry', $6, 'refused', $7, $8, $9, $10, $11)`,
      [
        refusal.decisionId,
        account,
        at,
        refusal.strategyId,
        refusal.instrumentId,
        refusal.confidence,
        refusal.code,
        refusal.measured,
        refusal.limit,
        JSON.stringify({ side: refusal.side, reason: refusal.reason, message: refusal.message, ...judged.get(refusal.decisionId) }),
        entry.sequence,
      ],
    );
  }
  for (const change of step.modes ?? []) {
    await query(
      'insert into trading.mode_changes (account, at, from_mode, to_mode, cause, actor, journal_sequence) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [account, at, change.from, change.to, change.reason, 'risk', entry.sequence],
    );
  }
  if (step.event === 'close') await markEquity(query, owner, entry, step);
}

async function markEquity(query: Query, owner: ProjectedAccount, entry: JournalEntry, step: Step): Promise<void> {
  await query(
    'insert into trading.equity_marks (account, at, currency, equity, journal_sequence) values ($1, $2, $3, $4, $5) on conflict (account, at) do update set equity = excluded.equity, journal_sequence = excluded.journal_sequence',
    [owner.account, new Date(entry.at), owner.currency, step.equity, entry.sequence],
  );
}
