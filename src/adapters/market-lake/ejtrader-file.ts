// The ejtrader collection: integer points with float noise, in an unnamed broker's zone that had to be measured.
import type { Candles } from '../../core/market/candles.ts';
import { type Zone, zoneNamed } from '../../core/market/zone.ts';

/** Its header, by which it is recognised. */
export const EJTRADER_HEADER = 'Date,open,high,low,close,tick_volume';

const MOVED = Date.UTC(2014, 10, 23);
const LATE_FROM = Date.UTC(2017, 9, 29, 3);
const LATE_TO = Date.UTC(2017, 10, 5, 3);
const HOUR_MS = 3_600_000;

/**
 * The broker's clock, measured against another venue's EURUSD: Madrid time until 2014-11-23, Athens time since, on Europe's dates except
 * autumn 2017, one week late. Two weeks of June 2013 do not follow it.
 */
export function ejtraderZone(): Zone {
  const before = zoneNamed('Europe/Madrid');
  const after = zoneNamed('Europe/Athens');
  const toUtc = (wallMs: number, later?: boolean): number => {
    if (wallMs < MOVED) return before.toUtc(wallMs, later);
    return wallMs >= LATE_FROM && wallMs < LATE_TO ? wallMs - 3 * HOUR_MS : after.toUtc(wallMs, later);
  };
  return { name: 'ejtrader', toUtc, offsetAt: (utcMs) => (utcMs < MOVED ? before : after).offsetAt(utcMs) };
}

/** Decimals of one point: 2 for metals, 3 for yen pairs, else 5. */
export function pointDecimals(symbol: string): number {
  if (/^XA[UG]/i.test(symbol)) return 2;
  return /JPY/i.test(symbol) ? 3 : 5;
}

/** Turns points into prices in place: noise off first, then one exact division. */
export function pointsToPrices(candles: Candles, decimals: number): void {
  const scale = 10 ** decimals;
  for (const column of [candles.open, candles.high, candles.low, candles.close]) {
    for (let i = 0; i < candles.length; i++) column[i] = Math.round(column[i] as number) / scale;
  }
}
