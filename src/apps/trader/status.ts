/** The session's state in the words of the web interface: account, positions, ladder, feed, journal and database, as of the last durable step. */

import type { SessionStatus } from '../../api/session.ts';
import { formatScaled, mulRound } from '../../core/domain/decimal.ts';
import { formatLots, formatTicks, type Instrument, priceToTicks } from '../../core/domain/instrument.ts';
import { expectedMoney } from '../../core/trading/broker/expected-balances.ts';
import { equityAt } from '../../core/trading/engine/account-as-of.ts';
import { OWNER_ID } from '../../core/trading/engine/owner.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import type { SlotSnapshot } from '../../core/trading/engine/slot-snapshot.ts';
import type { StepHistory } from '../../core/trading/engine/step-history.ts';
import { isInForce } from '../../core/trading/risk/cool-down.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import type { Mode } from '../../core/trading/risk/mode-table.ts';
import type { RiskProfile } from '../../core/trading/risk/profile-figures.ts';
import type { RiskDesk } from '../../core/trading/risk/risk-desk.ts';
import { RUNGS } from '../../core/trading/risk/rungs.ts';
import type { DurableCandles } from './durable-candles.ts';
import { marksOf } from './marks.ts';
import { orderOf } from './rows.ts';

export interface StatusParts {
  readonly history: StepHistory;
  readonly slots: readonly Slot[];
  /** By number, as the session numbers them. */
  readonly instruments: readonly Instrument[];
  readonly candles: Pick<DurableCandles, 'count' | 'lastClose'>;
  readonly accountId: string;
  readonly currency: string;
  readonly quantumDecimals: number;
  readonly startingCash: number;
  /** Wall clock of this start. */
  readonly startedAt: number;
  /** The session's own clock at its very beginning: market time. */
  readonly beginsAt: number;
  /** Who asked for the mode in force; null when nobody did. */
  readonly modeBy: string | null;
  readonly profile: RiskProfile;
  /** Entries that wait for the owner's yes, and whether the owner may trade by hand. */
  readonly byHand?: () => Pick<SessionStatus, 'approvals' | 'byHand'>;
  /** Of the running engine: to be copied, never asked. */
  readonly riskDesk: Pick<RiskDesk, 'copyAt' | 'snapshot'>;
  readonly riskBrief: () => { readonly risk: SessionStatus['risk']; readonly limits: SessionStatus['account']['limits'] };
  readonly feed: () => SessionStatus['feed'];
  readonly journal: () => SessionStatus['journal'];
  readonly database: () => SessionStatus['database'];
  readonly now: () => number;
}

/** Bought for money; everything else binds a margin of it. */
const PAID_FOR = { paidInMoney: ['spot', 'equity', 'forex'] } as const;

type Rung = SessionStatus['account']['ladder'][number];

interface Held {
  readonly slot: Slot;
  readonly position: SlotSnapshot['position'];
  readonly markTicks: number;
  readonly value: number;
  readonly unrealised: number;
}

export function statusOf(parts: StatusParts): SessionStatus {
  const { history } = parts;
  const held = heldPositions(parts);
  const risk = (history.state?.engine.risk ?? null) as DeskState | null;
  const brief = parts.riskBrief();
  return {
    at: parts.now(),
    mode: modeOf(parts, risk),
    feed: parts.feed(),
    account: { ...accountOf(parts, held, risk), limits: brief.limits },
    positions: held.map((one) => positionOf(parts, one)),
    workingOrders: [...history.orders.values()].filter(({ status }) => status === 'working').map(orderOf),
    ...parts.byHand?.(),
    risk: brief.risk,
    strategies: parts.slots.map((slot, i) => strategyOf(parts, slot, history.state?.engine.slots[i], risk)),
    journal: parts.journal(),
    database: parts.database(),
    totals: totalsOf(parts),
  };
}

function heldPositions(parts: StatusParts): Held[] {
  const engine = parts.history.state?.engine;
  if (!engine) return [];
  return parts.slots.flatMap((slot, i) => {
    const position = engine.slots[i]?.position;
    if (!position || position.lots === 0) return [];
    const { instrument } = slot;
    const close = parts.candles.lastClose(instrument.index);
    if (Number.isNaN(close)) return [];
    const markTicks = priceToTicks(instrument, close);
    const value = mulRound(markTicks, Math.abs(position.lots), instrument.valueMultiplier, instrument.valueDivisor);
    return [{ slot, position, markTicks, value, unrealised: position.lots > 0 ? value - position.cost : position.cost - value }];
  });
}

