/**
 * The rules of the nine strategies a second time, from their written text and with whole-array arithmetic: every window is summed
 * anew, nothing is shared with the product. Only good as a yardstick.
 */

import type { Account, Columns, Decision } from './play.ts';

export interface Rules {
  warmup: number;
  decide(bar: number, account: Account, ownDrawdown?: number): Decision | undefined;
}
/** Numbers; a switch is 0 or 1. */
type Values = Readonly<Record<string, number>>;
type Side = 1 | -1;

const limit = (x: number) => Math.min(1, Math.max(0, x));
const mean = (...x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;

function window(x: ArrayLike<number>, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => x[from + i]);
}

export function simple(x: ArrayLike<number>, n: number, t: number): number {
  return t < n - 1 ? Number.NaN : mean(...window(x, t - n + 1, t + 1));
}

export function deviation(x: ArrayLike<number>, n: number, t: number): number {
  if (t < n - 1) return Number.NaN;
  const m = simple(x, n, t);
  return Math.sqrt(mean(...window(x, t - n + 1, t + 1).map((v) => (v - m) ** 2)));
}

/** Smoothing with weight w for the newest value, seeded at index `first + n - 1` by the mean of n values. */
function smooth(x: ArrayLike<number>, n: number, first: number, w: number): number[] {
  const y = new Array<number>(x.length).fill(Number.NaN);
  if (x.length < first + n) return y;
  y[first + n - 1] = mean(...window(x, first, first + n));
  for (let t = first + n; t < x.length; t++) y[t] = y[t - 1] + w * (x[t] - y[t - 1]);
  return y;
}

export const ema = (x: ArrayLike<number>, n: number) => smooth(x, n, 0, 2 / (n + 1));
const wilder = (x: ArrayLike<number>, n: number, first: number) => smooth(x, n, first, 1 / n);

export function rsi(close: ArrayLike<number>, n: number): number[] {
  const change = Array.from(close, (c, t) => (t === 0 ? Number.NaN : c - close[t - 1]));
  const up = wilder(
    change.map((d) => Math.max(d, 0)),
    n,
    1,
  );
  const down = wilder(
    change.map((d) => Math.max(-d, 0)),
    n,
    1,
  );
  return up.map((u, t) => (100 * u) / (u + down[t]));
}

function trueRange(c: Columns): number[] {
  return Array.from(c.close, (_, t) => (t === 0 ? Number.NaN : Math.max(c.high[t], c.close[t - 1]) - Math.min(c.low[t], c.close[t - 1])));
}

export const atr = (c: Columns, n: number) => wilder(trueRange(c), n, 1);

export function adx(c: Columns, n: number): number[] {
  const moves = Array.from(c.close, (_, t) => [c.high[t] - c.high[t - 1], c.low[t - 1] - c.low[t]]);
  const plus = wilder(
    moves.map(([up, down]) => (up > down && up > 0 ? up : 0)),
    n,
    1,
  );
  const minus = wilder(
    moves.map(([up, down]) => (down > up && down > 0 ? down : 0)),
    n,
    1,
  );
  const range = atr(c, n);
  const dx = range.map((r, t) => {
    const [p, m] = [plus[t] / r, minus[t] / r];
    return (100 * Math.abs(p - m)) / (p + m);
  });
  return wilder(dx, n, n);
}

/** Mean of the n values before t. */
export const before = (x: ArrayLike<number>, n: number, t: number) => simple(x, n, t - 1);
const up = (a: ArrayLike<number>, b: (t: number) => number, t: number) => a[t - 1] <= b(t - 1) && a[t] > b(t);
const down = (a: ArrayLike<number>, b: (t: number) => number, t: number) => a[t - 1] >= b(t - 1) && a[t] < b(t);

