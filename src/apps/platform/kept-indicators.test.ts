import { expect, test } from 'vitest';
import type { IndicatorBatch, IndicatorQuery } from '../../api/indicators.ts';
import type { LiveMessage } from '../../api/live.ts';
import { keepIndicators } from './kept-indicators.ts';

const query: IndicatorQuery = { instrumentId: 'BTCUSDT', strategyId: 'sma-cross', limit: 600 };
const batch: IndicatorBatch = {
  instrumentId: 'BTCUSDT',
  strategyId: 'sma-cross',
  timeframe: '1m',
  intervalMs: 60_000,
  time: [],
  indicators: [],
};
const candle = { type: 'candles', batch: {} } as LiveMessage;

function counting() {
  const asked: IndicatorQuery[] = [];
  const kept = keepIndicators(async (one) => {
    asked.push(one);
    if (one.strategyId === 'fails') throw new Error('away');
    return batch;
  });
  return { asked, kept };
}

test('five hundred pages ask the trader once, until a candle closes', async () => {
  const { asked, kept } = counting();
  await Promise.all(Array.from({ length: 500 }, () => kept.ask({ ...query })));
  await kept.ask(query);
  expect(asked).toHaveLength(1);
  kept.heard([{ type: 'status' } as LiveMessage]);
  await kept.ask(query);
  expect(asked).toHaveLength(1);
  kept.heard([candle]);
  await kept.ask(query);
  expect(asked).toHaveLength(2);
});

test('another run, another range and another start are other questions; a failure is asked again', async () => {
  const { asked, kept } = counting();
  await kept.ask(query);
  await kept.ask({ ...query, strategyId: 'bollinger-reversion' });
  await kept.ask({ ...query, from: 60_000 });
  kept.forget();
  await kept.ask(query);
  expect(asked).toHaveLength(4);
  for (let n = 0; n < 2; n++) await expect(kept.ask({ ...query, strategyId: 'fails' })).rejects.toThrow('away');
  expect(asked).toHaveLength(6);
});

test('what is kept does not grow with what is asked', async () => {
  const { asked, kept } = counting();
  for (let from = 0; from < 100; from++) await kept.ask({ ...query, from });
  await kept.ask({ ...query, from: 99 });
  expect(asked).toHaveLength(100);
  await kept.ask({ ...query, from: 0 });
  expect(asked).toHaveLength(101);
});
