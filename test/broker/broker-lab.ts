// A broker over a link whose other end is the test: what was asked can be read, and is answered by hand.
import { type Instrument, prepareInstrument } from '../../src/core/domain/instrument.ts';
import type { OrderTicket } from '../../src/core/domain/order.ts';
import { Broker } from '../../src/core/trading/broker/broker.ts';
import type {
  ExecutionReport,
  LinkListener,
  OrderReport,
  VenueAnswer,
  VenueCapabilities,
  VenueFailureCode,
  VenueLink,
  VenueRequest,
} from '../../src/core/trading/broker/venue-link.ts';
import type { Fill } from '../../src/core/trading/venue-model/venue.ts';

export const T0 = Date.UTC(2026, 0, 5);

export const BTC: Instrument = prepareInstrument(
  { id: 'BTCUSDT', base: 'BTC', quote: 'USDT', venue: 'test', kind: 'perpetual', tickSize: 0.1, lotSize: 0.001 } as never,
  0,
  8,
);

const CAPABILITIES: VenueCapabilities = {
  venue: 'test',
  clientIdUniqueness: 'ever',
  orderTypes: ['market', 'limit', 'stop'],
  timesInForce: ['GTC', 'IOC', 'FOK'],
  postOnly: true,
  reduceOnly: true,
  amend: true,
  stopWithTarget: true,
  requestLifeMs: null,
  shorting: true,
  funding: false,
};

interface Asked {
  readonly id: number;
  readonly what: VenueRequest;
  readonly mayStillSend: () => boolean;
}

export function brokerLab(capabilities: Partial<VenueCapabilities> = {}) {
  const asked: Asked[] = [];
  const told: string[] = [];
  const progress: string[] = [];
  const fills: Fill[] = [];
  const switches = { maySend: true, mayEnter: true, marketTime: T0 };
  let now = T0;
  let sequence = 0;
  let listener: LinkListener | null = null;
  const link: VenueLink = {
    capabilities: { ...CAPABILITIES, ...capabilities },
    listen: (one) => {
      listener = one;
    },
    ask: (id, what, mayStillSend) => void asked.push({ id, what, mayStillSend }),
  };
  const broker = new Broker(
    {
      instruments: [BTC],
      link,
      accountCurrency: 'USDT',
      quantumDecimals: 8,
      intentOf: (number) => ({ clientOrderId: `c${number}`, slot: 0 }),
      budget: { burst: 100, perSecond: 10, reservedShare: 0.3 },
      maySend: () => switches.maySend,
      mayEnter: () => switches.mayEnter,
      marketTime: () => switches.marketTime,
      externalSlotOf: () => -1,
      unrecordedSlotOf: (clientOrderId) => (clientOrderId === 'c99' ? 0 : -1),
    },
    {
      onFill: (fill) => void fills.push(fill),
      onDone: (number, status, code) => void told.push(`${number} ${status}${code === '' ? '' : ` ${code}`}`),
      onFunding: (_, quanta) => void told.push(`paid ${quanta}`),
      onRestated: (_, { lots, cost }) => void told.push(`restated ${lots} lots cost ${cost}`),
      onStray: (fill) => void told.push(`stray ${fill.lots}`),
      onGap: () => void told.push('gap'),
      onAlert: (code) => void told.push(code),
      onProgress: ({ number, venueOrderId }, stage) =>
        void progress.push(`${number} ${stage}${venueOrderId === null ? '' : ` as ${venueOrderId}`}`),
      onDemand: (id, _, demanded) => void told.push(`${demanded ? 'demand' : 'lift'} ${id}`),
    },
  );
  const lab = {
    broker,
    told,
    progress,
    fills,
    switches,
    get listener() {
      return listener;
    },
    /** The wish of an order, not written down yet. */
    submit(ticket: Partial<OrderTicket> & { readonly id: number }) {
      broker.submit(
        {
          ...{ instrument: 0, side: 1, type: 'limit', lots: 100, equityShare: 0, limit: 200_000, trigger: Number.NaN, trailTicks: 0 },
          ...{ trailRatio: 0, timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false, oco: 0 },
          ...ticket,
        },
        now,
      );
    },
    /** What was wished is written down and reaches the disk. */
    durable() {
      broker.recorded(++sequence);
      broker.release(sequence, now);
    },
    /** Lets time pass, looking at it every 100 ms. */
    pass(ms: number) {
      for (const until = now + ms; now < until; ) {
        now = Math.min(now + 100, until);
        broker.tick(now);
      }
    },
    /** Requests that have left and were not answered yet, as `kind id`. */
    get open(): string[] {
      return asked.map(({ what }) => `${what.kind}${'order' in what ? ` ${what.order.clientOrderId}` : ''}`);
    },
    /** Takes the oldest unanswered request of a kind. */
    take(kind: VenueRequest['kind']): Asked {
      const index = asked.findIndex(({ what }) => what.kind === kind);
      if (index < 0) throw new Error(`expected a ${kind}, found ${lab.open.join(', ') || 'nothing'}`);
      return asked.splice(index, 1)[0] as Asked;
    },
    answer(kind: VenueRequest['kind'], answer: object) {
      broker.answered(lab.take(kind).id, { ok: true, kind, ...answer } as VenueAnswer, now);
    },
    fail(kind: VenueRequest['kind'], outcome: 'refused' | 'not-sent' | 'unknown', code: VenueFailureCode) {
      broker.answered(lab.take(kind).id, { ok: false, outcome, code, venueCode: '', message: '' }, now);
    },
    report(number: number, change: Partial<OrderReport>) {
      broker.report(orderReport(number, change), now);
    },
    execute(id: string, number: number, quantity: string, change: Partial<ExecutionReport> = {}) {
      broker.tookPlace(execution(id, number, quantity, change), now);
    },
    /** Orders that are followed, as `number state filled/wanted`. */
    get orders(): string[] {
      return Array.from(broker.orders.values(), ({ number, state, filled, wanted }) => `${number} ${state} ${filled}/${wanted.lots}`);
    },
    get now() {
      return now;
    },
  };
  return lab;
}

export function orderReport(number: number, change: Partial<OrderReport> = {}): OrderReport {
  return {
    ...{ clientOrderId: `c${number}`, venueOrderId: `v${number}`, instrument: 'BTCUSDT', side: 'buy', status: 'working', quantity: '0.1' },
    ...{ filled: '0', limitPrice: '20000', stopPrice: null, reduceOnly: false, code: '', at: T0 },
    ...change,
  };
}

export function execution(id: string, number: number, quantity: string, change: Partial<ExecutionReport> = {}): ExecutionReport {
  return {
    ...{ executionId: id, clientOrderId: `c${number}`, venueOrderId: `v${number}`, instrument: 'BTCUSDT', side: 'buy', quantity },
    ...{ price: '20000', fee: '0', feeCurrency: 'USDT', liquidity: 'taker', kind: 'trade', at: T0 },
    ...change,
  };
}
