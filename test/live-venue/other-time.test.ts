// A trader on a local exchange that replays the past, both as real processes: it does not start, and begins no journal.
import { expect, onTestFinished, test } from 'vitest';
import { listJournalAccounts } from '../../src/adapters/journal-files/verify.ts';
import { endAll, PROJECT, RESTLESS, type Running, run, type Stand, stand, startTrader } from './processes.ts';

const strategyOn = (instrument: string) => [{ id: RESTLESS, instrument, timeframe: '1m', parameters: {}, size: 0.05 }];
const gateway = (port: string) => ({
  currency: 'USD',
  venue: { name: 'interactive-brokers', port: Number(port), clientId: 7, account: 'DU1234567', simulator: true },
  instruments: [{ id: 'SPY', symbol: 'SPY', type: 'STK', exchange: 'SMART', currency: 'USD', feeRatio: 0.0001 }],
  strategies: strategyOn('SPY'),
});
const bitcoin = (port: string) => ({
  currency: 'USD',
  venue: {
    name: 'kraken',
    category: 'spot',
    url: { rest: `http://127.0.0.1:${port}`, publicStreams: `ws://127.0.0.1:${port}`, privateStreams: `ws://127.0.0.1:${port}/auth` },
  },
  instruments: [{ id: 'BTCUSD', symbol: 'XXBTZUSD' }],
  strategies: strategyOn('BTCUSD'),
});
/** Each has its own clock: Bybit and Kraken sign by today's, the gateway tells the replayed one. */
const VENUES: Readonly<Record<string, readonly [year: number, settings: (port: string) => object]>> = {
  bybit: [2022, () => ({})],
  kraken: [2017, bitcoin],
  ib: [2013, gateway],
};

test.for(Object.entries(VENUES))('%s', { timeout: 60_000 }, async ([venue, [year, settings]]) => {
  const running: Running[] = [];
  let home: Stand | null = null;
  onTestFinished(async () => {
    await endAll(running);
    home?.remove();
  });
  const exchange = run([`${PROJECT}/src/apps/cli.ts`, 'exchange', '--venue', venue, '--port', '0', '--speed', '60', '--json']);
  running.push(exchange);
  const [, port] = /"(?:rest|tws)": "(?:http:\/\/)?127\.0\.0\.1:(\d+)"/.exec(await exchange.says(/"demoSecret"/)) as RegExpExecArray;
  home = stand(`http://127.0.0.1:${port}`, settings(port as string));
  const trader = startTrader(home);
  running.push(trader);
  expect(await trader.ended, trader.said()).toBe(3);
  expect(trader.said()).toContain('VENUE_OTHER_TIME');
  expect(trader.said()).toContain(`found it at ${year}-`);
  expect(trader.said()).toContain('--align-now');
  expect(listJournalAccounts(home.dataFolder)).toEqual([]);
});
