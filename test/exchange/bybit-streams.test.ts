// The streams of the Bybit simulator: what they tell adds up to what requests answer.
import { expect, test } from 'vitest';
import { BUY, type Client, MINUTE, openExchange, openSigned, openStream, RESTING, START, type Stream } from './open-exchange.ts';

async function subscribed(client: Client, category: string, ...topics: readonly string[]): Promise<Stream> {
  const stream = await openStream(client, `/v5/public/${category}`);
  stream.send({ op: 'subscribe', req_id: 'first', args: topics });
  expect(await stream.find(({ op }) => op === ('subscribe' as never))).toMatchObject({
    success: true,
    req_id: 'first',
    conn_id: expect.any(String),
  });
  return stream;
}

/** All that was sent before has come when the answer to a ping has. */
async function settled(stream: Stream): Promise<void> {
  const id = `ping-${stream.messages.length}`;
  stream.send({ op: 'ping', req_id: id });
  await stream.find((message) => message.req_id === (id as never));
}

test('a book kept by snapshot and deltas is the book that a request answers', async () => {
  const client = await openExchange();
  const stream = await subscribed(client, 'linear', 'orderbook.50.BTCUSDT');
  client.minutes(62);
  await settled(stream);
  const [sides, updates]: [Record<string, Map<string, string>>, number[]] = [{ b: new Map(), a: new Map() }, []];
  for (const { type, data } of stream.messages.filter(({ topic }) => topic === 'orderbook.50.BTCUSDT') as unknown as {
    type: string;
    data: Record<'a' | 'b', [string, string][]> & { u: number };
  }[]) {
    updates.push(data.u);
    for (const side of ['a', 'b'] as const) {
      if (type === 'snapshot') sides[side]?.clear();
      for (const [price, size] of data[side]) {
        if (size === '0') expect(sides[side]?.delete(price)).toBe(true);
        else sides[side]?.set(price, size);
      }
    }
  }
  const { result } = await client.get('/v5/market/orderbook', { category: 'linear', symbol: 'BTCUSDT', limit: 50 });
  const sorted = (side: Map<string, string>, sign: number) => [...side].toSorted(([a], [b]) => sign * (Number(a) - Number(b)));
  expect(sorted(sides.b as Map<string, string>, -1)).toEqual(result.b);
  expect(sorted(sides.a as Map<string, string>, 1)).toEqual(result.a);
  // The price is where it was, at 91, at 92, and on its way up: each update counts one.
  expect(updates.length).toBeGreaterThan(2);
  expect(updates).toEqual(updates.map((_, i) => (updates[0] as number) + i));
});

test('klines grow, and each is confirmed once, as the request answers it', async () => {
  const client = await openExchange();
  const stream = await subscribed(client, 'spot', 'kline.5.BTCUSDT');
  client.minutes(15);
  await settled(stream);
  const told = stream.messages
    .filter(({ topic }) => topic === 'kline.5.BTCUSDT')
    .map(({ data }) => data[0] as unknown as Record<string, string | number | boolean>);
  const confirmed = told.filter(({ confirm }) => confirm);
  expect(confirmed.map(({ start }) => ((start as number) - START) / MINUTE)).toEqual([5, 10, 15]);
  const { list } = (
    await client.get('/v5/market/kline', {
      category: 'spot',
      symbol: 'BTCUSDT',
      interval: '5',
      start: START + 5 * MINUTE,
      end: START + 15 * MINUTE,
    })
  ).result;
  expect(
    confirmed.map(({ start, open, high, low, close, volume, turnover }) => [String(start), open, high, low, close, volume, turnover]),
  ).toEqual((list as unknown as string[][]).toReversed());
  const growing = told.filter(({ start }) => start === START + 5 * MINUTE).map(({ volume }) => Number(volume));
  expect(growing).toEqual(growing.toSorted((a, b) => a - b));
});

