/**
 * The walk of a session at an outside venue, candle by candle: what the model would have filled from the session's own orders beside what the venue filled,
 * and what is decided at each close from the session's own state beside what was decided. After each candle both begin anew from the session's state.
 */

import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { JournaledSession } from '../../trading/engine/journaled-session.ts';
import type { SessionOptions } from '../../trading/engine/open-session.ts';
import { StepRecorder } from '../../trading/engine/step-recorder.ts';
import { type FillRecord, STEP_KIND, type Step, type StepState, stateAfter } from '../../trading/engine/steps.ts';
import type { VenueModel } from '../../trading/venue-model/venue-model.ts';
import { slotKey } from './account-record.ts';
import { FundingPairs } from './funding-pairs.ts';
import { modelWith, openModelled } from './modelled-session.ts';
import { compareCandle, compareDecisions, type StepDifference } from './step-difference.ts';
import type { Found, MeasuredFill, Walk } from './walk.ts';

/** A session on the model that can be put into any state of the recorded one. */
class Replica implements Journal {
  readonly epoch = 1;
  readonly last = 0;
  readonly durable = Number.POSITIVE_INFINITY;
  private readonly session: JournaledSession;
  private readonly venue: VenueModel;
  private readonly withOrders: boolean;
  private step: Step | null = null;

  constructor(options: SessionOptions, withOrders: boolean) {
    const { quantumDecimals } = options;
    const recorder = new StepRecorder({ environment: 'parity', accountId: 'parity', quantumDecimals });
    const { engine, venue } = openModelled(options, recorder);
    this.venue = venue;
    this.withOrders = withOrders;
    this.session = new JournaledSession({ engine, venue, recorder, journal: this, quantumDecimals });
  }

  append(_kind: string, _at: number, body: unknown): number {
    this.step = body as Step;
    return 1;
  }

  put(state: StepState | null): void {
    if (state !== null) this.session.restore({ engine: state.engine, venue: modelWith(this.venue, state, this.withOrders) });
  }

  play(at: number, { event, candles }: Step): Step {
    if (event === 'open') this.session.opened(at, candles);
    else this.session.closed(at, candles);
    return this.step as Step;
  }
}

/** `options`: the session's setup with empty candles. */
export function walkOutside(entries: Iterable<JournalEntry>, lastSequence: number, options: () => SessionOptions): Walk {
  const filling = new Replica(options(), true);
  const deciding = new Replica(options(), false);
  const found: Found[] = [];
  const pairs: MeasuredFill[] = [];
  const waiting = new Set<string>();
  const funding = new FundingPairs();
  let [ours, theirs]: [FillRecord[], FillRecord[]] = [[], []];
  let state: StepState | null = null;
  let opening: JournalEntry | null = null;
  const open = () => {
    if (opening === null) return;
    const { fills = [], funded = [] } = filling.play(opening.at, opening.body as Step);
    theirs.push(...fills);
    funding.expected(funded, opening.at);
    deciding.play(opening.at, opening.body as Step);
    opening = null;
  };
  for (const entry of entries) {
    const { kind, sequence, at, body } = entry;
    if (sequence > lastSequence) break;
    if (kind !== STEP_KIND) continue;
    const step = body as Step;
    ours.push(...(step.fills ?? []));
    for (const one of funding.paid(step.funded ?? [], at)) found.push({ ...one, sequence });
    const before = state;
    state = stateAfter(state, step);
    if (step.event === 'open') {
      open();
      opening = entry;
    }
    if (step.event !== 'close') continue;
    // At an outside venue opens leave no entry: the candle that closes says what it opened at.
    const openedAt = step.candles[0]?.[1][0];
    if (opening === null && openedAt !== undefined) opening = { ...entry, at: openedAt, body: { ...step, event: 'open' } };
    // News of an open may overtake those of the close before it.
    if (opening !== null && opening.at < at) open();
    const modelled = filling.play(at, step);
    theirs.push(...(modelled.fills ?? []));
    funding.expected(modelled.funded ?? [], at);
    for (const one of funding.overdue(at)) found.push({ ...one, sequence });
    deciding.put(before);
    const filled = compareCandle(ours, theirs);
    const decided = compareDecisions(step, deciding.play(at, step));
    for (const pair of filled.pairs) pairs.push({ ...pair, sequence });
    const news = filled.differences.filter((one) => isNew(one, waiting));
    for (const difference of [...withTwins(news), ...decided]) found.push({ ...difference, sequence, at });
    filling.put(state);
    deciding.put(state);
    [ours, theirs] = [[], []];
    open();
  }
  return { found, pairs, lateFunding: funding.late };
}

/** An order that the model fills and the venue does not, candle after candle, is told once. */
function isNew({ aspect, orderId }: StepDifference, waiting: Set<string>): boolean {
  if (aspect !== 'missed' || orderId === null) return true;
  if (waiting.has(orderId)) return false;
  waiting.add(orderId);
  return true;
}

/** Where both sides left a position in the candle by different orders, the session's exit is told together with the model's. */
function withTwins(differences: readonly StepDifference[]): (StepDifference & Pick<Found, 'twin'>)[] {
  const exit = (one: StepDifference) => one.purpose === 'stop' || one.purpose === 'target' || one.purpose === 'exit';
  return differences.flatMap((one) => {
    if (!exit(one) || (one.aspect !== 'extra' && one.aspect !== 'missed')) return [one];
    const other = differences.find(
      (two) => exit(two) && two.aspect !== one.aspect && slotKey(two) === slotKey(one) && two.side === one.side,
    );
    if (other === undefined || (other.aspect !== 'extra' && other.aspect !== 'missed')) return [one];
    if (one.aspect === 'missed') return [];
    return [{ ...one, backtest: other.backtest, twin: { session: one.purpose as string, backtest: other.purpose as string } }];
  });
}
