-- Who may enter, with what, and what was done: accounts, and the audit that nobody can change. Of every secret only a hash or a cipher is kept.
create schema accounts;

create table accounts.users (
  user_id uuid primary key,
  name text not null unique check (name = lower(name)),
  role text not null check (role in ('viewer', 'operator', 'administrator', 'owner', 'auditor')),
  -- What a viewer is shown.
  parts text[] not null default '{}',
  -- Argon2id in PHC form; null until the invitation is taken up.
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null,
  password_changed_at timestamptz
);

-- Authenticators that show codes. The secret is AES-256-GCM under the key file of the data folder.
create table accounts.authenticator (
  authenticator_id uuid primary key,
  user_id uuid not null references accounts.users on delete cascade,
  name text not null,
  secret bytea not null,
  -- Null until a first code has shown that it works.
  confirmed_at timestamptz,
  -- Steps of 30 s since 1970; a code of it or an older one is not taken again.
  last_step bigint not null default 0,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index authenticator_by_user on accounts.authenticator (user_id);

create table accounts.passkey (
  credential_id text primary key,
  user_id uuid not null references accounts.users on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  -- The host name it was made for; a browser offers it nowhere else.
  relying_party text not null,
  is_backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_by_user on accounts.passkey (user_id);

-- A new set counts once its owner says it has been kept; until then the one before does.
create table accounts.recovery_code (
  code_hash bytea primary key,
  user_id uuid not null references accounts.users on delete cascade,
  is_confirmed boolean not null default false,
  used_at timestamptz
);
create index recovery_code_by_user on accounts.recovery_code (user_id);

-- The first owner's (no user yet), invitations, and new passwords.
create table accounts.one_time_code (
  code_hash bytea primary key,
  purpose text not null check (purpose in ('first-owner', 'invitation', 'password')),
  user_id uuid references accounts.users on delete cascade,
  expires_at timestamptz not null,
  check ((user_id is null) = (purpose = 'first-owner'))
);

create table accounts.session (
  session_id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references accounts.users on delete cascade,
  stage text not null check (stage in ('second-factor', 'enrol', 'full')),
  -- With what it was begun last: password, totp, passkey, recovery-code.
  factor text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  step_up_at timestamptz,
  address text not null,
  user_agent text not null
);
create index session_by_user on accounts.session (user_id);

-- Where an account has been entered from before: its own allowance of wrong tries.
create table accounts.known_entrance (
  user_id uuid not null references accounts.users on delete cascade,
  kind text not null check (kind in ('device', 'address')),
  value text not null,
  seen_at timestamptz not null,
  primary key (user_id, kind, value)
);

create table accounts.sign_in_failures (
  allowance text primary key,
  count integer not null check (count > 0),
  last_at timestamptz not null
);
create index sign_in_failures_by_time on accounts.sign_in_failures (last_at);

-- What a passkey is asked to sign: used once, whatever comes of it.
create table accounts.challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('register', 'enter', 'second-factor')),
  session_id uuid references accounts.session on delete cascade,
  expires_at timestamptz not null
);

create table accounts.api_token (
  token_id uuid primary key,
  -- It can do no more than who made it still may.
  user_id uuid not null references accounts.users on delete cascade,
  name text not null,
  -- Its first letters, to tell tokens apart.
  prefix text not null,
  token_hash bytea not null unique,
  rights text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  replaced_by uuid references accounts.api_token,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create schema audit;

-- Append-only, each entry chained to the one before by SHA-256 (src/core/compliance/audit-entry.ts).
create table audit.entry (
  sequence bigint primary key check (sequence > 0),
  at timestamptz not null,
  actor text not null,
  address text not null,
  act text not null,
  target text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  detail jsonb not null,
  previous_hash text not null,
  hash text not null unique
);
create index entry_by_actor on audit.entry (actor, sequence desc);
create index entry_by_act on audit.entry (act, sequence desc);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the audit are never changed or removed' using errcode = 'insufficient_privilege';
end $$;
create trigger entry_is_kept before update or delete on audit.entry for each row execute function audit.refuse_change();
create trigger entries_are_kept before truncate on audit.entry for each statement execute function audit.refuse_change();
