// A position by hand where money is spent on it, with trader and venue as real processes: once it is taken over the books are the venue's, also when it is closed.
import { afterEach, expect, test } from 'vitest';
import { openGatewayReader } from './gateway-reader.ts';
import { CLEAN, control, PROJECT, RESTLESS, run, type Stand } from './processes.ts';
import { openScene, PIN, setPin, spotOf } from './scene.ts';

const scene = openScene(afterEach);

const accept = (home: Stand, name: string, ...more: string[]) =>
  control(home, ['reconcile', '--accept', name, '--yes', '--pin-stdin', ...more], PIN);

const equityOf = async (home: Stand) => Number((await control(home, ['status'])).document.account.equity);

/** Compares until nothing differs. */
async function untilClean(home: Stand): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const { document } = await control(home, ['reconcile']);
    if (document.clean) return;
    if (performance.now() > deadline) throw new Error(`different: ${JSON.stringify(document.differences)}`);
  }
}

test("shares sold short before a new data folder saw the account are closed, and the money is the broker's", {
  timeout: 120_000,
}, async () => {
  const replay = ['--replay', 'SPY-usa-1m', '--align-now', '--speed', '60', '--history', '60', '--seed', '7'];
  const exchange = scene.started(run([`${PROJECT}/src/apps/cli.ts`, 'exchange', '--venue', 'ib', '--port', '0', '--json', ...replay]));
  const said = await exchange.says(/"demoSecret"/);
  const port = Number(/"tws": "127.0.0.1:(\d+)"/.exec(said)?.[1]);
  const account = 'DU1234567';
  const sold = { kind: 'manual-trade', side: 'sell', lots: 118, scope: { account, instrument: 'SPY' } };
  const body = JSON.stringify(sold);
  await fetch(/"faults": "([^"]+)"/.exec(said)?.[1] as string, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const reader = await openGatewayReader(port);
  scene.afterwards(() => reader.end());
  const home = scene.home('', {
    currency: 'USD',
    venue: { name: 'interactive-brokers', port, clientId: 7, account, simulator: true },
    instruments: [{ id: 'SPY', symbol: 'SPY', type: 'STK', exchange: 'SMART', currency: 'USD', feeRatio: 0.0001 }],
    strategies: [{ id: RESTLESS, instrument: 'SPY', timeframe: '1m', parameters: {}, size: 0.0000001 }],
  });
  await setPin(home);
  const trader = scene.trader(home, '');
  await trader.says(/RECONCILIATION: position SPY: 0 here, -118 at the venue/, 30_000);
  const { document } = await control(home, ['reconcile', '--plan']);
  expect(document.differences).toMatchObject([{ kind: 'position', subject: 'SPY', venue: '-118' }]);
  expect((await accept(home, 'position:SPY', '--as', 'close')).code).toBe(0);
  await untilClean(home);
  const { positions, wallet } = await reader.read();
  expect(Number(positions.SPY ?? 0)).toBe(0);
  // All of it is money now, as the next candle shows; the broker tells it to the cent.
  await expect.poll(async () => Math.abs((await equityOf(home)) - Number(wallet)), { timeout: 20_000 }).toBeLessThan(0.02);
});

test('coins bought by hand bring the money that was paid for them', { timeout: 120_000 }, async () => {
  const exchange = await scene.exchange(['--speed', '60', '--history', '60', '--replay', 'BTCUSDT-bybit-1m']);
  const home = scene.home(exchange.url, { ...spotOf(exchange.url), strategies: [{ ...spotOf('').strategies[0], size: 0.0000001 }] });
  await setPin(home);
  const trader = scene.trader(home);
  await trader.says(CLEAN);
  await exchange.fault({ kind: 'manual-trade', side: 'buy', lots: 10_000, scope: { account: 'demo', instrument: 'BTCUSDT' } });
  await trader.says(/RECONCILIATION: position BTCUSDT: .*; balance USDT/, 30_000);
  expect((await accept(home, 'balance:USDT', '--as', 'deposit')).said).toContain('accept position:BTCUSDT first');
  expect((await accept(home, 'position:BTCUSDT')).code).toBe(0);
  expect((await control(home, ['reconcile'])).document).toMatchObject({ clean: true, differences: [] });
  // 100,000 less a fee of a thousandth of some 170, and what the price has done since.
  expect(Math.abs((await equityOf(home)) - 100_000)).toBeLessThan(10);
});
