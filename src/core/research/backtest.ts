/** A backtest: candle columns through the one engine and the venue model, and what came of it. */

import { powerOfTen } from '../domain/decimal.ts';
import { type Instrument, type InstrumentSpecification, prepareInstrument } from '../domain/instrument.ts';
import { type ParameterTable, resolveParameters } from '../domain/parameters.ts';
import { InputError } from '../domain/result.ts';
import type { Candles } from '../market/candles.ts';
import { timeframeMs, timeframeText } from '../market/timeframe.ts';
import { Engine } from '../trading/engine/engine.ts';
import type { EngineStream } from '../trading/engine/engine-options.ts';
import type { Followed } from '../trading/engine/followed.ts';
import type { IndicatorBank } from '../trading/engine/indicator-bank.ts';
import type { SizeRule } from '../trading/engine/new-candidate.ts';
import { ownerStrategy } from '../trading/engine/owner.ts';
import { seedFor } from '../trading/engine/random.ts';
import { Recorder } from '../trading/engine/recorder.ts';
import { Slot } from '../trading/engine/slot.ts';
import { Timeline } from '../trading/engine/timeline.ts';
import type { RiskProfile } from '../trading/risk/profile.ts';
import { RiskDesk } from '../trading/risk/risk-desk.ts';
import type { VolatilityGauge } from '../trading/risk/volatility-gauge.ts';
import type { StrategyDefinition } from '../trading/strategy/strategy.ts';
import type { FundingHistory } from '../trading/venue-model/funding.ts';
import type { SlippageModel } from '../trading/venue-model/slippage.ts';
import { VenueModel } from '../trading/venue-model/venue-model.ts';

/** One instrument and its candles: one column set per timeframe. The smallest is the path orders are filled on. */
export interface MarketInput {
  readonly instrument: InstrumentSpecification;
  readonly series: readonly { readonly timeframeMs: number; readonly candles: Candles }[];
  /** Perpetuals only; `missing` charges the pessimistic default. */
  readonly funding?: FundingHistory | 'missing';
  /** Sector, class and geography for the concentration limits; absent counts as the worst case. */
  readonly classification?: { readonly sector?: string; readonly assetClass?: string; readonly geography?: string };
}

// biome-ignore lint/suspicious/noExplicitAny: a definition of any parameter table; its own types are checked where it is declared.
export type AnyStrategy = StrategyDefinition<any>;

export interface StrategyInput {
  readonly definition: AnyStrategy;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly instrumentId: string;
  /** Absent: the smallest series of the instrument. */
  readonly timeframe?: string;
}

export interface SessionOptions {
  readonly markets: readonly MarketInput[];
  readonly strategies: readonly StrategyInput[];
  /** Deposit in account currency. */
  readonly cash: number;
  /** Decimals of the account's quantum: 2 for EUR and USD, 8 otherwise. */
  readonly quantumDecimals: number;
  readonly slippage: SlippageModel;
  readonly risk: RiskProfile;
  readonly latencyMs?: number;
  readonly touch?: boolean;
  readonly size?: SizeRule;
  readonly seed?: number;
  readonly accountCurrency?: string;
  /** Whether the owner may place orders of their own (Engine.command): every instrument then has a slot for them. */
  readonly owner?: boolean;
  /** What this session and others, played side by side over the same single series, compute once. */
  readonly common?: CommonWork;
}

export interface CommonWork {
  readonly bank: IndicatorBank;
  readonly gauge: VolatilityGauge;
}

export interface BacktestOptions extends SessionOptions {
  readonly finalize?: 'none' | 'open' | 'close';
}

/** Everything a world needs, wired the same way for backtest and paper. */
export interface Session<O> {
  readonly engine: Engine;
  readonly venue: VenueModel;
  readonly timeline: Timeline;
  readonly observer: O;
  readonly slots: readonly Slot[];
  readonly instruments: readonly Instrument[];
  readonly streams: readonly EngineStream[];
}

