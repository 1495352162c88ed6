/**
 * `journal replay` of a session at a venue: what happened outside can't be decided again. Its journal is folded as at a start, step by step, and what that
 * leads to is compared with everything else that was written down: the equity of each step, the fills, the state, and the newest snapshot.
 */

import { formatScaled } from '../../core/domain/decimal.ts';
import { formatLots, type Instrument, parseLots, prepareInstrument } from '../../core/domain/instrument.ts';
import type { StoredSnapshot } from '../../core/journal/durable-journal.ts';
import { firstDifference, type Parting } from '../../core/journal/first-difference.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { JournaledSession } from '../../core/trading/engine/journaled-session.ts';
import type { SessionSnapshot } from '../../core/trading/engine/session-snapshot.ts';
import { STEP_KIND, type Step, type StepState, stateAfter } from '../../core/trading/engine/steps.ts';
import { foldedSession } from '../../core/trading/live/folded-session.ts';
import { riskOf } from '../config.ts';
import { QUANTUM_DECIMALS, type Setup, sessionOptions } from './live-setup.ts';
import { readSaved } from './saved-session.ts';

export interface FoldReport {
  readonly steps: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** By instrument, what the steps lead to. */
  readonly positions: Readonly<Record<string, string>>;
  readonly wallet: string | null;
  readonly currency: string;
  /** The entry of the newest snapshot, which leads to the same; null where there is none. */
  readonly snapshot: number | null;
  readonly equal: boolean;
  readonly difference: (Parting & { readonly sequence: number; readonly at: number }) | null;
}

export interface KeptJournal {
  /** From the first entry that is kept on, each time it is called. */
  readonly read: () => Iterable<JournalEntry>;
  /** What the first of them go on from, where those before were removed. */
  readonly before: StoredSnapshot | null;
  readonly newest: StoredSnapshot | null;
}

export async function foldJournal(setup: Setup, { read, before, newest }: KeptJournal): Promise<FoldReport> {
  const base = before && contentOf(before);
  const instruments = setup.instruments.map((one, i) => prepareInstrument(one, i, QUANTUM_DECIMALS));
  const folded = fold(read(), base?.state ?? null, instruments);
  const { state, last, ...counted } = folded;
  const difference = folded.difference ?? (last === 0 ? null : await recovered(setup, folded, { read, base, newest }));
  return {
    ...counted,
    positions: Object.fromEntries(instruments.map((one) => [one.id, formatLots(one, lotsOf(state, one.index))])),
    wallet: state && formatScaled(state.engine.book.wallet, QUANTUM_DECIMALS),
    currency: setup.config.currency,
    snapshot: newest?.sequence ?? null,
    equal: difference === null,
    difference: difference && { sequence: last, at: counted.lastAt ?? 0, ...difference },
  };
}

interface Folded extends Pick<FoldReport, 'steps' | 'firstAt' | 'lastAt' | 'difference'> {
  readonly state: StepState | null;
  readonly last: number;
}

/** Every step's changes on the state before it, up to the first step whose equity or fills say otherwise than the state it ends in. */
function fold(entries: Iterable<JournalEntry>, from: StepState | null, instruments: readonly Instrument[]): Folded {
  let [steps, last, firstAt, lastAt, state]: [number, number, number | null, number | null, StepState | null] = [0, 0, null, null, from];
  const filled = instruments.map(({ index }) => lotsOf(from, index));
  let difference: FoldReport['difference'] = null;
  for (const { sequence, at, kind, body } of entries) {
    last = sequence;
    if (kind !== STEP_KIND) continue;
    const step = body as Step;
    state = stateAfter(state, step);
    [steps, firstAt, lastAt] = [steps + 1, firstAt ?? at, at];
    for (const { instrumentId, side, quantity } of step.fills ?? []) {
      const instrument = instruments.find(({ id }) => id === instrumentId);
      if (instrument === undefined) continue;
      const lots = parseLots(instrument, quantity) ?? Number.NaN;
      filled[instrument.index] = (filled[instrument.index] as number) + (side === 'buy' ? lots : -lots);
    }
    const recorded = { equity: step.equity, lots: filled };
    const led = {
      equity: state && formatScaled(state.engine.equity, QUANTUM_DECIMALS),
      lots: instruments.map(({ index }) => lotsOf(state, index)),
    };
    const parting = firstDifference(recorded, led, '');
    if (parting === null) continue;
    difference = { sequence, at, ...parting };
    break;
  }
  return { steps, firstAt, lastAt, state, last, difference };
}

const lotsOf = (state: StepState | null, instrument: number) => state?.engine.book.positions[instrument]?.lots ?? 0;

/** Two starts with this version, from the first entry and from the newest snapshot: both must end in the recorded state, with the same candles. */
async function recovered(
  setup: Setup,
  { state, last }: Folded,
  { read, base, newest }: Pick<KeptJournal, 'read' | 'newest'> & { readonly base: SessionSnapshot | null },
): Promise<Parting | null> {
  const whole = await startFrom(setup, upTo(read(), 0, last), base);
  const found = firstDifference(state, plain(whole.snapshot()), '.state');
  if (found !== null || newest === null) return found;
  const shorter = await startFrom(setup, upTo(read(), newest.sequence, last), contentOf(newest));
  return (
    firstDifference(state, plain(shorter.snapshot()), '.snapshot.state') ??
    firstDifference(whole.capture(setup)?.market, shorter.capture(setup)?.market, '.snapshot.market') ??
    firstDifference(whole.capture(setup)?.paths, shorter.capture(setup)?.paths, '.snapshot.paths')
  );
}

function* upTo(entries: Iterable<JournalEntry>, after: number, last: number): Iterable<JournalEntry> {
  for (const entry of entries) {
    if (entry.sequence > last) return;
    if (entry.sequence > after) yield entry;
  }
}

async function startFrom(setup: Setup, entries: Iterable<JournalEntry>, from: SessionSnapshot | null): Promise<JournaledSession> {
  const session = await sessionOptions(setup, riskOf(setup.config));
  return foldedSession({ session, setup, beganAt: setup.beganAt }, entries, from);
}

function contentOf({ sequence, bytes }: StoredSnapshot): SessionSnapshot {
  const saved = readSaved(bytes);
  if (typeof saved === 'string') throw new Error(`snapshot ${sequence}: ${saved}`);
  return saved.session;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
