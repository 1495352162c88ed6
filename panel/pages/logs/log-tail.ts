/** The lines of the logs that match: those that are there, page by page, and after them what is said while one looks. */

import { useCallback, useEffect, useState } from 'react';
import type { LogFilter, LogLine } from '../../../src/api/logs.ts';
import { call } from '../../api/client.ts';

const PAGE = 300;
/** A page that is left open keeps no more than this. */
const MOST_LINES = 5_000;
const AGAIN_MS = 2_000;

export interface LogSearch extends LogFilter {
  readonly order: 'newest' | 'oldest';
}

export interface Logs {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly isKept: boolean;
  /** News did not come at the last try. */
  readonly isAway: boolean;
  /** More in the direction of the order. */
  readonly more: { readonly isThere: boolean; readonly isLoading: boolean; readonly load: () => void };
  readonly askAgain: () => void;
}

interface Known {
  readonly lines: readonly LogLine[];
  readonly next: number | null;
  readonly newest: number;
  readonly isKept: boolean;
}

/** `isLive`: news are listened for, which only makes sense where the newest lines are shown. */
export function useLogs(search: LogSearch, isLive: boolean): Logs {
  const key = JSON.stringify(search);
  const [known, setKnown] = useState<Known | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isLoading, setLoading] = useState(false);
  const [isAway, setAway] = useState(false);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks once more; the key is the search.
  useEffect(() => {
    let isOver = false;
    setKnown(null);
    setError(null);
    call('system.logs', { query: { ...search, limit: PAGE } }).then(
      ({ rows, next, newest, isKept }) => !isOver && setKnown({ lines: inOrder(rows, search.order), next, newest, isKept }),
      (fault: unknown) => !isOver && setError(fault),
    );
    return () => {
      isOver = true;
    };
  }, [key, turn]);

  const newest = known?.newest ?? null;
  const isReady = known !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes on by itself from where the first answer ended.
  useEffect(() => {
    if (!isLive || !isReady || newest === null) return;
    let isOver = false;
    let after = newest;
    const { process, level, text } = search;
    const listen = async () => {
      while (!isOver) {
        try {
          const news = await call('system.logNews', {
            query: { after, ...(process && { process }), ...(level && { level }), ...(text && { text }) },
          });
          if (isOver) return;
          after = news.upTo;
          setAway(false);
          if (news.rows.length > 0)
            setKnown((before) => before && { ...before, newest: news.upTo, lines: [...before.lines, ...news.rows].slice(-MOST_LINES) });
          else setKnown((before) => before && { ...before, newest: news.upTo });
        } catch {
          if (isOver) return;
          setAway(true);
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
        }
      }
    };
    void listen();
    return () => {
      isOver = true;
    };
  }, [key, isLive, isReady]);

  const load = useCallback(() => {
    if (known === null || known.next === null || isLoading) return;
    setLoading(true);
    call('system.logs', { query: { ...search, cursor: known.next, limit: PAGE } })
      .then(({ rows, next }) =>
        setKnown((before) => {
          if (before === null) return before;
          const added = inOrder(rows, search.order);
          return { ...before, next, lines: search.order === 'newest' ? [...added, ...before.lines] : [...before.lines, ...added] };
        }),
      )
      .catch(setError)
      .finally(() => setLoading(false));
  }, [known, isLoading, search]);

  return {
    lines: known?.lines ?? [],
    state: known !== null ? 'ready' : error !== null ? 'failed' : 'loading',
    error,
    isKept: known?.isKept ?? true,
    isAway,
    more: { isThere: known !== null && known.next !== null, isLoading, load },
    askAgain: () => setTurn(turn + 1),
  };
}

const inOrder = (rows: readonly LogLine[], order: LogSearch['order']) => (order === 'newest' ? [...rows].reverse() : rows);
