/** Candle columns: the only representation of market history, in every world. */

/**
 * Columns of equal use: element i of each is candle i, 0 <= i < length, oldest first, strictly rising time.
 * `time` is the START of the candle in epoch milliseconds UTC; prices are doubles nearest to the venue's decimal text;
 * `volume` is in units of the base asset. When the source has no volume, `hasVolume` is false and the column is zeros.
 * Arrays may be longer than `length` (spare capacity of a live buffer): never read beyond `length`.
 */
export interface Candles {
  length: number;
  time: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
  hasVolume: boolean;
  /** Ask side where the source has quotes; the main columns are then the bid. */
  ask?: { open: Float64Array; high: Float64Array; low: Float64Array; close: Float64Array };
}

/** Empty columns with room for `capacity` candles. `shared` puts them in SharedArrayBuffer, for worker threads. */
export function createCandles(capacity: number, options: { hasVolume?: boolean; hasAsk?: boolean; shared?: boolean } = {}): Candles {
  const column = () =>
    new Float64Array(options.shared ? (new SharedArrayBuffer(capacity * 8) as unknown as ArrayBuffer) : new ArrayBuffer(capacity * 8));
  const candles: Candles = {
    length: 0,
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    hasVolume: options.hasVolume ?? true,
  };
  if (options.hasAsk) candles.ask = { open: column(), high: column(), low: column(), close: column() };
  return candles;
}

/** A view of candles [from, to) without copying. */
export function sliceCandles(candles: Candles, from: number, to: number): Candles {
  const cut = (column: Float64Array) => column.subarray(from, to);
  const slice: Candles = {
    length: to - from,
    time: cut(candles.time),
    open: cut(candles.open),
    high: cut(candles.high),
    low: cut(candles.low),
    close: cut(candles.close),
    volume: cut(candles.volume),
    hasVolume: candles.hasVolume,
  };
  if (candles.ask) {
    slice.ask = { open: cut(candles.ask.open), high: cut(candles.ask.high), low: cut(candles.ask.low), close: cut(candles.ask.close) };
  }
  return slice;
}

/** Highest and lowest price of the candles `from` to `last`. Two at a time: what a loop costs besides its work is then paid once for both. */
export function extremesOf({ high, low }: Candles, from: number, last: number): { readonly top: number; readonly bottom: number } {
  let top = high[from] as number;
  let bottom = low[from] as number;
  for (let i = from + 1; i <= last; i += 2) {
    const next = i < last ? i + 1 : i;
    if ((high[i] as number) > top) top = high[i] as number;
    if ((low[i] as number) < bottom) bottom = low[i] as number;
    if ((high[next] as number) > top) top = high[next] as number;
    if ((low[next] as number) < bottom) bottom = low[next] as number;
  }
  return { top, bottom };
}

/** A copy of the candles at the indices `rows`, in that order. */
export function pickCandles(candles: Candles, rows: Uint32Array): Candles {
  const picked = createCandles(rows.length, { hasVolume: candles.hasVolume, hasAsk: candles.ask !== undefined });
  picked.length = rows.length;
  const copy = (from: Float64Array, to: Float64Array) => {
    for (let i = 0; i < rows.length; i++) to[i] = from[rows[i] as number] as number;
  };
  for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) copy(candles[column], picked[column]);
  if (candles.ask && picked.ask)
    for (const column of ['open', 'high', 'low', 'close'] as const) copy(candles.ask[column], picked.ask[column]);
  return picked;
}

/** Makes room for `capacity` candles, keeping those there are. Views taken before keep showing the old memory. */
export function reserveCandles(candles: Candles, capacity: number): void {
  if (candles.time.length >= capacity) return;
  const grown = (column: Float64Array) => {
    const larger = new Float64Array(capacity);
    larger.set(column.subarray(0, candles.length));
    return larger;
  };
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) candles[name] = grown(candles[name]);
  const { ask } = candles;
  if (ask) candles.ask = { open: grown(ask.open), high: grown(ask.high), low: grown(ask.low), close: grown(ask.close) };
}

/** Replaces the candles of `into` by those of `from`; both have the same columns. */
export function copyCandles(from: Candles, into: Candles): void {
  into.length = 0;
  reserveCandles(into, from.length);
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) into[name].set(from[name]);
  if (from.ask && into.ask) for (const name of ['open', 'high', 'low', 'close'] as const) into.ask[name].set(from.ask[name]);
  into.length = from.length;
}

/** Whether two candles have the same prices, ask and volume, to the bit; their times are not compared. */
export function sameCandle(a: Candles, i: number, b: Candles, j: number): boolean {
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) if (!Object.is(a[name][i], b[name][j])) return false;
  if (a.ask && b.ask)
    for (const name of ['open', 'high', 'low', 'close'] as const) if (!Object.is(a.ask[name][i], b.ask[name][j])) return false;
  return true;
}

/** How many candles start before an instant; also the index of the first that starts at or after it. */
export function startedBefore({ time, length }: Pick<Candles, 'time' | 'length'>, utcMs: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] as number) < utcMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
