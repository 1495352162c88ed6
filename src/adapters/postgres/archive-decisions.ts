/** Decisions of the whole history: a page in any order, and all of a filter in batches. */

import type { ArchivePage, DecisionSearch } from '../../api/archive.ts';
import type { Decision } from '../../api/records.ts';
import { InputError } from '../../core/domain/result.ts';
import { filtersConfidence } from './archive-conditions.ts';
import { type Cursor, questionHash, readCursor, writeCursor } from './archive-cursor.ts';
import { countKinds } from './archive-kind-counts.ts';
import { rowsIn } from './archive-kinds.ts';
import { admittedBy, findPlaces, type Place, type ReadingLimits } from './archive-page.ts';
import { DECISION_COLUMNS, type DecisionRow, decisionOf } from './archive-rows.ts';
import type { Query } from './database.ts';

/** The filter and the order of a search, without the page. */
export const hashOf = ({ cursor: _cursor, limit: _limit, ...question }: Record<string, unknown>, account: string): string =>
  questionHash({ ...question, account });

export async function pageOfDecisions(
  query: Query,
  account: string,
  search: DecisionSearch,
  limits: ReadingLimits,
): Promise<ArchivePage<Decision>> {
  const hash = hashOf(search, account);
  const cursor = search.cursor === undefined ? null : readCursor(hash, search.cursor);
  const admitted = await admittedBy(query, account, search);
  const found = await findPlaces(query, account, { search, admitted, cursor, count: search.limit + 1, limits });
  return pageOf(hash, found, search.limit, cursor, (places) => decisionsAt(query, account, places));
}

/** `found` in reading direction, one more than the page where there are more. */
export async function pageOf<Row>(
  hash: string,
  found: readonly Place[],
  limit: number,
  cursor: { readonly isBack: boolean } | null,
  read: (places: readonly Place[]) => Promise<Row[]>,
): Promise<ArchivePage<Row>> {
  const isBack = cursor?.isBack ?? false;
  const hasMore = found.length > limit;
  const places = found.slice(0, limit);
  if (isBack) places.reverse();
  const [first, last] = [places[0], places.at(-1)];
  const at = (place: Place | undefined, back: boolean, isThere: boolean) =>
    place === undefined || !isThere ? null : writeCursor(hash, { ...place, isBack: back });
  return {
    rows: await read(places),
    next: at(last, false, isBack || hasMore),
    previous: at(first, true, isBack ? hasMore : cursor !== null),
  };
}

async function decisionsAt(query: Query, account: string, places: readonly Place[]): Promise<Decision[]> {
  if (places.length === 0) return [];
  const ordinals = places.map(({ ordinal }) => ordinal);
  const rows = await query<DecisionRow>(
    `select ${DECISION_COLUMNS} from trading.decisions where account = $1 and ordinal = any($2::bigint[])`,
    [account, ordinals],
  );
  const byOrdinal = new Map(rows.map((row) => [row.ordinal, decisionOf(row)]));
  // A view that is just being made anew may have lost some.
  return ordinals.flatMap((ordinal) => byOrdinal.get(ordinal) ?? []);
}

/** Everything a search finds, in batches of its limit, from its first row on. Ends when its reader stops; more than `most` rows are EXPORT_TOO_LARGE. */
export async function* allDecisions(
  query: Query,
  account: string,
  search: DecisionSearch,
  limits: ReadingLimits,
  most: number,
): AsyncGenerator<Decision[]> {
  const admitted = await admittedBy(query, account, search);
  const isCounted = !filtersConfidence(search) && admitted.found === null;
  const known = admitted.kinds ?? (await countKinds(query, account, search));
  if (isCounted && rowsIn(known) > most) throw tooLarge(most, rowsIn(known));
  let cursor: Cursor | null = null;
  for (let read = 0; ; ) {
    const places: Place[] = await findPlaces(query, account, { search, admitted, cursor, count: search.limit, limits });
    read += places.length;
    if (read > most) throw tooLarge(most, null);
    const last = places.at(-1);
    if (last !== undefined) yield await decisionsAt(query, account, places);
    if (last === undefined || places.length < search.limit) return;
    cursor = { ...last, isBack: false };
  }
}

const tooLarge = (most: number, found: number | null) =>
  new InputError(
    'EXPORT_TOO_LARGE',
    `expected at most ${most} rows to export, found ${found ?? 'more'}: choose a shorter time or fewer kinds`,
  );
