import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDuckDb } from './duckdb.ts';
import { type CandleFileOptions, readCandleFile } from './read-candle-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'candle-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
function read(content: string | Uint8Array, options: CandleFileOptions = {}, name = 'candles.csv') {
  const path = join(folder, `${++written}-${name}`);
  writeFileSync(path, content);
  return readCandleFile(path, options);
}

/** Three days; every dialect below holds exactly them. */
const ROWS = [
  ['2022-12-12', 17000.5, 17300, 16900.25, 17208.86, 12.5],
  ['2022-12-13', 17208.86, 18000, 17100, 17780, 99.125],
  ['2022-12-14', 17780, 18400.75, 17650, 17800.5, 7],
] as const;
const expectThreeDays = ({ candles, timeframeMs, priceDecimals }: Awaited<ReturnType<typeof readCandleFile>>, volume = true) => {
  expect(timeframeMs).toBe(86_400_000);
  expect(priceDecimals).toBe(2);
  expect(candles.hasVolume).toBe(volume);
  const rows = ROWS.map(([, ...values], i) => [Date.parse(ROWS[i]![0]), ...values.slice(0, volume ? 5 : 4)]);
  const columns = [candles.time, candles.open, candles.high, candles.low, candles.close, ...(volume ? [candles.volume] : [])];
  expect(Array.from({ length: candles.length }, (_, i) => columns.map((column) => column[i]))).toEqual(rows);
};
const lines = (row: (values: (typeof ROWS)[number]) => string, header = '', end = '\n') =>
  [...(header ? [header] : []), ...ROWS.map(row)].join(end) + end;
const comma = (values: readonly unknown[]) => values.join(',');
const ms = (date: string) => Date.parse(date);

