// Spot venues hold a stop or a target for what is held, not both: the stop alone rests there, and the target is watched by the trader.
import { afterEach, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import { CLEAN, endAll, RESTLESS, type Running, type Stand, stand, startExchange, startTrader } from './processes.ts';

let running: Running[] = [];
let home: Stand | undefined;
afterEach(async () => {
  await endAll(running);
  running = [];
  home?.remove();
});

interface Row {
  readonly side: string;
  readonly price: string;
  readonly purpose: string;
  readonly reason: string;
  readonly type: string;
  readonly code: string;
}

const rows = ({ dataFolder }: Stand, name: 'fills' | 'orders' | 'done'): Row[] =>
  [...readJournal(`${dataFolder}/journal/process-test`)].flatMap(({ body }) => (body as Record<string, Row[]>)[name] ?? []);

const BYBIT = {
  replay: ['--replay', 'BTCUSDT-bybit-1m'],
  venue: (url: string) => ({ venue: { name: 'bybit', category: 'spot', url }, currency: 'USDT' }),
  instrument: { id: 'BTCUSDT', symbol: 'BTCUSDT' },
};
const KRAKEN = {
  replay: ['--venue', 'kraken'],
  venue: (url: string) => {
    const streams = url.replace('http', 'ws');
    const addresses = { rest: url, publicStreams: streams, privateStreams: `${streams}/auth` };
    return { venue: { name: 'kraken', category: 'spot', url: addresses }, currency: 'USD' };
  },
  instrument: { id: 'BTCUSD', symbol: 'XXBTZUSD' },
};

test.each([
  ['Bybit', BYBIT],
  ['Kraken', KRAKEN],
])('on %s spot', { timeout: 60_000 }, async (_, { replay, venue, instrument }) => {
  const exchange = await startExchange(['--speed', '120', '--history', '60', ...replay]);
  running.push(exchange);
  const parameters = { stop: 0.2, target: 0.0002, hold: 10_000 };
  const strategies = [{ id: RESTLESS, instrument: instrument.id, timeframe: '1m', parameters, size: 0.05 }];
  home = stand(exchange.url, { ...venue(exchange.url), instruments: [instrument], strategies, leverage: 1 });
  const trader = startTrader(home);
  running.push(trader);
  await trader.says(CLEAN);
  for (const deadline = performance.now() + 40_000; !rows(home, 'fills').some(({ side }) => side === 'sell'); ) {
    if (performance.now() > deadline) throw new Error(`nothing was sold: ${trader.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [bought, sold] = rows(home, 'fills');
  expect(sold).toMatchObject({ purpose: 'exit', reason: 'target', side: 'sell' });
  expect(Number(sold?.price)).toBeGreaterThan(Number(bought?.price));
  // The stop rested until the exit needed what it bound.
  expect(rows(home, 'orders').filter(({ purpose }) => purpose === 'target')).toEqual([]);
  expect(rows(home, 'orders').some(({ purpose }) => purpose === 'stop')).toBe(true);
  expect(rows(home, 'done').some(({ code }) => code === 'REPLACED')).toBe(true);
  expect(trader.said()).not.toContain('ORDER_REJECTED');
});
