/** The loss ladder: day, week, month and drawdown against unitised equity. It decides exactly where it fires, and remembers across restarts. */

import { mulRound } from '../../domain/decimal.ts';
import { shared, sharedEach } from '../../journal/sharing.ts';
import { LossWindows, type WindowsState } from './loss-windows.ts';
import { type Mode, worse } from './mode-table.ts';
import type { LadderFigures } from './profile-figures.ts';
import { CalmDays, type CalmState, RUNGS, Rung, type RungState, type Window } from './rungs.ts';
import { ShareLimit } from './share-limit.ts';

/** The hot path multiplies the peak by this much more than the nearest rung's share: it may look too early, never too late. */
const WATCH_SLACK = 1e-9;

/** Elements of the marks: the next window's start, the highest window threshold, the share of the peak at which to look closer; peaks and equity. */
const NEXT_TURN = 0;
const FLOOR = 1;
const WATCH = 2;
const PEAK = 3;
const DAY_PEAK = 4;
const LAST = 5;

export class LossLadder {
  readonly rungs: readonly Rung[];
  private readonly figures: LadderFigures;
  readonly windows: LossWindows;
  private readonly closesOnlyRung: Rung;
  private readonly belowAlert: CalmDays;
  private readonly belowClear: CalmDays;

  /** What every mark is compared with: plain doubles side by side, because fields holding doubles are slower. */
  private readonly marks = new Float64Array(6);

  /** The highest peak before the last re-basing, for the lifetime drawdown of reports. */
  private formerPeak: number;
  alert = false;
  /** True when a rung or the alert has changed, and the rungs that fired; whoever reads them empties them. */
  changed = false;
  readonly fired: Rung[] = [];
  private alertRaised = false;

  constructor(figures: LadderFigures, zone: string, equity: number, at: number) {
    this.figures = figures;
    this.windows = new LossWindows(zone, equity, at);
    this.rungs = RUNGS.map((definition) => new Rung(definition, figures));
    this.closesOnlyRung = this.rung('drawdown-closes-only');
    this.belowAlert = new CalmDays(new ShareLimit(figures.drawdownAlert));
    this.belowClear = new CalmDays(new ShareLimit(figures.drawdownClear));
    this.formerPeak = equity;
    this.marks.fill(equity, PEAK);
    this.marks[NEXT_TURN] = this.windows.nextTurn;
    this.aim();
  }

  get peak(): number {
    return this.marks[PEAK] as number;
  }

  get dayPeak(): number {
    return this.marks[DAY_PEAK] as number;
  }

  get lastEquity(): number {
    return this.marks[LAST] as number;
  }

  /** Whether `at` begins a new window. */
  turnsAt(at: number): boolean {
    return at >= (this.marks[NEXT_TURN] as number);
  }

  /** Takes a mark of no consequence; true when it has to be looked at instead. */
  mark(equity: number, at: number): boolean {
    const { marks } = this;
    const peak = marks[PEAK] as number;
    if (at >= (marks[NEXT_TURN] as number) || equity <= (marks[FLOOR] as number) || equity <= peak * (marks[WATCH] as number)) return true;
    if (equity > (marks[DAY_PEAK] as number)) {
      marks[DAY_PEAK] = equity;
      if (equity > peak) marks[PEAK] = equity;
    }
    marks[LAST] = equity;
    return false;
  }

  /** Whether `mark` would take the equity, the last one marked, and change nothing by it, given that it begins no window. */
  isCalm(equity: number): boolean {
    const { marks } = this;
    return equity === marks[LAST] && equity > (marks[FLOOR] as number) && equity > (marks[PEAK] as number) * (marks[WATCH] as number);
  }

  /** Marks above this, and up to the day's peak, change nothing but the last equity, given that none begins a window. */
  get unnoticedAbove(): number {
    return Math.max(this.marks[FLOOR] as number, (this.marks[PEAK] as number) * (this.marks[WATCH] as number));
  }

