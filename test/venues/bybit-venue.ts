/** Bybit v5 on loopback as far as a link needs it to start: documented envelopes, signatures checked with node:crypto. */

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WebSocket } from 'ws';
import { type CcxtLink, openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { CcxtLinkOptions } from '../../src/adapters/ccxt-venues/options.ts';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import { type LocalVenue, openLocalVenue, type SeenRequest } from './local-venue.ts';

export const KEY = 'demo-key-of-tests';
export const SECRET = 'demo-secret-of-tests';
const NOW = Date.now();

export const ok = (result: object) => ({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: Date.now() });
export const refusal = (retCode: number, retMsg = 'words') => ({ retCode, retMsg, result: {}, retExtInfo: {}, time: Date.now() });
export const list = (rows: object[], nextPageCursor = '') => ok({ list: rows, nextPageCursor });
export const recorded = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/xchange/${name}`, import.meta.url), 'utf8'));

/** bybit-exchange.github.io/docs/v5/guide: HMAC-SHA256 of timestamp + key + recv_window + (query or body), in hex. */
export function signatureIsRight({ headers, query, body, method }: SeenRequest): boolean {
  const signed = `${headers['x-bapi-timestamp']}${KEY}${headers['x-bapi-recv-window']}${method === 'POST' ? body : query}`;
  return headers['x-bapi-sign'] === createHmac('sha256', SECRET).update(signed).digest('hex');
}

const spotInstrument = {
  symbol: 'BTCUSDT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  innovation: '0',
  status: 'Trading',
  marginTrading: 'utaOnly',
  lotSizeFilter: {
    basePrecision: '0.000001',
    quotePrecision: '0.00000001',
    minOrderQty: '0.000048',
    maxOrderQty: '71.73956243',
    minOrderAmt: '5',
  },
  priceFilter: { tickSize: '0.01' },
};

export interface BybitVenue extends LocalVenue {
  /** The private connections, latest last. */
  readonly streams: WebSocket[];
  /** Sends a frame of the private stream. */
  push(frame: object): void;
}

export async function openBybitVenue(): Promise<BybitVenue> {
  const venue = await openLocalVenue();
  const streams: WebSocket[] = [];
  venue.on('/v5/market/time', () => {
    const now = Date.now();
    return ok({ timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000` });
  });
  venue.on('/v5/market/instruments-info', ({ query }) =>
    query.includes('category=spot') ? ok({ category: 'spot', list: [spotInstrument] }) : recorded('getInstrumentLinear.json5'),
  );
  venue.on('/v5/user/query-api', () =>
    ok({
      readOnly: 0,
      permissions: { ContractTrade: ['Order', 'Position'], Spot: ['SpotTrade'], Wallet: ['AccountTransfer'] },
      ips: ['*'],
    }),
  );
  venue.on('/v5/account/info', () => ok({ unifiedMarginStatus: 5, marginMode: 'REGULAR_MARGIN' }));
  venue.on('/v5/position/list', () => list([{ positionIdx: 0, symbol: 'BTCUSDT', side: '', size: '0', avgPrice: '0' }]));
  venue.onSocket('/v5/private', (socket) => {
    streams.push(socket);
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { op: string; args?: [string, number, string] };
      if (frame.op === 'ping') return socket.send(JSON.stringify({ op: 'pong', args: [String(Date.now())], conn_id: 'one' }));
      if (frame.op === 'auth') {
        const [key, expires, signature] = frame.args as [string, number, string];
        const right = createHmac('sha256', SECRET).update(`GET/realtime${expires}`).digest('hex');
        const success = key === KEY && signature === right && expires > Date.now();
        return socket.send(JSON.stringify({ success, ret_msg: '', op: 'auth', conn_id: 'one' }));
      }
      return socket.send(JSON.stringify({ success: true, ret_msg: '', op: 'subscribe', conn_id: 'one', req_id: '' }));
    });
  });
  return { ...venue, streams, push: (frame) => streams.at(-1)?.send(JSON.stringify(frame)) };
}

export function bybitOptions(venue: LocalVenue, more: Partial<CcxtLinkOptions> = {}): CcxtLinkOptions {
  return {
    venue: 'bybit',
    instruments: [
      { id: 'BTCUSDT-PERP', symbol: 'BTCUSDT', category: 'linear' },
      { id: 'BTCUSDT', symbol: 'BTCUSDT', category: 'spot' },
    ],
    baseUrl: venue.url,
    key: () => KEY,
    secret: () => SECRET,
    now: Date.now,
    random: () => 0,
    requestTimeoutMs: 5_000,
    ...more,
  };
}

export async function openBybitLink(venue: LocalVenue, more: Partial<CcxtLinkOptions> = {}): Promise<CcxtLink> {
  return openCcxtLink(bybitOptions(venue, more));
}

export const ORDER: PlaceOrder = {
  clientOrderId: '0123456789abcdef0123456789abcdef',
  instrument: 'BTCUSDT-PERP',
  side: 'buy',
  type: 'limit',
  quantity: '0.010',
  limitPrice: '60000.50',
  stopPrice: null,
  timeInForce: 'GTC',
  expireAt: null,
  postOnly: false,
  reduceOnly: false,
};

export const orderRow = (more: object = {}) => ({
  ...recorded('getOrderDetailsLinear.json5').result.list[0],
  symbol: 'BTCUSDT',
  positionIdx: 0,
  orderLinkId: ORDER.clientOrderId,
  ...more,
});

export const executionRow = (more: object = {}) => ({
  symbol: 'BTCUSDT',
  orderId: 'fd4300ae-7847-404e-b947-b46980a4d140',
  orderLinkId: ORDER.clientOrderId,
  side: 'Buy',
  execFee: '0.33000275',
  execId: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b',
  execPrice: '60000.50',
  execQty: '0.010',
  execType: 'Trade',
  execTime: String(NOW),
  isMaker: false,
  feeCurrency: '',
  ...more,
});
