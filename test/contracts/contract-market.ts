/** The market every venue is tried on: 100.00 flat, but for one minute in ten that touches 95.00 and one that touches 105.00. */

import type { MarketSource } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import { type InstrumentSpecification, prepareInstrument } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';

export const MINUTE = 60_000;
/** Candles that are over when a case begins. */
export const HISTORY = 5;
const LENGTH = 2_000;
/** Of every ten minutes these reach out to the low or the high, and come back. */
const DIP = 4;
const PEAK = 8;

/** What every account begins with, in units of the quote currency. */
export const DEPOSIT = 100_000;

export function contractSource(specification: InstrumentSpecification, startsAt: number, quantumDecimals: number): MarketSource {
  const candles = createCandles(LENGTH);
  for (let i = 0; i < LENGTH; i++) {
    const row = {
      time: startsAt + i * MINUTE,
      open: 100,
      high: i % 10 === PEAK ? 105 : 100,
      low: i % 10 === DIP ? 95 : 100,
      close: 100,
      volume: 6_000,
    };
    for (const [name, value] of Object.entries(row)) candles[name as 'open'][i] = value;
  }
  candles.length = LENGTH;
  const hours = Array.from({ length: Math.floor(LENGTH / 60) }, (_, hour) => startsAt + (hour + 1) * 60 * MINUTE);
  const funding =
    specification.kind === 'perpetual' ? { time: Float64Array.from(hours), rate: Float64Array.from(hours, () => 0.0001) } : null;
  return { instrument: prepareInstrument(specification, 0, quantumDecimals), timeframeMs: MINUTE, candles, funding, history: HISTORY };
}
