/** What a venue refuses, and in which words of ours. */

import { describe, expect, test } from 'vitest';
import type { VenueFailure } from '../../src/core/trading/broker/venue-link.ts';
import { type Bench, refused } from './bench.ts';
import type { VenueTraits } from './lab.ts';
import { nameOf } from './orders.ts';

export function describeRefusals(at: Bench): void {
  const { can, capabilities, good, order, resting, openOrders, find, traits } = at;
  describe('what it refuses', () => {
    const cases: Partial<Record<keyof VenueTraits['refusals'], Parameters<typeof order>[0]>> = {
      funds: { type: 'limit', limitPrice: '99', quantity: '20000' },
      minimum: { type: 'limit', limitPrice: '97', quantity: '0.001' },
      priceStep: { type: 'limit', limitPrice: '97.001' },
      quantityStep: { type: 'limit', limitPrice: '97', quantity: '10.000000001' },
      band: { type: 'limit', limitPrice: '200' },
    };
    for (const [reason, more] of Object.entries(cases)) {
      const code = traits.refusals[reason as keyof typeof cases];
      test.runIf(code !== undefined)(`an order is refused for its ${reason}, and is not there`, async () => {
        const placed = order(more);
        expect(await at.lab.ask(placed)).toMatchObject(refused(code as string));
        const { order: found } = await find(placed);
        expect(found === null || found.status === 'rejected').toBe(true);
        expect(await openOrders()).toEqual([]);
      });
    }

    test('a client id that is used again is refused as far as the venue says so', async () => {
      const { clientIdUniqueness } = capabilities();
      const placed = resting();
      await good(placed);
      const again = await at.lab.ask(placed);
      if (clientIdUniqueness === 'none') expect(again.ok).toBe(true);
      else expect(again).toMatchObject(refused('DUPLICATE_CLIENT_ID'));
      await good({ kind: 'cancel', order: nameOf(placed) });
      const later = await at.lab.ask(placed);
      if (clientIdUniqueness === 'ever') expect(later).toMatchObject(refused('DUPLICATE_CLIENT_ID'));
      else expect(later.ok).toBe(true);
    });

    test.runIf(can('rate-limit'))('too many requests are refused, with the time to come back where the venue says it', async () => {
      at.lab.strike('rate-limit');
      const answer = await at.lab.ask(resting());
      expect(answer).toMatchObject(refused('RATE_LIMITED'));
      const { retryAfterMs = 0 } = answer as VenueFailure;
      if (traits.saysWhenToComeBack) expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(1_000);
      expect(await at.lab.exchange.account(at.lab.account).openOrders()).toEqual([]);
    });

    test.runIf(can('maintenance'))('maintenance is told as what it is, and nothing is done', async () => {
      at.lab.strike('maintenance');
      const placed = resting();
      expect(await at.lab.ask(placed)).toMatchObject({ ok: false, outcome: traits.maintenance });
      at.lab.calm();
      expect((await find(placed)).order).toBeNull();
    });

    test.runIf(can('bad-nonce'))('a nonce that was overtaken is refused', async () => {
      at.lab.strike('bad-nonce');
      expect(await at.lab.ask(resting())).toMatchObject(refused('BAD_NONCE'));
      expect(await openOrders()).toEqual([]);
    });
  });
}
