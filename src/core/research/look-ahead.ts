/** Whether decisions need the future: found by playing again with every later candle hidden. */

import { openSession, type Session, type SessionOptions } from './backtest.ts';
import { closedBy, closeTime, startedBy } from './closes.ts';
import { DecisionRecorder, firstDifference } from './decisions.ts';
import { finding } from './finding-text.ts';
import { requirementsOf } from './requirements.ts';
import type { Change, Finding } from './result.ts';
import { VeiledSession } from './veiled-session.ts';

/** Decisions looked at one by one, spread over the run, and closes looked at whether anything was decided or not. */
const DECISIONS = 500;
const CLOSES = 100;
/** Changes told: a decision and a few indicators. */
const MOST_CHANGES = 4;

/**
 * Plays the run once more beside itself with every later candle hidden (trading rules 10.1): at each sampled decision the data end there. A
 * strategy that knows no future decides the same, and its indicators are the same to the bit. Costs three runs whatever the number of samples.
 */
export function lookAheadCheck(options: SessionOptions): Finding {
  const { decided, times } = sampleTimes(options);
  const open = openSession(options, new DecisionRecorder());
  const names = open.slots.map(({ definition, parameters }) => requirementsOf(definition, parameters).indicators);
  const veiled = new VeiledSession(options, new DecisionRecorder());
  const seen: Seen = { closes: 0, changed: 0, decisions: 0, indicators: 0, first: new Map() };
  for (const at of times) {
    open.timeline.run(at);
    const message = failureOf(() => veiled.run(at));
    seen.closes++;
    if (message === null) compareClose(open, veiled.session, at, seen, names);
    else {
      seen.changed++;
      seen.decisions++;
      seen.first.set('failure', { kind: 'failure', at, message });
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

interface Seen {
  /** Closes compared, and those of them where anything, a decision, an indicator changed. */
  closes: number;
  changed: number;
  decisions: number;
  indicators: number;
  /** The first change of a decision and of each indicator. */
  readonly first: Map<string, Change>;
}

function compareClose(
  open: Session<DecisionRecorder>,
  veiled: Session<DecisionRecorder>,
  at: number,
  seen: Seen,
  names: readonly (readonly string[])[],
): void {
  const difference = firstDifference(open.observer.take(), veiled.observer.take());
  const moved = changedIndicators(open, veiled, at, names);
  if (difference !== null) seen.decisions++;
  if (moved.length > 0) seen.indicators++;
  if (difference === null && moved.length === 0) return;
  seen.changed++;
  if (difference !== null && !seen.first.has('decision')) seen.first.set('decision', difference);
  for (const change of moved) if (!seen.first.has(`indicator ${change.name}`)) seen.first.set(`indicator ${change.name}`, change);
}

function changedIndicators(open: Session<unknown>, veiled: Session<unknown>, at: number, names: readonly (readonly string[])[]) {
  return open.slots.flatMap((slot, s) => {
    const hidden = valuesOf(veiled.slots[s] as typeof slot);
    return valuesOf(slot).flatMap((value, i): Extract<Change, { kind: 'indicator' }>[] => {
      const instead = hidden[i] as number;
      if (Object.is(value, instead)) return [];
      const name = `${names.length > 1 ? `${slot.definition.id} ` : ''}${names[s]?.[i]}`;
      return [{ kind: 'indicator', at, name, value, instead }];
    });
  });
}

function valuesOf(slot: Session<unknown>['slots'][number]): number[] {
  return [...slot.view.currentValues(), ...slot.higher.flatMap(({ view }) => view.currentValues())];
}

function lookAheadFinding(options: SessionOptions, decided: number, seen: Seen): Finding {
  return finding({
    id: 'look-ahead',
    severity: seen.changed > 0 ? 'fault' : decided === 0 ? 'note' : 'ok',
    figures: {
      sampledDecisions: decided,
      sampledCloses: seen.closes,
      changedCloses: seen.changed,
      changedDecisions: seen.decisions,
      changedIndicators: seen.indicators,
    },
    strategies: [...new Set(options.strategies.map(({ definition }) => definition.id))],
    changes: [...seen.first.values()].slice(0, MOST_CHANGES),
  });
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
