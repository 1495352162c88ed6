// A venue that takes no order for a position any more: the kill ends all the same, says what is left, and sends nothing again, after a restart neither.
import { expect, onTestFinished, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { CLEAN, control } from './processes.ts';
import { openScene, spotOf } from './scene.ts';

test('the exit is refused three times and told once', { timeout: 90_000, retry: 1 }, async () => {
  const scene = openScene(onTestFinished);
  const exchange = await scene.exchange(['--speed', '600', '--history', '60', '--replay', 'BTCUSDT-bybit-1m']);
  const reader = scene.reader(exchange.url, 'demo', 'spot');
  const home = scene.home(exchange.url, spotOf(exchange.url, { stop: 0.2, target: 0.2, hold: 10_000 }));
  const trade = async () => {
    const trader = scene.trader(home);
    await trader.says(CLEAN);
    return trader;
  };
  const status = async () => (await control(home, ['status'])).document as { mode: { name: string }; feed: { at: number } };
  const until = async (holds: () => Promise<boolean>) => {
    for (const deadline = performance.now() + 30_000; !(await holds()); ) if (performance.now() > deadline) throw new Error('not so');
  };
  /** Ten minutes of the market go by: a second. */
  const tenMinutes = async () => {
    const { at } = (await status()).feed;
    await until(async () => (await status()).feed.at >= at + 600_000);
  };
  const refused = async () => ((await (await fetch(`${exchange.url}/__faults`)).json()) as { faults: { seen: number }[] }).faults[0]?.seen;

  const trader = await trade();
  await until(async () => (await reader.read()).orders.some(({ status: state, side }) => state === 'open' && side === 'sell'));
  await exchange.fault({ kind: 'reject', code: 'BELOW_MINIMUM', scope: { instrument: 'BTCUSDT' } });
  expect((await control(home, ['kill', '--yes'])).code).toBe(0);
  await trader.says(/KILL_FLAT: everything is closed but what is less than the venue takes: 0\.\d+ BTCUSDT/);
  await tenMinutes();
  expect(await refused()).toBe(3);
  const [position] = (await control(home, ['positions'])).document.rows;
  expect(position).toMatchObject({ instrumentId: 'BTCUSDT', tooSmall: true });

  trader.process.kill('SIGKILL');
  await trader.ended;
  const again = await trade();
  await again.says('KILL_FLAT');
  await tenMinutes();
  expect([(await status()).mode.name, await refused()]).toEqual(['EMERGENCY', 3]);
  const told = [...readJournal(`${home.dataFolder}/journal/process-test`)].flatMap(({ body }) => (body as Step | null)?.notices ?? []);
  expect(told.filter(({ code }) => code === 'POSITION_TOO_SMALL')).toHaveLength(1);
});
