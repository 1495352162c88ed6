/** What the end of a UTC day brings: the finished day's candle for the risk statistics, the review of what is held, the strategies' regime. */

import { extremesOf } from '../../market/candles.ts';
import type { Engine } from './engine.ts';
import type { Followed } from './followed.ts';

const DAY_MS = 86_400_000;

/** The first mark of a new day, at `engine.at`. */
export function newDay(engine: Engine): void {
  const { at, risk } = engine;
  if (!Number.isNaN(engine.dayEnd)) {
    for (const path of engine.paths) if (path !== null) finishDay(engine, path, engine.dayEnd);
    risk.dailyReview(engine.account, at);
    const share = risk.takeReduction();
    if (share > 0) reduceEverything(engine, share);
  }
  for (const slot of engine.slots) {
    slot.keepDailyResult();
    slot.regime = risk.regime(slot.instrument.index);
  }
  engine.dayEnd = (Math.floor(at / DAY_MS) + 1) * DAY_MS;
}

/** Closes a share of every position at market: what expected shortfall demands. */
function reduceEverything(engine: Engine, share: number): void {
  for (const slot of engine.slots) {
    const lots = Math.floor(Math.abs(slot.position.lots) * share);
    if (lots === 0 || slot.exitOrder !== null) continue;
    const approved = engine.risk.approveExit(slot.index, slot.position.lots > 0 ? -1 : 1, lots);
    engine.send(slot, 'exit', approved, engine.closingTicket(), 'shortfall-reduction', 1);
  }
}

function finishDay(engine: Engine, path: Followed, at: number): void {
  const { dayStart: from } = path;
  const { time, open, close } = path.candles;
  let last = path.index;
  // Where no candle closed at midnight, the one that has just closed is the new day's.
  while (last >= from && (time[last] as number) >= at) last--;
  if (last < from) return;
  const { top, bottom } = extremesOf(path.candles, from, last);
  engine.risk.dailyBar(path.stream.instrument, open[from] as number, top, bottom, close[last] as number, at);
  path.dayStart = last + 1;
}
