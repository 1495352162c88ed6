/** The book and what is held as files: the book in the form that it can be read back from. */

import type { PortfolioActor, PortfolioDesk } from '../../adapters/http/portfolio-desk.ts';
import { type Column, MEDIA_TYPES, writeTable } from '../../adapters/tables/table.ts';
import type { ExportFormat } from '../../api/archive.ts';
import type { Download } from '../../api/contract/operation.ts';
import type { Operation, OperationSearch } from '../../api/portfolio/book.ts';
import type { Holding, Holdings } from '../../api/portfolio/figures.ts';
import { OWN_COLUMNS, type OwnRow } from '../../core/portfolio/book/own-export.ts';
import type { Entry } from '../../core/portfolio/entry.ts';

type Asking = Pick<PortfolioDesk, 'operations' | 'accounts' | 'holdings'>;
type Exports = Pick<PortfolioDesk, 'exportOperations' | 'exportHoldings' | 'exportStatement'>;
/** Made where the book is: a large one takes its time. */
type StatementAsked = (...asked: Parameters<PortfolioDesk['exportStatement']>) => Promise<Uint8Array>;

/** Operations of one question while a file is written. */
const AT_ONCE = 5_000;

export function exportsOf(desk: Asking, statementPdf: StatementAsked): Exports {
  return {
    async exportOperations({ query: { format, ...search } }, actor) {
      const { rows } = await desk.accounts({ params: undefined, query: undefined, body: undefined }, actor);
      const telling = new Set(rows.filter(({ tellsCash }) => tellsCash).map(({ name }) => name));
      return fileOf('operations', format, OPERATION_COLUMNS, ownRows(desk, search, telling, actor));
    },
    async exportHoldings({ query: { format, ...view } }, actor) {
      const { rows, base } = await desk.holdings({ params: undefined, query: view, body: undefined }, actor);
      return fileOf('holdings', format, holdingColumns(base), once(rows));
    },
    async exportStatement(asked, actor) {
      return { fileName: 'portfolio.pdf', contentType: 'application/pdf', content: Buffer.from(await statementPdf(asked, actor)) };
    },
  };
}

function fileOf<Row>(
  name: string,
  format: ExportFormat,
  columns: readonly Column<Row>[],
  batches: AsyncIterable<readonly Row[]>,
): Download {
  return { fileName: `${name}.${format}`, contentType: MEDIA_TYPES[format], content: writeTable(format, { name, columns, batches }) };
}

async function* once<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

async function* ownRows(
  desk: Asking,
  search: Omit<OperationSearch, 'cursor' | 'limit' | 'sort'>,
  telling: ReadonlySet<string>,
  actor: PortfolioActor,
): AsyncGenerator<readonly OwnRow[]> {
  let cursor: string | null = '0';
  while (cursor !== null) {
    const page: { rows: Operation[]; next: string | null } = await desk.operations(
      { params: undefined, body: undefined, query: { ...search, sort: 'oldest', limit: AT_ONCE, cursor } },
      actor,
    );
    yield page.rows.map(({ key, entry }) => ({ key, entry: entry as unknown as Entry, tellsCash: telling.has(entry.account) }));
    cursor = page.next;
  }
}

const OPERATION_COLUMNS: readonly Column<OwnRow>[] = OWN_COLUMNS.map(({ name, isDecimal, value }) => ({
  ...{ name, value, width: 14 },
  type: isDecimal ? 'decimal' : 'text',
}));

const text = (name: string, value: (row: Holding) => string | null): Column<Holding> => ({ name, value, type: 'text', width: 18 });
const decimal = (name: string, value: (row: Holding) => string | null): Column<Holding> => ({ name, value, type: 'decimal', width: 16 });

/** Amounts are in base, but for those that say otherwise. */
const holdingColumns = (base: Holdings['base']): readonly Column<Holding>[] => [
  text('symbol', ({ instrument }) => instrument.symbol),
  text('isin', ({ instrument }) => instrument.isin),
  text('name', ({ instrument }) => instrument.name),
  text('kind', ({ instrument }) => instrument.kind),
  text('account', ({ account }) => account),
  decimal('quantity', ({ quantity }) => quantity),
  decimal('price', ({ price }) => price?.price ?? null),
  text('priceCurrency', ({ price }) => price?.currency ?? null),
  text('priceProvider', ({ price }) => price?.provider ?? null),
  { name: 'priceAt', type: 'time', width: 24, value: ({ price }) => price?.at ?? (price?.day ? Date.parse(price.day) : null) },
  decimal(`costFifo${base}`, ({ costs }) => costs.fifo),
  decimal(`costLifo${base}`, ({ costs }) => costs.lifo),
  decimal(`costAverage${base}`, ({ costs }) => costs.average),
  decimal(`value${base}`, ({ value }) => value),
  { name: 'weight', type: 'number', width: 10, value: ({ weight }) => weight },
  decimal(`unrealised${base}`, ({ unrealised }) => unrealised?.total ?? null),
  decimal(`unrealisedByPrice${base}`, ({ unrealised }) => unrealised?.price ?? null),
  decimal(`unrealisedByRate${base}`, ({ unrealised }) => unrealised?.currency ?? null),
  decimal(`realised${base}`, ({ realised }) => realised?.total ?? null),
  decimal(`income${base}`, ({ income }) => income),
  decimal(`fees${base}`, ({ fees }) => fees),
  decimal(`taxes${base}`, ({ taxes }) => taxes),
];
