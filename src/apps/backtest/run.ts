/** One backtest from a request to its figures: the same for the command line and for a job. */

import { performance } from 'node:perf_hooks';
import { InputError } from '../../core/domain/result.ts';
import { type AnyStrategy, type Backtest, backtest } from '../../core/research/backtest.ts';
import { repeatedRunFault } from '../../core/research/kept-state.ts';
import type { ReportInput } from '../../core/research/report/report-input.ts';
import { lookAheadCheck } from '../../core/research/self-checks.ts';
import { type Study, type StudyOptions, study } from '../../core/research/study.ts';
import { guarded } from '../check-strategy.ts';
import { loadStrategy } from '../strategy-registry.ts';
import { assembleResult, type BacktestJson } from './result.ts';
import { type BacktestRequest, readSettings } from './settings.ts';

/** At most so many timed runs, and none begins after this time. */
const TIMED_RUNS = 5;
const TIMED_MS = 300;

export type Stage = 'loading' | 'playing' | 'repeating' | 'checking';

/** Who follows a run: each stage as it begins, and how many of its candles have been played. */
export interface Follower {
  stage(stage: Stage): void;
  played(candles: number, total: number): void;
}

export interface RunResult {
  readonly definition: AnyStrategy;
  readonly studied: Study;
  readonly json: BacktestJson;
  readonly report: ReportInput;
}

/** `command` is what makes this run again. Counts the trial. InputError for all that is wrong with request, data or strategy. */
export async function runBacktest(strategy: string, options: BacktestRequest, command: string, follower?: Follower): Promise<RunResult> {
  follower?.stage('loading');
  const definition = await loadStrategy(strategy);
  const settings = await readSettings(options, definition);
  const { done, durationMs } = runTimed(definition, settings.study, follower);
  follower?.stage('checking');
  const studied = guarded(definition, () => study(settings.study, done));
  const { json, report } = assembleResult({ options, definition, settings, studied, durationMs, command });
  return { definition, studied, json, report };
}

/** Runs again and again, since the first runs of a process compile the code; the median of the others is the time. All must come to the same. */
function runTimed(definition: AnyStrategy, options: StudyOptions, follower?: Follower): { done: Backtest; durationMs: number } {
  try {
    return guarded(definition, () => {
      follower?.stage('playing');
      const first = backtest(options, follower && ((played, total) => follower.played(played, total)));
      follower?.stage('repeating');
      const durations: number[] = [];
      let done = first;
      for (let spent = 0; durations.length < 1 || (durations.length < TIMED_RUNS && spent < TIMED_MS); ) {
        const started = performance.now();
        done = backtest(options);
        durations.push(performance.now() - started);
        spent += durations[durations.length - 1] as number;
      }
      const fault = repeatedRunFault(options, first, done);
      if (fault !== null) throw new InputError('STRATEGY_STATE', fault);
      return { done, durationMs: durations.sort((a, b) => a - b)[durations.length >> 1] as number };
    });
  } catch (error) {
    throw error instanceof InputError && error.code === 'AMOUNT_RANGE' ? foresight(options, error) : error;
  }
}

/** Nobody honest earns more than can be counted: the check is made with the smallest size, which does not compound. */
function foresight(options: StudyOptions, error: InputError): InputError {
  const units = options.markets[0]?.instrument.lotSize ?? 1;
  try {
    const { severity, detail } = lookAheadCheck({ ...options, size: { kind: 'units', units } });
    return severity === 'fault' ? new InputError('LOOK_AHEAD', `look-ahead: ${detail}`) : error;
  } catch {
    return error; // Even the smallest size can't be counted.
  }
}
