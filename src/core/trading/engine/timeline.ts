/** The column feed: plays candle columns through venue and engine in time order, several instruments and timeframes at once. */

import type { Candles } from '../../market/candles.ts';
import type { VenueModel } from '../venue-model/venue-model.ts';
import { closeTime } from './close-times.ts';
import type { Engine } from './engine.ts';
import type { EngineStream } from './engine-options.ts';
import type { Followed } from './followed.ts';
import { StraightThrough } from './straight-through.ts';

const OPENS = 0;
const CLOSES = 1;

/** Candles played by one call. A loop that goes on for a whole run would stay in code made for its middle, which is slower. */
const STRETCH = 512;

/** Doubles in a line of the processor's cache. */
const LINE = 8;

/**
 * The timeline of a set of streams (in canonical order). At each instant closes come first, in canonical order as one batch, then opens.
 * Times travel in fields and typed arrays rather than as arguments: an argument that is a double costs an allocation on every candle.
 */
export class Timeline {
  declare private readonly engine: Engine;
  declare private readonly venue: VenueModel | null;
  declare private readonly streams: readonly EngineStream[];
  /** Per stream: time of its next event (Infinity after the last candle), the candle it belongs to, and which event it is. */
  declare private readonly byInstrument: number[];
  declare private readonly nextAts: Float64Array;
  declare private readonly indices: Int32Array;
  declare private readonly phases: Uint8Array;
  declare private readonly closing: Int32Array;
  declare private readonly closed: Int32Array;
  private fetched = 0;

  constructor(engine: Engine, venue: VenueModel | null) {
    const { streams } = engine;
    this.engine = engine;
    engine.quiet.straight = StraightThrough.between(engine, venue);
    this.venue = venue;
    this.streams = streams;
    this.byInstrument = streams
      .map((_, i) => i)
      .sort((a, b) => (streams[a] as EngineStream).instrument - (streams[b] as EngineStream).instrument);
    this.nextAts = new Float64Array(streams.length);
    this.indices = new Int32Array(streams.length);
    this.phases = new Uint8Array(streams.length);
    this.closing = new Int32Array(streams.length);
    this.closed = new Int32Array(streams.length);
    for (let i = 0; i < streams.length; i++) this.place(i, 0, (streams[i] as EngineStream).isPath ? OPENS : CLOSES);
  }

