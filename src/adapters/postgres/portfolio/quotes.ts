/** The last good quote of each instrument, those in doubt, and what has been used of each provider's allowance: all of it outlives a restart. */

import type { Words } from '../../../core/domain/parameters.ts';
import type { Query, Row } from '../database.ts';

/** What any quote of any provider has; whoever keeps them may keep more with each. */
export interface AnyQuote {
  readonly price: string;
  readonly currency: string;
  readonly provider: string;
  /** Epoch milliseconds UTC: what the provider says, and when it came. */
  readonly at: number;
  readonly receivedAt: number;
}

/** One that came earlier never takes the place of a later one. */
export async function saveQuote(query: Query, instrumentId: string, quote: AnyQuote): Promise<void> {
  await query(
    `insert into portfolio.last_quote as q (instrument_id, quote, received_at) values ($1, $2, $3)
     on conflict (instrument_id) do update set quote = excluded.quote, received_at = excluded.received_at where q.received_at <= excluded.received_at`,
    [instrumentId, JSON.stringify(quote), new Date(quote.receivedAt)],
  );
}

export async function listQuotes<Quote extends AnyQuote>(query: Query): Promise<ReadonlyMap<string, Quote>> {
  const rows = await query<{ id: string; quote: Quote }>(
    'select instrument_id as id, quote from portfolio.last_quote order by instrument_id',
  );
  return new Map(rows.map(({ id, quote }) => [id, quote]));
}

export interface DoubtedQuote<Quote> {
  readonly quarantineId: number;
  readonly instrumentId: string;
  readonly quote: Quote;
  /** The last good one, which goes on being shown. */
  readonly kept: Quote | null;
  /** By how much they differ. */
  readonly ratio: number | null;
  readonly why: Words;
  readonly at: number;
}

/** Takes the place of a former one of the same instrument and provider that nobody has judged. */
export async function putInDoubt<Quote extends AnyQuote>(
  query: Query,
  doubted: Omit<DoubtedQuote<Quote>, 'quarantineId'>,
): Promise<number> {
  const { instrumentId, quote, kept, ratio, why, at } = doubted;
  await query("delete from portfolio.quarantined_quote where instrument_id = $1 and quote->>'provider' = $2 and judged_at is null", [
    instrumentId,
    quote.provider,
  ]);
  const [row] = await query<{ id: number }>(
    `insert into portfolio.quarantined_quote (instrument_id, quote, kept, ratio, why, at) values ($1, $2, $3, $4, $5, $6) returning quarantine_id as id`,
    [instrumentId, JSON.stringify(quote), kept === null ? null : JSON.stringify(kept), ratio, JSON.stringify(why), new Date(at)],
  );
  return (row as { id: number }).id;
}

/** Those that wait for a verdict, oldest first. */
export function listDoubted<Quote extends AnyQuote>(query: Query): Promise<DoubtedQuote<Quote>[]> {
  return query<DoubtedQuote<Quote> & Row>(
    `select quarantine_id as "quarantineId", instrument_id as "instrumentId", quote, kept, ratio, why, at
     from portfolio.quarantined_quote where judged_at is null order by quarantine_id`,
  );
}

/** The quote that was judged; null where none waits under this number. An accepted one is the last good one, unless a later one has come since. */
export async function judgeQuote<Quote extends AnyQuote>(
  query: Query,
  quarantineId: number,
  isAccepted: boolean,
  { by, at }: { readonly by: string; readonly at: number },
): Promise<Quote | null> {
  const [row] = await query<{ instrumentId: string; quote: Quote }>(
    `update portfolio.quarantined_quote set judged_at = $2, judged_by = $3, is_accepted = $4 where quarantine_id = $1 and judged_at is null
     returning instrument_id as "instrumentId", quote`,
    [quarantineId, new Date(at), by, isAccepted],
  );
  if (row === undefined) return null;
  if (isAccepted) await saveQuote(query, row.instrumentId, row.quote);
  return row.quote;
}

/** By provider: what is left of its allowance, and how it fares. */
export async function readProviderStates<State>(query: Query): Promise<ReadonlyMap<string, State>> {
  const rows = await query<{ provider: string; state: State }>('select provider, state from portfolio.provider_state order by provider');
  return new Map(rows.map(({ provider, state }) => [provider, state]));
}

export async function saveProviderState(query: Query, provider: string, state: unknown, at: number): Promise<void> {
  await query(
    `insert into portfolio.provider_state (provider, state, changed_at) values ($1, $2, $3)
     on conflict (provider) do update set state = excluded.state, changed_at = excluded.changed_at`,
    [provider, JSON.stringify(state), new Date(at)],
  );
}
