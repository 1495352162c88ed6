/** The column feed: plays candle columns through venue and engine in time order, several instruments and timeframes at once. */

import type { VenueModel } from '../venue-model/venue-model.ts';
import type { Engine, EngineStream } from './engine.ts';

const OPENS = 0;
const CLOSES = 1;

/**
 * The timeline of a set of streams (in canonical order). At each instant closes come first, in canonical order as one batch, then opens.
 * Times travel in fields and typed arrays rather than as arguments: an argument that is a double costs an allocation on every candle.
 */
export class Timeline {
  private readonly engine: Engine;
  private readonly venue: VenueModel | null;
  private readonly streams: readonly EngineStream[];
  /** Per stream: time of its next event (Infinity after the last candle), the candle it belongs to, and which event it is. */
  private readonly byInstrument: number[];
  private readonly nextAts: Float64Array;
  private readonly indices: Int32Array;
  private readonly phases: Uint8Array;
  private readonly closing: Int32Array;
  private readonly closed: Int32Array;

  constructor(engine: Engine, venue: VenueModel | null) {
    const { streams } = engine;
    this.engine = engine;
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

  /** A candle ends after its timeframe, or when the next one starts where that is sooner (a day that daylight saving shortened). */
  private placeClose(i: number, index: number): void {
    const { candles, timeframeMs } = this.streams[i] as EngineStream;
    const end = (candles.time[index] as number) + timeframeMs;
    const next = index + 1 < candles.length ? (candles.time[index + 1] as number) : end;
    this.nextAts[i] = next < end ? next : end;
  }

  /** Plays every event up to and including `until`. */
  run(until = Number.POSITIVE_INFINITY): void {
    if (this.streams.length === 1) this.runAlone(until);
    else this.runMerged(until);
  }

  /** A stream on its own needs no merging: its candles open and close one after another. */
  private runAlone(until: number): void {
    const { engine, venue, closing, closed } = this;
    const { candles, instrument } = this.streams[0] as EngineStream;
    const { length } = candles;
    let index = this.indices[0] as number;
    let phase = this.phases[0] as number;
    let at = this.nextAts[0] as number;
    while (index < length && at <= until) {
      engine.at = at;
      if (venue !== null) venue.now = at;
      if (phase === OPENS) {
        venue?.opened(instrument, index);
        phase = CLOSES;
      } else {
        venue?.closed(instrument, index);
        closed[0] = index;
        engine.barsClosed(closing, closed, 1);
        index++;
        phase = OPENS;
      }
      this.place(0, index, phase);
      at = this.nextAts[0] as number;
    }
  }

  private runMerged(until: number): void {
    const { nextAts, engine } = this;
    for (;;) {
      let at = Number.POSITIVE_INFINITY;
      for (let i = 0; i < nextAts.length; i++) if ((nextAts[i] as number) < at) at = nextAts[i] as number;
      if (at > until || at === Number.POSITIVE_INFINITY) return;
      engine.at = at;
      this.playCloses();
      this.playOpens();
    }
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

export interface TimelinePosition {
  readonly index: number;
  readonly phase: number;
}
