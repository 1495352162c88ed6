/** Applies journal entries to the trading views, each exactly once: rows and position move in one transaction. */

import { EPOCH_KIND } from '../../core/journal/entry.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { OwnCost, OwnCosts } from '../../core/trading/engine/net-result.ts';
import { SESSION_KIND, STEP_KIND, type Step } from '../../core/trading/engine/steps.ts';
import type { Database, Query } from './database.ts';
import { DecisionTally } from './decision-tally.ts';
import { addEntryRows, addOrderChanges, type EntryRows, RowBatch, type RowPlace } from './write-rows.ts';

/** Raised when the views hold something they did not hold before: those made by an earlier release are then made anew. */
const VIEWS_FORM = 3;
/** From this form on the views can go on as they are, where the journal no longer has what they were made of. */
const LEAST_FORM = 2;

type Held = Readonly<Record<string, OwnCost>>;

export interface ProjectedAccount {
  readonly account: string;
  readonly world: 'paper' | 'real';
  readonly currency: string;
  readonly environment: string;
  readonly release: string;
}

/** What came before an entry, as far as its rows say something about it. */
export interface EntryPast {
  /** The journal has had a start of a session. */
  readonly hasBegun: boolean;
  /** Time of the last candles that closed; null before the first. */
  readonly closedAt: number | null;
  /** What each strategy's own position has cost: who makes the rows of the entry brings it up to it. */
  readonly held: OwnCosts;
}

/** An entry in the rows of the web interface: the history reads as what was shown live. */
export type RowsOf = (entry: JournalEntry, past: EntryPast) => EntryRows;

/** How far the views are, and of which journal: a history cut back or begun anew has another opening, at another wall-clock time. */
export interface ViewsPosition {
  /** Sequence of the last entry the views contain; 0 for none. */
  readonly sequence: number;
  /** Wall-clock time of the journal's first entry, epoch milliseconds; null when the views do not say. */
  readonly beganAt: number | null;
  /** The newest opening (`epoch` entry) up to `sequence`. */
  readonly openedSequence: number | null;
  readonly openedAt: number | null;
  /** They hold what this release reads from them. */
  readonly isOfThisForm: boolean;
  /** They lack some of it, which is then told to be unknown. */
  readonly isReadable: boolean;
}

export async function viewsPosition(database: Pick<Database, 'query'>, account: string): Promise<ViewsPosition> {
  const [row] = await database.query<ViewsPosition & Record<string, unknown>>(
    `select sequence, began_at as "beganAt", opened_sequence as "openedSequence", opened_at as "openedAt", form = $2 as "isOfThisForm",
       form >= $3 as "isReadable"
     from trading.journal_position where account = $1`,
    [account, VIEWS_FORM, LEAST_FORM],
  );
  return row ?? { sequence: 0, beganAt: null, openedSequence: null, openedAt: null, isOfThisForm: true, isReadable: true };
}

/** In this order: what refers to orders goes before them. */
const VIEWS = [
  'fills',
  'order_changes',
  'orders',
  'decisions',
  'decision_counts',
  'decision_kinds',
  'events',
  'sessions',
  'equity_marks',
  'mode_changes',
  'journal_position',
];

/** Empties the views of an account, to be made anew from its journal. */
export async function clearViews(database: Database, account: string): Promise<void> {
  await database.transaction(async (query) => {
    await query('set local statement_timeout = 0');
    for (const table of VIEWS) await query(`delete from trading.${table} where account = $1`, [account]);
  });
}

