// An order that only the venue knows is cancelled there once, after the owner's word for it is on disk, and by nobody who may not send.
import { expect, test } from 'vitest';
import { brokerLab } from './broker-lab.ts';

const ORDER = { clientOrderId: '', venueOrderId: 'by-hand', instrument: 'BTCUSDT' };

test('it waits for the disk, leaves once, and everything is compared when the venue has answered', () => {
  const lab = brokerLab();
  lab.broker.cancelForeign(ORDER);
  lab.pass(1_000);
  expect(lab.open).toEqual([]);
  lab.durable();
  lab.durable();
  lab.pass(1_000);
  expect(lab.open).toEqual(['cancel ']);
  expect(lab.take('cancel').what).toEqual({ kind: 'cancel', order: ORDER });
  expect(lab.told).toEqual([]);
});

test('the answer is told either way', () => {
  const lab = brokerLab();
  lab.broker.cancelForeign(ORDER);
  lab.durable();
  lab.answer('cancel', { venueOrderId: 'by-hand' });
  lab.broker.cancelForeign(ORDER);
  lab.durable();
  lab.fail('cancel', 'refused', 'ORDER_FINAL');
  expect(lab.told).toEqual(['CORRECTION', 'gap', 'CHANGE_REFUSED', 'gap']);
  expect(lab.orders).toEqual([]);
});

test('a trader that was deposed while it waited sends nothing', () => {
  const lab = brokerLab();
  lab.broker.cancelForeign(ORDER);
  lab.durable();
  lab.switches.maySend = false;
  expect(lab.take('cancel').mayStillSend()).toBe(false);
});
