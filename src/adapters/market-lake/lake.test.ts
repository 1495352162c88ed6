import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aggregateCandles } from '../../core/market/aggregate.ts';
import { type Candles, createCandles, sliceCandles } from '../../core/market/candles.ts';
import { candlesFingerprint } from '../../core/market/fingerprint.ts';
import { cleanCandles } from '../../core/market/quality.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { exportCandles } from './export-candles.ts';
import { type Lake, openLake } from './lake.ts';
import { readCandleFile } from './read-candle-file.ts';
import type { SeriesKey } from './series-manifest.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2022-11-29T00:00Z');
const KEY: SeriesKey = { venue: 'bybit', symbol: 'BTC/USDT', timeframe: '1m', kind: 'trades' };

let folder: string;
let lake: Lake;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'));
  lake = openLake(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Minutes [from, to) after START with a price that tells them apart. */
function minutes(from: number, to: number, price = (i: number) => 100 + (i % 50) / 100, stepMs = MINUTE_MS): Candles {
  const candles = createCandles(to - from);
  for (let i = from; i < to; i++) {
    const at = candles.length++;
    candles.time[at] = START + i * stepMs;
    candles.open[at] = candles.low[at] = price(i);
    candles.high[at] = candles.close[at] = price(i) + 0.25;
    candles.volume[at] = (i % 7) / 8;
  }
  return candles;
}

function put(candles: Candles, key = KEY, nowMs = START + 1e10) {
  const report = cleanCandles(sliceCandles(candles, 0, candles.length), {
    source: 'test',
    nowMs,
    badRows: 'refuse',
    order: 'refuse',
    rowAt: (row) => ({ line: row, text: '' }),
    timeframeMs: timeframeMs(key.timeframe),
  });
  return lake.upsert(key, { ...report, priceDecimals: 2, volumeDecimals: 3 }, nowMs);
}

/** Every file below the lake with its content's hash and inode: a rewrite with the same bytes shows too. */
function snapshot(): string[] {
  return readdirSync(join(folder, 'lake'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, 'lake', name))
    .filter((path) => statSync(path).isFile())
    .map((path) => `${path} ${statSync(path).ino} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();
}

describe('the lake', () => {
  it('gives back to the bit what it was given, over several files, ask and all', async () => {
    const candles = minutes(0, 50_000);
    await put(candles);
    const opened = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m' });
    expect(opened.series.count).toBe(50_000);
    expect(candlesFingerprint(opened.candles)).toBe(candlesFingerprint(candles));
    expect(
      readdirSync(join(folder, 'lake/venue=bybit/symbol=BTC%2FUSDT/timeframe=1m/kind=trades')).filter((name) => name.endsWith('.parquet')),
    ).toHaveLength(3);

    const quotes = createCandles(3, { hasVolume: false, hasAsk: true });
    quotes.length = 3;
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      quotes[name].set([1.1, 1.2, 1.3]);
      quotes.ask![name].set([Number.NaN, 1.25, 1.35]);
    }
    quotes.time.set([START, START + MINUTE_MS, START + 2 * MINUTE_MS]);
    await put(quotes, { ...KEY, kind: 'quotes' });
    const back = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m', kind: 'quotes' });
    expect(back.candles.hasVolume).toBe(false);
    expect([...back.candles.ask!.close]).toEqual([Number.NaN, 1.25, 1.35]);
    // Trades are what a question without a kind means.
    expect((await lake.openCandles({ symbol: 'btcusdt', timeframe: '1m' })).series.kind).toBe('trades');
  });

  it('changes nothing, not a byte, when the same candles come again', async () => {
    await put(minutes(0, 3000));
    const before = snapshot();
    expect(await put(minutes(0, 3000))).toMatchObject({ added: 0, changed: 0, unchanged: 3000 });
    expect(await put(minutes(1000, 2000))).toMatchObject({ unchanged: 1000 });
    expect(snapshot()).toEqual(before);
  });

  it('merges before, between and after, takes corrected values, and ends the same in any order', async () => {
    await put(minutes(100, 200));
    expect(await put(minutes(300, 400))).toMatchObject({ added: 100 });
    expect(await put(minutes(0, 350, (i) => (i === 150 ? 999 : 100 + (i % 50) / 100)))).toMatchObject({
      added: 200,
      changed: 1,
      unchanged: 149,
    });
    const { candles, series } = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m' });
    const expected = minutes(0, 400, (i) => (i === 150 ? 999 : 100 + (i % 50) / 100));
    expect(candlesFingerprint(candles)).toBe(candlesFingerprint(expected));
    const other = openLake(join(folder, 'other'));
    await other.upsert(KEY, { candles: expected, priceDecimals: 2, volumeDecimals: 3, report: { calendar: '24/7' } as never });
    expect(other.list()[0]!.checksum).toBe(series.checksum);
  });

  it('stores each missing interval, across files too, and when it was repaired', async () => {
    // Minute 2880 is midnight of 1 December, where a new file begins.
    await put(minutes(0, 2800));
    await put(minutes(2900, 5000));
    const gap = { from: START + 2800 * MINUTE_MS, to: START + 2900 * MINUTE_MS, missing: 100, cause: 'no-data' };
    expect(lake.list()[0]!.gaps).toEqual({ count: 1, missing: 100, longest: 100, rows: [gap] });
    await put(minutes(2800, 2900), KEY, START + 2e10);
    const [check] = await lake.check();
    expect(check).toMatchObject({ problems: [], series: { gaps: { count: 0 } }, repaired: [{ ...gap, repairedAt: START + 2e10 }] });
  });

  it('opens a span, and builds a timeframe that is not stored from one that divides it', async () => {
    const candles = minutes(0, 3000);
    await put(candles);
    const span = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m', from: START + 10 * MINUTE_MS, to: START + 20 * MINUTE_MS });
    expect([span.candles.length, span.candles.time[0]]).toEqual([10, START + 10 * MINUTE_MS]);
    const built = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '15m' });
    expect(built.aggregatedFrom).toBe('1m');
    expect(candlesFingerprint(built.candles)).toBe(candlesFingerprint(aggregateCandles(candles, MINUTE_MS, 15 * MINUTE_MS)));
    // The hour that starts inside the span is whole although its minutes reach beyond it.
    const hour = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1h', from: START + 60 * MINUTE_MS, to: START + 61 * MINUTE_MS });
    expect([hour.candles.length, hour.candles.close[0]]).toEqual([1, candles.close[119]]);
    await put(minutes(0, 100, undefined, 5 * MINUTE_MS), { ...KEY, timeframe: '5m' });
    expect((await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '15m' })).aggregatedFrom).toBe('5m');
  });

  it('puts columns in shared memory when asked to', async () => {
    await put(minutes(0, 10));
    const { candles } = await lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m', shared: true });
    expect(candles.time.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('keeps every candle of imports that run at once', async () => {
    await Promise.all([put(minutes(0, 100)), put(minutes(100, 200)), put(minutes(200, 300)), put(minutes(50, 250))]);
    expect(lake.list()[0]).toMatchObject({ count: 300, gaps: { count: 0 } });
  });

  it('says what is wrong with a question, with the way out', async () => {
    await expect(lake.openCandles({ symbol: 'X', timeframe: '1m' })).rejects.toMatchObject({
      code: 'LAKE_EMPTY',
      message: expect.stringContaining('atalaya data import FILE --symbol X --timeframe 1m'),
    });
    await put(minutes(0, 10));
    await put(minutes(0, 10), { ...KEY, symbol: 'ETHUSDT', venue: 'kraken' });
    const ask = (query: object) => lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m', ...query });
    await expect(ask({ symbol: 'DOGE' })).rejects.toMatchObject({
      code: 'SYMBOL_UNKNOWN',
      exitCode: 1,
      message: "expected one of the lake's symbols (BTC/USDT, ETHUSDT), found DOGE; import its candles first",
    });
    await expect(ask({ timeframe: '1s' })).rejects.toMatchObject({
      code: 'TIMEFRAME_ABSENT',
      message: expect.stringContaining('holds 1m trades'),
    });
    await expect(ask({ from: START + 1e9 })).rejects.toMatchObject({
      code: 'CANDLES_NONE',
      message: expect.stringContaining('the lake holds 2022-11-29T00:00:00Z to 2022-11-29T00:09:00Z'),
    });
    await put(minutes(0, 10), { ...KEY, venue: 'kraken' });
    await expect(ask({})).rejects.toMatchObject({ code: 'VENUE_UNCLEAR', exitCode: 2 });
    expect((await ask({ venue: 'kraken' })).series.venue).toBe('kraken');
  });

  it('does not mix candles with and without volume', async () => {
    await put(minutes(0, 10));
    const bare = minutes(10, 20);
    bare.hasVolume = false;
    await expect(put(bare)).rejects.toMatchObject({ code: 'SERIES_MISMATCH' });
  });

  it('finds damage: a changed file, a missing file, a cut manifest', async () => {
    await put(minutes(0, 5000));
    const series = join(folder, 'lake/venue=bybit/symbol=BTC%2FUSDT/timeframe=1m/kind=trades');
    const [first, second] = readdirSync(series)
      .filter((name) => name.endsWith('.parquet'))
      .sort() as [string, string];
    writeFileSync(join(series, first), readFileSync(join(series, first)).subarray(0, 1000));
    rmSync(join(series, second));
    const [check] = await lake.check();
    expect(check!.problems).toHaveLength(2);
    expect(check!.problems[1]).toBe(`${second} is missing`);
    await expect(lake.openCandles({ symbol: 'BTC/USDT', timeframe: '1m' })).rejects.toMatchObject({ code: 'LAKE_DAMAGED', exitCode: 3 });
    // A part of the damaged files can't stand for them; all their candles can.
    await expect(put(minutes(0, 100))).rejects.toMatchObject({
      code: 'LAKE_DAMAGED',
      exitCode: 3,
      message: expect.stringContaining('all candles from 2022-11-29T00:00:00Z'),
    });
    await put(minutes(0, 5000));
    expect((await lake.check())[0]!.problems).toEqual([]);
    writeFileSync(join(series, 'series.json'), '{"version": 1, "ven');
    expect(lake.list()).toEqual([]);
    expect(lake.damaged()).toMatchObject([{ error: { code: 'LAKE_DAMAGED', exitCode: 3 } }]);
    expect((await lake.check())[0]!.problems[0]).toMatch(/series\.json cannot be read/);
  });

  it('flags a split nobody recorded, until its factors come', async () => {
    const days = createCandles(3);
    days.length = 3;
    days.time.set(['2020-08-27', '2020-08-28', '2020-08-31'].map((day) => Date.parse(`${day}T13:30Z`)));
    for (const name of ['open', 'high', 'low', 'close'] as const) days[name].set([500, 499.23, 125.5]);
    const key: SeriesKey = { venue: 'usa', symbol: 'AAPL', timeframe: '1d', kind: 'trades' };
    await lake.upsert(key, { candles: days, priceDecimals: 2, volumeDecimals: 0, report: { calendar: 'XNYS' } as never });
    expect((await lake.check())[0]!.suspectedSplits).toMatchObject([{ split: 4 }]);
    lake.symbols.writeFactors('usa', 'AAPL', '20200828,1,0.25,499.23\n20501231,1,1,0\n', 'aapl.csv');
    expect((await lake.check())[0]!.suspectedSplits).toEqual([]);
    const { candles } = await lake.openCandles({ symbol: 'AAPL', timeframe: '1d', adjusted: true });
    expect([...candles.close]).toEqual([125, 124.8075, 125.5]);
  });
});

describe('export', () => {
  it.each(['out.csv', 'out.parquet'])('to %s is read back as the same candles', async (name) => {
    const candles = minutes(0, 3000);
    await exportCandles(candles, join(folder, name));
    const read = await readCandleFile(join(folder, name));
    expect(candlesFingerprint(read.candles)).toBe(candlesFingerprint(candles));
    expect(read).toMatchObject({
      priceDecimals: 2,
      volumeDecimals: 3,
      timeframeMs: MINUTE_MS,
      format: name.endsWith('csv') ? 'csv' : 'parquet',
    });
  });
});

describe('what lies beside the candles', () => {
  it('keeps instrument rules with the days they held', () => {
    const rules = { id: 'BTCUSDT', venue: 'bybit', kind: 'spot', base: 'BTC', quote: 'USDT', lotSize: 1e-6, source: 'test' } as const;
    const changed = Date.parse('2023-06-01');
    lake.symbols.writeInstruments('bybit', 'BTCUSDT', [
      { ...rules, tickSize: 0.1, validFrom: changed, validTo: null },
      { ...rules, tickSize: 0.01, validFrom: null, validTo: changed },
    ]);
    const tick = (at: number) => lake.symbols.instrumentAt('bybit', 'BTCUSDT', at)?.tickSize;
    expect([tick(Date.parse('2022-12-13')), tick(changed - 1), tick(changed), tick(Date.parse('2026-01-01'))]).toEqual([
      0.01, 0.01, 0.1, 0.1,
    ]);
    expect(lake.symbols.instrumentAt('bybit', 'ETHUSDT', 0)).toBeUndefined();
  });

  it('merges funding rates by time', () => {
    const [first, second, third] = [0, 8, 16].map((hour) => START + hour * 3_600_000) as [number, number, number];
    lake.symbols.writeFunding('bybit', 'BTCUSDT-PERP', [
      { time: second, rate: -0.0002 },
      { time: first, rate: 0.0001 },
    ]);
    lake.symbols.writeFunding('bybit', 'BTCUSDT-PERP', [
      { time: second, rate: -0.0003 },
      { time: third, rate: 0 },
    ]);
    expect(lake.symbols.funding('bybit', 'BTCUSDT-PERP')).toEqual([
      { time: first, rate: 0.0001 },
      { time: second, rate: -0.0003 },
      { time: third, rate: 0 },
    ]);
  });
});