/** Applies entries in order; those already in the views are passed over. Returns the position reached. */
export async function project(
  database: Database,
  owner: ProjectedAccount,
  entries: readonly JournalEntry[],
  rowsOf: RowsOf,
): Promise<number> {
  return database.transaction(async (query) => {
    await query('insert into trading.journal_position (account, sequence, form) values ($1, 0, $2) on conflict do nothing', [
      owner.account,
      VIEWS_FORM,
    ]);
    const [held] = await query<{ sequence: number; mode: string; closedAt: number | null; hasBegun: boolean; positions: Held }>(
      `select sequence, mode, closed_at as "closedAt", held as positions, exists (select from trading.sessions where account = $1) as "hasBegun"
       from trading.journal_position where account = $1 for update`,
      [owner.account],
    );
    let { sequence: position, mode, closedAt, hasBegun } = held as NonNullable<typeof held>;
    let [began, opened]: (JournalEntry | null)[] = [null, null];
    const positions: OwnCosts = new Map(Object.entries(held?.positions ?? {}));
    const tally = new DecisionTally(owner.account);
    const batch = new RowBatch();
    const marks = new Map<number, readonly unknown[]>();
    for (const entry of entries) {
      if (entry.sequence <= position) continue;
      const place: RowPlace = { account: owner.account, mode, sequence: entry.sequence, at: new Date(entry.at) };
      await addEntryRows(batch, place, rowsOf(entry, { hasBegun, closedAt, held: positions }), (at, traits) =>
        tally.count(query, at, traits),
      );
      if (entry.kind === STEP_KIND) {
        const step = entry.body as Step;
        addOrderChanges(batch, place, step);
        await noteModes(query, place, step);
        mode = step.modes?.at(-1)?.to ?? mode;
        if (step.event === 'close') {
          marks.set(entry.at, [step.equity, entry.sequence]);
          closedAt = entry.at;
        }
      } else if (entry.kind === SESSION_KIND) {
        await applySession(query, owner, entry);
        hasBegun = true;
      } else if (entry.kind === EPOCH_KIND) opened = entry;
      if (entry.sequence === 1) began = entry;
      position = entry.sequence;
    }
    await batch.write(query);
    await tally.write(query);
    await markEquity(query, owner, marks);
    await query(
      `update trading.journal_position set sequence = $2, began_at = coalesce($3, began_at), opened_sequence = coalesce($4, opened_sequence),
       opened_at = coalesce($5, opened_at), mode = $6, closed_at = $7, held = $8, updated_at = now() where account = $1`,
      [
        owner.account,
        position,
        began && new Date(began.at),
        opened?.sequence ?? null,
        opened && new Date(opened.at),
        mode,
        closedAt === null ? null : new Date(closedAt),
        JSON.stringify(Object.fromEntries(positions)),
      ],
    );
    return position;
  });
}

async function applySession(query: Query, owner: ProjectedAccount, entry: JournalEntry): Promise<void> {
  await query(
    `insert into trading.sessions (account, epoch, mode, environment, release, started_at, detail, journal_sequence)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      owner.account,
      entry.epoch,
      owner.world,
      owner.environment,
      owner.release,
      new Date(entry.at),
      JSON.stringify(entry.body),
      entry.sequence,
    ],
  );
}

async function noteModes(query: Query, { account, at, sequence }: RowPlace, step: Step): Promise<void> {
  for (const change of step.modes ?? []) {
    await query(
      'insert into trading.mode_changes (account, at, from_mode, to_mode, cause, actor, journal_sequence) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [account, at, change.from, change.to, change.reason, 'risk', sequence],
    );
  }
}

/** Equity and sequence by time. */
async function markEquity(query: Query, owner: ProjectedAccount, marks: ReadonlyMap<number, readonly unknown[]>): Promise<void> {
  if (marks.size === 0) return;
  const rows = [...marks.values()];
  await query(
    `insert into trading.equity_marks (account, currency, at, equity, journal_sequence)
     select $1, $2, * from unnest($3::timestamptz[], $4::numeric[], $5::bigint[])
     on conflict (account, at) do update set equity = excluded.equity, journal_sequence = excluded.journal_sequence`,
    [
      owner.account,
      owner.currency,
      [...marks.keys()].map((at) => new Date(at)),
      rows.map(([equity]) => equity),
      rows.map(([, sequence]) => sequence),
    ],
  );
}
