/** A session whose every step is one journal entry: what was consumed, what came of it, and the state after it. */

import { formatScaled } from '../../domain/decimal.ts';
import type { Refusal } from '../../domain/result.ts';
import { changesBetween } from '../../journal/changes.ts';
import { JournalFailure } from '../../journal/durable-journal.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import type { Broker } from '../broker/broker.ts';
import type { Mode } from '../risk/mode-table.ts';
import type { RefusalRecord } from '../risk/refusal.ts';
import type { SignalDecision, SignalWish } from '../signals/signal-wish.ts';
import type { VenueModel } from '../venue-model/venue-model.ts';
import { type AnsweredApproval, type ApprovalAnswer, carryOutAnswer, tellWaiting } from './approvals.ts';
import type { Engine } from './engine.ts';
import type { ExitWatch } from './exit-watch.ts';
import { LiveDriver } from './live-driver.ts';
import { carryOutManual, manualOutcome } from './manual.ts';
import { ManualMemory } from './manual-memory.ts';
import type { ManualAnswer, ManualCommand } from './manual-wish.ts';
import { expectSameSetup } from './same-setup.ts';
import type { IdleOpen, SessionSnapshot } from './session-snapshot.ts';
import { carryOutSignal, decisionOf } from './signal-slot.ts';
import { isNothing, type StepRecorder } from './step-recorder.ts';
import { type CandleNumbers, SESSION_KIND, STEP_KIND, type Step, type StepState, stateAfter } from './steps.ts';
import { carryOutStrategyCommand, type StrategyCommand } from './strategy-command.ts';
import { takeReachedTargets } from './watched-targets.ts';

export type ArrivedCandles = readonly (readonly [instrument: number, numbers: CandleNumbers])[];

/** Where a feed has to go on: everything up to this event of this instant has been taken in. */
export interface FeedPosition {
  readonly at: number;
  readonly event: 'open' | 'close';
}

/** An owner's demand as the journal keeps it. */
export interface ModeCommand {
  readonly kind: 'pause' | 'resume' | 'kill' | 'reset';
  readonly to: Mode;
  readonly by: string;
  readonly reason: string;
  readonly pinVerified: boolean;
}

/** A mode that something outside the engine demands: alerts that nobody acknowledges, for one. */
export interface WatchDemand {
  readonly id: string;
  readonly demands: Mode;
  readonly reason: string;
  readonly demanded: boolean;
}

export interface SessionParts {
  readonly engine: Engine;
  /** The venue in process, or the outside one. */
  readonly venue: VenueModel | OutsideVenue;
  readonly recorder: StepRecorder;
  readonly journal: Journal;
  readonly quantumDecimals: number;
  /** Given what the journal has not taken: nobody reads of it there. */
  readonly onUnrecorded?: (step: Step) => void;
}

/** An outside venue: its logic, and the net under its positions. */
export interface OutsideVenue {
  readonly broker: Broker;
  readonly exits: ExitWatch;
}

/** A step until it is written. */
type StepInMaking = { -readonly [Member in keyof Step]: Step[Member] };

type Followed = Pick<StepInMaking, 'state' | 'changes'>;

const NO_CANDLES: ArrivedCandles = [];

export class JournaledSession {
  readonly engine: Engine;
  private readonly model: VenueModel | null;
  private readonly outside: OutsideVenue | null;
  private readonly recorder: StepRecorder;
  private readonly journal: Journal;
  private readonly quantumDecimals: number;
  private readonly driver: LiveDriver;
  private readonly onUnrecorded: (step: Step) => void;
  private failed = false;
  private unrecordedSteps = 0;
  /** The state that the steps so far lead to. */
  private state: StepState | null = null;
  private market: FeedPosition | null = null;
  private idleOpens: IdleOpen[] = [];
  readonly acts = new ManualMemory();

  constructor(parts: SessionParts) {
    this.engine = parts.engine;
    [this.model, this.outside] = 'broker' in parts.venue ? [null, parts.venue] : [parts.venue, null];
    this.recorder = parts.recorder;
    this.journal = parts.journal;
    this.quantumDecimals = parts.quantumDecimals;
    this.onUnrecorded = parts.onUnrecorded ?? (() => {});
    this.driver = new LiveDriver(parts.engine, this.model);
  }

