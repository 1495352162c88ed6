// The lives of orders at an outside venue, each told by hand: what leaves, what is believed, what is asked, what is never sent twice.
import { describe, expect, test } from 'vitest';
import { brokerLab, orderReport, T0 } from './broker-lab.ts';

/** An order that the venue has. */
function working(ticket: Parameters<ReturnType<typeof brokerLab>['submit']>[0], capabilities = {}) {
  const lab = brokerLab(capabilities);
  lab.submit(ticket);
  lab.durable();
  lab.answer('place', { venueOrderId: `v${ticket.id}` });
  return lab;
}

describe('an order leaves', () => {
  test('only when its intent is on disk', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.pass(1_000);
    expect(lab.open).toEqual([]);
    lab.durable();
    expect(lab.open).toEqual(['place c1']);
  });

  test('in exact decimal text', () => {
    const lab = brokerLab();
    lab.submit({ id: 1, lots: 100, limit: 200_001 });
    lab.durable();
    expect(lab.take('place').what).toMatchObject({ order: { quantity: '0.1', limitPrice: '20000.1', stopPrice: null, side: 'buy' } });
  });

  test('as it is wanted by then, which is to be written down', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.broker.amend(1, 0, { lots: 60 });
    lab.broker.changed = false;
    lab.durable();
    expect(lab.take('place').what).toMatchObject({ order: { quantity: '0.06' } });
    expect(lab.broker.changed).toBe(true);
  });

  test('not when the mode forbids it, not even when it waits for its turn at the socket', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.durable();
    const { mayStillSend } = lab.take('place');
    expect(mayStillSend()).toBe(true);
    lab.switches.mayEnter = false;
    expect(mayStillSend()).toBe(false);
    lab.submit({ id: 2 });
    lab.durable();
    expect(lab.told).toEqual(['2 cancelled ENTRIES_HELD']);
  });

  test('but what closes leaves in every mode', () => {
    const lab = brokerLab();
    lab.switches.mayEnter = false;
    lab.submit({ id: 1, type: 'market', side: -1, reduceOnly: true });
    lab.durable();
    expect(lab.take('place').mayStillSend()).toBe(true);
  });

  test('not once this trader has been deposed, whatever it is', () => {
    const lab = brokerLab();
    lab.submit({ id: 1, type: 'market', side: -1, reduceOnly: true });
    lab.durable();
    lab.switches.maySend = false;
    expect(lab.take('place').mayStillSend()).toBe(false);
  });
});

describe('executions', () => {
  test('in parts, each booked once, end the order when the venue says that it is over', () => {
    const lab = working({ id: 1 });
    lab.execute('x1', 1, '0.04');
    lab.execute('x1', 1, '0.04');
    expect(lab.orders).toEqual(['1 working 40/100']);
    lab.execute('x2', 1, '0.06');
    expect(lab.told).toEqual([]);
    lab.report(1, { status: 'filled', filled: '0.1' });
    expect(lab.told).toEqual(['1 filled']);
    expect(lab.fills.map(({ lots, kind }) => [lots, kind])).toEqual([
      [40, 'open'],
      [60, 'open'],
    ]);
  });

  test('an end that is told before its fills waits for them, and asks', () => {
    const lab = working({ id: 1 });
    lab.report(1, { status: 'filled', filled: '0.1' });
    expect(lab.told).toEqual([]);
    lab.pass(1_100);
    expect(lab.open).toEqual(['find c1']);
    lab.execute('x1', 1, '0.1');
    expect(lab.told).toEqual(['1 filled']);
  });

  test('one that turns the position round is a closing and an opening, its fee shared to the quantum', () => {
    const lab = working({ id: 1 });
    lab.execute('x1', 1, '0.1');
    lab.execute('x2', 0, '0.3', { side: 'sell', fee: '1.00000001', clientOrderId: '' });
    // 100 of 300 lots close: a third of 100,000,001 quanta is 33,333,333.67, rounded 33,333,334; the rest is 66,666,667.
    expect(lab.told).toEqual(['STRAY_FILL', 'demand external', 'STRAY_FILL', 'demand external']);
    expect(lab.broker.executions.net).toEqual([-200]);
  });

  test('a fee in the base currency is booked at its value', () => {
    const lab = working({ id: 1 });
    lab.execute('x1', 1, '0.1', { fee: '0.0001', feeCurrency: 'BTC' });
    // 0.0001 BTC at 20,000 is 2 USDT.
    expect(lab.fills[0]?.fee).toBe(2 * 10 ** 8);
  });

  test('one that can not be read stops entering', () => {
    const lab = working({ id: 1 });
    lab.execute('x1', 1, '0.1', { fee: 'a little', feeCurrency: 'XYZ' });
    expect(lab.told).toEqual(['demand executions']);
    expect(lab.fills).toEqual([]);
  });
});

