/** The Interactive Brokers link over a real socket, against the simulated gateway: the life of an order, and what users of other systems lost money by. */

import { afterEach, expect, test } from 'vitest';
import { Exchange } from '../../src/adapters/exchange-simulator/exchange/exchange.ts';
import type { WireFaults } from '../../src/adapters/exchange-simulator/interactive-brokers/gateway.ts';
import { type IbServer, type IbServerOptions, startIbServer } from '../../src/adapters/exchange-simulator/interactive-brokers/server.ts';
import {
  type InteractiveBrokers,
  type InteractiveBrokersOptions,
  openInteractiveBrokers,
} from '../../src/adapters/interactive-brokers/open.ts';
import { prepareInstrument } from '../../src/core/domain/instrument.ts';
import { createCandles } from '../../src/core/market/candles.ts';
import type { FeedNews } from '../../src/core/market/market-feed.ts';
import type { PlaceOrder, VenueAnswer, VenueNews, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';

const MINUTE = 60_000;
/** 2024-01-16 09:30 in New York. */
const OPEN = Date.UTC(2024, 0, 16, 14, 30);
/** Open, high, low, close, volume. */
const ROWS = [
  [100, 104, 98, 103, 3000],
  [103, 110, 102, 109, 3000],
  [109, 109, 90, 95, 3000],
];

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of cleanUp.splice(0).reverse()) await act();
});

async function simulator(options: Partial<IbServerOptions> = {}) {
  const candles = createCandles(ROWS.length);
  ROWS.forEach(([open, high, low, close, volume], i) => {
    Object.entries({ time: OPEN + i * MINUTE, open, high, low, close, volume }).forEach(([name, value]) => {
      candles[name as 'open'][i] = value as number;
    });
  });
  candles.length = ROWS.length;
  const specification = { id: 'AAPL', venue: 'ib', kind: 'equity', base: 'AAPL', quote: 'USD', tickSize: 0.01, lotSize: 1 } as const;
  const exchange = new Exchange({
    sources: [
      { instrument: prepareInstrument({ ...specification, takerFeeRatio: 0.001 }, 0, 2), timeframeMs: MINUTE, candles, funding: null },
    ],
    clientIdUniqueness: 'none',
    deposit: 10_000_000,
    venueIdOf: String,
  });
  exchange.advance(OPEN);
  const server = await startIbServer({ exchange, port: 0, ...options });
  cleanUp.push(() => server.close());
  return { exchange, server };
}

/** A link with what it has answered and told. */
class Client {
  readonly link: InteractiveBrokers;
  readonly told: VenueNews[] = [];
  readonly market: FeedNews[] = [];
  private readonly answers = new Map<number, (answer: VenueAnswer) => void>();
  private readonly waiting = new Set<() => void>();
  private requests = 0;

