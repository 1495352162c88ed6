/** Day, week and month of the loss ladder: where each began, in the zone of the profile. */

import { civilOf, type Zone, zoneNamed } from '../../market/zone.ts';

const DAY_MS = 86_400_000;

export type WindowName = 'day' | 'week' | 'month';

const NONE: readonly WindowName[] = [];
const DAY: readonly WindowName[] = ['day'];
const WEEK: readonly WindowName[] = ['day', 'week'];
const MONTH: readonly WindowName[] = ['day', 'month'];
const ALL: readonly WindowName[] = ['day', 'week', 'month'];

export class LossWindows {
  /** Equity in quanta at the start of each. */
  dayStart: number;
  weekStart: number;
  monthStart: number;
  /** Days since 1970, weeks since a Monday, months: in local time. */
  day = 0;
  /** An instant of that day, and the one the next day begins at: between them there is nothing to work out. */
  private readonly within = new Float64Array([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  private week = 0;
  private month = 0;
  private readonly zone: Zone;

  constructor(zone: string, equity: number, at: number) {
    this.zone = zoneNamed(zone);
    this.dayStart = this.weekStart = this.monthStart = equity;
    this.enter(at);
  }

  /** Number of the trading day of an instant, in days since 1970. */
  dayOf(at: number): number {
    const { within } = this;
    if (at >= (within[0] as number) && at < (within[1] as number)) return this.day;
    return Math.floor((at + this.zone.offsetAt(at)) / DAY_MS);
  }

  private enter(at: number): void {
    this.day = this.dayOf(at);
    this.within[0] = at;
    this.within[1] = this.nextTurn;
    const { year, month } = civilOf(this.day);
    // 1970-01-05 was a Monday.
    this.week = Math.floor((this.day + 3) / 7);
    this.month = year * 12 + month;
  }

  /** The instant the day after the present one begins. */
  get nextTurn(): number {
    return this.zone.toUtc((this.day + 1) * DAY_MS);
  }

  /** Enters the windows `at` lies in, which begin with `equity`; the ones that are over. */
  turn(at: number, equity: number): readonly WindowName[] {
    const { day, week, month } = this;
    this.enter(at);
    if (this.day === day) return NONE;
    this.dayStart = equity;
    if (this.week !== week) this.weekStart = equity;
    if (this.month === month) return this.week === week ? DAY : WEEK;
    this.monthStart = equity;
    return this.week === week ? MONTH : ALL;
  }

  startOf(window: WindowName): number {
    return window === 'day' ? this.dayStart : window === 'week' ? this.weekStart : this.monthStart;
  }

  /** Applies a change of unit price to every start. */
  scale(moved: (reference: number) => number): void {
    this.dayStart = moved(this.dayStart);
    this.weekStart = moved(this.weekStart);
    this.monthStart = moved(this.monthStart);
  }

  /** With the peak of before a re-basing, which the ladder keeps; `before` where nothing has changed. */
  snapshot(formerPeak: number, before?: WindowsState): WindowsState {
    const { day, week, month, dayStart, weekStart, monthStart } = this;
    const isSameTime = before?.day === day && before.week === week && before.month === month && before.formerPeak === formerPeak;
    if (isSameTime && before.dayStart === dayStart && before.weekStart === weekStart && before.monthStart === monthStart) return before;
    return { day, week, month, dayStart, weekStart, monthStart, formerPeak };
  }

  restore({ day, week, month, dayStart, weekStart, monthStart }: Omit<WindowsState, 'formerPeak'>): void {
    Object.assign(this, { day, week, month, dayStart, weekStart, monthStart });
    this.within.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  }
}

/** Plain JSON. */
export type WindowsState = Readonly<Record<'day' | 'week' | 'month' | 'dayStart' | 'weekStart' | 'monthStart' | 'formerPeak', number>>;
