/** What the door tells: the panel's own figures, and the life of each order. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUSY, ControlLab, type Controlled } from './control-lab.ts';

const lab = new ControlLab();
let opened: Controlled;
beforeAll(async () => {
  opened = await lab.open(BUSY);
  await lab.holding(opened);
});
afterAll(() => lab.end());

test('status has the money, the mode and the parts that the panel shows', async () => {
  const status = await lab.status();
  const { status: session, environment, world } = opened.trader.source.snapshot();
  const { ladder: _, limits: __, ...account } = session.account;
  expect(status).toMatchObject({ environment, world, armed: false, armedUntil: null, account, venueLink: null, reconciliation: null });
  expect(status).toMatchObject({ positions: 1, processId: process.pid, versions: { release: '0.0.0', node: process.versions.node } });
  expect(status.mode).toMatchObject({ name: 'NORMAL', triggers: [] });
  expect(status.journal.durableSequence).toBeGreaterThan(0);
});

test('positions are those of the session, with the currency they are valued in', async () => {
  const { rows, currency } = await lab.positions();
  expect(currency).toBe('USDT');
  expect(rows).toEqual(opened.trader.source.snapshot().status.positions);
});

test('an order tells its life: journaled, then filled at the price and for the quantity of its fill', async () => {
  const { rows } = await lab.orders();
  const order = rows.find(({ status, purpose }) => status === 'filled' && purpose === 'entry');
  const [fill] = (await opened.trader.source.fills({ limit: 100 })).rows.filter(({ orderId }) => orderId === order?.orderId);
  expect(order?.life).toMatchObject([
    { state: 'journaled', at: order?.createdAt },
    { state: 'filled', at: fill?.at, price: fill?.price, quantity: fill?.quantity },
  ]);
  const isWorking = rows.map(({ status }) => status === 'working');
  expect(isWorking.lastIndexOf(true)).toBeLessThan(isWorking.includes(false) ? isWorking.indexOf(false) : rows.length);
  expect((await lab.orders(1)).rows).toEqual(rows.slice(0, 1));
});
