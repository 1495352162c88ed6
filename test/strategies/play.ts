/** The market both sides of a comparison trade in: market orders at the next open, stops and targets inside the candle, one position. */

export interface Columns {
  length: number;
  time: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
}

/** What a decision at a close may look at besides the candles. */
export interface Account {
  side: -1 | 0 | 1;
  entryPrice: number;
  /** Closed candles since the entry fill, its own candle included; 0 while flat. */
  candlesHeld: number;
  /** The same since the last exit fill; Infinity before the first. */
  candlesSinceExit: number;
}

export type Decision =
  | { act: 'enter'; side: 1 | -1; reason: string; confidence: number; stop?: number; target?: number; trail?: number }
  | { act: 'exit'; reason: string };

/** `bar` is the candle at whose close the decision fell, or inside which a stop or target was filled. */
export interface Happening {
  bar: number;
  act: 'enter' | 'exit';
  side: 1 | -1;
  reason: string;
  /** Of entries only, to 4 decimals. */
  confidence?: number;
}

interface Protection {
  stop: number;
  trailRatio: number | undefined;
  trail: number;
  best: number;
  target: number;
}

/**
 * Plays the candles and asks `decide` at every close, from candle 0 on. Prices are whole numbers of `tick`; stops and targets are
 * rounded to one, stops away from the market, targets too. Follows docs/reference/fill-rules.md for the orders used here.
 */
export function play(candles: Columns, tick: number, decide: (bar: number, account: Account) => Decision | undefined): Happening[] {
  const happenings: Happening[] = [];
  const account: Account = { side: 0, entryPrice: Number.NaN, candlesHeld: 0, candlesSinceExit: Number.POSITIVE_INFINITY };
  let protection: Protection | undefined;
  let wish: Decision | undefined;

  const leave = (bar: number, reason: string) => {
    happenings.push({ bar, act: 'exit', side: account.side as 1 | -1, reason });
    Object.assign(account, { side: 0, entryPrice: Number.NaN, candlesHeld: 0, candlesSinceExit: 0 });
    protection = undefined;
  };

  for (let t = 0; t < candles.length; t++) {
    const [open, high, low, close] = [candles.open[t], candles.high[t], candles.low[t], candles.close[t]].map((p) => Math.round(p / tick));
    if (account.side !== 0 && protection) {
      const hit = protectiveHit(account.side, protection, open, open);
      if (hit) leave(t, hit);
      else if (wish?.act === 'exit') leave(t - 1, wish.reason);
    } else if (wish?.act === 'enter') {
      happenings.push({
        bar: t - 1,
        act: 'enter',
        side: wish.side,
        reason: wish.reason,
        confidence: Math.round(wish.confidence * 1e4) / 1e4,
      });
      Object.assign(account, { side: wish.side, entryPrice: open * tick });
      protection = protect(wish, open);
    }
    wish = undefined;
    if (account.side !== 0 && protection) {
      const hit = protectiveHit(account.side, protection, low, high);
      if (hit) leave(t, hit);
      else ratchet(account.side, protection, close);
    }
    if (account.side !== 0) account.candlesHeld++;
    account.candlesSinceExit++;
    wish = decide(t, account);
  }
  return happenings;
}

function protect({ side, stop, target, trail }: Decision & { act: 'enter' }, fill: number): Protection {
  const never = Number.POSITIVE_INFINITY;
  return {
    stop: stop === undefined ? -side * never : away(fill, -side, stop),
    trailRatio: trail,
    trail: trail === undefined ? -side * never : away(fill, -side, trail),
    best: fill,
    target: target === undefined ? side * never : away(fill, side, target),
  };
}

/** `ratio` away from a price, up (1) or down (-1), rounded on to the next tick; the allowance undoes the noise of the product. */
function away(price: number, direction: number, ratio: number): number {
  const exact = price * (1 + direction * ratio);
  return direction > 0 ? Math.ceil(exact - 1e-6) : Math.floor(exact + 1e-6);
}

/** The trailing level follows closes and only tightens. */
function ratchet(side: number, protection: Protection, close: number): void {
  if (protection.trailRatio === undefined || side * (close - protection.best) <= 0) return;
  protection.best = close;
  protection.trail = away(close, -side, protection.trailRatio);
}

/** Which protective order fills between two prices; the stop counts first, and a target must be passed by a tick. */
function protectiveHit(side: number, { stop, trail, target }: Protection, low: number, high: number): string | undefined {
  const nearest = side > 0 ? Math.max(stop, trail) : Math.min(stop, trail);
  if (side > 0 ? low <= nearest : high >= nearest) return nearest === stop ? 'stop' : 'trail';
  return (side > 0 ? high > target : low < target) ? 'target' : undefined;
}
