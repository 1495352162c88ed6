/** The Kraken link on the Kraken simulator. Both live in the replay's time, which moves when a case moves it. */

import { openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import { startKrakenServer } from '../../src/adapters/exchange-simulator/kraken/kraken-server.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { listenTo } from '../venues/listening.ts';
import { contractSource, DEPOSIT } from './contract-market.ts';
import { type Lab, type VenueTraits, whileHeldUp, wireLab } from './lab.ts';

const STARTS_AT = Date.UTC(2026, 10, 2, 12);
const KEY = Buffer.from('contract').toString('base64');
const ADD_ORDER = '/0/private/AddOrder';

const SPECIFICATION: InstrumentSpecification = {
  id: 'BTCUSD',
  venue: 'kraken',
  kind: 'spot',
  base: 'BTC',
  quote: 'USD',
  tickSize: 0.01,
  lotSize: 1e-8,
  minimumNotional: 0,
  shorting: false,
  makerFeeRatio: 0.0016,
  takerFeeRatio: 0.0026,
};

export const KRAKEN_TRAITS: VenueTraits = {
  instrument: 'BTCUSD',
  base: 'BTC',
  quote: 'USD',
  takerFee: '0.0026',
  holds: 'balance',
  maintenance: 'unknown',
  skewed: 'TIMEOUT',
  troubles: [
    'answer-lost',
    'cut-before',
    'cut-after',
    'server-error',
    'rate-limit',
    'maintenance',
    'bad-nonce',
    'news-doubled',
    'news-reordered',
    'news-lost',
    'silent',
    'clock-skew',
    'restart',
    'restart-forgetting',
    'partial-fills',
    'dearer',
  ],
  refusals: {
    funds: 'INSUFFICIENT_FUNDS',
    minimum: 'BELOW_MINIMUM',
    priceStep: 'PRICE_STEP',
    quantityStep: 'QUANTITY_STEP',
    band: 'PRICE_BAND',
    postOnly: 'POST_ONLY_WOULD_TAKE',
    notHeld: 'NOT_SUPPORTED',
  },
};

export async function openKrakenLab(): Promise<Lab> {
  const server = await startKrakenServer({
    sources: [contractSource(SPECIFICATION, STARTS_AT, 8)],
    ...{ quantumDecimals: 8, deposit: DEPOSIT * 1e8, port: 0, speed: 0, seed: 1, tier: 'none', wallNow: ({ now }) => now },
  });
  const { exchange, gate, address } = server;
  const link = await openCcxtLink({
    venue: 'kraken',
    instruments: [{ id: 'BTCUSD', symbol: 'XBTUSD' }],
    baseUrl: { rest: `http://${address}`, publicStreams: `ws://${address}`, privateStreams: `ws://${address}/auth` },
    now: () => exchange.now,
    key: () => KEY,
    secret: () => KEY,
    requestTimeoutMs: 1_000,
  });
  const close = async () => {
    await link.close();
    await server.close();
  };
  const asking = listenTo(link);
  try {
    await link.start();
  } catch (error) {
    await close();
    throw error;
  }
  return wireLab(
    {
      ...{ traits: KRAKEN_TRAITS, link, server, account: KEY, close },
      words: { place: ADD_ORDER, executions: 'executions' },
      placeLate: (what) => whileHeldUp({ exchange, gate }, ADD_ORDER, () => asking.ask(what)),
    },
    asking,
  );
}
