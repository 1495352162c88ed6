/** Test support: a real platform with something on every page: accounts, tokens, an audit, backtests, data, jobs of every end, and a session that has traded. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import type { HttpBrowser } from '../accounts/http-browser.ts';
import { done, makeOwner, makeViewer, type Owner, type RealPlatform } from '../live/real-platform.ts';

export interface Content {
  readonly owner: Owner;
  readonly viewer: HttpBrowser;
  /** Two runs that can be compared. */
  readonly runs: readonly string[];
  /** A decision with an order. */
  readonly decisionId: string;
}

const DAY_MS = 86_400_000;
const BACKTEST = { strategy: 'sma-cross', data: { kind: 'sample', name: 'BTCUSD-coinbase-1d' } };

export async function fill(platform: RealPlatform): Promise<Content> {
  const owner = await makeOwner(platform);
  const { browser } = owner;
  const viewer = await makeViewer(platform, owner, 'lucia');
  for (const [name, role] of [
    ['tomas', 'operator'],
    ['gestoria', 'auditor'],
  ])
    await done(browser.post('/api/v1/users', { name, role, parts: [] }));
  await done(browser.post('/api/v1/tokens', { name: 'copia de seguridad', rights: ['trading.read'], expiresAt: Date.now() + 90 * DAY_MS }));
  await speed(browser, 3600);
  const jobs = await Promise.all([
    start(browser, '/api/v1/research/backtests', BACKTEST),
    start(browser, '/api/v1/research/backtests', { ...BACKTEST, parameters: { fast: 20 } }),
    start(browser, '/api/v1/research/backtests', {
      ...BACKTEST,
      strategy: 'ema-breakout',
      data: { kind: 'sample', name: 'GBPUSD-oanda-1d' },
    }),
    start(browser, '/api/v1/strategies/checks', { strategy: 'sma-cross' }),
  ]);
  const long = await start(browser, '/api/v1/research/backtests', { ...BACKTEST, data: { kind: 'sample', name: 'EURUSD-oanda-1m' } });
  await Promise.all(jobs.map((id) => isOver(browser, id)));
  await done(browser.post(`/api/v1/jobs/${long}/cancel`));
  const decisionId = await anOrderedDecision(browser);
  // From here on slowly: the day that is replayed must not end while it is looked at.
  await speed(browser, 5);
  const { rows } = await done(browser.get('/api/v1/research/runs?limit=10'));
  const runs = (rows as { id: string; strategy: string }[]).filter(({ strategy }) => strategy === 'sma-cross').map(({ id }) => id);
  return { owner, viewer, runs, decisionId };
}

export const speed = (browser: HttpBrowser, value: number) =>
  done(browser.post('/api/v1/commands', { kind: 'feed-speed', speed: value, commandId: crypto.randomUUID() }));

async function start(browser: HttpBrowser, path: string, body: object): Promise<string> {
  return (await done(browser.post(path, body))).id;
}

async function isOver(browser: HttpBrowser, id: string): Promise<void> {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(200))
    if (['done', 'failed', 'cancelled'].includes((await done(browser.get(`/api/v1/jobs/${id}`))).state)) return;
  throw new Error(`expected the job ${id} to end within two minutes`);
}

/** Waits until the session has closed trades, and the journal's views have them. */
async function anOrderedDecision(browser: HttpBrowser): Promise<string> {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(500)) {
    const { rows } = await done(browser.get('/api/v1/archive/decisions?outcome=approved&limit=20'));
    if (rows.length >= 8) return rows.at(-1).decisionId;
  }
  throw new Error('expected eight approved decisions within two minutes');
}

/** The person of an HTTP browser goes on in Chromium. */
export async function goesOnIn(context: BrowserContext, { url }: RealPlatform, browser: HttpBrowser): Promise<void> {
  await context.addCookies([...browser.cookies].map(([name, value]) => ({ name, value, url })));
}
