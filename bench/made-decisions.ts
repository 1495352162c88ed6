/** A million made-up decisions in the views of an account, the same at every run, written by the database itself. */

import type { Database } from '../src/adapters/postgres/database.ts';

const STRATEGIES = 10;
const INSTRUMENTS = 10;
/** Of each slot: refusals by twenty rules, entries and exits. */
const OUTCOMES = 22;
/** About a year. */
const APART_SECONDS = 31;

/** `count` decisions, 31 seconds apart, of 2,200 kinds, of which few make up most; every fifteenth or so has an order that was filled. */
export async function makeDecisions(database: Database, account: string, count: number): Promise<void> {
  await database.transaction(async (query) => {
    await query('set local statement_timeout = 0');
    await query('select setseed(0.5)');
    await query(
      `insert into trading.decision_kinds
       select $1, row_number() over (order by s, i, o), 'strategy-' || s, 'COIN' || i || '-USDT', case when o = 22 then 'exit' else 'enter' end,
         case when o % 2 = 0 then 'long' else 'short' end, case when o > 20 then 'approved' else 'refused' end,
         case when o > 20 then '' else 'RISK_RULE_' || o end, 'NORMAL', o > 20
       from generate_series(1, ${STRATEGIES}) s, generate_series(1, ${INSTRUMENTS}) i, generate_series(1, ${OUTCOMES}) o`,
      [account],
    );
    await query(
      `insert into trading.decisions (decision_id, account, at, strategy_id, instrument_id, action, confidence, outcome, code, measured, limit_value,
         journal_sequence, ordinal, kind, side, mode, order_id, quantity, price, reason, message, checks)
       select '1-' || n || '-1', $1, to_timestamp(1700000000 + n * ${APART_SECONDS}::float8), k.strategy_id, k.instrument_id, k.action,
         round(made.confidence::numeric, 4), k.outcome, nullif(k.code, ''), 0.31, 0.25, n, n * 65536, k.kind, k.side, k.mode,
         case when k.with_order then n::text end, 0.012, 64123.45, 'averages crossed', 'above the limit',
         (select jsonb_agg(jsonb_build_array('RISK_RULE_' || rule, 'passed', 0.1, 0.25)) from generate_series(1, 12) rule)
       from (select n, 1 + floor(power(random(), 2) * ${STRATEGIES * INSTRUMENTS * OUTCOMES})::integer as kind, random() as confidence
             from generate_series(1::bigint, $2) n offset 0) made
       join trading.decision_kinds k on k.account = $1 and k.kind = made.kind`,
      [account, count],
    );
    for (const [span, first] of [
      ['day', "date_bin('1 day', at, '1970-01-01Z')"],
      ['month', "date_trunc('month', at, 'UTC')"],
    ])
      await query(
        `insert into trading.decision_counts
         select account, '${span}', (extract(epoch from ${first}) / 86400)::integer, grouped.kind, count(*)
         from trading.decisions d, lateral (values (d.kind), (0), (case when outcome = 'refused' then -1 end)) grouped(kind)
         where account = $1 and grouped.kind is not null group by 1, 3, 4`,
        [account],
      );
    await query('insert into trading.journal_position (account, sequence, form) values ($1, $2, 2)', [account, count]);
  });
  // As the server does by itself after a while.
  for (const table of ['decisions', 'decision_kinds', 'decision_counts']) await database.query(`vacuum analyze trading.${table}`);
}
