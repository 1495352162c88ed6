// What a page draws of a strategy's indicators is what the engine has: the same at every close, of larger timeframes too, with the run's own parameters.
import { beforeAll, expect, test } from 'vitest';
import type { CandleBatch } from '../../src/api/market.ts';
import { openSampleMarket } from '../../src/apps/market-data.ts';
import { createIndicatorViews } from '../../src/apps/trader/indicator-views.ts';
import { aggregateCandles } from '../../src/core/market/aggregate.ts';
import { createCandles, reserveCandles } from '../../src/core/market/candles.ts';
import { type AnyStrategy, type MarketInput, openSession } from '../../src/core/research/backtest.ts';
import { DecisionRecorder } from '../../src/core/research/decisions.ts';
import { requirementsOf } from '../../src/core/research/requirements.ts';
import { DeclaredValues, KEPT_VALUES } from '../../src/core/trading/engine/declared-values.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import bollingerReversion from '../../strategies/bollinger-reversion.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { twoTimeframes } from '../research/honest-strategies.ts';

const HOUR = 3_600_000;
let market: MarketInput;
beforeAll(async () => {
  const sample = await openSampleMarket('EURUSD-oanda-1h');
  const [own] = sample.series;
  if (own === undefined) throw new Error('the sample has no candles');
  const larger = { timeframeMs: 4 * HOUR, candles: aggregateCandles(own.candles, HOUR, 4 * HOUR) };
  market = { ...sample, series: [own, larger] };
});

function sessionOf(definition: AnyStrategy, parameters: Record<string, unknown> = {}) {
  const session = openSession(
    {
      markets: [market],
      strategies: [{ definition, instrumentId: market.instrument.id, parameters }],
      cash: 100_000,
      quantumDecimals: 2,
      currency: 'USD',
      slippage: { kind: 'fixed', ratio: 0.0005 },
      risk: builtInProfile('none'),
      warnings: [],
    } as never,
    new DecisionRecorder(),
  );
  const slot = session.slots[0] as Slot;
  const of = (lengthMs: number) => session.engine.streams.find(({ timeframeMs }) => timeframeMs === lengthMs);
  const values = new DeclaredValues(slot.definition, slot.parameters, of(HOUR) as never, () => of(4 * HOUR) as never);
  return { session, slot, values };
}

test.each([
  ['bollinger-reversion', bollingerReversion],
  ['one that reads two timeframes', twoTimeframes],
])('%s has the engine’s own values at every close that is looked at', (_, definition) => {
  const { session, slot, values } = sessionOf(definition as AnyStrategy);
  while (!values.follow(1000));
  const { time, length } = slot.candles;
  const from = Math.max(0, length - KEPT_VALUES);
  const names = requirementsOf(slot.definition as AnyStrategy).indicators;
  let compared = 0;
  for (let row = from; row < length; row += 97) {
    const at = time[row] as number;
    session.timeline.run(at + HOUR);
    const engine = [...slot.view.currentValues(), ...slot.higher.flatMap(({ view }) => view.currentValues())];
    for (const { declared, valuesAt } of values.outputs) {
      const told = valuesAt([at])[0];
      expect(told, `${declared.name} at ${new Date(at).toISOString()}`).toBe(engine[names.indexOf(declared.name)]);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(150);
});

/** Candles of one minute that close at these prices. */
function minutes(closes: readonly number[]) {
  const candles = createCandles(closes.length);
  candles.length = closes.length;
  for (const [i, close] of closes.entries()) {
    candles.time[i] = i * 60_000;
    for (const name of ['open', 'high', 'low', 'close'] as const) candles[name][i] = close;
  }
  return { timeframeMs: 60_000, candles };
}

test('the parameters are those of the run that is asked about, and its instrument’s candles', async () => {
  const streams = [minutes([1, 3, 5, 8]), minutes([10, 30, 50, 80])].map((series, index) => ({
    ...series,
    index,
    instrument: index,
    isPath: true,
  }));
  const run = (stream: number, id: string, fast: number) => ({
    ...{ definition: smaCross as never, parameters: { fast, slow: 4, direction: 'long-only' } as never, timeframe: '1m', stream },
    instrument: { id },
  });
  const times: number[] = [0, 60_000, 120_000, 180_000];
  const answer = () => ({ timeframe: '1m', intervalMs: 60_000, time: times }) as CandleBatch;
  const views = createIndicatorViews({ slots: [run(0, 'A', 2), run(1, 'B', 3)], streams, candles: { answer } });
  const told = async (instrumentId: string) => {
    const { indicators } = await views.answer({ instrumentId, strategyId: 'sma-cross', limit: 4 });
    return indicators.map(({ name, outputs }) => [name, outputs[0]?.scale, outputs[0]?.values]);
  };
  // (1 + 3) / 2, (3 + 5) / 2, (5 + 8) / 2; (1 + 3 + 5 + 8) / 4.
  expect(await told('A')).toEqual([
    ['sma(2)', 'price', [null, 2, 4, 6.5]],
    ['sma(4)', 'price', [null, null, null, 4.25]],
  ]);
  // (10 + 30 + 50) / 3, (30 + 50 + 80) / 3.
  expect(await told('B')).toEqual([
    ['sma(3)', 'price', [null, null, 30, 160 / 3]],
    ['sma(4)', 'price', [null, null, null, 42.5]],
  ]);
  await expect(told('C')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
});

test('prices, what follows prices and what has a scale of its own are told apart; what only the engine needs is left out', () => {
  const { values } = sessionOf(bollingerReversion as AnyStrategy);
  expect(values.outputs.map(({ declared: { name, scale, indicator } }) => [name, scale, indicator.of])).toEqual([
    ['bollinger(18, 2.8)', 'price', null],
    ['bollinger(18, 2.8).upper', 'price', null],
    ['bollinger(18, 2.8).lower', 'price', null],
    ['rsi(14)', 'own', null],
    ['adx(14)', 'own', null],
    ['sma(20)', 'own', 'volume'],
    ['ema(50)', 'price', null],
    ['ema(200)', 'price', null],
  ]);
});

test('a long history is run through to the end, of which the newest values are kept; candles that close later go on from there', () => {
  const count = KEPT_VALUES + 3000;
  const series = minutes(Array.from({ length: count }, (_, i) => i));
  const values = new DeclaredValues(smaCross as never, { fast: 2, slow: 3, direction: 'long-only' } as never, series, () => series);
  let turns = 1;
  while (!values.follow(1000)) turns++;
  expect(turns).toBeGreaterThan(1);
  const [fast] = values.outputs;
  const at = (row: number) => fast?.valuesAt([row * 60_000])[0];
  // The mean of i - 1 and i.
  expect([at(count - 1), at(count - KEPT_VALUES)]).toEqual([count - 1.5, count - KEPT_VALUES - 0.5]);
  expect(at(10)).toBeNaN();
  const { candles } = series;
  reserveCandles(candles, count + 10);
  for (let i = count; i < count + 10; i++) {
    candles.time[i] = i * 60_000;
    candles.close[i] = 2 * i;
    candles.length++;
    values.follow(1000);
  }
  expect(at(count + 9)).toBe(2 * count + 17);
});
