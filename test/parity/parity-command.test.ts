/** `atalaya parity` on journals on disk: a paper session started twice has nothing unexplained; one that lost an order is told so. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { journalFolder, openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import type { PaperConfig } from '../../src/apps/config.ts';
import { openPaperSession } from '../../src/apps/trader/paper-session.ts';
import { CONFIG, type Fault, playFeed, spoil } from './faulty-session.ts';

const THREE_MARKETS: PaperConfig = {
  ...CONFIG,
  account: 'sound',
  samples: ['BTCUSD-coinbase-1m-2017-12', 'BTCUSDT-bybit-1m', 'BTCUSDT-PERP-bybit-1m'],
  strategies: [
    ...CONFIG.strategies,
    { id: 'sma-cross', instrument: 'BTCUSDT-PERP', timeframe: '5m', parameters: { fast: 3, slow: 9, direction: 'long-short' }, size: 0.15 },
    { id: 'test/parity/fixtures/two-timeframes.ts', instrument: 'BTCUSD', timeframe: '5m', parameters: {}, size: 0.1 },
  ],
};
const folder = mkdtempSync(join(tmpdir(), 'atalaya-parity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Plays a session into its journal, from where the journal left it; up to a market time where one is given. */
async function run(config: PaperConfig, fault: Fault = {}, until = Number.POSITIVE_INFINITY): Promise<void> {
  mkdirSync(join(folder, 'journal'), { recursive: true });
  const journal = await openJournal(journalFolder(folder, config.account), { account: config.account, create: true });
  const { session, journaled, sources, position } = await openPaperSession(config, journal);
  spoil(session.venue, fault);
  const series = sources.map(({ series: [path] }, instrument) => ({ instrument, timeframeMs: 60_000, candles: path?.candles as never }));
  await playFeed(series, journaled, () => {}, { from: position, until });
  journal.close();
}

async function atalaya(...words: string[]): Promise<{ code: number; out: string; errors: string }> {
  const done = promisify(execFile)(process.execPath, ['src/apps/cli.ts', 'parity', '--data-dir', folder, ...words]);
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, errors: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, out: stdout, errors: stderr }),
  );
}

test('a session of three markets, started again in between, did what the backtest says', async () => {
  await run(THREE_MARKETS, {}, Date.UTC(2022, 11, 13, 9, 30, 30));
  await run(THREE_MARKETS);
  const { code, out } = await atalaya('--account', 'sound', '--json');
  expect(code).toBe(0);
  const { ok, accounts } = JSON.parse(out);
  expect(ok).toBe(true);
  const [report] = accounts;
  expect(report.starts).toBe(2);
  expect(report.differences).toEqual([]);
  expect(report.counts).toEqual({ equal: report.trades.length, differs: 0, missed: 0, extra: 0 });
  const markets = report.trades.map(({ session }: { session: { instrumentId: string } }) => session.instrumentId);
  expect(new Set(markets)).toEqual(new Set(['BTCUSD', 'BTCUSDT', 'BTCUSDT-PERP']));
  for (const { session, backtest } of report.daily.days) expect(session).toBe(backtest);
  expect(report.daily.correlation).toBeCloseTo(1, 12);
});

test('an order that was lost makes the command fail, and text, JSON, page and table name the trade', async () => {
  let lost = 0;
  const config = { ...CONFIG, account: 'robbed' };
  await run(config, { swallows: ({ type, reduceOnly }, number) => number > 20 && type === 'market' && !reduceOnly && lost++ === 0 });
  const [page, csv] = [join(folder, 'parity.html'), join(folder, 'parity.csv')];
  const { code, out } = await atalaya('--account', 'robbed', '--json', '--report', page, '--csv', csv, '--lang', 'es');
  expect(code).toBe(1);
  const [report] = JSON.parse(out).accounts;
  expect(report.alerts.map((alert: { code: string }) => alert.code)).toEqual(['PARITY_UNEXPLAINED']);
  const [missed] = report.differences;
  expect(missed).toMatchObject({ number: 1, aspect: 'missed', cause: 'unexplained', strategyId: 'sma-cross' });
  expect(readFileSync(page, 'utf8')).toContain('sin explicar');
  expect(readFileSync(csv, 'utf8')).toContain(`1,${missed.at},sma-cross,BTCUSDT,missed,nothing,`);

  const text = await atalaya('--account', 'robbed', '--to', missed.at);
  expect(text.code).toBe(1);
  expect(text.out).toMatch(/missed +nothing +buy .* UNEXPLAINED: nothing in the journal says why/);
  expect(text.out).toContain('ALERT PARITY_UNEXPLAINED');
});

test('a session that has only begun has nothing to compare', async () => {
  await run({ ...CONFIG, account: 'begun' }, {}, 0);
  const { code, out } = await atalaya('--account', 'begun', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).accounts).toMatchObject([{ trades: [], differences: [], unexplainedRatio: 0, costs: [], to: null }]);
});

test('a period with nothing in it is wrong usage: of nothing at all every trade would be equal', async () => {
  await run({ ...CONFIG, account: 'short' }, {}, Date.UTC(2022, 11, 13, 7));
  for (const [period, words] of [
    [['--from', '2030-01-01'], 'short has nothing from 2030-01-01T00:00:00.000Z to 2022-12-13T'],
    [['--to', '2020-01-01'], 'to 2020-01-01T00:00:00.000Z'],
    [['--from', '2022-12-14', '--to', '2022-12-13'], '--from 2022-12-14T00:00:00.000Z is later than --to 2022-12-13T00:00:00.000Z'],
  ] as const) {
    const { code, out, errors } = await atalaya('--account', 'short', '--json', ...period);
    expect([code, JSON.parse(out).error.code, errors]).toEqual([2, 'USAGE', expect.stringContaining(words)]);
  }
});

test('where there is no journal it says where to look', async () => {
  const { code } = await atalaya('--account', 'nobody');
  expect(code).toBe(3);
});
