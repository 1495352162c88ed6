import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { VenueAnswer, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import {
  type BybitVenue,
  executionRow,
  KEY,
  list,
  ORDER,
  ok,
  openBybitLink,
  openBybitVenue,
  orderRow,
  recorded,
  refusal,
  SECRET,
  signatureIsRight,
} from './bybit-venue.ts';
import { type Asking, listenTo } from './listening.ts';
import { SILENT } from './local-venue.ts';

const PLACE: VenueRequest = { kind: 'place', order: ORDER };
const CREATE = '/v5/order/create';

describe('a Bybit link', () => {
  let venue: BybitVenue;
  let link: CcxtLink;
  let asking: Asking;
  const notices: string[] = [];

  beforeEach(async () => {
    venue = await openBybitVenue();
    notices.length = 0;
    link = await openBybitLink(venue, { requestTimeoutMs: 400, onNotice: ({ code, message }) => notices.push(`${code} ${message}`) });
    asking = listenTo(link);
    await link.start();
  });
  afterEach(async () => {
    await link.close();
    await venue.close();
  });
  const placed = (venueOrderId: string): VenueAnswer => ({ ok: true, kind: 'place', venueOrderId });

  test('starts by telling that the link is up, with the clock measured and the signatures right', async () => {
    expect(asking.news.all).toEqual([{ kind: 'link', state: 'up', reason: 'subscribed' }]);
    expect(Math.abs(link.serverTimeOffsetMs)).toBeLessThan(1_000);
    const signed = venue.seen.filter(({ headers }) => headers['x-bapi-sign'] !== undefined);
    expect(signed.length).toBeGreaterThan(2);
    expect(signed.every(signatureIsRight)).toBe(true);
    expect(signed.every(({ headers }) => headers['x-bapi-recv-window'] === '2000')).toBe(true);
  });

  test('places a limit order with the exact texts of its figures', async () => {
    venue.on(CREATE, () => recorded('placeMarketOrder.json5'));
    expect(await asking.ask(PLACE)).toEqual(placed('1321003749386327552'));
    const [request] = venue.of(CREATE);
    expect(signatureIsRight(request!)).toBe(true);
    expect(JSON.parse(request!.body)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '60000.50',
      timeInForce: 'GTC',
      orderLinkId: ORDER.clientOrderId,
      positionIdx: 0,
      reduceOnly: false,
    });
    expect(request!.headers.referer).toBeUndefined();
  });

  test.each([
    [
      'a protective stop',
      { type: 'stop', side: 'sell', stopPrice: '59000', limitPrice: null, reduceOnly: true },
      { orderType: 'Market', triggerPrice: '59000', triggerDirection: 2, triggerBy: 'LastPrice', reduceOnly: true, timeInForce: 'IOC' },
    ],
    [
      'a stop-limit purchase',
      { type: 'stop-limit', stopPrice: '61000', limitPrice: '61010' },
      { orderType: 'Limit', price: '61010', triggerPrice: '61000', triggerDirection: 1 },
    ],
    [
      'a target of a long position',
      { type: 'take-profit', side: 'sell', stopPrice: '65000', limitPrice: null },
      { orderType: 'Market', triggerPrice: '65000', triggerDirection: 1 },
    ],
    ['a post-only order', { postOnly: true }, { timeInForce: 'PostOnly' }],
    [
      'a spot market purchase',
      { instrument: 'BTCUSDT', type: 'market', limitPrice: null },
      { category: 'spot', marketUnit: 'baseCoin', isLeverage: 0, orderType: 'Market' },
    ],
    [
      'a spot stop',
      { instrument: 'BTCUSDT', type: 'stop', side: 'sell', stopPrice: '59000', limitPrice: null },
      { category: 'spot', orderFilter: 'StopOrder', triggerPrice: '59000' },
    ],
  ] as const)('words %s as Bybit does', async (_, order, expected) => {
    venue.on(CREATE, () => ok({ orderId: '1', orderLinkId: ORDER.clientOrderId }));
    expect(await asking.ask({ kind: 'place', order: { ...ORDER, ...order } })).toEqual(placed('1'));
    expect(JSON.parse(venue.of(CREATE)[0]!.body)).toMatchObject(expected);
  });

  test.each([
    ['a trailing stop', { type: 'trailing-stop', stopPrice: '1' }],
    ['a time limit', { timeInForce: 'GTD', expireAt: 1 }],
    ['an instrument that is not mapped', { instrument: 'DOGEUSDT' }],
    ['a spot purchase that may only reduce', { instrument: 'BTCUSDT', reduceOnly: true }],
  ] as const)('sends nothing for %s', async (_, order) => {
    expect(await asking.ask({ kind: 'place', order: { ...ORDER, ...order } })).toMatchObject({
      outcome: 'not-sent',
      code: 'NOT_SUPPORTED',
    });
    expect(venue.of(CREATE)).toEqual([]);
  });

  test('cancels a spot stop under the filter under which it rests', async () => {
    venue.on(CREATE, () => ok({ orderId: '7' }));
    venue.on('/v5/order/cancel', () => ok({ orderId: '7' }));
    await asking.ask({
      kind: 'place',
      order: { ...ORDER, instrument: 'BTCUSDT', type: 'stop', stopPrice: '1', limitPrice: null, side: 'sell' },
    });
    const order = { clientOrderId: ORDER.clientOrderId, venueOrderId: null, instrument: 'BTCUSDT' };
    expect(await asking.ask({ kind: 'cancel', order })).toEqual({ ok: true, kind: 'cancel', venueOrderId: '7' });
    expect(JSON.parse(venue.of('/v5/order/cancel')[0]!.body)).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderLinkId: ORDER.clientOrderId,
      orderFilter: 'StopOrder',
    });
  });

  test('amends by the venue id where it is known, leaving out what stays', async () => {
    venue.on('/v5/order/amend', () => ok({ orderId: '7', orderLinkId: '' }));
    const order = { clientOrderId: ORDER.clientOrderId, venueOrderId: '7', instrument: 'BTCUSDT-PERP' };
    await asking.ask({ kind: 'amend', order, limitPrice: '60001.00' });
    expect(JSON.parse(venue.of('/v5/order/amend')[0]!.body)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderId: '7',
      price: '60001.00',
    });
  });

  // bybit-exchange.github.io/docs/v5/error
  test.each([
    [110072, 'refused', 'DUPLICATE_CLIENT_ID'],
    [170141, 'refused', 'DUPLICATE_CLIENT_ID'],
    [110001, 'refused', 'ORDER_UNKNOWN'],
    [110003, 'refused', 'PRICE_BAND'],
    [110007, 'refused', 'INSUFFICIENT_FUNDS'],
    [170131, 'refused', 'INSUFFICIENT_FUNDS'],
    [110017, 'refused', 'NOTHING_TO_REDUCE'],
    [110094, 'refused', 'BELOW_MINIMUM'],
    [170140, 'refused', 'BELOW_MINIMUM'],
    [10002, 'refused', 'CLOCK_SKEW'],
    [10003, 'refused', 'KEY_REFUSED'],
    [10006, 'refused', 'RATE_LIMITED'],
    [10032, 'refused', 'NOT_SUPPORTED'],
    [10001, 'refused', 'REFUSED'],
    [999999, 'refused', 'REFUSED'],
    [10000, 'unknown', 'TIMEOUT'],
    [10016, 'unknown', 'SERVER_ERROR'],
    [170007, 'unknown', 'TIMEOUT'],
    [170146, 'unknown', 'TIMEOUT'],
  ] as const)('reads code %i as %s %s, whatever the words', async (code, outcome, expected) => {
    venue.on(CREATE, () => refusal(code, 'OK, order created'));
    expect(await asking.ask(PLACE)).toMatchObject({ ok: false, outcome, code: expected, venueCode: String(code) });
    expect(venue.of(CREATE)).toHaveLength(1);
  });

  test('reads the recorded refusal of a demo account', async () => {
    venue.on(CREATE, () => recorded('getOrderError.json5'));
    expect(await asking.ask(PLACE)).toMatchObject({
      outcome: 'refused',
      venueCode: '10032',
      message: 'Bybit 10032: Demo trading are not supported.',
    });
  });

  test.each([
    ['no answer in time', 'TIMEOUT', () => SILENT],
    ['a 500', 'SERVER_ERROR', (_, response) => response.writeHead(500).end('{"retCode":110001}')],
    ['a 502 of a front', 'SERVER_ERROR', (_, response) => response.writeHead(502).end('<html>')],
    ['a cut connection', 'CONNECTION_LOST', (_, response) => response.destroy()],
    [
      'an answer cut off',
      'CONNECTION_LOST',
      (_, response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"ret', () => response.destroy());
        return SILENT;
      },
    ],
    ['half a JSON', 'BAD_ANSWER', (_, response) => response.end('{"retCode":0,"resu')],
    ['a good answer without an id', 'BAD_ANSWER', () => ok({})],
    ['an empty answer', 'BAD_ANSWER', (_, response) => response.end()],
  ] as [string, string, Parameters<BybitVenue['on']>[1]][])('leaves %s in doubt and sends nothing again', async (_, code, responder) => {
    venue.on(CREATE, responder);
    expect(await asking.ask(PLACE)).toMatchObject({ ok: false, outcome: 'unknown', code });
    venue.on(CREATE, () => ok({ orderId: 'late' }));
    await asking.ask({ kind: 'time' });
    expect(venue.of(CREATE)).toHaveLength(1);
    expect(asking.answers.all.filter(({ request }) => request === 1)).toHaveLength(1);
  });

  test('knows that nothing was sent when nobody listens any more', async () => {
    await venue.close();
    // What was written to a kept connection in the moment of its end would be in doubt: this question finds out.
    await asking.ask({ kind: 'time' });
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'not-sent', code: 'CONNECTION_LOST' });
  });

  test('hands over no byte when the permission to send has ended', async () => {
    expect(await asking.ask(PLACE, () => false)).toMatchObject({ outcome: 'not-sent', code: 'TIMEOUT' });
    expect(venue.of(CREATE)).toEqual([]);
  });

  test('reads the limits of its front without an envelope', async () => {
    venue.on(CREATE, (_, response) => response.writeHead(429).end('slow down'));
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'refused', code: 'RATE_LIMITED', venueCode: 'HTTP 429' });
  });

  test('keeps concurrent requests and their answers apart', async () => {
    const held: (() => void)[] = [];
    venue.on(CREATE, ({ body }, response) => {
      const { orderLinkId } = JSON.parse(body);
      held.push(() => response.end(JSON.stringify(orderLinkId.endsWith('3') ? refusal(110007) : ok({ orderId: `v-${orderLinkId}` }))));
      // Answered in reverse, all together.
      if (held.length === 8) for (const answer of held.reverse()) answer();
      return SILENT;
    });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => asking.ask({ kind: 'place', order: { ...ORDER, clientOrderId: `id-${index}` } })),
    );
    answers.forEach((answer, index) =>
      index === 3
        ? expect(answer).toMatchObject({ outcome: 'refused', code: 'INSUFFICIENT_FUNDS' })
        : expect(answer).toEqual(placed(`v-id-${index}`)),
    );
  });

  test('shows neither key nor secret, even when the venue repeats them', async () => {
    venue.on(CREATE, () => refusal(10003, `invalid key ${KEY} with ${SECRET}`));
    const answer = await asking.ask(PLACE);
    expect(answer).toMatchObject({ code: 'KEY_REFUSED', message: 'Bybit 10003: invalid key [secret] with [secret]' });
    expect(inspect(link, { depth: 10, showHidden: true, getters: false })).not.toContain(SECRET);
    expect(JSON.stringify(link)).not.toContain(KEY);
  });

  test('finds an order only after open orders, history and executions were asked', async () => {
    for (const path of ['/v5/order/realtime', '/v5/order/history', '/v5/execution/list']) venue.on(path, () => list([]));
    const find: VenueRequest = { kind: 'find', order: { ...ORDER, venueOrderId: null }, since: Date.now() - 60_000 };
    expect(await asking.ask(find)).toEqual({ ok: true, kind: 'find', order: null, executions: [] });
    for (const path of ['/v5/order/realtime', '/v5/order/history', '/v5/execution/list'])
      expect(venue.of(path)[0]?.query).toContain(`orderLinkId=${ORDER.clientOrderId}`);

    venue.on('/v5/order/history', () => list([orderRow({ orderStatus: 'Cancelled', rejectReason: 'EC_PostOnlyWillTakeLiquidity' })]));
    expect(await asking.ask(find)).toMatchObject({
      order: { status: 'cancelled', code: 'POST_ONLY_WOULD_TAKE', clientOrderId: ORDER.clientOrderId },
    });

    venue.on('/v5/execution/list', () => refusal(10006));
    expect(await asking.ask(find)).toMatchObject({ ok: false, code: 'RATE_LIMITED' });
  });

  test('reports the recorded order as it stands in the record', async () => {
    venue.on('/v5/order/realtime', ({ query }) => (query.includes('linear') ? recorded('getOrderDetailsLinear.json5') : list([])));
    // The record ends with a cursor: the next page is empty.
    let asked = 0;
    venue.on('/v5/order/realtime', ({ query }) =>
      query.includes('spot') || asked++ > 0 ? list([]) : recorded('getOrderDetailsLinear.json5'),
    );
    expect(await asking.ask({ kind: 'open-orders' })).toEqual({
      ok: true,
      kind: 'open-orders',
      orders: [
        {
          clientOrderId: 'test-000005',
          venueOrderId: 'fd4300ae-7847-404e-b947-b46980a4d140',
          instrument: 'linear:ETHUSDT',
          side: 'buy',
          status: 'working',
          quantity: '0.1',
          filled: '0',
          limitPrice: '1600',
          stopPrice: null,
          reduceOnly: false,
          code: '',
          at: 1684738540561,
        },
      ],
    });
  });

  test('pages executions to the end, in windows of a week, each once, without funding among them', async () => {
    const now = Date.now();
    venue.on('/v5/execution/list', ({ query }) => {
      const parameters = new URLSearchParams(query);
      const start = Number(parameters.get('startTime'));
      const end = Number(parameters.get('endTime'));
      expect(end - start).toBeLessThan(7 * 86_400_000);
      if (parameters.get('category') === 'spot') return list([]);
      if (end < now) return list([executionRow({ execId: 'old', execTime: String(start) })]);
      if (parameters.get('cursor') === null)
        return list([executionRow({ execId: 'new' }), executionRow({ execId: 'f', execType: 'Funding' })], 'page_args%3Dx%26');
      expect(query).toContain('cursor=page_args%3Dx%26');
      return list([executionRow({ execId: 'new' }), executionRow({ execId: 'bust', execType: 'BustTrade', isMaker: true })]);
    });
    const answer = await asking.ask({ kind: 'executions', since: now - 8 * 86_400_000 });
    if (!answer.ok || answer.kind !== 'executions') throw new Error(JSON.stringify(answer));
    expect(answer.executions.map(({ executionId, kind }) => `${executionId} ${kind}`)).toEqual([
      'old trade',
      'new trade',
      'bust liquidation',
    ]);
    expect(answer.executions[1]).toMatchObject({
      fee: '0.33000275',
      feeCurrency: 'USDT',
      quantity: '0.01',
      price: '60000.5',
      liquidity: 'taker',
    });
  });

  test('signs funding so that what the account pays is positive', async () => {
    venue.on('/v5/execution/list', () =>
      list([
        executionRow({ execId: 'a', execType: 'Funding', execFee: '0.0123' }),
        executionRow({ execId: 'b', execType: 'Funding', execFee: '-0.5' }),
      ]),
    );
    expect(await asking.ask({ kind: 'funding', since: Date.now() - 1000 })).toMatchObject({
      payments: [
        { fundingId: 'a', instrument: 'BTCUSDT-PERP', amount: '0.0123', currency: 'USDT' },
        { fundingId: 'b', amount: '-0.5' },
      ],
    });
  });

  test('reports positions with their sign, the flat ones too, and balances from the record', async () => {
    expect(await asking.ask({ kind: 'positions' })).toEqual({
      ok: true,
      kind: 'positions',
      positions: [{ instrument: 'BTCUSDT-PERP', quantity: '0', averagePrice: null }],
    });
    venue.on('/v5/position/list', () => list([{ positionIdx: 0, symbol: 'BTCUSDT', side: 'Sell', size: '0.500', avgPrice: '28184.50' }]));
    expect(await asking.ask({ kind: 'positions' })).toMatchObject({ positions: [{ quantity: '-0.5', averagePrice: '28184.5' }] });
    venue.on('/v5/account/wallet-balance', () => recorded('getWalletBalance.json5'));
    expect(await asking.ask({ kind: 'balances' })).toEqual({ ok: true, kind: 'balances', balances: [{ currency: 'BTC', total: '0' }] });
  });

  test('tells orders, executions, positions and balances of the private stream, and survives what it can not read', async () => {
    venue.push({ topic: 'surprise', data: 1 });
    venue.push({ topic: 'order', data: [{ category: 'linear' }, orderRow({ category: 'linear' })] });
    venue.push(recorded('orderChangeResponse.json5'));
    const execution = { topic: 'execution', data: [executionRow({ category: 'linear' })] };
    venue.push(execution);
    venue.push(execution);
    venue.push(recorded('positionChangeResponse.json5'));
    venue.push({ topic: 'wallet', data: [{ accountType: 'UNIFIED', coin: [{ coin: 'USDT', walletBalance: '1000.10', equity: '999' }] }] });
    await asking.news.until(({ kind }) => kind === 'balance');
    expect(asking.news.all.slice(1)).toMatchObject([
      { kind: 'order', order: { instrument: 'BTCUSDT-PERP', clientOrderId: ORDER.clientOrderId } },
      { kind: 'execution', execution: { executionId: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b' } },
      { kind: 'execution', execution: { executionId: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b' } },
      { kind: 'position', position: { instrument: 'BTCUSDT-PERP', quantity: '0', averagePrice: null } },
      { kind: 'balance', balance: { currency: 'USDT', total: '1000.1' } },
    ]);
    expect(notices).toEqual([expect.stringContaining('FRAME_UNREADABLE private')]);
  });

  test('tells that the link is down when the stream breaks, and up when it is subscribed again', async () => {
    venue.streams[0]!.terminate();
    await asking.news.until((news) => news.kind === 'link' && news.state === 'down');
    while (asking.news.all.filter((news) => news.kind === 'link' && news.state === 'up').length < 2)
      await asking.news.until((news) => news.kind === 'link' && news.state === 'up' && asking.news.all.indexOf(news) > 0);
    expect(asking.news.all.map((news) => (news.kind === 'link' ? news.state : news.kind))).toEqual(['up', 'down', 'up']);
    expect(venue.streams).toHaveLength(2);
  });

  test('gives the rules of its instruments with the account fees, or the published ones and says so', async () => {
    venue.on('/v5/account/fee-rate', ({ query }) =>
      query.includes('linear') ? list([{ symbol: 'BTCUSDT', takerFeeRate: '0.00045', makerFeeRate: '0.0001' }]) : refusal(10005),
    );
    const [perpetual, spot] = await link.instruments();
    expect(perpetual).toEqual({
      specification: {
        id: 'BTCUSDT-PERP',
        venue: 'bybit',
        kind: 'perpetual',
        base: 'BTC',
        quote: 'USDT',
        tickSize: 0.5,
        lotSize: 0.001,
        contractMultiplier: 1,
        minimumNotional: 0,
        shorting: true,
        makerFeeRatio: 0.0001,
        takerFeeRatio: 0.00045,
      },
      minimumQuantity: '0.001',
      maximumQuantity: '100',
      minimumNotional: null,
      feesFrom: 'account',
    });
    expect(spot).toMatchObject({
      specification: { id: 'BTCUSDT', kind: 'spot', tickSize: 0.01, lotSize: 0.000001, minimumNotional: 5, shorting: false },
      minimumQuantity: '0.000048',
      feesFrom: 'published',
    });
  });

  test('reports what its key may do', async () => {
    expect(await link.account()).toEqual({
      canTrade: true,
      canWithdraw: false,
      ipBound: false,
      accountType: 'unified',
      positionMode: 'one-way',
      marginMode: 'REGULAR_MARGIN',
    });
  });
});

describe('a Bybit link does not start', () => {
  let venue: BybitVenue;
  beforeEach(async () => {
    venue = await openBybitVenue();
  });
  afterEach(() => venue.close());

  test.each([
    ['in hedge mode', '/v5/position/list', list([{ positionIdx: 1 }, { positionIdx: 2 }]), 'HEDGE_MODE'],
    [
      'with a key that can withdraw',
      '/v5/user/query-api',
      ok({ readOnly: 0, permissions: { Wallet: ['Withdraw'] }, ips: [] }),
      'KEY_CAN_WITHDRAW',
    ],
    ['on a classic account', '/v5/account/info', ok({ unifiedMarginStatus: 1, marginMode: 'REGULAR_MARGIN' }), 'ACCOUNT_NOT_UNIFIED'],
    ['with a wrong key', '/v5/user/query-api', refusal(10003), 'KEY_REFUSED'],
    ['on a venue without the market', '/v5/market/instruments-info', ok({ category: 'linear', list: [] }), 'SYMBOL_UNKNOWN'],
  ])('%s', async (_, path, answer, code) => {
    venue.on(path, () => answer);
    const link = await openBybitLink(venue);
    await expect(link.start()).rejects.toMatchObject({ name: 'InputError', code });
  });

  test('before it has been started it sends nothing', async () => {
    const link = await openBybitLink(venue);
    expect(await listenTo(link).ask(PLACE)).toMatchObject({ outcome: 'not-sent' });
    await link.close();
    expect(venue.seen).toEqual([]);
  });
});
