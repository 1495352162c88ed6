// A local Bybit exchange for tests: hand-made candles, time moved by hand, signed requests and raw streams without any client library.
import { createHmac } from 'node:crypto';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import { parseScenario } from '../../src/adapters/exchange-simulator/faults/scenario.ts';
import type { ExchangeServer } from '../../src/adapters/exchange-simulator/replayed-exchange.ts';
import { type InstrumentSpecification, prepareInstrument } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';

export const MINUTE = 60_000;
/** 2022-12-13T07:00Z, an hour before a funding time. */
export const START = 1_670_914_800_000;

/** Open, high, low, close, volume. The price is 100 for an hour, falls to 91 in the next minute, and comes back. */
const ROWS = [
  ...Array.from({ length: 60 }, () => [100, 100, 100, 100, 600]),
  [100, 100, 91, 92, 600],
  ...Array.from({ length: 60 }, () => [92, 101, 92, 100, 600]),
];

const SPOT: InstrumentSpecification = {
  id: 'BTCUSDT',
  venue: 'test',
  kind: 'spot',
  base: 'BTC',
  quote: 'USDT',
  tickSize: 0.01,
  lotSize: 0.001,
  minimumNotional: 5,
  shorting: false,
  makerFeeRatio: 0.001,
  takerFeeRatio: 0.001,
};
const PERPETUAL: InstrumentSpecification = {
  ...SPOT,
  id: 'BTCUSDT-PERP',
  kind: 'perpetual',
  tickSize: 0.5,
  lotSize: 0.01,
  shorting: true,
  leverage: 10,
  maintenanceTiers: [{ upTo: null, maintenanceRatio: 0.005 }],
  makerFeeRatio: 0.0002,
  takerFeeRatio: 0.0006,
};

function source(specification: InstrumentSpecification, index: number) {
  const candles = createCandles(ROWS.length);
  ROWS.forEach(([open, high, low, close, volume], i) => {
    for (const [name, value] of Object.entries({ time: START + i * MINUTE, open, high, low, close, volume }))
      candles[name as 'open'][i] = value as number;
  });
  candles.length = ROWS.length;
  const funding = specification.kind === 'spot' ? null : { time: Float64Array.of(START + 60 * MINUTE), rate: Float64Array.of(0.0001) };
  return { instrument: prepareInstrument(specification, index, 8), timeframeMs: MINUTE, candles, funding, history: 5 };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: Record<string, never> & { readonly list: readonly Record<string, string>[] };
  readonly retExtInfo: { readonly list?: readonly { readonly code: number }[] };
  readonly time: number;
}

export interface Client {
  readonly server: ExchangeServer;
  get(path: string, query?: Record<string, string | number>, key?: string): Promise<Answer>;
  post(path: string, body: Record<string, unknown>, key?: string): Promise<Answer>;
  /** Adds faults while it runs. */
  fault(...faults: readonly Record<string, unknown>[]): Promise<void>;
  /** Moves the exchange's time. */
  minutes(count: number): void;
}

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (let close = open.pop(); close !== undefined; close = open.pop()) await close();
});

export async function openExchange(...faults: readonly Record<string, unknown>[]): Promise<Client> {
  const server = await startBybitServer({
    sources: [source(SPOT, 0), source(PERPETUAL, 1)],
    quantumDecimals: 8,
    deposit: 10_000e8,
    port: 0,
    speed: 1,
    seed: 7,
    faults: parseScenario(JSON.stringify(faults), 'the test'),
  });
  open.push(() => server.close());
  const base = `http://${server.address}`;
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(base + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, ...(text === '' ? {} : JSON.parse(text)) };
  };
  return {
    server,
    get(path, query = {}, key = 'alice') {
      const text = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString();
      return ask(`${path}?${text}`, { headers: signed(key, text) });
    },
    post(path, body, key = 'alice') {
      const text = JSON.stringify(body);
      return ask(path, { method: 'POST', body: text, headers: { ...signed(key, text), 'content-type': 'application/json' } });
    },
    async fault(...list) {
      const response = await fetch(`${base}/__faults`, { method: 'POST', body: JSON.stringify({ faults: list }) });
      if (!response.ok) throw new Error(await response.text());
    },
    minutes(count) {
      const { exchange } = server;
      exchange.advance(exchange.now + count * MINUTE);
    },
  };
}

/** The headers of a signed request; the secret of a demo key is the key. */
export function signed(key: string, payload: string, { secret = key, stamp = Date.now() } = {}): Record<string, string> {
  const sign = createHmac('sha256', secret).update(`${stamp}${key}5000${payload}`).digest('hex');
  return { 'x-bapi-api-key': key, 'x-bapi-timestamp': String(stamp), 'x-bapi-recv-window': '5000', 'x-bapi-sign': sign };
}

type Message = Record<string, never> & { readonly topic?: string; readonly data: Record<string, never>[] };

export interface Stream {
  readonly messages: Message[];
  send(frame: unknown): void;
  close(): void;
  /** Resolves with the first message that fits, past or to come. */
  find(fits: (message: Message) => boolean): Promise<Message>;
  readonly closed: Promise<void>;
}

export async function openStream({ server }: Client, path: string): Promise<Stream> {
  const socket = new WebSocket(`ws://${server.address}${path}`);
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  open.push(() => socket.terminate());
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as Message);
    for (const look of waiting) look();
  });
  const closed = new Promise<void>((done) => socket.on('close', () => done()));
  socket.on('error', () => undefined);
  await new Promise<void>((done, fail) => {
    socket.on('open', () => done());
    socket.on('close', () => fail(new Error('the stream was closed')));
  });
  return {
    messages,
    closed,
    send: (frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.close(),
    find: (fits) =>
      new Promise((done) => {
        const look = () => {
          const found = messages.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          done(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A private or trade stream, signed in, and subscribed to these topics. */
export async function openSigned(
  client: Client,
  path: '/v5/private' | '/v5/trade',
  topics: readonly string[] = [],
  key = 'alice',
): Promise<Stream> {
  const stream = await openStream(client, path);
  const expires = Date.now() + 10_000;
  const sign = createHmac('sha256', key).update(`GET/realtime${expires}`).digest('hex');
  stream.send({ op: 'auth', args: [key, expires, sign] });
  await stream.find((message) => message.op === ('auth' as never));
  if (topics.length > 0) {
    stream.send({ op: 'subscribe', args: topics });
    await stream.find((message) => message.op === ('subscribe' as never));
  }
  return stream;
}

export const BUY = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '1' };
export const RESTING = { ...BUY, orderType: 'Limit', price: '95', qty: '1' };
