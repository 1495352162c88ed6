import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
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
    link = await openBybitLink(venue, { requestTimeoutMs: 1_500, onNotice: ({ code, message }) => notices.push(`${code} ${message}`) });
    asking = listenTo(link);
    await link.start();
  });
  afterEach(async () => {
    await link.close();
    await venue.close();
  });

  test('starts by telling that the link is up, with the clock measured and the signatures right', async () => {
    expect(asking.news.all).toEqual([{ kind: 'link', state: 'up', reason: 'subscribed' }]);
    expect(Math.abs(link.serverTimeOffsetMs)).toBeLessThan(1_000);
    const signed = venue.seen.filter(({ headers }) => headers['x-bapi-sign'] !== undefined);
    expect(signed.length).toBeGreaterThan(2);
    expect(signed.every(signatureIsRight)).toBe(true);
    expect(signed.every(({ headers }) => headers['x-bapi-recv-window'] === '2000')).toBe(true);
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

    venue.on('/v5/execution/list', () => list([executionRow(), executionRow({ execId: 'other', orderLinkId: 'other' })]));
    expect(await asking.ask(find)).toMatchObject({ executions: [{ clientOrderId: ORDER.clientOrderId }] });

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
      // Of one time: Bybit lists the newest first.
      'old trade',
      'bust liquidation',
      'new trade',
    ]);
    expect(answer.executions[2]).toMatchObject({
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
    const position = recorded('positionChangeResponse.json5');
    // Recorded in hedge mode: that row is refused, the same of one-way mode told.
    venue.push(position);
    venue.push({ ...position, data: [{ ...position.data[0], positionIdx: 0 }] });
    venue.push({ topic: 'wallet', data: [{ accountType: 'UNIFIED', coin: [{ coin: 'USDT', walletBalance: '1000.10', equity: '999' }] }] });
    await asking.news.until(({ kind }) => kind === 'balance');
    expect(asking.news.all.slice(1)).toMatchObject([
      { kind: 'order', order: { instrument: 'BTCUSDT-PERP', clientOrderId: ORDER.clientOrderId } },
      { kind: 'execution', execution: { executionId: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b' } },
      { kind: 'execution', execution: { executionId: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b' } },
      { kind: 'position', position: { instrument: 'BTCUSDT-PERP', quantity: '0', averagePrice: null } },
      { kind: 'balance', balance: { currency: 'USDT', total: '1000.1' } },
    ]);
    expect(notices).toEqual([expect.stringContaining('FRAME_UNREADABLE private'), expect.stringContaining('hedge mode')]);
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

describe('a Bybit link elsewhere in time', () => {
  test("signs with the venue's clock, not ours", async () => {
    const venue = await openBybitVenue();
    const AHEAD = 3_600_000;
    venue.on('/v5/market/time', () => ok({ timeSecond: '', timeNano: `${Date.now() + AHEAD}000000` }));
    venue.on(CREATE, () => ok({ orderId: '1' }));
    const link = await openBybitLink(venue);
    const asking = listenTo(link);
    await link.start();
    expect(Math.abs(link.serverTimeOffsetMs - AHEAD)).toBeLessThan(1_000);
    await asking.ask(PLACE);
    expect(Math.abs(Number(venue.of(CREATE)[0]?.headers['x-bapi-timestamp']) - Date.now() - AHEAD)).toBeLessThan(1_000);
    await link.close();
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'not-sent' });
    expect(venue.of(CREATE)).toHaveLength(1);
    await venue.close();
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

  test('with an old key, which it asks about once', async () => {
    venue.on('/v5/user/query-api', () => refusal(10003));
    await expect((await openBybitLink(venue)).start()).rejects.toMatchObject({ code: 'KEY_REFUSED' });
    expect(venue.of('/v5/user/query-api')).toHaveLength(1);
  });

  test('at once while the venue limits its rate, and asks again after the pauses of that class of error', async () => {
    const markets = recorded('getInstrumentLinear.json5');
    const times = { markets: 0, clock: 0 };
    venue.on('/v5/market/instruments-info', ({ query }) => {
      if (query.includes('category=spot')) return list([]);
      return ++times.markets === 1 ? refusal(10006) : markets;
    });
    venue.on('/v5/market/time', () => (++times.clock === 1 ? refusal(10006) : ok({ timeSecond: '', timeNano: `${Date.now()}000000` })));
    const notices: string[] = [];
    const link = await openBybitLink(venue, {
      ...{ random: () => 1, instruments: [{ id: 'BTCUSDT-PERP', symbol: 'BTCUSDT', category: 'linear' }] },
      onNotice: ({ code, message }) => notices.push(`${code} ${message.slice(0, 10)}`),
    });
    await link.start();
    await link.close();
    // Trading rules 7.7, api: 1 s at first, here with all of the jitter, a quarter.
    expect(notices).toEqual(['VENUE_ASKED_AGAIN in 750 ms:', 'VENUE_ASKED_AGAIN in 750 ms:']);
    // Three samples of the clock, and the one that was refused.
    expect(times.clock).toBe(4);
  });

  test('before it has been started it sends nothing', async () => {
    const link = await openBybitLink(venue);
    expect(await listenTo(link).ask(PLACE)).toMatchObject({ outcome: 'not-sent' });
    await link.close();
    expect(venue.seen).toEqual([]);
  });
});
