/** Every difference between a session and its backtest, each with one cause: those that begin somewhere, and those that only follow from them. */

import { type AccountRecord, slotKey } from './account-record.ts';
import { CAUSES, type Cause, type Evidence, explain, isModeCode, refusalText, slippageRatio } from './causes.ts';
import type { FeedFault } from './feed-gaps.ts';
import type { SessionRecord } from './session-record.ts';
import { type Aspect, figure } from './step-difference.ts';
import { differingFigures, type TradePair, tradeKey, tripOf } from './trade-pairs.ts';
import type { Trip } from './trips.ts';
import type { Found, Walk } from './walk.ts';

export interface Difference {
  /** From 1, in the order of time. */
  readonly number: number;
  /** Market time. */
  readonly at: number;
  readonly aspect: Aspect | 'candles' | 'figures';
  readonly strategyId: string | null;
  readonly instrumentId: string | null;
  readonly session: string;
  readonly backtest: string;
  readonly cause: Cause;
  readonly evidence: string;
  /** Number of the difference this one follows from; only with `carried`. */
  readonly follows: number | null;
  /** Price against the model's in basis points, positive where worse; only for fills both sides have. */
  readonly slippageBps: number | null;
  /** Journal entry where it shows; null where it is no single one. */
  readonly sequence: number | null;
  /** Key of the trade it is about. */
  readonly trade: string | null;
}

type Draft = Omit<Difference, 'number' | 'follows'> & { follows?: Draft };

export interface DifferenceParts {
  readonly session: SessionRecord;
  readonly backtest: AccountRecord;
  readonly walk: Walk;
  readonly faults: readonly FeedFault[];
  readonly pairs: readonly TradePair[];
  readonly evidence: Evidence;
  /** Fills this far apart may be of one candle. */
  readonly timeToleranceMs: number;
}

export function differencesOf(parts: DifferenceParts): Difference[] {
  const drafts: Draft[] = parts.faults.map(fromFault);
  /** Trades whose being missed or extra has been told. */
  const told = new Set<string>();
  for (const found of parts.walk.found) {
    const draft = fromStep(found, parts);
    drafts.push(draft);
    if (draft.trade !== null && isAlone(found)) told.add(draft.trade);
  }
  // In the order of time: what a trade begins is a beginning for those after it.
  for (const pair of parts.pairs) {
    const found = fromPair(pair, parts, drafts, told);
    if (found !== null) drafts.push(found);
  }
  return numbered(drafts);
}

/** Whether a step's difference is that only one side entered. */
function isAlone({ aspect, purpose }: Found): boolean {
  return (purpose === 'entry' || purpose === 'owner') && (aspect === 'missed' || aspect === 'extra');
}

function numbered(drafts: Draft[]): Difference[] {
  drafts.sort((a, b) => a.at - b.at);
  const numberOf = new Map(drafts.map((draft, i) => [draft, i + 1]));
  return drafts.map(({ follows, ...draft }, i) => {
    const source = follows === undefined ? null : (numberOf.get(follows) as number);
    return { ...draft, number: i + 1, follows: source, evidence: source === null ? draft.evidence : `follows from difference ${source}` };
  });
}

function fromFault({ kind, instrumentId, from, to, count }: FeedFault): Draft {
  const span = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  return {
    ...{ at: from, aspect: 'candles', strategyId: null, instrumentId, cause: kind, sequence: null, trade: null, slippageBps: null },
    session: kind === 'feed-gap' ? 'not received' : 'other figures',
    backtest: `${count} candle${count === 1 ? '' : 's'}`,
    evidence: `${count} candle${count === 1 ? '' : 's'} that began ${span}`,
  };
}

function fromStep(found: Found, { session, evidence, pairs }: DifferenceParts): Draft {
  const { aspect, strategyId, instrumentId, sequence, at } = found;
  const slippage = slippageRatio(found);
  return {
    ...{ at: found.filled?.session.at ?? at, aspect, sequence, session: found.session, backtest: found.backtest },
    strategyId: strategyId || null,
    instrumentId: instrumentId || null,
    ...explain(found, evidence),
    slippageBps: aspect === 'price' ? slippage * 10_000 : null,
    trade: tradeOf(found, session, pairs),
  };
}

