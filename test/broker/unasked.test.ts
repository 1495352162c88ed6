// What a venue does unasked, and what comes back that nobody here remembers.
import { describe, expect, test } from 'vitest';
import type { OrderTicket } from '../../src/core/domain/order.ts';
import { listed } from '../../src/core/trading/broker/doubt.ts';
import { takeFunding } from '../../src/core/trading/broker/funding-book.ts';
import { brokerLab, orderReport, T0 } from './broker-lab.ts';

/** A lab with an order that the venue has. */
function working(ticket: Partial<OrderTicket> & { readonly id: number }) {
  const lab = brokerLab();
  lab.submit(ticket);
  lab.durable();
  lab.answer('place', { venueOrderId: `v${ticket.id}` });
  return lab;
}

test('what protects and was refused its larger size asks for it again, until it is as large as the position', () => {
  const lab = working({ id: 1, type: 'stop', side: -1, reduceOnly: true, limit: Number.NaN, trigger: 190_000 });
  lab.broker.amend(1, 0, { lots: 150 });
  lab.durable();
  lab.fail('amend', 'refused', 'BELOW_MINIMUM');
  expect(lab.told).toEqual(['CHANGE_REFUSED']);
  lab.durable();
  lab.pass(500);
  expect(lab.take('amend').what).toMatchObject({ quantity: '0.15' });
});

describe('an order that left while nothing could be recorded', () => {
  test('is taken back when the venue lists it, and cancelled', () => {
    const lab = brokerLab();
    expect(listed(lab.broker, orderReport(98), lab.now)).toBe(0);
    expect(listed(lab.broker, orderReport(99), lab.now)).toBe(-1);
    lab.answer('find', { order: orderReport(99), executions: [] });
    expect(lab.told).toEqual(['ORDER_UNRECORDED', 'ORDER_CAME_BACK']);
    lab.durable();
    expect(lab.open).toEqual(['cancel c99']);
  });

  test('has its fills booked to its slot, and counted when it comes back', () => {
    const lab = brokerLab();
    lab.execute('x1', 99, '0.04');
    lab.execute('x1', 99, '0.04');
    expect(lab.told).toEqual(['ORDER_UNRECORDED', 'STRAY_FILL', 'demand external', 'stray 40']);
    lab.report(99, { filled: '0.04' });
    lab.answer('find', { order: orderReport(99, { filled: '0.04' }), executions: [] });
    expect(lab.orders).toEqual(['-1 working 40/100']);
  });
});

test('an answer that arrives after the order has come back and ended again is not believed', () => {
  const lab = brokerLab();
  lab.submit({ id: 1 });
  lab.durable();
  lab.fail('place', 'refused', 'INSUFFICIENT_FUNDS');
  lab.report(1, {});
  lab.report(1, {});
  lab.answer('find', { order: orderReport(1), executions: [] });
  lab.report(1, { status: 'cancelled', at: T0 + 1 });
  expect(lab.orders).toEqual([]);
  lab.answer('find', { order: orderReport(1), executions: [] });
  expect(lab.orders).toEqual([]);
});

describe('what the venue closes by force', () => {
  test('is told, and booked as what it is', () => {
    const lab = working({ id: 1 });
    lab.execute('x1', 1, '0.1');
    lab.execute('x2', 0, '0.1', { clientOrderId: '', side: 'sell', kind: 'liquidation' });
    lab.execute('x3', 0, '0.1', { clientOrderId: '', side: 'sell', kind: 'deleveraging' });
    expect(lab.told).toEqual(['LIQUIDATED', 'gap']);
    expect(lab.fills.map(({ kind, lots }) => `${kind} ${lots}`)).toEqual(['open 100', 'liquidation 100']);
  });
});

describe('a funding payment', () => {
  const payment = { fundingId: 'f1', instrument: 'BTCUSDT', amount: '-0.00000123', currency: 'USDT', at: T0 } as const;

  test('is booked once, however often it is told, also after a restart', () => {
    const lab = brokerLab();
    takeFunding(lab.broker, payment, T0);
    takeFunding(lab.broker, payment, T0);
    expect(lab.told).toEqual(['paid -123']);
    const snapshot = lab.broker.snapshot();
    const next = brokerLab();
    next.broker.restore(snapshot, T0, [{ lots: 0, cost: 0, margin: 0 }]);
    takeFunding(next.broker, payment, T0);
    expect(next.told).toEqual([]);
  });

  test('of before the account began, or of another instrument, is none of ours; one in another currency stops entering', () => {
    const lab = brokerLab();
    lab.broker.funding.booked.since = T0;
    takeFunding(lab.broker, { ...payment, at: T0 - 1 }, T0);
    takeFunding(lab.broker, { ...payment, instrument: 'ETHUSDT' }, T0);
    expect(lab.told).toEqual([]);
    takeFunding(lab.broker, { ...payment, currency: 'BTC' }, T0);
    expect(lab.told).toEqual(['demand executions']);
  });
});

test('an execution of before the account began is none of ours', () => {
  const lab = brokerLab();
  lab.broker.executions.begin(T0);
  lab.execute('x1', 5, '0.1', { at: T0 - 1 });
  expect(lab.broker.executions.net).toEqual([0]);
});
