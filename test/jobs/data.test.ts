// Data as the pages have it: an uploaded file becomes a series, with its holes and the rows that were none; and goes out again as it came in.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCandleFile } from '../../src/adapters/market-lake/read-candle-file.ts';
import { exportQuery } from '../../src/api/data.ts';
import { storeUpload } from '../../src/apps/worker/uploads.ts';
import { atalaya } from '../cli/run-cli.ts';
import { type JobsLab, openJobsLab } from './lab.ts';

let lab: JobsLab;
beforeAll(async () => {
  lab = await openJobsLab();
  await lab.worker();
});
afterAll(() => lab.remove());

const DAY = Date.UTC(2024, 0, 1);
const row = (i: number) => `${DAY + i * 60_000},${1000 + i},${1002 + i},${999 + i},${1001 + i},${i + 1}\n`;
/** Two days of minutes without 23:00 to 01:00, and two rows that are no candles. */
const ROWS = Array.from({ length: 2880 }, (_, i) => i).filter((i) => i < 1380 || i >= 1500);
const FILE = [
  'time,open,high,low,close,volume\n',
  ...ROWS.map(row),
  `${DAY + 2880 * 60_000},1,2,-3,1,1\n`,
  `${DAY + 2881 * 60_000},5,4,3,5,1\n`,
];
const SERIES = { venue: 'bybit', symbol: 'BTCUSDT', timeframe: '1m', kind: 'trades' } as const;

test('an uploaded file is imported as the command line imports it, and what was rejected is told', async () => {
  const { upload, name, sizeBytes } = await lab.desk.data.upload('../../my minutes.csv', Readable.from(FILE));
  expect(name).toBe('my minutes.csv');
  expect(sizeBytes).toBe(FILE.join('').length);
  const job = await lab.runs('data-import', { upload, venue: 'bybit', symbol: 'BTCUSDT' });
  expect(job).toMatchObject({
    state: 'done',
    title: 'my minutes.csv → bybit BTCUSDT',
    result: {
      file: 'my minutes.csv',
      rowsRead: 2762,
      accepted: 2760,
      rejected: 2,
      added: 2760,
      gaps: { count: 1, missing: 120, longest: 120 },
    },
  });
  const lines = (await lab.desk.jobs.log(job.id)).map((line) => line.text);
  expect(lines).toContainEqual(expect.stringMatching(/^rejected line 2762: price-not-positive: /));
  expect(lines).toContainEqual(expect.stringMatching(/^rejected line 2763: range-invalid: /));
  const damaged = await lab.desk.data.upload('cut.csv.gz', Readable.from([Buffer.from([0x1f, 0x8b, 8, 0])]));
  expect(await lab.runs('data-import', { upload: damaged.upload, symbol: 'X' })).toMatchObject({
    error: {
      message: expect.stringContaining('cut.csv.gz: the gzip data'),
      said: { es: expect.stringMatching(/^El archivo gzip está dañado/) },
    },
  });
  // The file is gone with the job that read it.
  expect(await lab.runs('data-import', { upload, symbol: 'X' })).toMatchObject({ state: 'failed', error: { code: 'UPLOAD_UNKNOWN' } });
});

test('the series is listed with its hole, and the samples after it', () => {
  const [stored, ...samples] = lab.desk.data.list();
  expect(stored).toMatchObject({
    ...{ source: 'lake', ...SERIES, calendar: '24/7', bars: 2760, from: DAY, to: DAY + 2879 * 60_000, problem: null },
    gaps: { count: 1, missing: 120, longest: 120 },
    completeRatio: 2760 / 2880,
    flags: ['gaps', 'rejected-rows', 'rules-unknown'],
    checksum: expect.stringMatching(/^[0-9a-f]+$/),
  });
  expect(samples.find(({ sample }) => sample === 'SPY-usa-1d')).toMatchObject({ source: 'sample', calendar: 'XNYS', symbol: 'SPY' });
  const { gaps, imports } = lab.desk.data.series(SERIES);
  expect(gaps).toEqual([{ from: DAY + 1380 * 60_000, to: DAY + 1500 * 60_000, missing: 120, cause: 'no-data', repairedAt: null }]);
  expect(imports).toMatchObject([{ rejected: 2, rejectedRows: [{ line: 2762, reason: 'price-not-positive' }, { line: 2763 }] }]);
});

