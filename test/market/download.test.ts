// Downloading history from an exchange: real ccxt against a loopback server that speaks Bybit's protocol.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingSpans } from '../../src/adapters/exchange-history/fetch-history.ts';
import { type Lake, openLake } from '../../src/adapters/market-lake/lake.ts';
import { type DownloadRequest, downloadHistory } from '../../src/apps/download-history.ts';
import { openSample } from '../../src/apps/market-data.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import { candlesFingerprint } from '../../src/core/market/fingerprint.ts';
import { type HistoryServer, startHistoryServer } from './bybit-history-server.ts';

const DAY = Date.parse('2022-12-13');
const NEXT_DAY = Date.parse('2022-12-14');

let folder: string;
let lake: Lake;
let sample: Candles;
let server: HistoryServer;
/** What was waited before something was asked again. */
let pauses: number[];
beforeEach(async () => {
  pauses = [];
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  lake = openLake(folder);
  sample = (await openSample('BTCUSDT-bybit-1m')).candles;
  server = await startHistoryServer(sample, [
    { time: DAY, rate: -0.0002016 },
    { time: DAY + 28_800_000, rate: -0.00022398 },
  ]);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const request = (more: Partial<DownloadRequest> = {}): DownloadRequest => ({
  venue: 'bybit',
  market: 'spot',
  symbol: 'BTCUSDT',
  timeframe: '1m',
  from: DAY,
  nowMs: NEXT_DAY,
  baseUrl: server.url,
  pause: async (ms) => void pauses.push(ms),
  ...more,
});
const stored = async () => candlesFingerprint((await lake.openCandles({ symbol: 'BTCUSDT', timeframe: '1m' })).candles);

describe('downloadHistory', () => {
  it('fetches a day in pages through a rate limit and a cut connection, with the rules of the market', async () => {
    server.faults.push('rate-limit', undefined, 'cut');
    const progress: number[] = [];
    const result = await downloadHistory(lake, request({ onProgress: ({ at }) => progress.push(at) }));
    expect(result).toMatchObject({
      added: 1440,
      changed: 0,
      pages: 2,
      warnings: [],
      series: { venue: 'bybit', symbol: 'BTCUSDT', count: 1440, gaps: { count: 0 }, priceDecimals: 2, volumeDecimals: 6 },
    });
    expect(await stored()).toBe(candlesFingerprint(sample));
    expect(progress).toEqual([DAY + 60_000_000, NEXT_DAY]);
    expect(
      server.klines.map((query) => [
        Number(query.get('start')),
        Number(query.get('end')),
        query.get('limit'),
        query.get('interval'),
        query.get('category'),
      ]),
    ).toEqual([
      [DAY, DAY + 60_000_000 - 1, '1000', '1', 'spot'],
      [DAY + 60_000_000, NEXT_DAY - 1, '1000', '1', 'spot'],
    ]);
    expect(lake.symbols.instruments('bybit', 'BTCUSDT')).toMatchObject([
      {
        kind: 'spot',
        base: 'BTC',
        quote: 'USDT',
        tickSize: 0.01,
        lotSize: 0.000001,
        minimumNotional: 1,
        takerFeeRatio: 0.001,
        validFrom: null,
        validTo: null,
      },
    ]);
  });

  it('goes on from the last stored candle, and leaves the unfinished one out', async () => {
    const noon = DAY + 12 * 3_600_000;
    expect(await downloadHistory(lake, request({ nowMs: noon + 30_000 }))).toMatchObject({ added: 720, pages: 1 });
    server.klines.length = 0;
    const { from: _, ...onwards } = request();
    expect(await downloadHistory(lake, onwards)).toMatchObject({ added: 720, changed: 0, pages: 1 });
    expect(server.klines.map((query) => Number(query.get('start')))).toEqual([noon - 60_000]);
    expect(await stored()).toBe(candlesFingerprint(sample));
  });

  it('repairs a gap and fetches what lies before, and nothing that is there', async () => {
    const hour = (n: number) => DAY + n * 3_600_000;
    await downloadHistory(lake, request({ from: hour(2), to: hour(4) }));
    await downloadHistory(lake, request({ from: hour(6), to: hour(8) }));
    // The second download fetched the hours between as well: it began at the last stored candle.
    server.klines.length = 0;
    await downloadHistory(lake, request({ from: hour(0), to: hour(8) }));
    expect(server.klines.map((query) => [Number(query.get('start')), Number(query.get('end')) + 1])).toEqual([
      [hour(0), hour(2)],
      [hour(4), hour(6)],
      [hour(8) - 60_000, hour(8)],
    ]);
    expect(lake.list()[0]).toMatchObject({ count: 480, gaps: { count: 0 } });
  });

  it('loses at most a page to kill -9', async () => {
    server.faults.push(undefined, 'hang');
    const script = join(folder, 'child.mjs');
    const module = (path: string) => pathToFileURL(join(import.meta.dirname, path)).href;
    writeFileSync(
      script,
      `import { openLake } from '${module('../../src/adapters/market-lake/lake.ts')}';
       import { downloadHistory } from '${module('../../src/apps/download-history.ts')}';
       await downloadHistory(openLake(${JSON.stringify(folder)}), { ...${JSON.stringify(request())}, onProgress: () => console.log('page') });`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await sleep(100);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(lake.list()[0]).toMatchObject({ count: 1000 });
    server.klines.length = 0;
    expect(await downloadHistory(lake, request())).toMatchObject({ added: 440, pages: 1 });
    expect(await stored()).toBe(candlesFingerprint(sample));
  });

  it('keeps perpetuals apart from the spot market, with their funding', async () => {
    const result = await downloadHistory(lake, request({ market: 'perpetual' }));
    expect(result.series).toMatchObject({ symbol: 'BTCUSDT-PERP', count: 1440 });
    expect(server.klines[0]!.get('category')).toBe('linear');
    expect(lake.symbols.funding('bybit', 'BTCUSDT-PERP')).toEqual([
      { time: DAY, rate: -0.0002016 },
      { time: DAY + 28_800_000, rate: -0.00022398 },
    ]);
    expect(lake.symbols.instrumentAt('bybit', 'BTCUSDT-PERP', DAY)).toMatchObject({ kind: 'perpetual', tickSize: 0.5, lotSize: 0.001 });
  });

  it('dates rules that changed', async () => {
    const rules = {
      id: 'BTCUSDT',
      venue: 'bybit',
      kind: 'spot',
      base: 'BTC',
      quote: 'USDT',
      tickSize: 0.1,
      lotSize: 0.000001,
      validFrom: null,
      validTo: null,
      source: 'before',
    } as const;
    lake.symbols.writeInstruments('bybit', 'BTCUSDT', [rules]);
    await downloadHistory(lake, request({ to: DAY + 600_000 }));
    expect(lake.symbols.instruments('bybit', 'BTCUSDT')).toMatchObject([
      { tickSize: 0.1, validTo: NEXT_DAY },
      { tickSize: 0.01, validFrom: NEXT_DAY, validTo: null },
    ]);
  });

  it('says what the exchange refused, what it does not have, and that it did not answer', async () => {
    server.faults.push('refuse');
    await expect(downloadHistory(lake, request())).rejects.toMatchObject({
      code: 'EXCHANGE_REFUSED',
      exitCode: 1,
      message: expect.stringContaining('Invalid period'),
    });
    await expect(downloadHistory(lake, request({ symbol: 'NOPEUSDT' }))).rejects.toMatchObject({
      code: 'SYMBOL_UNKNOWN',
      message: expect.stringContaining('bybit has no spot market NOPEUSDT'),
    });
    await expect(downloadHistory(lake, request({ venue: 'nyse' }))).rejects.toMatchObject({ code: 'VENUE_UNKNOWN', exitCode: 2 });
    pauses = [];
    server.faults.push('cut', 'cut', 'cut', 'cut', 'cut', 'cut');
    await expect(downloadHistory(lake, request())).rejects.toMatchObject({
      code: 'EXCHANGE_UNREACHABLE',
      exitCode: 3,
      message: expect.stringMatching(/after 6 attempts.*goes on where it stopped/),
    });
    // Trading rules 7.7, network: five retries from 2 s on, doubled, with up to a quarter of jitter.
    expect(pauses).toHaveLength(5);
    for (const [i, seconds] of [2, 4, 8, 16, 32].entries()) {
      expect(pauses[i]).toBeLessThanOrEqual(seconds * 1_000);
      expect(pauses[i]).toBeGreaterThanOrEqual(seconds * 750);
    }
    // And api: three, from 1 s on.
    pauses = [];
    server.faults.push('rate-limit', 'rate-limit', 'rate-limit', 'rate-limit');
    await expect(downloadHistory(lake, request())).rejects.toMatchObject({ message: expect.stringContaining('after 4 attempts') });
    expect(pauses.map((ms) => Math.ceil(ms / 1_000))).toEqual([1, 2, 4]);
  });
});

describe('missingSpans', () => {
  it('is what lies before, in the gaps, and from the newest candle on', () => {
    const held = {
      from: 100,
      to: 200,
      gaps: [
        { from: 120, to: 130 },
        { from: 150, to: 170 },
      ],
    };
    expect(missingSpans({ from: 50, to: 300 }, held)).toEqual([
      { from: 50, to: 100 },
      { from: 120, to: 130 },
      { from: 150, to: 170 },
      { from: 200, to: 300 },
    ]);
    expect(missingSpans({ from: 160, to: 180 }, held)).toEqual([{ from: 160, to: 170 }]);
    expect(missingSpans({ from: 0, to: 10 }, undefined)).toEqual([{ from: 0, to: 10 }]);
  });
});
