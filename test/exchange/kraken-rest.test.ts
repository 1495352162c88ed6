/** Kraken's REST interface: who is let in, what is refused and in which words, and what orders do. */

import { afterEach, expect, test, vi } from 'vitest';
import { type Caller, caller, post, sign } from './kraken-caller.ts';
import { MINUTE, type Stand, type StandOptions, startStand } from './kraken-stand.ts';

let stand: Stand;
afterEach(() => stand.close());

async function open(options: StandOptions = {}): Promise<Caller> {
  stand = await startStand(options);
  return caller(stand.url);
}

const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };
/** The market stands at 10,060.0 when trading begins. */
const PRICE = 10_060;

test('the published example of a signature is let in', async () => {
  await open();
  // https://docs.kraken.com/api/docs/guides/spot-rest-auth; here the secret is the key as well.
  const published = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
  const signature = '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==';
  const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25';
  const headers = { 'API-Key': published, 'API-Sign': signature, 'Content-Type': 'application/x-www-form-urlencoded' };
  const path = '/0/private/AddOrder';
  // Far above the market: the venue has understood it, and takes the price amiss.
  expect(await post(stand.url, path, body, headers)).toEqual({ error: ['EOrder:Invalid price'] });
  expect(await post(stand.url, path, body, headers)).toEqual({ error: ['EAPI:Invalid nonce'] });
  expect(await post(stand.url, path, body.replace('1.25', '1.26'), headers)).toEqual({ error: ['EAPI:Invalid signature'] });
});

test('keys, signatures and nonces are checked, in the words of the venue', async () => {
  const { private: call } = await open();
  expect(await call('Balance')).toEqual({ error: [], result: { ZUSD: '100000.0000', XXBT: '0.0000000000' } });
  expect(await call('Balance', {}, { secret: Buffer.from('other').toString('base64') })).toEqual({ error: ['EAPI:Invalid signature'] });
  expect(await call('Balance', {}, { nonce: '1' })).toEqual({ error: ['EAPI:Invalid nonce'] });
  const noKey = await post(stand.url, '/0/private/Balance', 'nonce=9', { 'API-Key': 'not Base64!', 'API-Sign': '' });
  expect(noKey).toEqual({ error: ['EAPI:Invalid key'] });
  expect(await call('Nothing')).toEqual({ error: ['EGeneral:Unknown method'] });
  expect(await call('WithdrawMethods')).toEqual({ error: ['EGeneral:Permission denied'] });
});

test('JSON bodies are signed and read as they are written, a nonce too long for a double included', async () => {
  await open();
  const key = Buffer.from('account').toString('base64');
  const add = async (nonce: string, volume: string) => {
    const body = `{"nonce":${nonce},"pair":"XBTUSD","type":"buy","ordertype":"limit","price":9000,"volume":${volume}}`;
    const headers = { 'API-Key': key, 'API-Sign': sign('/0/private/AddOrder', nonce, body, key), 'Content-Type': 'application/json' };
    return (await post(stand.url, '/0/private/AddOrder', body, headers)).result?.descr.order;
  };
  expect(await add('1760000000000000001', '0.1')).toBe('buy 0.10000000 XBTUSD @ limit 9000.0');
  expect(await add('1760000000000000002', '6e-5')).toBe('buy 0.00006000 XBTUSD @ limit 9000.0');
  expect(await add('1760000000000000002', '0.1')).toBeUndefined();
});

test('accounts know nothing of each other', async () => {
  const one = await open();
  const other = caller(stand.url, 'another account');
  const { txid } = (await one.private('AddOrder', { ...order, ordertype: 'market' })).result;
  await one.private('AddOrder', { ...order, cl_ord_id: 'same' });
  expect((await other.private('QueryOrders', { txid: txid[0] })).error).toEqual(['EOrder:Unknown order']);
  expect((await other.private('AddOrder', { ...order, cl_ord_id: 'same' })).error).toEqual([]);
  expect((await other.private('Balance')).result).toEqual({ ZUSD: '100000.0000', XXBT: '0.0000000000' });
  expect((await other.private('CancelAll')).result).toEqual({ count: 1 });
  expect(Object.keys((await one.private('OpenOrders')).result.open)).toHaveLength(1);
});

