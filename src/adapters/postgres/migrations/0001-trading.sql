-- The trading views of the journal. Everything here can be rebuilt from the journal: a projector applies entries in order, and in the same
-- transaction moves journal_position, so that an entry is applied exactly once. Money and quantities are exact decimals.
create schema trading;

-- How far the journal of an account has been applied.
create table trading.journal_position (
  account text primary key,
  sequence bigint not null check (sequence >= 0),
  updated_at timestamptz not null default now()
);

-- One row per start of a trader: the journal's epoch rises with each.
create table trading.sessions (
  account text not null,
  epoch bigint not null,
  mode text not null,
  environment text not null,
  release text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  detail jsonb not null default '{}',
  journal_sequence bigint not null,
  primary key (account, epoch)
);

-- Every decision of a strategy, the refused ones with the code of the rule, what was measured and what was allowed.
create table trading.decisions (
  decision_id text primary key,
  account text not null,
  at timestamptz not null,
  strategy_id text not null,
  instrument_id text not null,
  action text not null,
  confidence numeric,
  outcome text not null,
  code text,
  measured numeric,
  limit_value numeric,
  detail jsonb not null default '{}',
  journal_sequence bigint not null
);
create index decisions_by_time on trading.decisions (account, at desc);
create index decisions_by_strategy on trading.decisions (account, strategy_id, at desc);

create table trading.orders (
  order_id text primary key,
  client_order_id text not null,
  account text not null,
  decision_id text,
  strategy_id text not null,
  instrument_id text not null,
  side text not null check (side in ('buy', 'sell')),
  type text not null,
  -- Null while an order is sized by equity at its fill.
  quantity numeric check (quantity > 0),
  filled_quantity numeric not null default 0 check (filled_quantity >= 0),
  limit_price numeric,
  stop_price numeric,
  status text not null,
  reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  journal_sequence bigint not null,
  unique (account, client_order_id)
);
create index orders_by_time on trading.orders (account, created_at desc);

create table trading.fills (
  fill_id text primary key,
  account text not null,
  -- Null for a liquidation.
  order_id text references trading.orders,
  strategy_id text not null,
  instrument_id text not null,
  side text not null check (side in ('buy', 'sell')),
  quantity numeric not null check (quantity > 0),
  price numeric not null,
  fee numeric not null,
  fee_currency text not null,
  liquidity text not null,
  kind text not null check (kind in ('open', 'close', 'liquidation')),
  realised numeric,
  at timestamptz not null,
  journal_sequence bigint not null
);
create index fills_by_time on trading.fills (account, at desc);
create index fills_by_order on trading.fills (order_id);

create table trading.equity_marks (
  account text not null,
  at timestamptz not null,
  currency text not null,
  equity numeric not null,
  journal_sequence bigint not null,
  primary key (account, at)
);

create table trading.mode_changes (
  account text not null,
  at timestamptz not null,
  from_mode text,
  to_mode text not null,
  cause text not null,
  actor text not null,
  journal_sequence bigint not null,
  primary key (account, journal_sequence, to_mode)
);
