/** What a list asks the server: pages both ways, counts, and which rows have come since. The answers before stay in sight until the next ones are there. */

import { type InfiniteData, keepPreviousData, type QueryKey, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ArchivePage } from '../../../src/api/archive.ts';
import { onMessages, useStatus } from '../../live/session.ts';
import { filterIn, sortIn } from './address.ts';
import { isAskedFor, type List } from './lists.ts';

const PAGE_ROWS = 100;
/** So many pages are kept; those further away are asked for again when one scrolls back. */
const MOST_PAGES = 20;
const MINUTE_MS = 60_000;

interface Place {
  readonly cursor: string | null;
  /** Rows before this page. */
  readonly start: number;
}

/** The filter of an address as it is asked now; a span that ends now moves on with `since`. */
export function useFilter<Row>(list: List<Row>, params: URLSearchParams): Readonly<Record<string, string>> {
  const { feed } = useStatus();
  // A replayed day has its own now. To the minute, so that the same question is not asked anew with every render.
  const now = feed.replayed && feed.at !== null ? feed.at : Date.now();
  const end = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  const [kept, keep] = useState({ key: `${list.name}?${params}`, end });
  const key = `${list.name}?${params}`;
  if (kept.key !== key) keep({ key, end });
  return filterIn(list, params, kept.key === key ? kept.end : end);
}

export function useRows<Row>(list: List<Row>, params: URLSearchParams, filter: Readonly<Record<string, string>>) {
  const { key, isDescending } = sortIn(list, params);
  const question = { ...filter, sort: key, descending: String(isDescending) };
  return useInfiniteQuery<ArchivePage<Row>, Error, InfiniteData<ArchivePage<Row>, Place>, QueryKey, Place>({
    queryKey: ['journal', list.name, question],
    queryFn: ({ pageParam }): Promise<ArchivePage<Row>> =>
      list.page({ ...question, limit: String(PAGE_ROWS), ...(pageParam.cursor !== null && { cursor: pageParam.cursor }) }),
    initialPageParam: { cursor: null, start: 0 } as Place,
    getNextPageParam: (last, _pages, place): Place | null =>
      last.next === null ? null : { cursor: last.next, start: place.start + last.rows.length },
    // What has come before the first row since is offered, not pushed in.
    getPreviousPageParam: (first, _pages, place): Place | null =>
      place.start === 0 || first.previous === null ? null : { cursor: first.previous, start: place.start - PAGE_ROWS },
    maxPages: MOST_PAGES,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useCounts<Row>(list: List<Row>, filter: Readonly<Record<string, string>>) {
  return useQuery({
    queryKey: ['journal', list.name, 'counts', filter],
    queryFn: () => list.counts(filter),
    placeholderData: (before, question) => (question?.queryKey[1] === list.name ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How many rows of the filter have come since the list was asked for, and the act that shows them. */
export function useNews<Row>(list: List<Row>, filter: Readonly<Record<string, string>>, known: readonly Row[]) {
  const client = useQueryClient();
  const question = JSON.stringify([list.name, filter]);
  const [news, setNews] = useState({ question, keys: new Set<string>() });
  useEffect(
    () =>
      onMessages((messages) => {
        const [name, asked] = JSON.parse(question) as [string, Record<string, string>];
        if (name !== list.name) return;
        const rows = messages.flatMap((message) => list.told(message) ?? []).filter((row) => isAskedFor(list, asked, row));
        if (rows.length === 0) return;
        setNews((before) => {
          const keys = new Set(before.question === question ? before.keys : []);
          for (const row of rows) keys.add(list.keyOf(row));
          return { question, keys };
        });
      }),
    [list, question],
  );
  const isKnown = new Set(known.map(list.keyOf));
  const count = news.question === question ? [...news.keys].filter((key) => !isKnown.has(key)).length : 0;
  const show = () => {
    setNews({ question, keys: new Set() });
    void client.resetQueries({ queryKey: ['journal', list.name] });
  };
  return { count, show };
}
