/** The venue and the wire of the fault simulation, in memory and under a clock of their own: what the runs trust has to keep the contract too. */

import { Faults } from '../../src/apps/simulation/faults.ts';
import { SimulatedLink } from '../../src/apps/simulation/simulated-link.ts';
import { CURRENCY, QUANTUM_DECIMALS, SPECIFICATIONS } from '../../src/apps/simulation/simulated-market.ts';
import { SimulatedVenue, type VenueKind } from '../../src/apps/simulation/simulated-venue.ts';
import { World } from '../../src/apps/simulation/world.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { listenTo } from '../venues/listening.ts';
import { contractSource, DEPOSIT, HISTORY, MINUTE } from './contract-market.ts';
import type { Lab, Trouble, VenueTraits } from './lab.ts';

const STARTS_AT = Date.UTC(2026, 10, 2, 12);
const SPECIFICATION: InstrumentSpecification = { ...(SPECIFICATIONS[1] as InstrumentSpecification), leverage: 10, lotSize: 0.001 };

const TRAITS: VenueTraits = {
  instrument: SPECIFICATION.id,
  base: SPECIFICATION.base,
  quote: CURRENCY,
  takerFee: '0.0006',
  holds: 'position',
  saysWhenToComeBack: true,
  maintenance: 'refused',
  skewed: 'CLOCK_SKEW',
  trustsItsCaller: true,
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
    'clock-skew',
    'restart',
    'restart-forgetting',
    'partial-fills',
    'dearer',
  ],
  refusals: {
    funds: 'INSUFFICIENT_FUNDS',
    minimum: 'BELOW_MINIMUM',
    band: 'PRICE_BAND',
    postOnly: 'POST_ONLY_WOULD_TAKE',
    notHeld: 'NOTHING_TO_REDUCE',
  },
};

/** Where requests have no life of their own neither late ones nor a clock that is off are noticed. */
export function simulatedTraits({ requestLifeMs }: VenueKind): VenueTraits {
  const { skewed: _, ...others } = TRAITS;
  return requestLifeMs === null ? { ...others, troubles: TRAITS.troubles.filter((trouble) => trouble !== 'clock-skew') } : TRAITS;
}

export async function openSimulatedLab(kind: VenueKind): Promise<Lab> {
  const world = new World(1, STARTS_AT + HISTORY * MINUTE);
  const source = contractSource(SPECIFICATION, STARTS_AT, QUANTUM_DECIMALS);
  const venue = new SimulatedVenue(world, [source], kind, DEPOSIT * 10 ** QUANTUM_DECIMALS);
  const { exchange, account } = venue;
  exchange.advance(world.now);
  const faults = new Faults(world, []);
  const link = new SimulatedLink(world, venue, faults, (task) => task());
  const [calmFate, calmNews, calmLatency] = [faults.fateOf.bind(faults), faults.newsFate.bind(faults), faults.latencyMs.bind(faults)];
  const once = (fate: ReturnType<Faults['fateOf']>) => {
    faults.fateOf = (what) => {
      if (what !== 'place') return null;
      faults.fateOf = calmFate;
      return fate;
    };
  };
  const market = exchange.markets[0];
  const { takerFeeRatio = 0, makerFeeRatio = 0 } = SPECIFICATION;
  const strikes: Partial<Record<Trouble, () => void>> = {
    'answer-lost': () => once('answer-lost'),
    'cut-before': () => once('request-lost'),
    'cut-after': () => once('connection-reset'),
    'server-error': () => once('server-error'),
    'rate-limit': () => venue.limitRate(1_000),
    maintenance: () => venue.maintain(1_000),
    'news-doubled': () => {
      faults.newsFate = () => 'news-duplicated';
    },
    'news-reordered': () => {
      faults.newsFate = () => 'news-reordered';
    },
    'news-lost': () => {
      faults.newsFate = () => 'news-lost';
    },
    'clock-skew': () => {
      venue.skewMs = 30_000;
    },
    restart: () => link.disconnect(1_000),
    'restart-forgetting': () => {
      exchange.forgetOpenOrders();
      link.disconnect(1_000);
    },
    'partial-fills': () => {
      if (market) market.mostLotsPerFill = Math.round(1 / market.instrument.lotSize);
    },
    dearer: () => account.setFees(0, 0.02, 0.02),
  };
  const asking = listenTo(link);
  /** What is awaited comes while the world runs; it stands still otherwise. */
  const running = async <T>(awaited: Promise<T>): Promise<T> => {
    let isOver = false;
    const over = awaited.finally(() => {
      isOver = true;
    });
    for (const until = world.now + MINUTE; ; ) {
      await null;
      await null;
      await null;
      if (isOver || !world.step(until)) return over;
    }
  };
  return {
    traits: simulatedTraits(kind),
    link,
    exchange,
    account: account.id,
    news: asking.news,
    ask: (what, mayStillSend) => running(asking.ask(what, mayStillSend)),
    until: (fits) => running(asking.news.until(fits)),
    advance(ms) {
      world.now += ms;
      exchange.advance(world.now);
    },
    strike: (trouble) => strikes[trouble]?.(),
    calm() {
      Object.assign(faults, { fateOf: calmFate, newsFate: calmNews, latencyMs: calmLatency });
      venue.skewMs = 0;
      venue.limitRate(0);
      venue.maintain(0);
      if (market) market.mostLotsPerFill = Number.POSITIVE_INFINITY;
      account.setFees(0, makerFeeRatio, takerFeeRatio);
    },
    placeLate(what) {
      let isFirst = true;
      faults.latencyMs = () => {
        if (!isFirst) return calmLatency();
        isFirst = false;
        return 3_000;
      };
      return running(asking.ask(what));
    },
    close: async () => link.cut(),
  };
}
