// Funding of a perpetual at the venue, with trader and venue as real processes: booked once, at the venue's time, and the balances agree to the last digit.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { FundingRecord, Step } from '../../src/core/trading/engine/steps.ts';
import { journalAccount, units } from './journal-account.ts';
import { CLEAN, control, restless } from './processes.ts';
import { openScene } from './scene.ts';

test('a payment while a position is held is in the journal, and the comparison stays clean', { timeout: 90_000, retry: 1 }, async () => {
  // Twenty minutes a second: the sample's next payment is three hours away.
  const scene = openScene(onTestFinished);
  const exchange = await scene.exchange(['--speed', '1200', '--history', '300']);
  const reader = scene.reader(exchange.url);
  const home = scene.home(exchange.url, { strategies: [restless({ stop: 0.2, target: 0.4, hold: 100_000 })] });
  const trader = scene.trader(home);
  await trader.says(CLEAN);
  const funded = (): FundingRecord[] =>
    [...readJournal(join(home.dataFolder, 'journal/process-test'))].flatMap(({ body }) => (body as Step | null)?.funded ?? []);
  for (let tries = 0; tries < 30 && funded().length === 0; tries++) await control(home, ['reconcile']);
  expect(funded().length).toBeGreaterThan(0);
  for (const { strategyId, amount } of funded()) {
    expect(strategyId).toBe('restless');
    expect(Math.abs(Number(amount))).toBeGreaterThan(0.01);
  }
  expect((await control(home, ['reconcile'])).document).toMatchObject({ clean: true });
  // A stock client lists payments among the trades: it is asked for the money. To the last digit; another payment may just be on its way.
  const apart = async () => units((await reader.read()).wallet) - journalAccount(home.dataFolder, 'process-test', '100000').wallet;
  for (let tries = 0; tries < 10 && (await apart()) !== 0n; tries++) await control(home, ['reconcile']);
  expect(await apart()).toBe(0n);
  expect(new Set(funded().map(({ at }) => at)).size).toBe(funded().length);
});