  constructor({ port }: IbServer, options: Partial<InteractiveBrokersOptions> = {}) {
    this.link = openInteractiveBrokers({
      environment: 'simulator',
      host: '127.0.0.1',
      port,
      clientId: 7,
      account: 'DU1234567',
      retriesMs: [20],
      answerMs: 2000,
      securities: [{ instrument: 'AAPL', symbol: 'AAPL', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
      ...options,
    });
    this.link.listen({
      answered: (request, answer) => this.answers.get(request)?.(answer),
      told: (news) => {
        this.told.push(news);
        for (const look of [...this.waiting]) look();
      },
    });
    this.link.feed.listen((news) => {
      this.market.push(news);
      for (const look of [...this.waiting]) look();
    });
    cleanUp.push(() => this.link.close());
  }

  ask(what: VenueRequest, mayStillSend = () => true): Promise<any> {
    const request = ++this.requests;
    return new Promise((resolve) => {
      this.answers.set(request, resolve);
      this.link.ask(request, what, mayStillSend);
    });
  }

  place(order: Partial<PlaceOrder>, mayStillSend?: () => boolean) {
    return this.ask({ kind: 'place', order: { ...market, ...order } }, mayStillSend);
  }

  /** The first piece of news of this link that fits, from before or to come. */
  news<N extends VenueNews | FeedNews>(fits: (news: any) => boolean, among: readonly (VenueNews | FeedNews)[] = this.told): Promise<N> {
    return new Promise((resolve) => {
      const look = () => {
        const found = among.find(fits);
        if (found === undefined) return;
        this.waiting.delete(look);
        resolve(found as N);
      };
      this.waiting.add(look);
      look();
    });
  }

  forget() {
    this.told.length = this.market.length = 0;
  }
}

const REFERENCE = '0123456789abcdef0123456789abcdef';
const market: PlaceOrder = {
  clientOrderId: REFERENCE,
  instrument: 'AAPL',
  side: 'buy',
  type: 'market',
  quantity: '10',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'GTC',
  expireAt: null,
  postOnly: false,
  reduceOnly: false,
};
const name = { clientOrderId: REFERENCE, venueOrderId: null, instrument: 'AAPL' };
const up = (news: VenueNews) => news.kind === 'link' && news.state === 'up';
const down = (news: VenueNews) => news.kind === 'link' && news.state === 'down';

async function started(server: IbServer, options: Partial<InteractiveBrokersOptions> = {}): Promise<Client> {
  const client = new Client(server, options);
  await client.link.start();
  return client;
}

test('the instruments come with the steps the gateway states', async () => {
  const { server } = await simulator();
  const { link } = await started(server);
  expect(link.instruments()).toEqual([
    {
      id: 'AAPL',
      venue: 'interactive-brokers',
      kind: 'equity',
      base: 'AAPL',
      quote: 'USD',
      tickSize: 0.01,
      lotSize: 1,
      contractMultiplier: 1,
    },
  ]);
  const unknown = await started(server, {
    clientId: 8,
    securities: [{ instrument: 'NONE', symbol: 'NONE', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
  });
  expect(() => unknown.link.instruments()).toThrow(/expected one security for NONE/);
});

test('a market order is answered with its permanent id, told filled, and executed once with its commission', async () => {
  const { server } = await simulator();
  const client = await started(server);
  expect(await client.place({})).toEqual({ ok: true, kind: 'place', venueOrderId: '1000000001' });
  expect(await client.news((news) => news.kind === 'execution')).toMatchObject({
    execution: {
      ...{ clientOrderId: REFERENCE, venueOrderId: '1000000001', instrument: 'AAPL', side: 'buy', quantity: '10', price: '100' },
      // 0.1 % of 1,000.00.
      ...{ fee: '1', feeCurrency: 'USD', liquidity: 'taker', kind: 'trade', at: OPEN },
    },
  });
  expect(await client.news((news) => news.kind === 'order' && news.order.status === 'filled')).toMatchObject({
    order: { clientOrderId: REFERENCE, quantity: '10', filled: '10', limitPrice: null, stopPrice: null, code: '' },
  });
  expect(await client.news((news) => news.kind === 'position')).toMatchObject({
    position: { instrument: 'AAPL', quantity: '10', averagePrice: '100' },
  });
});

test('positions, money, time, open orders and executions are answered', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  await client.place({});
  await client.place({ clientOrderId: 'b'.repeat(32), type: 'stop-limit', side: 'sell', stopPrice: '97', limitPrice: '96.5' });
  exchange.advance(OPEN + 15_000); // to the low of 98.00
  expect(await client.ask({ kind: 'positions' })).toMatchObject({
    positions: [{ instrument: 'AAPL', quantity: '10', averagePrice: '100' }],
  });
  // 100,000.00 less the commission of 1.00: what the shares lost meanwhile is not in it.
  expect(await client.ask({ kind: 'balances' })).toEqual({ ok: true, kind: 'balances', balances: [{ currency: 'USD', total: '99999' }] });
  expect(await client.ask({ kind: 'time' })).toEqual({ ok: true, kind: 'time', venueTime: OPEN + 15_000 });
  expect((await client.ask({ kind: 'open-orders' })).orders).toMatchObject([
    { clientOrderId: 'b'.repeat(32), status: 'working', side: 'sell', quantity: '10', filled: '0', limitPrice: '96.5', stopPrice: '97' },
  ]);
  expect((await client.ask({ kind: 'executions', since: OPEN })).executions).toHaveLength(1);
  expect((await client.ask({ kind: 'executions', since: OPEN + 5000 })).executions).toHaveLength(0);
  expect(await client.ask({ kind: 'funding', since: 0 })).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
});

test('a limit order is filled in part, changed in place, and cancelled', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  const { venueOrderId } = await client.place({ type: 'limit', limitPrice: '98.5', quantity: '150' });
  exchange.advance(OPEN + 15_000);
  // A tenth of the 1,000 shares of the leg.
  await client.news((news) => news.kind === 'order' && news.order.filled === '100');
  expect(await client.ask({ kind: 'amend', order: name, quantity: '130', limitPrice: '90' })).toEqual({
    ok: true,
    kind: 'amend',
    venueOrderId,
  });
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({
    order: { status: 'working', quantity: '130', filled: '100', limitPrice: '90' },
    executions: [{ quantity: '100', price: '98.5' }],
  });
  expect(await client.ask({ kind: 'cancel', order: name })).toEqual({ ok: true, kind: 'cancel', venueOrderId });
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: false, outcome: 'refused', code: 'ORDER_FINAL' });
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({
    order: { status: 'cancelled', filled: '100', venueOrderId },
  });
});

