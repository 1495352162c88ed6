/** What a venue says that it can do: each claim is used, what is disclaimed is refused. */

import { describe, expect, test } from 'vitest';
import type { OrderType, TimeInForce } from '../../src/core/domain/order.ts';
import type { VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { type Bench, refused } from './bench.ts';
import { MINUTE } from './contract-market.ts';
import { exact } from './orders.ts';

const ORDER_TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop-limit', 'take-profit', 'trailing-stop'];
const TIMES_IN_FORCE: readonly TimeInForce[] = ['GTC', 'IOC', 'FOK', 'GTD'];
/** Prices of a buy that waits, by type: the market stands at 100. */
const WAITING: Readonly<Record<OrderType, { limitPrice?: string; stopPrice?: string }>> = {
  market: {},
  limit: { limitPrice: '97' },
  stop: { stopPrice: '120' },
  'stop-limit': { stopPrice: '120', limitPrice: '121' },
  'take-profit': { stopPrice: '80' },
  'trailing-stop': { stopPrice: '120' },
};

export function describeAbilities(at: Bench): void {
  const { capabilities, good, order, resting, openOrders, executions, find, held, traits } = at;
  describe('what it can do', () => {
    test.each(ORDER_TYPES)('a %s order is taken where it is claimed, and never sent where it is not', async (type) => {
      const placed = order({ type, ...WAITING[type] });
      const answer = await at.lab.ask(placed);
      if (!capabilities().orderTypes.includes(type)) {
        if (traits.trustsItsCaller) return;
        return expect(answer).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
      }
      expect(answer).toMatchObject({ ok: true, kind: 'place' });
      const { order: found } = await find(placed);
      expect(found).toMatchObject({ status: type === 'market' ? 'filled' : 'working', side: 'buy', instrument: traits.instrument });
      expect(exact(found?.quantity ?? '0')).toBe(exact('10'));
      for (const price of ['limitPrice', 'stopPrice'] as const)
        expect(found?.[price] === null ? null : exact(found?.[price] as string)).toBe(
          WAITING[type][price] === undefined ? null : exact(WAITING[type][price] as string),
        );
    });

    test.each(TIMES_IN_FORCE)('%s holds where it is claimed', async (timeInForce) => {
      const placed = resting({ timeInForce, expireAt: timeInForce === 'GTD' ? at.lab.exchange.now + 3 * MINUTE : null });
      const answer = await at.lab.ask(placed);
      if (!capabilities().timesInForce.includes(timeInForce)) {
        if (traits.trustsItsCaller) return;
        return expect(answer).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
      }
      expect(answer.ok).toBe(true);
      const stays = timeInForce === 'GTC' || timeInForce === 'GTD';
      expect((await openOrders()).length).toBe(stays ? 1 : 0);
      at.lab.advance(3 * MINUTE);
      expect((await openOrders()).length).toBe(timeInForce === 'GTC' ? 1 : 0);
      const { order: found, executions: filled } = await find(placed);
      expect(timeInForce === 'GTC' ? ['working'] : ['cancelled', 'expired']).toContain(found?.status);
      expect(filled).toEqual([]);
    });

    test('post-only rests, and never takes', async () => {
      const rests = resting({ postOnly: true });
      const takes = order({ type: 'limit', limitPrice: '101', postOnly: true });
      const answer = await at.lab.ask(rests);
      if (!capabilities().postOnly) return expect(answer).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
      expect(answer.ok).toBe(true);
      const second = await at.lab.ask(takes);
      // Some venues refuse it, some take it and end it at once.
      if (second.ok) expect((await find(takes)).order).toMatchObject({ code: 'POST_ONLY_WOULD_TAKE', filled: '0' });
      else expect(second).toMatchObject(refused('POST_ONLY_WOULD_TAKE'));
      expect((await openOrders()).map(({ clientOrderId }) => clientOrderId)).toEqual([rests.order.clientOrderId]);
      expect(await executions()).toEqual([]);
    });

    test('reduce-only reduces and never opens', async () => {
      const alone = order({ side: 'sell', reduceOnly: true });
      const answer = await at.lab.ask(alone);
      expect(answer).toMatchObject({ ok: false, code: traits.refusals.notHeld });
      if (!capabilities().reduceOnly) return;
      await good(order());
      await good(order({ side: 'sell', quantity: '4', reduceOnly: true }));
      expect(await held()).toBe(exact('6'));
      await at.lab.ask(order({ side: 'sell', quantity: '9', reduceOnly: true }));
      expect(await held()).toBe(0n);
    });

    test('what is not held is sold where shorting is claimed alone', async () => {
      const sale = order({ side: 'sell' });
      const answer = await at.lab.ask(sale);
      if (!capabilities().shorting) return expect(answer).toMatchObject(refused('INSUFFICIENT_FUNDS'));
      expect(answer.ok).toBe(true);
      await find(sale);
      expect(await held()).toBe(exact('-10'));
    });

    test('a stop and a target rest together where it is claimed', async () => {
      if (!capabilities().stopWithTarget) return;
      await good(order());
      const exit = { side: 'sell', reduceOnly: true } as const;
      await good(order({ ...exit, type: 'stop', stopPrice: '80' }));
      await good(order({ ...exit, type: 'take-profit', stopPrice: '120' }));
      expect((await openOrders()).length).toBe(2);
    });

    test('funding is told where it is claimed', async () => {
      const request: VenueRequest = { kind: 'funding', since: at.since };
      if (!capabilities().funding) {
        const answer = await at.lab.ask(request);
        return expect(answer.ok ? (answer as { payments?: unknown }).payments : answer.code).toEqual(answer.ok ? [] : 'NOT_SUPPORTED');
      }
      await good(order());
      at.lab.advance(60 * MINUTE);
      const { payments } = await good(request as Extract<VenueRequest, { kind: 'funding' }>);
      // One hour has passed a funding time: 0.01 % of 10 at 100 is paid by who is long.
      expect(payments).toHaveLength(1);
      expect(payments[0]).toMatchObject({ instrument: traits.instrument, currency: traits.quote });
      expect(exact(payments[0]?.amount ?? '0')).toBe(exact('0.1'));
    });
  });
}
