/** One series of daily prices out of what providers told and what the operations themselves say, as they were on each day. */

import type { DaySeries } from './market.ts';

export interface Close {
  readonly day: number;
  readonly price: number;
  /** Told by a provider that counts back later splits into former prices, and on which day it was told. */
  readonly adjustedOn: number | null;
}

export interface Split {
  readonly day: number;
  /** New shares for an old one. */
  readonly ratio: number;
}

/** Where a provider has no close of a day, the price of a trade of that day stands for it. A price that was counted back is counted forth again: by the splits after its day that were known when it was told. */
export function priceSeries(closes: readonly Close[], told: readonly Pick<Close, 'day' | 'price'>[], splits: readonly Split[]): DaySeries {
  const byDay = new Map<number, number>();
  for (const { day, price } of told) byDay.set(day, price);
  for (const { day, price, adjustedOn } of closes) {
    const later = adjustedOn === null ? [] : splits.filter((split) => split.day > day && split.day <= adjustedOn);
    byDay.set(day, later.length === 0 ? price : price * later.reduce((factor, { ratio }) => factor * ratio, 1));
  }
  const days = Int32Array.from(byDay.keys()).sort();
  return { days, values: Float64Array.from(days, (day) => byDay.get(day) as number) };
}
