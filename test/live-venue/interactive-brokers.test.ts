// A trader on the gateway of Interactive Brokers, both as real processes: it opens with a stop at the broker, closes, is killed, and meets the gateway's
// restart; what its journal says is what a stock client sees of the account.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayReader, openGatewayReader } from './gateway-reader.ts';
import { agreement } from './journal-account.ts';
import { CLEAN, endAll, PROJECT, RESTLESS, type Running, run, type Stand, stand, startTrader } from './processes.ts';

const ACCOUNT = 'DU1234567';
const KILLS = 3;

let exchange: Running;
let home: Stand;
let reader: GatewayReader;
let trader: Running;
let faultsAddress = '';
let port = 0;

beforeAll(async () => {
  const cli = `${PROJECT}/src/apps/cli.ts`;
  const replay = ['--replay', 'SPY-usa-1m', '--align-now', '--speed', '120', '--history', '60', '--seed', '7'];
  exchange = run([cli, 'exchange', '--venue', 'ib', '--port', '0', '--json', ...replay]);
  const said = await exchange.says(/"demoSecret"/);
  port = Number(/"tws": "127.0.0.1:(\d+)"/.exec(said)?.[1]);
  faultsAddress = /"faults": "([^"]+)"/.exec(said)?.[1] as string;
  await fault({ kind: 'fee-change', makerRatio: 0.0001, takerRatio: 0.0001 });
  reader = await openGatewayReader(port);
  home = stand('', settings({ stop: 0.2, target: 0.4, hold: 3 }));
});

afterAll(async () => {
  await endAll([trader, exchange]);
  home?.remove();
});

const settings = (parameters: object, venue: object = {}) => ({
  currency: 'USD',
  venue: { name: 'interactive-brokers', port, clientId: 7, account: ACCOUNT, simulator: true, ...venue },
  instruments: [{ id: 'SPY', symbol: 'SPY', type: 'STK', exchange: 'SMART', currency: 'USD', feeRatio: 0.0001 }],
  strategies: [{ id: RESTLESS, instrument: 'SPY', timeframe: '1m', parameters, size: 0.05 }],
});

async function fault(what: object): Promise<void> {
  const answer = await fetch(faultsAddress, {
    method: 'POST',
    body: JSON.stringify(what),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

const agrees = () => agreement(home.dataFolder, 'process-test', reader, 15_000);

/** Looks until it is so. */
async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean, withinMs = 15_000): Promise<T> {
  const began = performance.now();
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    if (performance.now() - began > withinMs) throw new Error(`not so after ${withinMs} ms: ${JSON.stringify(found)}\n${trader.said()}`);
  }
}

const holds = async () => Number((await reader.read()).positions.SPY ?? 0);

test('a position has its stop at the broker, and is closed', { timeout: 60_000 }, async () => {
  trader = startTrader(home, '');
  await trader.says(CLEAN);
  await until(reader.openTypes, (types) => types.includes('STP'));
  await until(holds, (lots) => lots !== 0);
  await agrees();
  await until(holds, (lots) => lots === 0);
  await agrees();
});

test(`${KILLS} kills, most of them while a position is open, double no order and lose no fill`, { timeout: 120_000 }, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    if (kill % 2 === 0) await until(holds, (lots) => lots !== 0);
    trader.process.kill('SIGKILL');
    await trader.ended;
    trader = startTrader(home, '');
    await trader.says(CLEAN, 30_000);
    await agrees();
  }
  const { orders } = await reader.read();
  expect(orders.length).toBeGreaterThan(KILLS);
  expect(new Set(orders.map(({ clientOrderId }) => clientOrderId)).size).toBe(orders.length);
});

test('after the daily restart of the gateway everything is asked for again, and trading goes on', { timeout: 60_000 }, async () => {
  await fault({ kind: 'restart', downMs: 500 });
  // So short that entries are held and no mode is raised.
  await trader.says(/market feed down[\s\S]*market feed up/);
  const { fills } = await agrees();
  await until(agrees, (found) => found.fills > fills + 1, 20_000);
});

test('a planted difference would be found', { timeout: 30_000 }, async () => {
  await fault({ kind: 'manual-trade', side: 'buy', lots: 1, scope: { account: ACCOUNT, instrument: 'SPY' } });
  await expect(agreement(home.dataFolder, 'process-test', reader, 2_000)).rejects.toThrow(/differ/);
});

test('a live account does not start outside prod, whatever stands at the port', { timeout: 30_000 }, async () => {
  for (const [venue, code] of [
    [{ account: 'U1234567' }, 'CONFIG_INVALID'],
    [{ account: 'U1234567', simulator: false }, 'GATEWAY_PORT'],
    [{ account: 'U1234567', simulator: false, port: 4002 }, 'GATEWAY_ACCOUNT'],
    [{ account: 'DU7654321', clientId: 8 }, 'IB_ACCOUNT'],
  ] as const) {
    const other = stand('', settings({}, venue));
    const refused = startTrader(other, '');
    expect(await refused.ended).not.toBe(0);
    expect(refused.said()).toContain(code);
    other.remove();
  }
});
