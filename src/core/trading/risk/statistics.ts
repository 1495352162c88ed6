/** Daily returns of every instrument, and what is measured on them: correlation of 60 days, covariance and value at risk of 252. */

/** Returns kept per instrument. */
const WINDOW = 252;
const CORRELATION_DAYS = 60;
/** In a cache: not computed yet; not known (too little common history). */
const STALE = Number.NaN;
const UNKNOWN = Number.POSITIVE_INFINITY;

/** Quantile and density of the standard normal at 95 %: VaR = z × σ, expected shortfall = φ(z) ÷ 5 % × σ, both with mean 0. */
export const VAR_Z = 1.6448536269514722;
export const SHORTFALL_Z = 2.0627128075074257;

/** Correlations are compared with limits after rounding to this many parts, so that the noise of the last bits decides nothing. */
const CORRELATION_PARTS = 1e12;

/** Last returns of one instrument, newest at `head - 1`. */
class ReturnRing {
  readonly days = new Float64Array(WINDOW);
  readonly returns = new Float64Array(WINDOW);
  head = 0;
  count = 0;
  lastClose = Number.NaN;

  add(close: number, day: number): void {
    if (this.lastClose > 0) {
      this.days[this.head] = day;
      this.returns[this.head] = close / this.lastClose - 1;
      this.head = this.head + 1 === WINDOW ? 0 : this.head + 1;
      if (this.count < WINDOW) this.count++;
    }
    this.lastClose = close;
  }

  /** Position of the return `back` returns ago. */
  at(back: number): number {
    const position = this.head - 1 - back;
    return position < 0 ? position + WINDOW : position;
  }
}

export class DailyStatistics {
  private readonly rings: ReturnRing[];
  private readonly minimumReturns: number;
  private readonly covariances: Float64Array;
  private readonly correlations: Float64Array;
  /** The last snapshot, while it holds. */
  private kept: StatisticsState[] | null = null;
  private readonly first = new Float64Array(WINDOW);
  private readonly second = new Float64Array(WINDOW);

  constructor(instruments: number, minimumReturns: number) {
    this.rings = Array.from({ length: instruments }, () => new ReturnRing());
    this.minimumReturns = minimumReturns;
    this.covariances = new Float64Array(instruments * instruments).fill(STALE);
    this.correlations = new Float64Array(instruments * instruments).fill(STALE);
  }

  /** The close of a finished day; days rise. A close that is not above 0 is left out. */
  dailyClose(instrument: number, close: number, day: number): void {
    if (!(close > 0)) return;
    (this.rings[instrument] as ReturnRing).add(close, day);
    this.forget(instrument);
  }

  private forget(instrument: number): void {
    this.kept = null;
    const n = this.rings.length;
    for (let other = 0; other < n; other++) {
      for (const cache of [this.covariances, this.correlations]) cache[instrument * n + other] = cache[other * n + instrument] = STALE;
    }
  }

  /** Sample covariance of daily returns over the last 252 common days; Infinity when too few are known. With itself: the variance. */
  covariance(a: number, b: number): number {
    const at = a * this.rings.length + b;
    let value = this.covariances[at] as number;
    if (Number.isNaN(value)) {
      const count = this.align(a, b, WINDOW, Number.POSITIVE_INFINITY);
      value = count < Math.max(2, this.minimumReturns) ? UNKNOWN : covarianceOf(this.first, this.second, count);
      this.covariances[at] = this.covariances[b * this.rings.length + a] = value;
    }
    return value;
  }

  /** Correlation over the last 60 common days; Infinity when too few are known or one of the two never moved. */
  correlation(a: number, b: number): number {
    if (a === b) return 1;
    const at = a * this.rings.length + b;
    let value = this.correlations[at] as number;
    if (Number.isNaN(value)) {
      value = this.correlationOver(a, b, CORRELATION_DAYS, this.minimumReturns, Number.POSITIVE_INFINITY);
      this.correlations[at] = this.correlations[b * this.rings.length + a] = value;
    }
    return value;
  }

  /** Newest common days a correlation is measured on. */
  readonly correlationDays = CORRELATION_DAYS;

  /** On how many of the last 60 days both have a return. */
  daysTogether(a: number, b: number): number {
    return this.align(a, b, CORRELATION_DAYS, Number.POSITIVE_INFINITY);
  }

