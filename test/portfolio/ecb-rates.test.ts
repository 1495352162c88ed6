import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fetchReferenceRates } from '../../src/adapters/ecb-rates/ecb-rates.ts';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { bookByHand } from '../../src/adapters/postgres/portfolio/operations.ts';
import { listRates } from '../../src/adapters/postgres/portfolio/prices.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { bringRates } from '../../src/apps/portfolio/keep-rates.ts';
import { keepBook } from '../../src/apps/portfolio/open-book.ts';
import { openPortfolioDesk } from '../../src/apps/portfolio/portfolio-desk.ts';

// As the bank publishes it: newest first, a comma at the end of each line, N/A where a currency was not quoted.
const TABLE = [
  'Date,USD,JPY,ISK,',
  '2024-01-31,1.0837,160.19,148.5,',
  '2024-01-30,1.0846,159.9,N/A,',
  '2024-01-26,1.0871,160.62,148.3,',
  '',
].join('\n');
const archive = (table: string) => Buffer.from(zipSync({ 'eurofxref-hist.csv': strToU8(table) }));
let answer: { status: number; body: Buffer; type?: string };
let asked: string[] = [];
let bank: Server;
let baseUrl: string;

beforeAll(async () => {
  bank = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/zip' }).end(answer.body);
  });
  await new Promise<void>((listening) => bank.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(bank.address() as AddressInfo).port}/stats/eurofxref`;
});
afterAll(() => bank.close());
beforeEach(() => {
  answer = { status: 200, body: archive(TABLE) };
  asked = [];
});

const fetched = (...currencies: string[]) => fetchReferenceRates({ baseUrl, currencies: new Set(currencies), from: '2024-01-30' });

test('what is asked for since a day; a currency that was not quoted has no rate', async () => {
  expect(await fetched('USD', 'ISK')).toEqual([
    { currency: 'USD', day: '2024-01-31', perEuro: '1.0837' },
    { currency: 'ISK', day: '2024-01-31', perEuro: '148.5' },
    { currency: 'USD', day: '2024-01-30', perEuro: '1.0846' },
  ]);
  expect(asked).toEqual(['/stats/eurofxref/eurofxref-hist.zip']);
});

test.each([
  ['an error of the server', { status: 500, body: Buffer.from('no') }, 'RATES_REFUSED'],
  ['too many requests', { status: 429, body: Buffer.from('Too Many Requests') }, 'RATES_REFUSED'],
  ['a page that asks for consent', { status: 200, body: Buffer.from('<html>Cookies?</html>'), type: 'text/html' }, 'RATES_UNCLEAR'],
  ['an archive that was cut', { status: 200, body: archive(TABLE).subarray(0, 60) }, 'RATES_UNCLEAR'],
  ['another table', { status: 200, body: archive('a,b\n1,2\n') }, 'RATES_UNCLEAR'],
  ['a rate that is none', { status: 200, body: archive('Date,USD,\n2024-01-31,abc,\n') }, 'RATES_UNCLEAR'],
  ['a way to somewhere else', { status: 302, body: Buffer.from('') }, 'RATES_REFUSED'],
])('%s is no rate', async (_, given, code) => {
  answer = given;
  await expect(fetched('USD')).rejects.toMatchObject({ code, exitCode: 3 });
});

test('nobody there', async () => {
  const nowhere = fetchReferenceRates({ baseUrl: 'http://127.0.0.1:1/x', currencies: new Set(['USD']), from: '2024-01-01' });
  await expect(nowhere).rejects.toMatchObject({ code: 'RATES_UNREACHABLE' });
});

describe('kept for the book', () => {
  let server: ThrowAwayServer;
  const now = Date.parse('2024-02-01T09:00:00Z');
  beforeAll(async () => {
    server = await startThrowAwayServer();
    await migrate(server.database);
  });
  afterAll(() => server.remove());

  const deposit = (at: string, amount: string, currency: string) =>
    server.database.transaction((query) =>
      bookByHand(query, { kind: 'deposit', at, account: 'Bank', cash: { amount, currency } }, { by: 'owner', at: now, cause: 'test' }),
    );

  test('a book in euros asks nobody', async () => {
    await deposit('2024-01-28', '100', 'EUR');
    expect(await bringRates(server.database, baseUrl, now)).toBe(0);
    expect(asked).toEqual([]);
  });

  test('dollars on a Sunday are converted at the Friday before, and say so; once known, nothing is asked again', async () => {
    await deposit('2024-01-28', '1087.1', 'USD');
    expect(await bringRates(server.database, baseUrl, now)).toBe(3);
    expect(await listRates(server.database.query)).toMatchObject([{ day: '2024-01-26', perEuro: '1.0871', provider: 'ecb' }, {}, {}]);
    expect(await bringRates(server.database, baseUrl, now)).toBe(0);
    const desk = openPortfolioDesk({
      database: server.database,
      dataFolder: '/nowhere',
      now: () => now,
      book: keepBook(server.database, () => now),
      quotes: () => null,
      watched: () => [],
    });
    const at = (to: string) =>
      desk.holdings({ params: undefined, body: undefined, query: { method: 'fifo', to } }, { by: 'owner', address: '' });
    const dollars = async (to: string) => (await at(to)).cash.find(({ balance }) => balance.currency === 'USD');
    // 1087.10 ÷ 1.0871; on the last day ÷ 1.0837.
    expect(await dollars('2024-01-28')).toMatchObject({ value: '1000.00', rate: { day: '2024-01-26', provider: 'ecb' } });
    expect(await dollars('2024-01-31')).toMatchObject({ value: (1_087.1 / 1.0837).toFixed(2), rate: { day: '2024-01-31' } });
  });
});
