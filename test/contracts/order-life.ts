/** The life of an order at a venue, from its acknowledgement to the last unit of its money. */

import { describe, expect, test } from 'vitest';
import type { VenueFailure, VenueNews } from '../../src/core/trading/broker/venue-link.ts';
import { type Bench, refused } from './bench.ts';
import { MINUTE } from './contract-market.ts';
import { exact, holdingOf, moneyOf, nameOf, times, total } from './orders.ts';

export function describeOrderLife(at: Bench): void {
  const { can, capabilities, good, order, resting, openOrders, executions, find, held, balance, executionOf, endOf, traits } = at;
  describe('the life of an order', () => {
    test('a market order is acknowledged, told and billed exactly', async () => {
      const feeCurrency = traits.buyFeesInCoin ? traits.base : traits.quote;
      const placed = order();
      const { venueOrderId } = await good(placed);
      const news = (await at.lab.until(executionOf(placed))) as Extract<VenueNews, { kind: 'execution' }>;
      await at.lab.until(endOf(placed));
      expect(news.execution).toMatchObject({ venueOrderId, side: 'buy', feeCurrency, liquidity: 'taker', kind: 'trade' });
      const all = (await executions()).filter(({ clientOrderId }) => clientOrderId === placed.order.clientOrderId);
      expect(total(all.map(({ quantity }) => exact(quantity)))).toBe(exact('10'));
      for (const { quantity, price, fee } of all) {
        const on = traits.buyFeesInCoin ? exact(quantity) : times(quantity, price);
        expect(exact(fee)).toBe((on * exact(traits.takerFee)) / exact('1'));
      }
      expect(await held()).toBe(holdingOf(all, traits.base));
      const { order: found, executions: its } = await find(placed);
      expect(found).toMatchObject({ venueOrderId, status: 'filled' });
      expect(its.map(({ executionId }) => executionId)).toEqual(all.map(({ executionId }) => executionId));
    });

    test('a limit order rests, fills when the price goes through it, and is told', async () => {
      const placed = resting();
      const { venueOrderId } = await good(placed);
      const [listed] = await openOrders();
      expect(listed).toMatchObject({ clientOrderId: placed.order.clientOrderId, venueOrderId, status: 'working', side: 'buy' });
      at.lab.advance(6 * MINUTE);
      await at.lab.until(endOf(placed));
      expect((await find(placed)).order).toMatchObject({ status: 'filled' });
      const [fill] = await executions();
      expect(fill).toMatchObject({ clientOrderId: placed.order.clientOrderId, liquidity: 'maker' });
      expect(exact(fill?.price ?? '0')).toBe(exact('97'));
      expect(await openOrders()).toEqual([]);
    });

    test('a protective stop triggers and sells what is held', async () => {
      await good(order());
      const stop = order({ side: 'sell', type: 'stop', stopPrice: '96', reduceOnly: capabilities().reduceOnly });
      await good(stop);
      at.lab.advance(6 * MINUTE);
      await at.lab.until(executionOf(stop));
      expect((await find(stop)).order).toMatchObject({ status: 'filled' });
      const all = await executions();
      expect(total(all.map(({ side, quantity }) => (side === 'buy' ? 1n : -1n) * exact(quantity)))).toBe(0n);
      expect(await held()).toBe(holdingOf(all, traits.base));
    });

    test('an order is amended in place, in price and in quantity', async () => {
      const placed = resting();
      const { venueOrderId } = await good(placed);
      await good({ kind: 'amend', order: { ...nameOf(placed), venueOrderId }, limitPrice: '96.5' });
      await good({ kind: 'amend', order: nameOf(placed), quantity: '12' });
      const orders = await openOrders();
      expect(orders).toHaveLength(1);
      expect([exact(orders[0]?.limitPrice ?? '0'), exact(orders[0]?.quantity ?? '0')]).toEqual([exact('96.5'), exact('12')]);
      expect(orders[0]).toMatchObject({ venueOrderId, clientOrderId: placed.order.clientOrderId });
    });

    test('a stop is amended to another trigger, as a trailing one is', async () => {
      const placed = order({ type: 'stop', stopPrice: '120' });
      await good(placed);
      await good({ kind: 'amend', order: nameOf(placed), stopPrice: '118' });
      expect((await openOrders()).map(({ stopPrice }) => exact(stopPrice ?? '0'))).toEqual([exact('118')]);
    });

    test('an order is cancelled by our id or by the venue’s, and it is told', async () => {
      const [first, second] = [resting(), resting()];
      await good(first);
      const { venueOrderId } = await good(second);
      await good({ kind: 'cancel', order: nameOf(first) });
      await good({ kind: 'cancel', order: { ...nameOf(second), venueOrderId } });
      await at.lab.until(endOf(first));
      await at.lab.until(endOf(second));
      expect(await openOrders()).toEqual([]);
      expect((await find(first)).order).toMatchObject({ status: 'cancelled' });
    });

    test('what is over can’t be cancelled or amended', async () => {
      const placed = order();
      const { venueOrderId } = await good(placed);
      await at.lab.until(endOf(placed));
      for (const kind of ['cancel', 'amend'] as const) {
        const answer = await at.lab.ask({ kind, order: { ...nameOf(placed), venueOrderId }, ...(kind === 'amend' && { quantity: '12' }) });
        expect(answer).toMatchObject({ ok: false, outcome: 'refused' });
        expect(['ORDER_FINAL', 'ORDER_UNKNOWN']).toContain((answer as VenueFailure).code);
      }
      const never = await at.lab.ask({ kind: 'cancel', order: nameOf(resting()) });
      expect(never).toMatchObject(refused('ORDER_UNKNOWN'));
    });

    test('an order that was never placed is nowhere', async () => {
      expect(await find(resting())).toMatchObject({ order: null, executions: [] });
    });

    test.runIf(can('partial-fills'))('an order that is filled in many parts is told and listed without gaps or doubles', async () => {
      at.lab.strike('partial-fills');
      // More parts than any venue lists on one page.
      const placed = order({ quantity: '130' });
      await good(placed);
      await at.lab.until(endOf(placed));
      const all = (await executions()).filter(({ clientOrderId }) => clientOrderId === placed.order.clientOrderId);
      expect(new Set(all.map(({ executionId }) => executionId)).size).toBe(130);
      expect(total(all.map(({ quantity }) => exact(quantity)))).toBe(exact('130'));
      expect((await find(placed)).executions).toHaveLength(130);
      const told = new Set(
        at.lab.news.all.flatMap((news) =>
          executionOf(placed)(news) ? [(news as never as { execution: { executionId: string } }).execution.executionId] : [],
        ),
      );
      expect(told).toEqual(new Set(all.map(({ executionId }) => executionId)));
    });

    test.runIf(can('partial-fills'))('a partly filled order rests with the rest, and is cancelled with what it has', async () => {
      at.lab.strike('partial-fills');
      const placed = resting();
      await good(placed);
      at.lab.advance(4 * MINUTE + MINUTE / 2);
      await at.lab.until(executionOf(placed));
      const partly = (await find(placed)).order;
      expect(partly).toMatchObject({ status: 'working' });
      const filled = exact(partly?.filled ?? '0');
      expect(filled > 0n && filled < exact('10')).toBe(true);
      await good({ kind: 'cancel', order: nameOf(placed) });
      const { order: after, executions: its } = await find(placed);
      expect(after).toMatchObject({ status: 'cancelled' });
      expect(exact(after?.filled ?? '0')).toBe(total(its.map(({ quantity }) => exact(quantity))));
      expect(await held()).toBe(holdingOf(its, traits.base));
    });

    test('fills and fees add up to the change of the balance, to the smallest unit', async () => {
      const before = exact(await balance(traits.quote));
      await good(order({ quantity: '7' }));
      await good(resting({ quantity: '3' }));
      at.lab.advance(6 * MINUTE);
      await good(order({ side: 'sell', quantity: '4' }));
      const target = order({ side: 'sell', type: 'limit', limitPrice: '103.37', quantity: '6' });
      await good(target);
      at.lab.advance(4 * MINUTE);
      await at.lab.until(endOf(target));
      const all = await executions();
      expect(all.length).toBeGreaterThanOrEqual(4);
      expect(await held()).toBe(holdingOf(all, traits.base));
      expect(exact(await balance(traits.quote)) - before).toBe(moneyOf(all, traits.quote));
    });
  });
}
