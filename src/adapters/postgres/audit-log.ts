/** The audit in the database: entries are appended in the transaction of the act they tell of, and read back to be shown or verified. */

import {
  AUDIT_BEGINNING,
  type AuditAct,
  type AuditEntry,
  type AuditFault,
  AuditWalk,
  chainAct,
} from '../../core/compliance/audit-entry.ts';
import type { Database, Query, Row } from './database.ts';

/** Any fixed number: one entry after the other. */
const AUDIT_LOCK = 7_203_815;
const PAGE = 1_000;
const COLUMNS = 'sequence, at, actor, address, act, target, outcome, detail, previous_hash as "previousHash", hash';

export interface AuditQuestion {
  /** Entries before this sequence number; the newest where absent. */
  readonly before?: number | undefined;
  readonly actor?: string | undefined;
  /** An act such as `session.begin`, or its first part, such as `session`. */
  readonly act?: string | undefined;
  readonly limit: number;
}

/**
 * Appends within the transaction of `query`: the act and its entry are there together or not at all. Whoever appends next waits for the end of that
 * transaction, so this is its last statement.
 */
export async function appendAudit(query: Query, act: AuditAct): Promise<AuditEntry> {
  await query('select pg_advisory_xact_lock($1)', [AUDIT_LOCK]);
  const [last] = await query<{ sequence: number; hash: string }>('select sequence, hash from audit.entry order by sequence desc limit 1');
  const entry = chainAct(storable(act), (last?.sequence ?? 0) + 1, last?.hash ?? AUDIT_BEGINNING);
  await query(
    `insert into audit.entry (sequence, at, actor, address, act, target, outcome, detail, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[entry.sequence, new Date(entry.at), entry.actor, entry.address, entry.act, entry.target, entry.outcome],
      ...[JSON.stringify(entry.detail), entry.previousHash, entry.hash],
    ],
  );
  return entry;
}

/** As it will be read back: PostgreSQL keeps no zero characters, JSON no `undefined`; a stranger's words are cut. */
function storable(act: AuditAct): AuditAct {
  const text = (value: string) => value.replaceAll('\0', '').slice(0, 200).toWellFormed();
  const plain = JSON.parse(JSON.stringify(act.detail), (_key, value) => (typeof value === 'string' ? text(value) : value));
  return { ...act, at: Math.trunc(act.at), actor: text(act.actor), address: text(act.address), target: text(act.target), detail: plain };
}

/** Newest first. */
export function readAudit(query: Query, { before, actor, act, limit }: AuditQuestion): Promise<AuditEntry[]> {
  return query<AuditEntry & Row>(
    `select ${COLUMNS} from audit.entry
     where ($1::bigint is null or sequence < $1) and ($2::text is null or actor = $2)
       and ($3::text is null or act = $3 or starts_with(act, $3 || '.'))
     order by sequence desc limit $4`,
    [before ?? null, actor ?? null, act ?? null, limit],
  );
}

export interface AuditVerdict {
  readonly entries: number;
  /** Hash of the newest entry: kept elsewhere, it shows later that none was cut off the end. */
  readonly head: string;
  readonly fault: AuditFault | null;
}

/** Oldest first, as much at a time as memory takes lightly. */
async function* auditPages(database: Database): AsyncGenerator<readonly AuditEntry[]> {
  let after = 0;
  for (;;) {
    const entries = await database.query<AuditEntry & Row>(
      `select ${COLUMNS} from audit.entry where sequence > $1 order by sequence limit $2`,
      [after, PAGE],
    );
    if (entries.length > 0) yield entries;
    if (entries.length < PAGE) return;
    after = entries.at(-1)?.sequence ?? after;
  }
}

/** Reads every entry and checks the chain. */
export async function verifyAudit(database: Database): Promise<AuditVerdict> {
  const walk = new AuditWalk();
  for await (const entries of auditPages(database)) {
    const fault = walk.add(entries);
    if (fault !== null) return { entries: walk.sequence, head: walk.hash, fault };
  }
  return { entries: walk.sequence, head: walk.hash, fault: null };
}

/** The whole audit as lines of JSON, with all that is needed to check the chain elsewhere. */
export async function* auditLines(database: Database): AsyncGenerator<string> {
  for await (const entries of auditPages(database)) yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