describe('CSV dialects', () => {
  it.each<[string, string | Buffer, boolean?]>([
    ['plain', lines(comma, 'time,open,high,low,close,volume')],
    ['no header', lines(comma)],
    ['no header, milliseconds', lines(([date, ...values]) => comma([ms(date), ...values]))],
    ['Windows line ends and BOM', `\ufeff${lines(comma, 'Date,Open,High,Low,Close,Volume', '\r\n')}`],
    ['no line end at the end', lines(comma, 'time,open,high,low,close,volume').trimEnd()],
    [
      'blank lines between and after',
      `${lines(comma, 'time,open,high,low,close,volume').replaceAll('\n2022-12-14', '\n\n2022-12-14')}\n\n`,
    ],
    [
      'other order and adjusted close',
      lines(([date, o, h, l, c, v]) => comma([v, c, c * 0.9, l, h, o, date]), 'Volume,Close,Adj Close,Low,High,Open,Date'),
    ],
    [
      'semicolons and decimal commas',
      lines(
        ([date, ...values]) => [date, ...values.map((value) => String(value).replace('.', ','))].join(';'),
        'Fecha;Open;High;Low;Close;Volume',
      ).replace('Fecha', 'Date'),
    ],
    [
      'points for thousands and decimal commas',
      lines(
        ([date, ...values]) => [date, ...values.map((value) => value.toLocaleString('de-DE'))].join(';'),
        'Date;Open;High;Low;Close;Volume',
      ),
    ],
    [
      'a price for the close, newest first, month first, quoted',
      `"Date","Price","Open","High","Low","Vol."\n${[...ROWS]
        .reverse()
        .map(([date, o, h, l, c, v]) =>
          [`12/${date.slice(8)}/2022`, c, o, h, l, `${v / 1000}K`].map((field) => `"${field.toLocaleString('en-US')}"`).join(','),
        )
        .join('\n')}`,
    ],
    [
      'tabs and a time of day apart',
      lines(
        ([date, ...values]) => [date.replaceAll('-', '.'), '00:00:00', ...values].join('\t'),
        '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<VOL>',
      ),
    ],
    [
      'quotes and thousands',
      lines(
        ([date, ...values]) => [`"${date}"`, ...values.map((value) => `"${value.toLocaleString('en-US')}"`)].join(','),
        '"Date","Open","High","Low","Close","Volume"',
      ),
    ],
    ['unnamed index of dates', lines(comma, ',Open,High,Low,Close,Volume')],
    ['unnamed numbers beside dates', lines((values) => comma([7, ...values]), ',date,open,high,low,close,volume')],
    ['prefixed names', lines(comma, 'AAPL.Date,AAPL.Open,AAPL.High,AAPL.Low,AAPL.Close,AAPL.Volume')],
    [
      'volume of the asset beside that of the money',
      lines(
        ([date, ...values]) => comma([ms(date) / 1000, date, 'BTC/USD', ...values.slice(0, 4), values[4], 1e6]),
        'unix,date,symbol,open,high,low,close,Volume BTC,Volume USD',
      ),
    ],
    ['a line above the header', `https://www.example.org\n${lines(comma, 'date,open,high,low,close,volume')}`],
    ['three header lines', `Price,Open,High,Low,Close,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,\n${lines(comma)}`],
    ['Binance rows of twelve', lines(([date, ...values]) => comma([ms(date), ...values, ms(date) + 86_399_999, 1, 2, 3, 4, 0]))],
    ['no volume', lines((values) => comma(values.slice(0, 5)), 'time,open,high,low,close'), false],
    ['volume of the money only', lines(comma, 'time,open,high,low,close,Volume USD'), false],
    ['every volume zero', lines((values) => comma([...values.slice(0, 5), 0]), 'time,open,high,low,close,volume'), false],
    ['gzip', gzipSync(lines(comma, 'time,open,high,low,close,volume'))],
    ['zip', Buffer.from(zipSync({ 'BTCUSDT-1d.csv': Buffer.from(lines(comma, 'time,open,high,low,close,volume')) }))],
  ])('%s', async (_, content, volume = true) => {
    expectThreeDays(await read(content, { dates: undefined }), volume);
  });

  it('reads month-first and day-first dates', async () => {
    expectThreeDays(
      await read(
        lines(([date, ...values]) => comma([`12/${date.slice(8)}/2022`, ...values]), 'date,open,high,low,close,volume').replace(
          '12/12',
          '12/12',
        ),
      ),
    );
    expectThreeDays(
      await read(lines(([date, ...values]) => comma([`${date.slice(8)}/12/2022`, ...values]), 'date,open,high,low,close,volume')),
    );
  });

  it('reads wall times in the zone given', async () => {
    const { candles } = await read(lines(comma, 'time,open,high,low,close,volume'), { zone: 'America/New_York' });
    expect(candles.time[0]).toBe(Date.parse('2022-12-12T05:00Z'));
  });

  it('takes the rows of one symbol from a table of several', async () => {
    const several = lines(
      ([date, ...values]) => `${comma([date, 'BTC/USDT', ...values])}\n${comma([date, 'ETH/USDT', 1, 1, 1, 1, 1])}`,
      'date,symbol,open,high,low,close,volume',
    );
    expectThreeDays(await read(several, { symbol: 'btcusdt' }));
    await expect(read(several)).rejects.toMatchObject({
      code: 'SYMBOLS_SEVERAL',
      exitCode: 2,
      message: expect.stringContaining('holds 2 symbols (BTC/USDT, ETH/USDT); choose one with --symbol'),
    });
    await expect(read(several, { symbol: 'SOL' })).rejects.toMatchObject({ code: 'SYMBOL_UNKNOWN', exitCode: 1 });
  });

  it('builds candles from ticks of bid and ask, in file order within a millisecond', async () => {
    const ticks = 'time,bid,ask\n1000,1.1,1.2\n1500,1.3,1.4\n1500,1.0,1.1\n2500,1.5,1.6\n4000,1.1,1.2\n'.replaceAll(
      /^(\d)/gm,
      '140000000$1',
    );
    const { candles, report, timeframeMs } = await read(ticks);
    expect(timeframeMs).toBe(1000);
    expect([...candles.time.subarray(0, candles.length)]).toEqual([1_400_000_001_000, 1_400_000_002_000, 1_400_000_004_000]);
    expect([candles.open[0], candles.high[0], candles.low[0], candles.close[0], candles.ask!.close[0]]).toEqual([1.1, 1.3, 1.0, 1.0, 1.1]);
    expect(report.notes.map(({ en }) => en).join()).toContain('5 ticks were built into candles of 1 s');
  });

  it('rounds float noise away and says so', async () => {
    const { candles, priceDecimals, report } = await read(
      'Date,Open,High,Low,Close,Volume\n2022-12-12,100.33999633789062,101,99.5,100.5,1\n2022-12-13,100.5,101,100.0999984741211,100.5,1\n',
    );
    expect([priceDecimals, candles.open[0], candles.low[1]]).toEqual([2, 100.34, 100.1]);
    expect(report.notes.map(({ en }) => en)).toContain('prices carried float32 noise and were rounded to 2 decimals');
  });
});

