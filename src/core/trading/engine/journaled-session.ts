/** A session whose every step is one journal entry: what was consumed, what came of it, and the state after it. */

import { formatScaled } from '../../domain/decimal.ts';
import { InputError } from '../../domain/result.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import type { VenueModel } from '../venue-model/venue-model.ts';
import type { Engine } from './engine.ts';
import { LiveDriver } from './live-driver.ts';
import type { StepRecorder } from './step-recorder.ts';
import { type CandleNumbers, SESSION_KIND, STEP_KIND, type Step } from './steps.ts';

export type ArrivedCandles = readonly (readonly [instrument: number, numbers: CandleNumbers])[];

/** Where a feed has to go on: everything up to this event of this instant has been taken in. */
export interface FeedPosition {
  readonly at: number;
  readonly event: 'open' | 'close';
}

export interface SessionParts {
  readonly engine: Engine;
  readonly venue: VenueModel;
  readonly recorder: StepRecorder;
  readonly journal: Journal;
  readonly quantumDecimals: number;
}

export class JournaledSession {
  readonly engine: Engine;
  private readonly venue: VenueModel;
  private readonly recorder: StepRecorder;
  private readonly journal: Journal;
  private readonly quantumDecimals: number;
  private readonly driver: LiveDriver;

  constructor(parts: SessionParts) {
    this.engine = parts.engine;
    this.venue = parts.venue;
    this.recorder = parts.recorder;
    this.journal = parts.journal;
    this.quantumDecimals = parts.quantumDecimals;
    this.driver = new LiveDriver(parts.engine, parts.venue);
  }

  /** Candles open: what waits may fill. Recorded when something came of it; otherwise the feed can tell it again. */
  opened(at: number, candles: ArrivedCandles): void {
    this.begin();
    this.driver.opened(at, candles);
    if (!this.recorder.empty) this.record('open', at, candles);
  }

  /** Candles close: larger candles that were over before come first, then this batch. */
  closed(at: number, candles: ArrivedCandles): void {
    for (let due = this.driver.overdueBefore(at); due < at; due = this.driver.overdueBefore(at)) this.closeBatch(due, []);
    this.closeBatch(at, candles);
  }

  private closeBatch(at: number, candles: ArrivedCandles): void {
    this.begin();
    this.driver.closed(at, candles);
    this.record('close', at, candles);
  }

  /** An owner's command, carried out between two market events. `act` returns what the journal keeps of it. */
  command(act: () => unknown): number {
    this.begin();
    const command = act();
    return this.record('command', this.engine.at, [], command);
  }

  private begin(): void {
    this.recorder.epoch = this.journal.epoch;
    this.recorder.sequence = this.journal.last + 1;
  }

  private record(event: Step['event'], at: number, candles: ArrivedCandles, command?: unknown): number {
    const step: Step = {
      event,
      candles,
      ...(command === undefined ? {} : { command }),
      ...this.recorder.take(),
      equity: formatScaled(this.engine.equity, this.quantumDecimals),
      state: { engine: this.engine.snapshot(), venue: this.venue.snapshot() },
    };
    return this.journal.append(STEP_KIND, at, step);
  }

  /**
   * Folds a journal: candles and indicators move on step by step, and the last recorded state is put in place. No strategy is asked.
   * Returns where the feed has to go on, or null for an empty journal. `setup` must equal what the session was started with.
   */
  recover(entries: Iterable<JournalEntry>, setup: unknown): FeedPosition | null {
    let last: { at: number; step: Step } | null = null;
    let market: FeedPosition | null = null;
    for (const { kind, at, body } of entries) {
      if (kind === SESSION_KIND) checkSetup(body, setup);
      if (kind !== STEP_KIND) continue;
      const step = body as Step;
      if (step.event === 'close') this.driver.fold(at, step.candles);
      if (step.event !== 'command') market = { at, event: step.event };
      last = { at, step };
    }
    if (last === null) return null;
    this.engine.restore(last.step.state.engine);
    this.venue.restore(last.step.state.venue);
    return market;
  }
}

function checkSetup(recorded: unknown, now: unknown): void {
  if (JSON.stringify(recorded) === JSON.stringify(now)) return;
  throw new InputError('SESSION_CHANGED', 'the journal was written with other strategies, parameters, instruments or settings; go back to them, or start a new account with --data-dir', 3);
}
