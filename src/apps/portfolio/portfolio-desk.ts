/** Answers every question about the portfolio. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { PortfolioActor, PortfolioDesk } from '../../adapters/http/portfolio-desk.ts';
import { writePdf } from '../../adapters/pdf-documents/write-pdf.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { listFiles, readFileFacts } from '../../adapters/postgres/portfolio/files.ts';
import { bookByHand, correctByHand, retractByHand, versionsOf } from '../../adapters/postgres/portfolio/operations.ts';
import { addVersion, listVersions, readSettings, saveSettings } from '../../adapters/postgres/portfolio/settings.ts';
import { listTradingAccounts } from '../../adapters/postgres/portfolio/trading-accounts.ts';
import { listLocks, setLock } from '../../adapters/postgres/portfolio/year-locks.ts';
import type { EntryText } from '../../api/portfolio/book.ts';
import type { ImportPreview, ImportReport, WatchedFile } from '../../api/portfolio/imports.ts';
import type { View } from '../../api/portfolio/money.ts';
import type { SavedTargets, Targets } from '../../api/portfolio/settings.ts';
import { FieldFaults } from '../../core/domain/field-faults.ts';
import { InputError } from '../../core/domain/result.ts';
import { checkEntry } from '../../core/portfolio/check-entry.ts';
import type { Entry } from '../../core/portfolio/entry.ts';
import { removeUpload, uploadedFile } from '../worker/uploads.ts';
import { openAlertDesk } from './alerts/alert-desk.ts';
import { auditedActs } from './audited-act.ts';
import { allocationAnswer } from './figures/allocation.ts';
import { assetAnswer } from './figures/asset.ts';
import type { FigureBook } from './figures/figure-book.ts';
import { holdingsAnswer } from './figures/holdings.ts';
import { incomeAnswer } from './figures/income.ts';
import { overviewAnswer } from './figures/overview.ts';
import { groupsAnswer, performanceAnswer } from './figures/performance.ts';
import { pricesAnswer } from './figures/price-lines.ts';
import { taxAnswer } from './figures/tax.ts';
import { type FileToImport, importFile } from './import/import-file.ts';
import { tableToMap, unlessUnknown } from './import/map-table.ts';
import { FORMATS } from './import/readers.ts';
import type { BookKeeper } from './open-book.ts';
import { operationPage, operationTold } from './operations-answer.ts';
import type { QuoteKeeper } from './quotes/keep-quotes.ts';
import { openQuoteDesk } from './quotes/quote-desk.ts';
import { statementOf } from './statement.ts';

/** Everything but files that come in and go out, which the web server does itself. */
export type AnsweringDesk = Omit<PortfolioDesk, 'keep' | 'exportOperations' | 'exportHoldings' | 'exportStatement'> & {
  statementPdf(asked: Parameters<PortfolioDesk['exportStatement']>[0]): Promise<Uint8Array>;
};

export interface DeskOptions {
  readonly database: Database;
  readonly dataFolder: string;
  readonly now: () => number;
  readonly book: BookKeeper;
  /** What was found where files are watched for, and what became of it. */
  readonly watched: () => readonly WatchedFile[];
  /** Null while nobody is asked for prices. */
  readonly quotes: () => QuoteKeeper | null;
}

