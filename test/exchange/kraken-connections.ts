/** Streams to a Kraken simulator that each test starts anew: closed after it. */

import { afterEach } from 'vitest';
import { type Caller, caller, type Message, openStream, type Stream } from './kraken-caller.ts';
import { type Stand, type StandOptions, startStand } from './kraken-stand.ts';

export interface Connections {
  /** What the test has begun. */
  readonly stand: Stand;
  begin(options?: StandOptions): Promise<Stand>;
  connect(path: '/v2' | '/auth/v2'): Promise<Stream>;
  /** Begins, and connects to the public stream, or to the private one with a token. */
  openPublic(options?: StandOptions): Promise<Stream>;
  openPrivate(options?: StandOptions): Promise<Caller & Stream & { token: string }>;
}

/** To be called once on top of a test file. */
export function connections(): Connections {
  const streams: Stream[] = [];
  let stand: Stand | null = null;
  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.close();
    await stand?.close();
  });
  const begun = () => stand as Stand;
  const begin = async (options: StandOptions = {}) => {
    stand = await startStand(options);
    return stand;
  };
  const connect = async (path: '/v2' | '/auth/v2') => {
    const stream = await openStream(begun().url, path);
    streams.push(stream);
    return stream;
  };
  return {
    get stand() {
      return begun();
    },
    begin,
    connect,
    async openPublic(options) {
      await begin(options);
      return connect('/v2');
    },
    async openPrivate(options) {
      const be = caller((await begin(options)).url);
      const { token } = (await be.private('GetWebSocketsToken')).result;
      return { ...be, ...(await connect('/auth/v2')), token };
    },
  };
}

export const updates = (channel: string) => (message: Message) => message.channel === channel && message.type === 'update';

export const answers =
  (id: number) =>
  ({ req_id }: Message) =>
    req_id === id;

/** A limit order far from the market, as the stream takes it. */
export const ORDER = { order_type: 'limit', side: 'buy', order_qty: 0.1, symbol: 'BTC/USD', limit_price: 9000 };
