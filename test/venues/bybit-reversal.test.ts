/** A position turned by one execution, from the simulator over the link into the broker: two fills, whose money is the venue's to the last quantum. */

import { afterEach, expect, test } from 'vitest';
import { openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import { startBybitServer } from '../../src/adapters/exchange-simulator/bybit/bybit-server.ts';
import { type InstrumentSpecification, prepareInstrument } from '../../src/core/domain/instrument.ts';
import type { OrderTicket } from '../../src/core/domain/order.ts';
import { Broker } from '../../src/core/trading/broker/broker.ts';
import { PositionBook, valueOf } from '../../src/core/trading/ledger/position-book.ts';
import type { Fill } from '../../src/core/trading/venue-model/venue.ts';
import { contractSource, DEPOSIT } from '../contracts/contract-market.ts';

const STARTS_AT = Date.UTC(2026, 10, 2, 12);
const SPECIFICATION: InstrumentSpecification = {
  ...{ id: 'BTCUSDT-PERP', venue: 'bybit', kind: 'perpetual', base: 'BTC', quote: 'USDT', tickSize: 0.01, lotSize: 0.001 },
  ...{ minimumNotional: 5, shorting: true, leverage: 10, makerFeeRatio: 0.0002, takerFeeRatio: 0.0006 },
};
const MARKET: OrderTicket = {
  ...{ id: 1, instrument: 0, side: 1, type: 'market', lots: 5_000, equityShare: 0, limit: Number.NaN, trigger: Number.NaN, trailTicks: 0 },
  ...{ trailRatio: 0, timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: false, oco: 0 },
};
const QUANTA = 1e8;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A trader's books: what the broker tells is posted as the engine posts it. */
async function trader() {
  const server = await startBybitServer({
    sources: [contractSource(SPECIFICATION, STARTS_AT, 8)],
    ...{ quantumDecimals: 8, deposit: DEPOSIT * QUANTA, port: 0, speed: 0, seed: 1, wallNow: ({ now }) => now },
  });
  open.push(() => server.close());
  const { exchange } = server;
  const link = await openCcxtLink({
    venue: 'bybit',
    instruments: [{ id: SPECIFICATION.id, symbol: 'BTCUSDT', category: 'linear' }],
    baseUrl: `http://${server.address}`,
    now: () => exchange.now,
    key: () => 'trader',
    secret: () => 'trader',
    requestTimeoutMs: 1_000,
  });
  open.push(() => link.close());
  const instrument = prepareInstrument(SPECIFICATION, 0, 8);
  const book = new PositionBook(DEPOSIT * QUANTA, 1);
  const [fills, realised, done]: [Fill[], number[], string[]] = [[], [], []];
  const post = (fill: Fill) => {
    const value = valueOf(instrument, fill.ticks, fill.lots);
    if (fill.kind === 'open') book.open(instrument, fill.side, fill.lots, value);
    else realised.push(book.close(instrument, fill.lots, value));
    book.wallet -= fill.fee;
    fills.push({ ...fill });
  };
  let broker: Broker | null = null;
  link.listen({
    answered: (request, answer) => broker?.answered(request, answer, exchange.now),
    told: (news) => {
      if (news.kind === 'order') broker?.report(news.order, exchange.now);
      if (news.kind === 'execution') broker?.tookPlace(news.execution, exchange.now);
    },
  });
  await link.start();
  broker = new Broker(
    {
      ...{
        instruments: [instrument],
        link,
        accountCurrency: 'USDT',
        quantumDecimals: 8,
        budget: { burst: 100, perSecond: 50, reservedShare: 0.2 },
      },
      intentOf: (number) => ({ clientOrderId: String(number).padStart(32, '0'), slot: 0 }),
      maySend: () => true,
      mayEnter: () => true,
      marketTime: () => exchange.now,
      externalSlotOf: () => -1,
    },
    {
      onFill: post,
      onDone: (order, status) => void done.push(`${order} ${status}`),
      onStray: () => void done.push('stray'),
      onFunding() {},
      onRestated() {},
      onAlert: (code) => void done.push(code),
      onDemand: (id) => void done.push(id),
      onGap() {},
      onProgress() {},
    },
  );
  const trade = async (ticket: OrderTicket) => {
    broker.submit(ticket, exchange.now);
    broker.recorded(ticket.id);
    broker.release(ticket.id, exchange.now);
    await expect.poll(() => done, { timeout: 5_000 }).toContain(`${ticket.id} filled`);
  };
  return { exchange, account: exchange.account('trader'), broker, book, fills, realised, done, trade };
}

test('what one execution closes and opens is booked as both, its fee once, and the result is exact', async () => {
  const { exchange, account, broker, book, fills, realised, done, trade } = await trader();
  await trade(MARKET);
  // The ninth minute reaches out to 105.00 in its second leg, half a minute in.
  exchange.advance(STARTS_AT + 8 * 60_000 + 30_000);
  await trade({ ...MARKET, id: 2, side: -1, lots: 8_000 });
  expect(account.executions.map(({ lots, closedLots }) => [lots, closedLots])).toEqual([
    [5_000, 0],
    [8_000, 5_000],
  ]);
  // 0.06 % of 5 x 100 = 500, of 5 x 105 = 525 and of 3 x 105 = 315.
  expect(fills.map(({ kind, side, lots, ticks, fee }) => [kind, side, lots, ticks, fee])).toEqual([
    ['open', 1, 5_000, 10_000, 0.3 * QUANTA],
    ['close', -1, 5_000, 10_500, 0.315 * QUANTA],
    ['open', -1, 3_000, 10_500, 0.189 * QUANTA],
  ]);
  expect(realised).toEqual([25 * QUANTA]);
  expect(broker.executions.net).toEqual([-3_000]);
  // A tenth of the value is margin. 100,000 + 25 - 0.3 - 0.315 - 0.189 = 100,024.196.
  expect(book.positions).toEqual([{ lots: -3_000, cost: 315 * QUANTA, margin: 31.5 * QUANTA }]);
  expect(book.wallet).toBe(10_002_419_600_000);
  // The venue's own books say the same.
  expect([account.positionOf(0), account.venue.book.wallet]).toEqual([book.positions[0], book.wallet]);
  expect(done).toEqual(['1 filled', '2 filled']);
});