test('public trades of a candle add up to its volume', async () => {
  const client = await openExchange();
  const stream = await subscribed(client, 'spot', 'publicTrade.BTCUSDT');
  client.server.exchange.advance(START + 6 * MINUTE - 1);
  await settled(stream);
  const trades = stream.messages
    .filter(({ topic }) => topic === 'publicTrade.BTCUSDT')
    .map(({ data }) => data[0] as unknown as { v: string; i: string });
  // The open was before the subscription: a lot of 0.001.
  expect(trades.reduce((sum, { v }) => sum + Number(v), 0)).toBeCloseTo(600 - 0.001, 9);
  const { list } = (await client.get('/v5/market/recent-trade', { category: 'spot', symbol: 'BTCUSDT', limit: 3 })).result;
  expect(list.map(({ execId }) => execId).toReversed()).toEqual(trades.map(({ i }) => i));
});

test('a ticker kept by snapshot and deltas is the ticker that a request answers', async () => {
  const client = await openExchange();
  const stream = await subscribed(client, 'linear', 'tickers.BTCUSDT');
  client.minutes(61);
  await settled(stream);
  const kept = Object.assign({}, ...stream.messages.filter(({ topic }) => topic === 'tickers.BTCUSDT').map(({ data }) => data)) as Record<
    string,
    string
  >;
  expect([(await client.get('/v5/market/tickers', { category: 'linear', symbol: 'BTCUSDT' })).result.list[0]]).toEqual([kept]);
  expect(kept).toMatchObject({ lowPrice24h: '91', highPrice24h: '101', nextFundingTime: String(Date.UTC(2022, 11, 13, 16)) });
});

test('what is not there is not subscribed to, and what was left is not told any more', async () => {
  const client = await openExchange();
  const stream = await openStream(client, '/v5/public/spot');
  for (const [i, topic] of ['orderbook.7.BTCUSDT', 'kline.7.BTCUSDT', 'tickers.NOPE', 'nonsense.BTCUSDT'].entries()) {
    stream.send({ op: 'subscribe', req_id: `n${i}`, args: [topic] });
    expect(await stream.find((message) => message.req_id === (`n${i}` as never))).toMatchObject({ success: false, op: 'subscribe' });
  }
  stream.send({ op: 'subscribe', args: ['tickers.BTCUSDT'] });
  await stream.find(({ topic }) => topic === 'tickers.BTCUSDT');
  stream.send({ op: 'unsubscribe', req_id: 'u', args: ['tickers.BTCUSDT'] });
  await stream.find((message) => message.req_id === ('u' as never));
  const before = stream.messages.length;
  client.minutes(1);
  await settled(stream);
  expect(stream.messages.slice(before).filter(({ topic }) => topic)).toEqual([]);
  await expect(openStream(client, '/v5/public/nowhere').then(({ closed }) => closed)).resolves.toBeUndefined();
});

test('the private stream tells an account its own, by topic and category, and nobody without a signature', async () => {
  const client = await openExchange();
  const stranger = await openStream(client, '/v5/private');
  stranger.send({ op: 'subscribe', args: ['order'] });
  expect(await stranger.find(({ op }) => op === ('subscribe' as never))).toMatchObject({ success: false });
  stranger.send({ op: 'auth', args: ['alice', Date.now() + 5000, 'ab'.repeat(32)] });
  expect(await stranger.find(({ op }) => op === ('auth' as never))).toMatchObject({ success: false });
  const alice = await openSigned(client, '/v5/private', ['order.linear', 'execution', 'execution.fast', 'wallet']);
  const bob = await openSigned(client, '/v5/private', ['order', 'execution'], 'bob');
  await client.post('/v5/order/create', { ...BUY, category: 'spot', qty: '100' });
  await client.post('/v5/order/create', { ...RESTING, orderLinkId: 'mine' });
  await client.post('/v5/order/create', BUY, 'bob');
  await alice.find(({ topic }) => topic === 'order.linear');
  await bob.find(({ topic }) => topic === 'execution');
  expect(alice.messages.flatMap(({ topic, data }) => (topic ? [`${topic} ${data[0]?.orderLinkId ?? ''}`] : []))).toEqual([
    'execution ',
    'execution.fast ',
    'wallet ',
    'order.linear mine',
  ]);
  expect(bob.messages.flatMap(({ topic, data }) => (topic ? [`${topic} ${data[0]?.orderStatus ?? data[0]?.execQty}`] : []))).toEqual([
    'execution 1',
    'order Filled',
  ]);
  expect(stranger.messages.filter(({ topic }) => topic)).toEqual([]);
});