describe('what spreadsheets write', () => {
  it('reads "Unicode text" of Excel, which is UTF-16 with tabs, of either order of bytes', async () => {
    const text = lines((row) => row.join('\t').replaceAll('.', ','), ['Date', 'Open', 'High', 'Low', 'Close', 'Volume'].join('\t'), '\r\n');
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    expectThreeDays(await read(little));
    expectThreeDays(await read(Buffer.from(little).swap16()));
  });

  it('names UTF-16 that does not say so', async () => {
    await expect(read(Buffer.from(lines(comma, 'Date,Open,High,Low,Close,Volume'), 'utf16le'))).rejects.toThrow(
      /found UTF-16; save it as CSV in UTF-8/,
    );
  });

  it('takes a comma in the volume alone for the decimal mark of whole prices', async () => {
    const text =
      'Date;Open;High;Low;Close;Volume\n2022-12-12;100;110;90;101;12,5\n2022-12-13;101;111;91;102;7\n2022-12-14;102;112;92;103;1.000,25\n';
    const { candles } = await read(text);
    expect([...candles.close.subarray(0, 3)]).toEqual([101, 102, 103]);
    expect([...candles.volume.subarray(0, 3)]).toEqual([12.5, 7, 1000.25]);
    const pointed = await read('Date;Open;High;Low;Close;Volume\n2022-12-12;100.5;110;90;101;1,234\n2022-12-13;101.5;111;91;102;7\n');
    expect([...pointed.candles.open.subarray(0, 2)]).toEqual([100.5, 101.5]);
    expect([...pointed.candles.volume.subarray(0, 2)]).toEqual([1234, 7]);
  });
});

describe('other formats', () => {
  it.each([
    ['timestamp', "timestamp '2022-12-12 00:00:00' + to_days(i::int)"],
    ['timestamptz', "timestamptz '2022-12-12 00:00:00+00' + to_days(i::int)"],
    ['date', "date '2022-12-12' + i::int"],
    ['text', "strftime(date '2022-12-12' + i::int, '%Y-%m-%d')"],
    ['seconds', "epoch(date '2022-12-12' + i::int)::bigint"],
  ])('Parquet with times as %s', async (type, time) => {
    const path = join(folder, `${type}.parquet`);
    const cases = (k: number) => `case i ${ROWS.map((row, i) => `when ${i} then ${row[k]}`).join(' ')} end::double`;
    await withDuckDb((connection) =>
      connection.run(
        `copy (select ${time} as "Date", ${cases(1)} as "Open", ${cases(2)} as "High", ${cases(3)} as "Low", ${cases(4)} as "Close", ${cases(5)} as "Volume" from range(3) t(i)) to '${path}' (format parquet)`,
      ),
    );
    const previous = process.env.TZ;
    process.env.TZ = 'America/New_York';
    expectThreeDays(await readCandleFile(path));
    process.env.TZ = previous;
  });

  it('Parquet with a bad value names its row', async () => {
    const path = join(folder, 'bad.parquet');
    await withDuckDb((connection) =>
      connection.run(
        `copy (select 1670889600 + i * 60 as time, 10 as open, 11 as high, case i when 4 then null else 9 end as low, 10 as close, 1 as volume from range(20) t(i)) to '${path}' (format parquet)`,
      ),
    );
    await expect(readCandleFile(path)).rejects.toMatchObject({ code: 'CANDLE_NOT_A_NUMBER', message: expect.stringContaining('line 5') });
  });

  it("ejtrader points: divided, noise off, in the broker's zone of the time", async () => {
    const rows = [
      '2014-11-20 08:00:00,125400.00000000001,125500.0,125300.0,125450.0,10',
      '2014-11-20 12:00:00,125450.0,125500.0,125300.0,125449.99999999999,10',
      '2014-11-24 12:00:00,123900.0,124000.0,123800.0,123950.0,10',
      '2014-11-24 16:00:00,123950.0,124000.0,123800.0,123900.0,10',
    ];
    const { candles, format, priceDecimals } = await read(
      ['Date,open,high,low,close,tick_volume', ...rows].join('\n'),
      { symbol: 'EURUSD', timeframeMs: 14_400_000 },
      'h4.csv',
    );
    expect([format, priceDecimals, candles.hasVolume]).toEqual(['ejtrader', 5, false]);
    expect([...candles.close.subarray(0, 2)]).toEqual([1.2545, 1.2545]);
    // UTC+1 before 2014-11-23, UTC+2 after.
    expect([...candles.time.subarray(0, candles.length)].map((time) => new Date(time).toISOString().slice(5, 16))).toEqual([
      '11-20T07:00',
      '11-20T11:00',
      '11-24T10:00',
      '11-24T14:00',
    ]);
  });
});