export function openPortfolioDesk(options: DeskOptions): AnsweringDesk {
  const { database, dataFolder, now, book: keeper } = options;
  const { opened } = keeper;
  const act = auditedActs(database, keeper, now);
  const book = async () => (await opened()).book;
  type Asking = { readonly method?: View['method'] | undefined };
  /** By the owner's own method where none is asked for. */
  const viewOf = <Query extends Asking>({ state }: FigureBook, query: Query): Query & Pick<View, 'method'> => ({
    ...query,
    method: query.method ?? state.settings.method,
  });
  const onBook =
    <Query extends Asking, Answer>(answer: (book: FigureBook, view: Query & Pick<View, 'method'>) => Answer) =>
    async ({ query }: { readonly query: Query }): Promise<Answer> => {
      const opened = await book();
      return answer(opened, viewOf(opened, query));
    };

  async function kept(id: number) {
    const { operations, book } = await opened();
    const found = operations.find(({ operationId }) => operationId === id);
    if (found === undefined) throw new InputError('OPERATION_UNKNOWN', `expected the number of an operation of the book, found ${id}`, 2);
    return operationTold(book, found);
  }

  async function lookAt(file: FileToImport, upload: string, actor: PortfolioActor): Promise<ImportPreview> {
    const { report, sample } = await importFile(database, file, howOf(actor, now(), true, false));
    return {
      ...{ upload, report, table: null },
      sample: sample.flatMap(({ sheet, row, entries }) =>
        entries.map((entry) => ({ sheet, row, kind: entry.kind, text: entryText(entry) })),
      ),
    };
  }

  return {
    overview: onBook(overviewAnswer),
    holdings: onBook(holdingsAnswer),
    performance: onBook(performanceAnswer),
    performanceGroups: onBook(groupsAnswer),
    allocation: onBook(allocationAnswer),
    income: onBook(incomeAnswer),
    async statementPdf({ query: { language, ...query } }) {
      const opened = await book();
      const view = viewOf(opened, query);
      const figures = { overview: overviewAnswer(opened, view), holdings: holdingsAnswer(opened, view) };
      return writePdf(statementOf({ ...figures, at: now(), zone: opened.state.settings.zone, from: query.from }, language));
    },
    tax: async ({ query }) => taxAnswer(await book(), query.year),
    async asset({ params, query }) {
      const opened = await book();
      return assetAnswer(opened, params.id, viewOf(opened, query));
    },
    async prices({ params, query }) {
      const opened = await book();
      return pricesAnswer(opened, params.id, viewOf(opened, query));
    },

    async operations({ query }) {
      const { operations, book } = await opened();
      return operationPage(book, operations, query);
    },
    operation: ({ params }) => kept(params.id),
    async versions({ params }) {
      const rows = await versionsOf(database.query, params.id);
      if (rows.length === 0) throw new InputError('OPERATION_UNKNOWN', `expected the number of an operation, found ${params.id}`, 2);
      return {
        rows: rows.map(({ recordedAt, recordedBy, entry, ...version }) => ({
          ...version,
          entry: entry as EntryText,
          at: recordedAt,
          by: recordedBy,
        })),
      };
    },
    async book({ body }, actor) {
      const entry = checked(body.entry, now());
      const id = await act(
        'book',
        entry.account,
        actor,
        (query, at) => bookByHand(query, entry, { by: actor.by, at, cause: 'booked by hand' }),
        { entry },
      );
      return kept(id);
    },
    async correct({ params, body }, actor) {
      const entry = checked(body.entry, now());
      const { version, reason } = body;
      await act(
        ...(['correct', String(params.id), actor] as const),
        (query, at) => correctByHand(query, params.id, version, entry, { by: actor.by, at, cause: reason }),
        { version, entry, reason },
      );
      return kept(params.id);
    },
    async retract({ params, body }, actor) {
      const { version, reason } = body;
      await act(
        ...(['retract', String(params.id), actor] as const),
        (query, at) => retractByHand(query, params.id, version, { by: actor.by, at, cause: reason }),
        { version, reason },
      );
      return undefined;
    },
    async accounts() {
      const { state } = await book();
      return {
        rows: state.accounts.map((one) => {
          const days = state.booked
            .filter(({ entry }) => entry.account === one.name || entry.otherAccount === one.name)
            .map(({ entry }) => entry.at.slice(0, 10));
          days.sort();
          return { ...one, operations: days.length, first: days[0] ?? null, last: days.at(-1) ?? null };
        }),
      };
    },
    tradingAccounts: async () => ({ rows: await listTradingAccounts(database.query) }),
    locks: async () => ({ years: await listLocks(database.query) }),
    async lock({ params, body }, actor) {
      const { isLocked } = body;
      await act('lock', String(params.year), actor, (query, at) => setLock(query, params.year, isLocked, { by: actor.by, at }), {
        isLocked,
      });
      return { years: await listLocks(database.query) };
    },

    async imports() {
      const files = await listFiles(database.query);
      return {
        rows: files.map(({ fileId, name, format, account, recordedAt, recordedBy, report, isReplaced }) => {
          const { read, loaded, unchanged, rejected } = report as ImportReport;
          return { id: fileId, file: name, format, account, at: recordedAt, by: recordedBy, read, loaded, unchanged, rejected, isReplaced };
        }),
        formats: FORMATS,
        watched: [...options.watched()],
      };
    },
    async report({ params }) {
      const file = await readFileFacts(database.query, params.id);
      if (file === null) throw new InputError('IMPORT_UNKNOWN', `expected the number of a file that was taken in, found ${params.id}`, 2);
      return { ...(file.report as ImportReport), fileId: file.fileId };
    },
    async preview({ query, upload }, actor) {
      const file = fileOf(dataFolder, upload, query.account);
      return unlessUnknown(lookAt(file, upload, actor), async () => {
        const table = tableToMap(file.bytes, file.name, (await readSettings(database.query)).zone);
        return table && { upload, report: null, sample: [], table };
      });
    },
    async previewMapped({ body }, actor) {
      return lookAt({ ...fileOf(dataFolder, body.upload, body.account), mapping: body.mapping }, body.upload, actor);
    },
    async import({ body }, actor) {
      const { report } = await importFile(
        database,
        { ...fileOf(dataFolder, body.upload, body.account), mapping: body.mapping },
        howOf(actor, now(), false, body.strict),
      );
      keeper.lookAgain();
      if (report.fileId !== null) removeUpload(dataFolder, body.upload);
      return report;
    },

    ...openQuoteDesk({ database, book: keeper, act, quotes: options.quotes, now }),
    ...openAlertDesk({ database, book: keeper, act, now }),

    settings: () => readSettings(database.query),
    async saveSettings({ body }, actor) {
      await act('settings', '', actor, (query, at) => saveSettings(query, body, { by: actor.by, at }), body);
      return readSettings(database.query);
    },
    targets: () => targetsTold(database),
    async setTargets({ body }, actor) {
      await act('targets', '', actor, (query, at) => addVersion(query, 'target', body, { by: actor.by, at }), body);
      return targetsTold(database);
    },
  };
}

