/** The state of risk as plain JSON and back. Lists follow the ids of instruments, strategies and slots, so a changed configuration keeps what it can. */

import { InputError } from '../../domain/result.ts';
import { shared, sharedEach, sharedList } from '../../journal/sharing.ts';
import { createContext, type RiskDeskOptions } from './context.ts';
import type { CoolDownState } from './cool-down.ts';
import type { DayTradesState } from './day-trades.ts';
import type { EntryLogState } from './entry-log.ts';
import type { FirstOrdersState } from './first-orders.ts';
import type { RiskContext } from './judgement.ts';
import type { LadderState } from './ladder.ts';
import type { ModesState, Notice } from './modes.ts';
import type { PerformanceState, PerformanceWatch } from './performance.ts';
import type { RegimeState } from './regime.ts';
import type { RunWeight } from './run-weights.ts';
import { ShareLimit } from './share-limit.ts';
import type { StatisticsState } from './statistics.ts';
import type { GaugeState } from './volatility-gauge.ts';

const VERSION = 1;

/** What a desk is made of, as far as it has state. */
export interface Parts {
  readonly options: RiskDeskOptions;
  readonly context: RiskContext;
  readonly performance: PerformanceWatch;
  readonly notices: Notice[];
  readonly live: LiveState;
}

/** What the desk itself remembers. */
export interface LiveState {
  /** Share of every position that expected shortfall demands to close; 0 when none is to be taken. */
  reduction: number;
  /** Volatility index of the market (such as VIX); NaN when there is none. */
  volatilityIndex: number;
}

export interface DeskState {
  readonly version: number;
  readonly ids: Ids;
  readonly ladder: LadderState;
  readonly modes: ModesState;
  readonly performance: PerformanceState;
  readonly notices: readonly Notice[];
  readonly live: { readonly reduction: number; readonly volatilityIndex: number | null };
  readonly entries: EntryLogState;
  readonly dayTrades: DayTradesState;
  readonly coolDowns: readonly CoolDownState[];
  readonly strategies: readonly StrategyState[];
  readonly statistics: readonly StatisticsState[];
  readonly regimes: readonly RegimeState[];
  readonly gauges: readonly GaugeState[];
  /** Absent where no arming is asked for. */
  readonly firstOrders?: FirstOrdersState | undefined;
  /** By slot; absent while the owner has given no run a weight. */
  readonly weights?: readonly (RunWeight | null)[] | undefined;
}

interface StrategyState {
  readonly evaluator: number;
  readonly kelly: number | null;
  readonly calibrationError: number | null;
}