test('an order nobody has is not found', async () => {
  const { server } = await simulator();
  const client = await started(server);
  expect(await client.ask({ kind: 'find', order: name, since: 0 })).toEqual({ ok: true, kind: 'find', order: null, executions: [] });
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: false, outcome: 'refused', code: 'ORDER_UNKNOWN' });
});

test.each([
  ['PRICE_STEP', 'refused', { type: 'limit', limitPrice: '98.505' }],
  ['REFUSED', 'refused', { quantity: '2000' }],
  ['NOT_SUPPORTED', 'not-sent', { type: 'trailing-stop' }],
  ['NOT_SUPPORTED', 'not-sent', { reduceOnly: true }],
  ['INSTRUMENT_UNKNOWN', 'not-sent', { instrument: 'MSFT' }],
] as const)('%s (%s) is why such an order is not placed', async (code, outcome, order) => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  expect(await client.place(order)).toMatchObject({ ok: false, outcome, code });
  expect(exchange.account('DU1234567').openOrders()).toEqual([]);
});

test('an order that may no longer leave does not', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  expect(await client.place({}, () => false)).toMatchObject({ ok: false, outcome: 'not-sent' });
  expect(exchange.account('DU1234567').orders.size).toBe(0);
});

test.each([
  ['IB_PORT', { environment: 'live', port: 7497 }],
  ['IB_PORT', { environment: 'paper', port: 4001 }],
  ['IB_PORT', { environment: 'paper', port: 12345 }],
  ['IB_PORT', { environment: 'simulator', port: 7496 }],
  ['IB_CLIENT_ID', { clientId: 0 }],
  ['IB_ACCOUNT', { account: 'DU7654321' }],
] as const)('%s: a link that is not set up for its environment refuses to start', async (code, options) => {
  const { server } = await simulator();
  const client = new Client(server, options);
  await expect(client.link.start()).rejects.toMatchObject({ code });
});

test('a live account is not taken for a paper one, wherever it listens', async () => {
  const { server } = await simulator({ accounts: ['U1234567'] });
  const client = new Client(server, { account: 'U1234567' });
  await expect(client.link.start()).rejects.toMatchObject({ code: 'IB_ACCOUNT' });
});

test('a client id that another connection has is named', async () => {
  const { server } = await simulator();
  await started(server);
  await expect(new Client(server).link.start()).rejects.toMatchObject({ code: 'IB_CLIENT_ID' });
});

test('fills made while the gateway had no servers are found by asking, once (Lean IB #249)', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '99' });
  server.loseServers();
  await client.news(down);
  exchange.advance(OPEN + MINUTE);
  client.forget();
  server.regainServers('kept');
  await client.news(up);
  const found = await client.ask({ kind: 'find', order: name, since: OPEN });
  expect(found).toMatchObject({ order: { status: 'filled', filled: '10' }, executions: [{ quantity: '10', price: '99' }] });
  expect((await client.ask({ kind: 'executions', since: OPEN })).executions).toEqual(found.executions);
});

