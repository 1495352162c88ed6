// A run says what its instrument, its candles and its length could not give the strategy.
import { beforeAll, expect, test } from 'vitest';
import { openSampleMarket } from '../../src/apps/market-data.ts';
import { loadStrategy } from '../../src/apps/strategy-registry.ts';
import { backtest, type MarketInput, type SessionOptions } from '../../src/core/research/backtest.ts';
import { cautionsOf } from '../../src/core/research/cautions.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';

let day: MarketInput;
let years: MarketInput;

beforeAll(async () => {
  day = await openSampleMarket('BTCUSDT-bybit-1m');
  years = await openSampleMarket('BTCUSD-coinbase-1d');
});

async function cautions(strategy: string, market: MarketInput, options: Partial<SessionOptions> = {}): Promise<string[]> {
  const definition = await loadStrategy(strategy);
  const risk = options.risk ?? builtInProfile('none');
  const done = backtest({
    markets: [market],
    strategies: [{ definition, instrumentId: market.instrument.id }],
    cash: 10_000,
    quantumDecimals: 8,
    slippage: { kind: 'none' },
    ...options,
    risk,
  });
  return cautionsOf(done, risk).map((caution) => (typeof caution === 'string' ? caution : caution.en));
}

const shorting = (market: MarketInput, may: boolean): MarketInput => ({ ...market, instrument: { ...market.instrument, shorting: may } });

test('a strategy that sells short runs long only where that is not possible', async () => {
  expect(await cautions('rsi-ema-momentum', shorting(day, false))).toEqual([
    "rsi-ema-momentum also sells short and BTCUSDT can't be sold short here: it runs long only",
  ]);
  expect(await cautions('rsi-ema-momentum', shorting(day, true))).toEqual([]);
  // Its own parameter keeps it from selling short by default.
  expect(await cautions('volatility-breakout', shorting(day, false))).toEqual([]);
});

test('a strategy that needs volume never enters without it', async () => {
  const [series] = day.series;
  if (!series) throw new Error('the sample has no candles');
  const { candles } = series;
  const silent = { ...candles, hasVolume: false, volume: new Float64Array(candles.length) };
  const market = { ...shorting(day, true), series: [{ ...series, candles: silent }] };
  expect(await cautions('ema-breakout', market)).toEqual([
    'ema-breakout needs volume and the candles of BTCUSDT have none: it will never enter',
  ]);
});

test('entries refused in an unknown regime are counted and explained', async () => {
  const risk = builtInProfile('default');
  const [short] = await cautions('trend-following-adx-ema', shorting(day, true), { risk });
  expect(short).toMatch(
    /^STRATEGY_REGIME refused \d+ entries: trend-following-adx-ema enters only in bull, high-volatility; the data hold 1 of the 200 days/,
  );
  const [long] = await cautions('trend-following-adx-ema', shorting(years, true), { risk });
  expect(long).toMatch(/the regime is unknown in the first 200 of 1303 days and counts as range there$/);
});