  /** Candles open: what waits may fill. Larger candles that are over close first. */
  opened(at: number, candles: ArrivedCandles): void {
    this.closeOverdue(at + 1);
    // At an outside venue nothing waits for an open: it is not worth an entry.
    if (this.model === null) return this.driver.opened(at, candles);
    const matters = candles.some(([instrument]) => this.model?.busy(instrument));
    this.begin();
    this.driver.opened(at, candles);
    this.record('open', at, candles, null, !matters);
  }

  /** Candles close: larger candles that were over before come first, then this batch. */
  closed(at: number, candles: ArrivedCandles): void {
    this.closeOverdue(at);
    this.closeBatch(at, candles);
  }

  private closeOverdue(before: number): void {
    for (let due = this.driver.overdueBefore(before); due < before; due = this.driver.overdueBefore(before)) this.closeBatch(due, []);
  }

  private closeBatch(at: number, candles: ArrivedCandles): void {
    this.begin();
    this.driver.closed(at, candles);
    for (const [instrument] of candles) takeReachedTargets(this.engine, instrument, this.engine.markTicks(instrument));
    this.record('close', at, candles);
  }

  /** The owner asks for a mode, between two market events or (at `now`) before the first one: `null` when it was done, otherwise why not. Either way it is recorded. A pause never lowers: in EMERGENCY it changes nothing. */
  requestMode(command: ModeCommand, now = 0): { readonly sequence: number; readonly refusal: RefusalRecord | null } {
    this.begin();
    const { engine } = this;
    const { to, by, reason } = command;
    const at = Number.isFinite(engine.at) ? engine.at : now;
    const isStoppedMore = command.kind === 'pause' && engine.risk.mode === 'EMERGENCY';
    const refusal = isStoppedMore ? null : engine.risk.control.requestMode(to, { by, reason, pinVerified: command.pinVerified }, at);
    engine.followMode();
    return { sequence: this.record('command', at, [], { command }), refusal };
  }

  /** A signal from outside, between two market events. */
  signal(wish: SignalWish): SignalDecision {
    this.begin();
    const { epoch, sequence } = this.recorder;
    const refusal = this.recorder.actsFor(wish.strategyId, () => carryOutSignal(this.engine, wish));
    const { refused = [], orders = [] } = this.recorder.outcomes;
    const waiting = this.recorder.approvals.get(refused[0]?.decisionId ?? '');
    // A rehearsal asks nobody.
    if (waiting !== undefined && wish.dryRun) this.recorder.approvals.forget(waiting.decisionId);
    const decision =
      waiting === undefined || wish.dryRun
        ? decisionOf(wish, refusal, refused[0], orders[0], `${epoch}-${sequence}`)
        : ({ outcome: 'awaiting-approval', decisionId: waiting.decisionId, expiresAt: waiting.expiresAt } as const);
    this.record('command', this.engine.at, [], { signal: { wish, decision } });
    return decision;
  }

  /** An act of the owner's by hand, between two market events or (at `now`) before the first one. Under an id that is known it is answered as before, and not done again; another act is refused. */
  manual(command: ManualCommand, now = 0): ManualAnswer {
    const known = this.acts.find(command);
    if (known !== null) return known;
    this.begin();
    const { epoch, sequence } = this.recorder;
    const at = Number.isFinite(this.engine.at) ? this.engine.at : now;
    const result = this.recorder.actsFor(command.by, () => carryOutManual(this.engine, command.wish));
    const { refused = [], orders = [] } = this.recorder.outcomes;
    const outcome = manualOutcome(result, refused[0], orders[0], `${epoch}-${sequence}`);
    const answer = { sequence, outcome };
    this.acts.add(command, answer);
    this.record('command', at, [], { manual: { command, outcome } });
    return answer;
  }

  /** The owner's answer to an entry that waits for it: the order of a yes, or why there is none; then it waits no longer. Recorded, unless nothing of that name waits. */
  answerApproval(answer: ApprovalAnswer): AnsweredApproval {
    const { approvals } = this.recorder;
    const entry = approvals.get(answer.decisionId);
    if (entry === undefined) {
      const message = `expected an entry that waits for approval, found none of the name ${answer.decisionId}: it was answered, has waited longer than 5 minutes, or the trader was started again since`;
      return { sequence: this.journal.last, refusal: { code: 'NOTHING_TO_APPROVE', message }, order: null };
    }
    this.begin();
    approvals.forget(answer.decisionId);
    const refusal = carryOutAnswer(this.engine, entry, answer);
    const order = this.recorder.outcomes.orders?.find(({ purpose }) => purpose === 'entry') ?? null;
    if (refusal !== null && answer.approved)
      this.recorder.noticed('APPROVAL_REFUSED', `${answer.decisionId}: ${refusal.message}; nothing is entered`);
    const sequence = this.record('command', this.engine.at, [], { approval: answer });
    return {
      sequence,
      refusal: refusal && { ...refusal, message: `${refusal.message}: nothing is entered, and it waits no longer` },
      order,
    };
  }

