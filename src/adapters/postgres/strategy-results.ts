// What each strategy has done in each account, added up from the trading views.
import type { StrategyResult } from '../../api/strategies.ts';
import type { Database, Row } from './database.ts';

export async function strategyResults(database: Database): Promise<StrategyResult[]> {
  const rows = await database.query<StrategyResult & Row>(
    `with decided as (
       select account, strategy_id, count(*) filter (where outcome = 'approved') as approved, count(*) filter (where outcome <> 'approved') as refused
       from trading.decisions group by account, strategy_id),
     filled as (
       select account, strategy_id, count(*) as fills, count(*) filter (where kind <> 'open') as closes, count(*) filter (where coalesce(net, realised) > 0) as gains,
         coalesce(sum(realised), 0)::text as realised, coalesce(sum(net), 0) as net,
         count(*) filter (where kind <> 'open' and net is null) as unknown, min(at) as first_at, max(at) as last_at
       from trading.fills group by account, strategy_id),
     paid as (
       select account, strategy_id, jsonb_agg(jsonb_build_object('currency', fee_currency, 'amount', amount::text) order by fee_currency) as fees
       from (select account, strategy_id, fee_currency, sum(fee) as amount from trading.fills group by account, strategy_id, fee_currency) sums
       group by account, strategy_id),
     held as (
       select account, split_part(key, ' ', 1) as strategy_id, sum((value ->> 'fees')::numeric) as cost
       from trading.journal_position, jsonb_each(held) group by account, strategy_id),
     money as (select distinct on (account) account, currency from trading.equity_marks order by account, at desc)
     select account, strategy_id as "strategyId", money.currency,
       jsonb_build_object('approved', coalesce(approved, 0), 'refused', coalesce(refused, 0)) as decisions,
       coalesce(fills, 0) as fills, coalesce(closes, 0) as closes, coalesce(gains, 0) as gains, coalesce(realised, '0') as realised,
       case when coalesce(unknown, 0) = 0 then (coalesce(net, 0) - coalesce(cost, 0))::text end as net,
       coalesce(fees, '[]') as fees, first_at as "firstAt", last_at as "lastAt"
     from decided full join filled using (account, strategy_id) left join paid using (account, strategy_id)
     left join held using (account, strategy_id) left join money using (account)
     order by account, strategy_id`,
  );
  return rows;
}
