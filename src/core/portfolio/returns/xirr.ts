/** The yearly money-weighted return (XIRR): the rate at which all flows, discounted to one day, come to nothing. */

/** A payment between the owner and the portfolio, seen from the owner: what he put in is negative, what he got out (and what is left at the end) positive. */
export interface Flow {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly amount: number;
}

export type XirrAnswer =
  /** 0.1 is 10 % a year. */
  | { readonly kind: 'rate'; readonly rate: number }
  /** `one-sign`: nothing was put in, or nothing is there. `one-day`: no time has passed. `beyond`: the rate lies outside (-1, 1e6]. */
  | { readonly kind: 'none'; readonly why: 'one-sign' | 'one-day' | 'beyond' }
  /** Flows that change sign more than once may have more than one rate; none of them is then the return. Rising. */
  | { readonly kind: 'several'; readonly rates: readonly number[] };

const DAYS_PER_YEAR = 365;
const HIGHEST_RATE = 1e6;
/** ln(1 + rate) is looked for between these. The lowest double above -1 is reached at -36.7: what is lower is told as -100 % by any display. */
const LOWEST = -700;
const HIGHEST = Math.log1p(HIGHEST_RATE);
const GRID = 4_000;

/**
 * Years have 365 days whatever the calendar says, as in Excel's XIRR and Portfolio Performance's IRR.
 * Solved in x = ln(1 + rate), where the sum is one of exponentials: it has at most as many roots as the flows, by day, have changes of sign
 * (Descartes' rule, extended to real exponents by Laguerre, 1883), so that with one change the one root found is the only one.
 */
export function xirr(flows: readonly Flow[]): XirrAnswer {
  const byDay = new Map<number, number>();
  for (const { day, amount } of flows) byDay.set(day, (byDay.get(day) ?? 0) + amount);
  const days = [...byDay].filter(([, amount]) => amount !== 0).sort(([a], [b]) => a - b);
  const signs = days.map(([, amount]) => Math.sign(amount));
  const changes = signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length;
  if (days.length === 1 && flows.length > 1 && changes === 0) return { kind: 'none', why: 'one-day' };
  if (changes === 0) return { kind: 'none', why: 'one-sign' };
  const first = (days[0] as [number, number])[0];
  const worth = presentWorth(
    days.map(([day]) => (day - first) / DAYS_PER_YEAR),
    days.map(([, amount]) => amount),
  );
  const roots = changes === 1 ? only(worth) : scanned(worth);
  const rates = roots.map((x) => Math.expm1(x));
  if (rates.length > 1) return { kind: 'several', rates };
  return rates.length === 1 ? { kind: 'rate', rate: rates[0] as number } : { kind: 'none', why: 'beyond' };
}

type Worth = (x: number) => number;

/** Of the same sign as the sum of amount × e^(-x × years), and never too large for a double: its largest factor is 1. */
function presentWorth(years: readonly number[], amounts: readonly number[]): Worth {
  const last = years.at(-1) as number;
  return (x) => {
    const from = x < 0 ? last : 0;
    let sum = 0;
    for (let i = 0; i < years.length; i++) sum += (amounts[i] as number) * Math.exp(-x * ((years[i] as number) - from));
    return sum;
  };
}

function only(worth: Worth): number[] {
  const [low, high] = [worth(LOWEST), worth(HIGHEST)];
  if (high === 0) return [HIGHEST];
  return low * high < 0 ? [brent(worth, LOWEST, HIGHEST)] : [];
}

/** Denser around no return at all, where rates of real portfolios are: x = sinh(u), u in equal steps. */
function scanned(worth: Worth): number[] {
  const [from, to] = [Math.asinh(LOWEST), Math.asinh(HIGHEST)];
  const roots: number[] = [];
  let [before, valueBefore] = [LOWEST, worth(LOWEST)];
  for (let i = 1; i <= GRID; i++) {
    const x = i === GRID ? HIGHEST : Math.sinh(from + ((to - from) * i) / GRID);
    const value = worth(x);
    if (value === 0) roots.push(x);
    else if (value * valueBefore < 0) roots.push(brent(worth, before, x));
    [before, valueBefore] = [x, value];
  }
  return roots;
}

/** Brent's method (Algorithms for Minimization without Derivatives, 1973, chapter 4): bisection's safety, and superlinear near the root. */
function brent(f: Worth, from: number, to: number): number {
  let [a, b, fa, fb] = [from, to, f(from), f(to)];
  let [c, fc, step, last] = [a, fa, b - a, b - a];
  while (fb !== 0) {
    if (Math.sign(fb) === Math.sign(fc)) [c, fc, step, last] = [a, fa, b - a, b - a];
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + 1e-15;
    const half = (c - b) / 2;
    if (Math.abs(half) <= tolerance) break;
    const tried = Math.abs(last) >= tolerance && Math.abs(fa) > Math.abs(fb) ? interpolated(a, b, c, fa, fb, fc) : null;
    const isGood = tried !== null && 2 * Math.abs(tried) < Math.min(3 * Math.abs(half) - tolerance, Math.abs(last));
    [last, step] = isGood ? [step, tried] : [half, half];
    [a, fa] = [b, fb];
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance;
    fb = f(b);
  }
  return b;
}

/** The step of inverse quadratic interpolation through three points, or of the secant through two; null where it leads the wrong way. */
function interpolated(a: number, b: number, c: number, fa: number, fb: number, fc: number): number | null {
  const s = fb / fa;
  let [p, q] = [(c - b) * s, 1 - s];
  if (a !== c) {
    const [t, r] = [fa / fc, fb / fc];
    p = s * ((c - b) * t * (t - r) - (b - a) * (r - 1));
    q = (t - 1) * (r - 1) * (s - 1);
  }
  const towards = p > 0 ? -q : q;
  const step = Math.abs(p) / towards;
  return Number.isFinite(step) && step * (c - b) > 0 ? step : null;
}
