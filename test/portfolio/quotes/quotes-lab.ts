/** A book with coins, shares and a fund over a real database, whose prices come from stand-ins. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../src/adapters/postgres/migrations.ts';
import { saveInstrument } from '../../../src/adapters/postgres/portfolio/instruments.ts';
import { bookByHand } from '../../../src/adapters/postgres/portfolio/operations.ts';
import { startThrowAwayServer } from '../../../src/adapters/postgres/throw-away-server.ts';
import { keepBook } from '../../../src/apps/portfolio/open-book.ts';
import { openPortfolioDesk } from '../../../src/apps/portfolio/portfolio-desk.ts';
import { openQuotes, type QuoteKeeper } from '../../../src/apps/portfolio/quotes/keep-quotes.ts';
import type { Entry } from '../../../src/core/portfolio/entry.ts';
import { startStandIns } from './stand-ins.ts';

/** A Monday, 10:00 UTC. */
export const START = Date.UTC(2026, 10, 23, 10);
export const BY = { by: 'marta', at: START, cause: 'test' };
export const ACTOR = { by: 'marta', address: '' };
export const FUND = 'ES0138841038';

const bought = (asset: Entry['asset'], currency: string): Entry => ({
  ...{ kind: 'buy', at: '2026-11-02', account: 'Broker', quantity: '1', cash: { amount: '100', currency } },
  ...(asset && { asset }),
});
const ENTRIES = [
  bought({ symbol: 'BTC', kind: 'crypto' }, 'EUR'),
  bought({ isin: 'ES0113900J37', symbol: 'SAN', kind: 'stock' }, 'EUR'),
  bought({ isin: 'GB0007188757', symbol: 'RIO', kind: 'stock' }, 'GBP'),
  bought({ isin: FUND, name: 'Fondo', kind: 'fund' }, 'EUR'),
];

export async function openQuotesLab() {
  const server = await startThrowAwayServer();
  const { database } = server;
  await migrate(database);
  for (const entry of ENTRIES) await bookByHand(database.query, entry, BY);
  // The owner has said which coin BTC is; the rest follows from ISINs.
  await saveInstrument(
    database.query,
    'coin:BTC',
    { symbol: 'BTC', kind: 'crypto', currency: 'EUR', isResolved: true, symbols: { coinmarketcap: '1' } },
    BY,
  );
  const named = (isin: string, symbols: Record<string, string>) =>
    saveInstrument(database.query, isin, { isin, isResolved: true, symbols }, BY);
  await named('ES0113900J37', { yahoo: 'SAN.MC', 'twelve-data': 'SAN:BME' });
  await named('GB0007188757', { yahoo: 'RIO.L', 'twelve-data': 'RIO:LSE' });
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-quotes-'));
  const stand = await startStandIns();
  mkdirSync(join(folder, 'portfolio'));
  const place = (selector: string, pattern?: string) => ({ selector, ...(pattern && { pattern }) });
  const site = {
    name: 'Prueba',
    url: `${stand.fundUrl}/{isin}`,
    value: place('.vl b'),
    currency: place('.vl i'),
    day: place('.vl small', '([\\d/]+)'),
  };
  writeFileSync(join(folder, 'portfolio/fund-sites.json'), JSON.stringify([{ ...site, decimal: ',', order: 'dmy' }]));
  let now = START;
  const said: string[] = [];
  const book = keepBook(database, () => now);
  let quotes: QuoteKeeper | null = null;
  const desk = openPortfolioDesk({ database, dataFolder: folder, now: () => now, book, quotes: () => quotes, watched: () => [] });
  const reopen = async (places = stand.places) => {
    await quotes?.stop();
    quotes = await openQuotes({
      ...{ database, book, places, dataFolder: folder, now: () => now, say: (line: string) => said.push(line) },
      ...{ withinMs: 500, random: () => 1 },
    });
    return quotes;
  };
  return {
    ...{ server, database, desk, stand, said, folder, book, reopen },
    quotes: () => quotes as QuoteKeeper,
    now: () => now,
    pass(ms: number) {
      now += ms;
      book.lookAgain();
    },
    /** As everything is listed when all is well, `ago` before now. */
    list(ago = 60_000) {
      const at = (now - ago) / 1000;
      stand.prices.coinmarketcap['1 EUR'] = { price: 80_000.5, currency: 'EUR', at };
      stand.prices.kraken.XBTEUR = { price: '80010.0', currency: 'EUR', at };
      stand.prices.yahoo['SAN.MC'] = { price: 9.25, currency: 'EUR', at };
      stand.prices.yahoo['RIO.L'] = { price: 5_012.5, currency: 'GBp', at };
      stand.prices['twelve-data']['SAN:BME'] = { price: '9.25', currency: 'EUR', at };
      stand.prices['twelve-data']['RIO:LSE'] = { price: '5012.5', currency: 'GBX', at };
      stand.prices.funds[FUND] = { price: '1.234,5678', currency: 'EUR', at: Date.UTC(2026, 10, 20) / 1000 };
    },
    async close() {
      await quotes?.stop();
      await stand.close();
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type QuotesLab = Awaited<ReturnType<typeof openQuotesLab>>;
