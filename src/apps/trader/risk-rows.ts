/** Risk in the words of the interface: exposures, limits, rungs, estimates and correlations as rows. */

import type { AccountAfter, Amount, Correlations, Exposures, LossEstimate, RiskLimit, RiskRung } from '../../api/risk.ts';
import { formatScaled } from '../../core/domain/decimal.ts';
import type { Instrument } from '../../core/domain/instrument.ts';
import { civilOf, daysFromCivil, zoneNamed } from '../../core/market/zone.ts';
import type { AccountAsOf } from '../../core/trading/engine/account-as-of.ts';
import type { EngineSnapshot } from '../../core/trading/engine/engine-snapshot.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import { valueOf } from '../../core/trading/ledger/position-book.ts';
import type { RiskContext } from '../../core/trading/risk/judgement.ts';
import type { LadderState } from '../../core/trading/risk/ladder.ts';
import type { LimitInForce } from '../../core/trading/risk/limits-in-force.ts';
import { DRAWS, historicalLoss, type LossEstimate as Loss, parametricLoss, simulatedLoss } from '../../core/trading/risk/loss-estimates.ts';
import type { RiskProfile } from '../../core/trading/risk/profile-figures.ts';
import { RUNGS } from '../../core/trading/risk/rungs.ts';
import { ladderOf } from './status.ts';

export interface RowParts {
  readonly slots: readonly Slot[];
  readonly instruments: readonly Instrument[];
  readonly quantumDecimals: number;
  readonly profile: RiskProfile;
}

const DAY_MS = 86_400_000;
/** The same days give the same draws. */
const SEED = 1;

export const moneyOf = ({ quantumDecimals }: Pick<RowParts, 'quantumDecimals'>, quanta: number) =>
  formatScaled(Math.round(quanta) + 0, quantumDecimals);

export const orNull = (value: number) => (Number.isFinite(value) ? value : null);

export function amountOf(parts: RowParts, quanta: number, equity: number): Amount {
  return { money: moneyOf(parts, quanta), ratio: equity > 0 ? quanta / equity : null };
}

/** Quanta: long, short and working positive, net signed. */
interface Sums {
  long: number;
  short: number;
  working: number;
}

function heldOf(parts: RowParts, { long, short, working }: Sums, equity: number): AccountAfter['exposures'] {
  const amount = (quanta: number) => amountOf(parts, quanta, equity);
  return { long: amount(long), short: amount(short), net: amount(long - short), gross: amount(long + short), working: amount(working) };
}

const sumsOf = (value: number, working = 0): Sums => ({ long: Math.max(0, value), short: Math.max(0, -value), working });

function added(all: readonly Sums[]): Sums {
  return all.reduce(
    (sum, one) => ({ long: sum.long + one.long, short: sum.short + one.short, working: sum.working + one.working }),
    sumsOf(0),
  );
}

/** Rows under the same name as one. */
function grouped<Name>(rows: readonly (readonly [Name, Sums])[]): [Name, Sums][] {
  return [...new Set(rows.map(([name]) => name))].map((name) => [
    name,
    added(rows.filter(([other]) => other === name).map(([, sums]) => sums)),
  ]);
}

export function totalHeld(parts: RowParts, account: AccountAsOf): AccountAfter['exposures'] {
  const rows = parts.instruments.map(({ index }) => sumsOf(account.heldIn(index), account.workingIn(index)));
  return heldOf(parts, added(rows), account.equity);
}

export function exposuresOf(
  parts: RowParts,
  { classes }: Pick<RiskContext, 'classes'>,
  account: AccountAsOf,
  snapshot: EngineSnapshot,
  limits: readonly LimitInForce[],
  marks: readonly number[],
): Exposures {
  const { instruments, slots } = parts;
  const held = (sums: Sums) => heldOf(parts, sums, account.equity);
  const rows = instruments.map(
    (instrument) => [instrument, sumsOf(account.heldIn(instrument.index), account.workingIn(instrument.index))] as const,
  );
  const byStrategy = slots.map(({ definition, instrument, index }) => {
    const lots = snapshot.slots[index]?.position.lots ?? 0;
    const value = lots === 0 ? 0 : Math.sign(lots) * valueOf(instrument, marks[instrument.index] as number, Math.abs(lots));
    const working = snapshot.orders.reduce((sum, { slot, reserved }) => sum + (slot === index ? reserved : 0), 0);
    return [definition.id as string, sumsOf(value, working)] as const;
  });
  const positionLimit = (index: number) => {
    const own = limits.filter(({ code, instrument }) => instrument === index && /^RISK_(REGIME_)?POSITION/.test(code));
    const [strictest] = own.sort((a, b) => a.limit - b.limit);
    return strictest ? { code: strictest.code, limit: strictest.limit } : null;
  };
  return {
    ...held(added(rows.map(([, sums]) => sums))),
    byInstrument: rows.map(([{ id, index }, sums]) => ({ instrumentId: id, ...held(sums), position: positionLimit(index) })),
    byBase: grouped(rows.map(([{ specification }, sums]) => [specification.base, sums])).map(([name, sums]) => ({ name, ...held(sums) })),
    byClass: grouped(rows.map(([{ index }, sums]) => [classes[index]?.assetClass ?? null, sums])).map(([name, sums]) => ({
      name,
      ...held(sums),
    })),
    byStrategy: grouped(byStrategy).map(([strategyId, sums]) => ({ strategyId, ...held(sums) })),
  };
}

