/** Writes what reconciling the book with its files came to: versions end, versions begin, places are told anew. */

import type { BookChange, HeldOperation, Place, WantedOperation } from '../../../core/portfolio/book/reconcile.ts';
import type { Query } from '../database.ts';
import { insertRows } from './insert-rows.ts';

interface Act {
  /** Of the file that is taken in: its place is not numbered before. */
  readonly fileId: number;
  readonly by: string;
  readonly at: number;
  /** Such as the file's name. */
  readonly cause: string;
}

type Of<Kind extends BookChange['kind']> = Extract<BookChange, { readonly kind: Kind }>;
const of = <Kind extends BookChange['kind']>(changes: readonly BookChange[], kind: Kind): Of<Kind>[] =>
  changes.filter((change): change is Of<Kind> => change.kind === kind);

export async function writeChanges(query: Query, changes: readonly BookChange[], act: Act): Promise<void> {
  const [added, changed] = [of(changes, 'add'), of(changes, 'change')];
  await end(
    query,
    changed.map(({ held }) => held),
    act,
    false,
  );
  await end(
    query,
    of(changes, 'end').map(({ held }) => held),
    act,
    true,
  );
  // Keys are the book's only once: those that go to another name leave theirs before anybody takes it.
  await move(query, of(changes, 'move'), act);
  await note(query, of(changes, 'note'), act);
  const ids = await newIds(query, added.length);
  await insertRows(query, 'portfolio.operation', [
    ...added.map(({ wanted }, at) => versionRow(wanted, ids[at] as number, 1, act)),
    ...changed.map(({ wanted, held }) => versionRow(wanted, held.operationId, held.version + 1, act)),
  ]);
}

async function newIds(query: Query, count: number): Promise<readonly number[]> {
  const rows = await query<{ id: number }>("select nextval('portfolio.operation_id') as id from generate_series(1, $1)", [count]);
  return rows.map(({ id }) => id);
}

function versionRow({ key, entry, place }: WantedOperation, operationId: number, version: number, act: Act): Record<string, unknown> {
  return {
    ...{ operation_id: operationId, version, is_latest: true, operation_key: key },
    ...{ file_id: place.fileId ?? act.fileId, sheet: place.sheet, row: place.row, entry },
    ...{ recorded_at: new Date(act.at), recorded_by: act.by, cause: act.cause, is_by_hand: false },
  };
}

/** One that gives way to a new version is not the last any more; one that the files have no more is. An ended one keeps when it ended. */
async function end(query: Query, held: readonly HeldOperation[], { by, at, cause }: Act, isLatest: boolean): Promise<void> {
  if (held.length === 0) return;
  await query(
    `update portfolio.operation o set is_latest = $3, ended_at = coalesce(o.ended_at, $4), ended_by = coalesce(o.ended_by, $5),
       end_cause = coalesce(o.end_cause, $6)
     from unnest($1::bigint[], $2::integer[]) as given(id, version) where o.operation_id = given.id and o.version = given.version`,
    [held.map(({ operationId }) => operationId), held.map(({ version }) => version), isLatest, new Date(at), by, cause],
  );
}

async function move(query: Query, moves: readonly Of<'move'>[], { fileId }: Act): Promise<void> {
  if (moves.length === 0) return;
  const place = (pick: (place: Place) => unknown) => moves.map(({ wanted }) => pick(wanted.place));
  await query(
    `update portfolio.operation o set operation_key = given.key, file_id = given.file, sheet = given.sheet, row = given.row
     from unnest($1::bigint[], $2::integer[], $3::text[], $4::bigint[], $5::text[], $6::integer[]) as given(id, version, key, file, sheet, row)
     where o.operation_id = given.id and o.version = given.version`,
    [
      ...[moves.map(({ held }) => held.operationId), moves.map(({ held }) => held.version), moves.map(({ wanted }) => wanted.key)],
      ...[place((each) => each.fileId ?? fileId), place(({ sheet }) => sheet), place(({ row }) => row)],
    ],
  );
}

/** Few: what was corrected by hand. */
async function note(query: Query, notes: readonly Of<'note'>[], { fileId }: Act): Promise<void> {
  for (const { held, wanted } of notes) {
    const { key, place } = wanted ?? { key: held.key, place: held.place };
    await query(
      `update portfolio.operation set file_entry = $3, operation_key = $4, file_id = $5, sheet = $6, row = $7 where operation_id = $1 and version = $2`,
      [
        ...[held.operationId, held.version, wanted === null ? null : JSON.stringify(wanted.entry), key],
        ...[place === null ? null : (place.fileId ?? fileId), place?.sheet ?? null, place?.row ?? null],
      ],
    );
  }
}
