/** What a backtest may be hiding: decisions that need the future, warm-ups that are too short. Found by running again on less data. */

import { sliceCandles } from '../market/candles.ts';
import type { SessionOptions } from './backtest.ts';
import { openSession } from './backtest.ts';
import { type DecisionLine, DecisionRecorder } from './decisions.ts';
import type { Finding } from './result.ts';

/** Decision times looked at, spread over the run. */
const SAMPLES = 12;
const WARM_UP_MULTIPLES = [1, 2, 4, 8];
const INDICATOR_TOLERANCE = 0.001;

interface Observed {
  readonly at: number;
  /** Decisions up to and including `at`. */
  readonly decisions: readonly DecisionLine[];
  /** Indicator values of every slot at `at`. */
  readonly values: readonly (readonly number[])[];
}

/** The same options with every column cut to candles that had closed by `until` and started at or after `from`. */
function within(options: SessionOptions, from: number, until: number): SessionOptions {
  return {
    ...options,
    markets: options.markets.map((market) => ({
      ...market,
      series: market.series.map((series) => {
        const { candles, timeframeMs } = series;
        let first = 0;
        while (first < candles.length && (candles.time[first] as number) < from) first++;
        let end = first;
        while (end < candles.length && (candles.time[end] as number) + timeframeMs <= until) end++;
        return { timeframeMs, candles: sliceCandles(candles, first, end) };
      }),
    })),
  };
}

function observe(options: SessionOptions, times: readonly number[]): Observed[] {
  const session = openSession(options, new DecisionRecorder());
  return times.map((at) => {
    session.timeline.run(at);
    return {
      at,
      decisions: session.observer.lines.slice(),
      values: session.slots.map((slot) => [...slot.view.currentValues(), ...slot.higher.flatMap(({ view }) => view.currentValues())]),
    };
  });
}

/** Times of decisions, spread evenly over the run, the first and the last included. */
function sampleTimes(options: SessionOptions): number[] {
  const session = openSession(options, new DecisionRecorder());
  session.timeline.run();
  const times = [...new Set(session.observer.lines.filter(({ text }) => !text.startsWith('exit')).map(({ at }) => at))];
  if (times.length <= SAMPLES) return times;
  return Array.from({ length: SAMPLES }, (_, i) => times[Math.round((i * (times.length - 1)) / (SAMPLES - 1))] as number);
}

/** Runs again on data that end at sampled decisions: a strategy that knows no future decides the same. */
export function lookAheadCheck(options: SessionOptions): Finding {
  const times = sampleTimes(options);
  const full = observe(options, times);
  let changed = 0;
  let moved = 0;
  let first = Number.NaN;
  for (const seen of full) {
    const cut = observe(within(options, Number.NEGATIVE_INFINITY, seen.at), [seen.at])[0] as Observed;
    const decisionsDiffer = linesOf(cut.decisions) !== linesOf(seen.decisions);
    const valuesDiffer = !sameValues(cut.values, seen.values);
    if (decisionsDiffer) changed++;
    if (valuesDiffer) moved++;
    if ((decisionsDiffer || valuesDiffer) && Number.isNaN(first)) first = seen.at;
  }
  const figures = { sampledDecisions: times.length, changedDecisions: changed, changedIndicators: moved };
  if (times.length === 0) return { id: 'look-ahead', severity: 'note', title: 'Look-ahead', detail: 'no decision was made, so none could be checked', figures };
  if (changed === 0 && moved === 0) {
    return { id: 'look-ahead', severity: 'ok', title: 'Look-ahead', detail: `${times.length} sampled decisions are the same when the data end there`, figures };
  }
  return {
    id: 'look-ahead',
    severity: 'fault',
    title: 'Look-ahead',
    detail: `${Math.max(changed, moved)} of ${times.length} sampled decisions change when later candles are taken away (first at ${new Date(first).toISOString()}): the strategy uses the future and its result means nothing`,
    figures,
  };
}

function linesOf(lines: readonly DecisionLine[]): string {
  return lines.map(({ at, slot, text }) => `${at} ${slot} ${text}`).join('\n');
}

function sameValues(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  return a.every((values, i) => values.every((value, k) => Object.is(value, b[i]?.[k])));
}

/** Starts again 1, 2, 4 and 8 warm-ups before sampled decisions: indicators and decisions must be what they were with the whole history. */
export function warmUpCheck(options: SessionOptions): Finding {
  const times = sampleTimes(options);
  const full = observe(options, times);
  const { worst, changed, checked } = compareStarts(options, full);
  const figures = { sampledDecisions: checked, changedDecisions: changed, largestChangeRatio: worst };
  if (checked === 0) return { id: 'warm-up', severity: 'note', title: 'Warm-up', detail: 'too little history before the decisions to shorten it', figures };
  if (worst <= INDICATOR_TOLERANCE && changed === 0) {
    return { id: 'warm-up', severity: 'ok', title: 'Warm-up', detail: `indicators change by at most ${(worst * 100).toFixed(3)} % when history starts at the declared warm-up`, figures };
  }
  return {
    id: 'warm-up',
    severity: 'fault',
    title: 'Warm-up',
    detail: `with history starting at the declared warm-up, indicators change by up to ${(worst * 100).toFixed(2)} % and ${changed} of ${checked} decisions change: declare a longer warm-up`,
    figures,
  };
}

function compareStarts(options: SessionOptions, full: readonly Observed[]): { worst: number; changed: number; checked: number } {
  let worst = 0;
  let changed = 0;
  let checked = 0;
  for (const seen of full) {
    for (const multiple of WARM_UP_MULTIPLES) {
      const from = startFor(options, seen.at, multiple);
      if (from === null) continue;
      const short = observe(within(options, from, seen.at), [seen.at])[0] as Observed;
      checked++;
      worst = Math.max(worst, largestChange(short.values, seen.values));
      if (entriesAt(short, seen.at) !== entriesAt(seen, seen.at)) changed++;
    }
  }
  return { worst, changed, checked };
}

/** Start so that each slot has `multiple` warm-ups before `at`; null when the history is not that long. */
function startFor(options: SessionOptions, at: number, multiple: number): number | null {
  const session = openSession(options, new DecisionRecorder());
  let from = Number.POSITIVE_INFINITY;
  for (const slot of session.slots) {
    const { time, length } = slot.candles;
    let index = 0;
    while (index < length && (time[index] as number) + slot.timeframeMs <= at) index++;
    // One candle more than the warm-up: a crossing looks at the candle before.
    const start = index - slot.warmup * multiple - 1;
    if (start <= 0) return null;
    from = Math.min(from, time[start] as number);
  }
  return from;
}

/** Wished entries at a time; sizes are left out, since a shorter run has another equity. */
function entriesAt(seen: Observed, at: number): string {
  return seen.decisions
    .filter((line) => line.at === at && !line.text.startsWith('exit'))
    .map(({ slot, text }) => `${slot} ${text.split(' ')[1]}`)
    .join('\n');
}

function largestChange(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  let worst = 0;
  a.forEach((values, i) => {
    values.forEach((value, k) => {
      const whole = b[i]?.[k] as number;
      if (Number.isNaN(value) && Number.isNaN(whole)) return;
      const change = Math.abs(value - whole) / Math.max(Math.abs(whole), 1e-12);
      worst = Math.max(worst, Number.isNaN(change) ? 1 : change);
    });
  });
  return worst;
}
