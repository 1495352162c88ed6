/** Whatever is ordered, Kraken's balances, holds and ledger say the same as the matching behind them. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balance, extendedBalance, ledgers } from '../../src/adapters/exchange-simulator/kraken/account-methods.ts';
import { KrakenError } from '../../src/adapters/exchange-simulator/kraken/errors.ts';
import { amend, cancelNamed, placeOrder } from '../../src/adapters/exchange-simulator/kraken/order-methods.ts';
import { KrakenVenue } from '../../src/adapters/exchange-simulator/kraken/venue.ts';
import { parseScaled } from '../../src/core/domain/decimal.ts';
import { HISTORY, krakenExchange, MINUTE, START } from './kraken-stand.ts';

const QUANTA = 8;
const exact = (text: string): number => parseScaled(text, QUANTA) as number;

const orders = fc.record({
  pair: fc.constant('XBTUSD'),
  type: fc.constantFrom('buy', 'sell'),
  ordertype: fc.constantFrom('market', 'limit', 'stop-loss', 'take-profit', 'stop-loss-limit', 'take-profit-limit', 'trailing-stop'),
  price: fc.constantFrom('+20', '-20', '+45', '-45', '+5%', '-5%', '+0.2%'),
  price2: fc.constantFrom('+1', '-1'),
  volume: fc.constantFrom('0.1', '0.00100001', '3', '9.99'),
  timeinforce: fc.constantFrom('GTC', 'GTC', 'GTC', 'IOC'),
});
const acts = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('place' as const), order: orders }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('advance' as const), quarters: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('cancel' as const), which: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('amend' as const), which: fc.nat(5), volume: fc.constantFrom('0.05', '0.2', '4') }),
  },
);

/** Runs a list of acts; returns everything the venue has told. */
function run(list: readonly (typeof acts extends fc.Arbitrary<infer A> ? A : never)[]): string {
  const exchange = krakenExchange();
  exchange.advance(START + HISTORY * MINUTE);
  const venue = new KrakenVenue(exchange, () => exchange.now, 'none');
  const account = venue.accountOf('YQ==');
  const told: string[] = [];
  venue.listen({
    told: (_, news) => void told.push(JSON.stringify(news, (key, value) => (key === 'asset' ? undefined : value))),
    moved: () => {},
    statusChanged: () => {},
  });
  const call = (fields: object) => ({ venue, account, fields: fields as Record<string, unknown>, receivedAt: exchange.now });
  // Something to sell.
  placeOrder(call({ pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '4' }));
  for (const step of list) {
    try {
      if (step.act === 'place') placeOrder(call(step.order));
      else if (step.act === 'advance') exchange.advance(exchange.now + (step.quarters * MINUTE) / 4);
      else {
        const txid = account.openOrders()[step.which]?.venueId ?? 'OAAAAA-AAAAA-AAAAAA';
        if (step.act === 'cancel') cancelNamed(call({ txid }));
        else amend(call({ txid, order_qty: step.volume }));
      }
    } catch (error) {
      if (!(error instanceof KrakenError)) throw error;
      told.push(error.message);
    }
    const { ZUSD, XXBT } = balance(call({})) as Record<string, string>;
    expect([exact(ZUSD as string), exact(XXBT as string)]).toEqual([account.account.venue.book.free, account.account.lotsOf(0)]);
    for (const { balance: all, hold_trade: held } of Object.values(extendedBalance(call({})) as Record<string, Record<string, string>>)) {
      expect(exact(all as string)).toBeGreaterThanOrEqual(0);
      expect(exact(held as string)).toBeGreaterThanOrEqual(0);
    }
  }
  const sums: Record<string, number> = {};
  for (const { asset, amount, fee, balance: after } of account.ledger) {
    sums[asset.id] = (sums[asset.id] ?? 0) + exact(amount) - exact(fee);
    expect(sums[asset.id]).toBe(exact(after));
  }
  expect((ledgers(call({})) as { count: number }).count).toBe(account.ledger.length);
  return told.join('\n');
}

test('balances are those of the matching after every act, and the ledger adds up to them', () => {
  let trades = 0;
  fc.assert(
    fc.property(fc.array(acts, { minLength: 5, maxLength: 40 }), (list) => {
      trades += run(list).split('"kind":"trade"').length - 1;
    }),
    { numRuns: 60, seed: 8 },
  );
  // More than the one each run begins with: the acts reach the market.
  expect(trades).toBeGreaterThan(150);
});

test('the same acts give the same news, names and all', () => {
  fc.assert(
    fc.property(fc.array(acts, { minLength: 5, maxLength: 40 }), (list) => {
      expect(run(list)).toBe(run(list));
    }),
    { numRuns: 15, seed: 9 },
  );
});
