/** The live feed's side of the engine: candles arrive one by one, are appended to columns, and are played in the order a backtest plays them. */

import { type Aggregator, createAggregator } from '../../market/aggregate.ts';
import { type Candles, copyCandles, reserveCandles, sliceCandles } from '../../market/candles.ts';
import type { VenueModel } from '../venue-model/venue-model.ts';
import type { Engine } from './engine.ts';
import type { EngineStream } from './engine-options.ts';
import type { CandleNumbers } from './steps.ts';

const CAPACITY = 1024;

/** A stream built here from the instrument's path. */
interface Built {
  readonly stream: EngineStream;
  readonly aggregator: Aggregator;
}

export class LiveDriver {
  private readonly engine: Engine;
  private readonly venue: VenueModel | null;
  /** By instrument number, the order in which a venue handles what happens at one time. */
  private readonly pathOf: readonly EngineStream[];
  private readonly built: readonly Built[];
  private readonly closing: Int32Array;
  private readonly indices: Int32Array;

  constructor(engine: Engine, venue: VenueModel | null) {
    this.engine = engine;
    this.venue = venue;
    this.pathOf = engine.instruments.map(
      ({ index }) => engine.streams.find((stream) => stream.isPath && stream.instrument === index) as EngineStream,
    );
    this.built = engine.streams
      .filter((stream) => !stream.isPath)
      .map((stream) => ({
        stream,
        aggregator: createAggregator({ fromMs: (this.pathOf[stream.instrument] as EngineStream).timeframeMs, toMs: stream.timeframeMs }),
      }));
    this.closing = new Int32Array(engine.streams.length);
    this.indices = new Int32Array(engine.streams.length);
  }

  /** Candles of these instruments open at `at`: what arrived and waits may fill. A replay knows the volume to come; a live feed gives 0 until the close. */
  opened(at: number, candles: readonly (readonly [instrument: number, numbers: CandleNumbers])[]): void {
    // Nothing happens at an open but at a venue in process: elsewhere time goes by closes and by what the venue tells.
    if (this.venue !== null) this.engine.at = at;
    for (const [instrument, numbers] of candles) {
      const { candles: columns } = this.pathOf[instrument] as EngineStream;
      writeCandle(columns, columns.length, numbers);
      if (this.venue === null) continue;
      this.venue.now = at;
      if (columns.length === 0) this.venue.begin(instrument, at);
      this.venue.opened(instrument, columns.length);
    }
  }

  /** End of the oldest larger candle that is over before `at` although the path candle that would close it never came; Infinity when there is none. */
  overdueBefore(at: number): number {
    let due = Number.POSITIVE_INFINITY;
    for (const { stream, aggregator } of this.built) {
      const end = aggregator.unfinishedSince + stream.timeframeMs;
      if (end < at && end < due) due = end;
    }
    return due;
  }

  /** Path candles of these instruments close at `at` (none: only larger candles do). Everything that closes then is one batch in canonical order. */
  closed(at: number, candles: readonly (readonly [instrument: number, numbers: CandleNumbers])[]): void {
    const { engine, venue } = this;
    engine.at = at;
    for (const [instrument, numbers] of candles) this.closePath(this.pathOf[instrument] as EngineStream, numbers);
    for (const { stream, aggregator } of this.built) aggregator.closeUntil(at, stream.candles);
    for (const stream of this.pathOf) {
      if (venue === null || !this.isNew(stream)) continue;
      venue.now = at;
      venue.closed(stream.instrument, stream.candles.length - 1);
    }
    let count = 0;
    for (const stream of engine.streams) {
      if (!this.isNew(stream)) continue;
      this.closing[count] = stream.index;
      this.indices[count++] = stream.candles.length - 1;
    }
    if (count > 0) engine.barsClosed(this.closing, this.indices, count);
  }

  /** Whether the stream has a candle the engine has not taken in. */
  private isNew({ index, candles }: EngineStream): boolean {
    return candles.length !== this.engine.followed[index]?.seen;
  }

  private closePath(path: EngineStream, numbers: CandleNumbers): void {
    const { candles } = path;
    writeCandle(candles, candles.length, numbers);
    candles.length++;
    for (const { stream, aggregator } of this.built)
      if (stream.instrument === path.instrument) aggregator.push(candles, candles.length - 1, stream.candles);
  }

  /** Folds a recorded close: candles and indicators move on, nothing is asked and nothing is matched. */
  fold(at: number, candles: readonly (readonly [instrument: number, numbers: CandleNumbers])[]): void {
    for (const [instrument, numbers] of candles) this.closePath(this.pathOf[instrument] as EngineStream, numbers);
    for (const { stream, aggregator } of this.built) aggregator.closeUntil(at, stream.candles);
    this.engine.followViews();
  }

  /** The closed candles of every path, by instrument number: views of the columns, good until the next candle. */
  paths(): Candles[] {
    return this.pathOf.map(({ candles }) => sliceCandles(candles, 0, candles.length));
  }

  /** Takes in the candles up to `at` of a session that has had none: what `paths` gave, all at once. */
  refill(paths: readonly Candles[], at: number): void {
    paths.forEach((candles, instrument) => {
      const path = this.pathOf[instrument] as EngineStream;
      copyCandles(candles, path.candles);
      for (const { stream, aggregator } of this.built) {
        if (stream.instrument !== instrument) continue;
        for (let i = 0; i < candles.length; i++) aggregator.push(path.candles, i, stream.candles);
      }
    });
    for (const { stream, aggregator } of this.built) aggregator.closeUntil(at, stream.candles);
    this.engine.followViews();
  }
}

/** Writes the numbers of a step as candle `index`, where there may be no room yet. */
export function writeCandle(columns: Candles, index: number, numbers: CandleNumbers): void {
  if (index >= columns.time.length) reserveCandles(columns, Math.max(CAPACITY, index * 2));
  columns.time[index] = numbers[0] as number;
  columns.open[index] = numbers[1] as number;
  columns.high[index] = numbers[2] as number;
  columns.low[index] = numbers[3] as number;
  columns.close[index] = numbers[4] as number;
  columns.volume[index] = numbers[5] as number;
  if (!columns.ask) return;
  columns.ask.open[index] = numbers[6] as number;
  columns.ask.high[index] = numbers[7] as number;
  columns.ask.low[index] = numbers[8] as number;
  columns.ask.close[index] = numbers[9] as number;
}
