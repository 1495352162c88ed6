/** A book that is looked at on the Kraken simulator: kept change by change under the venue's own checksum, and the one that the venue tells when asked. */

import { afterEach, expect, test } from 'vitest';
import { type CcxtFeed, openCcxtFeed } from '../../src/adapters/ccxt-venues/ccxt-feed.ts';
import type { FeedNews } from '../../src/core/market/market-feed.ts';
import { caller } from './kraken-caller.ts';
import { MINUTE, type Stand, startStand } from './kraken-stand.ts';

let stand: Stand | undefined;
let feed: CcxtFeed | undefined;
afterEach(async () => {
  await feed?.close();
  await stand?.close();
});

test('is the book of the venue after hundreds of changes, with its trades, and was never asked for anew', async () => {
  stand = await startStand({ wallNow: Date.now });
  feed = await openCcxtFeed({
    venue: 'kraken',
    instruments: [{ id: 'BTCUSD', symbol: 'XBT/USD' }],
    baseUrl: stand.url,
    now: Date.now,
    subscriptions: [{ instrument: 'BTCUSD', timeframesMs: [MINUTE] }],
  });
  await feed.start(() => {});
  const heard: FeedNews[] = [];
  const look = feed.look?.('BTCUSD', (news) => heard.push(news));
  await expect.poll(() => look?.book?.bid).toBeGreaterThan(0);
  const trades = () => heard.filter(({ kind }) => kind === 'trade').length;
  for (let moved = 0; moved < 300; moved++) stand.advance(MINUTE / 4);
  const asked = await caller(stand.url).public('Depth', { pair: 'XBTUSD', count: '25' });
  const [book] = Object.values(asked.result) as { bids: string[][]; asks: string[][] }[];
  const levels = (side: readonly string[][] = []) =>
    side.slice(0, 25).map(([price, size]) => ({ price: Number(price), size: Number(size) }));
  await expect.poll(() => look?.book?.levels('bid', 25)).toEqual(levels(book?.bids));
  expect(look?.book?.levels('ask', 25)).toEqual(levels(book?.asks));
  expect(trades()).toBeGreaterThan(200);
  expect(heard.filter(({ kind }) => kind === 'link')).toMatchObject([{ state: 'up' }]);
});
