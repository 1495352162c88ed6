// Trading on paper as real processes, and the exchange is gone at once: told within seconds, nothing is entered, what closes waits for it and is done when it is back.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askTrader } from '../../src/adapters/control-socket/client.ts';
import type { ManualAct } from '../../src/api/orders.ts';
import { actResult, SESSION_PATHS } from '../../src/api/session-door.ts';
import {
  CLEAN,
  control,
  type ExchangeProcess,
  endAll,
  IDLE,
  type Running,
  type Stand,
  stand,
  startExchange,
  startTrader,
} from './processes.ts';

const EXCHANGE = ['--speed', '60', '--history', '60'];
let exchange: ExchangeProcess;
let home: Stand;
let trader: Running;

beforeAll(async () => {
  exchange = await startExchange(EXCHANGE);
  home = stand(exchange.url, { paper: { cash: 50_000 }, strategies: [IDLE], manualOrders: true });
  trader = startTrader(home, '', {}, [], ['--mode', 'paper']);
  await trader.says(CLEAN, 30_000);
}, 60_000);

afterAll(async () => {
  await endAll([trader, exchange]);
  home?.remove();
});

const status = async () => (await control(home, ['status'])).document;
const act = (asked: object) =>
  askTrader({
    ...{ dataFolder: home.dataFolder, method: 'POST', path: SESSION_PATHS.manual, answer: actResult, timeoutMs: 10_000 },
    body: {
      act: { commandId: randomUUID(), ...asked } as ManualAct,
      by: 'panel:ana',
      correlationId: 'c',
      sentAt: Date.now(),
    },
  });
const entry = (quantity: string, stopPrice: string) =>
  act({
    kind: 'order',
    confirmed: true,
    ticket: { instrumentId: 'BTCUSDT-PERP', side: 'buy', type: 'market', quantity, stopPrice },
    most: { quantity, value: '10000' },
  });
const positions = async () => (await control(home, ['positions'])).document.rows as { positionId: string; markPrice: string }[];
const exits = async () =>
  ((await control(home, ['orders'])).document.rows as { purpose: string; status: string }[]).filter(({ purpose }) => purpose === 'exit');

test('told within two seconds, entries refused with the age of the price, a close waits and makes no order after another', async () => {
  expect(await entry('0.01', '100')).toMatchObject({ ok: true });
  await expect.poll(positions, { timeout: 10_000 }).toHaveLength(1);
  const [held] = await positions();
  exchange.process.kill('SIGKILL');
  await exchange.ended;
  const goneAt = Date.now();
  await expect
    .poll(status, { timeout: 2_000 })
    .toMatchObject({ feed: { state: 'down', down: { reason: expect.any(String) } }, venueLink: { state: 'down' } });
  expect(Date.now() - goneAt).toBeLessThan(4_000);
  expect(await entry('0.01', '100')).toMatchObject({
    ok: false,
    refusal: { code: 'FEED_DOWN', message: expect.stringMatching(/its last price is \d+\.\d s old/) },
  });
  expect(await act({ kind: 'close', positionId: held?.positionId })).toMatchObject({
    ok: true,
    done: { waits: expect.stringContaining('carried out as soon as the venue is back') },
  });
  await trader.says('FEED_DOWN', 15_000);
  expect(await status()).toMatchObject({ mode: { name: 'OBSERVATION' } });
  expect((await exits()).length).toBeLessThanOrEqual(2);

  exchange = await startExchange(EXCHANGE, Number(new URL(exchange.url).port));
  await expect.poll(positions, { timeout: 45_000, interval: 500 }).toEqual([]);
  await expect
    .poll(status, { timeout: 10_000 })
    .toMatchObject({ feed: { state: 'running' }, venueLink: { state: 'up' }, mode: { name: 'NORMAL' } });
  expect((await exits()).filter(({ status: is }) => is === 'filled')).toHaveLength(1);
}, 120_000);
