/** Whether decisions need the future: found by playing again with every later candle hidden. */

import { openSession, type Session, type SessionOptions } from './backtest.ts';
import { closedBy, closeTime, startedBy } from './closes.ts';
import { DecisionRecorder, firstDifference, isoMinute } from './decisions.ts';
import { requirementsOf } from './requirements.ts';
import type { Finding } from './result.ts';
import { VeiledSession } from './veiled-session.ts';

/** Decisions looked at one by one, spread over the run, and closes looked at whether anything was decided or not. */
const DECISIONS = 500;
const CLOSES = 100;

/**
 * Plays the run once more beside itself with every later candle hidden (trading rules 10.1): at each sampled decision the data end there. A
 * strategy that knows no future decides the same, and its indicators are the same to the bit. Costs three runs whatever the number of samples.
 */
export function lookAheadCheck(options: SessionOptions): Finding {
  const { decided, times } = sampleTimes(options);
  const open = openSession(options, new DecisionRecorder());
  const seen = { decisions: 0, indicators: 0, first: '', names: new Set<string>() };
  const names = options.strategies.map((strategy) => requirementsOf(strategy.definition, strategy.parameters).indicators);
  const veiled = new VeiledSession(options, new DecisionRecorder());
  for (const at of times) {
    open.timeline.run(at);
    const failure = failureOf(() => veiled.run(at));
    if (failure === null) compareClose(open, veiled.session, at, seen, names);
    else {
      seen.decisions++;
      seen.first ||= `it fails at ${isoMinute(at)}: ${failure}`;
      break;
    }
  }
  return lookAheadFinding(options, decided, seen);
}

/** A strategy that reaches for what is not there may throw. */
function failureOf(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Changes {
  decisions: number;
  indicators: number;
  /** The first change, for a person. */
  first: string;
  readonly names: Set<string>;
}

function compareClose(
  open: Session<DecisionRecorder>,
  veiled: Session<DecisionRecorder>,
  at: number,
  seen: Changes,
  names: readonly (readonly string[])[],
): void {
  const difference = firstDifference(open.observer.take(), veiled.observer.take());
  if (difference !== null) {
    seen.decisions++;
    seen.first ||= difference;
  }
  let moved = false;
  open.slots.forEach((slot, s) => {
    const values = valuesOf(slot);
    const hidden = valuesOf(veiled.slots[s] as typeof slot);
    values.forEach((value, i) => {
      if (Object.is(value, hidden[i])) return;
      moved = true;
      const name = names.length === 1 ? names[0]?.[i] : undefined;
      seen.names.add(name ?? 'an indicator');
      seen.first ||= `${name ?? 'an indicator'} at ${isoMinute(at)} is ${number(hidden[i] as number)} instead of ${number(value)}`;
    });
  });
  if (moved) seen.indicators++;
}

function valuesOf(slot: Session<unknown>['slots'][number]): number[] {
  return [...slot.view.currentValues(), ...slot.higher.flatMap(({ view }) => view.currentValues())];
}

function number(value: number): string {
  return Number.isNaN(value) ? 'not defined' : String(Number(value.toPrecision(7)));
}

function lookAheadFinding(options: SessionOptions, decided: number, seen: Changes): Finding {
  const figures = { sampledDecisions: decided, changedDecisions: seen.decisions, changedIndicators: seen.indicators };
  const base = { id: 'look-ahead', title: 'Look-ahead', figures } as const;
  if (seen.decisions + seen.indicators > 0) {
    const ids = [...new Set(options.strategies.map(({ definition }) => definition.id))].join(', ');
    const indicators = seen.names.size > 0 ? `; it reaches into the future in ${[...seen.names].slice(0, 3).join(', ')}` : '';
    const detail = `${ids} uses candles from the future, so its result means nothing: with later candles hidden, ${seen.first}${indicators}`;
    return { ...base, severity: 'fault', detail };
  }
  if (decided === 0) return { ...base, severity: 'note', detail: 'no decision was made, so none could be checked' };
  return { ...base, severity: 'ok', detail: `${decided} sampled decisions are the same when the data end there` };
}

/** Times of decisions, at most DECISIONS and spread evenly over them, and CLOSES more, spread evenly over the candles. Rising. */
function sampleTimes(options: SessionOptions): { decided: number; times: number[] } {
  const session = openSession(options, new DecisionRecorder());
  const { candles, timeframeMs } = session.streams.reduce((longest, stream) =>
    stream.candles.length > longest.candles.length ? stream : longest,
  );
  const decided: number[] = [];
  const spaced: number[] = [];
  for (const index of evenly(candles.length, CLOSES)) {
    const at = closeTime(candles, timeframeMs, index);
    session.timeline.run(at);
    spaced.push(at);
    // Taken away now and then, so that a million decisions need no memory.
    for (const line of session.observer.take())
      if (line.at > (decided[decided.length - 1] ?? Number.NEGATIVE_INFINITY)) decided.push(line.at);
  }
  const sampled = evenly(decided.length, DECISIONS).map((i) => decided[i] as number);
  const times = [...new Set([...sampled, ...spaced])].filter((at) => isRegular(session, at)).sort((a, b) => a - b);
  return { decided: sampled.length, times };
}

/** Whether every candle that has closed by then has had its full length: one cut short (daylight saving) is only known to have closed by the next. */
function isRegular({ streams }: Session<unknown>, at: number): boolean {
  return streams.every(
    ({ candles, timeframeMs }) => closedBy(candles, timeframeMs, at) === startedBy(candles.time, candles.length, at - timeframeMs),
  );
}

/** At most `most` whole numbers from 0 to length - 1, spread evenly, both ends included. */
function evenly(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (length - 1)) / (most - 1)));
}
