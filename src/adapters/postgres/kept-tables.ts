/** Which tables a backup keeps: what nothing else could bring back. A test holds every table of the database against this. */

export interface KeptTable {
  readonly name: string;
  /** Rows are written in this order and come back in it: one that is pointed to stands before the one that points. */
  readonly order: string;
  /** Column that a sequence numbers: what comes after must not begin at 1 again. */
  readonly numbered?: { readonly column: string; readonly sequence: string };
}

/** In the order they are filled in. */
export const KEPT_TABLES: readonly KeptTable[] = [
  { name: 'accounts.users', order: 'created_at, user_id' },
  { name: 'accounts.authenticator', order: 'created_at, authenticator_id' },
  { name: 'accounts.passkey', order: 'created_at, credential_id' },
  { name: 'accounts.recovery_code', order: 'code_hash' },
  { name: 'accounts.known_entrance', order: 'seen_at, user_id, kind, value' },
  // A token names the newer one that has replaced it.
  { name: 'accounts.api_token', order: 'created_at desc, token_id' },
  { name: 'audit.entry', order: 'sequence' },
  { name: 'jobs.job', order: 'revision', numbered: { column: 'revision', sequence: 'jobs.revision' } },
  { name: 'jobs.log', order: 'job_id, line' },
  { name: 'research.run', order: 'created_at, id' },
  { name: 'portfolio.book', order: 'is_one' },
  { name: 'portfolio.file', order: 'file_id', numbered: { column: 'file_id', sequence: 'portfolio.file_file_id_seq' } },
  { name: 'portfolio.file_row', order: 'file_id, position' },
  { name: 'portfolio.operation', order: 'operation_id, version', numbered: { column: 'operation_id', sequence: 'portfolio.operation_id' } },
  { name: 'portfolio.account', order: 'name' },
  { name: 'portfolio.year_lock', order: 'year' },
  { name: 'portfolio.instrument', order: 'instrument_id' },
  { name: 'portfolio.daily_price', order: 'instrument_id, day, provider' },
  { name: 'portfolio.rate', order: 'currency, day, provider' },
  { name: 'portfolio.last_quote', order: 'instrument_id' },
  {
    name: 'portfolio.quarantined_quote',
    order: 'quarantine_id',
    numbered: { column: 'quarantine_id', sequence: 'portfolio.quarantined_quote_quarantine_id_seq' },
  },
  { name: 'portfolio.provider_state', order: 'provider' },
  { name: 'portfolio.alert', order: 'alert_id', numbered: { column: 'alert_id', sequence: 'portfolio.alert_alert_id_seq' } },
  { name: 'portfolio.alert_event', order: 'sequence' },
  { name: 'portfolio.layout_version', order: 'version' },
  { name: 'portfolio.target_version', order: 'version' },
  { name: 'portfolio.setting', order: 'name' },
];

/** Of the schemas above, and why. A session, a code or an invitation that was ended since must not come back to life. */
export const TABLES_LEFT_OUT: Readonly<Record<string, string>> = {
  'accounts.session': 'everybody signs in again',
  'accounts.challenge': 'good for minutes',
  'accounts.one_time_code': 'may have been used or taken back since',
  'portfolio.request_timing': 'how long answers took, kept for a month',
  'accounts.sign_in_failures': 'waits after wrong tries, good for hours',
};

/** Whole schemas, and why. */
export const SCHEMAS_LEFT_OUT: Readonly<Record<string, string>> = {
  trading: 'made anew from the journal',
  standby: 'a lease, and copies of the journal',
  pgboss: 'the queue, which pg-boss makes itself',
  atalaya: 'the number of the last migration is told with the tables',
};
