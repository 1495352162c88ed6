/** The observer of a run of which only the outcome matters: it counts fills and follows the deepest fall, and keeps no rows. */

import type { Engine } from './engine.ts';
import { EquityWatch } from './equity-watch.ts';
import type { EngineObserver } from './observer.ts';
import { MOST_QUIET } from './quiet-stretch.ts';

const nothing = () => {};

export class Tally implements EngineObserver {
  readonly keepsNoOrders = true;
  readonly equityWatch = new EquityWatch(MOST_QUIET);
  fillCount = 0;
  readonly ordered = nothing;
  readonly amended = nothing;
  readonly done = nothing;
  readonly funded = nothing;
  readonly refused = nothing;
  readonly noticed = nothing;
  readonly modeChanged = nothing;
  readonly markedQuietly = nothing;

  marked(engine: Engine): void {
    this.equityWatch.add(engine.equity);
  }

  filled(): void {
    this.fillCount++;
  }
}
