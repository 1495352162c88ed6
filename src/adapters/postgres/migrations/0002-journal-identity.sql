-- Of which journal the views were made, so that two journals are never mixed: when it was begun, and its newest opening up to `sequence`
-- (both by the wall clock). Null in views made before: they are made anew.
alter table trading.journal_position
  add column began_at timestamptz,
  add column opened_sequence bigint,
  add column opened_at timestamptz;
