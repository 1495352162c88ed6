// The shipped samples: complete, unchanged, and exactly consistent with each other.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listSamples, openSample, openSampleMarket, sampleInstruments } from '../../src/apps/market-data.ts';
import { aggregateCandles } from '../../src/core/market/aggregate.ts';
import { ALWAYS_OPEN, calendarNamed } from '../../src/core/market/calendar.ts';
import { type Candles, sliceCandles } from '../../src/core/market/candles.ts';
import { adjustCandles, parseFactorRows, unrecordedSplits } from '../../src/core/market/corporate-actions.ts';

const FOLDER = join(import.meta.dirname, '../../samples/market');
const whole = (candles: Candles) => sliceCandles(candles, 0, candles.length);
const toTheEnd = { completeUntilMs: Number.POSITIVE_INFINITY };
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

describe('the market samples', () => {
  it('are the files of PROVENANCE.csv, byte for byte, and small', () => {
    const lines = readFileSync(join(FOLDER, 'PROVENANCE.csv'), 'utf8').trim().split('\n').slice(1);
    const listed = lines.map((line) => line.split(',')[1] as string);
    const other = ['PROVENANCE.csv', 'README.md', 'NOTICE', 'LICENSE-Apache-2.0.txt', 'instruments.json'];
    expect([...listed, ...other].sort()).toEqual(readdirSync(FOLDER).sort());
    for (const line of lines) {
      const bytes = readFileSync(join(FOLDER, line.split(',')[1] as string));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(line.split(',').at(-1));
    }
    const total = readdirSync(FOLDER).reduce((sum, name) => sum + readFileSync(join(FOLDER, name)).length, 0);
    expect(total).toBeLessThan(6_000_000);
  });

  it('hold the rows and the span they are said to hold', async () => {
    for (const sample of listSamples()) {
      const rows =
        gunzipSync(readFileSync(join(FOLDER, sample.file)))
          .toString()
          .trim()
          .split('\n').length - 1;
      expect([sample.name, rows]).toEqual([sample.name, sample.rows]);
      if (sample.kind === 'ticks') continue;
      const { candles, report } = await openSample(sample.name);
      expect([sample.name, report.rowsRead, report.outOfOrder, report.duplicates, report.rejected]).toEqual([
        sample.name,
        sample.rows,
        0,
        0,
        sample.name === 'VIX-cboe-1d' ? 47 : 0,
      ]);
      expect(new Date(candles.time[0]!).toISOString().replace('.000Z', 'Z')).toBe(sample.from);
      expect(sampleInstruments().some(({ venue, id }) => venue === sample.venue && id === sample.symbol)).toBe(true);
    }
  });

  it('begin with the complete day a first start replays', async () => {
    const { candles, report, priceDecimals } = await openSample('BTCUSDT-bybit-1m');
    expect([candles.length, report.gaps.count, priceDecimals, candles.open[0], candles.close[0], candles.volume[0]]).toEqual([
      1440, 0, 2, 17208.86, 17205, 1.549151,
    ]);
    // The inflation figure of 13:30 UTC: 2.1 % from high to low in one minute.
    const shock = (Date.parse('2022-12-13T13:30Z') - candles.time[0]!) / 60_000;
    expect(candles.high[shock]! / candles.low[shock]! - 1).toBeCloseTo(0.021, 3);
  });

  it('say where minutes are missing', async () => {
    const { report } = await openSample('BTCUSD-coinbase-1m-2016-10');
    expect(report.gaps).toMatchObject({ count: 94, missing: 104, longest: 3 });
    expect((await openSample('BTCUSD-coinbase-1d')).report.gaps.count).toBe(0);
  });

  it('give the perpetual its funding and its tick of the day', async () => {
    const { funding, instrument } = await openSampleMarket('BTCUSDT-PERP-bybit-1m');
    expect(funding).toEqual({
      time: Float64Array.of(0, 8, 16).map((hour) => Date.parse('2022-12-13') + hour * HOUR_MS),
      rate: Float64Array.of(-0.0002016, -0.00022398, -0.00038555),
    });
    expect(instrument.tickSize).toBe(0.5);
    await expect(openSampleMarket('nothing')).rejects.toMatchObject({ code: 'SAMPLE_UNKNOWN', exitCode: 2 });
  });
});

