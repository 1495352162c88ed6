/** Candles and equity in the page: fetched once, then kept up to date by the stream, as columns that grow in place. */

import { useEffect, useReducer, useRef, useState } from 'react';
import type { LiveMessage } from '../../src/api/live.ts';
import type { CandleBatch, EquitySeries } from '../../src/api/market.ts';
import { PATHS } from '../../src/api/paths.ts';
import { ask } from './requests.ts';
import { onMessages, usePanelState } from './session.ts';

const CANDLES_ASKED = 1500;
/** Beyond this the oldest are let go, a tenth at a time. */
const MOST_ROWS = 20_000;

export interface Curve<Rows> {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly rows: Rows | null;
  /** Rises whenever rows were added or replaced. */
  readonly version: number;
  /** Rises when the rows are others altogether. */
  readonly epoch: number;
  /** Why it failed. */
  readonly error: unknown;
  askAgain(): void;
}

/** Rows with the same or a later time replace or follow; earlier ones are known already. */
export function mergeColumns<Rows extends { readonly time: number[] }>(
  rows: Rows,
  more: Rows,
  columns: readonly (keyof Rows & string)[],
): void {
  const target = rows as unknown as Record<string, number[]>;
  const source = more as unknown as Record<string, number[]>;
  for (let row = 0; row < more.time.length; row++) {
    const time = more.time[row] as number;
    let at = rows.time.length;
    while (at > 0 && (rows.time[at - 1] as number) > time) at--;
    const replaces = at > 0 && rows.time[at - 1] === time;
    for (const name of columns) (target[name] as number[]).splice(replaces ? at - 1 : at, replaces ? 1 : 0, source[name]?.[row] as number);
  }
  const excess = rows.time.length - MOST_ROWS;
  if (excess > 0) for (const name of columns) (target[name] as number[]).splice(0, excess + MOST_ROWS / 10);
}

interface CurveSource<Rows> {
  /** The rows are others altogether when it changes. */
  readonly key: string;
  readonly columns: readonly (keyof Rows & string)[];
  fetchRows(): Promise<Rows>;
  addedBy(message: LiveMessage): Rows | null;
  /** Whether rows may be missing between what is known and what came. */
  isTorn(known: Rows, more: Rows): boolean;
}

/** Before rows are asked for again, because some may be missing or there was no answer. */
const ASK_AGAIN_MS = 1000;

function useCurve<Rows extends { readonly time: number[] }>(source: CurveSource<Rows>): Curve<Rows> {
  const { generation } = usePanelState();
  const [asked, askAgain] = useReducer((count: number) => count + 1, 0);
  const [curve, setCurve] = useState<Curve<Rows>>({ state: 'loading', rows: null, version: 0, epoch: 0, error: null, askAgain });
  const latest = useRef(source);
  latest.current = source;
  const shownKey = useRef('');
  const { key } = source;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the generation and the count say when to ask again.
  useEffect(() => {
    // The stream's first snapshot comes at once and would have everything asked for twice.
    if (generation === 0) return;
    let isOver = false;
    let rows: Rows | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const askLater = () => {
      timer ??= setTimeout(askAgain, ASK_AGAIN_MS);
    };
    // What arrives while the answer is on its way is newer than the answer.
    const early: Rows[] = [];
    const merge = (more: Rows) => {
      if (!rows) {
        early.push(more);
        return;
      }
      if (latest.current.isTorn(rows, more)) askLater();
      mergeColumns(rows, more, latest.current.columns);
    };
    const stop = onMessages((messages) => {
      const added = messages.map((message) => latest.current.addedBy(message)).filter((more) => more !== null);
      for (const more of added) merge(more);
      if (rows && added.length > 0) setCurve((before) => ({ ...before, version: before.version + 1 }));
    });
    latest.current.fetchRows().then(
      (answer) => {
        if (isOver) return;
        rows = answer;
        for (const more of early) merge(more);
        const isOther = shownKey.current !== key;
        shownKey.current = key;
        setCurve((before) => ({
          ...before,
          state: 'ready',
          rows: answer,
          version: before.version + 1,
          epoch: before.epoch + (isOther ? 1 : 0),
        }));
      },
      (error: unknown) => {
        if (isOver) return;
        setCurve((before) => ({ ...before, state: before.rows ? 'ready' : 'failed', error }));
        askLater();
      },
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, [key, generation, asked]);
  return curve;
}

/** A candle later than the one that should follow: a hole in the data, or a change that was missed. Asking shows which. */
export function isTorn(known: CandleBatch, more: CandleBatch): boolean {
  const [last, next] = [known.time.at(-1), more.time[0]];
  return last !== undefined && next !== undefined && next > last + known.intervalMs;
}

const CANDLE_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

export function useCandles(instrumentId: string, timeframe: string): Curve<CandleBatch> {
  const curve = useCurve<CandleBatch>({
    key: `${instrumentId} ${timeframe}`,
    columns: CANDLE_COLUMNS,
    fetchRows: () => ask<CandleBatch>(PATHS.candles, { query: { instrumentId, timeframe, limit: CANDLES_ASKED } }),
    addedBy(message) {
      const isOwn = message.type === 'candles' && message.batch.instrumentId === instrumentId && message.batch.timeframe === timeframe;
      return isOwn ? message.batch : null;
    },
    isTorn,
  });
  // Until the answer for another timeframe is there, the rows are still the ones before.
  const isOther = curve.rows !== null && (curve.rows.timeframe !== timeframe || curve.rows.instrumentId !== instrumentId);
  return isOther ? { ...curve, state: 'loading', rows: null } : curve;
}

const EQUITY_COLUMNS = ['time', 'equity', 'drawdownRatio'] as const;

export function useEquity(): Curve<EquitySeries> {
  return useCurve<EquitySeries>({
    key: 'equity',
    columns: EQUITY_COLUMNS,
    fetchRows: () => ask<EquitySeries>(PATHS.equity, { query: { points: 3000 } }),
    addedBy: (message) => (message.type === 'equity' ? message.series : null),
    isTorn: () => false,
  });
}
