// What each run of an account has made day by day, as a ratio of what it put in, from the trading views.
import type { Database, Row } from './database.ts';

export interface DayResult {
  readonly strategyId: string;
  readonly instrumentId: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  /** Executions that closed something. */
  readonly trades: number;
  /** Gain or loss and fees of what was opened and closed that day, each over the value it was opened with. Fees in other currencies are left out. */
  readonly result: number;
}

/** In order of run and day, from `from` (epoch ms) on. */
export async function runResults(database: Database, account: string, currency: string, from: number): Promise<DayResult[]> {
  return database.query<DayResult & Row>(
    `with filled as (
       select strategy_id, instrument_id, kind, realised, quantity * price as value, case when fee_currency = $2 then fee else 0 end as fee,
         case when side = 'sell' then 1 else -1 end as sign, floor(extract(epoch from at) / 86400)::int as day
       from trading.fills where account = $1 and at >= $3)
     select strategy_id as "strategyId", instrument_id as "instrumentId", day, count(*) filter (where kind <> 'open')::int as trades,
       coalesce(sum(case when kind = 'open' then -fee / value else (realised - fee) / nullif(value - sign * realised, 0) end), 0)::float8 as result
     from filled group by strategy_id, instrument_id, day order by strategy_id, instrument_id, day`,
    [account, currency, new Date(from)],
  );
}