  /** Returns on the newest days that every one of `instruments` has, at most 252: one column each, newest first. */
  returnsTogether(instruments: readonly number[]): Float64Array[] {
    const rings = instruments.map((instrument) => this.rings[instrument] as ReturnRing);
    const [first, ...others] = rings.map(
      (ring) => new Map(Array.from({ length: ring.count }, (_, k) => [ring.days[ring.at(k)], ring.at(k)])),
    );
    const days = [...(first?.keys() ?? [])].filter((day) => others.every((each) => each.has(day)));
    return rings.map((ring, i) => {
      const places = i === 0 ? first : others[i - 1];
      return Float64Array.from(days, (day) => ring.returns[places?.get(day) as number] as number);
    });
  }

  /** Mean correlation of all pairs over the last `days` common days up to `lastDay`; NaN when no pair has them. */
  meanPairCorrelation(days: number, lastDay: number): number {
    let sum = 0;
    let pairs = 0;
    for (let a = 0; a < this.rings.length; a++) {
      for (let b = a + 1; b < this.rings.length; b++) {
        const value = this.correlationOver(a, b, days, days, lastDay);
        if (value === UNKNOWN) continue;
        sum += value;
        pairs++;
      }
    }
    return pairs === 0 ? Number.NaN : sum / pairs;
  }

  private correlationOver(a: number, b: number, days: number, minimum: number, lastDay: number): number {
    const count = this.align(a, b, days, lastDay);
    if (count < Math.max(2, minimum)) return UNKNOWN;
    const together = covarianceOf(this.first, this.second, count);
    const alone = Math.sqrt(covarianceOf(this.first, this.first, count)) * Math.sqrt(covarianceOf(this.second, this.second, count));
    return alone > 0 ? Math.round((together / alone) * CORRELATION_PARTS) / CORRELATION_PARTS : UNKNOWN;
  }

  /** Puts the newest returns both have on the same days into the two scratch columns; how many. */
  private align(a: number, b: number, most: number, lastDay: number): number {
    const one = this.rings[a] as ReturnRing;
    const two = this.rings[b] as ReturnRing;
    if (one === two && lastDay === Number.POSITIVE_INFINITY) return this.copyNewest(one, most);
    let count = 0;
    let i = 0;
    let j = 0;
    while (i < one.count && j < two.count && count < most) {
      const left = one.days[one.at(i)] as number;
      const right = two.days[two.at(j)] as number;
      if (left > right || left > lastDay) i++;
      else if (right > left) j++;
      else {
        this.first[count] = one.returns[one.at(i++)] as number;
        this.second[count++] = two.returns[two.at(j++)] as number;
      }
    }
    return count;
  }

  /** The same for an instrument with itself. */
  private copyNewest(ring: ReturnRing, most: number): number {
    const count = Math.min(ring.count, most);
    for (let k = 0; k < count; k++) this.first[k] = this.second[k] = ring.returns[ring.at(k)] as number;
    return count;
  }

  snapshot(): StatisticsState[] {
    this.kept ??= this.rings.map((ring) => {
      const order = Array.from({ length: ring.count }, (_, k) => ring.at(ring.count - 1 - k));
      return {
        lastClose: Number.isNaN(ring.lastClose) ? null : ring.lastClose,
        days: order.map((at) => ring.days[at] as number),
        returns: order.map((at) => ring.returns[at] as number),
      };
    });
    return this.kept;
  }

  /** Instruments that are not there begin anew. */
  restore(state: readonly (StatisticsState | undefined)[]): void {
    this.kept = null;
    for (const [i, given] of state.entries()) {
      if (!given) continue;
      const ring = this.rings[i] as ReturnRing;
      ring.days.set(given.days);
      ring.returns.set(given.returns);
      ring.count = given.days.length;
      ring.head = given.days.length % WINDOW;
      ring.lastClose = given.lastClose ?? Number.NaN;
    }
    this.covariances.fill(STALE);
    this.correlations.fill(STALE);
  }
}

/** Plain JSON, one per instrument, oldest return first. */
export interface StatisticsState {
  readonly lastClose: number | null;
  readonly days: readonly number[];
  readonly returns: readonly number[];
}

/** Sample covariance (n - 1) of the first `count` elements, in two passes. */
export function covarianceOf(a: Float64Array, b: Float64Array, count: number): number {
  let meanA = 0;
  let meanB = 0;
  for (let k = 0; k < count; k++) {
    meanA += a[k] as number;
    meanB += b[k] as number;
  }
  meanA /= count;
  meanB /= count;
  let sum = 0;
  for (let k = 0; k < count; k++) sum += ((a[k] as number) - meanA) * ((b[k] as number) - meanB);
  return sum / (count - 1);
}
