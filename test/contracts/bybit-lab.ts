/** The Bybit link on the Bybit simulator: linear perpetuals, or spot. */

import { openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import type { VenueAnswer, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { listenTo } from '../venues/listening.ts';
import { contractSource, DEPOSIT, HISTORY, MINUTE } from './contract-market.ts';
import { type Lab, type VenueTraits, wireLab } from './lab.ts';

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
    refusals: { ...REFUSALS, priceStep: 'REFUSED', quantityStep: 'REFUSED', postOnly: 'POST_ONLY_WOULD_TAKE', notHeld: 'NOTHING_TO_REDUCE' },
  },
  spot: {
    ...COMMON,
    instrument: 'BTCUSDT',
    takerFee: '0.001',
    holds: 'balance',
    refusals: { ...REFUSALS, priceStep: 'PRICE_STEP', quantityStep: 'QUANTITY_STEP', postOnly: 'POST_ONLY_WOULD_TAKE', notHeld: 'INSUFFICIENT_FUNDS' },
  },
};

/** Ten orders a second are taken: the ninth of a second waits. */
const MOST_PER_SECOND = 8;
const LATE_MS = 2_200;

export async function openBybitLab(category: Category): Promise<Lab> {
  const now = Date.now();
  const startsAt = Math.floor(now / MINUTE) * MINUTE - HISTORY * MINUTE;
  const server = await startBybitServer({
    sources: [contractSource(SPECIFICATIONS[category], startsAt, 8)],
    ...{ quantumDecimals: 8, deposit: DEPOSIT * 1e8, port: 0, speed: 0, seed: 1 },
  });
  const traits = BYBIT_TRAITS[category];
  const link = await openCcxtLink({
    venue: 'bybit',
    instruments: [{ id: traits.instrument, symbol: 'BTCUSDT', category }],
    baseUrl: `http://${server.address}`,
    now: Date.now,
    key: () => 'contract',
    secret: () => 'contract',
    requestTimeoutMs: 3_000,
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
  const sent: number[] = [];
  const paced = async (what: VenueRequest, mayStillSend?: () => boolean): Promise<VenueAnswer> => {
    const first = sent.at(-MOST_PER_SECOND);
    if (what.kind === 'place' && first !== undefined && Date.now() - first < 1_000)
      await new Promise((done) => setTimeout(done, first + 1_000 - Date.now()));
    if (what.kind === 'place') sent.push(Date.now());
    return asking.ask(what, mayStillSend);
  };
  return wireLab(
    {
      ...{ traits, link, server, account: 'contract', close },
      words: { place: '/v5/order/create', executions: 'execution' },
      placeLate(what) {
        server.gate.add({ kind: 'latency', side: 'request', delayMs: LATE_MS, count: 1, when: {}, scope: { request: '/v5/order/create' } });
        return paced(what);
      },
    },
    { ...asking, ask: paced },
  );
}
