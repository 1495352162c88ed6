/** Timeframes: the length of a candle, written as a number and a unit. */

import { InputError } from '../domain/result.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of a timeframe such as `1m`, `15m`, `4h`, `1d`, `1w`. InputError TIMEFRAME_INVALID for other text. */
export function timeframeMs(timeframe: string): number {
  const match = /^([1-9]\d{0,3})([smhdw])$/.exec(timeframe);
  if (!match)
    throw new InputError('TIMEFRAME_INVALID', `expected a timeframe such as 1m, 15m, 1h, 4h or 1d, found ${JSON.stringify(timeframe)}`, 2);
  return Number(match[1]) * (UNIT_MS[match[2] as string] as number);
}

/** The shortest text for a length in milliseconds: 3,600,000 is `1h`. */
export function timeframeText(ms: number): string {
  for (const unit of ['w', 'd', 'h', 'm', 's']) {
    const size = UNIT_MS[unit] as number;
    if (ms >= size && ms % size === 0 && !(unit === 'w' && ms % 604_800_000 !== 0)) return `${ms / size}${unit}`;
  }
  throw new InputError('TIMEFRAME_INVALID', `expected a timeframe of whole seconds, found ${ms} ms`, 2);
}