  /** Whether `mark` would take any equities from `lowest` to `highest`, in whatever order, given that none begins a window. False for NaN. */
  calmWithin(lowest: number, highest: number): boolean {
    const { marks } = this;
    const peak = marks[PEAK] as number;
    return lowest > (marks[FLOOR] as number) && lowest > (highest > peak ? highest : peak) * (marks[WATCH] as number);
  }

  /** Takes them: how high they came, and the last of them. */
  markWithin(highest: number, last: number): void {
    const { marks } = this;
    if (highest > (marks[DAY_PEAK] as number)) marks[DAY_PEAK] = highest;
    if (highest > (marks[PEAK] as number)) marks[PEAK] = highest;
    marks[LAST] = last;
  }

  /** How many of the first `count` equities `mark` would take one after another, given that none begins a window. */
  calmFor(equities: Float64Array, count: number): number {
    const floor = this.marks[FLOOR] as number;
    const watch = this.marks[WATCH] as number;
    let { peak } = this;
    for (let k = 0; k < count; k++) {
      const equity = equities[k] as number;
      if (equity <= floor || equity <= peak * watch) return k;
      if (equity > peak) peak = equity;
    }
    return count;
  }

  /** Takes the first `count` of them, at least one. */
  markCalmly(equities: Float64Array, count: number): void {
    let { peak, dayPeak } = this;
    for (let k = 0; k < count; k++) {
      const equity = equities[k] as number;
      if (equity > dayPeak) dayPeak = equity;
      if (equity > peak) peak = equity;
    }
    this.marks[PEAK] = peak;
    this.marks[DAY_PEAK] = dayPeak;
    this.marks[LAST] = equities[count - 1] as number;
  }

  /** Marks from this instant on may come to something whatever they are. */
  get nextTurn(): number {
    return this.marks[NEXT_TURN] as number;
  }

  /** The exact evaluation of a mark, integer quanta. */
  look(equity: number, at: number): void {
    if (!Number.isSafeInteger(equity)) throw new RangeError(`equity is marked in whole quanta, found ${equity}`);
    if (this.turnsAt(at)) this.turn(at);
    if (equity > this.dayPeak) this.marks[DAY_PEAK] = equity;
    if (equity > this.peak) this.marks[PEAK] = equity;
    this.marks[LAST] = equity;
    this.watchDrawdown(equity);
    for (const rung of this.rungs) {
      if (rung.status !== 'idle') continue;
      const reference = this.referenceOf(rung.definition.window);
      const threshold = rung.definition.window === 'drawdown' ? rung.share.lossExceededAt(reference) : rung.share.lossReachedAt(reference);
      if (equity <= threshold) this.fire(rung, reference, equity, at);
    }
    this.aim();
  }

  private referenceOf(window: Window): number {
    return window === 'drawdown' ? this.peak : this.windows.startOf(window);
  }

  private fire(rung: Rung, reference: number, equity: number, at: number): void {
    rung.status = 'active';
    rung.ended = rung.reviewed = false;
    rung.at = at;
    rung.equity = equity;
    rung.reference = reference;
    this.fired.push(rung);
    this.changed = true;
  }

  private watchDrawdown(equity: number): void {
    this.belowClear.mark(equity, this.peak);
    if (this.belowAlert.mark(equity, this.peak) && !this.alert) this.alert = this.alertRaised = this.changed = true;
  }

  /** Begins the windows `at` lies in; the references are the last equity seen before. */
  private turn(at: number): void {
    this.belowClear.endDay();
    this.belowAlert.endDay();
    if (this.belowAlert.days >= this.figures.alertClearDays) this.alert = false;
    for (const window of this.windows.turn(at, this.lastEquity)) this.endWindow(window);
    this.marks[NEXT_TURN] = this.windows.nextTurn;
    this.marks[DAY_PEAK] = this.lastEquity;
    this.clearDrawdown();
  }