/** The trade a step's difference is about: that of its order, or, for an exit the session has not made, the one that was open then. */
function tradeOf(found: Found, session: SessionRecord, pairs: readonly TradePair[]): string | null {
  const { orderId, side, strategyId, instrumentId, at } = found;
  if (strategyId === '') return null;
  const own = pairs.find(
    (pair) => orderId !== null && pair.session?.orderIds.has(orderId) && slotKey(pair.session) === slotKey({ strategyId, instrumentId }),
  );
  if (own !== undefined) return tradeKey(tripOf(own));
  if (isAlone(found)) {
    const decidedAt = (orderId === null ? undefined : session.orders.get(orderId))?.decidedAt ?? at;
    return tradeKey({ strategyId, instrumentId, side: side === 'buy' ? 'long' : 'short', decidedAt });
  }
  const open = pairs.find(
    ({ session: trip }) => trip !== null && slotKey(trip) === slotKey({ strategyId, instrumentId }) && isOpenAt(trip, at),
  );
  return open === undefined ? null : tradeKey(tripOf(open));
}

function isOpenAt({ openedAt, exit }: Trip, at: number): boolean {
  return openedAt <= at && (exit === null || exit.at >= at);
}

function fromPair(pair: TradePair, parts: DifferenceParts, known: readonly Draft[], told: ReadonlySet<string>): Draft | null {
  const trip = tripOf(pair);
  const trade = tradeKey(trip);
  const { strategyId, instrumentId } = trip;
  const base = { strategyId, instrumentId, trade, sequence: null, slippageBps: null };
  if (pair.session !== null && pair.backtest !== null) {
    const figures = differingFigures(pair.session, pair.backtest, parts.timeToleranceMs);
    if (figures.length === 0) return null;
    const isEntered = !figures.some(({ name }) => ENTRY_FIGURES.has(name));
    const at = pair.session.exit?.at ?? parts.session.lastAt;
    const until = (isEntered ? at : pair.session.openedAt) + parts.timeToleranceMs;
    const own = known.find((one) => one.trade === trade && one.cause !== 'carried' && one.at <= until);
    const words = (side: 'session' | 'backtest') => figures.map((one) => `${one.name} ${one[side]}`).join(', ');
    return {
      ...base,
      at,
      aspect: 'figures',
      session: words('session'),
      backtest: words('backtest'),
      ...whence(known, trip, until, parts, own),
    };
  }
  if (told.has(trade)) return null;
  const aspect = pair.session === null ? 'missed' : 'extra';
  const [session, backtest] = aspect === 'missed' ? ['no trade', tripText(trip)] : [tripText(trip), 'no trade'];
  return { ...base, at: trip.decidedAt, aspect, session, backtest, ...whyAlone(aspect, trip, parts, known) };
}

