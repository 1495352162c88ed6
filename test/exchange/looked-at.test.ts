/** A book that is looked at on the Kraken simulator: kept change by change under the venue's own checksum, and the one that the venue tells when asked. */

import { afterEach, expect, onTestFinished, test } from 'vitest';
import { type CcxtFeed, openCcxtFeed } from '../../src/adapters/ccxt-venues/ccxt-feed.ts';
import type { Depth } from '../../src/api/depth.ts';
import { createDepthDesk } from '../../src/apps/trader/depth-desk.ts';
import { MarketDepth } from '../../src/apps/trader/market-depth.ts';
import type { FeedNews } from '../../src/core/market/market-feed.ts';
import { caller } from './kraken-caller.ts';
import { MINUTE, type Stand, startStand } from './kraken-stand.ts';

let stand: Stand | undefined;
let feed: CcxtFeed | undefined;
afterEach(async () => {
  await feed?.close();
  await stand?.close();
});

async function started(): Promise<{ stand: Stand; feed: CcxtFeed }> {
  stand = await startStand({ wallNow: Date.now });
  feed = await openCcxtFeed({
    venue: 'kraken',
    instruments: [{ id: 'BTCUSD', symbol: 'XBT/USD' }],
    baseUrl: stand.url,
    now: Date.now,
    subscriptions: [{ instrument: 'BTCUSD', timeframesMs: [MINUTE] }],
  });
  await feed.start(() => {});
  return { stand, feed };
}

test('is the book of the venue after hundreds of changes, with its trades, and was never asked for anew', async () => {
  const { stand, feed } = await started();
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

test('is told by the trader from the first who looks on, and is old, with its time, when the venue is gone', async () => {
  const { stand, feed } = await started();
  const desk = createDepthDesk(new MarketDepth(feed, Date.now), Date.now);
  const told: Depth[] = [];
  onTestFinished(desk.watch('BTCUSD', (depth) => void told.push(depth)));
  expect(told[0]).toMatchObject({ state: 'joining', why: null, bids: [] });
  await expect.poll(() => told.at(-1)?.state).toBe('live');
  stand.advance(MINUTE);
  await expect.poll(() => told.at(-1)?.trades.length).toBeGreaterThan(0);
  await stand.close();
  await expect.poll(() => told.at(-1)?.state, { timeout: 5_000 }).toBe('stale');
  const live = told.findLast(({ state }) => state === 'live') as Depth;
  expect(live.bids.length).toBe(10);
  expect(live.bids[0]?.price).toBeLessThan(live.asks[0]?.price ?? 0);
  const old = told.at(-1) as Depth;
  expect(old.bids).toEqual(live.bids);
  expect(old.at).toBeLessThan(Date.now());
});
