-- Reading the history: what a page of the journal shows, found among millions of rows. Views made before lack it, and say so by their `form`:
-- they are made anew from the journal.
alter table trading.journal_position
  add column form integer not null default 1,
  -- In force after the last entry applied, and the time of the last candles that closed.
  add column mode text not null default 'NORMAL',
  add column closed_at timestamptz;

-- `ordinal` is the place within the account's journal (entry, then place in the entry): the tie-break of every order of rows.
-- Ids of decisions are names within an account.
alter table trading.decisions
  drop constraint decisions_pkey,
  alter column decision_id type text collate "C",
  add column ordinal bigint not null default 0,
  add column kind integer not null default 0,
  -- Without one it comes below all others.
  add column confidence_key double precision generated always as (coalesce(confidence::double precision, -1)) stored,
  add column side text,
  add column mode text,
  add column order_id text collate "C",
  add column quantity numeric,
  add column price numeric,
  add column stop_price numeric,
  add column target_price numeric,
  -- The strategy's own words, and the sentence of a refusal.
  add column reason text,
  add column message text,
  add column cuts jsonb not null default '[]',
  -- [code, answer, measured, limit] in the order the checks were made.
  add column checks jsonb not null default '[]',
  drop column detail,
  -- Rows come at the end only: what is new is soon read from the indexes alone.
  set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000, autovacuum_analyze_scale_factor = 0.02);
drop index trading.decisions_by_time;
drop index trading.decisions_by_strategy;
create unique index decisions_by_id on trading.decisions (account, decision_id) include (kind, at, ordinal, confidence_key);
create index decisions_by_ordinal on trading.decisions (account, ordinal);
create index decisions_by_time on trading.decisions (account, at, ordinal) include (kind, confidence_key);
create index decisions_by_kind on trading.decisions (account, kind, at, ordinal) include (confidence_key);
create index decisions_by_confidence on trading.decisions (account, confidence_key, at, ordinal) include (kind);
create index decisions_by_order on trading.decisions (account, order_id) include (kind, at, ordinal, confidence_key) where order_id is not null;

-- What decisions are filtered and counted by, once for each combination that has occurred. Empty text: there is none.
create table trading.decision_kinds (
  account text not null,
  kind integer not null,
  strategy_id text not null,
  instrument_id text not null,
  action text not null,
  side text not null,
  outcome text not null,
  code text not null,
  mode text not null,
  with_order boolean not null,
  primary key (account, kind),
  unique (account, strategy_id, instrument_id, action, side, outcome, code, mode, with_order)
);

-- How many decisions of a kind a UTC day or month has; `first_day` in days since 1970. Kind 0 is all of them, -1 all that were refused.
create table trading.decision_counts (
  account text not null,
  span text not null check (span in ('day', 'month')),
  first_day integer not null,
  kind integer not null,
  n integer not null check (n > 0),
  primary key (account, span, first_day, kind) include (n)
) with (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);
create index decision_counts_by_kind on trading.decision_counts (account, kind, span, first_day) include (n);

alter table trading.orders
  alter column order_id type text collate "C",
  add column ordinal bigint not null default 0,
  add column purpose text not null default 'entry',
  add column time_in_force text not null default 'GTC',
  add column reduce_only boolean not null default false;
drop index trading.orders_by_time;
create index orders_by_time on trading.orders (account, created_at, ordinal);
create index orders_by_strategy on trading.orders (account, (strategy_id collate "C"), created_at, ordinal);
create index orders_by_instrument on trading.orders (account, (instrument_id collate "C"), created_at, ordinal);
create index orders_by_decision on trading.orders (account, decision_id);

-- The life of an order after it was placed: each change of its terms, and how it ended.
create table trading.order_changes (
  account text not null,
  order_id text collate "C" not null,
  ordinal bigint not null,
  at timestamptz not null,
  status text not null,
  code text,
  quantity numeric,
  limit_price numeric,
  stop_price numeric,
  journal_sequence bigint not null,
  primary key (order_id, ordinal)
);

alter table trading.fills
  add column ordinal bigint not null default 0,
  add column purpose text not null default 'entry',
  add column reason text;
drop index trading.fills_by_time;
create index fills_by_time on trading.fills (account, at, ordinal);
create index fills_by_strategy on trading.fills (account, (strategy_id collate "C"), at, ordinal);
create index fills_by_instrument on trading.fills (account, (instrument_id collate "C"), at, ordinal);

-- What the owner is told besides: starts, modes, strategies that failed, notices.
create table trading.events (
  account text not null,
  event_id text not null,
  ordinal bigint not null,
  at timestamptz not null,
  kind text not null,
  severity text not null,
  code text not null,
  message text not null,
  data jsonb not null,
  journal_sequence bigint not null,
  primary key (account, ordinal)
);
create index events_by_time on trading.events (account, at, ordinal);
