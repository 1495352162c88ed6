import { beforeEach, describe, expect, test } from 'vitest';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { OrderBook } from '../../core/market/order-book.ts';
import type { PlaceOrder, VenueAnswer, VenueNews, VenueRequest } from '../../core/trading/broker/venue-link.ts';
import { PaperVenue, type SavedPaper } from './paper-venue.ts';

const COIN: InstrumentSpecification = {
  ...{ id: 'COIN', venue: 'bybit', kind: 'perpetual', base: 'COIN', quote: 'USDT', tickSize: 0.5, lotSize: 0.1 },
  ...{ shorting: true, leverage: 2, makerFeeRatio: 0.0002, takerFeeRatio: 0.001 },
};
const SPOT: InstrumentSpecification = { ...COIN, id: 'SPOT', kind: 'spot', shorting: false, leverage: 1 };
const STARTS_AT = Date.UTC(2026, 10, 23, 12);

let now = STARTS_AT;
let saved: SavedPaper | null = null;
let saves = 0;
let book: OrderBook | undefined;

interface Desk {
  readonly venue: PaperVenue;
  readonly news: VenueNews[];
  ask(what: VenueRequest): Promise<VenueAnswer>;
  quote(bid: number, bidSize: number, ask: number, askSize: number): void;
  trade(price: number, size: number, side: 'buy' | 'sell'): void;
}

/** Goes on from what was written down last. */
function open(instrument = COIN): Desk {
  const news: VenueNews[] = [];
  const waiting = new Map<number, (answer: VenueAnswer) => void>();
  const venue = new PaperVenue({
    ...{ venue: 'bybit', currency: 'USDT', quantumDecimals: 8, cash: 10_000, instruments: [instrument], latencyMs: 0, saved },
    now: () => now,
    book: () => book,
    save: (state) => {
      saves++;
      saved = JSON.parse(JSON.stringify(state));
    },
    onTrouble: (error) => {
      throw error;
    },
  });
  venue.listen({ answered: (request, answer) => waiting.get(request)?.(answer), told: (one) => news.push(one) });
  let number = 0;
  return {
    venue,
    news,
    ask: (what) =>
      new Promise((done) => {
        waiting.set(++number, done);
        venue.ask(number, what, () => true);
      }),
    quote: (bid, bidSize, ask, askSize) => venue.hear({ kind: 'quote', instrument: instrument.id, at: ++now, bid, bidSize, ask, askSize }),
    trade: (price, size, side) => venue.hear({ kind: 'trade', instrument: instrument.id, at: ++now, price, size, side }),
  };
}

let orders = 0;
const place = (more: Partial<PlaceOrder>): VenueRequest => ({
  kind: 'place',
  order: {
    ...{
      clientOrderId: `order-${++orders}`,
      instrument: 'COIN',
      side: 'buy',
      type: 'market',
      quantity: '1',
      limitPrice: null,
      stopPrice: null,
    },
    ...{ timeInForce: 'GTC', expireAt: null, postOnly: false, reduceOnly: false },
    ...more,
  },
});

async function fillsOf({ ask }: Desk): Promise<string[]> {
  const answer = await ask({ kind: 'executions', since: 0 });
  if (!answer.ok || answer.kind !== 'executions') throw new Error('expected executions');
  return answer.executions.map(({ side, quantity, price, fee, liquidity }) => `${side} ${quantity} at ${price}, fee ${fee}, ${liquidity}`);
}

async function money({ ask }: Desk): Promise<string | undefined> {
  const answer = await ask({ kind: 'balances' });
  return answer.ok && answer.kind === 'balances' ? answer.balances[0]?.total : undefined;
}

async function held({ ask }: Desk): Promise<string | undefined> {
  const answer = await ask({ kind: 'positions' });
  return answer.ok && answer.kind === 'positions' ? answer.positions[0]?.quantity : undefined;
}

beforeEach(() => {
  [now, saved, saves, book] = [STARTS_AT, null, 0, undefined];
});

