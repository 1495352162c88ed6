/** The values of a strategy's indicators at the candles that have closed, as its own views have them: for who looks at them beside the engine. */

import type { ParameterTable, ParameterValues } from '../../domain/parameters.ts';
import { startedBefore } from '../../market/candles.ts';
import type { StrategyDefinition } from '../strategy/strategy.ts';
import type { CandleSeries } from './close-times.ts';
import { type DeclaredOutput, type DeclaringView, declaringViews } from './declared-indicators.ts';
import { BLOCK } from './indicator-bank.ts';

/** Newest values that are kept; those of older candles have been computed and let go. */
export const KEPT_VALUES = 10_000;

/** One view, run from its first candle on: what an average is now depends on all of them. */
class Follower {
  readonly outputs: readonly DeclaredOutput[];
  readonly series: CandleSeries;
  private readonly view: DeclaringView;
  /** Places of the outputs in the view's values. */
  private readonly places: readonly number[];
  private readonly columns: number[][];
  /** Candle of the first value kept. */
  private first = 0;
  private next = 0;

  constructor(view: DeclaringView, series: CandleSeries) {
    this.view = view;
    this.series = series;
    this.places = view.declared.flatMap(({ isRead }, place) => (isRead ? [place] : []));
    this.outputs = this.places.map((place) => view.declared[place] as DeclaredOutput);
    this.columns = this.places.map(() => []);
  }

  /** Takes in some `most` candles, whole blocks beyond what is kept at a time; false while there are more. */
  follow(most: number): boolean {
    const { view, series, columns, places } = this;
    const { length } = series.candles;
    for (const end = this.next + most; this.next < length && this.next < end; ) {
      if (this.next === view.blockEnd && this.next + BLOCK + KEPT_VALUES <= length) {
        view.nextBlock();
        this.forget(view.blockEnd);
        continue;
      }
      view.advance(this.next++);
      const values = view.currentValues();
      for (let i = 0; i < places.length; i++) (columns[i] as number[]).push(values[places[i] as number] as number);
    }
    const excess = this.next - this.first - KEPT_VALUES;
    if (excess > KEPT_VALUES) {
      for (const column of columns) column.splice(0, excess);
      this.first += excess;
    }
    return this.next === length;
  }

  private forget(before: number): void {
    for (const column of this.columns) column.length = 0;
    this.next = before;
    this.first = before;
  }

  /** Of output `i` at a candle; NaN where it is not defined, or not at hand. */
  valueAt(i: number, candle: number): number {
    return this.columns[i]?.[candle - this.first] ?? Number.NaN;
  }
}

export class DeclaredValues {
  private readonly followers: readonly Follower[];
  private readonly own: CandleSeries;

  /** `larger` finds the candles of another timeframe of the same instrument. */
  constructor(
    definition: Pick<StrategyDefinition, 'create'>,
    parameters: ParameterValues<ParameterTable>,
    own: CandleSeries,
    larger: (timeframe: string) => CandleSeries,
  ) {
    this.own = own;
    const views = declaringViews(definition, parameters, own.candles, (timeframe) => larger(timeframe).candles);
    this.followers = views.map((view, i) => new Follower(view, i === 0 ? own : larger(view.timeframe)));
  }

  /** The outputs that the strategy reads, its own timeframe first. */
  get outputs(): { readonly declared: DeclaredOutput; valuesAt(times: readonly number[]): number[] }[] {
    return this.followers.flatMap((follower) =>
      follower.outputs.map((declared, i) => ({ declared, valuesAt: (times) => this.valuesOf(follower, i, times) })),
    );
  }

  /** Goes on with the candles that have closed since, at most so many of each timeframe; false while there are more. */
  follow(most: number): boolean {
    return this.followers.map((follower) => follower.follow(most)).every((isDone) => isDone);
  }

  /** At the close of the own candles that begin at `times`: of a larger timeframe the candle that is over by then. NaN where there is no value. */
  private valuesOf(follower: Follower, i: number, times: readonly number[]): number[] {
    const { candles, timeframeMs } = follower.series;
    // One that is over at the close of an own candle begins at the latest so much before it.
    const shift = timeframeMs - this.own.timeframeMs;
    return times.map((time) => follower.valueAt(i, startedBefore(candles, time - shift + 1) - 1));
  }
}