test('its coverage has the hole on both sides of midnight', async () => {
  expect(await lab.desk.data.coverage({ ...SERIES, cell: 'day' })).toEqual({
    cell: 'day',
    calendar: '24/7',
    start: [DAY, DAY + 86_400_000],
    present: [1380, 1380],
    expected: [1440, 1440],
    flat: [0, 0],
  });
  expect(await lab.desk.data.coverage({ ...SERIES, cell: 'day', from: DAY + 1 })).toMatchObject({ present: [1380] });
  const spy = await lab.desk.data.coverage({ sample: 'SPY-usa-1d', cell: 'month' });
  // September 2001: the exchange was closed from the 11th to the 14th, which the calendar knows or not; 15 days were traded.
  expect(spy.present[spy.start.indexOf(Date.UTC(2001, 8, 1))]).toBe(15);
  await expect(lab.desk.data.coverage({ ...SERIES, timeframe: '5m', cell: 'day' })).rejects.toMatchObject({ code: 'SERIES_UNKNOWN' });
});

test('what goes out is what came in', async () => {
  const csv = await lab.desk.data.export(exportQuery.parse(SERIES));
  expect(csv).toMatchObject({ fileName: 'BTCUSDT-bybit-1m.csv', contentType: 'text/csv; charset=utf-8' });
  expect(await text(csv.content)).toBe(FILE.slice(0, -2).join(''));
  const some = await lab.desk.data.export(exportQuery.parse({ ...SERIES, from: DAY + 1379 * 60_000, to: DAY + 1501 * 60_000 }));
  expect((await text(some.content)).trim().split('\n')).toHaveLength(3);
  const parquet = await lab.desk.data.export(exportQuery.parse({ ...SERIES, format: 'parquet' }));
  const path = join(lab.dataFolder, 'out.parquet');
  writeFileSync(path, await buffer(parquet.content));
  const { candles } = await readCandleFile(path, {});
  expect(candles.length).toBe(2760);
  expect(candles.close[2759]).toBe(3880);
});

test('a backtest of the stored series is the one of the command line', async () => {
  const data = { kind: 'lake', venue: 'bybit', symbol: 'BTCUSDT', timeframe: '15m' };
  const job = await lab.runs('backtest', {
    strategy: 'sma-cross',
    data,
    parameters: { fast: 3, slow: 8 },
    risk: 'default',
    selfChecks: false,
  });
  expect(job).toMatchObject({ state: 'done', error: null });
  const asked = [
    '--venue',
    'bybit',
    '--symbol',
    'BTCUSDT',
    '--timeframe',
    '15m',
    '--param',
    'fast=3',
    '--param',
    'slow=8',
    '--risk',
    'default',
  ];
  const spoken = await atalaya(['backtest', 'sma-cross', ...asked, '--no-self-checks', '--data-dir', lab.dataFolder, '--json']);
  const { durationMs: _, barsPerSecond: __, ...expected } = JSON.parse(spoken.stdout);
  // Filled on the minutes that are stored.
  expect(expected.settings.filledOn).toBe('1m');
  expect((await lab.desk.runs.read(job.id)).result).toMatchObject(expected);
});

test('an upload that is too large, or has no name, leaves nothing', async () => {
  await expect(storeUpload(lab.dataFolder, 'a.csv', Readable.from(['12345', '67890']), 9)).rejects.toMatchObject({
    code: 'UPLOAD_TOO_LARGE',
  });
  await expect(storeUpload(lab.dataFolder, '..', Readable.from(['1']))).rejects.toMatchObject({ code: 'UPLOAD_NAME' });
});
