/** What is kept beside the book, on a real PostgreSQL: instruments, prices, rates, timings, alerts, settings, versions; and all of it in a backup. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertInput } from '../../../api/portfolio/alerts.ts';
import { type Database, openDatabase } from '../database.ts';
import { dumpTables, loadTables } from '../dump.ts';
import { prepareQueue } from '../job-queue.ts';
import { prepareDatabase } from '../least-rights.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../throw-away-server.ts';
import {
  addAlert,
  addAlertEvent,
  changeAlert,
  keepAlertState,
  keepReceipts,
  lastAlertEvent,
  listAlertEvents,
  listAlerts,
  removeAlert,
} from './alerts.ts';
import { bookRevision } from './book-lock.ts';
import { listInstruments, saveInstrument } from './instruments.ts';
import { bookByHand, listBook } from './operations.ts';
import { type DailyPrice, listPrices, listRates, savePrices, saveRates } from './prices.ts';
import { judgeQuote, listDoubted, listQuotes, putInDoubt, readProviderStates, saveProviderState, saveQuote } from './quotes.ts';
import { addVersion, listVersions, readSettings, saveSettings } from './settings.ts';
import { addTimings, forgetOldTimings, summariseTimings } from './timings.ts';

let throwAway: ThrowAwayServer;
let database: Database;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  // As the web works with it, which changes no table.
  database = openDatabase(await prepareDatabase({ owner: throwAway.server.connection, user: undefined }, 'web', prepareQueue));
});
afterAll(async () => {
  await database.close();
  await throwAway.remove();
});

const AT = Date.UTC(2024, 6, 1);
const BY = { by: 'marta', at: AT };
const inOne = <Value>(work: Parameters<typeof database.transaction<Value>>[0]) => database.transaction(work);

test('what is said of an instrument stays until something else is said', async () => {
  await saveInstrument(database.query, 'isin:IE00BK5BQT80', { name: 'All-World', kind: 'etf', symbols: { yahoo: 'VWCE.DE' } }, BY);
  await saveInstrument(database.query, 'isin:IE00BK5BQT80', { currency: 'EUR', isResolved: true, classes: ['Funds'] }, BY);
  expect(await listInstruments(database.query)).toEqual([
    {
      ...{ id: 'isin:IE00BK5BQT80', isin: null, symbol: '', name: 'All-World', kind: 'etf', currency: 'EUR', classes: ['Funds'] },
      ...{ isResolved: true, symbols: { yahoo: 'VWCE.DE' }, overrides: {}, candidates: [] },
    },
  ]);
});

test('each provider keeps its own price of a day; the one that counts is by hand, else what came last', async () => {
  const price: DailyPrice = {
    ...{
      instrumentId: 'a',
      day: '2024-01-31',
      price: '100.10',
      currency: 'EUR',
      provider: 'yahoo',
      adjustedOn: '2024-02-01',
      receivedAt: AT,
    },
  };
  await inOne((query) => savePrices(query, [price, { ...price, day: '2024-02-01', price: '101' }]));
  await inOne((query) => savePrices(query, [{ ...price, provider: 'twelve-data', price: '100.20', receivedAt: AT + 1 }]));
  expect((await listPrices(database.query)).map((each) => each.price)).toEqual(['100.20', '101']);
  await inOne((query) => savePrices(query, [{ ...price, provider: 'manual', price: '99', receivedAt: AT - 1 }]));
  await inOne((query) => savePrices(query, [{ ...price, provider: 'manual', price: '98', adjustedOn: null, receivedAt: AT }]));
  expect(await listPrices(database.query, 'a')).toEqual([
    { ...price, price: '98', provider: 'manual', adjustedOn: null },
    { ...price, day: '2024-02-01', price: '101' },
  ]);
  expect(await listPrices(database.query, 'b')).toEqual([]);
  await inOne((query) => saveRates(query, [{ currency: 'USD', day: '2024-01-31', perEuro: '1.0837', provider: 'ecb', receivedAt: AT }]));
  expect(await listRates(database.query)).toMatchObject([{ currency: 'USD', perEuro: '1.0837' }]);
  await expect(inOne((query) => savePrices(query, [{ ...price, price: '0' }]))).rejects.toThrow('daily_price_price_check');
});

test('the last good quote stays while another is in doubt; a later one, or one that was accepted, takes its place', async () => {
  const quote = { price: '100.5', currency: 'EUR', provider: 'yahoo', at: AT, receivedAt: AT };
  await saveQuote(database.query, 'a', quote);
  await saveQuote(database.query, 'a', { ...quote, price: '99', receivedAt: AT - 1 });
  const why = { en: 'a hundred times as much', es: 'cien veces más' };
  const doubted = { instrumentId: 'a', quote: { ...quote, price: '10050', receivedAt: AT + 1 }, kept: quote, ratio: 99, why, at: AT + 1 };
  const first = await inOne((query) => putInDoubt(query, doubted));
  const second = await inOne((query) => putInDoubt(query, { ...doubted, at: AT + 2 }));
  expect(await listDoubted(database.query)).toEqual([{ ...doubted, quarantineId: second, at: AT + 2 }]);
  expect(await listQuotes(database.query)).toEqual(new Map([['a', quote]]));
  expect(await inOne((query) => judgeQuote(query, first, true, BY))).toBeNull();
  const [rejected, accepted] = [second, await inOne((query) => putInDoubt(query, { ...doubted, quote: { ...quote, provider: 'other' } }))];
  await inOne((query) => judgeQuote(query, rejected, false, BY));
  expect(await listQuotes(database.query)).toEqual(new Map([['a', quote]]));
  await inOne((query) => judgeQuote(query, accepted, true, BY));
  expect(await listQuotes(database.query)).toEqual(new Map([['a', { ...quote, provider: 'other' }]]));
  expect(await listDoubted(database.query)).toEqual([]);
  await saveProviderState(database.query, 'yahoo', { used: 7 }, AT);
  await saveProviderState(database.query, 'yahoo', { used: 8 }, AT);
  expect(await readProviderStates(database.query)).toEqual(new Map([['yahoo', { used: 8 }]]));
});

test('times of answers are summed up by route, and forgotten after 30 days', async () => {
  const timing = { route: 'yahoo', status: '200', durationMs: 10, isCacheHit: false, correlationId: 'x', at: AT };
  const slow = [20, 30, 40].map((durationMs) => ({ ...timing, durationMs }));
  await addTimings(database.query, [timing, ...slow, { ...timing, status: 'TIMEOUT', durationMs: 50 }, { ...timing, route: 'old', at: 0 }]);
  await forgetOldTimings(database.query, AT + 30 * 86_400_000);
  // Of 10, 20, 30, 40, 50: the middle one, and 0.8 and 0.96 of the way from the fourth to the fifth.
  const [yahoo, ...others] = await summariseTimings(database.query);
  expect(others).toEqual([]);
  expect(yahoo).toMatchObject({ route: 'yahoo', count: 5, p50: 30, p95: 48, failures: 1, cacheHits: 0 });
  expect(yahoo?.p99).toBeCloseTo(49.6, 9);
});

test('events of alerts are numbered without a gap, also when several are sent at once', async () => {
  const input: AlertInput = {
    condition: { kind: 'price-above', instrument: 'a', level: '100' },
    ...{ repeat: 'always', cooldownMinutes: 0, hysteresis: null, channels: ['panel'], note: '', isOn: true },
  };
  const alert = await addAlert(database.query, input, { isArmed: true }, BY);
  const words = { en: 'a', es: 'b' };
  const event = { alert, at: AT, title: words, text: words, value: 101, distance: null, receipts: [] };
  const sequences = await Promise.all([0, 1, 2, 3].map(() => inOne((query) => addAlertEvent(query, event))));
  expect(sequences.sort()).toEqual([1, 2, 3, 4]);
  const receipts = [{ channel: 'panel', state: 'seen' as const, at: AT, trouble: null }];
  await keepReceipts(database.query, 4, receipts);
  expect(await listAlertEvents(database.query, 3, 10)).toEqual([{ sequence: 4, ...event, receipts }]);
  expect(await lastAlertEvent(database.query)).toBe(4);
  expect(await changeAlert(database.query, alert, { ...input, note: 'n' }, { isArmed: false }, BY)).toBe(true);
  expect(await listAlerts(database.query)).toEqual([{ alertId: alert, input: { ...input, note: 'n' }, state: { isArmed: false } }]);
  await keepAlertState(database.query, alert, { isArmed: true });
  expect(await listAlerts(database.query)).toMatchObject([{ state: { isArmed: true } }]);
  expect([await removeAlert(database.query, alert, AT), await removeAlert(database.query, alert, AT)]).toEqual([true, false]);
  expect(await listAlerts(database.query)).toEqual([]);
});

test('settings that nobody has changed are the usual ones; layouts and targets keep their versions', async () => {
  await saveSettings(database.query, { base: 'USD', target: null }, BY);
  expect(await readSettings(database.query)).toMatchObject({ base: 'USD', zone: 'Europe/Madrid', target: null });
  const layout = (id: string) => ({ boxes: [{ id, isWide: true, isHidden: false }] });
  for (const id of ['total', 'quotes']) await inOne((query) => addVersion(query, 'layout', layout(id), BY));
  await inOne((query) => addVersion(query, 'target', { etf: '0.6' }, BY));
  expect(await listVersions(database.query, 'layout')).toMatchObject([
    { version: 2, by: 'marta', at: AT, value: layout('quotes') },
    { version: 1, value: layout('total') },
  ]);
  expect(await listVersions(database.query, 'target')).toMatchObject([{ value: { etf: '0.6' } }]);
});

test('a backup holds the book, and what is booked after it came back has a number of its own', async () => {
  const entry = { kind: 'deposit', at: '2024-01-31', account: 'A', cash: { amount: '1.50', currency: 'EUR' } } as const;
  const act = { ...BY, cause: 'typed' };
  await inOne((query) => bookByHand(query, entry, act));
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-book-'));
  await throwAway.database.query('create database restored');
  const { host, user, password, port } = throwAway.server.connection;
  const other = openDatabase({
    url: `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/restored?host=${encodeURIComponent(host)}`,
  });
  try {
    await dumpTables(database, join(folder, 'dump'));
    expect(await loadTables(other, join(folder, 'dump'))).toBe(true);
    expect(await listBook(other.query)).toEqual(await listBook(database.query));
    expect(await bookRevision(other.query)).toBe(1);
    expect(await other.transaction((query) => bookByHand(query, entry, act))).toBe(2);
    expect(await bookRevision(other.query)).toBe(2);
    expect(await listPrices(other.query)).toEqual(await listPrices(database.query));
  } finally {
    await other.close();
    rmSync(folder, { recursive: true });
  }
});
