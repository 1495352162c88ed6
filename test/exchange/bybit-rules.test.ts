// The rules of the Bybit simulator over the wire: signatures, time, limits, codes, and what orders do to positions and wallets.
import { afterEach, expect, test, vi } from 'vitest';
import { BUY, MINUTE, openExchange, openSigned, openStream, RESTING, START, signed } from './open-exchange.ts';

afterEach(() => void vi.useRealTimers());

test("a request is refused by the venue's own code where signature, time or key are wrong", async () => {
  const { server, get } = await openExchange();
  const url = `http://${server.address}/v5/account/wallet-balance?accountType=UNIFIED`;
  const ask = async (headers: Record<string, string>) => ((await (await fetch(url, { headers })).json()) as { retCode: number }).retCode;
  const payload = 'accountType=UNIFIED';
  expect(await ask(signed('alice', payload, { secret: 'other' }))).toBe(10004);
  expect(await ask(signed('alice', `${payload}&coin=BTC`))).toBe(10004);
  expect(await ask(signed('alice', payload, { stamp: Date.now() - 5_500 }))).toBe(10002);
  expect(await ask(signed('alice', payload, { stamp: Date.now() + 1_500 }))).toBe(10002);
  expect(await ask(signed('no key', payload))).toBe(10003);
  expect(await ask({})).toBe(10001);
  expect(await ask(signed('alice', payload, { stamp: Date.now() - 4_000 }))).toBe(0);
  expect((await get('/v5/no/such/path')).status).toBe(404);
});

test('the 11th order of a second is refused as the documentation says, spot orders having a budget of their own', async () => {
  const { post } = await openExchange();
  const orders = await Promise.all(Array.from({ length: 11 }, () => post('/v5/order/create', RESTING)));
  expect(orders.map(({ retCode }) => retCode).toSorted((a, b) => a - b)).toEqual([...Array(10).fill(0), 10006]);
  const last = orders.find(({ retCode }) => retCode === 10006);
  expect(last?.headers.get('x-bapi-limit')).toBe('10');
  expect(last?.headers.get('x-bapi-limit-status')).toBe('0');
  expect(Number(last?.headers.get('x-bapi-limit-reset-timestamp'))).toBeGreaterThan(Date.now());
  const spot = await post('/v5/order/create', { ...BUY, category: 'spot', marketUnit: 'baseCoin' });
  expect([spot.retCode, spot.headers.get('x-bapi-limit'), spot.headers.get('x-bapi-limit-status')]).toEqual([0, '20', '19']);
});