function positionOf(parts: StatusParts, { slot, position, markTicks, value, unrealised }: Held): SessionStatus['positions'][number] {
  const { instrument } = slot;
  const money = (quanta: number) => formatScaled(quanta, parts.quantumDecimals);
  const price = (ticks: number | null) => (ticks === null ? null : formatTicks(instrument, ticks));
  const entryTicks = Math.round((position.cost * instrument.valueDivisor) / (Math.abs(position.lots) * instrument.valueMultiplier));
  return {
    positionId: `${slot.definition.id}:${instrument.id}`,
    instrumentId: instrument.id,
    strategyId: slot.definition.id,
    side: position.lots > 0 ? 'long' : 'short',
    quantity: formatLots(instrument, Math.abs(position.lots)),
    entryPrice: formatTicks(instrument, entryTicks),
    markPrice: formatTicks(instrument, markTicks),
    value: money(value),
    unrealised: money(unrealised),
    unrealisedRatio: unrealised / position.cost,
    stopPrice: price(position.stopTicks),
    targetPrice: price(position.targetTicks),
    ...(parts.history.state?.exits?.tooSmall?.[slot.index]?.rests && { tooSmall: true }),
    openedAt: position.openedAt,
    candlesHeld: position.candlesHeld,
  };
}

function modeOf(parts: StatusParts, risk: DeskState | null): SessionStatus['mode'] {
  // What nobody can read in a journal that has failed is in force all the same.
  if (parts.journal().state === 'failed') return modeInForce(parts, parts.riskDesk.snapshot() as DeskState);
  const { modes } = parts.history;
  const last = modes[modes.length - 1];
  const name = (risk?.modes.mode ?? 'NORMAL') as Mode;
  const since = last?.at ?? parts.beginsAt;
  return { name, reason: last?.record.reason ?? null, by: parts.modeBy, since, closesOnly: isClosesOnly(risk), blockers: [] };
}

function modeInForce(parts: StatusParts, risk: DeskState): SessionStatus['mode'] {
  const { mode, triggers } = risk.modes;
  const { reason = null, by = null, at: since = parts.beginsAt } = triggers.find(({ demands }) => demands === mode) ?? {};
  return { name: mode, reason, by, since, closesOnly: isClosesOnly(risk), blockers: [] };
}

function isClosesOnly(risk: DeskState | null): boolean {
  return risk?.ladder.rungs.some(({ id, status }) => id === 'drawdown-closes-only' && status !== 'idle') ?? false;
}

/** Everything of one moment: the last durable step at the newest closes. The ladder itself acts on marks of its own, at each close and each fill. */
function accountOf(parts: StatusParts, held: readonly Held[], risk: DeskState | null): Omit<SessionStatus['account'], 'limits'> {
  const { history, quantumDecimals } = parts;
  const money = (quanta: number) => formatScaled(Math.round(quanta), quantumDecimals);
  const start = Math.round(parts.startingCash * 10 ** quantumDecimals);
  const engine = history.state?.engine ?? null;
  const equity = engine === null ? start : equityAt({ instruments: parts.instruments, snapshot: engine, marks: marksOf(parts) });
  const sum = (sign: 1 | -1) => held.reduce((total, { position, value }) => total + (position.lots * sign > 0 ? value : 0), 0);
  const against = (reference: number | undefined) =>
    reference === undefined ? null : { money: money(equity - reference), ratio: (equity - reference) / reference };
  const peak = risk?.ladder.marks.peak;
  const gross = sum(1) + sum(-1);
  return {
    accountId: parts.accountId,
    currency: parts.currency,
    displayDecimals: 2,
    equity: money(equity),
    cash: money(engine === null ? start : expectedMoney(engine.book.wallet, engine.book.positions, parts.instruments, PAID_FOR)),
    startingEquity: money(start),
    longValue: money(sum(1)),
    shortValue: money(sum(-1)),
    unrealised: money(held.reduce((total, { unrealised }) => total + unrealised, 0)),
    feesPaid: money(engine?.ledger[3] ?? 0),
    total: against(start),
    day: against(risk?.ladder.windows.dayStart),
    week: against(risk?.ladder.windows.weekStart),
    month: against(risk?.ladder.windows.monthStart),
    drawdown:
      peak === undefined
        ? null
        : { ratio: Math.max(0, (peak - equity) / peak), money: money(Math.max(0, peak - equity)), peak: money(peak) },
    exposure: { money: money(gross), ratio: equity > 0 ? gross / equity : 0 },
    ladder: risk ? ladderOf(parts, risk, equity) : [],
  };
}