describe('prices and depth', () => {
  test('a market order pays the spread, and a tick more for what is not there at the best', async () => {
    const desk = open();
    desk.quote(100, 5, 101, 2);
    await desk.ask(place({ quantity: '3' }));
    // 2 at 101 and 1 at 101.5, for 0.1 %: 0.202 and 0.1015.
    expect(await fillsOf(desk)).toEqual(['buy 2 at 101, fee 0.202, taker', 'buy 1 at 101.5, fee 0.1015, taker']);
    expect(await money(desk)).toBe('9999.6965');
  });

  test('where the feed keeps a book it is walked, and what it has not is not filled', async () => {
    const desk = open();
    book = new OrderBook(50);
    for (const [price, size] of [
      [101, 1],
      [102, 1.5],
      [103, 0.5],
    ] as const)
      book.set('ask', price, size);
    book.set('bid', 100, 9);
    desk.quote(100, 9, 101, 1);
    await desk.ask(place({ quantity: '4' }));
    expect(await fillsOf(desk)).toEqual([
      'buy 1 at 101, fee 0.101, taker',
      'buy 1.5 at 102, fee 0.153, taker',
      'buy 0.5 at 103, fee 0.0515, taker',
    ]);
    expect(desk.news.filter(({ kind }) => kind === 'order').at(-1)).toMatchObject({ order: { status: 'cancelled', filled: '3' } });
  });

  test('a limit order rests behind what waits at its price, and fills by the trades that pass it', async () => {
    const desk = open();
    desk.quote(100, 2, 101, 2);
    await desk.ask(place({ type: 'limit', limitPrice: '100', quantity: '1' }));
    desk.trade(100, 1.5, 'sell');
    expect(await fillsOf(desk)).toEqual([]);
    // Half of the two that stood in front are left: one more trade of one reaches half of it.
    desk.trade(100, 1, 'sell');
    expect(await fillsOf(desk)).toEqual(['buy 0.5 at 100, fee 0.01, maker']);
    desk.trade(99.5, 3, 'sell');
    expect(await fillsOf(desk)).toEqual(['buy 0.5 at 100, fee 0.01, maker', 'buy 0.5 at 100, fee 0.01, maker']);
  });

  test('a stop fires on a wick that one trade made, and is filled at the best price of then', async () => {
    const desk = open();
    desk.quote(100, 9, 101, 9);
    await desk.ask(place({}));
    await desk.ask(place({ side: 'sell', type: 'stop', stopPrice: '98', reduceOnly: true }));
    desk.quote(98.5, 9, 99, 9);
    expect(await held(desk)).toBe('1');
    desk.trade(98, 0.1, 'sell');
    expect((await fillsOf(desk)).at(-1)).toBe('sell 1 at 98.5, fee 0.0985, taker');
    expect(await held(desk)).toBe('0');
    // Bought at 101, sold at 98.5: 2.5 lost, and fees of 0.101 and 0.0985.
    expect(await money(desk)).toBe('9997.3005');
  });

  test('turning a position is a fill that closes and one that opens', async () => {
    const desk = open();
    desk.quote(100, 9, 101, 9);
    await desk.ask(place({}));
    await desk.ask(place({ side: 'sell', quantity: '3' }));
    expect(await held(desk)).toBe('-2');
    expect(await fillsOf(desk)).toEqual([
      'buy 1 at 101, fee 0.101, taker',
      'sell 1 at 100, fee 0.1, taker',
      'sell 2 at 100, fee 0.2, taker',
    ]);
  });

  test('spot is paid in money', async () => {
    const desk = open(SPOT);
    desk.quote(100, 9, 101, 9);
    await desk.ask(place({ instrument: 'SPOT', quantity: '2' }));
    // 202 and its fee of 0.202.
    expect(await money(desk)).toBe('9797.798');
    expect(await desk.ask(place({ instrument: 'SPOT', side: 'sell', quantity: '3' }))).toMatchObject({ ok: false, outcome: 'refused' });
  });
});

