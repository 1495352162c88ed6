/** The link to Interactive Brokers on the simulated gateway: one stock in whole shares. */

import { startIbExchange } from '../../src/adapters/exchange-simulator/interactive-brokers/ib-server.ts';
import { openInteractiveBrokers } from '../../src/adapters/interactive-brokers/open.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { listenTo } from '../venues/listening.ts';
import { contractSource, DEPOSIT } from './contract-market.ts';
import { type Lab, type VenueTraits, wireLab } from './lab.ts';

/** 2024-01-16 09:30 in New York. */
const STARTS_AT = Date.UTC(2024, 0, 16, 14, 30);
const ACCOUNT = 'DU1234567';

const SPECIFICATION: InstrumentSpecification = {
  id: 'AAPL',
  venue: 'ib',
  kind: 'equity',
  base: 'AAPL',
  quote: 'USD',
  tickSize: 0.01,
  lotSize: 1,
  minimumNotional: 0,
  shorting: true,
  makerFeeRatio: 0.001,
  takerFeeRatio: 0.001,
};

export const INTERACTIVE_BROKERS_TRAITS: VenueTraits = {
  instrument: 'AAPL',
  base: 'AAPL',
  quote: 'USD',
  takerFee: '0.001',
  holds: 'position',
  troubles: [
    'answer-lost',
    'cut-before',
    'cut-after',
    'news-doubled',
    'news-reordered',
    'news-lost',
    'restart',
    'restart-forgetting',
    'partial-fills',
    'dearer',
  ],
  // One code for whatever the broker rejects, funds included.
  refusals: { funds: 'REFUSED', priceStep: 'PRICE_STEP', notHeld: 'NOT_SUPPORTED' },
};

export async function openInteractiveBrokersLab(): Promise<Lab> {
  const server = await startIbExchange({
    sources: [contractSource(SPECIFICATION, STARTS_AT, 2)],
    ...{ quantumDecimals: 2, deposit: DEPOSIT * 100, port: 0, speed: 0, seed: 1 },
  });
  const link = openInteractiveBrokers({
    ...{ environment: 'dev', mode: 'paper', isSimulator: true, host: '127.0.0.1', port: server.port, clientId: 7, account: ACCOUNT },
    retriesMs: [20],
    answerMs: 1_000,
    securities: [{ instrument: 'AAPL', symbol: 'AAPL', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
  });
  const close = async () => {
    link.close();
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
      ...{ traits: INTERACTIVE_BROKERS_TRAITS, link, server, account: ACCOUNT, close },
      words: { place: 'placeOrder', executions: 'execution' },
      placeLate: async () => Promise.reject(new Error('Interactive Brokers has no rule for late requests')),
    },
    asking,
  );
}
