// The moving-average cross once more, in plain floating-point loops written from docs/reference/fill-rules.md and nothing of the product.

export interface NaiveCandles {
  readonly time: number[];
  readonly open: number[];
  readonly close: number[];
  /** Empty where the file has no volume. */
  readonly volume: number[];
}

export interface NaiveSettings {
  readonly fast: number;
  readonly slow: number;
  readonly shorts: boolean;
  readonly cash: number;
  readonly fee: number;
  readonly slippage: number;
  readonly tick: number;
  readonly lot: number;
  /** A fixed quantity; all equity when absent. */
  readonly units?: number;
}

export interface NaiveFill {
  readonly at: number;
  readonly side: 1 | -1;
  readonly price: number;
  readonly quantity: number;
}

export function naiveSmaCross(candles: NaiveCandles, settings: NaiveSettings): { fills: NaiveFill[]; finalEquity: number; fees: number } {
  const { fast, slow, shorts, fee, slippage, tick, lot } = settings;
  const { open, close, volume, time } = candles;
  const fills: NaiveFill[] = [];
  let wallet = settings.cash;
  let fees = 0;
  /** Signed quantity, and what was paid for it per unit. */
  let held = 0;
  let paid = 0;
  let wish: 'long' | 'short' | 'flat' | null = null;

  const fill = (t: number, side: 1 | -1, quantity: number, price: number) => {
    const cost = quantity * price * fee;
    wallet -= cost;
    fees += cost;
    fills.push({ at: time[t] as number, side, price, quantity });
  };
  const leave = (t: number) => {
    const side = held > 0 ? -1 : 1;
    const price = slipped(open[t] as number, side);
    wallet += held * (price - paid);
    fill(t, side, Math.abs(held), price);
    held = 0;
  };
  const enter = (t: number, side: 1 | -1) => {
    const price = slipped(open[t] as number, side);
    const affordable = Math.floor(wallet / (price * (1 + fee)) / lot + 1e-9) * lot;
    const quantity = Math.min(settings.units ?? affordable, affordable);
    if (quantity < lot / 2) return;
    held = side * quantity;
    paid = price;
    fill(t, side, quantity, price);
  };
  /** Worse for the side, on to the next tick; the allowance undoes the noise of the product. */
  function slipped(price: number, side: 1 | -1): number {
    const ticks = (price * (1 + side * slippage)) / tick;
    return (side > 0 ? Math.ceil(ticks - 1e-6) : Math.floor(ticks + 1e-6)) * tick;
  }

  for (let t = 0; t < close.length; t++) {
    // A candle in which nothing was traded fills nothing: the order waits.
    if (wish !== null && !(volume.length > 0 && volume[t] === 0)) {
      if ((wish === 'long' && held < 0) || (wish !== 'long' && held > 0)) leave(t);
      if (wish === 'long' && held === 0) enter(t, 1);
      if (wish === 'short' && held === 0) enter(t, -1);
      wish = null;
    }
    const cross = crossAt(close, t, fast, slow);
    if (cross > 0 && held <= 0) wish = 'long';
    if (cross < 0 && held >= 0) wish = shorts ? 'short' : held > 0 ? 'flat' : null;
  }
  return { fills, finalEquity: wallet + held * ((close[close.length - 1] as number) - paid), fees };
}

/** 1 where the fast mean goes above the slow one at candle t, -1 below, 0 otherwise. Compared as the sums of exact decimals they are. */
function crossAt(close: number[], t: number, fast: number, slow: number): -1 | 0 | 1 {
  if (t < slow) return 0;
  const [now, before] = [difference(close, t, fast, slow), difference(close, t - 1, fast, slow)];
  if (now > 0 && before <= 0) return 1;
  return now < 0 && before >= 0 ? -1 : 0;
}

function difference(close: number[], t: number, fast: number, slow: number): number {
  const sum = (count: number) => {
    let total = 0n;
    for (let i = t - count + 1; i <= t; i++) total += BigInt(Math.round((close[i] as number) * 1e8));
    return total;
  };
  return Number(sum(fast) * BigInt(slow) - sum(slow) * BigInt(fast));
}