export function limitOf(parts: RowParts, row: LimitInForce): RiskLimit {
  const { code, action, unit, bound, measured, limit, room, isUnknown } = row;
  const isBroken = bound === 'at-least' ? measured < limit : measured > limit;
  return {
    ...{ code, action, unit, bound, limit, isUnknown, isBroken },
    instrumentId: row.instrument === null ? null : (parts.instruments[row.instrument]?.id ?? null),
    strategyId: row.slot === null ? null : (parts.slots[row.slot]?.definition.id ?? null),
    measured: orNull(measured),
    room: Number.isFinite(room) ? moneyOf(parts, room) : null,
  };
}

/** `ladder`: as it stands, or as a shock would leave it. */
export function rungsOf(parts: RowParts, ladder: LadderState, equity: number): RiskRung[] {
  const { windows, marks } = ladder;
  const reference = { day: windows.dayStart, week: windows.weekStart, month: windows.monthStart, drawdown: marks.peak };
  const ends = windowEnds(parts.profile.zone, windows.day);
  return ladderOf(parts, { ladder }, equity).map((rung) => ({
    ...rung,
    reference: moneyOf(parts, reference[rung.window]),
    lost: moneyOf(parts, Math.max(0, reference[rung.window] - equity)),
    windowEndsAt: rung.window === 'drawdown' ? null : ends[rung.window],
    clears: clearsBy(rung),
  }));
}

function clearsBy({ id, window, demands }: { id: string; window: string; demands: string }): RiskRung['clears'] {
  if (demands === 'ALERT') return 'calm';
  if (demands !== 'EMERGENCY') return window === 'drawdown' ? 'calm-and-review' : 'next-window';
  return RUNGS.find((rung) => rung.id === id)?.review ? 'reset-and-review' : 'reset';
}

/** When the running day, week (Monday) and month are over; `day` is its number since 1970 in the zone. */
function windowEnds(zoneName: string, day: number): Record<'day' | 'week' | 'month', number> {
  const zone = zoneNamed(zoneName);
  const { year, month } = civilOf(day);
  const at = (dayNumber: number) => zone.toUtc(dayNumber * DAY_MS);
  const nextMonth = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
  return { day: at(day + 1), week: at((Math.floor((day + 3) / 7) + 1) * 7 - 3), month: at(nextMonth) };
}

export function exposuresIn({ instruments }: Pick<RowParts, 'instruments'>, account: AccountAsOf): Float64Array {
  return Float64Array.from(instruments, ({ index }) => account.exposureOf(index));
}

export function estimatesOf(parts: RowParts, c: RiskContext, account: AccountAsOf): LossEstimate[] {
  const exposures = exposuresIn(parts, account);
  const { equity } = account;
  const { minimumReturns } = parts.profile.statistics;
  const known = (value: number) => (Number.isNaN(value) ? null : amountOf(parts, value, equity));
  const row = (method: LossEstimate['method'], loss: Omit<Loss, 'days'> & { days?: number }, draws: number | null, assumed: string[]) => ({
    ...{ method, draws, assumed },
    valueAtRisk: known(loss.valueAtRisk),
    shortfall: known(loss.shortfall),
    days: loss.days ?? null,
  });
  const isAssumed = (instrument: number) =>
    exposures[instrument] !== 0 && !Number.isFinite(c.statistics.covariance(instrument, instrument));
  const assumed = parts.instruments.filter(({ index }) => isAssumed(index)).map(({ id }) => id);
  return [
    row('parametric', parametricLoss(c, exposures), null, assumed),
    row('historical', historicalLoss(c.statistics, exposures, minimumReturns), null, []),
    row('simulated', simulatedLoss(c.statistics, exposures, minimumReturns, SEED), DRAWS, []),
  ];
}

export function correlationsOf(
  { instruments, profile }: RowParts,
  { statistics }: Pick<RiskContext, 'statistics'>,
  account: AccountAsOf,
  mean: LimitInForce | undefined,
): Correlations {
  const pairs = instruments.flatMap((a, i) =>
    instruments.slice(i + 1).map((b) => ({
      a: a.id,
      b: b.id,
      correlation: orNull(statistics.correlation(a.index, b.index)),
      days: statistics.daysTogether(a.index, b.index),
    })),
  );
  return {
    instruments: instruments.map(({ id, index }) => ({
      instrumentId: id,
      isHeld: account.exposureOf(index) !== 0,
      days: statistics.daysTogether(index, index),
      dailyVolatility: orNull(Math.sqrt(statistics.covariance(index, index))),
    })),
    mostDays: statistics.correlationDays,
    leastDays: profile.statistics.minimumReturns,
    pairs,
    mean: mean ? orNull(mean.measured) : null,
    meanLimit: orNull(profile.limits.meanCorrelationWarn),
  };
}