  /** Time of the next event; Infinity when nothing is left. */
  get nextAt(): number {
    let at = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.nextAts.length; i++) if ((this.nextAts[i] as number) < at) at = this.nextAts[i] as number;
    return at;
  }

  /** Where each stream stands, for a snapshot. */
  get positions(): TimelinePosition[] {
    return this.streams.map((_, i) => ({ index: this.indices[i] as number, phase: this.phases[i] as number }));
  }

  restore(positions: readonly TimelinePosition[]): void {
    positions.forEach(({ index, phase }, i) => this.place(i, index, phase));
  }

  /** Puts a stream right before an event of a candle. */
  private place(i: number, index: number, phase: number): void {
    const { candles } = this.streams[i] as EngineStream;
    this.indices[i] = index;
    this.phases[i] = phase;
    if (index >= candles.length) this.nextAts[i] = Number.POSITIVE_INFINITY;
    else if (phase === OPENS) this.nextAts[i] = candles.time[index] as number;
    else this.placeClose(i, index);
  }

  private placeClose(i: number, index: number): void {
    this.nextAts[i] = closeTime(this.streams[i] as EngineStream, index);
  }

  /** Plays every event up to and including `until`. */
  run(until = Number.POSITIVE_INFINITY): void {
    const alone = this.streams.length === 1;
    for (;;) {
      while (alone && this.playStretch(until));
      const at = this.nextAt;
      if (at > until || at === Number.POSITIVE_INFINITY) return;
      this.engine.at = at;
      this.playCloses();
      this.playOpens();
    }
  }

  /** Plays every event before `at`, and what closes at it: what opens then is yet to come. `at`: whole milliseconds. */
  runToClose(at: number): void {
    this.run(at - 1);
    if (this.nextAt !== at) return;
    this.engine.at = at;
    this.playCloses();
  }

  /**
   * A stream on its own needs no merging: from a close on, its candles close and open one after another. Plays at most STRETCH of them, so that
   * the loop is entered again soon after the code it runs has been optimised; false when something else stopped it.
   */
  private playStretch(until: number): boolean {
    const { engine, venue } = this;
    const { candles, instrument } = this.streams[0] as EngineStream;
    const followed = engine.followed[0] as Followed;
    const { time } = candles;
    let index = this.indices[0] as number;
    if (this.phases[0] !== CLOSES || !((this.nextAts[0] as number) <= until)) return false;
    // The stretch ends where the next candle is not to be opened any more.
    let last = Math.min(index + STRETCH, candles.length - 1);
    while (last > index && (time[last] as number) > until) last--;
    if (last > index) this.fetched += sumOfLines(candles, index, last);
    while (index < last) {
      const most = last - index;
      const quiet = venue === null ? 0 : venue.quietCandles(instrument, index, most, engine.quiet.reach);
      const played = venue === null || quiet === 0 ? 0 : engine.quiet.play(followed, index, quiet, venue.quietUntil(instrument));
      if (played === 0) this.playClose(followed, index);
      index += played === 0 ? 1 : played;
      engine.at = time[index] as number;
      if (venue !== null) {
        venue.now = engine.at;
        venue.opened(instrument, index);
      }
    }
    const moved = index > (this.indices[0] as number);
    this.place(0, index, CLOSES);
    return moved;
  }

  /** Closes a candle of the lone stream. */
  private playClose(followed: Followed, index: number): void {
    const { engine, venue } = this;
    const { stream } = followed;
    engine.at = closeTime(stream, index);
    if (venue !== null) {
      venue.now = engine.at;
      venue.closed(stream.instrument, index);
    }
    engine.barClosed(followed, index);
  }

  private playCloses(): void {
    const { streams, nextAts, phases, indices, venue, engine, closing, closed } = this;
    const { at } = engine;
    let count = 0;
    if (venue !== null)
      for (const i of this.byInstrument) {
        const stream = streams[i] as EngineStream;
        if (phases[i] !== CLOSES || nextAts[i] !== at || !stream.isPath) continue;
        venue.now = at;
        venue.closed(stream.instrument, indices[i] as number);
      }
    for (let i = 0; i < streams.length; i++) {
      if (phases[i] !== CLOSES || nextAts[i] !== at) continue;
      const stream = streams[i] as EngineStream;
      const index = indices[i] as number;
      closing[count] = i;
      closed[count++] = index;
      this.place(i, index + 1, stream.isPath ? OPENS : CLOSES);
    }
    if (count > 0) engine.barsClosed(closing, closed, count);
  }

  private playOpens(): void {
    const { streams, nextAts, phases, indices, venue, engine } = this;
    const { at } = engine;
    for (const i of this.byInstrument) {
      if (phases[i] !== OPENS || nextAts[i] !== at) continue;
      const index = indices[i] as number;
      if (venue !== null) {
        venue.now = at;
        venue.opened((streams[i] as EngineStream).instrument, index);
      }
      phases[i] = CLOSES;
      this.placeClose(i, index);
    }
  }
}

/**
 * Reads candles from the first to the last in order, a number of each cache line. All but the closes are looked at here and there, where
 * something happens: that the processor can't foresee, and every look at memory would be waited for. The sum is only there to be read.
 */
function sumOfLines({ time, open, high, low, volume }: Candles, first: number, last: number): number {
  let sum = 0;
  for (let i = first; i <= last; i += LINE)
    sum += (time[i] as number) + (open[i] as number) + (high[i] as number) + (low[i] as number) + (volume[i] as number);
  return sum;
}

export interface TimelinePosition {
  readonly index: number;
  readonly phase: number;
}