/** Why only one side has a trade. */
function whyAlone(
  aspect: 'missed' | 'extra',
  trip: Trip,
  parts: DifferenceParts,
  known: readonly Draft[],
): Pick<Draft, 'cause' | 'evidence' | 'follows'> {
  const { session, backtest, faults } = parts;
  const other = aspect === 'missed' ? session : backtest;
  const refusal = other.refusals.find(
    ({ at, record }) => at === trip.decidedAt && slotKey(record) === slotKey(trip) && record.side === trip.side,
  );
  const command = session.commands.findLast(({ at }) => at <= trip.decidedAt);
  if (refusal !== undefined && isModeCode(refusal.record.code)) {
    const by = command === undefined ? '' : `; ${command.record.kind} by ${command.record.by} at ${new Date(command.at).toISOString()}`;
    return { cause: 'mode', evidence: refusalText(refusal.record) + by };
  }
  const gap = faults.find(
    (fault) => fault.kind === 'feed-gap' && fault.instrumentId === trip.instrumentId && isWithin(fault, trip.decidedAt),
  );
  if (gap !== undefined) return { cause: 'feed-gap', evidence: 'the session never received the candle it was decided on' };
  if (refusal !== undefined && before(known, trip, trip.decidedAt) !== undefined)
    return { cause: aspect === 'missed' ? 'refused-here' : 'refused-there', evidence: refusalText(refusal.record) };
  const approval = aspect === 'missed' ? undefined : session.approvals.find(({ sequence }) => sequence === sequenceOf(trip, session));
  if (approval !== undefined) return { cause: 'manual', evidence: `approved by ${approval.record.by}, journal entry ${approval.sequence}` };
  const order = [...other.orders.values()].find(
    (one) => one.record.purpose === 'entry' && one.decidedAt === trip.decidedAt && slotKey(one.record) === slotKey(trip),
  );
  const withdrawn = session.commands.find(({ at }) => at >= trip.decidedAt && order?.done?.at === at);
  if (withdrawn !== undefined)
    return { cause: 'mode', evidence: `its entry was withdrawn: ${withdrawn.record.kind} by ${withdrawn.record.by}` };
  return whence(known, trip, trip.decidedAt, parts);
}

/** Journal entry of the order that opened a trip. */
function sequenceOf({ orderIds }: Trip, { orders }: SessionRecord): number | undefined {
  const [first = ''] = orderIds;
  return orders.get(first)?.sequence;
}

/** The candle that closes at a decision began at most a gap's own length before it. */
function isWithin({ from, to, count }: FeedFault, decidedAt: number): boolean {
  const candleMs = count > 1 ? (to - from) / (count - 1) : 0;
  return decidedAt > from && decidedAt <= to + (candleMs || 60_000);
}

const ENTRY_FIGURES: ReadonlySet<string> = new Set(['entry time', 'entry price', 'entry reason', 'size']);

/**
 * What has no beginning of its own. The steps of the session, decided again from its own state, came out as they did, so that it follows from where the
 * states parted: a difference, or a mode the owner asked for, which a backtest knows nothing of. Without such a place it is unexplained.
 */
function whence(
  known: readonly Draft[],
  trip: Trip,
  until: number,
  { session, walk: { lateFunding } }: Pick<DifferenceParts, 'session' | 'walk'>,
  source = before(known, trip, until),
): Pick<Draft, 'cause' | 'evidence' | 'follows'> {
  const command = session.commands.findLast(
    ({ at, sequence, record }) => at <= until && record.to !== 'NORMAL' && session.modes.some((mode) => mode.sequence === sequence),
  );
  if (command !== undefined && !(source !== undefined && source.at >= command.at)) {
    const { kind, by } = command.record;
    return { cause: 'mode', evidence: `${kind} by ${by} at ${new Date(command.at).toISOString()}` };
  }
  if (source !== undefined) return { cause: 'carried', evidence: CAUSES.carried.en, follows: source };
  const late = lateFunding.find(({ from, to }) => trip.decidedAt >= from && trip.decidedAt <= to);
  if (late === undefined) return { cause: 'unexplained', evidence: 'nothing in the journal says why' };
  const { from, to, amount } = late;
  return { cause: 'funding', evidence: `${amount} was due at ${new Date(from).toISOString()} and told at ${new Date(to).toISOString()}` };
}

/** The newest beginning before a time: of the same strategy and instrument, of the instrument, or of the account, which they share. */
function before(known: readonly Draft[], trip: Trip, until: number): Draft | undefined {
  const begun = known.filter(({ at, cause }) => at <= until && cause !== 'carried').sort((a, b) => b.at - a.at);
  return (
    begun.find((one) => one.strategyId === trip.strategyId && one.instrumentId === trip.instrumentId) ??
    begun.find((one) => one.strategyId === null && one.instrumentId === trip.instrumentId) ??
    begun[0]
  );
}

function tripText({ side, quantity, entryPrice, entryReason }: Trip): string {
  return `${side} ${figure(quantity)} at ${figure(entryPrice)}${entryReason ? ` (${entryReason})` : ''}`;
}
