/** A backtest: candle columns through the one engine and the venue model, and what came of it. */

import { powerOfTen } from '../domain/decimal.ts';
import { createCandles } from '../market/candles.ts';
import type { Followed } from '../trading/engine/followed.ts';
import { openSession, type Session, type SessionOptions } from '../trading/engine/open-session.ts';
import { Recorder } from '../trading/engine/recorder.ts';

export type { AnyStrategy, MarketInput, Session, SessionOptions, StrategyInput } from '../trading/engine/open-session.ts';
export { openSession } from '../trading/engine/open-session.ts';

export interface BacktestOptions extends SessionOptions {
  readonly finalize?: 'none' | 'open' | 'close';
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

/** So many times a run says how far it is. */
const TOLD = 100;

/**
 * Plays every candle. Throws InputError on bad options; the data are taken as already checked. `told` hears now and then how many candles of the
 * longest column have been played, of how many.
 */
export function backtest(options: BacktestOptions, told?: (played: number, total: number) => void): Backtest {
  const session = openSession(options, new Recorder());
  const { timeline, engine, observer } = session;
  if (told !== undefined) playTelling(session, told);
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

/** Plays nearly everything in pieces: a timeline that stops and goes on comes to the same. */
function playTelling({ timeline, streams }: Session<Recorder>, told: (played: number, total: number) => void): void {
  const { time, length } = streams.reduce(
    (longest, { candles }) => (candles.length > longest.length ? candles : longest),
    createCandles(0),
  );
  for (let step = 1; step <= TOLD; step++) {
    const played = Math.floor((length * step) / TOLD);
    if (played > 0) timeline.run(time[played - 1] as number);
    told(played, length);
  }
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
