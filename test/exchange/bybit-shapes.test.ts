// Answers and stream messages have the keys and types of recorded ones (fixtures/xchange).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUY, type Client, openExchange, openSigned, openStream, RESTING } from './open-exchange.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function recorded(name: string): Json {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/xchange', `${name}.json`), 'utf8')) as Json;
}

/** What a recorded value asks of ours: its keys and the types of its values, the first element standing for a list. */
function faultsOf(wanted: Json, found: Json | undefined, path = ''): string[] {
  if (typeof wanted !== typeof found || Array.isArray(wanted) !== Array.isArray(found))
    return [`${path}: expected ${kindOf(wanted)}, found ${kindOf(found)}`];
  if (Array.isArray(wanted)) return wanted.length === 0 ? [] : faultsOf(wanted[0] as Json, (found as Json[])[0], `${path}[0]`);
  if (typeof wanted !== 'object' || wanted === null) return [];
  return Object.entries(wanted).flatMap(([key, value]) => faultsOf(value, (found as Record<string, Json>)[key], `${path}.${key}`));
}

function kindOf(value: Json | undefined): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function expectShape(name: string, found: unknown): void {
  expect(faultsOf(recorded(name), found as Json)).toEqual([]);
}

test('a missing key and a wrong type are found', () => {
  expect(faultsOf({ a: '1', b: [{ c: 1 }] }, { a: 1, b: [{}] })).toEqual([
    '.a: expected string, found number',
    '.b[0].c: expected number, found undefined',
  ]);
});

const SYMBOL = { category: 'linear', symbol: 'BTCUSDT' };
const REQUESTS: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  getInstrumentLinear: ({ get }) => get('/v5/market/instruments-info', { category: 'linear' }),
  getTickerInverse: ({ get }) => get('/v5/market/tickers', { category: 'linear' }),
  getWalletBalance: ({ get }) => get('/v5/account/wallet-balance', { accountType: 'UNIFIED' }),
  getAllCoinsBalance: ({ get }) => get('/v5/asset/transfer/query-account-coins-balance', { accountType: 'FUND' }),
  getFeeRates: ({ get }) => get('/v5/account/fee-rate', { category: 'spot' }),
  placeMarketOrder: ({ post }) => post('/v5/order/create', BUY),
  changeOrder: async ({ post }) => {
    const { result } = await post('/v5/order/create', RESTING);
    return post('/v5/order/amend', { ...SYMBOL, orderId: result.orderId, price: '96' });
  },
  getOrderDetailsLinear: async ({ post, get }) => {
    await post('/v5/order/create', { ...RESTING, orderLinkId: 'shape', takeProfit: '120', stopLoss: '80' });
    return get('/v5/order/realtime', SYMBOL);
  },
  getOrderDetailsSpot: async ({ post, get }) => {
    await post('/v5/order/create', { ...BUY, category: 'spot', qty: '100' });
    return get('/v5/order/history', { category: 'spot' });
  },
  setLeverage: ({ post }) => post('/v5/position/set-leverage', { ...SYMBOL, buyLeverage: '3', sellLeverage: '3' }),
  switchPositionMode: ({ post }) => post('/v5/position/switch-mode', { ...SYMBOL, mode: 0 }),
};

test.each(Object.keys(REQUESTS))('%s', async (name) => {
  const client = await openExchange();
  expectShape(name, await REQUESTS[name]?.(client));
});

test.each([
  ['orderBookSnapshotResponse', 'orderbook.50.BTCUSDT'],
  ['tradeResponse', 'publicTrade.BTCUSDT'],
])('%s', async (name, topic) => {
  const client = await openExchange();
  const stream = await openStream(client, '/v5/public/linear');
  stream.send({ op: 'subscribe', req_id: '1', args: [topic] });
  await stream.find(({ op }) => op === ('subscribe' as never));
  client.minutes(1);
  expectShape(name, await stream.find((message) => message.topic === topic));
});

test.each([
  ['orderChangeResponse', 'order'],
  ['positionChangeResponse', 'position'],
])('%s', async (name, topic) => {
  const client = await openExchange();
  const stream = await openSigned(client, '/v5/private', [topic]);
  await client.post('/v5/order/create', BUY);
  expectShape(name, await stream.find((message) => message.topic === topic));
});
