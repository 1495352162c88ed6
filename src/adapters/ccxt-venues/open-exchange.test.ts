import { describe, expect, test } from 'vitest';
import { withBase } from './open-exchange.ts';

/** As ccxt 4.5.84 has them. */
const URLS = {
  public: 'https://api.kraken.com',
  private: 'https://api.{hostname}',
  ws: {
    publicV2: 'wss://ws.kraken.com/v2',
    privateV2: 'wss://ws-auth.kraken.com/v2',
    private: { spot: { unified: 'wss://stream.{hostname}/v5/private' } },
  },
};

describe('another base', () => {
  test('takes the place of every host, and keeps every path', () => {
    expect(withBase(URLS, 'http://127.0.0.1:8080/')).toEqual({
      public: 'http://127.0.0.1:8080',
      private: 'http://127.0.0.1:8080',
      ws: {
        publicV2: 'ws://127.0.0.1:8080/v2',
        privateV2: 'ws://127.0.0.1:8080/v2',
        private: { spot: { unified: 'ws://127.0.0.1:8080/v5/private' } },
      },
    });
  });

  test('may keep apart what the venue has on several hosts', () => {
    const bases = { rest: 'https://proxy.test/kraken', publicStreams: 'wss://proxy.test', privateStreams: 'http://127.0.0.1:1/auth' };
    expect(withBase(URLS, bases)).toEqual({
      public: 'https://proxy.test/kraken',
      private: 'https://proxy.test/kraken',
      ws: {
        publicV2: 'wss://proxy.test/v2',
        privateV2: 'ws://127.0.0.1:1/auth/v2',
        private: { spot: { unified: 'ws://127.0.0.1:1/auth/v5/private' } },
      },
    });
  });
});