/** Shares what has not changed with a snapshot taken before. */
export function snapshotOf({ options, context: c, performance, notices, live }: Parts, before?: DeskState): DeskState {
  const ladder = c.ladder.snapshot(before?.ladder);
  const now = {
    version: VERSION,
    ids: idsOf(options),
    ladder,
    modes: c.modes.snapshot(before?.modes),
    performance: performance.snapshot(before?.performance),
    notices: sharedList(before?.notices, notices),
    live: liveOf(live, before?.live),
    entries: c.entries.snapshot(before?.entries),
    dayTrades: c.dayTrades.snapshot(before?.dayTrades),
    coolDowns: c.coolDowns.snapshot(before?.coolDowns),
    strategies: sharedEach(before?.strategies, c.strategies, strategyOf),
    statistics: c.statistics.snapshot(),
    regimes: sharedEach(before?.regimes, c.regimes, (regime) => regime.snapshot()),
    gauges: sharedEach(before?.gauges, c.gauges, (gauge) => gauge.snapshot()),
    firstOrders: c.firstOrders.state ?? undefined,
    weights: c.weights.snapshot(),
  };
  // The ladder's last mark differs after nearly every candle.
  return before?.ladder === ladder ? shared(before, now) : now;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function liveOf(live: LiveState, before: DeskState['live'] | undefined): DeskState['live'] {
  const { reduction } = live;
  const volatilityIndex = orNull(live.volatilityIndex);
  const isSame = before?.reduction === reduction && before.volatilityIndex === volatilityIndex;
  return isSame ? before : { reduction, volatilityIndex };
}

function strategyOf(strategy: RiskContext['strategies'][number], before: StrategyState | undefined): StrategyState {
  const evaluator = strategy.evaluator.ratio;
  const kelly = orNull(strategy.kelly);
  const calibrationError = orNull(strategy.calibrationError);
  const isSame = before?.evaluator === evaluator && before.kelly === kelly && before.calibrationError === calibrationError;
  return isSame ? before : { evaluator, kelly, calibrationError };
}

/** InputError RISK_STATE_INVALID when `given` is not what `snapshotOf` makes. */
export function restoreInto(parts: Parts, given: unknown): void {
  const { options, context: c } = parts;
  checkState(snapshotOf({ ...parts, context: createContext(options), live: { reduction: 0, volatilityIndex: Number.NaN } }), given);
  const state = given as DeskState;
  if (state.version !== VERSION) throw invalid('risk state.version', String(VERSION), state.version);
  const ids = idsOf(options);
  const ofSlots = <T>(list: readonly T[]) => reordered(list, state.ids.slots, ids.slots);
  const ofStrategies = <T>(list: readonly T[]) => reordered(list, state.ids.strategies, ids.strategies);
  const ofInstruments = <T>(list: readonly T[]) => reordered(list, state.ids.instruments, ids.instruments);
  const { entries, dayTrades } = state;
  c.ladder.restore(state.ladder);
  c.modes.restore(state.modes);
  parts.performance.restore(state.performance);
  parts.notices.splice(0, parts.notices.length, ...state.notices);
  c.entries.restore({
    ...entries,
    lastOfInstrument: ofInstruments(entries.lastOfInstrument),
    instrumentHour: ofInstruments(entries.instrumentHour),
    strategyHour: ofStrategies(entries.strategyHour),
    lastBuy: ofSlots(entries.lastBuy),
    lastSell: ofSlots(entries.lastSell),
  });
  c.dayTrades.restore({ ...dayTrades, openedOn: ofSlots(dayTrades.openedOn) });
  c.coolDowns.restore(ofStrategies(state.coolDowns));
  c.statistics.restore(ofInstruments(state.statistics));
  for (const [i, strategy] of ofStrategies(state.strategies).entries()) {
    if (!strategy) continue;
    const { evaluator, kelly, calibrationError } = strategy;
    Object.assign(c.strategies[i] as object, {
      evaluator: new ShareLimit(evaluator),
      kelly: kelly ?? Number.NaN,
      calibrationError: calibrationError ?? Number.NaN,
    });
  }
  for (const [i, regime] of ofInstruments(state.regimes).entries()) if (regime) c.regimes[i]?.restore(regime);
  for (const [i, gauge] of ofSlots(state.gauges).entries()) if (gauge) c.gauges[i]?.restore(gauge);
  const { firstOrders } = state;
  if (firstOrders !== undefined) checkState(FIRST_ORDERS_SHAPE, firstOrders, 'risk state.firstOrders');
  c.firstOrders.state = firstOrders ?? null;
  const { weights = [] } = state;
  if (!Array.isArray(weights)) throw invalid('risk state.weights', 'a list', weights);
  c.weights.restore(ofSlots(weights));
  parts.live.reduction = state.live.reduction;
  parts.live.volatilityIndex = state.live.volatilityIndex ?? Number.NaN;
}

type Ids = { readonly instruments: string[]; readonly strategies: string[]; readonly slots: string[] };

const FIRST_ORDERS_SHAPE: FirstOrdersState = { arming: 0, from: 0, filled: [0], cutTold: false };

const IDS = new WeakMap<RiskDeskOptions, Ids>();

function idsOf(options: RiskDeskOptions): Ids {
  const known = IDS.get(options);
  if (known !== undefined) return known;
  const { instruments, strategies, slots } = options;
  const ids = {
    instruments: instruments.map(({ id }) => id),
    strategies: strategies.map(({ id }) => id),
    slots: slots.map(({ strategy, instrument }) => `${strategies[strategy]?.id}:${instruments[instrument]?.id}`),
  };
  IDS.set(options, ids);
  return ids;
}

/** The elements written for `from`, in the order of `to`; undefined for an id that was not there. */
function reordered<T>(list: readonly T[], from: readonly string[], to: readonly string[]): (T | undefined)[] {
  return to.map((id) => list[from.indexOf(id)]);
}

function invalid(path: string, expected: string, found: unknown): InputError {
  return new InputError(
    'RISK_STATE_INVALID',
    `${path}: expected ${expected}, found ${JSON.stringify(found)?.slice(0, 40)}; restore the last good snapshot`,
    3,
  );
}

/** Holds a snapshot against the shape a fresh one has. Null stands for what is null in a fresh one (or absent, from before it existed), absent for what may be there, and for a number of a column that is not defined. */
function checkState(pattern: unknown, given: unknown, path = 'risk state'): void {
  if (pattern === null || pattern === undefined) {
    if (given !== undefined && typeof given !== 'number' && typeof given !== 'object')
      throw invalid(path, 'a number, a record or null', given);
  } else if (typeof pattern === 'number') {
    const undefinedInColumn = given === null && path.endsWith(']');
    if (!undefinedInColumn && !Number.isFinite(given)) throw invalid(path, 'a number', given);
  } else if (Array.isArray(pattern)) {
    if (!Array.isArray(given)) throw invalid(path, 'a list', given);
    if (pattern.length > 0) for (const [i, element] of given.entries()) checkState(pattern[0], element, `${path}[${i}]`);
  } else if (typeof pattern === 'object') {
    if (typeof given !== 'object' || given === null) throw invalid(path, 'a record', given);
    for (const [key, value] of Object.entries(pattern)) checkState(value, (given as Record<string, unknown>)[key], `${path}.${key}`);
  } else if (typeof given !== typeof pattern) throw invalid(path, typeof pattern, given);
}
