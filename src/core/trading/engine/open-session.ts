/** What a session is made of, whatever its world: instruments, streams, slots and risk, wired to a venue. */

import { powerOfTen } from '../../domain/decimal.ts';
import { type Instrument, type InstrumentSpecification, prepareInstrument } from '../../domain/instrument.ts';
import { InputError } from '../../domain/result.ts';
import type { Candles } from '../../market/candles.ts';
import { timeframeMs, timeframeText } from '../../market/timeframe.ts';
import type { RiskProfile } from '../risk/profile.ts';
import { RiskDesk } from '../risk/risk-desk.ts';
import type { VolatilityGauge } from '../risk/volatility-gauge.ts';
import { parametersOf } from '../strategy/parameters-of.ts';
import type { StrategyDefinition } from '../strategy/strategy.ts';
import type { FundingHistory } from '../venue-model/funding.ts';
import type { SlippageModel } from '../venue-model/slippage.ts';
import type { Venue } from '../venue-model/venue.ts';
import { VenueModel } from '../venue-model/venue-model.ts';
import { Engine } from './engine.ts';
import type { EngineStream } from './engine-options.ts';
import type { IndicatorBank } from './indicator-bank.ts';
import type { SizeRule } from './new-candidate.ts';
import type { EngineObserver } from './observer.ts';
import { ownerStrategy } from './owner.ts';
import { seedFor } from './random.ts';
import { signalStrategy } from './signal-slot.ts';
import { Slot } from './slot.ts';
import { Timeline } from './timeline.ts';

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
  /** Whether signals from outside may trade: every instrument then has a slot for them. */
  readonly signals?: boolean;
  /** Whether the owner can be asked for what risk does not let through without a yes; otherwise it is dropped. */
  readonly approvals?: boolean;
  /** What this session and others, played side by side over the same single series, compute once. */
  readonly common?: CommonWork;
}

export interface CommonWork {
  readonly bank: IndicatorBank;
  readonly gauge: VolatilityGauge;
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

/** The parts of a session that no venue changes. */
function partsOf(options: SessionOptions) {
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
  const builtIn = [...(options.owner ? [ownerStrategy] : []), ...(options.signals ? [signalStrategy] : [])];
  const strategies = [
    ...options.strategies,
    ...builtIn.flatMap((definition) => instruments.map(({ id }) => ({ definition: definition as AnyStrategy, instrumentId: id }))),
  ];
  const strategyIds = [...new Set(strategies.map(({ definition }) => definition.id as string))].sort();
  const slots = slotsOf({ ...options, strategies }, instruments, streams, strategyIds, wallet);
  const start = Math.min(
    ...streams.map((stream) => (stream.candles.length > 0 ? (stream.candles.time[0] as number) : Number.POSITIVE_INFINITY)),
  );
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
    ...(options.approvals === undefined ? {} : { approvals: options.approvals }),
    ...(options.accountCurrency ? { accountCurrency: options.accountCurrency } : {}),
    ...(options.common ? { gauge: options.common.gauge } : {}),
  });
  return { instruments, wallet, streams, slots, risk, ...(options.size ? { size: options.size } : {}) };
}

/** A session on the venue model: backtest and paper. */
export function openSession<O extends EngineObserver>(options: SessionOptions, observer: O): Session<O> {
  const parts = partsOf(options);
  const { instruments, streams, slots } = parts;
  const venue = new VenueModel({
    instruments,
    wallet: parts.wallet,
    slippage: options.slippage,
    latencyMs: options.latencyMs ?? 0,
    touch: options.touch ?? false,
    funding: options.markets.map(({ funding, instrument }) => funding ?? (instrument.kind === 'perpetual' ? 'missing' : null)),
  });
  for (const stream of streams) if (stream.isPath) venue.attach(stream.instrument, stream.candles);
  const engine = new Engine({ ...parts, venue, observer });
  venue.connect(engine);
  return { engine, venue, timeline: new Timeline(engine, venue), observer, slots, instruments, streams };
}

/** A session on an outside venue, which `venueOf` makes from the instruments: orders are sized when they are sent, since nobody here fills them. */
export function openOutsideSession<O extends EngineObserver, V extends Venue>(
  options: SessionOptions,
  observer: O,
  venueOf: (instruments: readonly Instrument[], slots: readonly Slot[]) => V,
): Omit<Session<O>, 'venue' | 'timeline'> & { readonly venue: V } {
  const parts = partsOf(options);
  const { instruments, streams, slots } = parts;
  const venue = venueOf(instruments, slots);
  const engine = new Engine({ ...parts, venue, observer, sizesAtSend: true });
  return { engine, venue, observer, slots, instruments, streams };
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
    const parameters = parametersOf(definition, input.parameters ?? {});
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

function streamFor(streams: readonly EngineStream[], wanted: number, instrumentId: string): EngineStream {
  const stream = streams.find((one) => one.timeframeMs === wanted);
  if (stream) return stream;
  throw new InputError(
    'TIMEFRAME_MISSING',
    `${instrumentId}: expected ${timeframeText(wanted)} candles, found only ${streams.map((one) => timeframeText(one.timeframeMs)).join(', ')}`,
    1,
  );
}