test('an execution that only closes and finds nothing to close waits for those that were missed', () => {
  const lab = working({ id: 1, type: 'stop', side: -1, reduceOnly: true, limit: Number.NaN, trigger: 190_000 });
  lab.execute('x2', 1, '0.1', { side: 'sell' });
  expect(lab.told).toEqual(['gap']);
  expect(lab.broker.executions.net).toEqual([0]);
});

describe('doubt', () => {
  test('a time-out is no rejection: the venue is asked, and what it has is believed', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.durable();
    lab.fail('place', 'unknown', 'TIMEOUT');
    expect(lab.orders).toEqual(['1 in-doubt 0/100']);
    lab.pass(100);
    lab.answer('find', { order: orderReport(1), executions: [] });
    expect(lab.orders).toEqual(['1 working 0/100']);
    expect(lab.open).toEqual([]);
  });

  test('no answer for 5 s is doubt, and the request may not leave any more', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.durable();
    const { mayStillSend } = lab.take('place');
    lab.pass(4_900);
    expect(lab.orders).toEqual(['1 sent 0/100']);
    lab.pass(100);
    expect(lab.orders).toEqual(['1 in-doubt 0/100']);
    expect(mayStillSend()).toBe(false);
  });

  test('it is given up after three denials over ten seconds, never sent again', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.durable();
    lab.fail('place', 'unknown', 'CONNECTION_LOST');
    for (const expected of [[], [], ['NEVER_ARRIVED', '1 rejected NEVER_ARRIVED']]) {
      lab.pass(lab.open.length === 0 && lab.now === T0 ? 100 : 5_000);
      lab.answer('find', { order: null, executions: [] });
      expect(lab.told).toEqual(expected);
    }
    lab.pass(60_000);
    expect(lab.open).toEqual([]);
  });

  test('filled in part and then forgotten by the venue, it ends with what it was filled', () => {
    const lab = working({ id: 1 });
    lab.execute('x1', 1, '0.04');
    lab.broker.doubt(lab.broker.orders.get(1) as never, lab.now);
    for (let count = 0; count < 3; count++) {
      lab.pass(count === 0 ? 100 : 5_000);
      lab.answer('find', { order: null, executions: [] });
    }
    expect(lab.told).toEqual(['VENUE_FORGOT', '1 cancelled VENUE_FORGOT']);
  });

  test('one that was given up and lives after all is called back', () => {
    const lab = brokerLab();
    lab.submit({ id: 1 });
    lab.durable();
    lab.fail('place', 'refused', 'INSUFFICIENT_FUNDS');
    expect(lab.told).toEqual(['ORDER_REJECTED', '1 rejected INSUFFICIENT_FUNDS']);
    lab.report(1, {});
    lab.answer('find', { order: orderReport(1), executions: [] });
    lab.pass(100);
    expect(lab.told.at(-1)).toBe('ORDER_CAME_BACK');
    expect(lab.open).toEqual(['cancel c1']);
  });

  test('after a restart every order is in doubt; it is asked for when the list of executions has been taken in, and nothing else leaves', () => {
    const before = working({ id: 1 });
    before.submit({ id: 2 });
    before.durable();
    const after = brokerLab();
    after.broker.restore(JSON.parse(JSON.stringify(before.broker.snapshot())), T0, [{ lots: 0, cost: 0, margin: 0 }]);
    expect(after.orders).toEqual(['1 in-doubt 0/100', '2 in-doubt 0/100']);
    after.durable();
    after.pass(100);
    expect(after.open).toEqual([]);
    after.broker.gap = false;
    after.pass(100);
    expect(after.open).toEqual(['find c1', 'find c2']);
  });
});

