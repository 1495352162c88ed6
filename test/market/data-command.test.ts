// `atalaya data`: what it prints, what it leaves on disk, and how it ends.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerDataCommands } from '../../src/apps/cli/data.ts';
import { reportError } from '../../src/apps/cli/output.ts';
import { loadStoredMarket } from '../../src/apps/market-data.ts';
import type { Warning } from '../../src/core/research/result.ts';
import { startHistoryServer } from './bybit-history-server.ts';

const SAMPLES = join(import.meta.dirname, '../../samples/market');
const HOUR_FILE = join(SAMPLES, 'BTCUSDT-bybit-1m.csv.gz');
const IMPORT = ['import', HOUR_FILE, '--venue', 'bybit', '--symbol', 'BTCUSDT', '--timeframe', '1m'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-command-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = undefined;
});

/** Runs one command as the command line does; stdout, stderr and exit code. */
async function run(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0);
  process.exitCode = undefined;
  try {
    const program = new Command('atalaya').exitOverride();
    const data = registerDataCommands(program, folder);
    for (const command of data.commands) command.exitOverride();
    await program.parseAsync(['data', ...words], { from: 'user' });
  } catch (error) {
    process.exitCode = (error as { code?: string }).code?.startsWith('commander') ? 2 : reportError(error, words.includes('--json'));
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
  const exitCode = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { out: out.join(''), err: err.join(''), exitCode, json: () => JSON.parse(out.join('')) };
}

function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const row = (minute: number, values = '10,11,9,10,1') => `${Date.parse('2022-12-13') + minute * 60_000},${values}`;

describe('data import', () => {
  it('says in a few lines what came and where it went, and the second time that nothing changed', async () => {
    const first = await run(...IMPORT);
    expect(first).toMatchObject({ exitCode: 0, err: '' });
    expect(first.out).toContain('into      bybit BTCUSDT 1m trades: 1440 candles, 2022-12-13T00:00:00Z to 2022-12-13T23:59:00Z');
    expect(first.out).toContain('rows      1440 read, 1440 accepted, 0 rejected');
    const again = (await run(...IMPORT, '--json')).json();
    expect(again).toMatchObject({
      rowsRead: 1440,
      accepted: 1440,
      rejected: 0,
      added: 0,
      changed: 0,
      unchanged: 1440,
      errors: [],
      files: [{ format: 'csv', series: { count: 1440 } }],
    });
  });

  it('keeps the good rows, names the bad ones, and ends with 1', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => row(i));
    const path = file(
      'bad.csv',
      ['time,open,high,low,close,volume', ...rows.slice(0, 20), row(20, '10,11,-9,10,1'), ...rows.slice(21), rows[49]].join('\n'),
    );
    const result = await run('import', path, '--symbol', 'TEST', '--json');
    expect(result.exitCode).toBe(1);
    expect(result.err).toContain('[CANDLES_REJECTED]');
    expect(result.json()).toMatchObject({
      rowsRead: 51,
      accepted: 49,
      rejected: 1,
      duplicates: 1,
      added: 49,
      files: [{ rejectedRows: [{ line: 22, reason: 'price-not-positive' }], gaps: { count: 1, missing: 1 } }],
    });
    const strict = await run('import', path, '--symbol', 'STRICT', '--strict');
    expect(strict).toMatchObject({ exitCode: 1, out: '' });
    expect(strict.err).toMatch(/^atalaya: bad\.csv line 22: a price is zero or negative .* \[CANDLE_PRICE_NOT_POSITIVE\]\n$/);
  });

  it('goes on to the next file when one can not be read, and ends with its code', async () => {
    const result = await run(...IMPORT.slice(0, 2), join(folder, 'absent.csv'), ...IMPORT.slice(2), '--json');
    expect(result.exitCode).toBe(3);
    expect(result.json()).toMatchObject({ added: 1440, errors: [{ code: 'FILE_MISSING' }] });
  });

  it.each([
    ['a wrong timeframe', ['import', HOUR_FILE, '--symbol', 'X', '--timeframe', '5m'], 1, 'TIMEFRAME_MISMATCH'],
    ['no timeframe at all', ['import', HOUR_FILE, '--symbol', 'X', '--timeframe', 'soon'], 2, 'TIMEFRAME_INVALID'],
    ['an unknown zone', ['import', HOUR_FILE, '--symbol', 'X', '--zone', 'Nowhere'], 2, 'ZONE_UNKNOWN'],
    ['a missing file', ['import', '/absent.csv', '--symbol', 'X'], 3, 'FILE_MISSING'],
    ['an empty lake', ['export', '--symbol', 'X', '--timeframe', '1m', '--out', 'x.csv'], 1, 'LAKE_EMPTY'],
  ])('refuses %s in one line', async (_, words, exitCode, code) => {
    const result = await run(...words);
    expect(result.exitCode).toBe(exitCode);
    expect(result.err).toMatch(new RegExp(`^atalaya: [^\\n]+ \\[${code}\\]\\n$`));
  });

  it('answers wrong usage with 2', async () => {
    expect((await run('import')).exitCode).toBe(2);
    expect((await run('import', HOUR_FILE)).exitCode).toBe(2);
    expect((await run(...IMPORT, '--format', 'excel')).exitCode).toBe(2);
    expect((await run('export', '--symbol', 'X', '--timeframe', '1m', '--out', 'x.csv', '--from', 'noon')).exitCode).toBe(2);
  });
});