test('nothing is changed while the gateway has no servers, so that no order is doubled (Nautilus #4564)', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  server.loseServers();
  await client.news(down);
  const change = { kind: 'amend', order: name, limitPrice: '91' } as const;
  expect(await client.ask(change)).toMatchObject({ ok: false, outcome: 'refused', code: 'ORDER_UNKNOWN' });
  expect(await client.place({ clientOrderId: 'c'.repeat(32) })).toMatchObject({ ok: false, outcome: 'not-sent', code: 'CONNECTION_LOST' });
  client.forget();
  server.regainServers('lost');
  await client.news(up);
  expect(await client.ask(change)).toMatchObject({ ok: true });
  expect(exchange.account('DU1234567').openOrders()).toMatchObject([{ limit: 9100 }]);
});

test('two orders of one reference, should there be, are both listed, not changed, and cancelled together', async () => {
  let hold: (() => void) | null = null;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      // The change of the order (message 3, of its price 91) is on its way while the servers are lost.
      if (way === 'in' && tokens[0] === '3' && tokens.includes('91')) hold = deliver;
      else deliver();
    },
  };
  const { server, exchange } = await simulator({ faults });
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  const change = client.ask({ kind: 'amend', order: name, limitPrice: '91' });
  while (hold === null) await new Promise((resolve) => setImmediate(resolve));
  server.loseServers();
  (hold as () => void)();
  expect(await change).toMatchObject({ ok: false, outcome: 'unknown', code: 'CONNECTION_LOST' });
  client.forget();
  server.regainServers('kept');
  await client.news(up);
  const { orders } = await client.ask({ kind: 'open-orders' });
  expect(orders.map(({ limitPrice }: { limitPrice: string }) => limitPrice)).toEqual(['90', '91']);
  expect(await client.ask({ kind: 'amend', order: name, limitPrice: '92' })).toMatchObject({ ok: false, outcome: 'refused' });
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: true });
  expect(exchange.account('DU1234567').openOrders()).toEqual([]);
});

test('a gateway that restarts is connected to again, and its orders are managed on (Nautilus #5057)', async () => {
  const { server } = await simulator();
  const client = await started(server);
  const { venueOrderId } = await client.place({ type: 'limit', limitPrice: '90' });
  client.forget();
  server.cutConnections();
  await client.news(down);
  await client.news(up);
  expect(await client.ask({ kind: 'amend', order: name, limitPrice: '91' })).toEqual({ ok: true, kind: 'amend', venueOrderId });
});

test('a trader that restarts manages its orders with the same client id; with another one it sees them and says why not', async () => {
  const { server } = await simulator();
  const before = await started(server);
  const { venueOrderId } = await before.place({ type: 'limit', limitPrice: '90' });
  before.link.close();
  const other = await started(server, { clientId: 8 });
  expect((await other.ask({ kind: 'open-orders' })).orders).toMatchObject([{ venueOrderId, clientOrderId: REFERENCE }]);
  expect(await other.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
  const again = await started(server);
  expect(await again.ask({ kind: 'cancel', order: { ...name, clientOrderId: '', venueOrderId } })).toMatchObject({
    ok: true,
    venueOrderId,
  });
});

test('numeric ids are not used twice when the gateway counts from below (Lean IB #242)', async () => {
  let lose = true;
  const ids: string[] = [];
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'in' && tokens[0] === '3') ids.push(tokens[1] as string);
      if (way === 'in' && tokens[0] === '3' && lose) server.cutConnections();
      else deliver();
    },
  };
  const { server, exchange } = await simulator({ faults });
  const client = await started(server);
  expect(await client.place({})).toMatchObject({ ok: false, outcome: 'unknown', code: 'CONNECTION_LOST' });
  lose = false;
  client.forget();
  await client.news(up);
  expect(await client.ask({ kind: 'find', order: name, since: 0 })).toMatchObject({ order: null, executions: [] });
  expect(await client.place({ clientOrderId: 'd'.repeat(32) })).toMatchObject({ ok: true });
  expect(ids).toEqual(['1', '2']);
  expect(exchange.account('DU1234567').executions).toHaveLength(1);
});

