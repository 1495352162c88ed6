/** The contract of a venue link: what every venue does, or says that it does not. Run against a fresh simulator of each. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Market } from '../../src/adapters/exchange-simulator/exchange/market.ts';
import type { OrderType, TimeInForce } from '../../src/core/domain/order.ts';
import { capabilitiesOn, type VenueFailure, type VenueNews, type VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { MINUTE } from './contract-market.ts';
import type { Lab, Trouble, VenueTraits } from './lab.ts';
import { exact, good, moneyOf, nameOf, order, resting, times, total } from './orders.ts';

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

const isUp = (news: VenueNews) => news.kind === 'link' && news.state === 'up';
const isDown = (news: VenueNews) => news.kind === 'link' && news.state === 'down';
const refused = (code: string) => ({ ok: false, outcome: 'refused', code });

export function describeVenueContract(name: string, open: () => Promise<Lab>, traits: VenueTraits): void {
  const can = (trouble: Trouble) => traits.troubles.includes(trouble);

  describe(`the contract of a venue: ${name}`, () => {
    let lab: Lab;
    /** Exchange time at which the case began. */
    let since: number;

    beforeAll(async () => {
      lab = await open();
    });
    afterAll(() => lab?.close());
    // Every case begins in calm, flat and without orders.
    beforeEach(async () => {
      lab.calm();
      const { exchange, account } = lab;
      const at = exchange.account(account);
      for (const open_ of at.openOrders()) exchange.cancel(at, open_);
      const lots = at.lotsOf(0);
      if (lots !== 0) exchange.tradeByHand(at, (exchange.markets as [Market])[0], lots > 0 ? -1 : 1, Math.abs(lots));
      lab.advance(10 * MINUTE - ((exchange.now - firstMinute(lab)) % (10 * MINUTE)));
      since = exchange.now;
      await good(lab, { kind: 'time' });
    });

    const capabilities = () => capabilitiesOn(lab.link.capabilities, traits.instrument);
    const openOrders = async () => (await good(lab, { kind: 'open-orders' })).orders;
    const executions = async () => (await good(lab, { kind: 'executions', since })).executions;
    const find = (placed: ReturnType<typeof order>) => good(lab, { kind: 'find', order: nameOf(placed), since });
    const held = async () => {
      if (traits.holds === 'position') {
        const { positions } = await good(lab, { kind: 'positions' });
        return positions.find(({ instrument }) => instrument === traits.instrument)?.quantity ?? '0';
      }
      return balance(traits.base);
    };
    const balance = async (currency: string) => {
      const { balances } = await good(lab, { kind: 'balances' });
      return balances.find((one) => one.currency === currency)?.total ?? '0';
    };
    const executionOf = (placed: ReturnType<typeof order>) => (news: VenueNews) =>
      news.kind === 'execution' && news.execution.clientOrderId === placed.order.clientOrderId;
    const endOf = (placed: ReturnType<typeof order>) => (news: VenueNews) =>
      news.kind === 'order' && news.order.clientOrderId === placed.order.clientOrderId && news.order.status !== 'working';

    describe('what it can do', () => {
      test.each(ORDER_TYPES)('a %s order is taken where it is claimed, and never sent where it is not', async (type) => {
        const placed = order(lab, { type, ...WAITING[type] });
        const answer = await lab.ask(placed);
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
        const placed = resting(lab, { timeInForce, expireAt: timeInForce === 'GTD' ? lab.exchange.now + 3 * MINUTE : null });
        const answer = await lab.ask(placed);
        if (!capabilities().timesInForce.includes(timeInForce)) {
          if (traits.trustsItsCaller) return;
          return expect(answer).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
        }
        expect(answer.ok).toBe(true);
        const stays = timeInForce === 'GTC' || timeInForce === 'GTD';
        expect((await openOrders()).length).toBe(stays ? 1 : 0);
        lab.advance(3 * MINUTE);
        expect((await openOrders()).length).toBe(timeInForce === 'GTC' ? 1 : 0);
        const { order: found, executions: filled } = await find(placed);
        expect(timeInForce === 'GTC' ? ['working'] : ['cancelled', 'expired']).toContain(found?.status);
        expect(filled).toEqual([]);
      });

      test('post-only rests, and never takes', async () => {
        const rests = resting(lab, { postOnly: true });
        const takes = order(lab, { type: 'limit', limitPrice: '101', postOnly: true });
        const answer = await lab.ask(rests);
        if (!capabilities().postOnly) return expect(answer).toMatchObject({ ok: false, outcome: 'not-sent', code: 'NOT_SUPPORTED' });
        expect(answer.ok).toBe(true);
        const second = await lab.ask(takes);
        // Some venues refuse it, some take it and end it at once.
        if (second.ok) expect((await find(takes)).order).toMatchObject({ code: 'POST_ONLY_WOULD_TAKE', filled: '0' });
        else expect(second).toMatchObject(refused('POST_ONLY_WOULD_TAKE'));
        expect((await openOrders()).map(({ clientOrderId }) => clientOrderId)).toEqual([rests.order.clientOrderId]);
        expect(await executions()).toEqual([]);
      });

      test('reduce-only reduces and never opens', async () => {
        const alone = order(lab, { side: 'sell', reduceOnly: true });
        const answer = await lab.ask(alone);
        expect(answer).toMatchObject({ ok: false, code: traits.refusals.notHeld });
        if (!capabilities().reduceOnly) return;
        await good(lab, order(lab));
        await good(lab, order(lab, { side: 'sell', quantity: '4', reduceOnly: true }));
        expect(exact(await held())).toBe(exact('6'));
        await lab.ask(order(lab, { side: 'sell', quantity: '9', reduceOnly: true }));
        expect(exact(await held())).toBe(0n);
      });

      test('what is not held is sold where shorting is claimed alone', async () => {
        const sale = order(lab, { side: 'sell' });
        const answer = await lab.ask(sale);
        if (!capabilities().shorting) return expect(answer).toMatchObject(refused('INSUFFICIENT_FUNDS'));
        expect(answer.ok).toBe(true);
        await find(sale);
        expect(exact(await held())).toBe(exact('-10'));
      });

      test('a stop and a target rest together where it is claimed', async () => {
        if (!capabilities().stopWithTarget) return;
        await good(lab, order(lab));
        const exit = { side: 'sell', reduceOnly: true } as const;
        await good(lab, order(lab, { ...exit, type: 'stop', stopPrice: '80' }));
        await good(lab, order(lab, { ...exit, type: 'take-profit', stopPrice: '120' }));
        expect((await openOrders()).length).toBe(2);
      });

      test('funding is told where it is claimed', async () => {
        const request: VenueRequest = { kind: 'funding', since };
        if (!capabilities().funding) {
          const answer = await lab.ask(request);
          return expect(answer.ok ? (answer as { payments?: unknown }).payments : answer.code).toEqual(answer.ok ? [] : 'NOT_SUPPORTED');
        }
        await good(lab, order(lab));
        lab.advance(60 * MINUTE);
        const { payments } = await good(lab, request as Extract<VenueRequest, { kind: 'funding' }>);
        // One hour has passed a funding time: 0.01 % of 10 at 100 is paid by who is long.
        expect(payments).toHaveLength(1);
        expect(payments[0]).toMatchObject({ instrument: traits.instrument, currency: traits.quote });
        expect(exact(payments[0]?.amount ?? '0')).toBe(exact('0.1'));
      });
    });

    describe('the life of an order', () => {
      test('a market order is acknowledged, told and billed exactly', async () => {
        const placed = order(lab);
        const { venueOrderId } = await good(lab, placed);
        const news = (await lab.until(executionOf(placed))) as Extract<VenueNews, { kind: 'execution' }>;
        await lab.until(endOf(placed));
        expect(news.execution).toMatchObject({ venueOrderId, side: 'buy', feeCurrency: traits.quote, liquidity: 'taker', kind: 'trade' });
        const all = (await executions()).filter(({ clientOrderId }) => clientOrderId === placed.order.clientOrderId);
        expect(total(all.map(({ quantity }) => exact(quantity)))).toBe(exact('10'));
        for (const { quantity, price, fee } of all) expect(exact(fee)).toBe((times(quantity, price) * exact(traits.takerFee)) / exact('1'));
        expect(exact(await held())).toBe(exact('10'));
        const { order: found, executions: its } = await find(placed);
        expect(found).toMatchObject({ venueOrderId, status: 'filled' });
        expect(its.map(({ executionId }) => executionId)).toEqual(all.map(({ executionId }) => executionId));
      });

      test('a limit order rests, fills when the price goes through it, and is told', async () => {
        const placed = resting(lab);
        const { venueOrderId } = await good(lab, placed);
        const [listed] = await openOrders();
        expect(listed).toMatchObject({ clientOrderId: placed.order.clientOrderId, venueOrderId, status: 'working', side: 'buy' });
        lab.advance(6 * MINUTE);
        await lab.until(endOf(placed));
        expect((await find(placed)).order).toMatchObject({ status: 'filled' });
        const [fill] = await executions();
        expect(fill).toMatchObject({ clientOrderId: placed.order.clientOrderId, liquidity: 'maker' });
        expect(exact(fill?.price ?? '0')).toBe(exact('97'));
        expect(await openOrders()).toEqual([]);
      });

      test('a protective stop triggers and sells what is held', async () => {
        await good(lab, order(lab));
        const stop = order(lab, { side: 'sell', type: 'stop', stopPrice: '96', reduceOnly: capabilities().reduceOnly });
        await good(lab, stop);
        lab.advance(6 * MINUTE);
        await lab.until(executionOf(stop));
        expect((await find(stop)).order).toMatchObject({ status: 'filled' });
        expect(exact(await held())).toBe(0n);
      });

      test('an order is amended in place, in price and in quantity', async () => {
        const placed = resting(lab);
        const { venueOrderId } = await good(lab, placed);
        await good(lab, { kind: 'amend', order: { ...nameOf(placed), venueOrderId }, limitPrice: '96.5' });
        await good(lab, { kind: 'amend', order: nameOf(placed), quantity: '12' });
        const orders = await openOrders();
        expect(orders).toHaveLength(1);
        expect([exact(orders[0]?.limitPrice ?? '0'), exact(orders[0]?.quantity ?? '0')]).toEqual([exact('96.5'), exact('12')]);
        expect(orders[0]).toMatchObject({ venueOrderId, clientOrderId: placed.order.clientOrderId });
      });

      test('a stop is amended to another trigger, as a trailing one is', async () => {
        const placed = order(lab, { type: 'stop', stopPrice: '120' });
        await good(lab, placed);
        await good(lab, { kind: 'amend', order: nameOf(placed), stopPrice: '118' });
        expect((await openOrders()).map(({ stopPrice }) => exact(stopPrice ?? '0'))).toEqual([exact('118')]);
      });

      test('an order is cancelled by our id or by the venue’s, and it is told', async () => {
        const [first, second] = [resting(lab), resting(lab)];
        await good(lab, first);
        const { venueOrderId } = await good(lab, second);
        await good(lab, { kind: 'cancel', order: nameOf(first) });
        await good(lab, { kind: 'cancel', order: { ...nameOf(second), venueOrderId } });
        await lab.until(endOf(first));
        await lab.until(endOf(second));
        expect(await openOrders()).toEqual([]);
        expect((await find(first)).order).toMatchObject({ status: 'cancelled' });
      });

      test('what is over can’t be cancelled or amended', async () => {
        const placed = order(lab);
        const { venueOrderId } = await good(lab, placed);
        await lab.until(endOf(placed));
        for (const kind of ['cancel', 'amend'] as const) {
          const answer = await lab.ask({ kind, order: { ...nameOf(placed), venueOrderId }, ...(kind === 'amend' && { quantity: '12' }) });
          expect(answer).toMatchObject({ ok: false, outcome: 'refused' });
          expect(['ORDER_FINAL', 'ORDER_UNKNOWN']).toContain((answer as VenueFailure).code);
        }
        const never = await lab.ask({ kind: 'cancel', order: nameOf(resting(lab)) });
        expect(never).toMatchObject(refused('ORDER_UNKNOWN'));
      });

      test('an order that was never placed is nowhere', async () => {
        expect(await find(resting(lab))).toMatchObject({ order: null, executions: [] });
      });

      test.runIf(can('partial-fills'))('an order that is filled in many parts is told and listed without gaps or doubles', async () => {
        lab.strike('partial-fills');
        // More parts than any venue lists on one page.
        const placed = order(lab, { quantity: '130' });
        await good(lab, placed);
        await lab.until(endOf(placed));
        const all = (await executions()).filter(({ clientOrderId }) => clientOrderId === placed.order.clientOrderId);
        expect(new Set(all.map(({ executionId }) => executionId)).size).toBe(130);
        expect(total(all.map(({ quantity }) => exact(quantity)))).toBe(exact('130'));
        expect((await find(placed)).executions).toHaveLength(130);
        const told = new Set(
          lab.news.all.flatMap((news) =>
            executionOf(placed)(news) ? [(news as never as { execution: { executionId: string } }).execution.executionId] : [],
          ),
        );
        expect(told).toEqual(new Set(all.map(({ executionId }) => executionId)));
      });

      test.runIf(can('partial-fills'))('a partly filled order rests with the rest, and is cancelled with what it has', async () => {
        lab.strike('partial-fills');
        const placed = resting(lab);
        await good(lab, placed);
        lab.advance(4 * MINUTE + MINUTE / 2);
        await lab.until(executionOf(placed));
        const partly = (await find(placed)).order;
        expect(partly).toMatchObject({ status: 'working' });
        const filled = exact(partly?.filled ?? '0');
        expect(filled > 0n && filled < exact('10')).toBe(true);
        await good(lab, { kind: 'cancel', order: nameOf(placed) });
        const { order: after, executions: its } = await find(placed);
        expect(after).toMatchObject({ status: 'cancelled' });
        expect(exact(after?.filled ?? '0')).toBe(total(its.map(({ quantity }) => exact(quantity))));
        expect(exact(await held())).toBe(filled);
      });
    });

    describe('what it refuses', () => {
      const cases: Partial<Record<keyof VenueTraits['refusals'], Parameters<typeof order>[1]>> = {
        funds: { type: 'limit', limitPrice: '99', quantity: '20000' },
        minimum: { type: 'limit', limitPrice: '97', quantity: '0.001' },
        priceStep: { type: 'limit', limitPrice: '97.001' },
        quantityStep: { type: 'limit', limitPrice: '97', quantity: '10.000000001' },
        band: { type: 'limit', limitPrice: '200' },
      };
      for (const [reason, more] of Object.entries(cases)) {
        const code = traits.refusals[reason as keyof typeof cases];
        test.runIf(code !== undefined)(`an order is refused for its ${reason}, and is not there`, async () => {
          const placed = order(lab, more);
          expect(await lab.ask(placed)).toMatchObject(refused(code as string));
          const { order: found } = await find(placed);
          expect(found === null || found.status === 'rejected').toBe(true);
          expect(await openOrders()).toEqual([]);
        });
      }

      test('a client id that is used again is refused as far as the venue says so', async () => {
        const { clientIdUniqueness } = capabilities();
        const placed = resting(lab);
        await good(lab, placed);
        const again = await lab.ask(placed);
        if (clientIdUniqueness === 'none') expect(again.ok).toBe(true);
        else expect(again).toMatchObject(refused('DUPLICATE_CLIENT_ID'));
        await good(lab, { kind: 'cancel', order: nameOf(placed) });
        const later = await lab.ask(placed);
        if (clientIdUniqueness === 'ever') expect(later).toMatchObject(refused('DUPLICATE_CLIENT_ID'));
        else expect(later.ok).toBe(true);
      });

      test.runIf(can('rate-limit'))('too many requests are refused, with the time to come back where the venue says it', async () => {
        lab.strike('rate-limit');
        const answer = await lab.ask(resting(lab));
        expect(answer).toMatchObject(refused('RATE_LIMITED'));
        const { retryAfterMs = 0 } = answer as VenueFailure;
        if (traits.saysWhenToComeBack) expect(retryAfterMs).toBeGreaterThan(0);
        expect(retryAfterMs).toBeLessThanOrEqual(1_000);
        expect(await lab.exchange.account(lab.account).openOrders()).toEqual([]);
      });

      test.runIf(can('maintenance'))('maintenance is told as what it is, and nothing is done', async () => {
        lab.strike('maintenance');
        const placed = resting(lab);
        expect(await lab.ask(placed)).toMatchObject({ ok: false, outcome: traits.maintenance });
        lab.calm();
        expect((await find(placed)).order).toBeNull();
      });

      test.runIf(can('bad-nonce'))('a nonce that was overtaken is refused', async () => {
        lab.strike('bad-nonce');
        expect(await lab.ask(resting(lab))).toMatchObject(refused('BAD_NONCE'));
        expect(await openOrders()).toEqual([]);
      });
    });

    describe('when things go wrong', () => {
      const doubts = [
        ['answer-lost', true],
        ['cut-after', true],
        ['cut-before', false],
        ['server-error', true],
      ] as const;
      for (const [trouble, isThere] of doubts)
        test.runIf(can(trouble))(
          `${trouble}: the order is in doubt, and asking tells that it is ${isThere ? '' : 'not '}there`,
          async () => {
            lab.strike(trouble);
            const placed = resting(lab);
            const answer = await lab.ask(placed);
            expect(answer).toMatchObject({ ok: false, outcome: 'unknown' });
            expect(['TIMEOUT', 'CONNECTION_LOST', 'SERVER_ERROR']).toContain((answer as VenueFailure).code);
            lab.calm();
            await connected(lab);
            const { order: found } = await find(placed);
            if (isThere) expect(found).toMatchObject({ clientOrderId: placed.order.clientOrderId, status: 'working' });
            else expect(found).toBeNull();
            expect(await openOrders()).toHaveLength(isThere ? 1 : 0);
          },
        );

      test('without the permission to send nothing leaves', async () => {
        const placed = resting(lab);
        const answer = await lab.ask(placed, () => false);
        expect(answer).toMatchObject({ ok: false, outcome: 'not-sent' });
        expect((await find(placed)).order).toBeNull();
      });

      test.runIf(traits.skewed !== undefined)('a request that comes too late dies at the venue', async () => {
        expect(capabilities().requestLifeMs).not.toBeNull();
        const placed = resting(lab);
        expect(await lab.placeLate(placed)).toMatchObject({ ok: false, code: traits.skewed });
        lab.calm();
        expect((await find(placed)).order).toBeNull();
      });

      test.runIf(can('clock-skew'))('a clock that is off is noticed, and corrected by asking for the time', async () => {
        lab.strike('clock-skew');
        expect(await lab.ask(resting(lab))).toMatchObject({ ok: false, code: traits.skewed });
        expect(await openOrdersAt(lab)).toBe(0);
        if (traits.trustsItsCaller) return;
        // The best of the last three measurements counts.
        for (let i = 0; i < 3; i++) await good(lab, { kind: 'time' });
        await good(lab, resting(lab));
        lab.calm();
        for (let i = 0; i < 3; i++) await good(lab, { kind: 'time' });
      });

      test('the venue’s time is told', async () => {
        const { venueTime } = await good(lab, { kind: 'time' });
        expect(venueTime).toBeGreaterThan(Date.UTC(2024, 0, 1));
      });

      for (const trouble of ['news-doubled', 'news-reordered', 'news-lost'] as const)
        test.runIf(can(trouble))(`${trouble}: what took place is known once, and asking gives it`, async () => {
          lab.strike(trouble);
          const placed = [order(lab), order(lab, { side: 'sell' })];
          for (const one of placed) await good(lab, one);
          if (trouble === 'news-lost') lab.calm();
          const all = await executions();
          expect(all.map(({ side }) => side)).toEqual(['buy', 'sell']);
          if (trouble !== 'news-lost') for (const one of placed) await lab.until(executionOf(one));
          const told = lab.news.all.filter((news) => placed.some((one) => executionOf(one)(news)));
          const ids = new Set(all.map(({ executionId }) => executionId));
          for (const news of told) expect(ids).toContain((news as Extract<VenueNews, { kind: 'execution' }>).execution.executionId);
          lab.calm();
          const after = order(lab);
          await good(lab, after);
          await lab.until(executionOf(after));
        });

      for (const trouble of ['restart', 'restart-forgetting'] as const)
        test.runIf(can(trouble))(`${trouble}: the link says that it was down, and what was missed is found by asking`, async () => {
          await good(lab, order(lab));
          const waits = resting(lab);
          await good(lab, waits);
          lab.news.all.length = 0;
          lab.strike(trouble);
          await lab.ask({ kind: 'time' });
          await lab.until(isDown);
          await lab.until(isUp);
          lab.calm();
          const forgets = trouble === 'restart-forgetting';
          expect(await openOrders()).toHaveLength(forgets ? 0 : 1);
          if (forgets) expect((await find(waits)).order?.status ?? null).not.toBe('working');
          expect(exact(await held())).toBe(exact('10'));
          expect(await executions()).toHaveLength(1);
          const after = order(lab, { side: 'sell' });
          await good(lab, after);
          await lab.until(executionOf(after));
        });

      test.runIf(can('dearer'))('other fees are told with the executions from then on', async () => {
        lab.strike('dearer');
        await good(lab, { kind: 'time' });
        await good(lab, order(lab));
        const [{ quantity = '0', price = '0', fee = '0' } = {}] = await executions();
        expect(exact(fee)).toBe((times(quantity, price) * exact('0.02')) / exact('1'));
      });

      test.runIf(can('silent') && process.env.ATALAYA_FULL === '1')(
        'a stream that says nothing is cut and opened anew, and what was missed is found',
        async () => {
          lab.news.all.length = 0;
          lab.strike('silent');
          await good(lab, order(lab));
          await lab.until(isDown);
          lab.calm();
          await lab.until(isUp);
          expect(await executions()).toHaveLength(1);
        },
        90_000,
      );
    });

    test('fills and fees add up to the change of the balance, to the smallest unit', async () => {
      const before = exact(await balance(traits.quote));
      const coinsBefore = traits.holds === 'balance' ? exact(await balance(traits.base)) : 0n;
      await good(lab, order(lab, { quantity: '7' }));
      await good(lab, resting(lab, { quantity: '3' }));
      lab.advance(6 * MINUTE);
      await good(lab, order(lab, { side: 'sell', quantity: '4' }));
      const target = order(lab, { side: 'sell', type: 'limit', limitPrice: '103.37', quantity: '6' });
      await good(lab, target);
      lab.advance(4 * MINUTE);
      await lab.until(endOf(target));
      const all = await executions();
      expect(all.length).toBeGreaterThanOrEqual(4);
      expect(exact(await held())).toBe(0n);
      expect(exact(await balance(traits.quote)) - before).toBe(moneyOf(all));
      if (traits.holds === 'balance') expect(exact(await balance(traits.base))).toBe(coinsBefore);
    });
  });
}

/** Time of the first candle that is traded. */
function firstMinute({ exchange }: Lab): number {
  const [market] = exchange.markets as [Market];
  return market.source.time[0] as number;
}

async function openOrdersAt({ exchange, account }: Lab): Promise<number> {
  return exchange.account(account).openOrders().length;
}

/** Answers may come from a link that is just coming back. */
async function connected(lab: Lab): Promise<void> {
  const last = lab.news.all.findLast((news) => news.kind === 'link');
  if (last?.kind === 'link' && last.state === 'down') {
    lab.news.all.length = 0;
    await lab.until(isUp);
  }
}