  private endWindow(window: Window): void {
    for (const rung of this.rungs) {
      if (rung.definition.window !== window || rung.status === 'idle') continue;
      rung.ended = true;
      if (rung.definition.demands === 'DEFENSIVE' || (rung.status === 'held' && !rung.needsReview)) this.settle(rung);
    }
  }

  private settle(rung: Rung): void {
    rung.status = 'idle';
    this.changed = true;
  }

  /** Drawdown triggers below EMERGENCY clear after enough calm days and a review. */
  private clearDrawdown(): void {
    if (this.belowClear.days < this.figures.drawdownClearDays) return;
    for (const rung of this.rungs) {
      const { window, demands } = rung.definition;
      if (window === 'drawdown' && demands !== 'EMERGENCY' && rung.status !== 'idle' && rung.reviewed) this.settle(rung);
    }
  }

  /** Sets what the hot path compares with. */
  private aim(): void {
    let floor = Number.NEGATIVE_INFINITY;
    let share = Number.POSITIVE_INFINITY;
    let awaitsCalm = false;
    for (const rung of this.rungs) {
      const { window } = rung.definition;
      if (window === 'drawdown') {
        if (rung.status === 'idle') share = Math.min(share, rung.share.ratio);
        else awaitsCalm = true;
      } else if (rung.status === 'idle') floor = Math.max(floor, rung.share.lossReachedAt(this.referenceOf(window)));
    }
    if (!this.alert || this.belowAlert.today) share = Math.min(share, this.belowAlert.share.ratio);
    if (awaitsCalm && this.belowClear.today) share = Math.min(share, this.belowClear.share.ratio);
    // A peak of nothing or less can't be scaled: every mark is looked at.
    this.marks[FLOOR] = this.peak > 0 ? floor : Number.POSITIVE_INFINITY;
    this.marks[WATCH] = share === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : 1 - share + WATCH_SLACK;
  }

  /** True once after the drawdown alert was raised. */
  takeAlert(): boolean {
    const raised = this.alertRaised;
    this.alertRaised = false;
    return raised;
  }

  /** The strictest mode the active rungs demand. */
  get demand(): Mode {
    let mode: Mode = 'NORMAL';
    for (const rung of this.rungs) if (rung.status === 'active') mode = worse(mode, rung.definition.demands);
    return mode;
  }

  /** The rung that demands `mode`; undefined when none does. */
  demanding(mode: Mode): Rung | undefined {
    return this.rungs.find((rung) => rung.status === 'active' && rung.definition.demands === mode);
  }

  get closesOnly(): boolean {
    return this.closesOnlyRung.status !== 'idle';
  }

  rung(id: string): Rung {
    const rung = this.rungs.find((each) => each.definition.id === id);
    if (!rung) throw new RangeError(`there is no rung ${id}`);
    return rung;
  }

  /** EMERGENCY was reset: its rungs stop demanding it, and hold PAUSE until window and review let go. */
  holdStops(): void {
    for (const rung of this.rungs) {
      if (rung.status !== 'active' || rung.definition.demands !== 'EMERGENCY') continue;
      rung.status = 'held';
      if (rung.ended && !rung.needsReview) this.settle(rung);
    }
    this.aim();
  }

  /** What keeps PAUSE: a code, or null. */
  holding(): 'RESUME_WINDOW' | 'RESUME_REVIEW' | null {
    for (const rung of this.rungs) {
      if (rung.status !== 'held') continue;
      if (!rung.ended && rung.definition.window !== 'drawdown') return 'RESUME_WINDOW';
      if (rung.needsReview) return 'RESUME_REVIEW';
    }
    return null;
  }

  /** PAUSE is left: held rungs may fire again. */
  release(): void {
    for (const rung of this.rungs) if (rung.status === 'held') this.settle(rung);
    this.aim();
  }

