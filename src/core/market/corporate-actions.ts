/** Corporate actions: splits and dividends as factors on raw prices, the adjusted series made from them, and splits nobody recorded. */

import { InputError } from '../domain/result.ts';
import type { TradingCalendar } from './calendar.ts';
import { type Candles, createCandles } from './candles.ts';
import { IMPORT_FAULTS } from './import-words.ts';
import { daysFromCivil } from './zone.ts';

const DAY_MS = 86_400_000;
const WHOLE_SPLITS = [2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50, 100];
/** Split ratios, new shares per old, that companies use; reverse splits only come whole. */
const COMMON_SPLITS = [...WHOLE_SPLITS, 3 / 2, 4 / 3, 5 / 4, 5 / 2, ...WHOLE_SPLITS.map((ratio) => 1 / ratio)];
/** How far the overnight move may be from a split's ratio (trading rules 2.5). */
const SPLIT_TOLERANCE_RATIO = 0.02;
/**
 * From three for one on it may be further: the price also moves overnight (Apple opened 2.2 % off its 4:1 of 2020-08-31), and no ordinary night
 * takes two thirds of a price. At two for one it may not: shares do fall by half overnight (Apple by 47 % on 2000-09-29).
 */
const LARGE_SPLIT = { from: 3, toleranceRatio: 0.05 };

/**
 * Factors that hold for bars dated up to and including `day` (days since 1970-01-01, exchange date) and after the row before.
 * Adjusted price = raw price x priceFactor x splitFactor; adjusted volume = raw volume / splitFactor.
 */
export interface FactorRow {
  readonly day: number;
  readonly priceFactor: number;
  readonly splitFactor: number;
  /** Raw closing price of `day`, 0 or 1 where the file does not know it. */
  readonly referencePrice: number;
}

/** Reads LEAN factor rows `yyyyMMdd,priceFactor,splitFactor,referencePrice`, oldest first. InputError FACTOR_ROW_INVALID names the line. */
export function parseFactorRows(text: string, source: string): FactorRow[] {
  const rows = dataLines(text).map(({ fields, line }) => {
    const [day, priceFactor, splitFactor, referencePrice = 0] = [compactDay(fields[0] ?? ''), ...fields.slice(1).map(Number)];
    if (!Number.isFinite(day) || !((priceFactor as number) > 0) || !((splitFactor as number) > 0)) {
      throw new InputError(
        'FACTOR_ROW_INVALID',
        `${source} line ${line}: expected yyyyMMdd,price factor,split factor,reference price, found ${fields.join(',')}`,
        1,
        { said: IMPORT_FAULTS.factorRow(line, fields.join(',')) },
      );
    }
    return { day, priceFactor: priceFactor as number, splitFactor: splitFactor as number, referencePrice };
  });
  rows.forEach((row, i) => {
    if (i > 0 && row.day <= (rows[i - 1] as FactorRow).day)
      throw new InputError('FACTOR_ROW_INVALID', `${source}: expected rows oldest first, found a step back at row ${i + 1}`, 1, {
        said: IMPORT_FAULTS.factorOrder(i + 1),
      });
  });
  return rows;
}

/** A ticker's life: from `fromDay` to `toDay` (days since 1970-01-01, both included) the security traded under `ticker`. */
export interface TickerSpan {
  readonly ticker: string;
  readonly fromDay: number;
  readonly toDay: number;
}

/** Reads LEAN map rows `yyyyMMdd,ticker,exchange`: each says up to which day a ticker held, the first one when the security began. */
export function parseMapRows(text: string, source: string): TickerSpan[] {
  const rows = dataLines(text).map(({ fields, line }) => {
    const day = compactDay(fields[0] ?? '');
    if (!Number.isFinite(day) || !fields[1])
      throw new InputError('MAP_ROW_INVALID', `${source} line ${line}: expected yyyyMMdd,ticker, found ${fields.join(',')}`);
    return { day, ticker: fields[1].toLowerCase() };
  });
  return rows.slice(1).map(({ day, ticker }, i) => ({ ticker, fromDay: (rows[i] as { day: number }).day + (i > 0 ? 1 : 0), toDay: day }));
}