describe('aggregation equals the bars the source publishes', () => {
  const expectSame = (built: Candles, published: Candles, rows: number) => {
    expect(published.length).toBe(rows);
    expect(whole(built)).toEqual(whole(published));
  };

  it('EURUSD hours make its UTC days, bid and ask', async () => {
    const { candles } = await openSample('EURUSD-oanda-1h');
    expectSame(
      aggregateCandles(candles, HOUR_MS, DAY_MS, calendarNamed('FX'), toTheEnd),
      (await openSample('EURUSD-oanda-1d')).candles,
      3738,
    );
  });

  it.each(['SPY', 'AAPL'])('%s hours make its session days, volume too', async (symbol) => {
    const { candles } = await openSample(`${symbol}-usa-1h`);
    // The vendor counts what was printed after the early close of a half day to that day.
    const days = aggregateCandles(candles, HOUR_MS, DAY_MS, calendarNamed('XNYS'), { ...toTheEnd, outsideHours: 'include' });
    expectSame(days, (await openSample(`${symbol}-usa-1d`)).candles, 5849);
  });

  it('Coinbase seconds make its minutes, volume too', async () => {
    const { candles, volumeDecimals } = await openSample('BTCUSD-coinbase-1s-2016-10');
    const minutes = aggregateCandles(candles, 1000, 60_000, ALWAYS_OPEN, { ...toTheEnd, volumeDecimals });
    expectSame(minutes, (await openSample('BTCUSD-coinbase-1m-2016-10')).candles, 4216);
  });

  it('EURUSD ticks make its minutes of the day, bid and ask', async () => {
    const { candles } = await openSample('EURUSD-oanda-ticks-2014-05-08');
    const { candles: fortnight } = await openSample('EURUSD-oanda-1m');
    const from = fortnight.time.indexOf(Date.parse('2014-05-08'));
    const published = sliceCandles(fortnight, from, from + 1419);
    expectSame(aggregateCandles(candles, 1000, 60_000, ALWAYS_OPEN, toTheEnd), published, 1419);
  });
});

describe('corporate actions of the samples', () => {
  const factors = (symbol: string) => parseFactorRows(readFileSync(join(FOLDER, `${symbol}-usa-factors.csv`), 'utf8'), symbol);
  const XNYS = calendarNamed('XNYS');

  it('AAPL: 645.57 on 2014-06-06 and 93.70 on 2014-06-09 become neighbours', async () => {
    const { candles } = await openSample('AAPL-usa-1d');
    const at = candles.time.indexOf(Date.parse('2014-06-06T13:30Z'));
    expect([candles.close[at], candles.close[at + 1]]).toEqual([645.57, 93.7]);
    // By splits alone, as the source's documentation works it out: x 0.0357143 and x 0.25.
    const splits = factors('AAPL').map((row) => ({ ...row, priceFactor: 1 }));
    const adjusted = adjustCandles(candles, splits, XNYS);
    expect([adjusted.close[at]!.toFixed(2), adjusted.close[at + 1]!.toFixed(2)]).toEqual(['23.06', '23.43']);
    const full = adjustCandles(candles, factors('AAPL'), XNYS);
    expect(full.close[at + 1]! / full.close[at]!).toBeCloseTo(adjusted.close[at + 1]! / adjusted.close[at]!, 6);
  });

  it.each(['SPY', 'AAPL', 'IWM', 'BAC'])('%s has no split that nobody recorded', async (symbol) => {
    const { candles } = await openSample(`${symbol}-usa-1d`);
    expect(unrecordedSplits(candles, factors(symbol), XNYS).map(({ time, split }) => [new Date(time).toISOString(), split])).toEqual([]);
  });

  it('AAPL without its records would be quarantined', async () => {
    const { candles } = await openSample('AAPL-usa-1d');
    const found = unrecordedSplits(candles, [], XNYS).map(({ time, split }) => [new Date(time).toISOString().slice(0, 10), split]);
    // Apple split 2:1 on 2000-06-21 and 2005-02-28, 7:1 on 2014-06-09 and 4:1 on 2020-08-31; its fall by 47 % on 2000-09-29 was none.
    expect(found).toEqual([
      ['2000-06-21', 2],
      ['2005-02-28', 2],
      ['2014-06-09', 7],
      ['2020-08-31', 4],
    ]);
  });
});