  /** A signed incident review covers every rung that has fired until now. */
  recordReview(): void {
    for (const rung of this.rungs) if (rung.status !== 'idle') rung.reviewed = true;
    this.clearDrawdown();
    this.aim();
  }

  /** The high-water mark starts again at the present equity, and the drawdown rungs below EMERGENCY with it. Who may ask is the caller's rule. */
  rebasePeak(): void {
    this.formerPeak = this.lifetimePeak;
    this.marks[PEAK] = this.lastEquity;
    for (const rung of this.rungs) {
      if (rung.definition.window === 'drawdown' && rung.definition.demands !== 'EMERGENCY' && rung.status !== 'idle') this.settle(rung);
    }
    this.alert = false;
    this.aim();
  }

  /** The highest equity ever, flows taken out; a re-basing does not lower it. */
  get lifetimePeak(): number {
    return Math.max(this.formerPeak, this.peak);
  }

  /**
   * A deposit or withdrawal right after the last mark. The references are scaled with the equity, to the nearest quantum, so every ratio stays what it was;
   * an account without equity has no unit price and moves by the amount instead.
   */
  flow(quanta: number): void {
    const from = this.lastEquity;
    const to = from + quanta;
    const moved = (reference: number) => (from > 0 && to > 0 ? mulRound(reference, to, 1, from) : reference + quanta);
    this.windows.scale(moved);
    this.marks[PEAK] = moved(this.peak);
    this.marks[DAY_PEAK] = moved(this.dayPeak);
    this.formerPeak = moved(this.formerPeak);
    this.marks[LAST] = to;
    this.aim();
  }

  /** Compared by hand: the ladder is asked at every candle, and mostly it is the last mark alone that has moved. */
  snapshot(before?: LadderState): LadderState {
    const { peak, dayPeak, lastEquity, alert } = this;
    const nextTurn = this.marks[NEXT_TURN] as number;
    const windows = this.windows.snapshot(this.formerPeak, before?.windows);
    const was = before?.marks;
    const isSame = was?.lastEquity === lastEquity && was.peak === peak && was.dayPeak === dayPeak && was.nextTurn === nextTurn;
    const marks = isSame ? was : { nextTurn, peak, dayPeak, lastEquity };
    const belowAlert = this.belowAlert.snapshot(before?.belowAlert);
    const belowClear = this.belowClear.snapshot(before?.belowClear);
    const rungs = sharedEach(before?.rungs, this.rungs, (rung, former) => rung.snapshot(former));
    const now = { windows, marks, alert, belowAlert, belowClear, rungs };
    return isSame ? shared(before, now) : now;
  }

  restore({ windows, marks, rungs, alert, belowAlert, belowClear }: LadderState): void {
    this.windows.restore(windows);
    this.formerPeak = windows.formerPeak;
    this.alert = alert;
    Object.assign(this.belowAlert, belowAlert);
    Object.assign(this.belowClear, belowClear);
    this.marks[NEXT_TURN] = marks.nextTurn;
    this.marks[PEAK] = marks.peak;
    this.marks[DAY_PEAK] = marks.dayPeak;
    this.marks[LAST] = marks.lastEquity;
    for (const { id, ...state } of rungs) Object.assign(this.rung(id), state);
    this.aim();
  }
}

/** What is asked and told about several marks at once: those that come to nothing need not be looked at one by one. */
export type QuietMarks = Pick<
  LossLadder,
  'isCalm' | 'calmFor' | 'markCalmly' | 'calmWithin' | 'markWithin' | 'unnoticedAbove' | 'dayPeak' | 'nextTurn'
>;

/** Plain JSON. */
export interface LadderState {
  readonly windows: WindowsState;
  readonly marks: Readonly<Record<'nextTurn' | 'peak' | 'dayPeak' | 'lastEquity', number>>;
  readonly alert: boolean;
  readonly belowAlert: CalmState;
  readonly belowClear: CalmState;
  readonly rungs: readonly RungState[];
}
