/** Prices and rates by day, as columns: what one of an asset, or of a currency, was worth at the end of a day. */

import { divide, type Fixed, mulDiv, ONE, parseFixed } from '../fixed.ts';

/** One series: days rise. Doubles hold what a provider tells exactly, up to fifteen digits. */
export interface DaySeries {
  readonly days: Int32Array;
  readonly values: Float64Array;
}

export interface Seen {
  /** The day it is of: that day, or the last before it on which there was one. */
  readonly day: number;
  readonly value: number;
}

const NOTHING: DaySeries = { days: new Int32Array(0), values: new Float64Array(0) };

export interface MarketColumns {
  /** By instrument, in its own currency and as it was on that day: not adjusted for later splits. */
  readonly prices: readonly (DaySeries | undefined)[];
  /** By currency: how much of it one euro was, as the European Central Bank tells it. The euro itself needs none. */
  readonly perEuro: readonly (DaySeries | undefined)[];
  /** Index of the euro among the currencies. */
  readonly euro: number;
}

/** The last at or before a day; null before the first. */
export function lastSeen(series: DaySeries | undefined, day: number): Seen | null {
  const { days, values } = series ?? NOTHING;
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] as number) <= day) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : { day: days[low - 1] as number, value: values[low - 1] as number };
}

/** The decimal a provider wrote, out of the double it was read into. */
export function fixedOf(value: number): Fixed {
  const text = String(value);
  const plain = text.includes('e') ? value.toFixed(18) : text;
  return parseFixed(plain) ?? 0n;
}

/** Exact questions to the columns, in one base currency. */
export class Market {
  readonly columns: MarketColumns;
  readonly base: number;
  private readonly rates = new Map<number, Fixed | null>();

  constructor(columns: MarketColumns, base: number) {
    this.columns = columns;
    this.base = base;
  }

  /** Of one, in the instrument's currency. Null where none was known by then. */
  price(instrument: number, day: number): Fixed | null {
    const seen = lastSeen(this.columns.prices[instrument], day);
    return seen === null ? null : fixedOf(seen.value);
  }

  /** What one of the currency is in base: by the rates of one and the same day, the last on which both were told. Null where either has none by then. */
  rate(currency: number, day: number): Fixed | null {
    if (currency === this.base) return ONE;
    const key = day * 4096 + currency;
    const known = this.rates.get(key);
    if (known !== undefined) return known;
    const [from, to] = this.pairAt(currency, day);
    const rate = from === null || to === null ? null : divide(fixedOf(to.value), fixedOf(from.value));
    this.rates.set(key, rate);
    return rate;
  }

  /** Day of the rate that is used; null where there is none. */
  rateDay(currency: number, day: number): number | null {
    if (currency === this.base) return day;
    const [from, to] = this.pairAt(currency, day);
    return from === null || to === null ? null : Math.min(from.day, to.day);
  }

  convert(amount: Fixed, from: number, to: number, day: number): Fixed | null {
    if (from === to) return amount;
    const [a, b] = [this.rate(from, day), this.rate(to, day)];
    return a === null || b === null || b === 0n ? null : mulDiv(amount, a, b);
  }

  private pairAt(currency: number, day: number): [Seen | null, Seen | null] {
    const { perEuro, euro } = this.columns;
    const at = (one: number): Seen | null => (one === euro ? { day, value: 1 } : lastSeen(perEuro[one], day));
    return [at(currency), at(this.base)];
  }
}
