/** Which strategy's indicators the chart draws: the one that is chosen, or the only one that runs on what is shown. */

import { useMemo } from 'react';
import type { CandleBatch } from '../../../src/api/market.ts';
import type { Instrument, StrategyRun } from '../../../src/api/session.ts';
import { type IndicatorLine, linesOf } from '../../charts/indicator-lines.ts';
import { useIndicators } from '../../live/indicators.ts';
import { usePreferences } from '../../preferences.ts';

export type ShownIndicators =
  | { readonly kind: 'hidden' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'choose' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'none'; readonly strategyId: string }
  | { readonly kind: 'other-timeframe'; readonly strategyId: string; readonly timeframe: string; readonly isOffered: boolean }
  | { readonly kind: 'failed'; readonly error: unknown; readonly askAgain: () => void }
  | { readonly kind: 'drawn'; readonly strategyId: string; readonly lines: readonly IndicatorLine[] };

type Runs = readonly Pick<StrategyRun, 'strategyId' | 'instrumentId' | 'timeframe'>[];

/** Runs of the owner's own orders and of signals from outside: they go by no indicator. */
const WITHOUT: ReadonlySet<string> = new Set(['owner', 'webhook']);

/** Null: none, or several among which nobody has chosen. */
export function runToShow(runs: Runs, instrumentId: string, timeframe: string, strategyId: string | null): Runs[number] | null {
  const own = runs.filter((run) => run.instrumentId === instrumentId && !WITHOUT.has(run.strategyId));
  if (strategyId !== null) return own.find((run) => run.strategyId === strategyId) ?? null;
  const here = own.filter((run) => run.timeframe === timeframe);
  return here.length === 1 ? (here[0] as Runs[number]) : own.length === 1 ? (own[0] as Runs[number]) : null;
}

export function useShownIndicators(runs: Runs, instrument: Instrument, batch: CandleBatch, strategyId: string | null): ShownIndicators {
  const { indicators } = usePreferences();
  const { instrumentId, timeframe } = batch;
  const run = indicators === 'hidden' ? null : runToShow(runs, instrumentId, timeframe, strategyId);
  const isHere = run?.timeframe === timeframe;
  const now = useIndicators(isHere ? { instrumentId, strategyId: run.strategyId, timeframe } : null);
  const rows = batch.time.length;
  const newest = batch.time[rows - 1];
  // biome-ignore lint/correctness/useExhaustiveDependencies: candles come in place; a price that moves within one changes no indicator.
  const lines = useMemo(() => (now.batch === null ? null : linesOf(now.batch, batch.time)), [now.batch, batch, rows, newest]);
  if (indicators === 'hidden') return { kind: 'hidden' };
  if (run === null)
    return {
      kind:
        strategyId === null && runs.some((one) => one.instrumentId === instrumentId && !WITHOUT.has(one.strategyId)) ? 'choose' : 'nobody',
    };
  if (!isHere) {
    const isOffered = instrument.timeframes.includes(run.timeframe);
    return { kind: 'other-timeframe', strategyId: run.strategyId, timeframe: run.timeframe, isOffered };
  }
  if (lines === null) return now.error === null ? { kind: 'loading' } : { kind: 'failed', error: now.error, askAgain: now.askAgain };
  return lines.length === 0 ? { kind: 'none', strategyId: run.strategyId } : { kind: 'drawn', strategyId: run.strategyId, lines };
}
