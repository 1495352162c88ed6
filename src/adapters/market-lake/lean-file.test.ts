import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aggregateCandles } from '../../core/market/aggregate.ts';
import { ALWAYS_OPEN } from '../../core/market/calendar.ts';
import { type Candles, sliceCandles } from '../../core/market/candles.ts';
import { type CandleFileOptions, readCandleFile } from './read-candle-file.ts';

const LEAN = fileURLToPath(new URL('./fixtures/lean/', import.meta.url));
const read = (path: string, options: CandleFileOptions = {}) => readCandleFile(LEAN + path, options);
/** All candles, with nothing behind them, for comparison. */
const whole = (candles: Candles) => sliceCandles(candles, 0, candles.length);
const toTheEnd = { completeUntilMs: Number.POSITIVE_INFINITY };

describe('LEAN zips', () => {
  it('ticks become the very seconds, and seconds the very minutes, the vendor publishes, bid and ask', async () => {
    const ticks = await read('forex/oanda/tick/eurusd/20140504_quote.zip');
    const seconds = await read('forex/oanda/second/eurusd/20140504_quote.zip');
    const minutes = await read('forex/oanda/minute/eurusd/20140504_quote.zip');
    expect([seconds.candles.length, minutes.candles.length]).toEqual([638, 157]);
    expect(whole(ticks.candles)).toEqual(whole(seconds.candles));
    expect(whole(aggregateCandles(seconds.candles, 1000, 60_000, ALWAYS_OPEN, toTheEnd))).toEqual(whole(minutes.candles));
    expect(minutes).toMatchObject({ format: 'lean', timeframeMs: 60_000, priceDecimals: 5, candles: { hasVolume: false } });
  });

  it('seconds of trades become the very minutes, volume too', async () => {
    const seconds = await read('crypto/coinbase/second/btcusd/20161009_trade.zip');
    const minutes = await read('crypto/coinbase/minute/btcusd/20161009_trade.zip');
    const built = aggregateCandles(seconds.candles, seconds.timeframeMs, 60_000, ALWAYS_OPEN, {
      ...toTheEnd,
      volumeDecimals: seconds.volumeDecimals,
    });
    expect(minutes.candles.length).toBe(1397);
    expect(whole(built)).toEqual(whole(minutes.candles));
  });

  it('reads New York minutes of scaled prices and unknown asks', async () => {
    const { candles, format, priceDecimals, report } = await read('equity/usa/minute/foxa/20130702_quote.zip');
    // First row of the file: 14400000,287500,287500,287500,287500,600,,,,,0 - 04:00 New York, 28.75, no ask.
    expect([candles.time[0], candles.open[0], candles.ask!.open[0]]).toEqual([Date.parse('2013-07-02T08:00Z'), 28.75, Number.NaN]);
    expect([format, priceDecimals, report.calendar, report.rejected]).toEqual(['lean-equity', 2, 'XNYS', 0]);
  });

  it('leaves out what a reused ticker was before, and starts a day with its session', async () => {
    const { candles, report } = await read('equity/usa/daily/fb.zip');
    // Facebook began to trade on 2012-05-18 and closed at 38.37; 716 rows before belong to another FB.
    expect([new Date(candles.time[0]!).toISOString(), candles.close[0]]).toEqual(['2012-05-18T13:30:00.000Z', 38.37]);
    expect(report.notes.map(({ en }) => en).join()).toContain('716 rows belong to other securities that used the ticker fb');
    expect(report.gaps.count).toBe(0);
  });

  it('asks which contract when a zip holds several', async () => {
    await expect(read('future/cme/daily/es_trade.zip')).rejects.toMatchObject({
      code: 'ZIP_ENTRY_UNCLEAR',
      exitCode: 2,
      message: expect.stringContaining('--entry'),
    });
    const { candles } = await read('future/cme/daily/es_trade.zip', { entry: 'es_trade_201312.csv' });
    expect([new Date(candles.time[0]!).toISOString().slice(0, 10), candles.close[0]]).toEqual(['2013-10-06', 1676.5]);
  });

  it('does not guess whether prices are scaled once the folders are gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lean-'));
    try {
      cpSync(`${LEAN}equity/usa/minute/foxa/20130702_quote.zip`, join(folder, '20130702_quote.zip'));
      const { candles } = await readCandleFile(join(folder, '20130702_quote.zip'), { format: 'lean-equity' });
      expect([candles.time[0], candles.open[0]]).toEqual([Date.parse('2013-07-02T08:00Z'), 28.75]);
      cpSync(`${LEAN}equity/usa/daily/fb.zip`, join(folder, 'fb.zip'));
      await expect(readCandleFile(join(folder, 'fb.zip'), { format: 'lean' })).rejects.toMatchObject({
        code: 'LEAN_ASSET_UNKNOWN',
        exitCode: 2,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
