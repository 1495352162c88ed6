/** The Bybit link on the Bybit simulator: linear perpetuals, or spot. */

import { openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import type { VenueAnswer, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { listenTo } from '../venues/listening.ts';
import { contractSource, DEPOSIT } from './contract-market.ts';
import { type Lab, type VenueTraits, whileHeldUp, wireLab } from './lab.ts';

type Category = 'linear' | 'spot';

const SPOT: InstrumentSpecification = {
  id: 'BTCUSDT',
  venue: 'bybit',
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
const SPECIFICATIONS: Readonly<Record<Category, InstrumentSpecification>> = {
  spot: SPOT,
  linear: {
    ...SPOT,
    id: 'BTCUSDT-PERP',
    kind: 'perpetual',
    shorting: true,
    leverage: 10,
    maintenanceTiers: [{ upTo: null, maintenanceRatio: 0.005 }],
    makerFeeRatio: 0.0002,
    takerFeeRatio: 0.0006,
  },
};

const COMMON = {
  base: 'BTC',
  quote: 'USDT',
  saysWhenToComeBack: true,
  maintenance: 'unknown',
  skewed: 'CLOCK_SKEW',
  troubles: [
    'answer-lost',
    'cut-before',
    'cut-after',
    'server-error',
    'rate-limit',
    'maintenance',
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
} as const;

const REFUSALS = { funds: 'INSUFFICIENT_FUNDS', minimum: 'BELOW_MINIMUM', band: 'PRICE_BAND' } as const;
export const BYBIT_TRAITS: Readonly<Record<Category, VenueTraits>> = {
  // A contract's price between two ticks is a wrong parameter among others there; a spot one has a code.
  linear: {
    ...COMMON,
    instrument: 'BTCUSDT-PERP',
    takerFee: '0.0006',
    holds: 'position',
    refusals: {
      ...REFUSALS,
      priceStep: 'REFUSED',
      quantityStep: 'REFUSED',
      postOnly: 'POST_ONLY_WOULD_TAKE',
      notHeld: 'NOTHING_TO_REDUCE',
    },
  },
  spot: {
    ...COMMON,
    instrument: 'BTCUSDT',
    takerFee: '0.001',
    buyFeesInCoin: true,
    holds: 'balance',
    refusals: {
      ...REFUSALS,
      priceStep: 'PRICE_STEP',
      quantityStep: 'QUANTITY_STEP',
      postOnly: 'POST_ONLY_WOULD_TAKE',
      notHeld: 'INSUFFICIENT_FUNDS',
    },
  },
};

const MOST_PER_SECOND = 8;
const ORDER_CREATE = '/v5/order/create';
const STARTS_AT = Date.UTC(2026, 10, 2, 12);

export async function openBybitLab(category: Category): Promise<Lab> {
  const server = await startBybitServer({
    sources: [contractSource(SPECIFICATIONS[category], STARTS_AT, 8)],
    ...{ quantumDecimals: 8, deposit: DEPOSIT * 1e8, port: 0, speed: 0, seed: 1, wallNow: ({ now }) => now },
  });
  const { exchange, gate, address } = server;
  const traits = BYBIT_TRAITS[category];
  const link = await openCcxtLink({
    venue: 'bybit',
    instruments: [{ id: traits.instrument, symbol: 'BTCUSDT', category }],
    baseUrl: `http://${address}`,
    now: () => exchange.now,
    key: () => 'contract',
    secret: () => 'contract',
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
  const orders: number[] = [];
  // Ten orders a second are taken, by the venue's clock.
  const paced = (what: VenueRequest, mayStillSend?: () => boolean): Promise<VenueAnswer> => {
    const first = orders.at(-MOST_PER_SECOND);
    if (what.kind === 'place' && first !== undefined) exchange.advance(Math.max(exchange.now, first + 1_000));
    if (what.kind === 'place') orders.push(exchange.now);
    return asking.ask(what, mayStillSend);
  };
  return wireLab(
    {
      ...{ traits, link, server, account: 'contract', close },
      words: { place: ORDER_CREATE, executions: 'execution' },
      placeLate: (what) => whileHeldUp({ exchange, gate }, ORDER_CREATE, () => paced(what)),
    },
    { ...asking, ask: paced },
  );
}
