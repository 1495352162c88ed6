/** Runs an exchange against real time: replay time follows the wall clock at a speed, and each move of a market is made when it is due. */

import { InputError } from '../../core/domain/result.ts';
import { candlesOf, type Recording } from '../../core/market/recording.ts';
import type { Exchange } from './exchange/exchange.ts';
import type { MarketSource } from './exchange/market.ts';

export interface DriverOptions {
  readonly exchange: Exchange;
  /** Replayed seconds per second; Infinity for as fast as the machine. */
  readonly speed: number;
  /** Wall clock, epoch ms. */
  readonly now: () => number;
  /** Replay time at the start; the first move's when absent. */
  readonly from?: number;
}

/** At full speed so long is played in one go, ms of the machine; requests are answered in between. */
const SLICE_MS = 5;
/** Longest delay a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class ReplayDriver {
  /** Done when every market has ended. */
  readonly ended: Promise<void>;
  private readonly options: DriverOptions;
  private readonly end: () => void;
  private cancelNext: (() => void) | null = null;
  private running = false;
  /** Replay time and wall time that belong together. */
  private replayFrom: number;
  private wallFrom = 0;

  constructor(options: DriverOptions) {
    this.options = options;
    this.replayFrom = options.from ?? options.exchange.now;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.end = resolve;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.wallFrom = this.options.now();
    this.catchUp();
    this.schedule();
  }

  /** Replay time stands still until the next start. */
  stop(): void {
    if (!this.running) return;
    this.catchUp();
    this.running = false;
    this.replayFrom = this.options.exchange.now;
    this.cancelNext?.();
    this.cancelNext = null;
  }

  /** Brings the exchange to the present: called before it is asked anything. */
  catchUp(): void {
    const { exchange, speed, now } = this.options;
    if (!this.running || speed === Number.POSITIVE_INFINITY) return;
    exchange.advance(Math.floor(this.replayFrom + (now() - this.wallFrom) * speed));
  }

  private schedule(): void {
    const { exchange, speed, now } = this.options;
    if (exchange.nextAt === Number.POSITIVE_INFINITY) return this.end();
    const work = () => {
      this.play();
      if (this.running) this.schedule();
    };
    if (speed === Number.POSITIVE_INFINITY) {
      const next = setImmediate(work);
      this.cancelNext = () => clearImmediate(next);
      return;
    }
    const dueIn = (exchange.nextAt - this.replayFrom) / speed - (now() - this.wallFrom);
    const next = setTimeout(work, Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(dueIn))));
    this.cancelNext = () => clearTimeout(next);
  }

  private play(): void {
    const { exchange, speed } = this.options;
    if (speed !== Number.POSITIVE_INFINITY) return this.catchUp();
    const until = performance.now() + SLICE_MS;
    while (exchange.nextAt < Number.POSITIVE_INFINITY && performance.now() < until) exchange.advance(exchange.nextAt);
  }
}

/** Candles before trading begins where nobody says how many. */
const USUAL_HISTORY = 500;

/**
 * Lets all markets begin at one instant: with `history` candles before it (half of the shortest market's where that is fewer), or, where it is absent,
 * with 500, and recordings at their first event. Moved in time, where `alignTo` (epoch ms) is given, so that the candle under way there is the first one
 * traded. InputError EXCHANGE_MARKETS_INVALID.
 */
export function beginTogether(sources: readonly MarketSource[], history?: number, alignTo?: number): MarketSource[] {
  const fromStart = (source: MarketSource) => source.recording !== undefined && history === undefined;
  const halves = sources.map((source) => (fromStart(source) ? Number.POSITIVE_INFINITY : Math.floor(source.candles.length / 2)));
  const before = Math.min(history ?? USUAL_HISTORY, ...halves);
  const starts = sources.map((source) => (fromStart(source) ? source.recording?.time[0] : source.candles.time[before]) as number);
  const begin = Math.max(...starts);
  const firstEnd = Math.min(
    ...sources.map(({ candles, recording }) => (recording?.time.at(-1) ?? candles.time[candles.length - 1]) as number),
  );
  if (begin > firstEnd)
    throw new InputError(
      'EXCHANGE_MARKETS_INVALID',
      'expected data that overlap in time, found none that all of them have; replay others',
      2,
    );
  // Candles stay on whole minutes; recordings alone begin at once.
  const step = sources.every(fromStart) ? 1 : Math.max(...sources.map(({ timeframeMs }) => timeframeMs));
  const shift = alignTo === undefined ? 0 : Math.floor(alignTo / step) * step - Math.floor(begin / step) * step;
  return sources.map((source) => ({
    ...source,
    history: source.candles.time.subarray(0, source.candles.length).filter((time) => time < begin).length,
    ...(source.recording ? movedRecording(source.recording, source, shift, begin) : { candles: shifted(source.candles, shift) }),
    ...(source.funding &&
      source.funding !== 'missing' && { funding: { ...source.funding, time: source.funding.time.map((time) => time + shift) } }),
  }));
}

function movedRecording(recording: Recording, { candles, timeframeMs }: MarketSource, byMs: number, begin: number) {
  const moved = shifted(recording, byMs);
  return { recording: moved, beginsAt: begin + byMs, candles: byMs === 0 ? candles : candlesOf(moved, timeframeMs) };
}

function shifted<T extends { readonly time: Float64Array }>(columns: T, byMs: number): T {
  return byMs === 0 ? columns : { ...columns, time: columns.time.map((time) => time + byMs) };
}
