/**
 * What a position cost, in the order in which its executions took place. The average cost of a position depends on that order: an execution that is told
 * after later ones leaves another cost, and so another wallet, than the venue has, although lots and equity agree.
 */

import type { Instrument } from '../../domain/instrument.ts';
import { PositionBook, valueOf } from '../ledger/position-book.ts';

/** An execution: venue time, lots with the sign of its side, price in ticks, and its id, where it has one and the journal is not older than that. */
type Leg = readonly [at: number, lots: number, ticks: number, id?: string];

/** Lots with their sign; cost and margin in quanta. */
export interface Costs {
  readonly lots: number;
  readonly cost: number;
  readonly margin: number;
}

export interface CostPathSnapshot {
  readonly base: Costs;
  readonly legs: readonly Leg[];
}

export class CostPath {
  private readonly instrument: Instrument;
  /** The position before the first leg. */
  private base: Costs = { lots: 0, cost: 0, margin: 0 };
  private legs: readonly Leg[] = [];
  private kept: CostPathSnapshot = { base: this.base, legs: this.legs };

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  /**
   * Takes in an execution. What the position costs then, where it took place before others that are in; null where it is the newest. `isFirst`: of those
   * of its instant it was the first.
   */
  add(at: number, lots: number, ticks: number, id = '', isFirst = false): Costs | null {
    const { legs } = this;
    const isLater = ([time]: Leg) => time > at || (isFirst && time === at);
    let place = legs.length;
    while (place > 0 && isLater(legs[place - 1] as Leg)) place--;
    this.legs = legs.toSpliced(place, 0, [at, lots, ticks, id]);
    return place === legs.length ? null : this.after(this.legs);
  }

  /**
   * Those of one instant took place in the order of the venue's own list; what it does not hold yet came after them. `places`: in the list, by id. What the
   * position costs then; null where they were in that order.
   */
  arrange(places: ReadonlyMap<string, number>): Costs | null {
    const place = ([, , , id = '']: Leg) => places.get(id) ?? places.size;
    const legs = this.legs.toSorted((a, b) => a[0] - b[0] || place(a) - place(b));
    if (legs.every((leg, i) => leg === this.legs[i])) return null;
    this.legs = legs;
    return this.after(legs);
  }

  /** Whether some took place in one instant: only then is there an order to be found. */
  get hasSimultaneous(): boolean {
    const { legs } = this;
    for (let i = 1; i < legs.length; i++) if ((legs[i] as Leg)[0] <= (legs[i - 1] as Leg)[0]) return true;
    return false;
  }

  /** What took place before this venue time will not be preceded by anything new. */
  forgetBefore(at: number): void {
    const first = this.legs[0];
    if (first === undefined || first[0] >= at) return;
    const old = this.legs.filter(([time]) => time < at);
    this.base = this.after(old);
    this.legs = this.legs.slice(old.length);
  }

  /** The position after these legs, by the arithmetic that every fill is booked with. */
  private after(legs: readonly Leg[]): Costs {
    const { instrument } = this;
    const book = new PositionBook(0, instrument.index + 1);
    const position = Object.assign(book.positions[instrument.index] as object, this.base) as { lots: number; cost: number; margin: number };
    for (const [, signed, ticks] of legs) {
      const side = signed > 0 ? 1 : -1;
      const lots = Math.abs(signed);
      const closing = position.lots * side < 0 ? Math.min(Math.abs(position.lots), lots) : 0;
      if (closing > 0) book.close(instrument, closing, valueOf(instrument, ticks, closing));
      if (lots > closing) book.open(instrument, side, lots - closing, valueOf(instrument, ticks, lots - closing));
    }
    const { lots, cost, margin } = position;
    return { lots, cost, margin };
  }

  snapshot(): CostPathSnapshot {
    const { base, legs, kept } = this;
    if (kept.base !== base || kept.legs !== legs) this.kept = { base, legs };
    return this.kept;
  }

  restore(snapshot: CostPathSnapshot): void {
    this.base = snapshot.base;
    this.legs = snapshot.legs;
    this.kept = snapshot;
  }
}
