/** Very many rows: only those in sight are drawn; order, search and the next page are the server's. Works by keyboard, and as cards on a phone. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { useIsPhone } from '../live/phone.ts';
import { remembered } from '../live/remembered.ts';
import { Button } from './button.tsx';
import { Cells, type Column } from './row-table.tsx';
import { ErrorState, Skeleton } from './states.tsx';
import { type Sort, TableHead, TableTools } from './table-tools.tsx';

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** Shown without any row: an EmptyState. */
  readonly empty: ReactNode;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort) => void;
  readonly search?: string;
  /** What is looked for, where that is not the rows' own name. */
  readonly searchLabel?: string;
  readonly onSearch?: (text: string) => void;
  /** Fields of the caller beside the search. */
  readonly filters?: ReactNode;
  /** The next page, by the cursor of the one before. */
  readonly more?: { readonly isThere: boolean; readonly isLoading: boolean; readonly load: () => void };
  /** Rows above those at hand: where there are so many that the first ones were put away, they come back as one scrolls up. */
  readonly before?: { readonly count: number; readonly isLoading: boolean; readonly load: () => void; readonly restart: () => void };
  readonly onExport?: () => void;
  /** At the right of the tools: what the caller does with the whole table. */
  readonly tools?: ReactNode;
  /** A click or Enter on a row. */
  readonly onOpen?: (row: Row) => void;
  /** The question the rows answer. Another one begins at the top; the same one, come back to, where one was. */
  readonly placeKey?: string;
  /** The chosen columns are remembered under this name in this browser. */
  readonly name?: string;
  /** The rows still answer the question before this one. */
  readonly isOld?: boolean;
  /** Instead of how many rows are at hand. */
  readonly told?: ReactNode;
}

/** Where one was in a table that is come back to: while the page is open. */
const places = new Map<string, { readonly top: number; readonly active: number }>();

const ROW_HEIGHT = 40;
const CARD_HEIGHT = 112;
const OVERSCAN = 12;
/** The next page is asked for when so few rows are left below. */
const AHEAD = 20;
/** A row that is gone to is drawn in one of the next frames, a few later where the machine is busy: until then the keys would go nowhere. */
const DRAWN_WITHIN_FRAMES = 60;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, state, error, onRetry, empty } = props;
  const { words } = useSpeech();
  const [hidden, setHidden] = useHidden(props);
  const shown = columns.filter((column) => !hidden.has(column.key));
  return (
    <div className="min-w-0" aria-busy={state === 'loading' || props.isOld === true}>
      <TableTools {...props} hidden={hidden} onHide={setHidden} />
      {state === 'loading' && rows.length === 0 && <Skeleton heights={[28, 28, 28, 28]} label={words.loading} />}
      {state === 'ready' && rows.length === 0 && empty}
      {rows.length > 0 && <Body {...props} columns={shown} />}
      {/* Also below rows, when the next ones did not come. */}
      {state === 'failed' && <ErrorState error={error} onRetry={onRetry ?? (() => location.reload())} />}
    </div>
  );
}

/** Columns that are not shown: those chosen here before, else those that are shown only when chosen. */
function useHidden<Row>({ name, columns }: DataTableProps<Row>) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => {
    const chosen = name === undefined ? undefined : remembered.read<string[]>(`columns.${name}`);
    return new Set(chosen ?? columns.filter(({ isExtra }) => isExtra).map(({ key }) => key));
  });
  const hide = (next: ReadonlySet<string>) => {
    setHidden(next);
    if (name !== undefined) remembered.write(`columns.${name}`, [...next]);
  };
  return [hidden, hide] as const;
}