  /** The owner's word on a strategy, between two market events or (at `now`) before the first: null when it was done, otherwise why not. Recorded when it was done. */
  steer(command: StrategyCommand, now = 0): { readonly sequence: number; readonly refusal: Refusal | null } {
    this.begin();
    const at = Number.isFinite(this.engine.at) ? this.engine.at : now;
    const refusal = carryOutStrategyCommand(this.engine, command, at);
    return { sequence: refusal === null ? this.record('command', at, [], { strategy: command }) : this.journal.last, refusal };
  }

  /** Whoever waits for an answer waits no longer: a start begins. */
  forgetApprovals(): void {
    this.recorder.approvals.clear();
  }

  /** A watcher outside the engine demands a mode, or no longer does. Written down where that changed anything. */
  watch(demand: WatchDemand): void {
    this.begin();
    const { risk, at } = this.engine;
    const { id, demands, reason, demanded } = demand;
    if (demanded) risk.control.raise({ id, demands, reason, by: 'watch', at });
    else risk.control.clear(id, at);
    this.engine.followMode();
    if (!this.recorder.empty) this.record('command', at, [], { watch: demand });
  }

  /** True since the journal refused an entry: nothing new is begun, exits and stops go on. */
  get unrecorded(): boolean {
    return this.failed;
  }

  private begin(): void {
    this.recorder.epoch = this.journal.epoch;
    // What can't be recorded still gets a number of its own, so that no id is made twice.
    this.recorder.sequence = this.journal.last + 1 + this.unrecordedSteps;
  }

  private record(
    event: Step['event'],
    at: number,
    candles: ArrivedCandles,
    asked: Pick<Step, 'command' | 'signal' | 'watch' | 'approval' | 'manual' | 'strategy'> | null = null,
    isStateless = false,
  ): number {
    tellWaiting(this.engine, this.recorder, at);
    const step = this.stepOf(event, candles, asked);
    // An open that found nothing waiting and nothing held changes nothing worth keeping.
    if (!isStateless) this.follow(step);
    this.passed(step, at, step.state !== undefined || step.changes !== undefined);
    return this.append(at, step);
  }

  /** What was asked and what came of it; the recorder begins the next step. */
  private stepOf(event: Step['event'], candles: ArrivedCandles, asked: Partial<Step> | null = null): StepInMaking {
    const outcomes = this.recorder.take();
    const equity = formatScaled(this.engine.equity, this.quantumDecimals);
    return asked === null && isNothing(outcomes) ? { event, candles, equity } : { event, candles, ...asked, ...outcomes, equity };
  }

  /** Keeps where the market is, and the opens that the state knows nothing of. */
  private passed({ event, candles }: Step, at: number, changed: boolean): void {
    if (event === 'open' || event === 'close') this.market = { at, event };
    if (changed || event !== 'open') this.idleOpens = [];
    else this.idleOpens.push({ at, candles });
  }

  private append(at: number, step: Step): number {
    try {
      const sequence = this.journal.append(STEP_KIND, at, step);
      this.outside?.broker.recorded(sequence);
      return sequence;
    } catch (error) {
      if (!(error instanceof JournalFailure)) throw error;
      this.unrecordedSteps++;
      this.withoutJournal(error, at);
      this.onUnrecorded(step);
      return this.journal.last;
    }
  }

  /** Adds the state as it is now, or what changed in it since the step before. */
  private follow(step: Followed, engineMoved = true): void {
    const before = this.state;
    const state = this.stateFrom(before, engineMoved);
    if (this.outside !== null) this.outside.broker.changed = this.outside.exits.changed = false;
    this.state = state;
    if (before === null) {
      step.state = state;
      return;
    }
    const changes = changesBetween(before, state);
    if (changes !== null) step.changes = changes;
  }

  /** The whole state, looked at anew. */
  snapshot(): StepState {
    return this.stateFrom(null);
  }

