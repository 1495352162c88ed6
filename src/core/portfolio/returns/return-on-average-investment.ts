/** The return on average investment (ROAI): the gain over what was invested on average, each amount weighted by its days. */

/** From that day on so much is invested: quantity held × average price paid, in the currency of the figure. Days rise. */
export interface InvestedFrom {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly invested: number;
}

/** Between `changes` and the day `until`; days on which nothing is invested do not count. Null where nothing ever is, or no day passes. */
export function averageInvestment(changes: readonly InvestedFrom[], until: number): number | null {
  let [sum, days] = [0, 0];
  for (const [i, { day, invested }] of changes.entries()) {
    const length = Math.min(until, changes[i + 1]?.day ?? until) - day;
    if (invested <= 0 || length <= 0) continue;
    sum += invested * length;
    days += length;
  }
  return days === 0 ? null : sum / days;
}

/** 0.1 is 10 %; null where there is no average to divide by. Ghostfolio's own measure; it is neither time- nor money-weighted. */
export function returnOnAverageInvestment(gain: number, changes: readonly InvestedFrom[], until: number): number | null {
  const average = averageInvestment(changes, until);
  return average === null ? null : gain / average;
}
