/** One list of the journal: how many, over time, narrowed and ordered by the address, row by row. */

import { type ReactNode, useEffect, useState } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { RequestProblem } from '../../live/requests.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { Column } from '../../parts/row-table.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { lastIn, narrowings, prefixIn, sortIn, withFacet, withoutFilter, withPrefix, withSort, withSpan } from './address.ts';
import { Chosen } from './chosen.tsx';
import { ExportMenu } from './export-menu.tsx';
import { Facets } from './facets.tsx';
import { Histogram } from './histogram.tsx';
import type { List } from './lists.ts';
import { useCounts, useFilter, useNews, useRows } from './questions.ts';
import { TimeRange } from './time-range.tsx';
import { Views } from './views.tsx';
import { useJournalWords } from './words.ts';

export interface ListViewProps<Row> {
  readonly list: List<Row>;
  readonly columns: readonly Column<Row>[];
  /** Where a row leads; null where nowhere. */
  readonly placeOf: (row: Row) => string | null;
}

export function ListView<Row>({ list, columns, placeOf }: ListViewProps<Row>) {
  const own = useJournalWords();
  const { language } = useSpeech();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [params, setParams] = useSearchParams();
  const [isSheetOpen, openSheet] = useState(false);
  const filter = useFilter(list, params);
  const rows = useRows(list, params, filter);
  const counts = useCounts(list, filter);
  const pages = rows.data?.pages ?? [];
  const start = rows.data?.pageParams[0]?.start ?? 0;
  const known = pages.flatMap((page) => page.rows);
  const news = useNews(list, filter, known);
  const sort = sortIn(list, params);
  const chosen = narrowings(list, params);
  const span = spanOfFilter(filter);
  const change = (by: (params: URLSearchParams) => URLSearchParams, isTyping = false) => setParams(by, { replace: isTyping });
  useSearchKey();

  const total = counts.data?.total;
  const totalText = useTotal(list.name, total);
  // Before the first row there is nothing to narrow, nor a course over time.
  const isEmpty = total?.count === 0 && chosen === 0;
  const isNone = rows.isError && rows.error instanceof RequestProblem && isWithoutHistory(rows.error);
  if (isNone && known.length === 0) return <NoHistory error={rows.error as RequestProblem} />;
  const facets = (
    <Facets
      list={list.name}
      facets={list.counted}
      params={params}
      counts={counts.data}
      onToggle={(facet, value) => change(withFacet(facet, value))}
    />
  );
  return (
    <div
      className={`grid items-start gap-3 phone:gap-3 ${isEmpty ? '' : 'grid-cols-[196px_minmax(0,1fr)] narrow:grid-cols-1'}`}
      data-list={list.name}
    >
      {!isEmpty && (
        <aside
          aria-label={own.filterTitle}
          className="max-h-[calc(100vh-140px)] overflow-auto rounded-l border border-line bg-surface p-3 narrow:hidden"
        >
          {facets}
        </aside>
      )}
      <section className="min-w-0 rounded-l border border-line bg-surface" aria-label={own.tabs[list.name]}>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 phone:px-3.5">
          {counts.isError && !total ? (
            <Button size="small" onClick={() => void counts.refetch()}>
              {own.notCounted}
            </Button>
          ) : (
            <Total text={totalText} isExact={total?.isExact ?? true} isOld={counts.isPlaceholderData} />
          )}
          <span className="ml-auto narrow:hidden">
            <TimeRange last={lastIn(params)} span={span} onChoose={(next) => change(withSpan(next))} />
          </span>
          <Button size="small" className="ml-auto wide:hidden" aria-haspopup="dialog" onClick={() => openSheet(true)}>
            <Icon name="columns" />
            {own.filters(chosen)}
          </Button>
        </div>
        {!isEmpty && (
          <Histogram
            list={list.name}
            histogram={counts.data?.histogram}
            span={span}
            isOld={counts.isPlaceholderData}
            onChoose={(next) => change(withSpan(next))}
          />
        )}
        {chosen > 0 && <Chosen list={list} params={params} span={span} onChange={change} />}
        {news.count > 0 && (
          <p
            className="flex items-center justify-center gap-3 border-y border-line bg-accent-soft px-4 py-1.5 text-12"
            role="status"
            data-news={news.count}
          >
            {own.news(news.count, plain(language, news.count, 0))}
            <Button size="small" onClick={news.show}>
              {own.show}
            </Button>
          </p>
        )}
        <DataTable
          caption={own.tabs[list.name]}
          name={`journal-${list.name}`}
          columns={columns.map((column) => (column.phone === 'title' ? asLink(column, placeOf, `${pathname}${search}`) : column))}
          rows={known}
          keyOf={list.keyOf}
          state={rows.isError ? 'failed' : rows.isPending ? 'loading' : 'ready'}
          error={rows.error}
          onRetry={() => void (rows.isFetchNextPageError ? rows.fetchNextPage() : rows.refetch())}
          empty={chosen > 0 ? <NoMatch onClear={() => change(withoutFilter)} /> : <EmptyState icon="list" {...own.empty.whole} />}
          sort={sort}
          onSort={(next) => change(withSort(next))}
          search={prefixIn(params)}
          searchLabel={own.search}
          onSearch={(text) => change(withPrefix(text), true)}
          placeKey={`${pathname}?${params}`}
          isOld={rows.isPlaceholderData}
          more={{ isThere: rows.hasNextPage, isLoading: rows.isFetchingNextPage, load: () => void rows.fetchNextPage() }}
          before={{
            count: start,
            isLoading: rows.isFetchingPreviousPage,
            load: () => void rows.fetchPreviousPage(),
            restart: news.show,
          }}
          told={known.length > 0 && own.loaded(plain(language, start + 1, 0), plain(language, start + known.length, 0))}
          tools={
            <>
              <Views address={`${pathname}${search}`} />
              <ExportMenu
                file={list.file}
                question={{ ...filter, sort: sort.key, descending: String(sort.isDescending) }}
                count={total?.count}
                told={totalText}
              />
            </>
          }
          onOpen={(row) => {
            const place = placeOf(row);
            if (place !== null) void navigate(place, { state: { from: `${pathname}${search}` } });
          }}
        />
      </section>
      {isSheetOpen && (
        <Dialog
          title={own.filterTitle}
          onClose={() => openSheet(false)}
          foot={
            <>
              {chosen > 0 && <Button onClick={() => change(withoutFilter)}>{own.clear}</Button>}
              <Button manner="primary" onClick={() => openSheet(false)}>
                {own.showRows(totalText)}
              </Button>
            </>
          }
        >
          <div className="grid gap-4">
            <TimeRange last={lastIn(params)} span={span} onChoose={(next) => change(withSpan(next))} />
            {facets}
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** The whole row leads there; for who can't see that, and for another tab, what it is about is a link. */
function asLink<Row>(column: Column<Row>, placeOf: (row: Row) => string | null, from: string): Column<Row> {
  const cell = (row: Row) => {
    const place = placeOf(row);
    if (place === null) return column.cell(row);
    return (
      <Link
        to={place}
        state={{ from }}
        tabIndex={-1}
        className="text-text no-underline hover:no-underline"
        onClick={(event) => event.stopPropagation()}
      >
        {column.cell(row)}
      </Link>
    );
  };
  return { ...column, cell };
}

const spanOfFilter = ({ from, to }: Readonly<Record<string, string>>) => ({
  ...(from !== undefined && { from: Number(from) }),
  ...(to !== undefined && { to: Number(to) }),
});

/** How many rows there are, in words that say how sure that is. */
function useTotal(list: keyof ReturnType<typeof useJournalWords>['rows'], total: { count: number; isExact: boolean } | undefined): string {
  const own = useJournalWords();
  const { language } = useSpeech();
  if (!total) return own.counting;
  const text = own.rows[list](total.count, plain(language, total.count, 0));
  // Decisions are counted in a sample then, the others only as far back as was read.
  return total.isExact ? text : list === 'decisions' ? own.about(text) : own.moreThan(text);
}

function Total({ text, isExact, isOld }: { text: string; isExact: boolean; isOld: boolean }) {
  const own = useJournalWords();
  return (
    <p
      className={`text-14 font-semibold ${isOld ? 'text-stale' : ''} ${isExact ? '' : 'underline decoration-dotted underline-offset-4'}`}
      title={isExact ? undefined : own.notExact}
      role="status"
      data-total
    >
      {text}
    </p>
  );
}

/** `/` goes to the search field from anywhere but a field. */
function useSearchKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey;
      if (isElsewhere || (event.target as HTMLElement).closest('input:not([type=checkbox]), select, textarea, [role=dialog], [role=menu]'))
        return;
      const field = document.querySelector<HTMLInputElement>('main input[type=search]');
      if (!field) return;
      event.preventDefault();
      field.select();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function NoMatch({ onClear }: { onClear: () => void }): ReactNode {
  const own = useJournalWords();
  return (
    <EmptyState icon="search" {...own.empty.filtered}>
      <Button onClick={onClear}>{own.clear}</Button>
    </EmptyState>
  );
}

/** Nothing recorded yet, or a server that has no database to ask. */
const isWithoutHistory = ({ status, problem }: RequestProblem): boolean => problem?.code === 'HISTORY_UNKNOWN' || status === 404;

export function NoHistory({ error }: { error: RequestProblem }) {
  const own = useJournalWords();
  const words = error.problem?.code === 'HISTORY_UNKNOWN' ? own.empty.whole : own.empty.noDatabase;
  return (
    <div className="rounded-l border border-line bg-surface">
      <EmptyState icon="list" {...words} />
    </div>
  );
}
