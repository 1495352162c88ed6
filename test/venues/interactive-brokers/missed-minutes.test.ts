/** Minutes of which the connection missed a part come from the broker's history, in their order and once. */

import { afterEach, expect, test } from 'vitest';
import type { FeedNews } from '../../../src/core/market/market-feed.ts';
import { down, type LinkClient, started, up } from './link-client.ts';
import { gateway, MINUTE, OPEN, tidyUp } from './world.ts';

afterEach(tidyUp);

/** As the world has them: open, high, low, close, volume. */
const MINUTES = [
  [OPEN, 100, 104, 98, 103, 3000],
  [OPEN + MINUTE, 103, 110, 102, 109, 3000],
  [OPEN + 2 * MINUTE, 109, 109, 90, 95, 3000],
];

type Candle = Extract<FeedNews, { kind: 'candle' }>;
const told = ({ market }: LinkClient) =>
  market
    .filter((news): news is Candle => news.kind === 'candle' && news.closed)
    .map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume]);
const isLast = (news: FeedNews) => news.kind === 'candle' && news.closed && news.time === OPEN + 2 * MINUTE;

test('when the gateway was without its servers in the middle of one', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  // As a trader starts: what is over is asked for first, and here that is nothing.
  expect(await client.link.feed.history('AAPL', OPEN)).toEqual([]);
  exchange.advance(OPEN + MINUTE / 2);
  server.loseServers();
  await client.news(down);
  exchange.advance(OPEN + MINUTE + MINUTE / 4);
  client.told.length = 0;
  server.regainServers('lost');
  await client.news(up);
  // Asked after the subscriptions: they have arrived.
  await client.ask({ kind: 'time' });
  exchange.advance(OPEN + 3 * MINUTE);
  await client.news(isLast, client.market);
  expect(told(client)).toEqual(MINUTES);
});

test('and of past minutes those are given that are over by the clock of the broker', async () => {
  const { server, exchange } = await gateway();
  const client = await started(server);
  exchange.advance(OPEN + 2 * MINUTE + MINUTE / 2);
  await client.ask({ kind: 'time' });
  const past = await client.link.feed.history('AAPL', OPEN + MINUTE);
  expect(past.map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume])).toEqual([MINUTES[1]]);
  await expect(client.link.feed.history('MSFT', OPEN)).rejects.toThrow(/not set up/);
});
