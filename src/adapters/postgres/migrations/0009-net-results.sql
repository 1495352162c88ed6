-- What a close has made for its strategy after all fees and funding. Views made before lack it, and say so by their `form`: they are made anew from the
-- journal, or where that no longer goes back so far, hold no net result of what was closed until then.
alter table trading.fills add column net numeric;
-- By strategy and instrument: quantity held, value it was opened at, fees and funding so far.
alter table trading.journal_position add column held jsonb not null default '{}';
