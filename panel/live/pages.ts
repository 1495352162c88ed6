/** A list of the interface, page after page by its cursor: what DataTable wants to know of it. */

import { useInfiniteQuery } from '@tanstack/react-query';

interface PageOf<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null;
}

export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly more: { readonly isThere: boolean; readonly isLoading: boolean; readonly load: () => void };
}

/** `key` names the list and everything it is narrowed and ordered by; the first page is asked for at once, or once `isWanted`. */
export function usePages<Row, Cursor>(
  key: readonly unknown[],
  askPage: (cursor: Cursor | null) => Promise<PageOf<Row, Cursor>>,
  isWanted = true,
): Pages<Row> {
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => askPage(pageParam as Cursor | null),
    initialPageParam: null as Cursor | null,
    getNextPageParam: (last: PageOf<Row, Cursor>) => last.next,
    enabled: isWanted,
  });
  return {
    rows: list.data?.pages.flatMap((page) => page.rows) ?? [],
    state: list.isError ? 'failed' : list.isPending ? 'loading' : 'ready',
    error: list.error,
    onRetry: () => void list.refetch(),
    more: { isThere: list.hasNextPage, isLoading: list.isFetching, load: () => void list.fetchNextPage() },
  };
}
