/** When things go wrong between a link and its venue: what is in doubt is found by asking. */

import { describe, expect, test } from 'vitest';
import type { VenueFailure, VenueNews } from '../../src/core/trading/broker/venue-link.ts';
import { type Bench, isDown, isUp } from './bench.ts';
import { exact, holdingOf, times } from './orders.ts';

export function describeTroubles(at: Bench): void {
  const { can, capabilities, good, order, resting, openOrders, openAtVenue, executions, find, held, executionOf, traits } = at;
  describe('when things go wrong', () => {
    const doubts = [
      ['answer-lost', true],
      ['cut-after', true],
      ['cut-before', false],
      ['server-error', true],
    ] as const;
    for (const [trouble, isThere] of doubts)
      test.runIf(can(trouble))(`${trouble}: the order is in doubt, and asking tells that it is ${isThere ? '' : 'not '}there`, async () => {
        at.lab.strike(trouble);
        const placed = resting();
        const answer = await at.lab.ask(placed);
        expect(answer).toMatchObject({ ok: false, outcome: 'unknown' });
        expect(['TIMEOUT', 'CONNECTION_LOST', 'SERVER_ERROR']).toContain((answer as VenueFailure).code);
        at.lab.calm();
        await at.connected();
        const { order: found } = await find(placed);
        if (isThere) expect(found).toMatchObject({ clientOrderId: placed.order.clientOrderId, status: 'working' });
        else expect(found).toBeNull();
        expect(await openOrders()).toHaveLength(isThere ? 1 : 0);
      });

    test('without the permission to send nothing leaves', async () => {
      const placed = resting();
      const answer = await at.lab.ask(placed, () => false);
      expect(answer).toMatchObject({ ok: false, outcome: 'not-sent' });
      expect((await find(placed)).order).toBeNull();
    });

    test.runIf(traits.skewed !== undefined)('a request that comes too late dies at the venue', async () => {
      expect(capabilities().requestLifeMs).not.toBeNull();
      const placed = resting();
      expect(await at.lab.placeLate(placed)).toMatchObject({ ok: false, code: traits.skewed });
      at.lab.calm();
      expect((await find(placed)).order).toBeNull();
    });

    test.runIf(can('clock-skew'))('a clock that is off is noticed, and corrected by asking for the time', async () => {
      at.lab.strike('clock-skew');
      expect(await at.lab.ask(resting())).toMatchObject({ ok: false, code: traits.skewed });
      expect(await openAtVenue()).toBe(0);
      if (traits.trustsItsCaller) return;
      // The best of the last three measurements counts.
      for (let i = 0; i < 3; i++) await good({ kind: 'time' });
      await good(resting());
      at.lab.calm();
      for (let i = 0; i < 3; i++) await good({ kind: 'time' });
    });

    test('the venue’s time is told', async () => {
      const { venueTime } = await good({ kind: 'time' });
      expect(venueTime).toBeGreaterThan(Date.UTC(2024, 0, 1));
    });

    for (const trouble of ['news-doubled', 'news-reordered', 'news-lost'] as const)
      test.runIf(can(trouble))(`${trouble}: what took place is known once, and asking gives it`, async () => {
        at.lab.strike(trouble);
        const placed = [order(), order({ side: 'sell' })];
        for (const one of placed) await good(one);
        if (trouble === 'news-lost') at.lab.calm();
        const all = await executions();
        expect(all.map(({ side }) => side)).toEqual(['buy', 'sell']);
        if (trouble !== 'news-lost') for (const one of placed) await at.lab.until(executionOf(one));
        const told = at.lab.news.all.filter((news) => placed.some((one) => executionOf(one)(news)));
        const ids = new Set(all.map(({ executionId }) => executionId));
        for (const news of told) expect(ids).toContain((news as Extract<VenueNews, { kind: 'execution' }>).execution.executionId);
        at.lab.calm();
        const after = order();
        await good(after);
        await at.lab.until(executionOf(after));
      });

    for (const trouble of ['restart', 'restart-forgetting'] as const)
      test.runIf(can(trouble))(`${trouble}: the link says that it was down, and what was missed is found by asking`, async () => {
        await good(order());
        const waits = resting();
        await good(waits);
        at.lab.news.all.length = 0;
        at.lab.strike(trouble);
        await at.lab.ask({ kind: 'time' });
        await at.lab.until(isDown);
        await at.lab.until(isUp);
        at.lab.calm();
        const forgets = trouble === 'restart-forgetting';
        expect(await openOrders()).toHaveLength(forgets ? 0 : 1);
        if (forgets) expect((await find(waits)).order?.status ?? null).not.toBe('working');
        const all = await executions();
        expect(all).toHaveLength(1);
        expect(await held()).toBe(holdingOf(all, traits.base));
        const after = order({ side: 'sell' });
        await good(after);
        await at.lab.until(executionOf(after));
      });

    test.runIf(can('dearer'))('other fees are told with the executions from then on', async () => {
      at.lab.strike('dearer');
      await good({ kind: 'time' });
      await good(order());
      const [{ quantity = '0', price = '0', fee = '0' } = {}] = await executions();
      const on = traits.buyFeesInCoin ? exact(quantity) : times(quantity, price);
      expect(exact(fee)).toBe((on * exact('0.02')) / exact('1'));
    });

    test.runIf(can('silent') && process.env.ATALAYA_FULL === '1')(
      'a stream that says nothing is cut and opened anew, and what was missed is found',
      async () => {
        at.lab.news.all.length = 0;
        at.lab.strike('silent');
        await good(order());
        await at.lab.until(isDown);
        at.lab.calm();
        await at.lab.until(isUp);
        expect(await executions()).toHaveLength(1);
      },
      90_000,
    );
  });
}