test('a nonce far ahead shuts out whoever had the key before', async () => {
  const old = await open();
  const leader = caller(stand.url);
  expect((await old.private('AddOrder', order, { nonce: '1760000000000' })).error).toEqual([]);
  expect((await leader.private('CancelAll', {}, { nonce: '9000000000000000000' })).result).toEqual({ count: 1 });
  expect((await old.private('AddOrder', order, { nonce: '1760000000001' })).error).toEqual(['EAPI:Invalid nonce']);
  expect((await leader.private('OpenOrders', {}, { nonce: '9000000000000000001' })).result).toEqual({ open: {} });
});

test.each([
  ['an unknown pair', { pair: 'XBTEUR' }, 'EQuery:Unknown asset pair'],
  ['an unknown kind', { ordertype: 'iceberg' }, 'EGeneral:Invalid arguments:ordertype'],
  ['an unknown side', { type: 'hold' }, 'EGeneral:Invalid arguments:type'],
  ['no volume', { volume: '' }, 'EGeneral:Invalid arguments:volume'],
  ['no price', { price: '' }, 'EGeneral:Invalid arguments:price'],
  ['a volume below 0.00005 XBT', { volume: '0.00004' }, 'EOrder:Order minimum not met'],
  ['too many decimals', { price: '9000.05' }, 'EOrder:Invalid price:BTC/USD price can only be specified up to 1 decimals.'],
  ['more than there is', { volume: '12' }, 'EOrder:Insufficient funds'],
  ['coins that are not there', { type: 'sell', price: '11000' }, 'EOrder:Insufficient funds'],
  ['post-only through the market', { price: '10100', oflags: 'post' }, 'EOrder:Post only order'],
  ['a volume in quote currency at a limit', { oflags: 'viqc', volume: '1000' }, 'EGeneral:Invalid arguments:viqc'],
  ['a volume in quote currency to sell', { type: 'sell', ordertype: 'market', oflags: 'viqc' }, 'EGeneral:Invalid arguments:viqc'],
  ['fees in base currency', { oflags: 'fcib' }, 'EGeneral:Invalid arguments:oflags'],
  ['leverage', { leverage: '2:1' }, 'EGeneral:Invalid arguments:leverage'],
  ['an unknown life', { timeinforce: 'FOK' }, 'EGeneral:Invalid arguments:timeinforce'],
  ['no end of life', { timeinforce: 'GTD' }, 'EGeneral:Invalid arguments:expiretm'],
  ['a client id of 19 characters', { cl_ord_id: 'a-text-of-19-signs.' }, 'EGeneral:Invalid arguments:cl_ord_id'],
  ['a client id of 33 digits', { cl_ord_id: '0'.repeat(33) }, 'EGeneral:Invalid arguments:cl_ord_id'],
  ['a client id beside a user reference', { cl_ord_id: 'a', userref: '1' }, 'EGeneral:Invalid arguments:cl_ord_id'],
  ['a time long past', { deadline: '2020-01-01T00:00:00Z' }, 'EService:Deadline elapsed'],
  ['a time too far', { deadline: '2030-01-01T00:00:00Z' }, 'EGeneral:Invalid arguments:deadline'],
])('an order with %s is refused', async (_, change, error) => {
  const { private: call } = await open();
  expect(await call('AddOrder', { ...order, ...change })).toEqual({ error: [error] });
  expect((await call('OpenOrders')).result).toEqual({ open: {} });
});

test('an amount beyond all counting is more than the account has, not the end of the exchange', async () => {
  const { private: call } = await open();
  expect((await call('AddOrder', { ...order, volume: '90000000' })).error).toEqual(['EOrder:Insufficient funds']);
  expect((await call('Balance')).error).toEqual([]);
});

test('an order of less than half a dollar is refused', async () => {
  const { private: call } = await open();
  // 0.00005 x 9,000 = 0.45.
  expect(await call('AddOrder', { ...order, volume: '0.00005' })).toEqual({ error: ['EOrder:Cost minimum not met'] });
});

test.each([['0e1b2a54-7d30-4d6d-9c4c-0a8d1c7e2f11'], ['0e1b2a547d304d6d9c4c0a8d1c7e2f11'], ['a-text-of-18-signs']])(
  'client id %s is good, once at a time',
  async (id) => {
    const { private: call } = await open();
    const first = await call('AddOrder', { ...order, cl_ord_id: id });
    expect(first.error).toEqual([]);
    expect(await call('AddOrder', { ...order, cl_ord_id: id })).toEqual({ error: ['EGeneral:Invalid arguments:cl_ord_id not unique'] });
    expect((await call('CancelOrder', { cl_ord_id: id })).result).toEqual({ count: 1 });
    expect((await call('AddOrder', { ...order, cl_ord_id: id })).error).toEqual([]);
  },
);