test('a fill is no older than its order, though the clock of the prices is behind', async () => {
  const desk = open();
  desk.quote(100, 9, 101, 9);
  now += 5_000;
  await desk.ask(place({ type: 'limit', limitPrice: '100.5' }));
  const placedAt = now;
  desk.venue.hear({ kind: 'trade', instrument: 'COIN', at: placedAt - 3_000, price: 100, size: 9, side: 'sell' });
  const answer = await desk.ask({ kind: 'executions', since: 0 });
  expect(answer).toMatchObject({ executions: [{ at: placedAt }] });
});

describe('without prices', () => {
  test('nothing is taken before the first price, nor while the feed is down', async () => {
    const desk = open();
    expect(await desk.ask(place({}))).toMatchObject({ ok: false, code: 'INSTRUMENT_HALTED' });
    desk.quote(100, 9, 101, 9);
    expect((await desk.ask(place({}))).ok).toBe(true);
    desk.venue.hear({ kind: 'link', state: 'down', reason: 'cut' });
    expect(await desk.ask(place({}))).toMatchObject({ ok: false, code: 'INSTRUMENT_HALTED' });
    desk.quote(100, 9, 101, 9);
    expect((await desk.ask(place({}))).ok).toBe(true);
  });

  test('a stop that was passed while nobody listened is filled at the first price', async () => {
    const before = open();
    before.quote(100, 9, 101, 9);
    await before.ask(place({}));
    await before.ask(place({ side: 'sell', type: 'stop', stopPrice: '98', reduceOnly: true }));
    before.venue.close();
    const after = open();
    after.quote(90, 9, 91, 9);
    expect((await fillsOf(after)).at(-1)).toBe('sell 1 at 90, fee 0.09, taker');
  });
});

describe('what is written down', () => {
  test('is all there is after a start: orders, executions, positions and money, by the same names', async () => {
    const before = open();
    before.quote(100, 9, 101, 9);
    await before.ask(place({ quantity: '2' }));
    const resting = place({ type: 'limit', limitPrice: '99.5' }) as Extract<VenueRequest, { kind: 'place' }>;
    await before.ask(resting);
    const everything = async (desk: Desk) => [
      await desk.ask({ kind: 'open-orders' }),
      await desk.ask({ kind: 'executions', since: 0 }),
      await desk.ask({ kind: 'positions' }),
      await desk.ask({ kind: 'balances' }),
    ];
    const known = await everything(before);
    before.venue.close();
    const after = open();
    expect(await everything(after)).toEqual(known);
    after.quote(100, 9, 101, 9);
    expect(await after.ask(resting)).toMatchObject({ ok: false, code: 'DUPLICATE_CLIENT_ID' });
    await after.ask(place({}));
    const ids = (await after.ask({ kind: 'executions', since: 0 })) as Extract<VenueAnswer, { kind: 'executions' }>;
    expect(new Set(ids.executions.map(({ executionId }) => executionId)).size).toBe(2);
  });

  test('is on disk before it is told', async () => {
    const desk = open();
    desk.quote(100, 9, 101, 9);
    const writtenAt: number[] = [];
    const told = new Promise<void>((done) => {
      desk.venue.listen({
        answered: () => {},
        told: () => {
          writtenAt.push(saved?.exchange.account.executions.length ?? 0);
          done();
        },
      });
    });
    desk.venue.ask(1, place({}), () => true);
    await told;
    expect(writtenAt[0]).toBe(1);
  });

  test('a quote that changes nothing is not written', () => {
    const desk = open();
    const before = saves;
    for (let i = 0; i < 100; i++) desk.quote(100 + i, 9, 101 + i, 9);
    expect(saves).toBe(before);
  });
});

test('funding is charged at the hours of most venues, at the usual rate', async () => {
  const desk = open();
  desk.quote(100, 9, 101, 9);
  await desk.ask(place({}));
  now = Date.UTC(2026, 10, 23, 16);
  desk.quote(100, 9, 101, 9);
  // 0.01 % of 1 at 100, the price that somebody pays.
  expect(await desk.ask({ kind: 'funding', since: 0 })).toMatchObject({
    payments: [{ instrument: 'COIN', currency: 'USDT', amount: '0.01' }],
  });
  desk.quote(100, 9, 101, 9);
  expect(await desk.ask({ kind: 'funding', since: 0 })).toMatchObject({ payments: { length: 1 } });
});
