/** The recorded history of the account that is traded, for who serves it. */

import type { ArchiveSource, ExportedFile } from '../../adapters/http/archive-source.ts';
import { type Archive, createArchive } from '../../adapters/postgres/archive.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { DECISION_COLUMNS } from '../../adapters/tables/decision-columns.ts';
import { EVENT_COLUMNS, FILL_COLUMNS, ORDER_COLUMNS } from '../../adapters/tables/record-columns.ts';
import { type Column, MEDIA_TYPES, writeTable } from '../../adapters/tables/table.ts';
import { type ArchivePage, type ExportFormat, MOST_EXPORTED_ROWS } from '../../api/archive.ts';
import { InputError } from '../../core/domain/result.ts';

/** @param account of the session that is shown; null where none has been heard yet: then it is the one that was recorded last */
export function openArchiveDesk(database: Database, account: () => string | null): ArchiveSource {
  const archive = createArchive(database);

  async function known(): Promise<string> {
    const shown = account();
    if (shown !== null) return shown;
    const [last] = await database.query<{ account: string }>(
      'select account from trading.journal_position order by updated_at desc limit 1',
    );
    if (!last) throw new InputError('HISTORY_UNKNOWN', 'nothing has been recorded yet: start a session first');
    return last.account;
  }
  const of =
    <Wanted, Answer>(ask: (archive: Archive, account: string, wanted: Wanted) => Promise<Answer>) =>
    async (wanted: Wanted) =>
      ask(archive, await known(), wanted);

  return {
    decisions: of((all, name, search) => all.decisions(name, search)),
    decisionCounts: of((all, name, filter) => all.decisionCounts(name, filter)),
    decision: of((all, name, id) => all.decision(name, id)),
    orders: of((all, name, search) => all.orders(name, search)),
    order: of((all, name, id) => all.order(name, id)),
    orderCounts: of((all, name, filter) => all.orderCounts(name, filter)),
    fills: of((all, name, search) => all.fills(name, search)),
    fillCounts: of((all, name, filter) => all.fillCounts(name, filter)),
    events: of((all, name, search) => all.events(name, search)),
    eventCounts: of((all, name, filter) => all.eventCounts(name, filter)),
    etag: of((all, name, question) => all.etag(name, question)),
    exportDecisions: async (search, format) =>
      fileOf({ name: 'decisions', columns: DECISION_COLUMNS }, format, archive.exportDecisions(await known(), search)),
    exportOrders: async (search, format) =>
      fileOf({ name: 'orders', columns: ORDER_COLUMNS }, format, everyPage(archive.orders, await known(), search)),
    exportFills: async (search, format) =>
      fileOf({ name: 'fills', columns: FILL_COLUMNS }, format, everyPage(archive.fills, await known(), search)),
    exportEvents: async (search, format) =>
      fileOf({ name: 'events', columns: EVENT_COLUMNS }, format, everyPage(archive.events, await known(), search)),
  };
}

/** The first batch is read before it settles. */
async function fileOf<Row>(
  { name, columns }: { readonly name: string; readonly columns: readonly Column<Row>[] },
  format: ExportFormat,
  batches: AsyncGenerator<Row[]>,
): Promise<ExportedFile> {
  const first = await batches.next();
  return { mediaType: MEDIA_TYPES[format], content: writeTable(format, { name, columns, batches: from(first, batches) }) };
}

/** The rows of a search, page by page, in its order. */
async function* everyPage<Row, Search extends { readonly cursor?: string | undefined }>(
  pageOf: (account: string, search: Search) => Promise<ArchivePage<Row>>,
  account: string,
  search: Search,
): AsyncGenerator<Row[]> {
  let read = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { rows, next }: ArchivePage<Row> = await pageOf(account, cursor === undefined ? search : { ...search, cursor });
    read += rows.length;
    if (read > MOST_EXPORTED_ROWS)
      throw new InputError('EXPORT_TOO_LARGE', `expected at most ${MOST_EXPORTED_ROWS} rows to export, found more: choose a shorter time`);
    if (rows.length > 0) yield rows;
    cursor = next;
  }
}

/** A reader that stops ends the reading of the rest too. */
async function* from<Row>(first: IteratorResult<Row[]>, rest: AsyncGenerator<Row[]>): AsyncGenerator<Row[]> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