test('a market order is filled, charged and held: the sums are those of a calculation by hand', async () => {
  const { post, get, minutes } = await openExchange();
  await post('/v5/order/create', BUY);
  // 1 at 100, fee 0.06 %.
  const [execution] = (await get('/v5/execution/list', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  expect(execution).toMatchObject({
    execPrice: '100',
    execQty: '1',
    execValue: '100',
    execFee: '0.06',
    feeCurrency: 'USDT',
    isMaker: false,
    execType: 'Trade',
  });
  const [position] = (await get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  // 10x: 10 of margin, 0.5 of maintenance: liquidated at (100 - 10 + 0.5) / 1.
  expect(position).toMatchObject({ side: 'Buy', size: '1', avgPrice: '100', positionIM: '10', positionMM: '0.5', liqPrice: '90.5' });
  minutes(60);
  // 0.01 % of 100 at 08:00.
  const [paid] = (await get('/v5/execution/list', { category: 'linear', execType: 'Funding' })).result.list;
  expect(paid).toMatchObject({ execType: 'Funding', execFee: '0.01', execTime: String(START + 60 * MINUTE), feeRate: '0.0001' });
  await post('/v5/order/create', { ...BUY, side: 'Sell', reduceOnly: true });
  const [wallet] = (await get('/v5/account/wallet-balance', { accountType: 'UNIFIED', coin: 'USDT' })).result.list as unknown as [
    { coin: { walletBalance: string }[] },
  ];
  const [closed] = (await get('/v5/position/closed-pnl', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  const exit = Number(closed?.avgExitPrice);
  expect(closed).toMatchObject({ avgEntryPrice: '100', closedSize: '1', openFee: '0.06' });
  // As in the example of the venue's page: after both fees, without funding.
  expect(Number(closed?.closedPnl)).toBeCloseTo(exit - 100 - 0.0006 * (100 + exit), 8);
  expect(Number(wallet.coin[0]?.walletBalance)).toBeCloseTo(10_000 - 0.06 - 0.01 + (exit - 100) - exit * 0.0006, 8);
});

test('a part that is closed bears its part of the fees of opening', async () => {
  const { post, get } = await openExchange();
  await post('/v5/order/create', BUY);
  await post('/v5/order/create', { ...BUY, qty: '2' });
  await post('/v5/order/create', { ...BUY, side: 'Sell', qty: '1', reduceOnly: true });
  // Turns it round: 2 are closed, 3 are opened short.
  await post('/v5/order/create', { ...BUY, side: 'Sell', qty: '5' });
  await post('/v5/order/create', { ...BUY, qty: '3', reduceOnly: true });
  const closed = (await get('/v5/position/closed-pnl', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  // Everything at 100, 0.06 % of fee: 0.06 for each unit, in and out.
  expect(closed.map(({ closedSize, openFee, closeFee, closedPnl }) => [closedSize, openFee, closeFee, closedPnl])).toEqual([
    ['3', '0.18', '0.18', '-0.36'],
    ['2', '0.12', '0.12', '-0.24'],
    ['1', '0.06', '0.06', '-0.12'],
  ]);
});

test('spot coins are held, locked by orders that sell them, and paid for from the same wallet', async () => {
  const { post, get } = await openExchange();
  const spot = { category: 'spot', symbol: 'BTCUSDT', side: 'Sell', orderType: 'Limit', price: '110', qty: '1' };
  expect((await post('/v5/order/create', spot)).retCode).toBe(170131);
  await post('/v5/order/create', { ...spot, side: 'Buy', orderType: 'Market', qty: '200' });
  expect((await post('/v5/order/create', { ...spot, qty: '1.5' })).retCode).toBe(0);
  expect((await post('/v5/order/create', spot)).retCode).toBe(170131);
  const [{ coin }] = (await get('/v5/account/wallet-balance', { accountType: 'UNIFIED' })).result.list as unknown as [
    { coin: Record<string, string>[] },
  ];
  // 2 bought for 200 with 0.1 % of fee in BTC.
  expect(coin).toMatchObject([
    { coin: 'USDT', walletBalance: '9800', locked: '0' },
    { coin: 'BTC', walletBalance: '1.998', locked: '1.5', availableToWithdraw: '0.498', usdValue: '199.8' },
  ]);
});

test.each([
  ['linear', { orderLinkId: 'used' }, 110072],
  ['linear', { qty: '2000' }, 110007],
  ['linear', { orderType: 'Limit', price: '160' }, 110003],
  ['linear', { orderType: 'Limit', price: '95', qty: '0.05' }, 110094],
  ['linear', { orderType: 'Limit', price: '95.2' }, 10001],
  ['linear', { qty: '0.005' }, 10001],
  ['linear', { reduceOnly: true }, 110017],
  ['linear', { symbol: 'NOPEUSDT' }, 10001],
  ['linear', { triggerPrice: '90', triggerDirection: 1 }, 110092],
  ['linear', { triggerPrice: '110', triggerDirection: 2 }, 110093],
  ['linear', { qty: '1e400' }, 10001],
  ['linear', { side: 'Hold' }, 10001],
  ['spot', { orderLinkId: 'used', qty: '10' }, 170141],
  ['spot', { orderType: 'Limit', price: '95', qty: '0.01' }, 170140],
  ['spot', { orderType: 'Limit', price: '95.001' }, 170134],
  ['spot', { orderType: 'Limit', price: '95', qty: '1.0001' }, 170137],
  ['spot', { orderType: 'Limit', price: '160' }, 170193],
  ['spot', { side: 'Sell' }, 170131],
  ['spot', { symbol: 'NOPEUSDT' }, 170121],
])('%s %o is refused with %i', async (category, change, code) => {
  const { post } = await openExchange();
  await post('/v5/order/create', { ...RESTING, orderLinkId: 'used' });
  const { retCode, result } = await post('/v5/order/create', { ...BUY, category, ...change });
  expect([retCode, result]).toEqual([code, {}]);
});

test("an order that is not there, or is over, can't be amended or cancelled", async () => {
  const { post } = await openExchange();
  const { result } = await post('/v5/order/create', RESTING);
  const name = { category: 'linear', symbol: 'BTCUSDT', orderId: result.orderId };
  expect((await post('/v5/order/amend', { ...name, price: '96' })).retCode).toBe(0);
  expect((await post('/v5/order/amend', { ...name, price: '96' })).retCode).toBe(10001);
  expect((await post('/v5/order/amend', { ...name, qty: '2000' })).retCode).toBe(110007);
  expect((await post('/v5/order/cancel', name)).retCode).toBe(0);
  expect((await post('/v5/order/cancel', name)).retCode).toBe(110001);
  expect((await post('/v5/order/amend', { ...name, price: '97' })).retCode).toBe(110001);
  expect((await post('/v5/order/cancel', { ...name, category: 'spot' })).retCode).toBe(170213);
});

test('a post-only order that would take is accepted and ends at once with its reason', async () => {
  const { post, get } = await openExchange();
  for (const category of ['linear', 'spot']) {
    const { retCode, result } = await post('/v5/order/create', {
      ...BUY,
      category,
      orderType: 'Limit',
      price: '101',
      timeInForce: 'PostOnly',
    });
    expect(retCode).toBe(0);
    const [order] = (await get('/v5/order/realtime', { category, orderId: result.orderId as string })).result.list;
    expect(order).toMatchObject({
      orderStatus: category === 'spot' ? 'Rejected' : 'Cancelled',
      rejectReason: 'EC_PostOnlyWillTakeLiquidity',
      cumExecQty: '0',
    });
  }
  // The best price of the book itself may be joined.
  const [bid] = (await get('/v5/market/orderbook', { category: 'linear', symbol: 'BTCUSDT' })).result.b as unknown as [string, string][];
  const joined = await post('/v5/order/create', { ...BUY, orderType: 'Limit', price: bid?.[0], timeInForce: 'PostOnly' });
  const [order] = (await get('/v5/order/realtime', { category: 'linear', orderId: joined.result.orderId as string })).result.list;
  expect(order?.orderStatus).toBe('New');
});

test('a conditional order waits untriggered, and is deactivated when it is cancelled before', async () => {
  const { post, get, minutes } = await openExchange();
  await post('/v5/order/create', BUY);
  const stop = { ...BUY, side: 'Sell', triggerPrice: '96', triggerDirection: 2, reduceOnly: true };
  const first = (await post('/v5/order/create', { ...stop, orderLinkId: 'stop' })).result.orderId as string;
  const second = (await post('/v5/order/create', stop)).result.orderId as string;
  await post('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderId: second });
  const statusOf = async (orderId: string) =>
    (await get('/v5/order/realtime', { category: 'linear', orderId })).result.list[0]?.orderStatus;
  expect([await statusOf(first), await statusOf(second)]).toEqual(['Untriggered', 'Deactivated']);
  minutes(61);
  expect(await statusOf(first)).toBe('Filled');
  const [execution] = (await get('/v5/execution/list', { category: 'linear', orderLinkId: 'stop' })).result.list;
  expect(execution).toMatchObject({ execPrice: '96', side: 'Sell', stopOrderType: 'Stop', closedSize: '1' });
});

test('stop loss and take profit of a position come with its order, follow its size, and go with it', async () => {
  const { post, get, minutes } = await openExchange();
  await post('/v5/order/create', { ...BUY, stopLoss: '95', takeProfit: '120' });
  await post('/v5/order/create', BUY);
  const stops = (await get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  expect(stops.map(({ stopOrderType, qty, triggerPrice }) => [stopOrderType, qty, triggerPrice])).toEqual([
    ['TakeProfit', '2', '120'],
    ['StopLoss', '2', '95'],
  ]);
  expect(
    (await post('/v5/position/trading-stop', { category: 'linear', symbol: 'BTCUSDT', takeProfit: '0', stopLoss: '97' })).retCode,
  ).toBe(0);
  const [position] = (await get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' })).result.list;
  expect(position).toMatchObject({ stopLoss: '97', takeProfit: '' });
  minutes(61);
  expect((await get('/v5/position/list', { category: 'linear', settleCoin: 'USDT' })).result.list).toEqual([]);
  expect((await get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT' })).result.list).toEqual([]);
  expect((await get('/v5/execution/list', { category: 'linear', symbol: 'BTCUSDT', limit: 1 })).result.list).toMatchObject([
    { execPrice: '97', execQty: '2', stopOrderType: 'StopLoss' },
  ]);
});

test('a batch does each order on its own, and those beyond the limit fail', async () => {
  const { post } = await openExchange();
  const request = [...Array.from({ length: 11 }, () => RESTING), { ...RESTING, qty: '0.001' }].map(({ category: _, ...order }) => order);
  const { retCode, retExtInfo } = await post('/v5/order/create-batch', {
    category: 'linear',
    request: [request[11], ...request.slice(0, 11)],
  });
  expect(retCode).toBe(0);
  expect(retExtInfo.list?.map(({ code }) => code)).toEqual([10001, ...Array(9).fill(0), 10006, 10006]);
});

test('pages follow each other without a gap or a repetition, newest first', async () => {
  const { post, get } = await openExchange();
  for (let i = 0; i < 5; i++) await post('/v5/order/create', { ...RESTING, orderLinkId: `order-${i}` });
  const told: string[] = [];
  let cursor = '';
  do {
    const { result } = await get('/v5/order/realtime', { category: 'linear', symbol: 'BTCUSDT', limit: 2, ...(cursor && { cursor }) });
    told.push(...result.list.map(({ orderLinkId }) => orderLinkId as string));
    cursor = result.nextPageCursor ?? '';
    if (told.length === 2) await post('/v5/order/create', { ...RESTING, orderLinkId: 'new' });
  } while (cursor !== '');
  expect(told).toEqual(['order-4', 'order-3', 'order-2', 'order-1', 'order-0']);
});

test("records are found by the replay's clock and by the wall's", async () => {
  const { post, get, server } = await openExchange();
  await post('/v5/order/create', BUY);
  const found = async (startTime: number) => (await get('/v5/execution/list', { category: 'linear', startTime })).result.list.length;
  expect(await found(server.exchange.now - MINUTE)).toBe(1);
  expect(await found(Date.now() - MINUTE)).toBe(1);
  expect(await found(Date.now() + MINUTE)).toBe(0);
});

test("leverage is an account's own, and margin follows it", async () => {
  const { post, get } = await openExchange();
  await post('/v5/order/create', BUY);
  const leverage = (value: string) =>
    post('/v5/position/set-leverage', { category: 'linear', symbol: 'BTCUSDT', buyLeverage: value, sellLeverage: value });
  expect([(await leverage('5')).retCode, (await leverage('5')).retCode, (await leverage('500')).retCode]).toEqual([0, 110043, 110013]);
  const marginOf = async (key: string) => (await get('/v5/position/list', { category: 'linear', symbol: 'BTCUSDT' }, key)).result.list[0];
  expect(await marginOf('alice')).toMatchObject({ leverage: '5', positionIM: '20' });
  await post('/v5/order/create', BUY, 'bob');
  expect(await marginOf('bob')).toMatchObject({ leverage: '10', positionIM: '10' });
  expect((await post('/v5/position/switch-isolated', { category: 'linear', symbol: 'BTCUSDT', tradeMode: 1 })).retCode).toBe(100028);
});

test.each([
  ['/v5/position/switch-mode', { category: 'linear', symbol: 'BTCUSDT', mode: 3 }, 110029],
  ['/v5/position/switch-mode', { category: 'linear', symbol: 'BTCUSDT', mode: 0 }, 110025],
  ['/v5/position/switch-mode', { category: 'linear', coin: 'USDT', mode: 0 }, 0],
  ['/v5/position/switch-mode', { category: 'linear', coin: 'USDT', mode: 3 }, 110029],
  ['/v5/account/set-margin-mode', { setMarginMode: 'ISOLATED_MARGIN' }, 0],
  ['/v5/account/set-margin-mode', { setMarginMode: 'REGULAR_MARGIN' }, 3400045],
  ['/v5/account/set-margin-mode', { setMarginMode: 'NONE' }, 10001],
])('positions are one-way and isolated: %s %j answers %i', async (path, body, code) => {
  expect((await (await openExchange()).post(path, body)).retCode).toBe(code);
});

test('the risk limits are those that positions are liquidated by', async () => {
  const { get } = await openExchange();
  const { result } = await get('/v5/market/risk-limit', { category: 'linear' });
  expect(result.list).toMatchObject([{ id: 1, symbol: 'BTCUSDT', maintenanceMargin: '0.005', initialMargin: '0.01', isLowestRisk: 1 }]);
  expect((await get('/v5/market/risk-limit', { category: 'inverse' })).result.list).toEqual([]);
  expect((await get('/v5/market/risk-limit', { category: 'spot' })).retCode).toBe(10001);
});

test('klines are those of the candles: history, the one under way, and larger intervals', async () => {
  const { get, server } = await openExchange();
  server.exchange.advance(START + 61 * MINUTE + 20_000);
  const klines = async (query: Record<string, string | number>) =>
    (await get('/v5/market/kline', { category: 'linear', symbol: 'BTCUSDT', ...query })).result.list as unknown as string[][];
  // A quarter of a minute after its open the candle is at its low.
  expect((await klines({ interval: '1', limit: 2 })).map((kline) => kline.slice(0, 5))).toEqual([
    [String(START + 61 * MINUTE), '92', '92', '92', '92'],
    [String(START + 60 * MINUTE), '100', '100', '91', '92'],
  ]);
  const [hour] = await klines({ interval: '60', limit: 1, start: START });
  expect(hour).toEqual([String(START), '100', '100', '100', '100', '36000', '3600000']);
  expect((await klines({ interval: '1', start: START, limit: 3 })).map(([start]) => Number(start))).toEqual(
    [2, 1, 0].map((i) => START + i * MINUTE),
  );
  expect((await get('/v5/market/kline', { category: 'linear', symbol: 'BTCUSDT', interval: '7' })).retCode).toBe(10001);
});

test('the dead-man switch cancels when the last stream that listens for it has been gone for its time', async () => {
  const client = await openExchange();
  const { post, get, server } = client;
  expect((await post('/v5/order/disconnected-cancel-all', { timeWindow: 2 })).retCode).toBe(10001);
  expect((await post('/v5/order/disconnected-cancel-all', { timeWindow: 3 })).retCode).toBe(0);
  expect((await get('/v5/account/info')).result).toMatchObject({ dcpStatus: 'ON', timeWindow: 3 });
  await post('/v5/order/create', RESTING);
  const [first, second] = await Promise.all([1, 2].map(() => openSigned(client, '/v5/private', ['dcp.future'])));
  const gone = Promise.withResolvers<void>();
  server.exchange.listen({ account: (_, event) => event.kind === 'order' && gone.resolve() });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  first?.close();
  await first?.closed;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(server.exchange.account('alice').open.size).toBe(1);
  second?.close();
  await second?.closed;
  // The server hears of it a moment after the client.
  while (vi.getTimerCount() === 0) await new Promise(setImmediate);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(server.exchange.account('alice').open.size).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  await gone.promise;
  expect(server.exchange.account('alice').open.size).toBe(0);
});

test('nonsense is refused in words and leaves the exchange standing', async () => {
  const client = await openExchange();
  const { server, get, post } = client;
  for (const text of ['', 'null', '[]', '"text"', '{', '{"symbol": {"toString": 1}, "category": ["linear"]}']) {
    const headers = { ...signed('alice', text), 'content-type': 'application/json' };
    const answer = await fetch(`http://${server.address}/v5/order/create`, { method: 'POST', body: text, headers });
    expect([text, ((await answer.json()) as { retCode: number }).retCode]).toEqual([text, 10001]);
  }
  const batch = await post('/v5/order/create-batch', { category: 'linear', request: [null, 5, { symbol: [] }] });
  expect(batch.retExtInfo.list).toMatchObject([{ code: 10001 }]);
  for (const [name, value] of [
    ['limit', '-1'],
    ['limit', 'many'],
    ['cursor', 'x'],
    ['startTime', '1e999'],
  ] as const)
    expect((await get('/v5/order/history', { category: 'linear', [name]: value })).retCode).toBe(10001);
  const streams = await Promise.all(['/v5/public/linear', '/v5/private', '/v5/trade'].map((path) => openStream(client, path)));
  for (const stream of streams) {
    for (const frame of [
      { op: { toString: 1 } },
      { op: 'subscribe', args: [{ toString: 1 }, null] },
      { op: 'auth', args: 7 },
      [],
      'text',
      { op: 'order.create', args: [null], header: 5 },
    ])
      stream.send(frame);
    stream.send({ op: 'ping', req_id: 'still-there' });
  }
  await Promise.all(streams.slice(0, 2).map((stream) => stream.find((message) => message.req_id === ('still-there' as never))));
  await streams[2]?.find((message) => message.op === ('pong' as never));
  expect((await get('/v5/market/time')).retCode).toBe(0);
});
