// Where a venue has no reduce-only orders an exit waits for the stop that binds the holding, which may fill in part on its way out.
import { expect, test } from 'vitest';
import { brokerLab } from './broker-lab.ts';

test('an exit sells no more than is held when it leaves', () => {
  const lab = brokerLab({ reduceOnly: false });
  lab.submit({ id: 1, type: 'market', limit: Number.NaN });
  lab.durable();
  lab.answer('place', { venueOrderId: 'v1' });
  lab.execute('x1', 1, '0.1');
  lab.report(1, { status: 'filled', filled: '0.1' });
  lab.submit({ id: 2, side: -1, type: 'stop', limit: Number.NaN, trigger: 190_000, reduceOnly: true });
  lab.durable();
  lab.answer('place', { venueOrderId: 'v2' });
  lab.submit({ id: 3, side: -1, type: 'market', limit: Number.NaN, reduceOnly: true });
  lab.durable();
  // That the stop is called back has to be written down too.
  lab.durable();
  // The exit waits, the stop is called back, and 0.04 of it are filled before it is gone.
  expect(lab.open).toEqual(['cancel c2']);
  lab.execute('x2', 2, '0.04', { side: 'sell' });
  lab.answer('cancel', { venueOrderId: 'v2' });
  lab.report(2, { side: 'sell', status: 'cancelled', filled: '0.04', limitPrice: null, stopPrice: '19000' });
  lab.pass(100);
  expect(lab.take('place').what).toMatchObject({ order: { clientOrderId: 'c3', side: 'sell', quantity: '0.06', reduceOnly: false } });
});
