/** What the trading engine holds, out of the views of its journal: the portfolio shows it, and never writes it. */

import type { TradingAccount } from '../../../api/portfolio/trading-accounts.ts';
import type { Query, Row } from '../database.ts';

/** By name. A position is what one strategy holds of one instrument; its side is that of its last entry. */
export function listTradingAccounts(query: Query): Promise<TradingAccount[]> {
  return query<TradingAccount & Row>(
    `with begun as (select distinct on (account) account, mode as world, environment from trading.sessions order by account, epoch desc),
     marked as (select distinct on (account) account, currency, equity::text, at from trading.equity_marks order by account, at desc),
     filled as (select account, count(*)::int as fills, coalesce(sum(realised), 0)::text as realised, max(at) as last_at from trading.fills group by account),
     paid as (
       select account, jsonb_agg(jsonb_build_object('currency', fee_currency, 'amount', amount::text) order by fee_currency) as fees
       from (select account, fee_currency, sum(fee) as amount from trading.fills group by account, fee_currency) as sums group by account),
     held as (
       select account, jsonb_agg(jsonb_build_object('instrumentId', instrument_id, 'strategyId', strategy_id, 'side', case opened.side when 'buy' then 'long' else 'short' end,
         'quantity', own ->> 'quantity', 'cost', own ->> 'value', 'charges', own ->> 'fees') order by instrument_id, strategy_id) as positions
       from (select account, split_part(key, ' ', 1) as strategy_id, split_part(key, ' ', 2) as instrument_id, value as own
         from trading.journal_position, jsonb_each(held)) as each
       cross join lateral (select side from trading.fills f where f.account = each.account and f.strategy_id = each.strategy_id
         and f.instrument_id = each.instrument_id and f.kind = 'open' order by at desc, ordinal desc limit 1) as opened
       group by account)
     select account as name, world, environment, currency, equity, marked.at as "at", coalesce(fills, 0) as fills, coalesce(realised, '0') as realised,
       coalesce(fees, '[]') as fees, last_at as "lastFillAt", coalesce(positions, '[]') as positions
     from begun left join marked using (account) left join filled using (account) left join paid using (account) left join held using (account)
     order by account`,
  );
}