export function openSession<O extends ConstructorParameters<typeof Engine>[0]['observer']>(
  options: SessionOptions,
  observer: O,
): Session<O> {
  const instruments = options.markets.map((market, i) => prepareInstrument(market.instrument, i, options.quantumDecimals));
  const wallet = Math.round(options.cash * powerOfTen(options.quantumDecimals));
  if (!(wallet > 0) || !Number.isSafeInteger(wallet)) {
    throw new InputError(
      'CASH_INVALID',
      `expected a positive amount of cash below ${Number.MAX_SAFE_INTEGER / powerOfTen(options.quantumDecimals)}, found ${options.cash}`,
      2,
    );
  }
  const streams = streamsOf(options, instruments);
  const strategies = options.owner
    ? [...options.strategies, ...instruments.map(({ id }) => ({ definition: ownerStrategy, instrumentId: id }))]
    : options.strategies;
  const strategyIds = [...new Set(strategies.map(({ definition }) => definition.id as string))].sort();
  const slots = slotsOf({ ...options, strategies }, instruments, streams, strategyIds, wallet);
  const start = Math.min(
    ...streams.map((stream) => (stream.candles.length > 0 ? (stream.candles.time[0] as number) : Number.POSITIVE_INFINITY)),
  );
  const venue = new VenueModel({
    instruments,
    wallet,
    slippage: options.slippage,
    latencyMs: options.latencyMs ?? 0,
    touch: options.touch ?? false,
    funding: options.markets.map(({ funding, instrument }) => funding ?? (instrument.kind === 'perpetual' ? 'missing' : null)),
  });
  for (const stream of streams) if (stream.isPath) venue.attach(stream.instrument, stream.candles);
  const slippageRatio =
    options.slippage.kind === 'fixed' ? options.slippage.ratio : options.slippage.kind === 'spread' ? options.slippage.ratio / 2 : 0;
  const risk = new RiskDesk({
    profile: options.risk,
    instruments,
    strategies: strategyIds.map((id) => ({ id })),
    slots: slots.map((slot) => ({ strategy: slot.strategy, instrument: slot.instrument.index })),
    quantumDecimals: options.quantumDecimals,
    startingEquity: wallet,
    at: Number.isFinite(start) ? start : 0,
    roundTripCostRatio: 2 * (slippageRatio + Math.max(0, ...options.markets.map(({ instrument }) => instrument.takerFeeRatio ?? 0))),
    classifications: Object.fromEntries(
      options.markets.flatMap(({ instrument, classification }) => (classification ? [[instrument.id, classification]] : [])),
    ),
    ...(options.accountCurrency ? { accountCurrency: options.accountCurrency } : {}),
    ...(options.common ? { gauge: options.common.gauge } : {}),
  });
  const engine = new Engine({
    instruments,
    streams,
    slots,
    wallet,
    risk,
    venue,
    observer,
    ...(options.size ? { size: options.size } : {}),
  });
  venue.connect(engine);
  return { engine, venue, timeline: new Timeline(engine, venue), observer, slots, instruments, streams };
}

/** Streams in canonical order: larger timeframe first, then instrument id. */
function streamsOf(options: SessionOptions, instruments: readonly Instrument[]): EngineStream[] {
  const all = options.markets.flatMap((market, instrument) => {
    const smallest = Math.min(...market.series.map((series) => series.timeframeMs));
    return market.series.map((series) => ({ ...series, instrument, isPath: series.timeframeMs === smallest }));
  });
  const idOf = (instrument: number) => (instruments[instrument] as Instrument).id;
  all.sort((a, b) => b.timeframeMs - a.timeframeMs || (idOf(a.instrument) < idOf(b.instrument) ? -1 : 1));
  return all.map((stream, index) => ({ ...stream, index }));
}

