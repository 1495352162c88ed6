/** Kraken on loopback as far as a link needs it to start: documented answers, nonce and API-Sign checked with node:crypto. */

import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WebSocket } from 'ws';
import type { CcxtLinkOptions } from '../../src/adapters/ccxt-venues/options.ts';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import { type LocalVenue, openLocalVenue, type SeenRequest } from './local-venue.ts';

export const KEY = 'demo-key-of-tests';
export const SECRET = Buffer.from('demo-secret-of-tests').toString('base64');

export const ok = (result: object) => ({ error: [], result });
export const refusal = (...error: string[]) => ({ error });
export const recorded = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/xchange/${name}`, import.meta.url), 'utf8'));
export const bodyOf = ({ body }: SeenRequest) => Object.fromEntries(new URLSearchParams(body));

/** docs.kraken.com, "Spot REST authentication": HMAC-SHA512 of path + SHA256(nonce + body) with the base64 secret, in base64. */
export function signatureIsRight({ path, body, headers }: SeenRequest): boolean {
  const nonce = new URLSearchParams(body).get('nonce') ?? '';
  const digest = createHash('sha256')
    .update(nonce + body)
    .digest();
  const signed = createHmac('sha512', Buffer.from(SECRET, 'base64'))
    .update(Buffer.concat([Buffer.from(path), digest]))
    .digest('base64');
  return headers['api-sign'] === signed && headers['api-key'] === KEY;
}

const pair = {
  altname: 'XBTUSD',
  wsname: 'XBT/USD',
  aclass_base: 'currency',
  base: 'XXBT',
  aclass_quote: 'currency',
  quote: 'ZUSD',
  lot: 'unit',
  cost_decimals: 5,
  pair_decimals: 1,
  lot_decimals: 8,
  lot_multiplier: 1,
  leverage_buy: [],
  leverage_sell: [],
  fees: [[0, 0.4]],
  fees_maker: [[0, 0.25]],
  fee_volume_currency: 'ZUSD',
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
};
const asset = (altname: string, decimals: number) => ({
  aclass: 'currency',
  altname,
  decimals,
  display_decimals: decimals,
  status: 'enabled',
});

export interface KrakenVenue extends LocalVenue {
  readonly streams: WebSocket[];
  push(frame: object | string): void;
}

export async function openKrakenVenue(): Promise<KrakenVenue> {
  const venue = await openLocalVenue();
  const streams: WebSocket[] = [];
  venue.on('/0/public/Time', () => ok({ unixtime: Math.floor(Date.now() / 1000), rfc1123: new Date().toUTCString() }));
  venue.on('/0/public/AssetPairs', () => ok({ XXBTZUSD: pair }));
  venue.on('/0/public/Assets', () => ok({ XXBT: asset('XBT', 10), ZUSD: asset('USD', 4) }));
  venue.on('/0/private/GetApiKeyInfo', () => ok({ permissions: ['query-funds', 'modify-trades'], ip_allowlist: ['192.0.2.1'] }));
  venue.on('/0/private/GetWebSocketsToken', () => recorded('example-krakenWebsocketToken-data.json'));
  const socket = (one: WebSocket) => {
    streams.push(one);
    one.send(
      JSON.stringify({
        channel: 'status',
        type: 'update',
        data: [{ system: 'online', api_version: 'v2', connection_id: 1, version: '2.0' }],
      }),
    );
    one.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { method: string; params: { channel: string; symbol?: string[]; token?: string } };
      if (frame.method === 'ping') return one.send(JSON.stringify({ method: 'pong', time_in: '', time_out: '' }));
      const { channel, symbol } = frame.params;
      const isPrivate = channel === 'executions' || channel === 'balances';
      const success = !isPrivate || frame.params.token === '44444444444444444444444444444444';
      for (const name of symbol ?? [undefined])
        one.send(JSON.stringify({ method: 'subscribe', success, result: { channel, symbol: name } }));
    });
  };
  venue.onSocket('/v2', socket);
  return { ...venue, streams, push: (frame) => streams.at(-1)?.send(typeof frame === 'string' ? frame : JSON.stringify(frame)) };
}

export function krakenOptions(venue: LocalVenue, more: Partial<CcxtLinkOptions> = {}): CcxtLinkOptions {
  return {
    venue: 'kraken',
    instruments: [{ id: 'BTC/USD', symbol: 'XBTUSD' }],
    baseUrl: venue.url,
    key: () => KEY,
    secret: () => SECRET,
    now: Date.now,
    random: () => 0,
    requestTimeoutMs: 5_000,
    ...more,
  };
}

export const ORDER: PlaceOrder = {
  clientOrderId: '0123456789abcdef0123456789abcdef',
  instrument: 'BTC/USD',
  side: 'sell',
  type: 'limit',
  quantity: '0.01000000',
  limitPrice: '60000.5',
  stopPrice: null,
  timeInForce: 'GTC',
  expireAt: null,
  postOnly: false,
  reduceOnly: false,
};
