/** A number a strategy keeps between candles: one place in its slot's arena, so that a snapshot can take all of them. */

import type { Cell } from '../strategy/strategy.ts';

export class ArenaCell implements Cell {
  declare private readonly cells: Float64Array;
  declare private readonly at: number;
  constructor(cells: Float64Array, at: number) {
    this.cells = cells;
    this.at = at;
  }
  get value(): number {
    return this.cells[this.at] as number;
  }
  set value(value: number) {
    this.cells[this.at] = value;
  }
}
