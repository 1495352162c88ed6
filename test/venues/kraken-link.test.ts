import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CcxtLink, openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import {
  bodyOf,
  type KrakenVenue,
  krakenOptions,
  ORDER,
  ok,
  openKrakenVenue,
  recorded,
  refusal,
  SECRET,
  signatureIsRight,
} from './kraken-venue.ts';
import { type Asking, listenTo } from './listening.ts';
import { SILENT } from './local-venue.ts';

const PLACE: VenueRequest = { kind: 'place', order: ORDER };
const ADD = '/0/private/AddOrder';
const openOrder = (more: object = {}) => ({
  ...(Object.values(recorded('example-openorders-data.json').result.open)[0] as object),
  cl_ord_id: ORDER.clientOrderId,
  ...more,
});

describe('a Kraken link', () => {
  let venue: KrakenVenue;
  let link: CcxtLink;
  let asking: Asking;
  const notices: string[] = [];

  beforeEach(async () => {
    venue = await openKrakenVenue();
    notices.length = 0;
    link = await openCcxtLink(krakenOptions(venue, { requestTimeoutMs: 1_500, onNotice: ({ code }) => notices.push(code) }));
    asking = listenTo(link);
    await link.start();
  });
  afterEach(async () => {
    await link.close();
    await venue.close();
  });

  test('places an order signed as Kraken checks it, with its id as short UUID, its fee in the quote currency and a deadline', async () => {
    venue.on(ADD, () => recorded('example-order-data.json'));
    expect(await asking.ask(PLACE)).toEqual({ ok: true, kind: 'place', venueOrderId: 'OBQHEF-4PORS-OGMG2F' });
    const [request] = venue.of(ADD);
    expect(signatureIsRight(request!)).toBe(true);
    const { nonce, deadline, ...rest } = bodyOf(request!);
    expect(rest).toEqual({
      pair: 'XXBTZUSD',
      type: 'sell',
      ordertype: 'limit',
      volume: '0.01000000',
      price: '60000.5',
      cl_ord_id: ORDER.clientOrderId,
      timeinforce: 'GTC',
      oflags: 'fciq',
    });
    expect(Number(nonce)).toBeGreaterThan(Date.now() * 1000 - 60e6);
    // Five seconds ahead, the venue's clock known to half a second.
    expect(Math.abs(Date.parse(deadline!) - Date.now() - 5_000)).toBeLessThan(2_000);
  });

  test.each([
    ['a protective stop', { type: 'stop', stopPrice: '59000.0', limitPrice: null }, { ordertype: 'stop-loss', price: '59000.0' }],
    [
      'a stop-limit order',
      { type: 'stop-limit', stopPrice: '59000.0', limitPrice: '58990.0' },
      { ordertype: 'stop-loss-limit', price: '59000.0', price2: '58990.0' },
    ],
    ['a target', { type: 'take-profit', stopPrice: '65000.0', limitPrice: null }, { ordertype: 'take-profit', price: '65000.0' }],
    ['a post-only order', { postOnly: true }, { oflags: 'fciq,post' }],
    ['an order with an end', { timeInForce: 'GTD', expireAt: 1_800_000_000_500 }, { timeinforce: 'GTD', expiretm: '1800000000' }],
  ] as const)('words %s as Kraken does', async (_, order, expected) => {
    venue.on(ADD, () => recorded('example-order-data.json'));
    await asking.ask({ kind: 'place', order: { ...ORDER, ...order } });
    expect(bodyOf(venue.of(ADD)[0]!)).toMatchObject(expected);
  });

  test('sends no reduce-only order to the spot market', async () => {
    expect(await asking.ask({ kind: 'place', order: { ...ORDER, reduceOnly: true } })).toMatchObject({
      outcome: 'not-sent',
      code: 'NOT_SUPPORTED',
    });
    expect(venue.of(ADD)).toEqual([]);
  });

  // docs.kraken.com/exchange/guides/general/errors
  test.each([
    ['EOrder:Insufficient funds', 'refused', 'INSUFFICIENT_FUNDS'],
    ['EOrder:Order minimum not met', 'refused', 'BELOW_MINIMUM'],
    ['EOrder:Cost minimum not met', 'refused', 'BELOW_MINIMUM'],
    ['EOrder:Unknown order', 'refused', 'ORDER_UNKNOWN'],
    ['EOrder:Rate limit exceeded', 'refused', 'RATE_LIMITED'],
    ['EAPI:Invalid nonce', 'refused', 'BAD_NONCE'],
    ['EAPI:Invalid key', 'refused', 'KEY_REFUSED'],
    ['EGeneral:Permission denied', 'refused', 'KEY_REFUSED'],
    ['EGeneral:Invalid arguments:volume minimum not met', 'refused', 'BELOW_MINIMUM'],
    ['EQuery:Unknown asset pair', 'refused', 'INSTRUMENT_UNKNOWN'],
    ['EOrder:A rule of tomorrow', 'refused', 'REFUSED'],
    ['EService:Unavailable', 'unknown', 'MAINTENANCE'],
    ['EService:Busy', 'unknown', 'SERVER_ERROR'],
    ['EService:Deadline elapsed', 'unknown', 'TIMEOUT'],
    ['EService:Something new', 'unknown', 'SERVER_ERROR'],
    ['EGeneral:Internal error', 'unknown', 'SERVER_ERROR'],
  ])('reads %s as %s %s', async (error, outcome, code) => {
    venue.on(ADD, () => refusal(error));
    expect(await asking.ask(PLACE)).toMatchObject({ ok: false, outcome, code, venueCode: error });
    expect(venue.of(ADD)).toHaveLength(1);
  });

  test('says when a throttled request may come again', async () => {
    venue.on(ADD, () => refusal(`EService:Throttled: ${Math.ceil(Date.now() / 1000) + 20}`));
    const answer = await asking.ask(PLACE);
    if (answer.ok) throw new Error('it was refused');
    expect(answer.code).toBe('RATE_LIMITED');
    expect(answer.retryAfterMs).toBeGreaterThan(18_000);
  });

  test.each([
    ['no answer in time', 'TIMEOUT', () => SILENT],
    ['a 520 of the front', 'SERVER_ERROR', (_, response) => response.writeHead(520).end()],
    ['a cut connection', 'CONNECTION_LOST', (_, response) => response.destroy()],
    ['an order without id', 'BAD_ANSWER', () => ok({ descr: {} })],
  ] as [string, string, Parameters<KrakenVenue['on']>[1]][])('leaves %s in doubt', async (_, code, responder) => {
    venue.on(ADD, responder);
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'unknown', code });
    expect(venue.of(ADD)).toHaveLength(1);
  });

  test('sends signed requests one after the other with rising nonces, orders before questions, each under its own permission', async () => {
    const arrived: string[] = [];
    let release = () => {};
    venue.on('/0/private/Balance', (_, response) => {
      arrived.push('Balance');
      release = () => response.end(JSON.stringify(ok({})));
      return SILENT;
    });
    venue.on('/0/private/OpenOrders', () => arrived.push('OpenOrders') && ok({ open: {} }));
    venue.on(ADD, () => arrived.push('AddOrder') && recorded('example-order-data.json'));
    const first = asking.ask({ kind: 'balances' });
    while (arrived.length === 0) await new Promise(setImmediate);
    const rest = [
      asking.ask({ kind: 'open-orders' }),
      asking.ask(PLACE, () => false),
      asking.ask({ ...PLACE, order: { ...ORDER, clientOrderId: 'other' } } as VenueRequest),
    ];
    release();
    const answers = await Promise.all([first, ...rest]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.outcome))).toEqual(['ok', 'ok', 'not-sent', 'ok']);
    expect(arrived).toEqual(['Balance', 'AddOrder', 'OpenOrders']);
    expect(bodyOf(venue.of(ADD)[0]!).cl_ord_id).toBe('other');
    const nonces = venue.seen.filter(({ path }) => path.startsWith('/0/private')).map((request) => Number(bodyOf(request).nonce));
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
  });

  test('cancels and amends by either name', async () => {
    venue.on('/0/private/CancelOrder', () => recorded('example-cancelorder-data.json'));
    venue.on('/0/private/AmendOrder', () => ok({ amend_id: 'TJSMEH-AA67V-YUSQ6O' }));
    const order = { clientOrderId: ORDER.clientOrderId, venueOrderId: null, instrument: 'BTC/USD' };
    expect(await asking.ask({ kind: 'cancel', order })).toMatchObject({ ok: true });
    expect(bodyOf(venue.of('/0/private/CancelOrder')[0]!)).toMatchObject({ cl_ord_id: ORDER.clientOrderId });
    expect(await asking.ask({ kind: 'amend', order: { ...order, venueOrderId: 'O-1' }, quantity: '0.02', stopPrice: '1.5' })).toMatchObject(
      { ok: true },
    );
    expect(bodyOf(venue.of('/0/private/AmendOrder')[0]!)).toMatchObject({ txid: 'O-1', order_qty: '0.02', trigger_price: '1.5' });
    venue.on('/0/private/CancelOrder', () => ok({ count: 0 }));
    expect(await asking.ask({ kind: 'cancel', order })).toMatchObject({ outcome: 'refused', code: 'ORDER_UNKNOWN' });
  });

  test('finds an order that filled at once by its trade alone', async () => {
    const trade = {
      ...(Object.values(recorded('example-tradehistory-data.json').result.trades)[0] as object),
      ordertxid: 'O-1',
      pair: 'XXBTZUSD',
    };
    venue.on('/0/private/OpenOrders', () => ok({ open: {} }));
    venue.on('/0/private/ClosedOrders', () => ok({ closed: {}, count: 0 }));
    venue.on('/0/private/TradesHistory', () => ok({ trades: {}, count: 0 }));
    const find: VenueRequest = { kind: 'find', order: { ...ORDER, venueOrderId: null }, since: Date.now() - 60_000 };
    expect(await asking.ask(find)).toEqual({ ok: true, kind: 'find', order: null, executions: [] });
    expect(bodyOf(venue.of('/0/private/OpenOrders')[0]!).cl_ord_id).toBe(ORDER.clientOrderId);

    venue.on('/0/private/TradesHistory', () => ok({ trades: { 'T-1': trade }, count: 1 }));
    venue.on('/0/private/QueryOrders', () =>
      ok({ 'O-1': openOrder({ status: 'closed', vol_exec: '1000.00000000', closetm: 1499872461.5 }) }),
    );
    expect(await asking.ask(find)).toMatchObject({
      order: { venueOrderId: 'O-1', status: 'filled', filled: '1000', at: 1499872461500 },
      executions: [{ executionId: 'T-1', clientOrderId: ORDER.clientOrderId, fee: '0.03208', feeCurrency: 'USD', at: 1389071942208 }],
    });
    venue.on('/0/private/ClosedOrders', () => refusal('EAPI:Rate limit exceeded'));
    expect(await asking.ask(find)).toMatchObject({ ok: false, code: 'RATE_LIMITED' });
  });

  test('reports the recorded open orders as they stand in the record', async () => {
    venue.on('/0/private/OpenOrders', () => recorded('example-openorders-data.json'));
    const answer = await asking.ask({ kind: 'open-orders' });
    if (!answer.ok || answer.kind !== 'open-orders') throw new Error(JSON.stringify(answer));
    expect(answer.orders).toHaveLength(6);
    expect(answer.orders[0]).toEqual({
      clientOrderId: '',
      venueOrderId: 'O767CW-TXHCL-FWZ5R2',
      instrument: 'spot:XRPXBT',
      side: 'buy',
      status: 'working',
      quantity: '1000',
      filled: '0',
      limitPrice: '0.00001',
      stopPrice: null,
      reduceOnly: false,
      code: '',
      at: 1499872460257,
    });
  });

  test('pages the trades of an outage to the end and asks their orders for the client ids once', async () => {
    const row = { ordertxid: 'O-1', pair: 'XXBTZUSD', type: 'buy', price: '60000.1', vol: '0.00000001', fee: '0.1', maker: true };
    const trades = Array.from({ length: 120 }, (_, index) => [`T-${index}`, { ...row, time: Date.now() / 1000 - index / 100 }] as const);
    venue.on('/0/private/TradesHistory', (request) => {
      const from = Number(bodyOf(request).ofs);
      return ok({ trades: Object.fromEntries(trades.slice(from, from + 50)), count: 120 });
    });
    venue.on('/0/private/QueryOrders', () => ok({ 'O-1': openOrder({ oflags: 'fcib' }) }));
    const answer = await asking.ask({ kind: 'executions', since: Date.now() - 60_000 });
    if (!answer.ok || answer.kind !== 'executions') throw new Error(JSON.stringify(answer));
    expect(answer.executions).toHaveLength(120);
    expect(answer.executions[0]).toMatchObject({ executionId: 'T-119', quantity: '0.00000001', feeCurrency: 'BTC', liquidity: 'maker' });
    expect(venue.of('/0/private/TradesHistory')).toHaveLength(3);
    expect(venue.of('/0/private/QueryOrders')).toHaveLength(1);
  });

  test('reports balances under their common names', async () => {
    venue.on('/0/private/Balance', () => ok({ XXBT: '0.1000000000', ZUSD: '12.3400', 'USD.F': '1.0' }));
    expect(await asking.ask({ kind: 'balances' })).toMatchObject({
      balances: [
        { currency: 'BTC', total: '0.1' },
        { currency: 'USD', total: '12.34' },
        { currency: 'USD.F', total: '1' },
      ],
    });
  });

  test('completes the short events of the stream from what came before, and keeps every digit', async () => {
    const whole = {
      order_id: 'O-1',
      cl_ord_id: ORDER.clientOrderId,
      symbol: 'BTC/USD',
      side: 'buy',
      order_type: 'limit',
      limit_price: 60000.5,
      order_qty: 0.1,
      cum_qty: 0,
    };
    const at = '2026-01-02T03:04:05.678901234Z';
    venue.push({ channel: 'executions', type: 'snapshot', data: [{ ...whole, exec_type: 'new', order_status: 'new', timestamp: at }] });
    venue.push(
      `{"channel":"executions","type":"update","data":[{"order_id":"O-1","exec_type":"trade","exec_id":"T-1","last_qty":0.123456789012345678,"last_price":1e-8,"liquidity_ind":"t","fees":[{"asset":"USD","qty":0.00000026}],"order_status":"partially_filled","cum_qty":0.05,"timestamp":"${at}"}]}`,
    );
    venue.push({
      channel: 'executions',
      type: 'update',
      data: [{ order_id: 'O-1', exec_type: 'canceled', order_status: 'canceled', cum_qty: 0.05, timestamp: at }],
    });
    venue.push({
      channel: 'executions',
      type: 'update',
      data: [{ order_id: 'O-9', exec_type: 'canceled', order_status: 'canceled', timestamp: at }],
    });
    venue.push({ channel: 'balances', type: 'update', data: [{ asset: 'BTC', balance: 0.5, wallet_type: 'spot' }] });
    await asking.news.until(({ kind }) => kind === 'balance');
    expect(asking.news.all.slice(1)).toMatchObject([
      {
        order: {
          venueOrderId: 'O-1',
          status: 'working',
          quantity: '0.1',
          limitPrice: '60000.5',
          at: Date.parse('2026-01-02T03:04:05.678Z'),
        },
      },
      {
        execution: {
          executionId: 'T-1',
          clientOrderId: ORDER.clientOrderId,
          quantity: '0.123456789012345678',
          price: '0.00000001',
          fee: '0.00000026',
          feeCurrency: 'USD',
        },
      },
      { order: { status: 'cancelled', filled: '0.05', clientOrderId: ORDER.clientOrderId, instrument: 'BTC/USD' } },
      { balance: { currency: 'BTC', total: '0.5' } },
    ]);
    expect(notices).toEqual(['ORDER_INCOMPLETE']);
  });

  test('fetches a new token for every connection', async () => {
    venue.streams[0]!.terminate();
    await asking.news.until((news) => news.kind === 'link' && news.state === 'down');
    while (venue.streams.length < 2) await new Promise(setImmediate);
    expect(venue.of('/0/private/GetWebSocketsToken')).toHaveLength(2);
  });

  test('gives the rules of its pair and what its key may do', async () => {
    venue.on('/0/private/TradeVolume', () => ok({ fees: { XXBTZUSD: { fee: '0.2600' } }, fees_maker: { XXBTZUSD: { fee: '0.1600' } } }));
    expect(await link.instruments()).toEqual([
      {
        specification: {
          id: 'BTC/USD',
          venue: 'kraken',
          kind: 'spot',
          base: 'BTC',
          quote: 'USD',
          tickSize: 0.1,
          lotSize: 1e-8,
          minimumNotional: 0.5,
          shorting: false,
          makerFeeRatio: 0.0016,
          takerFeeRatio: 0.0026,
        },
        minimumQuantity: '0.00005',
        maximumQuantity: null,
        minimumNotional: '0.5',
        feesFrom: 'account',
      },
    ]);
    expect(await link.account()).toMatchObject({
      canTrade: true,
      canWithdraw: false,
      ipBound: true,
      accountType: 'spot',
      positionMode: 'none',
    });
  });
});

test('a Kraken link does not start with a key that can withdraw, and admits what it can not know', async () => {
  const venue = await openKrakenVenue();
  venue.on('/0/private/GetApiKeyInfo', () => ok({ permissions: ['withdraw-funds'] }));
  await expect((await openCcxtLink(krakenOptions(venue))).start()).rejects.toMatchObject({ code: 'KEY_CAN_WITHDRAW' });
  venue.on('/0/private/GetApiKeyInfo', () => refusal('EGeneral:Unknown method'));
  const link = await openCcxtLink(krakenOptions(venue, { secret: () => SECRET }));
  await link.start();
  expect(await link.account()).toMatchObject({ canTrade: null, canWithdraw: null });
  await link.close();
  await venue.close();
});
