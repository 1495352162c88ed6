/** Whether a declared warm-up is long enough: found by starting the history later and asking again. */

import { sliceCandles } from '../market/candles.ts';
import type { SessionOptions, StrategyInput } from './backtest.ts';
import { closeTime, startedBy } from './closes.ts';
import { finding } from './finding-text.ts';
import { type Intent, Probe } from './probe.ts';
import { requirementsOf } from './requirements.ts';
import type { Change, Finding } from './result.ts';

const MULTIPLES = [1, 2, 4, 8];
/** Indicators named at most. */
const MOST_CHANGES = 3;
const TOLERANCE = 0.001;
/** Closes looked at: fewer where the warm-up is long, so that the candles played stay bounded. */
const STRETCHES = { most: 24, least: 4, candles: 1_000_000 };

/**
 * Starts again 1, 2, 4 and 8 warm-ups before sampled closes (trading rules 10.1): indicators must be within 0.1 % of what they are with the whole
 * history, and the strategy must want the same. It is asked flat, long and short at every close, so that what was traded before plays no part.
 */
export function warmUpCheck(options: SessionOptions): Finding {
  const findings = options.strategies.map((strategy) => warmUpOf(options, strategy));
  const order = ['fault', 'warning', 'ok', 'note'];
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0] as Finding;
}

interface Observation {
  readonly index: number;
  readonly at: number;
  readonly intents: readonly Intent[];
  readonly values: readonly number[];
}

/** What became of the answers at one multiple of the warm-up. */
interface Shortened {
  readonly multiple: number;
  checked: number;
  changedIntents: number;
  /** Wishes that turned on a change of an indicator within the tolerance: a level that was just touched. */
  grazes: number;
  /** Largest change per indicator, and the close where it was. */
  readonly changes: number[];
  readonly changedAt: number[];
  firstAnswer: Change | null;
}

function warmUpOf(options: SessionOptions, strategy: StrategyInput): Finding {
  const probe = new Probe(options, strategy);
  const { warmup, slot } = probe;
  const whole = observeWhole(probe);
  const scales = scalesOf(whole);
  const results = MULTIPLES.map((multiple): Shortened => {
    const none = scales.map(() => 0);
    const result: Shortened = {
      multiple,
      checked: 0,
      changedIntents: 0,
      grazes: 0,
      changes: none,
      changedAt: [...none],
      firstAnswer: null,
    };
    for (const seen of whole) {
      const from = seen.index - warmup * multiple;
      if (from <= 0) continue;
      const short = new Probe(startingAt(options, slot.candles.time[from] as number), strategy);
      short.runTo(seen.index - from);
      compare(seen, short, scales, result);
    }
    return result;
  });
  return warmUpFinding(strategy, warmup, results);
}

function compare(seen: Observation, short: Probe, scales: readonly number[], result: Shortened): void {
  result.checked++;
  const changes = seen.values.map((value, i) => changeRatio(short.values[i] as number, value, scales[i] as number));
  changes.forEach((change, i) => {
    if (change <= (result.changes[i] as number)) return;
    result.changes[i] = change;
    result.changedAt[i] = seen.at;
  });
  const k = seen.intents.findIndex((intent, i) => !sameIntent(intent, short.intents[i] as Intent));
  if (k < 0) return;
  const largest = Math.max(0, ...changes);
  if (largest > 0 && largest <= TOLERANCE) result.grazes++;
  else {
    result.changedIntents++;
    result.firstAnswer ??= { kind: 'answer', at: seen.at, wanted: seen.intents[k]?.text ?? '', instead: short.intents[k]?.text ?? '' };
  }
}

/** The first close with a wish in each stretch of the history, and each stretch's last close. */
function observeWhole(probe: Probe): Observation[] {
  const { warmup, slot } = probe;
  const first = warmup + 1;
  const { length } = slot.candles;
  const played = warmup * MULTIPLES.reduce((sum, multiple) => sum + multiple, 0) + MULTIPLES.length;
  const stretches = Math.max(STRETCHES.least, Math.min(STRETCHES.most, Math.floor(STRETCHES.candles / played / 2)));
  const seen: Observation[] = [];
  const observe = (index: number) =>
    seen.push({ index, at: closeTime(slot.candles, slot.timeframeMs, index), intents: [...probe.intents], values: probe.values });
  for (let k = 0; k < stretches; k++) {
    const end = first + Math.floor(((length - first) * (k + 1)) / stretches);
    let wished = false;
    for (let index = first + Math.floor(((length - first) * k) / stretches); index < end; index++) {
      probe.runTo(index);
      const wishes = probe.intents.some(({ text }) => text !== '');
      if ((wishes && !wished) || index === end - 1) observe(index);
      wished ||= wishes;
    }
  }
  return seen;
}

