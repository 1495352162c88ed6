/** Very many rows: only those in sight are drawn; order, search and the next page are the server's. Works by keyboard, and as cards on a phone. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/words.ts';
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
  readonly onSearch?: (text: string) => void;
  /** Fields of the caller beside the search. */
  readonly filters?: ReactNode;
  /** The next page, by the cursor of the one before. */
  readonly more?: { readonly isThere: boolean; readonly isLoading: boolean; readonly load: () => void };
  readonly onExport?: () => void;
  /** A click or Enter on a row. */
  readonly onOpen?: (row: Row) => void;
}

const ROW_HEIGHT = 40;
const CARD_HEIGHT = 112;
const OVERSCAN = 12;
/** The next page is asked for when so few rows are left below. */
const AHEAD = 20;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, state, error, onRetry, empty } = props;
  const { words } = useSpeech();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = columns.filter((column) => !hidden.has(column.key));
  return (
    <div className="min-w-0" aria-busy={state === 'loading'}>
      <TableTools {...props} hidden={hidden} onHide={setHidden} />
      {state === 'failed' && rows.length === 0 && <ErrorState error={error} onRetry={onRetry ?? (() => location.reload())} />}
      {state === 'loading' && rows.length === 0 && <Skeleton heights={[28, 28, 28, 28]} label={words.loading} />}
      {state === 'ready' && rows.length === 0 && empty}
      {rows.length > 0 && <Body {...props} columns={shown} />}
    </div>
  );
}

function Body<Row>({ caption, columns, rows, keyOf, sort, onSort, more, onOpen }: DataTableProps<Row>) {
  const { words } = useSpeech();
  const scroller = useRef<HTMLElement>(null);
  const [active, setActive] = useState(0);
  const isPhone = typeof matchMedia === 'function' && matchMedia('(max-width: 720px)').matches;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? CARD_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => keyOf(rows[index] as Row),
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const isNearEnd = last >= rows.length - AHEAD;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only nearness and arrival ask for more.
  useEffect(() => {
    if (isNearEnd && more?.isThere && !more.isLoading) more.load();
  }, [isNearEnd, rows.length, more?.isThere, more?.isLoading]);

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    // Once it is drawn.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / ROW_HEIGHT) - 1);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: rows.length - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).matches('tr[data-index]')) return;
    const to = moves[event.key];
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' && onOpen) onOpen(rows[active] as Row);
    else return;
    event.preventDefault();
  };
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <section ref={scroller} className="relative max-h-[70vh] overflow-auto" aria-label={caption}>
        <table className="data" aria-rowcount={more?.isThere ? -1 : rows.length + 1}>
          <caption className="sr-only">{caption}</caption>
          <TableHead columns={columns} sort={sort ?? null} {...(onSort && { onSort })} />
          <tbody onKeyDown={onKeyDown}>
            <Space height={before} columns={columns.length} />
            {items.map(({ index, key }) => (
              <tr
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
                tabIndex={index === active ? 0 : -1}
                className={onOpen ? 'cursor-pointer focus-visible:-outline-offset-2' : 'focus-visible:-outline-offset-2'}
                onFocus={() => setActive(index)}
                onClick={() => onOpen?.(rows[index] as Row)}
              >
                <Cells columns={columns} row={rows[index] as Row} />
              </tr>
            ))}
            <Space height={after} columns={columns.length} />
          </tbody>
        </table>
      </section>
      <p className="flex items-center gap-3 border-t border-line px-4 py-2 text-12 text-muted" role="status">
        {words.table.shown(rows.length, more?.isThere ?? false)}
        {more?.isThere && (
          <Button size="small" disabled={more.isLoading} onClick={more.load}>
            {words.acts.more}
          </Button>
        )}
      </p>
    </>
  );
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
