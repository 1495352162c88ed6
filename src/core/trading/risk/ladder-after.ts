/** The loss ladder as a mark of equity would leave it, without leaving it so. */

import type { LadderState, LossLadder } from './ladder.ts';
import type { Mode } from './mode-table.ts';

export interface LadderAfter {
  readonly state: LadderState;
  /** Rungs it fires, by id. */
  readonly fired: readonly string[];
  /** The strictest mode that is then demanded. */
  readonly demand: Mode;
}

/** `equity` in quanta, marked within the windows that run now. */
export function ladderAfter(ladder: LossLadder, equity: number, at: number): LadderAfter {
  const before = ladder.snapshot();
  ladder.look(equity, Math.min(at, ladder.nextTurn - 1));
  const after = { state: ladder.snapshot(), fired: ladder.fired.splice(0).map(({ definition }) => definition.id), demand: ladder.demand };
  ladder.restore(before);
  ladder.changed = false;
  ladder.takeAlert();
  return after;
}
