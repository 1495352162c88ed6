/** The indicators of a running strategy in the page: fetched once, then the values of each candle that has closed since. */

import { useEffect, useReducer, useState } from 'react';
import type { IndicatorBatch } from '../../src/api/indicators.ts';
import { PATHS } from '../../src/api/paths.ts';
import { ask } from './requests.ts';
import { onMessages, usePanelState } from './session.ts';

/** As many as candles are asked for. */
const ASKED = 1500;
const MOST_ROWS = 20_000;
/** At most so often, however fast candles close; and after a question that got no answer. */
const EVERY_MS = 1000;
const AGAIN_MS = 5000;

export interface Run {
  readonly instrumentId: string;
  readonly strategyId: string;
  readonly timeframe: string;
}

export interface IndicatorsNow {
  readonly batch: IndicatorBatch | null;
  readonly error: unknown;
  askAgain(): void;
}

const namesOf = ({ indicators }: IndicatorBatch) => indicators.map(({ name, of }) => `${name} of ${of}`).join();

/** What is known with what came after it; what came alone where the two do not belong together. */
export function continued(known: IndicatorBatch | null, more: IndicatorBatch): IndicatorBatch {
  const from = more.time[0];
  if (known === null || from === undefined || namesOf(known) !== namesOf(more) || more.time.length >= ASKED)
    return more.time.length === 0 && known ? known : more;
  const place = known.time.findLastIndex((time) => time < from) + 1;
  const first = Math.max(0, place - MOST_ROWS);
  return {
    ...more,
    time: [...known.time.slice(first, place), ...more.time],
    indicators: more.indicators.map((indicator, i) => ({
      ...indicator,
      outputs: indicator.outputs.map((output, j) => ({
        ...output,
        values: [...(known.indicators[i]?.outputs[j]?.values.slice(first, place) ?? []), ...output.values],
      })),
    })),
  };
}

/** Asks at once and after every candle that closes, until the returned function is called. */
function follow({ instrumentId, strategyId, timeframe }: Run, tell: (batch: IndicatorBatch | null, error: unknown) => void): () => void {
  let known: IndicatorBatch | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let isAsking = false;
  let isDue = false;
  let askedAt = 0;
  const later = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void askNow();
    }, ms);
  };
  const soonest = () => Math.max(0, askedAt + EVERY_MS - Date.now());
  async function askNow(): Promise<void> {
    isDue = isAsking;
    if (isAsking) return;
    isAsking = true;
    askedAt = Date.now();
    try {
      const newest = known?.time.at(-1);
      const query = { instrumentId, strategyId, limit: ASKED, from: newest === undefined ? undefined : newest + 1 };
      const more = await ask<IndicatorBatch>(PATHS.indicators, { query });
      if (isOver) return;
      known = continued(known, more);
      tell(known, null);
    } catch (error) {
      if (isOver) return;
      tell(known, error);
      later(AGAIN_MS);
    } finally {
      isAsking = false;
      if (isDue && !isOver) later(soonest());
    }
  }
  const stop = onMessages((messages) => {
    const isOwn = ({ batch }: { batch: { instrumentId: string; timeframe: string } }) =>
      batch.instrumentId === instrumentId && batch.timeframe === timeframe;
    if (messages.some((message) => message.type === 'candles' && isOwn(message))) later(soonest());
  });
  void askNow();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}

/** Of no run: nothing is asked. */
export function useIndicators(run: Run | null): IndicatorsNow {
  const { generation } = usePanelState();
  const [asked, askAgain] = useReducer((count: number) => count + 1, 0);
  const key = run === null ? '' : `${run.instrumentId} ${run.strategyId} ${run.timeframe}`;
  const [now, set] = useState<{ key: string; batch: IndicatorBatch | null; error: unknown }>({ key: '', batch: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all of the run; the generation and the count say when to ask again.
  useEffect(() => {
    if (run === null || generation === 0) return;
    return follow(run, (batch, error) => set({ key, batch, error }));
  }, [key, generation, asked]);
  return now.key === key ? { ...now, askAgain } : { batch: null, error: null, askAgain };
}
