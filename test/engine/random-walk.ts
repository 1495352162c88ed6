/** A seeded walk in one-minute candles, with gaps now and then. */

import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import { nextRandom, uniform } from '../../src/core/trading/engine/random.ts';

export const MINUTE_MS = 60_000;
export const START = Date.UTC(2024, 0, 1);

/** Steps of up to half of `step` either way; after a share `gaps` of the candles up to five hours are missing. */
export function randomWalk(count: number, seed: number, step: number, gaps = 0.01): Candles {
  const candles = createCandles(count);
  let state = seed;
  const draw = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  let price = 1000;
  let time = START;
  for (let i = 0; i < count; i++) {
    const open = price;
    price = Math.max(1, Math.round(price * (1 + (draw() - 0.5) * step) * 100) / 100);
    candles.time[i] = time;
    candles.open[i] = open;
    candles.close[i] = price;
    candles.high[i] = Math.max(open, price) + 0.5;
    candles.low[i] = Math.max(0.5, Math.min(open, price) - 0.5);
    candles.volume[i] = Math.floor(draw() * 1000);
    time += MINUTE_MS * (draw() < gaps ? 1 + Math.floor(draw() * 300) : 1);
  }
  candles.length = count;
  return candles;
}