describe('data list, check and export', () => {
  it('show the lake, prove it sound, and give candles back at another timeframe', async () => {
    expect((await run('list')).out).toContain('no candles in');
    await run(...IMPORT);
    expect((await run('list')).out).toMatch(/bybit\s+BTCUSDT\s+1m\s+trades\s+1440/);
    expect((await run('list', '--json')).json()).toMatchObject([
      { venue: 'bybit', count: 1440, gaps: { count: 0 }, checksum: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    expect((await run('check')).out).toContain('sound, 1440 candles, 0 gaps');
    expect(await run('check', '--symbol', 'NOPE')).toMatchObject({ exitCode: 1, err: expect.stringContaining('[SYMBOL_UNKNOWN]') });
    const out = join(folder, 'hours.csv');
    const exported = (
      await run(
        'export',
        '--symbol',
        'BTCUSDT',
        '--timeframe',
        '1h',
        '--from',
        '2022-12-13 12:00',
        '--to',
        '2022-12-13T18:00Z',
        '--out',
        out,
        '--json',
      )
    ).json();
    expect(exported).toMatchObject({ candles: 6, aggregatedFrom: '1m', from: '2022-12-13T12:00:00Z' });
    expect(readFileSync(out, 'utf8').split('\n')[0]).toBe('time,open,high,low,close,volume');
  });

  it('end with 1 when a split may be missing, until its factors are imported', async () => {
    await run(
      'import',
      join(SAMPLES, 'AAPL-usa-1d.csv.gz'),
      '--venue',
      'usa',
      '--symbol',
      'AAPL',
      '--timeframe',
      '1d',
      '--calendar',
      'XNYS',
    );
    const before = await run('check');
    expect(before.exitCode).toBe(1);
    expect(before.out).toContain('split?  2014-06-09T13:30:00Z');
    await run('import', join(SAMPLES, 'AAPL-usa-factors.csv'), '--venue', 'usa', '--symbol', 'AAPL', '--format', 'factors');
    expect((await run('check')).exitCode).toBe(0);
  });
});

describe('data download', () => {
  it('fetches from the exchange at the address given', async () => {
    const { openSample } = await import('../../src/apps/market-data.ts');
    const server = await startHistoryServer((await openSample('BTCUSDT-bybit-1m')).candles);
    try {
      const result = await run(
        'download',
        '--venue',
        'bybit',
        '--symbol',
        'BTCUSDT',
        '--timeframe',
        '1m',
        '--from',
        '2022-12-13',
        '--to',
        '2022-12-14',
        '--base-url',
        server.url,
        '--json',
      );
      expect(result.json()).toMatchObject({ added: 1440, pages: 2, series: { count: 1440 } });
    } finally {
      await server.close();
    }
  });
});

describe('loadStoredMarket', () => {
  const english = (warnings: readonly Warning[]) => warnings.map((warning) => (typeof warning === 'string' ? warning : warning.en));

  it('brings the finer path, the funding and the rules of the day, and says what is missing', async () => {
    await run(...IMPORT);
    const stored = await loadStoredMarket({ dataDir: folder, symbol: 'BTCUSDT', timeframe: '1h' });
    expect(stored).toMatchObject({ venue: 'bybit', daysPerYear: 365 });
    expect(stored.input.series.map(({ timeframeMs, candles }) => [timeframeMs, candles.length])).toEqual([
      [60_000, 1440],
      [3_600_000, 24],
    ]);
    expect(english(stored.warnings)).toEqual([
      'the 1h candles were built from 1m',
      'the lake knows no rules of this instrument: tick and lot were taken from the decimals of its data',
    ]);
    expect(stored.input.instrument).toMatchObject({ tickSize: 0.01, kind: 'cfd' });
  });

  it('corrects equities for splits when their factors are known, and warns when they are not', async () => {
    await run(
      'import',
      join(SAMPLES, 'AAPL-usa-1d.csv.gz'),
      '--venue',
      'usa',
      '--symbol',
      'AAPL',
      '--timeframe',
      '1d',
      '--calendar',
      'XNYS',
    );
    const raw = await loadStoredMarket({ dataDir: folder, symbol: 'AAPL', timeframe: '1d' });
    expect(raw.daysPerYear).toBe(252);
    const splits = english(raw.warnings).flatMap((warning) => /looks like a (\S+) split/.exec(warning)?.[1] ?? []);
    expect(splits).toEqual(['2:1', '2:1', '7:1', '4:1']);
    await run('import', join(SAMPLES, 'AAPL-usa-factors.csv'), '--venue', 'usa', '--symbol', 'AAPL', '--format', 'factors');
    const adjusted = await loadStoredMarket({ dataDir: folder, symbol: 'AAPL', timeframe: '1d' });
    const { candles } = adjusted.input.series[0]!;
    const at = candles.time.indexOf(Date.parse('2014-06-09T13:30Z'));
    expect(Math.abs(candles.close[at]! / candles.close[at - 1]! - 1)).toBeLessThan(0.05);
    expect(english(adjusted.warnings)).toContain('prices are corrected for splits and dividends');
  });
});

it('a damaged series keeps no other from being used', async () => {
  for (const symbol of ['GOOD', 'BAD']) await run('import', HOUR_FILE, '--symbol', symbol);
  writeFileSync(join(folder, 'lake/venue=local/symbol=BAD/timeframe=1m/kind=trades/series.json'), '{"ver');
  expect(await run('list')).toMatchObject({
    exitCode: 3,
    out: expect.stringMatching(/GOOD .* 1440[\s\S]*BAD .*DAMAGED/),
    err: expect.stringContaining('[LAKE_DAMAGED]'),
  });
  expect(await run('check')).toMatchObject({
    exitCode: 1,
    out: expect.stringMatching(/BAD 1m trades: DAMAGED[\s\S]*GOOD 1m trades: sound/),
  });
  expect(await run('import', HOUR_FILE, '--symbol', 'NEW')).toMatchObject({ exitCode: 0, err: '' });
  const asked = { dataDir: folder, timeframe: '1m' };
  expect((await loadStoredMarket({ ...asked, symbol: 'GOOD' })).input.series[0]?.candles.length).toBe(1440);
  await expect(loadStoredMarket({ ...asked, symbol: 'BAD' })).rejects.toMatchObject({ code: 'LAKE_DAMAGED', exitCode: 3 });
});