  /** The state now, sharing what has not changed with a state before. */
  private stateFrom(before: StepState | null, engineMoved = true): StepState {
    const { model, outside } = this;
    const engine = before !== null && !engineMoved ? before.engine : this.engine.snapshot(before?.engine);
    const acts = this.acts.state;
    if (outside === null) return { engine, ...(model === null ? {} : { venue: model.snapshot() }), ...acts };
    const { broker, exits } = outside;
    const known = before?.broker;
    return { engine, broker: known && !broker.changed ? known : broker.snapshot(known), exits: exits.snapshot(before?.exits), ...acts };
  }

  /** The state that the steps written so far lead to. */
  get recorded(): StepState | null {
    return this.state;
  }

  /** The session after the last step; null before the first, and once the journal has not taken one. Shares the columns and the state: to be written down before the next step. */
  capture(setup: unknown): SessionSnapshot | null {
    const { state, market, idleOpens, failed } = this;
    const { fingerprints } = this.acts;
    return failed || state === null ? null : { setup, market, idleOpens, paths: this.driver.paths(), state, fingerprints };
  }

  /** What can't be recorded must not be begun: entries stop, while exits, stops and the kill go on (docs: the engine's decisions, section 3). */
  private withoutJournal(failure: JournalFailure, at: number): void {
    if (this.failed) return;
    this.failed = true;
    this.engine.risk.control.raise({
      id: 'journal',
      demands: 'PAUSE',
      reason: `the journal can't be written: ${failure.message}`,
      by: 'journal',
      at,
    });
    this.engine.followMode();
    for (const slot of this.engine.slots) if (slot.entry !== null) this.engine.cancel(slot.entry);
  }

  /**
   * Something of an outside venue, or of its time, is taken in: a step where anything came of it. What is wished on the way leaves when the step is durable.
   */
  outsideEvent(at: number, takeIn: (broker: Broker) => void): void {
    const { outside } = this;
    if (outside === null) throw new Error('there is no outside venue in this session');
    this.begin();
    const { engine, recorder } = this;
    const { demands } = engine.risk.control;
    const { wallet } = engine.book;
    takeIn(outside.broker);
    outside.exits.look(at);
    // Whatever an outside venue moves in the engine leaves an outcome, or is a demand on its mode, or money of a position that is closed since.
    const engineMoved = !recorder.empty || engine.risk.control.demands !== demands || engine.book.wallet !== wallet;
    if (!outside.broker.changed && !outside.exits.changed && !engineMoved) return;
    const followed: Followed = {};
    this.follow(followed, engineMoved);
    if (recorder.empty && followed.changes === undefined && followed.state === undefined) return outside.broker.recorded(this.journal.last);
    this.append(Number.isFinite(engine.at) ? engine.at : at, Object.assign(this.stepOf('venue', NO_CANDLES), followed));
  }

  /**
   * Folds a journal: candles and indicators move on step by step, and the last recorded state is put in place. No strategy is asked.
   * Returns where the feed has to go on, or null for an empty journal. `setup` must equal what the session was started with.
   * `entries` begin after the snapshot, where there is one.
   */
  recover(entries: Iterable<JournalEntry>, setup: unknown, from: SessionSnapshot | null = null): FeedPosition | null {
    let state: StepState | null = null;
    if (from !== null) {
      expectSameSetup(from.setup, setup);
      this.driver.refill(from.paths, from.market?.at ?? Number.NEGATIVE_INFINITY);
      ({ state, market: this.market } = from);
      this.idleOpens = [...from.idleOpens];
      this.acts.recall(from.fingerprints);
    }
    for (const entry of entries) {
      const { kind, at, body } = entry;
      this.acts.note(entry);
      if (kind === SESSION_KIND) expectSameSetup(body, setup);
      if (kind !== STEP_KIND) continue;
      const step = body as Step;
      if (step.event === 'close') this.driver.fold(at, step.candles);
      const after = stateAfter(state, step);
      this.passed(step, at, after !== state);
      state = after;
    }
    if (state !== null) this.restore(state);
    for (const { at, candles } of this.idleOpens) this.driver.opened(at, candles);
    return this.market;
  }

  /** Puts a recorded state in place; candles and indicators stay as they are. */
  restore(state: StepState): void {
    const { model, outside } = this;
    this.state = state;
    this.engine.restore(state.engine);
    this.acts.restore(state.acts);
    if (model !== null && state.venue) model.restore(state.venue);
    if (outside === null || !state.broker || !state.exits) return;
    outside.broker.restore(state.broker, this.engine.at, this.engine.book.positions);
    outside.exits.restore(state.exits);
  }
}
