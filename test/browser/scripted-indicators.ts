/** Test support: the indicators of the scripted strategies, computed as a trader does, over the candles of the script. */

import type { IndicatorBatch, IndicatorQuery } from '../../src/api/indicators.ts';
import type { CandleBatch, CandleQuery } from '../../src/api/market.ts';
import { createIndicatorViews, type RunningStrategy } from '../../src/apps/trader/indicator-views.ts';
import type { ParameterTable } from '../../src/core/domain/parameters.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import { bollinger } from '../../src/core/market/indicators/bollinger.ts';
import { macd } from '../../src/core/market/indicators/macd.ts';
import { rsi } from '../../src/core/market/indicators/rsi.ts';
import { timeframeMs } from '../../src/core/market/timeframe.ts';
import { defineStrategy, type StrategyDefinition } from '../../src/core/trading/strategy/strategy.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { INSTRUMENT } from './scripted-trader.ts';

/** Bands, and two with scales of their own. */
const hourBreakout = defineStrategy({
  id: 'hour-breakout',
  version: '1.0.0',
  title: { en: 'Breakout of the hour', es: 'Rotura de la hora' },
  description: { en: '', es: '' },
  timeframe: '1m',
  parameters: {},
  warmup: () => 60,
  size: () => ({ kind: 'all' }),
  create(_, build) {
    build.useAll(bollinger, { period: 60 });
    build.use(rsi, {});
    build.useAll(macd, {});
    return { onBar() {} };
  },
});

const plain = (definition: unknown) => definition as StrategyDefinition<ParameterTable>;
/** As the rules of scripted-trader.ts have them: averages of 4 and 15 candles. */
const RUNS: readonly Pick<RunningStrategy, 'definition' | 'parameters' | 'timeframe'>[] = [
  { definition: plain(smaCross), parameters: { fast: 4, slow: 15, direction: 'long-only' } as never, timeframe: '5m' },
  { definition: plain(hourBreakout), parameters: {}, timeframe: '1m' },
];

export async function scriptedIndicators(candles: (query: CandleQuery) => CandleBatch, query: IndicatorQuery): Promise<IndicatorBatch> {
  const streams = RUNS.map(({ timeframe }, index) => {
    const batch = candles({ instrumentId: INSTRUMENT, timeframe, limit: 5000 });
    const columns = createCandles(batch.time.length);
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) columns[name].set(batch[name]);
    // The one that still forms has no value.
    columns.length = batch.time.length - (batch.lastIsOpen ? 1 : 0);
    return { index, instrument: 0, timeframeMs: timeframeMs(timeframe), candles: columns, isPath: timeframe === '1m' };
  });
  const slots = RUNS.map((run, stream): RunningStrategy => ({ ...run, stream, instrument: { id: INSTRUMENT } }));
  const views = createIndicatorViews({ slots, streams, candles: { answer: candles } });
  return views.answer(query);
}
