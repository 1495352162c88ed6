/** Whether a declared warm-up is long enough: found by starting the history later and asking again. */

import { sliceCandles } from '../market/candles.ts';
import type { SessionOptions, StrategyInput } from './backtest.ts';
import { closeTime, startedBy } from './closes.ts';
import { isoMinute } from './decisions.ts';
import { type Intent, Probe } from './probe.ts';
import { requirementsOf } from './requirements.ts';
import type { Finding } from './result.ts';

const MULTIPLES = [1, 2, 4, 8];
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
  /** Largest change per indicator. */
  readonly changes: number[];
}

function warmUpOf(options: SessionOptions, strategy: StrategyInput): Finding {
  const probe = new Probe(options, strategy);
  const { warmup, slot } = probe;
  const whole = observeWhole(probe);
  const scales = scalesOf(whole);
  let first = '';
  const results = MULTIPLES.map((multiple): Shortened => {
    const result = { multiple, checked: 0, changedIntents: 0, grazes: 0, changes: scales.map(() => 0) };
    for (const seen of whole) {
      const from = seen.index - warmup * multiple;
      if (from <= 0) continue;
      const short = new Probe(startingAt(options, slot.candles.time[from] as number), strategy);
      short.runTo(seen.index - from);
      result.checked++;
      const changes = seen.values.map((value, i) => changeRatio(short.values[i] as number, value, scales[i] as number));
      changes.forEach((change, i) => {
        result.changes[i] = Math.max(result.changes[i] as number, change);
      });
      const changed = seen.intents.findIndex((intent, k) => !sameIntent(intent, short.intents[k] as Intent));
      if (changed < 0) continue;
      const largest = Math.max(0, ...changes);
      if (largest > 0 && largest <= TOLERANCE) result.grazes++;
      else {
        result.changedIntents++;
        first ||= changeText(seen, changed, short.intents[changed]);
      }
    }
    return result;
  });
  return warmUpFinding(strategy, warmup, results, first);
}

function changeText({ at, intents }: Observation, k: number, instead: Intent | undefined): string {
  const wanted = intents[k]?.text || 'nothing';
  const other = instead?.text || 'nothing';
  const change = wanted === other ? `"${wanted}" has other figures` : `"${other}" comes in place of "${wanted}"`;
  return `${change} at ${isoMinute(at)}`;
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

function warmUpFinding({ definition, parameters }: StrategyInput, warmup: number, results: readonly Shortened[], first: string): Finding {
  const sum = (pick: (result: Shortened) => number) => results.reduce((total, result) => total + pick(result), 0);
  const checked = sum((result) => result.checked);
  const changed = sum((result) => result.changedIntents);
  const grazes = sum((result) => result.grazes);
  const worst = Math.max(0, ...results.flatMap(({ changes }) => changes));
  const figures = { sampledDecisions: checked, changedDecisions: changed, largestChangeRatio: worst };
  const base = { id: 'warm-up', title: 'Warm-up', figures } as const;
  if (checked === 0)
    return { ...base, severity: 'note', detail: `too little history to start later than it does (the warm-up is ${warmup} candles)` };
  if (worst <= TOLERANCE && changed === 0) {
    const touched = grazes === 0 ? '' : `; ${grazes} of ${checked} answers turn on less than that`;
    return {
      ...base,
      severity: 'ok',
      detail: `indicators change by at most ${(worst * 100).toFixed(3)} % when history starts at the declared warm-up${touched}`,
    };
  }
  const names = requirementsOf(definition, parameters).indicators;
  const moving = names
    .map((name, i) => ({ name, by: results.map(({ changes }) => changes[i] as number) }))
    .filter(({ by }) => Math.max(...by) > TOLERANCE);
  const what = [
    ...moving.slice(0, 3).map(({ name, by }) => `${name} changes by ${(Math.max(...by) * 100).toFixed(2)} %`),
    ...(changed > 0 ? [`${changed} of ${checked} answers change (${first})`] : []),
  ].join(', ');
  const enough = enoughMultiple(results);
  const settles = changed > 0 || moving.some(({ by }) => Math.max(...by) === 1 || (by[by.length - 1] as number) < (by[0] as number) / 2);
  const remedy =
    enough === null ? `not even ${MULTIPLES[MULTIPLES.length - 1]} times as much is enough` : `${enough} times as much is enough here`;
  return {
    ...base,
    severity: settles ? 'fault' : 'warning',
    detail: settles
      ? `${definition.id} declares a warm-up of ${warmup} candles, which is too short: with history that starts there ${what}; ${remedy}`
      : `${definition.id} uses an indicator that counts from where the history begins: ${what}; compare such an indicator only with itself`,
  };
}

/** The smallest multiple from which on nothing changes; null when there is none. */
function enoughMultiple(results: readonly Shortened[]): number | null {
  const settled = results.map(({ changes, changedIntents }) => changedIntents === 0 && changes.every((change) => change <= TOLERANCE));
  const from = settled.lastIndexOf(false) + 1;
  return results[from]?.checked ? (results[from]?.multiple ?? null) : null;
}
