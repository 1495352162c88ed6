/** Day trades of United States equities: a position opened and closed within one session. */

import { sharedList } from '../../journal/sharing.ts';

/** Sessions since 1970 by weekdays alone: exchange holidays count as sessions, which only makes the window shorter by a day now and then. */
export function sessionOf(day: number): number {
  const week = Math.floor((day + 3) / 7);
  return week * 5 + Math.min(4, day + 3 - week * 7);
}

export class DayTrades {
  private readonly openedOn: number[];
  private trades: number[] = [];

  constructor(slots: number) {
    this.openedOn = new Array<number>(slots).fill(-1);
  }

  opened(slot: number, day: number): void {
    this.openedOn[slot] = day;
  }

  closed(slot: number, day: number): void {
    if (this.openedOn[slot] === day) this.trades.push(sessionOf(day));
  }

  /** Day trades within the last `sessions` sessions, that of `day` included. */
  within(sessions: number, day: number): number {
    const first = sessionOf(day) - sessions + 1;
    if (this.trades.length > 0 && (this.trades[0] as number) < first) this.trades = this.trades.filter((session) => session >= first);
    return this.trades.length;
  }

  snapshot(before?: DayTradesState): DayTradesState {
    const openedOn = sharedList(before?.openedOn, this.openedOn);
    const trades = sharedList(before?.trades, this.trades);
    return before?.openedOn === openedOn && before.trades === trades ? before : { openedOn, trades };
  }

  restore(state: DayTradesState): void {
    for (const [slot, day] of state.openedOn.entries()) this.openedOn[slot] = day ?? -1;
    this.trades = [...state.trades];
  }
}

/** Plain JSON. */
export interface DayTradesState {
  readonly openedOn: readonly (number | undefined)[];
  readonly trades: readonly number[];
}
