/** How much of each hard limit is used now, measured as risk measures it: positions at their marks, working entries counted as filled. */

import type { SessionStatus } from '../../api/session.ts';
import type { Instrument } from '../../core/domain/instrument.ts';
import { priceToTicks } from '../../core/domain/instrument.ts';
import type { EngineSnapshot } from '../../core/trading/engine/engine-snapshot.ts';
import { valueOf } from '../../core/trading/ledger/position-book.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import type { RegimeRow, RiskProfile } from '../../core/trading/risk/profile-figures.ts';
import type { DurableCandles } from './durable-candles.ts';

type Limit = SessionStatus['account']['limits'][number];

export interface LimitParts {
  readonly profile: RiskProfile;
  readonly instruments: readonly Instrument[];
  readonly candles: Pick<DurableCandles, 'lastClose'>;
}

/** The limits that the profile sets; of gross exposure the one that binds first comes first. */
export function limitsOf(parts: LimitParts, engine: EngineSnapshot, risk: DeskState): Limit[] {
  const { limits } = parts.profile;
  const { equity, book, orders, slots } = engine;
  const ofEquity = (quanta: number) => (equity > 0 ? quanta / equity : null);
  const held = parts.instruments.map((instrument) => heldIn(instrument, parts, engine));
  const gross = held.reduce((sum, value) => sum + value, 0);
  const leverageOf = ({ leverage }: Instrument) => leverage.numerator / leverage.denominator;
  const margin =
    book.positions.reduce((sum, position) => sum + position.margin, 0) +
    orders.reduce((sum, { reserved, ticket }) => sum + reserved / leverageOf(parts.instruments[ticket.instrument] as Instrument), 0);
  const open = slots.filter(({ position }, i) => position.lots !== 0 || orders.some(({ slot, reserved }) => slot === i && reserved > 0));
  const { entries, ladder } = risk;
  const entriesToday = entries.day === ladder.windows.day ? entries.today : 0;
  const rows: Limit[] = [
    ...exposureLimits(parts, risk, ofEquity(gross)),
    positionLimit(parts, risk, held.map(ofEquity)),
    { code: 'RISK_CASH', unit: 'ratio', bound: 'at-least', measured: ofEquity(book.wallet - margin), limit: limits.cash },
    { code: 'RISK_OPEN_POSITIONS', unit: 'count', bound: 'at-most', measured: open.length, limit: limits.openPositions },
    { code: 'RISK_ENTRIES_PER_DAY', unit: 'count', bound: 'at-most', measured: entriesToday, limit: limits.entriesPerDay },
  ];
  return rows.filter(({ limit }) => Number.isFinite(limit));
}

/** Magnitude in quanta of what an instrument's position and working entries come to. */
function heldIn(instrument: Instrument, { candles }: LimitParts, { book, orders }: EngineSnapshot): number {
  const lots = book.positions[instrument.index]?.lots ?? 0;
  const ticks = priceToTicks(instrument, candles.lastClose(instrument.index));
  const reserved = orders.reduce((sum, order) => sum + (order.ticket.instrument === instrument.index ? order.reserved : 0), 0);
  return (lots === 0 ? 0 : valueOf(instrument, ticks, Math.abs(lots))) + reserved;
}

const regimeRowOf = ({ profile }: LimitParts, risk: DeskState, instrument: number): RegimeRow =>
  profile.regimes.rows[risk.regimes[instrument]?.memory.state ?? 'range'];

function exposureLimits(parts: LimitParts, risk: DeskState, measured: number | null): Limit[] {
  const { profile, instruments } = parts;
  const strictest = Math.min(...instruments.map(({ index }) => regimeRowOf(parts, risk, index).grossExposure));
  const row = (code: string, unit: Limit['unit'], limit: number): Limit => ({ code, unit, bound: 'at-most', measured, limit });
  return [
    row('RISK_REGIME_EXPOSURE', 'ratio', strictest),
    ...(risk.modes.mode === 'DEFENSIVE' ? [row('RISK_DEFENSIVE_EXPOSURE', 'ratio', profile.modes.defensiveGross)] : []),
    row('RISK_GROSS_LEVERAGE', 'multiple', profile.limits.leverage),
  ].sort((a, b) => a.limit - b.limit);
}

/** The instrument with the least room left, against the stricter of its two limits. */
function positionLimit(parts: LimitParts, risk: DeskState, measured: readonly (number | null)[]): Limit {
  const rows = parts.instruments.map(({ index }): Limit => {
    const { position } = regimeRowOf(parts, risk, index);
    const ofRegime = position < parts.profile.limits.position;
    return {
      code: ofRegime ? 'RISK_REGIME_POSITION' : 'RISK_POSITION_LIMIT',
      unit: 'ratio',
      bound: 'at-most',
      measured: measured[index] ?? null,
      limit: ofRegime ? position : parts.profile.limits.position,
    };
  });
  const room = ({ limit, measured: used }: Limit) => limit - (used ?? 0);
  return rows.reduce((tightest, row) => (room(row) < room(tightest) ? row : tightest));
}
