/** Daily prices of one asset with what is drawn over them: averages, bands, strength, and the owner's own trades. */

import type { AssetDetail, PriceHistory } from '../../../api/portfolio/figures.ts';
import type { View } from '../../../api/portfolio/money.ts';
import type { Candles } from '../../../core/market/candles.ts';
import { computeIndicator } from '../../../core/market/indicators/batch.ts';
import { catalogue } from '../../../core/market/indicators/catalogue.ts';
import { formatFixed } from '../../../core/portfolio/fixed.ts';
import { charted } from './amounts.ts';
import { assetIndex, dayText, type FigureBook, periodOf } from './figure-book.ts';

const DAY_MS = 86_400_000;
/** A weekend with a holiday on each side is no gap. */
const LONGEST_CLOSED_DAYS = 4;

function candlesOf(days: Int32Array, close: Float64Array): Candles {
  const time = Float64Array.from(days, (day) => day * DAY_MS);
  return {
    length: days.length,
    time,
    open: close,
    high: close,
    low: close,
    close,
    volume: new Float64Array(days.length),
    hasVolume: false,
  };
}

/** Prices after a split as they would have been before it: lines over a split would jump. */
function counted(book: FigureBook, index: number): { days: Int32Array; close: Float64Array } {
  const { days, values } = book.columns.prices[index] ?? { days: new Int32Array(0), values: new Float64Array(0) };
  const splits = new Map<number, number>();
  for (const { kind, asset, day, ratio } of book.operations)
    if (kind === 'split' && asset === index) splits.set(day, Number(ratio[0]) / Number(ratio[1]));
  const close = values.slice();
  for (const [day, ratio] of splits)
    for (let i = 0; i < days.length && (days[i] as number) < day; i++) close[i] = (close[i] as number) / ratio;
  return { days, close };
}

export function pricesAnswer(book: FigureBook, id: string, view: View): PriceHistory {
  const index = assetIndex(book, id);
  const { from, to } = periodOf(book, view);
  const { days, close } = counted(book, index);
  const candles = candlesOf(days, close);
  const { currency, kind } = book.instrument(index);
  const closes = new Map((book.state.closes.get(id) ?? []).map((one) => [one.day, one.provider]));
  const shown = [...days.keys()].filter((i) => (days[i] as number) >= from && (days[i] as number) <= to);
  const line = (values: Float64Array) => shown.map((i) => charted(values[i] as number));
  const bands = computeIndicator(catalogue.bollinger, {}, candles);
  const macd = computeIndicator(catalogue.macd, {}, candles);
  return {
    ...{ instrument: id, currency },
    days: shown.map((i) => dayText(days[i] as number)),
    close: shown.map((i) => close[i] as number),
    provider: shown.map((i) => closes.get(days[i] as number) ?? 'operation'),
    gaps: gapsIn(
      shown.map((i) => days[i] as number),
      kind === 'crypto',
    ),
    marks: book.operations
      .filter(({ asset, kind, day }) => asset === index && (kind === 'buy' || kind === 'sell') && day >= from && day <= to)
      .map(({ id: operation, day, kind, quantity }) => ({ day: dayText(day), kind, quantity: formatFixed(quantity), operation })),
    lines: {
      sma50: line(computeIndicator(catalogue.sma, { period: 50 }, candles).value),
      sma200: line(computeIndicator(catalogue.sma, { period: 200 }, candles).value),
      bollingerUpper: line(bands.upper),
      bollingerLower: line(bands.lower),
      macd: line(macd.macd),
      macdSignal: line(macd.signal),
      rsi14: line(computeIndicator(catalogue.rsi, {}, candles).value),
    },
  };
}

/** Days between two closes on which there should have been one. */
function gapsIn(days: readonly number[], isOpenAlways: boolean): PriceHistory['gaps'] {
  const most = isOpenAlways ? 1 : LONGEST_CLOSED_DAYS;
  return days.flatMap((day, i) => {
    const next = days[i + 1];
    return next === undefined || next - day <= most ? [] : [{ from: dayText(day + 1), to: dayText(next - 1), days: next - day - 1 }];
  });
}

const WEEKLY_RSI = 14;

/** Of the last week's close, RSI over weeks; averages of days. Null before there are enough. */
export function indicatorsOf(book: FigureBook, index: number, day: number): AssetDetail['indicators'] {
  const { days, close } = counted(book, index);
  const until = days.findIndex((one) => one > day);
  const count = until === -1 ? days.length : until;
  const daily = candlesOf(days.subarray(0, count), close.subarray(0, count));
  const last = (values: Float64Array) => charted(values.at(-1) ?? Number.NaN);
  const rsi = last(weekly(daily));
  return {
    rsi14Weekly: rsi === null ? null : rsi / 100,
    sma50: last(computeIndicator(catalogue.sma, { period: 50 }, daily).value),
    sma200: last(computeIndicator(catalogue.sma, { period: 200 }, daily).value),
  };
}

/** The last close of each week from Monday to Sunday. 1970-01-01 was a Thursday. */
function weekly({ time, close }: Candles): Float64Array {
  const weeks = new Map<number, number>();
  for (let i = 0; i < time.length; i++) weeks.set(Math.floor(((time[i] as number) / DAY_MS + 3) / 7), close[i] as number);
  const closes = Float64Array.from(weeks.values());
  return computeIndicator(
    catalogue.rsi,
    { period: WEEKLY_RSI },
    candlesOf(
      Int32Array.from(weeks.keys(), (week) => week * 7),
      closes,
    ),
  ).value;
}