/** Slots in canonical order: by stream, then strategy id. */
function slotsOf(
  options: SessionOptions,
  instruments: readonly Instrument[],
  streams: readonly EngineStream[],
  strategyIds: readonly string[],
  deposit: number,
): Slot[] {
  const placed = options.strategies.map((input) => {
    const instrument = instruments.find(({ id }) => id === input.instrumentId);
    if (!instrument)
      throw new InputError(
        'SYMBOL_UNKNOWN',
        `strategy ${input.definition.id}: expected one of ${instruments.map(({ id }) => id).join(', ')}, found ${input.instrumentId}`,
        2,
      );
    const own = streams.filter((stream) => stream.instrument === instrument.index);
    const wanted = input.timeframe === undefined ? Math.min(...own.map((stream) => stream.timeframeMs)) : timeframeMs(input.timeframe);
    return { input, instrument, stream: streamFor(own, wanted, instrument.id) };
  });
  placed.sort((a, b) => a.stream.index - b.stream.index || (a.input.definition.id < b.input.definition.id ? -1 : 1));
  return placed.map(({ input, instrument, stream }, index) => {
    const { definition } = input;
    const parameters = resolveParameters(definition.parameters as ParameterTable, input.parameters ?? {}, `strategy ${definition.id}`);
    for (const { holds, message } of definition.constraints ?? []) {
      if (!holds(parameters))
        throw new InputError('PARAMETER_CONSTRAINT', `strategy ${definition.id}: ${message}, found ${settingsText(parameters)}`, 2);
    }
    return new Slot({
      index,
      strategy: strategyIds.indexOf(definition.id),
      definition,
      parameters,
      instrument,
      stream: stream.index,
      candles: stream.candles,
      timeframeMs: stream.timeframeMs,
      other: (timeframe) => {
        const other = streamFor(
          streams.filter((one) => one.instrument === instrument.index),
          timeframeMs(timeframe),
          instrument.id,
        );
        return { stream: other.index, candles: other.candles };
      },
      seed: seedFor(options.seed ?? 1, `${definition.id}:${instrument.id}`),
      shortable: instrument.shorting,
      deposit,
      ...(options.common ? { bank: options.common.bank } : {}),
    });
  });
}

/** `fast=50, slow=30` */
function settingsText(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

function streamFor(streams: readonly EngineStream[], wanted: number, instrumentId: string): EngineStream {
  const stream = streams.find((one) => one.timeframeMs === wanted);
  if (stream) return stream;
  throw new InputError(
    'TIMEFRAME_MISSING',
    `${instrumentId}: expected ${timeframeText(wanted)} candles, found only ${streams.map((one) => timeframeText(one.timeframeMs)).join(', ')}`,
    1,
  );
}

/** A finished run: the session, what was recorded, and the figures every caller wants. Money in account currency. */
export interface Backtest {
  readonly session: Session<Recorder>;
  readonly recorder: Recorder;
  readonly bars: number;
  readonly fills: number;
  readonly finalEquity: number;
  readonly maxDrawdownRatio: number;
}

/** Plays every candle. Throws InputError on bad options; the data are taken as already checked. */
export function backtest(options: BacktestOptions): Backtest {
  const session = openSession(options, new Recorder());
  const { timeline, engine, observer } = session;
  timeline.run();
  if (options.finalize === 'open' || options.finalize === 'close') settle(session, options.finalize);
  const quantum = powerOfTen(options.quantumDecimals);
  let bars = 0;
  for (const slot of session.slots) bars += slot.candles.length;
  return {
    session,
    recorder: observer,
    bars,
    fills: observer.fillCount,
    finalEquity: engine.equity / quantum,
    maxDrawdownRatio: observer.equityWatch.maxDrawdownRatio,
  };
}

function settle(session: Session<Recorder>, price: 'open' | 'close'): void {
  const { engine, venue, slots, observer } = session;
  const { marks } = observer;
  if (marks === 0) return;
  // The last mark is made again: what is settled comes before it.
  observer.equityWatch.restart(observer.equity, marks - 1);
  for (const slot of slots) engine.sendExit(slot, 'end');
  engine.paths.forEach((path, instrument) => {
    const { candles } = path as Followed;
    // An exit at an open happens then, not when the candle is over.
    venue.settle(instrument, price, price === 'open' ? (candles.time[candles.length - 1] ?? engine.at) : engine.at);
  });
  engine.mark();
}
