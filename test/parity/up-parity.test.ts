/** The real `up` process, killed three times on the way, leaves the decisions, orders and fills of the backtest; replaying its journal gives the same state. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { removeCluster } from '../../src/adapters/postgres/cluster.ts';
import { readPaperConfig } from '../../src/apps/config.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';
import { loadSources, QUANTUM_DECIMALS, sessionOptions } from '../../src/apps/trader/paper-session.ts';
import { replayJournal } from '../../src/apps/trader/replay-journal.ts';
import { openSession } from '../../src/core/research/backtest.ts';
import { STEP_KIND, type Step, type StepState, stateAfter } from '../../src/core/trading/engine/steps.ts';
import { killTree } from '../live/role-pids.ts';
import { LineRecorder, linesOf } from './lines.ts';

const CONFIG = {
  account: 'parity',
  currency: 'USDT',
  cash: 10_000,
  samples: ['BTCUSD-coinbase-1m-2017-12', 'BTCUSDT-bybit-1m', 'BTCUSDT-PERP-bybit-1m'],
  strategies: [
    { id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 }, size: 0.1 },
    { id: 'sma-cross', instrument: 'BTCUSDT-PERP', timeframe: '5m', parameters: { fast: 3, slow: 9, direction: 'long-short' }, size: 0.15 },
    { id: 'bollinger-reversion', instrument: 'BTCUSD', timeframe: '1m', parameters: { bbDev: 1.5, rsiLow: 45, adxMax: 30 } },
    { id: 'ema-breakout', instrument: 'BTCUSD', timeframe: '5m', parameters: {} },
    { id: 'ema-breakout', instrument: 'BTCUSDT', timeframe: '5m', parameters: {} },
    { id: 'test/parity/fixtures/two-timeframes.ts', instrument: 'BTCUSD', timeframe: '5m', parameters: {}, size: 0.1 },
  ],
  risk: 'none',
  feeRatio: 0.001,
  slippageRatio: 0.0005,
  latencyMs: 0,
  speed: 60,
  seed: 7,
};
const folder = mkdtempSync(join(tmpdir(), 'atalaya parity '));
const configFile = join(folder, 'parity.json');
writeFileSync(configFile, JSON.stringify(CONFIG));
afterAll(() => {
  removeCluster(join(folder, 'data/database'));
  rmSync(folder, { recursive: true, force: true });
});

function startUp(): ChildProcess {
  const words = [
    'src/apps/cli.ts',
    'up',
    '--config',
    configFile,
    '--data-dir',
    join(folder, 'data'),
    '--port',
    '0',
    '--speed',
    'max',
    '--until-finished',
    '--json',
  ];
  return spawn(process.execPath, words, { cwd: PROJECT_FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
}

function journalBytes(): number {
  const journal = join(folder, 'data/journal/parity');
  return existsSync(journal)
    ? readdirSync(journal).reduce((sum, name) => sum + (statSync(join(journal, name), { throwIfNoEntry: false })?.size ?? 0), 0)
    : 0;
}

/** Runs `up` until its journal has grown by so many bytes, then kills it without warning. */
async function runUntilKilled(growth: number): Promise<void> {
  const child = startUp();
  const exited = once(child, 'exit');
  const before = journalBytes();
  while (journalBytes() < before + growth && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  await killTree(join(folder, 'data'));
  await exited;
}

async function backtestLines(): Promise<{ lines: string[]; equity: number }> {
  const config = readPaperConfig(configFile);
  const recorder = new LineRecorder({ environment: 'dev', accountId: config.account, quantumDecimals: QUANTUM_DECIMALS });
  const session = openSession(await sessionOptions(config, await loadSources(config), false), recorder);
  recorder.clock = session.engine;
  session.timeline.run();
  return { lines: recorder.lines.sort(), equity: session.engine.equity };
}

test('killed three times, the session leaves what the backtest leaves', { timeout: 120_000 }, async () => {
  for (const growth of [300_000, 700_000, 900_000]) await runUntilKilled(growth);
  const last = startUp();
  const [code] = await once(last, 'exit');
  expect(code).toBe(0);

  const journal = await openJournal(join(folder, 'data/journal/parity'), { account: 'parity' });
  const entries = [...journal.readEntries(1)];
  const steps = entries.filter(({ kind }) => kind === STEP_KIND);
  expect(new Set(entries.map(({ epoch }) => epoch)).size).toBeGreaterThanOrEqual(4);
  const live = steps.flatMap(({ at, body }) => linesOf(at, body as Step)).sort();
  const expected = await backtestLines();
  expect(expected.lines.filter((line) => line.includes(' fill ')).length).toBeGreaterThan(100);
  expect(expected.lines.some((line) => line.includes(' funding '))).toBe(true);
  expect(expected.lines.filter((line) => line.includes(' fill two-timeframes ')).length).toBeGreaterThan(10);
  expect(live).toEqual(expected.lines);

  const final = steps.reduce<StepState | null>((state, { body }) => stateAfter(state, body as Step), null);
  expect(final?.engine.equity).toBe(expected.equity);
  expect(await replayJournal(entries)).toEqual({ steps: steps.length, equal: true, difference: null });
  journal.close();
});