interface Text {
  /** The longest exponential average and the longest Wilder period in use; 0 for none. */
  longest: [exponential: number, wilder: number];
  /** Strength of the entry at t, 0 to 1, or undefined where the rule does not hold; `account` and `ownDrawdown` for the filters. */
  entry(t: number, side: Side, account: Account, free: boolean): number | undefined;
  exit(t: number, side: Side, account: Account, free: boolean): string | undefined;
  reason: string;
  orders: Pick<Decision & { act: 'enter' }, 'stop' | 'target' | 'trail'>;
}

const TEXTS: Record<string, (c: Columns, p: Values) => Text> = {
  'volatility-breakout': (c, p) => {
    const [strength, range, average] = [adx(c, 14), atr(c, p.atrPeriod), ema(c.close, 200)];
    return {
      longest: [p.allowShort ? 200 : 0, Math.max(14, p.atrPeriod)],
      reason: 'channel-breakout',
      orders: { trail: p.trail },
      entry(t, side) {
        const highest = Math.max(...window(c.high, t - p.lookback, t));
        const lowest = Math.min(...window(c.low, t - p.lookback, t));
        const margin = p.breakoutAtr * range[t - 1];
        if (!(strength[t] > p.adxMin)) return undefined;
        if (side === 1 && c.close[t] > highest + margin)
          return mean(limit((strength[t] - 20) / 30), limit((c.close[t] - highest) / range[t]));
        if (side === -1 && c.close[t] < lowest - margin && c.close[t] < average[t])
          return mean(limit((strength[t] - 20) / 30), limit((lowest - c.close[t]) / range[t]));
        return undefined;
      },
      exit: () => undefined,
    };
  },

  'bollinger-reversion': (c, p) => {
    const [r, strength, medium, long] = [rsi(c.close, 14), adx(c, 14), ema(c.close, 50), ema(c.close, 200)];
    return {
      longest: [200, 14],
      reason: 'band-touch',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry(t, side) {
        const C = c.close[t];
        const mid = simple(c.close, p.bbPeriod, t);
        const h = p.bbDev * deviation(c.close, p.bbPeriod, t);
        const corridor = (medium[t] <= C && C <= long[t]) || (long[t] <= C && C <= medium[t]);
        if (!(c.volume[t] > p.volumeRatio * before(c.volume, 20, t))) return undefined;
        if (!corridor && !(strength[t] < p.adxMax)) return undefined;
        const quiet = limit((p.adxMax - strength[t]) / p.adxMax);
        if (side === 1)
          return C <= mid - h + p.bandTolerance * h && C < mid && r[t] < p.rsiLow ? mean(limit((p.rsiLow - r[t]) / 20), quiet) : undefined;
        const mirrored = 100 - r[t];
        return C >= mid + h - p.bandTolerance * h && C > mid && mirrored < p.rsiLow
          ? mean(limit((p.rsiLow - mirrored) / 20), quiet)
          : undefined;
      },
      exit: (t, side) => (side * (c.close[t] - simple(c.close, p.bbPeriod, t)) >= 0 ? 'middle-band' : undefined),
    };
  },

  'rsi-ema-momentum': (c, p) => {
    const [r, strength, average, long] = [rsi(c.close, 14), adx(c, 14), ema(c.close, p.emaPeriod), ema(c.close, 200)];
    const entry: Text['entry'] = (t, side, _, free) => {
      const C = c.close[t];
      const usual = before(c.volume, 20, t);
      if (!free || !(r[t] > 20 && r[t] < 80) || !(c.volume[t] > p.volumeRatio * usual)) return undefined;
      const rising = down(r, () => p.rsiLong, t) && C > average[t];
      const falling = up(r, () => p.rsiShort, t) && C < average[t] && C < long[t] && strength[t] > p.adxMin;
      if (!(side === 1 ? rising : falling)) return undefined;
      return mean(limit((side * (C / average[t] - 1)) / 0.02), limit(c.volume[t] / usual - 0.95));
    };
    return {
      longest: [200, 14],
      reason: 'rsi-pullback',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry,
      exit(t, side, account, free) {
        if (side === 1 ? down(r, () => p.rsiShort, t) : up(r, () => p.rsiLong, t)) return 'rsi-threshold';
        return entry(t, side === 1 ? -1 : 1, account, free) === undefined ? undefined : 'opposite-signal';
      },
    };
  },

  'ema-breakout': (c, p) => {
    const [fast, slow, range] = [ema(c.close, p.fast), ema(c.close, p.slow), atr(c, 14)];
    return {
      longest: [p.slow, 14],
      reason: 'cross-up',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry: (t, side) => (side === 1 && up(fast, (i) => slow[i], t) ? limit((c.close[t] - slow[t]) / range[t]) : undefined),
      exit: (t) => (down(fast, (i) => slow[i], t) ? 'cross-down' : undefined),
    };
  },

  'ema-breakout-aggressive': (c, p) => {
    const [fast, slow] = [ema(c.close, p.fast), ema(c.close, p.slow)];
    const [trendFast, trendSlow] = [ema(c.close, p.trendFast), ema(c.close, p.trendSlow)];
    const crossed = (t: number, side: Side) => (side === 1 ? up : down)(fast, (i) => slow[i], t);
    return {
      longest: [Math.max(p.slow, p.trendSlow), 0],
      reason: 'cross-on-wide-candle',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry(t, side) {
        const range = (c.high[t] - c.low[t]) / c.close[t];
        const usual = before(c.volume, p.volumePeriod, t);
        const withTrend = side === 1 ? trendFast[t] > trendSlow[t] : trendFast[t] < trendSlow[t];
        if (!crossed(t, side) || !(range > p.rangeMin) || !(c.volume[t] > usual) || !withTrend) return undefined;
        return mean(limit((range - 0.01) / 0.02), limit(c.volume[t] / usual - 1));
      },
      exit: (t, side) => (p.exitOnOpposite && crossed(t, side === 1 ? -1 : 1) ? 'opposite-cross' : undefined),
    };
  },

  'ema-breakout-conservative': (c, p) => {
    const [fast, slow, trend, long] = [ema(c.close, p.fast), ema(c.close, p.slow), ema(c.close, p.trend), ema(c.close, 200)];
    const crossed = (t: number, side: Side) => (side === 1 ? up : down)(fast, (i) => slow[i], t);
    return {
      longest: [p.allowShort ? 200 : Math.max(p.slow, p.trend), 0],
      reason: 'cross-with-trend',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry(t, side) {
        const C = c.close[t];
        const range = (c.high[t] - c.low[t]) / C;
        const withTrend = side === 1 ? C > trend[t] : C < trend[t] && C < long[t];
        if (!crossed(t, side) || !(range > p.rangeMin) || !withTrend) return undefined;
        return mean(limit((side * (C / trend[t] - 1)) / 0.02), limit(range / 0.01));
      },
      exit: (t, side) => (p.exitOnOpposite && crossed(t, side === 1 ? -1 : 1) ? 'opposite-cross' : undefined),
    };
  },

  'contrarian-volume-spike': (c, p) => {
    const r = rsi(c.close, 14);
    return {
      longest: [0, 14],
      reason: 'capitulation',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry(t, side) {
        const C = c.close[t];
        const usual = before(c.volume, p.volumePeriod, t);
        const mid = simple(c.close, 20, t);
        const h = 2 * deviation(c.close, 20, t);
        if (!(c.volume[t] >= p.spike * usual) || !((c.high[t] - c.low[t]) / C > p.rangeMin)) return undefined;
        const oversold = side === 1 ? r[t] : 100 - r[t];
        const atEdge =
          side === 1 ? C < c.open[t] && C <= mid - h + p.bandTolerance * h : C > c.open[t] && C >= mid + h - p.bandTolerance * h;
        return oversold < p.rsiLow && atEdge
          ? mean(limit((c.volume[t] / usual - p.spike) / 3), limit((p.rsiLow - oversold) / 15))
          : undefined;
      },
      exit: (t, side) => ((side === 1 ? r[t] > 50 : r[t] < 50) ? 'rsi-middle' : undefined),
    };
  },

  'trend-following-adx-ema': (c, p) => {
    const [strength, range, long] = [adx(c, 14), atr(c, 14), ema(c.close, 200)];
    const [fast, slow] = [ema(c.close, p.fast), ema(c.close, p.slow)];
    return {
      longest: [200, 14],
      reason: 'strong-trend',
      orders: { stop: p.stopLoss, target: p.takeProfit, trail: p.trail },
      entry(t, side) {
        const C = c.close[t];
        const agrees = side === 1 ? fast[t] > slow[t] && C > fast[t] && C > long[t] : fast[t] < slow[t] && C < fast[t] && C < long[t];
        if (!(strength[t] > p.adxEntry) || !agrees) return undefined;
        return mean(limit((strength[t] - 30) / 20), limit((side * (fast[t] - slow[t])) / range[t]));
      },
      exit(t, side) {
        if (strength[t] < p.adxExit) return 'adx-faded';
        return (side === 1 ? down : up)(fast, (i) => slow[i], t) ? 'cross-against' : undefined;
      },
    };
  },

  'liquidation-hunter': (c, p) => {
    const [fast, slow, range, r] = [ema(c.close, p.fast), ema(c.close, p.slow), atr(c, 14), rsi(c.close, 14)];
    return {
      longest: [p.slow, 14],
      reason: 'strong-deviation',
      orders: { stop: p.stopLoss, target: p.takeProfit },
      entry(t, side) {
        const C = c.close[t];
        const dev = Math.abs(C - fast[t]) / range[t];
        const disp = deviation(c.close, 9, t) / range[t];
        let score = 0.6;
        if (disp > 1.5 * p.dispMin) score += 0.2;
        if (!(dev > p.devMin && disp > p.dispMin && score > p.scoreMin)) return undefined;
        const agrees =
          side === 1
            ? fast[t] > slow[t] && C > fast[t] && r[t] > 50 && r[t] <= p.rsiExit - 5
            : fast[t] < slow[t] && C < fast[t] && r[t] < 50 && r[t] >= 100 - p.rsiExit + 5;
        return agrees ? mean(limit(dev - p.devMin), limit(disp - p.dispMin)) : undefined;
      },
      exit(t, side) {
        if (side === 1 ? r[t] > p.rsiExit : r[t] < 100 - p.rsiExit) return 'rsi-extreme';
        return (side === 1 ? down : up)(fast, (i) => slow[i], t) ? 'cross-against' : undefined;
      },
    };
  },
};

/** The written rules of a strategy over candles; `p` holds every parameter. */
export function writtenRules(id: string, candles: Columns, p: Values): Rules {
  const text = TEXTS[id](candles, p);
  const warmup = Math.max(100, 4 * text.longest[0], 14 * text.longest[1]);
  return {
    warmup,
    decide(t, account, ownDrawdown = 0) {
      if (t + 1 < warmup) return undefined;
      const free = candles.volume[t] > 0 && account.candlesSinceExit >= p.cooldown && !(p.strategyDd > 0 && ownDrawdown > p.strategyDd);
      if (account.side !== 0) {
        const timedOut = p.maxBars > 0 && account.candlesHeld >= p.maxBars;
        const reason = timedOut ? 'time' : text.exit(t, account.side, account, free);
        return reason === undefined ? undefined : { act: 'exit', reason };
      }
      if (!free) return undefined;
      for (const side of p.allowShort ? ([1, -1] as const) : ([1] as const)) {
        const strength = text.entry(t, side, account, free);
        if (strength !== undefined) return { act: 'enter', side, reason: text.reason, confidence: 0.55 + 0.4 * strength, ...text.orders };
      }
      return undefined;
    },
  };
}