function dataLines(text: string): { fields: string[]; line: number }[] {
  return text
    .split(/\r?\n/)
    .map((row, i) => ({ fields: row.split(',').map((field) => field.trim()), line: i + 1 }))
    .filter(({ fields }) => fields[0] !== '');
}

/** Days since 1970-01-01 of `yyyyMMdd`, NaN for other text. */
function compactDay(text: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return match ? daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3])) : Number.NaN;
}

/** The exchange date of a bar, as days since 1970-01-01. */
export function exchangeDay(calendar: TradingCalendar, utcMs: number): number {
  return Math.floor((utcMs + calendar.offsetAt(utcMs)) / DAY_MS);
}

/**
 * The adjusted series: each bar by the first factor row dated on or after its exchange date; later bars stay raw.
 * Prices become plain doubles, no longer whole ticks.
 */
export function adjustCandles(candles: Candles, factors: readonly FactorRow[], calendar: TradingCalendar): Candles {
  const adjusted = createCandles(candles.length, { hasVolume: candles.hasVolume });
  adjusted.length = candles.length;
  let k = 0;
  for (let i = 0; i < candles.length; i++) {
    const time = candles.time[i] as number;
    const day = exchangeDay(calendar, time);
    while (k < factors.length && (factors[k] as FactorRow).day < day) k++;
    const row = factors[k];
    const factor = row ? row.priceFactor * row.splitFactor : 1;
    adjusted.time[i] = time;
    for (const column of ['open', 'high', 'low', 'close'] as const) adjusted[column][i] = (candles[column][i] as number) * factor;
    adjusted.volume[i] = (candles.volume[i] as number) / (row ? row.splitFactor : 1);
  }
  return adjusted;
}

/** An overnight move that looks like a split. `ratio` is close before ÷ open after; `split` the common ratio it is near (4 = four for one, 0.1 = one for ten). */
export interface SuspectedSplit {
  readonly time: number;
  readonly ratio: number;
  readonly split: number;
}

/**
 * Overnight ratios (last close of an exchange date ÷ next open) within 2 % of a common split ratio, 5 % from 3:1 on, without a recorded change of
 * the split factor between the two dates. The instrument must not be traded until somebody has looked.
 */
export function unrecordedSplits(candles: Candles, factors: readonly FactorRow[], calendar: TradingCalendar): SuspectedSplit[] {
  const found: SuspectedSplit[] = [];
  const factorOn = (day: number) => factors.find((row) => row.day >= day)?.splitFactor ?? 1;
  for (let i = 1; i < candles.length; i++) {
    const ratio = (candles.close[i - 1] as number) / (candles.open[i] as number);
    if (ratio < 1.2 && ratio > 1 / 1.2) continue;
    const time = candles.time[i] as number;
    const day = exchangeDay(calendar, time);
    const dayBefore = exchangeDay(calendar, candles.time[i - 1] as number);
    if (day === dayBefore || factorOn(day) !== factorOn(dayBefore)) continue;
    const split = nearestSplit(ratio);
    if (split !== undefined) found.push({ time, ratio, split });
  }
  return found;
}

function nearestSplit(ratio: number): number | undefined {
  const distance = (split: number) => Math.abs(ratio / split - 1);
  const nearest = COMMON_SPLITS.reduce((best, split) => (distance(split) < distance(best) ? split : best));
  const large = nearest >= LARGE_SPLIT.from || nearest <= 1 / LARGE_SPLIT.from;
  return distance(nearest) <= (large ? LARGE_SPLIT.toleranceRatio : SPLIT_TOLERANCE_RATIO) ? nearest : undefined;
}