test('the tier limits calls, and order entry apart from them', async () => {
  let now = 1_000_000;
  const { private: call } = await open({ tier: 'starter', wallNow: () => now });
  for (let i = 0; i < 15; i++) expect((await call('Balance')).error).toEqual([]);
  expect((await call('Balance')).error).toEqual(['EAPI:Rate limit exceeded']);
  for (let i = 0; i < 60; i++) expect((await call('AddOrder', { ...order, ordertype: 'market', volume: '0.001' })).error).toEqual([]);
  expect((await call('AddOrder', order)).error).toEqual(['EOrder:Rate limit exceeded']);
  now += 3_100;
  expect((await call('Balance')).error).toEqual([]);
  expect((await call('AddOrder', order)).error).toEqual([]);
});

test('a starter has sixty orders open in a pair', async () => {
  let now = 1_000_000;
  const { private: call } = await open({ tier: 'starter', wallNow: () => now });
  for (let i = 0; i < 60; i++) {
    now += 1_000;
    expect((await call('AddOrder', { ...order, volume: '0.001' })).error).toEqual([]);
  }
  now += 1_000;
  expect((await call('AddOrder', { ...order, volume: '0.001' })).error).toEqual(['EOrder:Orders limit exceeded']);
});

test('a request that was on its way for longer than five seconds dies at the venue', async () => {
  let now = Date.UTC(2026, 10, 2);
  const { private: call } = await open({ wallNow: () => now });
  const { gate } = stand.server;
  const heldUp = async (fields: Record<string, string>) => {
    stand.fault({ kind: 'latency', delayMs: 100, scope: { request: '/0/private/AddOrder' } });
    const answer = call('AddOrder', fields);
    await vi.waitFor(() => expect(gate.list()[0]?.struck).toBe(1), { interval: 5 });
    now += 5_001;
    gate.remove();
    return (await answer).error;
  };
  expect(await heldUp(order)).toEqual(['EService:Deadline elapsed']);
  expect(await heldUp({ ...order, deadline: new Date(now + 10_000).toISOString() })).toEqual([]);
});

test('the dead man’s switch cancels every order, the protective stop as well', async () => {
  let now = Date.UTC(2026, 10, 2);
  const { private: call } = await open({ wallNow: () => now });
  await call('AddOrder', { ...order, ordertype: 'market' });
  await call('AddOrder', { ...order, type: 'sell', ordertype: 'stop-loss', price: '9500' });
  await call('AddOrder', order);
  expect((await call('CancelAllOrdersAfter', { timeout: '60' })).result).toEqual({
    currentTime: '2026-11-02T00:00:00Z',
    triggerTime: '2026-11-02T00:01:00Z',
  });
  now += 59_999;
  expect(Object.keys((await call('OpenOrders')).result.open)).toHaveLength(2);
  now += 1;
  expect((await call('OpenOrders')).result.open).toEqual({});
  await call('AddOrder', order);
  await call('CancelAllOrdersAfter', { timeout: '1' });
  expect((await call('CancelAllOrdersAfter', { timeout: '0' })).result).toMatchObject({ triggerTime: '0' });
  now += 10_000;
  expect(Object.keys((await call('OpenOrders')).result.open)).toHaveLength(1);
});

