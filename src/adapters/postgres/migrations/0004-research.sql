-- Long work as jobs, and what research has come to. pg-boss keeps its queue in a schema of its own (pgboss) and makes it itself.
create schema jobs;

-- What the owner sees of a job: the queue knows when it runs, this knows how far it is and what became of it.
create table jobs.job (
  id uuid primary key,
  kind text not null,
  title text not null,
  input jsonb not null,
  requested_by text not null,
  -- The same key of the same person asks for the same job.
  idempotency_key text,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  -- Counts starts; who writes must be of the start that is counted last.
  attempt integer not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- Last sign of life of who runs it.
  seen_at timestamptz,
  cancel_requested boolean not null default false,
  progress_done double precision,
  progress_total double precision,
  progress_unit text,
  progress_text text,
  -- Units a second.
  rate double precision,
  result jsonb,
  error_code text,
  error_message text,
  log_lines integer not null default 0,
  revision bigint not null,
  unique (requested_by, idempotency_key)
);
-- Rises with every change of a job, so that who follows asks for what is newer.
create sequence jobs.revision;
alter table jobs.job alter column revision set default nextval('jobs.revision');
create index on jobs.job (revision);
create index on jobs.job (created_at desc, id desc);
create index on jobs.job (state) where state in ('queued', 'running');
create index on jobs.job (kind, created_at desc);

create table jobs.log (
  job_id uuid not null references jobs.job (id) on delete cascade,
  line integer not null,
  at timestamptz not null,
  level text not null check (level in ('info', 'warning', 'error')),
  text text not null,
  primary key (job_id, line)
);

create schema research;

-- One finished backtest. What is too large for a row (report, trades, the full result) lies in a folder named by the id, beside the data.
create table research.run (
  id uuid primary key,
  created_at timestamptz not null default now(),
  requested_by text not null,
  strategy text not null,
  strategy_version text not null,
  -- SHA-256 of the strategy's file.
  source_hash text not null,
  symbol text not null,
  timeframe text not null,
  -- Where the candles came from, in words.
  data_source text not null,
  data_fingerprint text not null,
  data_from timestamptz not null,
  data_to timestamptz not null,
  bars bigint not null,
  input jsonb not null,
  -- What lists show and are sorted by, beside the document it is taken from.
  figures jsonb not null,
  -- Figures on too little evidence, and checks that found a fault.
  insufficient text[] not null,
  faults text[] not null,
  warnings integer not null,
  -- The JSON document of the command line, whole.
  result jsonb not null,
  -- Equity thinned out to what a chart can show: {time, equity}.
  curve jsonb not null,
  result_hash text not null,
  duration_ms double precision not null,
  release text not null,
  pinned boolean not null default false,
  tags text[] not null default '{}',
  note text not null default ''
);
create index on research.run (created_at desc, id desc);
create index on research.run (strategy);
create index on research.run using gin (tags);
