/** Executions told in another order than they took place in: the position gets the cost it has in theirs, the wallet what was realised by it. */

import type { Instrument } from '../../domain/instrument.ts';
import type { Position } from '../ledger/position-book.ts';
import type { Engine } from './engine.ts';
import type { Followed } from './followed.ts';

/** Nothing where the account holds other lots than `costs` is about: that is a difference, and told as one. */
export function restate(engine: Engine, index: number, costs: Pick<Position, 'lots' | 'cost' | 'margin'>, at: number): void {
  const { lots, cost } = engine.book.positions[index] as Position;
  if (lots !== costs.lots || cost === costs.cost) return;
  const realised = restateCost(engine, index, costs);
  const { id } = engine.instruments[index] as Instrument;
  engine.observer.noticed('FILLS_OUT_OF_ORDER', `${id}: a fill was told after later ones; ${realised} quanta more were realised`, at);
}

/** The position costs this, and the wallet moves against it, so that equity stays. What is realised by that. */
export function restateCost(engine: Engine, index: number, costs: Pick<Position, 'cost' | 'margin'>): number {
  const realised = engine.book.restate(index, costs);
  engine.ledger.restated(realised);
  engine.held.follow(engine.paths[index] as Followed | null);
  return realised;
}
