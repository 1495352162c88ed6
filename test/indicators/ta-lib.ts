/** TA-Lib's own C code (npm talib-web) as an oracle: its answers laid out one value per candle. */

import { createRequire } from 'node:module';
import type * as TaLib from 'talib-web';
import type { Candles } from '../../src/core/market/candles.ts';

export type Columns = Record<'high' | 'low' | 'close' | 'volume', number[]>;

/** Its start-up would load the wasm file by `fetch` if that existed, so it is hidden meanwhile. */
export async function loadTaLib(): Promise<typeof TaLib> {
  const require = createRequire(import.meta.url);
  const library = require('talib-web') as typeof TaLib;
  const { fetch } = globalThis;
  Reflect.deleteProperty(globalThis, 'fetch');
  try {
    await library.init(require.resolve('talib-web/lib/talib.wasm'));
  } finally {
    globalThis.fetch = fetch;
  }
  return library;
}

export function columnsOf(candles: Candles): Columns {
  const { high, low, close, volume } = candles;
  return { high: [...high], low: [...low], close: [...close], volume: [...volume] };
}

/** It answers from index 0 and fills the end with zeros; here the first answer belongs to candle `from`. */
export function aligned(answers: number[], from: number): Float64Array {
  const column = new Float64Array(answers.length).fill(Number.NaN);
  column.set(answers.slice(0, answers.length - from), from);
  return column;
}
