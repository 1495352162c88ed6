/** Faults on the way to and from the Kraken simulator: what the gate says is what happens, and the venue knows what it knows. */

import { expect, test } from 'vitest';
import type { Gate, Passage, Treatment } from '../../src/adapters/exchange-simulator/kraken/gate.ts';
import { caller, type Message } from './kraken-caller.ts';
import { answers, connections, ORDER, updates } from './kraken-connections.ts';

const at = connections();

/** A gate that treats the next passage of a kind, once. */
function onceGate() {
  let next: { way: string; what: string; treatment: Treatment } | null = null;
  const gate: Gate = ({ way, what }) => {
    if (next === null || next.way !== way || next.what !== what) return null;
    const { treatment } = next;
    next = null;
    return treatment;
  };
  const treat = (way: 'in' | 'out', what: string, treatment: Treatment) => {
    next = { way, what, treatment };
  };
  return { gate, treat };
}

const FORM_ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '9000', volume: '0.1' };

test('an answer that is lost leaves an order that is there, a request that is lost leaves none', async () => {
  const { gate, treat } = onceGate();
  const be = await at.openPrivate({ gate });
  const idsOfOpen = async () => Object.values((await be.private('OpenOrders')).result.open).map((order) => (order as Message).cl_ord_id);
  treat('out', 'AddOrder', { reset: true });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'lost-answer' })).rejects.toThrow();
  treat('in', 'AddOrder', { reset: true });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'lost-request' })).rejects.toThrow();
  expect(await idsOfOpen()).toEqual(['lost-answer']);
  treat('out', 'AddOrder', { status: 520 });
  await expect(be.private('AddOrder', { ...FORM_ORDER, cl_ord_id: 'in-doubt' })).rejects.toThrow('found 520');
  expect(await idsOfOpen()).toEqual(['in-doubt', 'lost-answer']);
  treat('in', 'AddOrder', { refuse: 'EService:Busy' });
  expect((await be.private('AddOrder', FORM_ORDER)).error).toEqual(['EService:Busy']);
  treat('in', 'add_order', { copies: 2 });
  be.send({ method: 'add_order', params: { ...ORDER, cl_ord_id: 'twice', token: be.token }, req_id: 7 });
  await be.next(({ error }) => error === 'EGeneral:Invalid arguments:cl_ord_id not unique');
  expect(await idsOfOpen()).toEqual(['twice', 'in-doubt', 'lost-answer']);
});

test('messages come twice, late, never, or the connection breaks', async () => {
  const { gate, treat } = onceGate();
  const be = await at.openPrivate({ gate });
  const { token } = be;
  be.send({ method: 'subscribe', params: { channel: 'executions', snapshot: false, token }, req_id: 1 });
  await be.next(answers(1));
  const sequences = () => be.messages.filter(updates('executions')).map(({ sequence }) => sequence);
  treat('out', 'executions', { copies: 2 });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 2);
  expect(sequences()).toEqual([1, 1, 2]);
  treat('out', 'executions', { drop: true });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 4);
  expect(sequences()).toEqual([1, 1, 2, 4]);
  treat('out', 'executions', { delayMs: 5 });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 5);
  expect(sequences()).toEqual([1, 1, 2, 4, 6, 5]);
  treat('out', 'executions', { hold: true });
  await be.private('AddOrder', FORM_ORDER);
  await be.next(({ sequence }) => sequence === 7);
  expect(sequences()).toEqual([1, 1, 2, 4, 6, 5, 8, 7]);
  treat('in', 'connect', { reset: true });
  await expect(at.connect('/v2')).rejects.toThrow();
  treat('out', 'executions', { reset: true });
  await be.private('AddOrder', FORM_ORDER);
  await be.closed;
  expect(Object.keys((await be.private('OpenOrders')).result.open)).toHaveLength(5);
});

test('what is never answered does not keep the server from closing', async () => {
  const dropped = new Set<string>();
  let bothCame = () => {};
  const both = new Promise<void>((done) => {
    bothCame = done;
  });
  const gate: Gate = ({ what }) => {
    dropped.add(what);
    if (dropped.size === 2) bothCame();
    return { drop: true };
  };
  await at.begin({ gate });
  const unopened = expect(at.connect('/v2')).rejects.toThrow();
  const unanswered = expect(caller(at.stand.url).public('Time')).rejects.toThrow();
  await both;
  expect([...dropped].sort()).toEqual(['Time', 'connect']);
  await at.stand.server.close();
  await Promise.all([unopened, unanswered]);
});

test('a request and its answers carry one number through the gate, others none', async () => {
  const passed: Passage[] = [];
  const gate: Gate = (passage) => {
    passed.push(passage);
    return null;
  };
  const be = await at.openPrivate({ gate });
  be.send({ method: 'subscribe', params: { channel: 'executions', token: be.token }, req_id: 1 });
  await be.next(answers(1));
  be.send({ method: 'add_order', params: { ...ORDER, token: be.token }, req_id: 2 });
  await be.next(answers(2));
  const numbersOf = (wanted: string) => passed.filter(({ what }) => what === wanted).map(({ way, number }) => [way, number]);
  expect(numbersOf('GetWebSocketsToken')).toEqual([
    ['in', 1],
    ['out', 1],
  ]);
  expect(numbersOf('add_order')).toEqual([
    ['in', 4],
    ['out', 4],
  ]);
  expect(new Set(numbersOf('executions').map(([, number]) => number))).toEqual(new Set([0]));
});

test('an order that was placed by hand is told and listed as any other', async () => {
  const be = await at.openPrivate();
  be.send({ method: 'subscribe', params: { channel: 'executions', token: be.token }, req_id: 1 });
  await be.next(answers(1));
  const { exchange } = at.stand;
  const byHand = {
    clientId: '',
    market: 0,
    side: 1,
    type: 'market',
    lots: 1e7,
    limit: Number.NaN,
    trigger: Number.NaN,
    trailTicks: 0,
  } as const;
  const life = { timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false } as const;
  exchange.place(exchange.account(be.key), { ...byHand, ...life });
  await be.next(({ data }) => data?.[0]?.exec_type === 'filled');
  const types = be.messages.filter(updates('executions')).map(({ data }) => data[0].exec_type);
  expect(types).toEqual(['pending_new', 'new', 'trade', 'filled']);
  const { closed } = (await be.private('ClosedOrders')).result;
  expect(Object.values(closed)).toMatchObject([{ status: 'closed', vol: '0.10000000', userref: null, descr: { ordertype: 'market' } }]);
  expect((await be.private('TradesHistory')).result.count).toBe(1);
});

test('a restart keeps what the venue knows', async () => {
  const be = await at.openPrivate();
  await be.private('AddOrder', { ...FORM_ORDER, userref: '8' });
  const { venue, port } = at.stand.server;
  await at.stand.server.close();
  await at.begin({ exchange: at.stand.exchange, venue, port });
  expect(Object.values((await be.private('OpenOrders')).result.open)).toMatchObject([{ userref: 8, vol: '0.10000000' }]);
});
