/** The instruments the account holds something of, by their paths: what the equity is marked from. */

import type { Instrument } from '../../domain/instrument.ts';
import { unrealisedOf } from '../ledger/position-book.ts';
import type { Followed } from './followed.ts';

export class HeldPaths {
  private readonly paths: Followed[] = [];

  get count(): number {
    return this.paths.length;
  }

  /** Takes the path in or out, as its instrument is held now. */
  follow(path: Followed | null): void {
    if (path === null) return;
    const { paths } = this;
    let at = 0;
    while (at < paths.length && paths[at] !== path) at++;
    const holds = path.position.lots !== 0;
    if (holds && at === paths.length) paths[paths.length] = path;
    else if (!holds && at < paths.length) {
      const last = paths.pop() as Followed;
      if (at < paths.length) paths[at] = last;
    }
  }

  /** Result of every open position at its last close, in quanta. */
  unrealised(): number {
    const { paths } = this;
    let sum = 0;
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i] as Followed;
      sum += path.unrealisedAt(path.index);
    }
    return sum;
  }

  /** The same, with one instrument at a price of its own in ticks. */
  unrealisedWith(instrument: Instrument, ticks: number): number {
    const { paths } = this;
    let sum = 0;
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i] as Followed;
      sum += unrealisedOf(path.instrument, path.position, path.instrument === instrument ? ticks : path.ticks);
    }
    return sum;
  }
}
