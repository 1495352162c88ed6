-- A trader that stands by on another machine: who leads an account, and a copy of its journal that an order waits for before it is sent.
create schema standby;

-- One row per account, replaced only by who knows what stands there. Time is each process's own: taken_at is for people.
create table standby.lease (
  account text primary key,
  -- Empty: the one that led has let go.
  holder text not null,
  epoch bigint not null check (epoch > 0),
  beat bigint not null,
  taken_at timestamptz not null default now()
);

-- Entries as they are in the files: the same text, the same chain hash.
create table standby.journal (
  account text not null,
  sequence bigint not null check (sequence > 0),
  -- Of the lease under which it was written.
  lease_epoch bigint not null,
  chain bytea not null,
  payload text not null,
  primary key (account, sequence)
);

-- Who waits, and how far its own copy is.
create table standby.follower (
  account text not null,
  name text not null,
  sequence bigint not null,
  seen_at timestamptz not null default now(),
  primary key (account, name)
);