/** The same options with every column cut to the candles that start at or after a time. What follows stays: only the beginning is in question. */
function startingAt(options: SessionOptions, start: number): SessionOptions {
  const cut = ({ candles, timeframeMs }: SessionOptions['markets'][number]['series'][number]) => ({
    timeframeMs,
    candles: sliceCandles(candles, startedBy(candles.time, candles.length, start - 1), candles.length),
  });
  return { ...options, markets: options.markets.map((market) => ({ ...market, series: market.series.map(cut) })) };
}

/** The usual size of each indicator, so that one that swings around zero is not judged by its distance from it. */
function scalesOf(seen: readonly Observation[]): number[] {
  return (seen[0]?.values ?? []).map((_, i) => {
    const sizes = seen.map(({ values }) => Math.abs(values[i] as number)).filter((size) => !Number.isNaN(size));
    return sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  });
}

function changeRatio(value: number, whole: number, scale: number): number {
  if (Object.is(value, whole) || value === whole) return 0;
  const change = Math.abs(value - whole) / Math.max(Math.abs(whole), scale);
  return Number.isNaN(change) ? 1 : change;
}

function sameIntent(a: Intent, b: Intent): boolean {
  return a.text === b.text && a.numbers.every((number, i) => changeRatio(b.numbers[i] as number, number, 0) <= TOLERANCE);
}

function warmUpFinding({ definition, parameters }: StrategyInput, warmup: number, results: readonly Shortened[]): Finding {
  const sum = (pick: (result: Shortened) => number) => results.reduce((total, result) => total + pick(result), 0);
  const checked = sum((result) => result.checked);
  const changed = sum((result) => result.changedIntents);
  const worst = Math.max(0, ...results.flatMap(({ changes }) => changes));
  const moving = requirementsOf(definition, parameters)
    .indicators.map((name, i) => ({ by: results.map(({ changes }) => changes[i] as number), change: driftOf(name, i, results) }))
    .filter(({ by }) => Math.max(...by) > TOLERANCE);
  const settles = changed > 0 || moving.some(({ by }) => Math.max(...by) === 1 || (by[by.length - 1] as number) < (by[0] as number) / 2);
  const answer = results.find(({ firstAnswer }) => firstAnswer !== null)?.firstAnswer ?? null;
  const stable = worst <= TOLERANCE && changed === 0;
  return finding({
    id: 'warm-up',
    severity: checked === 0 ? 'note' : stable ? 'ok' : settles ? 'fault' : 'warning',
    figures: {
      warmupCandles: warmup,
      sampledDecisions: checked,
      changedDecisions: changed,
      grazedDecisions: sum((result) => result.grazes),
      largestChangeRatio: worst,
      // 0: not even the largest looked at is enough.
      enoughMultiple: enoughMultiple(results) ?? 0,
    },
    strategies: [definition.id],
    changes: [...moving.slice(0, MOST_CHANGES).map(({ change }) => change), ...(answer === null ? [] : [answer])],
  });
}

/** The largest change of an indicator at any multiple. */
function driftOf(name: string, i: number, results: readonly Shortened[]): Change {
  const { changes, changedAt } = results.reduce((most, one) => ((one.changes[i] as number) > (most.changes[i] as number) ? one : most));
  return { kind: 'drift', name, at: changedAt[i] as number, ratio: changes[i] as number };
}

/** The smallest multiple from which on nothing changes; null when there is none. */
function enoughMultiple(results: readonly Shortened[]): number | null {
  const settled = results.map(({ changes, changedIntents }) => changedIntents === 0 && changes.every((change) => change <= TOLERANCE));
  const from = settled.lastIndexOf(false) + 1;
  return results[from]?.checked ? (results[from]?.multiple ?? null) : null;
}