describe('bad input', () => {
  const head = 'time,open,high,low,close,volume\n';
  const fine = Array.from({ length: 30 }, (_, i) => `${1_670_889_600_000 + i * 60_000},10,11,9,10,1`);
  const withRow = (row: string) => head + [...fine.slice(0, 15), row, ...fine.slice(16)].join('\n');
  const time15 = 1_670_889_600_000 + 15 * 60_000;

  it.each<[string, string | Buffer, string, RegExp, CandleFileOptions?]>([
    ['0 bytes', '', 'CANDLE_FILE_EMPTY', /found a file of 0 bytes/],
    ['blank lines', '\n \r\n\n', 'CANDLE_FILE_EMPTY', /only blank lines/],
    ['a header alone', head, 'CANDLE_FILE_EMPTY', /candles after the header, found none/],
    ['binary', Buffer.from([1, 2, 3, 0, 255, 254, 7, 8]), 'CANDLE_FILE_BINARY', /found binary data/],
    ['damaged gzip', gzipSync(head).subarray(0, 20), 'CANDLE_FILE_BINARY', /gzip data is damaged/],
    ['damaged zip', Buffer.from('PK\u0003\u0004 and nothing else'), 'CANDLE_FILE_BINARY', /zip is damaged/],
    ['damaged Parquet', 'PAR1 and nothing else', 'CANDLE_FILE_BINARY', /Parquet file cannot be read/],
    [
      'a missing column',
      (head + fine.join('\n')).replace('close', 'closing'),
      'CANDLE_COLUMN_MISSING',
      /expected a column close, found time, open, high, low, closing, volume/,
    ],
    ['prose', 'dear reader\nthere are no candles here\n', 'CANDLE_COLUMN_MISSING', /found "dear reader"/],
    [
      'NaN',
      withRow(`${time15},10,NaN,9,10,1`),
      'CANDLE_NOT_A_NUMBER',
      /line 17: a price or volume is missing or not a number \(1670890500000,10,NaN,9,10,1\)/,
    ],
    ['an empty field', withRow(`${time15},10,,9,10,1`), 'CANDLE_NOT_A_NUMBER', /line 17/],
    ['a short row', withRow(`${time15},10,11`), 'CANDLE_NOT_A_NUMBER', /line 17/],
    ['a negative price', withRow(`${time15},10,11,-9,10,1`), 'CANDLE_PRICE_NOT_POSITIVE', /line 17: a price is zero or negative/],
    ['an unreadable time', withRow('yesterday,10,11,9,10,1'), 'CANDLE_TIME_INVALID', /line 17: the time cannot be read/],
    [
      'unordered rows',
      head + [fine[1], fine[0], ...fine.slice(2)].join('\n'),
      'CANDLE_ORDER',
      /line 3: 2022-12-13T00:00:00Z comes after 2022-12-13T00:01:00Z; sort the rows/,
    ],
    ['a wrong timeframe', head + fine.join('\n'), 'TIMEFRAME_MISMATCH', /expected candles of 1h, found 1m/, { timeframeMs: 3_600_000 }],
    ['one candle alone', head + fine[0], 'TIMEFRAME_UNCLEAR', /one candle alone has no timeframe/],
  ])('%s', async (_, content, code, message, options) => {
    const error = await read(content, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('\n');
    expect((error as Error).message).toMatch(/candles\.csv/);
  });

  it('a missing file is a fault of the environment', async () => {
    await expect(readCandleFile(join(folder, 'absent.csv'))).rejects.toMatchObject({ code: 'FILE_MISSING', exitCode: 3 });
    await expect(readCandleFile(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', exitCode: 3 });
  });

  it('goes on when asked to, and lists what it left out', async () => {
    const { candles, report } = await read(withRow(`${time15},10,NaN,9,10,1`), { badRows: 'report' });
    expect(candles.length).toBe(29);
    expect(report.rejectedRows).toEqual([{ line: 17, reason: 'not-a-number', text: `${time15},10,NaN,9,10,1` }]);
  });
});
