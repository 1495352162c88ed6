/** The recorded history of the account that is traded, for who serves it. */

import type { ArchiveSource } from '../../adapters/http/archive-source.ts';
import { type Archive, createArchive } from '../../adapters/postgres/archive.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { DECISION_COLUMNS } from '../../adapters/tables/decision-columns.ts';
import { MEDIA_TYPES, writeTable } from '../../adapters/tables/table.ts';
import type { Decision } from '../../api/records.ts';
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
    orderCounts: of((all, name, filter) => all.orderCounts(name, filter)),
    fills: of((all, name, search) => all.fills(name, search)),
    fillCounts: of((all, name, filter) => all.fillCounts(name, filter)),
    events: of((all, name, search) => all.events(name, search)),
    eventCounts: of((all, name, filter) => all.eventCounts(name, filter)),
    etag: of((all, name, question) => all.etag(name, question)),
    async exportDecisions(search, format) {
      const batches = archive.exportDecisions(await known(), search);
      const first = await batches.next();
      const table = { name: 'decisions', columns: DECISION_COLUMNS, batches: from(first, batches) };
      return { mediaType: MEDIA_TYPES[format], content: writeTable(format, table) };
    },
  };
}

/** A reader that stops ends the reading of the rest too. */
async function* from(first: IteratorResult<Decision[]>, rest: AsyncGenerator<Decision[]>): AsyncGenerator<Decision[]> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
