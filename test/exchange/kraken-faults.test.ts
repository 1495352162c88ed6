/** Faults on the way to and from the Kraken simulator, as scenarios tell them: what the venue knows is what it has done. */

import { expect, test } from 'vitest';
import { caller, type Message } from './kraken-caller.ts';
import { answers, connections, ORDER, updates } from './kraken-connections.ts';
import { MINUTE } from './kraken-stand.ts';

const at = connections();

const ADD = { request: '/0/private/AddOrder' };
const FORM_ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };
const once = (fault: object) => at.stand.fault({ count: 1, ...fault });

test('an answer that is lost leaves an order that is there, a request that is lost leaves none', async () => {
  const be = await at.openPrivate();
  const idsOfOpen = async () => Object.values((await be.private('OpenOrders')).result.open).map((order) => (order as Message).cl_ord_id);
  once({ kind: 'reset', side: 'answer', scope: ADD });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'lost-answer' })).rejects.toThrow();
  once({ kind: 'reset', side: 'request', scope: ADD });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'lost-request' })).rejects.toThrow();
  expect(await idsOfOpen()).toEqual(['lost-answer']);
  once({ kind: 'server-error', status: 520, scope: ADD });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'in-doubt' })).rejects.toThrow('found 520');
  expect(await idsOfOpen()).toEqual(['in-doubt', 'lost-answer']);
  once({ kind: 'answer-lost', scope: { request: 'add_order' } });
  be.send({ method: 'add_order', params: { ...ORDER, cl_ord_id: 'unanswered', token: be.token }, req_id: 7 });
  be.send({ method: 'ping', req_id: 8 });
  await be.next(answers(8));
  expect(be.messages.some(answers(7))).toBe(false);
  expect(await idsOfOpen()).toEqual(['unanswered', 'in-doubt', 'lost-answer']);
});

test.each([
  ['rate-limit', 'EAPI:Rate limit exceeded'],
  ['bad-nonce', 'EAPI:Invalid nonce'],
  ['maintenance', 'EService:Unavailable'],
])('%s is said in the words of the venue, by REST and by stream, and nothing is done', async (kind, words) => {
  const be = await at.openPrivate();
  once({ kind, scope: ADD });
  expect((await be.private('AddOrder', FORM_ORDER)).error).toEqual([words]);
  once({ kind, scope: { request: 'add_order' } });
  be.send({ method: 'add_order', params: { ...ORDER, token: be.token }, req_id: 7 });
  expect(await be.next(answers(7))).toMatchObject({ method: 'add_order', success: false, error: words });
  expect((await be.private('OpenOrders')).result.open).toEqual({});
});

test('messages come twice, never, out of order, or the connection breaks', async () => {
  const be = await at.openPrivate();
  const { token } = be;
  be.send({ method: 'subscribe', params: { channel: 'executions', snapshot: false, token }, req_id: 1 });
  await be.next(answers(1));
  const sequences = () => be.messages.filter(updates('executions')).map(({ sequence }) => sequence);
  const executions = { topic: 'executions' };
  once({ kind: 'duplicate', scope: executions });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 2);
  expect(sequences()).toEqual([1, 1, 2]);
  once({ kind: 'drop', scope: executions });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 4);
  expect(sequences()).toEqual([1, 1, 2, 4]);
  once({ kind: 'message-latency', delayMs: 5, scope: executions });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 5);
  expect(sequences()).toEqual([1, 1, 2, 4, 6, 5]);
  once({ kind: 'reorder', scope: executions });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 7);
  expect(sequences()).toEqual([1, 1, 2, 4, 6, 5, 8, 7]);
  once({ kind: 'reset', side: 'answer', scope: { request: 'add_order' } });
  be.send({ method: 'add_order', params: { ...ORDER, token }, req_id: 2 });
  await be.closed;
  expect(Object.keys((await be.private('OpenOrders')).result.open)).toHaveLength(5);
});

test('what is never answered does not keep the server from closing', async () => {
  await at.begin();
  at.stand.fault({ kind: 'answer-lost' });
  const unanswered = expect(caller(at.stand.url).public('Time')).rejects.toThrow();
  await expect.poll(() => at.stand.server.gate.list()[0]?.struck).toBe(1);
  await at.stand.server.close();
  await unanswered;
});

test('an order that was placed by hand is told and listed as any other', async () => {
  const be = await at.openPrivate();
  be.send({ method: 'subscribe', params: { channel: 'executions', token: be.token }, req_id: 1 });
  await be.next(answers(1));
  at.stand.fault({ kind: 'manual-trade', side: 'buy', lots: 1e7 });
  await be.public('Time');
  await be.next(({ data }) => data?.[0]?.exec_type === 'filled');
  const types = be.messages.filter(updates('executions')).map(({ data }) => data[0].exec_type);
  expect(types).toEqual(['pending_new', 'new', 'trade', 'filled']);
  const { closed } = (await be.private('ClosedOrders')).result;
  expect(Object.values(closed)).toMatchObject([{ status: 'closed', vol: '0.10000000', userref: null, descr: { ordertype: 'market' } }]);
  expect((await be.private('TradesHistory')).result.count).toBe(1);
});

test('a restart keeps what the venue knows, or forgets the open orders', async () => {
  const be = await at.openPrivate();
  await be.private('AddOrder', { ...FORM_ORDER, userref: '8' });
  at.stand.fault({ kind: 'restart' });
  await be.public('Time').catch(() => undefined);
  await be.closed;
  expect(Object.values((await be.private('OpenOrders')).result.open)).toMatchObject([{ userref: 8, vol: '0.10000000' }]);
  const stream = await at.connect('/v2');
  at.stand.fault({ kind: 'restart', forgetOrders: true });
  await be.public('Time').catch(() => undefined);
  await stream.closed;
  expect((await be.private('OpenOrders')).result.open).toEqual({});
});

test('other fees hold for what an account is told, holds and pays', async () => {
  const be = await at.openPrivate();
  at.stand.fault({ kind: 'fee-change', makerRatio: 0.01, takerRatio: 0.02 });
  const { fees, fees_maker: makerFees } = (await be.private('TradeVolume', { pair: 'XBTUSD' })).result;
  expect([fees.XXBTZUSD.fee, makerFees.XXBTZUSD.fee]).toEqual(['2.0000', '1.0000']);
  // 0.1 XBT at 9,000 are 900, and 2 % of it 18.
  await be.private('AddOrder', FORM_ORDER);
  expect((await be.private('BalanceEx')).result.ZUSD.hold_trade).toBe('918.0000');
  await be.private('AddOrder', { ...FORM_ORDER, ordertype: 'market' });
  const [trade] = Object.values((await be.private('TradesHistory')).result.trades) as [{ cost: string; fee: string }];
  expect(Number(trade.fee)).toBeCloseTo(Number(trade.cost) * 0.02, 8);
});

test('a stale book goes on showing what it showed, whatever is traded', async () => {
  const { public: look } = caller((await at.begin()).url);
  const bestBid = async () => Number((await look('Depth', { pair: 'XBTUSD', count: '1' })).result.XXBTZUSD.bids[0][0]);
  at.stand.fault({ kind: 'stale-book' });
  const before = await bestBid();
  at.stand.advance(MINUTE);
  expect(await bestBid()).toBe(before);
  at.stand.server.gate.remove();
  expect(await bestBid()).not.toBe(before);
});