test('a market order is filled, charged and told in every list', async () => {
  const { private: call } = await open();
  const { result } = await call('AddOrder', { ...order, ordertype: 'market', volume: '0.5', userref: '7' });
  expect(result.descr).toEqual({ order: 'buy 0.50000000 XBTUSD @ market' });
  const [txid] = result.txid as [string];
  expect(txid).toMatch(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
  // 0.5 x 10,060 = 5,030; 0.26 % of it are 13.078.
  expect((await call('QueryOrders', { txid, trades: 'true' })).result[txid]).toMatchObject({
    status: 'closed',
    userref: 7,
    vol: '0.50000000',
    vol_exec: '0.50000000',
    cost: '5030.00000',
    fee: '13.07800',
    price: '10060.00000',
    trades: [expect.stringMatching(/^T/)],
  });
  const { trades, count } = (await call('TradesHistory')).result;
  expect(count).toBe(1);
  expect(Object.values(trades)).toMatchObject([{ ordertxid: txid, pair: 'XXBTZUSD', price: '10060.00000', maker: false }]);
  expect((await call('BalanceEx')).result).toEqual({
    ZUSD: { balance: '94956.9220', hold_trade: '0.0000' },
    XXBT: { balance: '0.5000000000', hold_trade: '0.0000000000' },
  });
  const { ledger } = (await call('Ledgers')).result;
  expect(Object.values(ledger)).toMatchObject([
    { type: 'trade', asset: 'ZUSD', amount: '-5030.0000', fee: '13.0780', balance: '94956.9220' },
    { type: 'trade', asset: 'XXBT', amount: '0.50000000', balance: '0.50000000' },
    { type: 'deposit', asset: 'ZUSD', amount: '100000.0000', balance: '100000.0000' },
  ]);
});

test('open orders hold what they would use, and give it back', async () => {
  const { private: call } = await open();
  const { txid } = (await call('AddOrder', { ...order, volume: '10' })).result;
  // 10 x 9,000 and 0.26 % of it.
  expect((await call('BalanceEx')).result.ZUSD).toEqual({ balance: '100000.0000', hold_trade: '90234.0000' });
  expect((await call('AddOrder', { ...order, volume: '2' })).error).toEqual(['EOrder:Insufficient funds']);
  await call('CancelOrder', { txid: txid[0] });
  expect((await call('AddOrder', { ...order, volume: '2' })).error).toEqual([]);
});

test('an execution opens the order that was written into it', async () => {
  const { private: call } = await open();
  const { result } = await call('AddOrder', {
    ...order,
    ordertype: 'market',
    'close[ordertype]': 'stop-loss-limit',
    'close[price]': '9500',
    'close[price2]': '9490',
  });
  expect(result.descr.close).toBe('close position @ stop loss 9500 -> limit 9490');
  const [opened] = Object.values((await call('OpenOrders')).result.open);
  expect(opened).toMatchObject({
    refid: result.txid[0],
    vol: '0.10000000',
    descr: { type: 'sell', ordertype: 'stop-loss-limit', price: '9500.0', price2: '9490.0' },
  });
});

test('an order ends when its time is over', async () => {
  const { private: call } = await open();
  const { txid } = (await call('AddOrder', { ...order, timeinforce: 'GTD', expiretm: '+60' })).result;
  stand.advance(MINUTE);
  expect((await call('QueryOrders', { txid: txid[0] })).result[txid[0]]).toMatchObject({ status: 'expired' });
});

test('relative prices start from the last one, trailing stops follow it', async () => {
  const { private: call } = await open();
  const priceOf = async (fields: Record<string, string>) =>
    (await call('AddOrder', { ...order, ...fields, validate: 'true' })).result.descr.order;
  expect(await priceOf({ price: '-60' })).toBe(`buy 0.10000000 XBTUSD @ limit ${PRICE - 60}.0`);
  expect(await priceOf({ price: '-10%' })).toBe('buy 0.10000000 XBTUSD @ limit 9054.0');
  expect(await priceOf({ price: '#60' })).toBe(`buy 0.10000000 XBTUSD @ limit ${PRICE - 60}.0`);
  expect(await priceOf({ ordertype: 'stop-loss-limit', price: '+40', price2: '+10' })).toBe(
    `buy 0.10000000 XBTUSD @ stop loss ${PRICE + 40}.0 -> limit ${PRICE + 50}.0`,
  );
  expect(await priceOf({ ordertype: 'trailing-stop', price: '+5%' })).toBe('buy 0.10000000 XBTUSD @ trailing stop +5.0000%');
  await call('AddOrder', { ...order, ordertype: 'market' });
  await call('AddOrder', { ...order, type: 'sell', ordertype: 'trailing-stop', price: '+0.5%' });
  // Opens: 10,060, then 10,000: from 10,064 the way down is more than 0.5 %.
  stand.advance(MINUTE);
  expect((await call('Balance')).result.XXBT).toBe('0.0000000000');
});

test.each([
  ['beyond its trigger, at the limit', '10063', '10063.00000'],
  ['behind its trigger, at the trigger', '10061', '10062.00000'],
])('a take-profit with a limit is filled: %s', async (_, price2, average) => {
  const { private: call } = await open();
  await call('AddOrder', { ...order, ordertype: 'market' });
  const { txid } = (await call('AddOrder', { ...order, type: 'sell', ordertype: 'take-profit-limit', price: '10062', price2 })).result;
  const told = async () => (await call('QueryOrders', { txid: txid[0] })).result[txid[0]];
  expect(await told()).toMatchObject({
    status: 'open',
    descr: { ordertype: 'take-profit-limit', price: '10062.0', price2: `${price2}.0` },
  });
  // The minute falls to 10,057 first, then rises to 10,064.
  stand.advance(MINUTE / 4);
  expect(await told()).toMatchObject({ status: 'open' });
  stand.advance(MINUTE / 4);
  expect(await told()).toMatchObject({ status: 'closed', price: average });
});

test('a dry run places nothing', async () => {
  const { private: call } = await open();
  expect((await call('AddOrder', { ...order, validate: 'true' })).result).toEqual({
    descr: { order: 'buy 0.10000000 XBTUSD @ limit 9000.0' },
  });
  expect((await call('OpenOrders')).result).toEqual({ open: {} });
});

test('an edited order has a new name, an amended one keeps it', async () => {
  const { private: call } = await open();
  const [txid] = (await call('AddOrder', { ...order, userref: '5' })).result.txid as [string];
  expect((await call('AmendOrder', { txid, limit_price: '9100', order_qty: '0.2' })).result).toEqual({
    amend_id: expect.stringMatching(/^T/),
  });
  expect((await call('OpenOrders')).result.open[txid]).toMatchObject({ vol: '0.20000000', descr: { price: '9100.0' } });
  const { result } = await call('EditOrder', { txid, pair: 'XBTUSD', price: '9200' });
  expect(result).toMatchObject({ status: 'ok', originaltxid: txid, olduserref: 5, newuserref: 5, orders_cancelled: 1 });
  expect(result.descr.order).toBe('buy 0.20000000 XBTUSD @ limit 9200.0');
  expect(Object.keys((await call('OpenOrders')).result.open)).toEqual([result.txid]);
  expect((await call('AmendOrder', { txid: result.txid, limit_price: '10100', post_only: 'true' })).error).toEqual([
    'EOrder:Post only order',
  ]);
  expect((await call('AmendOrder', { txid, limit_price: '9000' })).error).toEqual(['EOrder:Unknown order']);
  const taking = { txid: result.txid, pair: 'XBTUSD', price: '10100', oflags: 'post' };
  expect((await call('EditOrder', taking)).error).toEqual(['EOrder:Post only order']);
  expect(Object.keys((await call('OpenOrders')).result.open)).toEqual([result.txid]);
});

test('batches are read as a whole and answered one by one', async () => {
  const { privateJson, private: call } = await open();
  const one = { type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };
  const { result } = await privateJson('AddOrderBatch', {
    pair: 'XBTUSD',
    orders: [one, { ...one, volume: '50' }, { ...one, userref: 3 }],
  });
  expect(result.orders).toMatchObject([{ txid: expect.any(String) }, { error: 'EOrder:Insufficient funds' }, { txid: expect.any(String) }]);
  const unreadable = { pair: 'XBTUSD', orders: [one, { ...one, type: 'neither' }] };
  expect((await privateJson('AddOrderBatch', unreadable)).error).toEqual(['EGeneral:Invalid arguments:type']);
  expect((await privateJson('CancelOrderBatch', { orders: [result.orders[0].txid, 3] })).result).toEqual({ count: 2 });
  expect((await call('ClosedOrders')).result.count).toBe(2);
});

test('by user reference a whole group is cancelled', async () => {
  const { private: call } = await open();
  for (const userref of ['1', '2', '1']) await call('AddOrder', { ...order, userref });
  expect((await call('CancelOrder', { txid: '1' })).result).toEqual({ count: 2 });
  expect((await call('CancelAll')).result).toEqual({ count: 1 });
  expect((await call('CancelOrder', { txid: '1' })).error).toEqual(['EOrder:Unknown order']);
});

test('what the system says of itself is what it does', async () => {
  const { private: call, public: look } = await open();
  const { venue } = stand.server;
  await call('AddOrder', order);
  venue.changeStatus('post_only');
  expect((await call('AddOrder', order)).error).toEqual(['EService:Market in post_only mode']);
  venue.changeStatus('maintenance');
  expect((await look('SystemStatus')).result.status).toBe('maintenance');
  expect((await call('AddOrder', order)).error).toEqual(['EService:Unavailable']);
  venue.changeStatus('cancel_only');
  expect((await call('AddOrder', order)).error).toEqual(['EService:Market in cancel_only mode']);
  expect((await call('CancelAll')).result).toEqual({ count: 1 });
});
