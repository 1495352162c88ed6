/** Which of the newest rows a snapshot shows. */

/** Of each kind. */
export const NEWEST_ROWS = 100;
/** Events that say why something stands still: told for as long as it does. */
export const LASTING: ReadonlySet<string> = new Set([
  'STRATEGY_FAILED',
  'FEED_FINISHED',
  'JOURNAL_CUT',
  'JOURNAL_ENTRIES_LOST',
  'DATABASE_NEWER',
  'MIGRATION_CHANGED',
]);
