// Trading on paper, on the contract's market told as a live feed tells one: best prices and trades.
import { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { Market } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import { PaperVenue, type SavedPaper } from '../../src/adapters/exchange-simulator/paper-venue.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import type { FundingHistory } from '../../src/core/trading/venue-model/funding.ts';
import { listenTo } from '../venues/listening.ts';
import { contractSource, DEPOSIT, HISTORY, MINUTE } from './contract-market.ts';
import type { Lab, VenueTraits } from './lab.ts';

const STARTS_AT = Date.UTC(2026, 10, 2, 12);
const QUANTUM_DECIMALS = 8;
const SPECIFICATION: InstrumentSpecification = {
  ...{ id: 'BTCUSDT-PERP', venue: 'bybit', kind: 'perpetual', base: 'BTC', quote: 'USDT', tickSize: 0.01, lotSize: 0.001 },
  ...{ minimumNotional: 5, shorting: true, leverage: 10, makerFeeRatio: 0.0002, takerFeeRatio: 0.0006 },
};

export const PAPER_TRAITS: VenueTraits = {
  instrument: SPECIFICATION.id,
  base: SPECIFICATION.base,
  quote: SPECIFICATION.quote,
  takerFee: '0.0006',
  holds: 'position',
  troubles: [],
  refusals: {
    funds: 'INSUFFICIENT_FUNDS',
    minimum: 'BELOW_MINIMUM',
    priceStep: 'PRICE_STEP',
    quantityStep: 'QUANTITY_STEP',
    band: 'PRICE_BAND',
    postOnly: 'POST_ONLY_WOULD_TAKE',
    halted: 'INSTRUMENT_HALTED',
    notHeld: 'NOTHING_TO_REDUCE',
  },
};

export async function openPaperLab(): Promise<Lab> {
  const source = contractSource(SPECIFICATION, STARTS_AT, QUANTUM_DECIMALS);
  const prices = new Exchange({ sources: [source], clientIdUniqueness: 'none', deposit: 0, venueIdOf: String });
  let now = STARTS_AT;
  let written: SavedPaper | null = null;
  const venue = new PaperVenue({
    ...{ venue: 'bybit', currency: SPECIFICATION.quote, quantumDecimals: QUANTUM_DECIMALS, cash: DEPOSIT, latencyMs: 1 },
    ...{ instruments: [SPECIFICATION], saved: null, now: () => now, book: () => undefined },
    funding: { [SPECIFICATION.id]: source.funding as FundingHistory },
    save: (state) => {
      written = JSON.parse(JSON.stringify(state));
    },
    onTrouble: (error) => {
      throw error;
    },
  });
  prices.listen({
    moved: (market: Market) => {
      const { last: price } = market;
      const about = { instrument: SPECIFICATION.id, at: prices.now };
      venue.hear({ ...about, kind: 'quote', bid: price, bidSize: 1_000_000, ask: price, askSize: 1_000_000 });
      venue.hear({ ...about, kind: 'trade', price, size: 600, side: 'buy' });
    },
  });
  now += HISTORY * MINUTE;
  prices.advance(now);
  const asking = listenTo(venue);
  return {
    traits: PAPER_TRAITS,
    link: venue,
    exchange: venue.exchange,
    account: venue.account.id,
    news: asking.news,
    ask: asking.ask,
    until: (fits) => asking.news.until(fits),
    advance(ms) {
      now += ms;
      prices.advance(now);
    },
    strike() {},
    calm() {},
    placeLate: () => Promise.reject(new Error('requests have no life of their own here')),
    close: async () => {
      if (written === null) throw new Error('nothing was ever written down');
      venue.close();
    },
  };
}