/** Every loss at which something happens, the warning of the drawdown included. */
export function ladderOf(
  parts: Pick<StatusParts, 'profile' | 'quantumDecimals'>,
  { ladder }: Pick<DeskState, 'ladder'>,
  equity: number,
): Rung[] {
  const { windows, marks } = ladder;
  const { profile, quantumDecimals } = parts;
  const reference = { day: windows.dayStart, week: windows.weekStart, month: windows.monthStart, drawdown: marks.peak };
  const rungOf = (id: string, window: Rung['window'], demands: Rung['demands'], state: Rung['state'], limitRatio: number): Rung => {
    const lost = Math.max(0, reference[window] - equity);
    return {
      id,
      window,
      demands,
      state,
      limitRatio,
      measuredRatio: lost / reference[window],
      moneyLeft: formatScaled(Math.max(0, Math.round(reference[window] * limitRatio - lost)), quantumDecimals),
    };
  };
  const fired = (id: string) => ladder.rungs.find((rung) => rung.id === id)?.status ?? 'idle';
  return [
    ...RUNGS.map(({ id, window, figure, demands }) =>
      rungOf(id, window, demands === 'DEFENSIVE' || demands === 'EMERGENCY' ? demands : 'CLOSES_ONLY', fired(id), profile.ladder[figure]),
    ),
    rungOf('drawdown-alert', 'drawdown', 'ALERT', ladder.alert ? 'active' : 'idle', profile.ladder.drawdownAlert),
  ].filter(({ limitRatio }) => Number.isFinite(limitRatio));
}

function strategyOf(
  parts: StatusParts,
  slot: Slot,
  snapshot: SlotSnapshot | undefined,
  risk: DeskState | null,
): SessionStatus['strategies'][number] {
  const { history } = parts;
  const id = slot.definition.id;
  const own = <T extends { readonly record: { readonly strategyId: string; readonly instrumentId: string } }>(rows: readonly T[]) =>
    rows.filter(({ record }) => record.strategyId === id && record.instrumentId === slot.instrument.id);
  const warmup = warmupOf(parts, slot);
  const rest = risk?.coolDowns[slot.strategy];
  const now = history.lastAt ?? 0;
  const block = isInForce(rest?.block, now) ? rest.block : null;
  // A rest after losses is a strategy's: the owner enters all the same.
  const coolsDownUntil = id !== OWNER_ID && rest && rest.until !== null && rest.until > now ? rest.until : null;
  return {
    strategyId: id,
    title: slot.definition.title,
    version: slot.definition.version,
    instrumentId: slot.instrument.id,
    timeframe: slot.timeframe,
    state: block
      ? 'blocked'
      : warmup !== null && warmup.have < warmup.need
        ? 'warming-up'
        : coolsDownUntil !== null
          ? 'cooling-down'
          : 'running',
    warmup,
    coolsDownUntil,
    block,
    weight: risk?.weights?.[slot.index] ?? null,
    parameters: Object.entries(slot.parameters).map(([name, value]) => ({ name, value: value as number | string | boolean })),
    realised: snapshot ? formatScaled(snapshot.realised, parts.quantumDecimals) : null,
    trades: own(history.fills).filter(({ record }) => record.kind !== 'open').length,
    refusals: own(refusalsOf(parts)).length,
  };
}

/** Those of the session: candles from before it began are replayed to warm strategies up, and what is decided on them is no decision of its. */
function refusalsOf({ history, beginsAt }: StatusParts): StepHistory['refusals'] {
  return history.refusals.filter(({ at }) => at >= beginsAt);
}

/** A slot that is never asked has no number of candles to wait for. */
function warmupOf(
  { candles }: StatusParts,
  { instrument, timeframeMs, warmup: need }: Slot,
): SessionStatus['strategies'][number]['warmup'] {
  if (!Number.isFinite(need)) return null;
  return { have: Math.min(candles.count(instrument.index, timeframeMs), need), need };
}

function totalsOf(parts: StatusParts): SessionStatus['totals'] {
  const { history } = parts;
  const orders: SessionStatus['totals']['orders'] = { working: 0, filled: 0, cancelled: 0, rejected: 0, expired: 0 };
  const counts = new Map<string, SessionStatus['totals']['decisions'][number]>();
  const count = (strategyId: string, outcome: 'approved' | 'refused', code: string | null) => {
    const key = `${strategyId} ${code}`;
    const row = counts.get(key) ?? { strategyId, outcome, code, count: 0 };
    counts.set(key, { ...row, count: row.count + 1 });
  };
  for (const { status, record } of history.orders.values()) {
    orders[status]++;
    if (record.purpose === 'entry' || record.purpose === 'exit') count(record.strategyId, 'approved', null);
  }
  for (const { record } of refusalsOf(parts)) count(record.strategyId, 'refused', record.code);
  return { decisions: [...counts.values()], orders, fills: history.fills.length };
}