async function targetsTold({ query }: Database): Promise<SavedTargets> {
  const [last] = await listVersions<Targets>(query, 'target');
  return { version: last?.version ?? 0, at: last?.at ?? null, by: last?.by ?? '', rows: last?.value.rows ?? [] };
}

const howOf = ({ by, address }: PortfolioActor, at: number, isPreview: boolean, isStrict: boolean) => ({
  by,
  address,
  at,
  isPreview,
  isStrict,
});

function fileOf(dataFolder: string, upload: string, account: string | undefined) {
  const path = uploadedFile(dataFolder, upload);
  return { bytes: readFileSync(path), name: basename(path), account };
}

const entryText = ({ quantity, asset, cash, at }: Entry): string =>
  [at.slice(0, 10), quantity, asset?.symbol ?? asset?.isin ?? asset?.name, cash && `${cash.amount} ${cash.currency}`]
    .filter((one) => one !== undefined)
    .join(' ');

/** As the readers' entries are checked. FieldFaults ENTRY_INVALID. */
function checked(given: EntryText, now: number): Entry {
  const entry = given as Entry;
  const faults = checkEntry(entry, new Date(now).toISOString().slice(0, 10));
  if (faults.length === 0) return entry;
  throw new FieldFaults(
    'ENTRY_INVALID',
    faults.map(({ field, code, found, expected, suggestion }) => ({
      path: `entry.${field}`,
      code,
      message: `expected ${expected.en}${found === '' ? '' : `, found ${found}`}`,
      spanish: `se esperaba ${expected.es}${found === '' ? '' : `, hay ${found}`}`,
      ...(suggestion !== undefined && { suggestion }),
    })),
  );
}