describe('changes', () => {
  test('a refused amend leaves the old prices and says so', () => {
    const lab = working({ id: 1 });
    lab.broker.amend(1, 0, { limit: 199_000 });
    lab.durable();
    expect(lab.open).toEqual(['amend c1']);
    lab.fail('amend', 'refused', 'PRICE_BAND');
    expect(lab.told).toEqual(['CHANGE_REFUSED']);
    lab.pass(60_000);
    expect(lab.open).toEqual([]);
  });

  test.each([
    ['smaller', 60, '0.06'],
    ['larger', 140, '0.14'],
  ])('but an order that only closes and has to be %s is made so sooner or later', (_, lots, quantity) => {
    const lab = working({ id: 1, reduceOnly: true });
    lab.broker.amend(1, 0, { lots });
    lab.durable();
    lab.fail('amend', 'refused', 'SELF_TRADE');
    lab.pass(1_000);
    expect(lab.take('amend').what).toMatchObject({ quantity });
  });

  test('a cancel that meets the fill believes the fill', () => {
    const lab = working({ id: 1 });
    lab.broker.cancel(1);
    lab.durable();
    lab.fail('cancel', 'refused', 'ORDER_FINAL');
    lab.execute('x1', 1, '0.1');
    lab.report(1, { status: 'filled', filled: '0.1' });
    expect(lab.told).toEqual(['1 filled']);
  });

  test('older news does not undo newer', () => {
    const lab = working({ id: 1 });
    lab.report(1, { limitPrice: '19900', at: T0 + 10 });
    lab.report(1, { limitPrice: '20000', at: T0 + 5 });
    expect(lab.broker.orders.get(1)?.held.limit).toBe(199_000);
  });

  test('with one of a pair filled in part the other shrinks, and goes when it is filled whole', () => {
    const lab = working({ id: 1, type: 'stop', side: -1, reduceOnly: true, limit: Number.NaN, trigger: 190_000 });
    lab.submit({ id: 2, side: -1, reduceOnly: true, limit: 210_000, oco: 1 });
    lab.durable();
    lab.answer('place', { venueOrderId: 'v2' });
    lab.broker.executions.net[0] = 100;
    lab.execute('x1', 2, '0.03', { side: 'sell' });
    lab.durable();
    expect(lab.take('amend').what).toMatchObject({ order: { clientOrderId: 'c1' }, quantity: '0.07' });
    lab.execute('x2', 2, '0.07', { side: 'sell' });
    lab.report(2, { status: 'filled', filled: '0.1', side: 'sell' });
    expect(lab.told).toEqual(['2 filled']);
    expect(lab.broker.orders.get(1)?.cancelCode).toBe('OCO_DONE');
  });

  test('what opens waits for what closes before it', () => {
    const lab = brokerLab();
    lab.broker.executions.net[0] = 100;
    lab.submit({ id: 1, type: 'market', side: -1, reduceOnly: true });
    lab.submit({ id: 2, type: 'market', side: -1 });
    lab.durable();
    expect(lab.open).toEqual(['place c1']);
    lab.answer('place', { venueOrderId: 'v1' });
    expect(lab.open).toEqual([]);
    lab.execute('x1', 1, '0.1', { side: 'sell' });
    lab.report(1, { status: 'filled', filled: '0.1', side: 'sell' });
    lab.pass(100);
    expect(lab.open).toEqual(['place c2']);
  });
});

describe('a venue that takes so many requests', () => {
  test('an order that finds no room is due when there is some', () => {
    const lab = brokerLab();
    // Of 100 requests at once 30 are for what is urgent; ten come back in a second.
    for (let id = 1; id <= 71; id++) lab.submit({ id });
    lab.durable();
    expect(lab.open.length).toBe(70);
    expect(lab.broker.nextAt).toBe(T0 + 100);
    lab.pass(100);
    expect(lab.open.at(-1)).toBe('place c71');
    expect(lab.broker.nextAt).toBeGreaterThan(T0 + 100);
  });
});

describe('what a venue can not do', () => {
  test('without reduce-only orders an exit waits until the stop that binds the holding is gone', () => {
    const lab = working({ id: 1, type: 'stop', side: -1, reduceOnly: true, limit: Number.NaN, trigger: 190_000 }, { reduceOnly: false });
    lab.submit({ id: 2, type: 'market', side: -1, reduceOnly: true });
    lab.durable();
    lab.durable();
    expect(lab.open).toEqual(['cancel c1']);
    lab.answer('cancel', { venueOrderId: 'v1' });
    lab.report(1, { status: 'cancelled', side: 'sell' });
    lab.pass(100);
    expect(lab.take('place').what).toMatchObject({ order: { clientOrderId: 'c2', reduceOnly: false } });
  });

  test('without good-till-date the broker ends the order itself', () => {
    const lab = working({ id: 1, timeInForce: 'GTD', expireAt: T0 + 60_000 });
    lab.switches.marketTime = T0 + 60_000;
    lab.pass(100);
    lab.durable();
    lab.answer('cancel', { venueOrderId: 'v1' });
    lab.report(1, { status: 'cancelled' });
    expect(lab.told).toEqual(['1 expired GTD']);
  });

  test('an order whose time has come is due at once', () => {
    const lab = working({ id: 1, timeInForce: 'GTD', expireAt: T0 + 60_000 });
    expect(lab.broker.nextAt).toBe(Number.POSITIVE_INFINITY);
    lab.switches.marketTime = T0 + 60_000;
    expect(lab.broker.nextAt).toBeLessThanOrEqual(lab.now);
    lab.pass(100);
    expect(lab.broker.nextAt).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a journal that takes nothing', () => {
  test('lets out what closes and what cancels, and begins nothing', () => {
    const lab = working({ id: 1 });
    lab.submit({ id: 2, type: 'market', side: -1, reduceOnly: true });
    lab.submit({ id: 3 });
    lab.broker.cancel(1);
    lab.broker.releaseUnrecorded(lab.now);
    expect(lab.told).toEqual(['3 rejected JOURNAL_FAILED']);
    expect(lab.open).toEqual(['cancel c1', 'place c2']);
  });
});