test('an acknowledgement that is lost leaves the order in doubt, and asking finds it', async () => {
  let deaf = false;
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) =>
      void ((way === 'out' && deaf && ['5', '3', '11', '59'].includes(tokens[0] as string)) || deliver()),
  };
  const { server, exchange } = await simulator({ faults });
  const client = await started(server, { answerMs: 100 });
  deaf = true;
  expect(await client.place({ type: 'limit', limitPrice: '90' })).toMatchObject({ ok: false, outcome: 'unknown', code: 'TIMEOUT' });
  deaf = false;
  expect(await client.ask({ kind: 'find', order: name, since: OPEN })).toMatchObject({ order: { status: 'working', limitPrice: '90' } });
  expect(exchange.account('DU1234567').orders.size).toBe(1);
});

test('executions told twice and late are told once', async () => {
  const late: (() => void)[] = [];
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'out' && tokens[0] === '11') late.push(deliver, deliver);
      else deliver();
      // Commissions overtake their executions.
      if (way === 'out' && tokens[0] === '59') for (const act of late.splice(0)) act();
    },
  };
  const { server } = await simulator({ faults });
  const client = await started(server);
  await client.place({});
  await client.news((news) => news.kind === 'position');
  expect((await client.ask({ kind: 'executions', since: OPEN })).executions).toHaveLength(1);
  expect(client.told.filter(({ kind }) => kind === 'execution')).toHaveLength(1);
});

test('a liquidation by the broker is told though nobody ordered it (Lean IB #156)', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  await client.place({});
  await client.news((news) => news.kind === 'position');
  client.forget();
  const account = exchange.account('DU1234567');
  // What the exchange does to an account that can't keep its margin.
  account.venue.book.closeAll(0, 90_000);
  account.onFill({
    order: 0,
    instrument: 0,
    side: -1,
    lots: 10,
    ticks: 9000,
    fee: 0,
    liquidity: 'taker',
    kind: 'liquidation',
    at: exchange.now,
  });
  expect(await client.news((news) => news.kind === 'position')).toMatchObject({ position: { instrument: 'AAPL', quantity: '0' } });
  expect(await client.news((news) => news.kind === 'execution')).toMatchObject({
    execution: { kind: 'liquidation', clientOrderId: '', side: 'sell', quantity: '10', price: '90' },
  });
});

test('a gateway that says nothing is given up and connected to again', async () => {
  let silent = false;
  const faults: WireFaults = { message: (way, _, __, deliver) => void ((way === 'out' && silent) || deliver()) };
  const { server } = await simulator({ faults });
  const client = await started(server, { silenceMs: 50 });
  client.forget();
  silent = true;
  await client.news(down);
  silent = false;
  await client.news(up);
});

test('the feed makes the candles of the exchange from five-second bars, and quotes with both sides', async () => {
  const { server, exchange } = await simulator();
  const client = await started(server);
  await client.news((news) => news.kind === 'quote', client.market);
  await client.ask({ kind: 'time' });
  exchange.advance(OPEN + 2 * MINUTE);
  await client.news((news) => news.kind === 'candle' && news.closed && news.time === OPEN + MINUTE, client.market);
  const closed = client.market.filter((news) => news.kind === 'candle' && news.closed);
  expect(closed).toMatchObject([
    { instrument: 'AAPL', timeframeMs: MINUTE, time: OPEN, open: 100, high: 104, low: 98, close: 103 },
    { instrument: 'AAPL', timeframeMs: MINUTE, time: OPEN + MINUTE, open: 103, high: 110, low: 102, close: 109 },
  ]);
  expect((closed[0] as { volume: number }).volume).toBeCloseTo(3000, 6);
  expect(client.market.find(({ kind }) => kind === 'quote')).toMatchObject({ instrument: 'AAPL', bid: 100, ask: 100.01 });
});

test('a cancel does not wait behind questions', async () => {
  const arrivals: string[] = [];
  const faults: WireFaults = {
    message: (way, _, tokens, deliver) => {
      if (way === 'in') arrivals.push(tokens[0] as string);
      deliver();
    },
  };
  const { server } = await simulator({ faults });
  const client = await started(server);
  await client.place({ type: 'limit', limitPrice: '90' });
  const from = arrivals.length;
  const questions = Array.from({ length: 60 }, () => client.ask({ kind: 'balances' }));
  expect(await client.ask({ kind: 'cancel', order: name })).toMatchObject({ ok: true });
  // Cancel is message 4, the question about money 62.
  expect(arrivals.slice(from).filter((kind) => kind === '62').length).toBeLessThan(60);
  await Promise.all(questions);
});