/** Keeps the place while the same question is shown again, and begins at the top with another. */
function usePlace(scroller: RefObject<HTMLElement | null>, placeKey: string | undefined) {
  const [kept] = useState(() => (placeKey === undefined ? undefined : places.get(placeKey)));
  const [active, setActive] = useState(kept?.active ?? 0);
  const latest = useRef({ active, placeKey });
  const shownKey = useRef(placeKey);
  latest.current = { active, placeKey };
  useLayoutEffect(() => {
    const element = scroller.current;
    return () => {
      if (element && latest.current.placeKey !== undefined)
        places.set(latest.current.placeKey, { top: element.scrollTop, active: latest.current.active });
    };
  }, [scroller]);
  useEffect(() => {
    if (shownKey.current === placeKey) return;
    shownKey.current = placeKey;
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [scroller, placeKey]);
  return { kept, active, setActive };
}

function Body<Row>({ caption, columns, rows, keyOf, sort, onSort, more, before, onOpen, placeKey, told, isOld }: DataTableProps<Row>) {
  const { words } = useSpeech();
  const scroller = useRef<HTMLDivElement>(null);
  const { kept, active, setActive } = usePlace(scroller, placeKey);
  const start = before?.count ?? 0;
  const count = start + rows.length;
  const isPhone = useIsPhone();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? CARD_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => (index < start ? index : keyOf(rows[index - start] as Row)),
    overscan: OVERSCAN,
    initialOffset: kept?.top ?? 0,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const isNearEnd = last >= count - AHEAD;
  const isNearStart = start > 0 && (items[0]?.index ?? 0) < start + AHEAD;
  const isBeforeAll = last < start;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only nearness and arrival ask for more.
  useEffect(() => {
    if (!isNearStart || !before || before.isLoading) return;
    if (isBeforeAll) before.restart();
    else before.load();
  }, [isNearStart, isBeforeAll, start, before?.isLoading]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only nearness and arrival ask for more.
  useEffect(() => {
    if (isNearEnd && more?.isThere && !more.isLoading) more.load();
  }, [isNearEnd, rows.length, more?.isThere, more?.isLoading]);

  // Come back from what a row had opened: on that row again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is drawn.
  useEffect(() => {
    if (kept && document.activeElement === document.body) focusRow(kept.active);
  }, []);

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    focusOnceDrawn(scroller, next, DRAWN_WITHIN_FRAMES);
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / ROW_HEIGHT) - 1);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).matches('tr[data-index]')) return;
    const to = moves[event.key];
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' && onOpen) onOpen(rows[active - start] as Row);
    else return;
    event.preventDefault();
  };
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <div ref={scroller} className="relative max-h-[70vh] overflow-auto">
        <table className={`data ${isOld ? 'opacity-70 transition-opacity delay-150' : ''}`} aria-rowcount={more?.isThere ? -1 : count + 1}>
          <caption className="sr-only">{caption}</caption>
          <TableHead columns={columns} sort={sort ?? null} {...(onSort && { onSort })} />
          <tbody onKeyDown={onKeyDown}>
            <Space height={above} columns={columns.length} />
            {items.map(({ index, key }) => (
              <tr
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
                tabIndex={index === active ? 0 : -1}
                className={onOpen ? 'cursor-pointer focus-visible:-outline-offset-2' : 'focus-visible:-outline-offset-2'}
                onFocus={() => setActive(index)}
                onClick={() => index >= start && onOpen?.(rows[index - start] as Row)}
              >
                {index < start ? <Away columns={columns.length} /> : <Cells columns={columns} row={rows[index - start] as Row} />}
              </tr>
            ))}
            <Space height={below} columns={columns.length} />
          </tbody>
        </table>
      </div>
      <p className="flex items-center gap-3 border-t border-line px-4 py-2 text-12 text-muted" role="status">
        {told ?? words.table.shown(rows.length, more?.isThere ?? false)}
        {more?.isThere && (
          <Button size="small" disabled={more.isLoading} onClick={more.load}>
            {words.acts.more}
          </Button>
        )}
      </p>
    </>
  );
}

function focusOnceDrawn(scroller: RefObject<HTMLElement | null>, index: number, frames: number): void {
  requestAnimationFrame(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (row) row.focus();
    else if (frames > 0) focusOnceDrawn(scroller, index, frames - 1);
  });
}

/** A row that was put away and is on its way back. */
function Away({ columns }: { columns: number }) {
  return <td colSpan={columns} className="text-muted" aria-busy="true" />;
}

/** The height of the rows that are not drawn. */
function Space({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused.
    <tr aria-hidden="true" className="border-0! p-0!">
      <td colSpan={columns} className="border-0! p-0!" style={{ height }} />
    </tr>
  );
}
