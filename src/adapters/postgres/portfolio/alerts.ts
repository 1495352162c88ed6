/** Alerts, how each stands, and what they have sent in one row of numbers without a gap. */

import type { AlertEvent, AlertInput } from '../../../api/portfolio/alerts.ts';
import type { Query, Row } from '../database.ts';

/** `State`: what whoever evaluates them keeps of each between two looks. */
export interface KeptAlert<State> {
  readonly alertId: number;
  readonly input: AlertInput;
  readonly state: State;
}

interface By {
  readonly by: string;
  readonly at: number;
}

const EVENTS_LOCK = 7_203_818;

export function listAlerts<State>(query: Query): Promise<KeptAlert<State>[]> {
  return query<KeptAlert<State> & Row>(
    'select alert_id as "alertId", input, state from portfolio.alert where removed_at is null order by alert_id',
  );
}

export async function addAlert(query: Query, input: AlertInput, state: unknown, { by, at }: By): Promise<number> {
  const [row] = await query<{ id: number }>(
    'insert into portfolio.alert (input, state, changed_at, changed_by) values ($1, $2, $3, $4) returning alert_id as id',
    [JSON.stringify(input), JSON.stringify(state), new Date(at), by],
  );
  return (row as { id: number }).id;
}

/** False where there is none, also where it was removed. */
export async function changeAlert(query: Query, alertId: number, input: AlertInput, state: unknown, { by, at }: By): Promise<boolean> {
  const rows = await query(
    `update portfolio.alert set input = $2, state = $3, changed_at = $4, changed_by = $5 where alert_id = $1 and removed_at is null returning 1`,
    [alertId, JSON.stringify(input), JSON.stringify(state), new Date(at), by],
  );
  return rows.length === 1;
}

/** What it has sent is kept. False where there is none. */
export async function removeAlert(query: Query, alertId: number, at: number): Promise<boolean> {
  const rows = await query('update portfolio.alert set removed_at = $2 where alert_id = $1 and removed_at is null returning 1', [
    alertId,
    new Date(at),
  ]);
  return rows.length === 1;
}

/** As an evaluation has left it. */
export async function keepAlertState(query: Query, alertId: number, state: unknown): Promise<void> {
  await query('update portfolio.alert set state = $2 where alert_id = $1', [alertId, JSON.stringify(state)]);
}

/** In a transaction: the numbers have no gap, and a greater one is never seen before a lesser. */
export async function addAlertEvent(query: Query, event: Omit<AlertEvent, 'sequence'>): Promise<number> {
  await query('select pg_advisory_xact_lock($1)', [EVENTS_LOCK]);
  const { alert, at, receipts, ...rest } = event;
  const [row] = await query<{ sequence: number }>(
    `insert into portfolio.alert_event (sequence, alert_id, at, event, receipts)
     select coalesce(max(sequence), 0) + 1, $1, $2, $3, $4 from portfolio.alert_event returning sequence`,
    [alert, new Date(at), JSON.stringify(rest), JSON.stringify(receipts)],
  );
  return (row as { sequence: number }).sequence;
}

export async function keepReceipts(query: Query, sequence: number, receipts: AlertEvent['receipts']): Promise<void> {
  await query('update portfolio.alert_event set receipts = $2 where sequence = $1', [sequence, JSON.stringify(receipts)]);
}

/** Oldest first. */
export const listAlertEvents = (query: Query, after: number, limit: number): Promise<AlertEvent[]> =>
  eventsWhere(query, 'sequence > $1', [after, limit]);

/** Those that some channel has not taken yet, oldest first. */
export const listUndelivered = (query: Query, limit: number): Promise<AlertEvent[]> =>
  eventsWhere(query, 'receipts @> $1', [JSON.stringify([{ state: 'waiting' }]), limit]);

/** `where` with $1; the limit is $2. */
async function eventsWhere(query: Query, where: string, parameters: readonly [unknown, number]): Promise<AlertEvent[]> {
  const rows = await query<{ sequence: number; alert: number; at: number; event: object; receipts: AlertEvent['receipts'] }>(
    `select sequence, alert_id as alert, at, event, receipts from portfolio.alert_event where ${where} order by sequence limit $2`,
    parameters,
  );
  return rows.map(({ event, ...rest }) => ({ ...event, ...rest }) as AlertEvent);
}

/** 0 where nothing was ever sent. */
export async function lastAlertEvent(query: Query): Promise<number> {
  const [row] = await query<{ last: number }>('select coalesce(max(sequence), 0) as last from portfolio.alert_event');
  return row?.last ?? 0;
}
