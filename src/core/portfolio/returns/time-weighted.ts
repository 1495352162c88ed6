/** The true time-weighted return (TTWROR): what money did that was there, whatever was put in or taken out meanwhile. */

/** One entry a day, of all accounts that are looked at together: combined by value, never by averaging their returns. */
export interface DailyValues {
  /** At the end of the day before the first. */
  readonly before: number;
  /** At the end of each day. */
  readonly values: Float64Array;
  /** From outside, and to outside: transfers between accounts looked at are neither. Not below 0. */
  readonly inflows: Float64Array;
  readonly outflows: Float64Array;
}

export type TimeWeightedAnswer =
  /** 0.1 is 10 % over all days; `accumulated` at the end of each. */
  | { readonly kind: 'rate'; readonly rate: number; readonly accumulated: Float64Array }
  /** From that day (an index) on there is no such return: what was there was worth nothing or less (`nothing-there`), or more than all of it was lost (`below-nothing`). */
  | { readonly kind: 'none'; readonly why: 'nothing-there' | 'below-nothing'; readonly at: number };

/**
 * Chain-linked day by day: r = (end + outflows) / (end of the day before + inflows) − 1, as Portfolio Performance defines it: what comes in works from
 * the morning on, what goes out until the evening. Days before the first inflow, or after everything has been taken out, have no part in it.
 */
export function timeWeighted({ before, values, inflows, outflows }: DailyValues): TimeWeightedAnswer {
  const accumulated = new Float64Array(values.length);
  let factor = 1;
  let last = before;
  for (let i = 0; i < values.length; i++) {
    const start = last + (inflows[i] as number);
    last = values[i] as number;
    const end = last + (outflows[i] as number);
    if (start > 0) {
      if (end < 0) return { kind: 'none', why: 'below-nothing', at: i };
      factor *= end / start;
    } else if (start < 0 || end !== 0) return { kind: 'none', why: 'nothing-there', at: i };
    accumulated[i] = factor - 1;
  }
  return { kind: 'rate', rate: factor - 1, accumulated };
}
