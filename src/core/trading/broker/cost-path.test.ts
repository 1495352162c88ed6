import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instrument, prepareInstrument } from '../../domain/instrument.ts';
import { Ledger } from '../ledger/ledger.ts';
import { PositionBook, valueOf } from '../ledger/position-book.ts';
import { CostPath } from './cost-path.ts';

/** One lot of one coin, one tick of one unit of money, money in hundredths: values are price x coins x 100. */
const COIN: Instrument = prepareInstrument(
  { id: 'COIN', base: 'COIN', quote: 'USD', venue: 'test', kind: 'perpetual', tickSize: 1, lotSize: 1 } as never,
  0,
  2,
);

/** By hand: ten sold at 100 are 1,000.00. Then, in this order, three sold at 110 and three bought at 105. */
const SHORT_TEN = { lots: -10, cost: 100_000, margin: 100_000 };
/** 1,330.00 for thirteen; three of them cost 306.92 (1,330 x 3/13 = 306.923...), and ten are left at 1,023.08. */
const LEFT = { lots: -10, cost: 102_308, margin: 102_308 };

describe('the cost of a position', () => {
  test('an execution that is told after a later one counts from when it took place', () => {
    const path = new CostPath(COIN);
    path.restore({ base: SHORT_TEN, legs: [] });
    expect(path.add(2_000, 3, 105)).toBeNull();
    expect(path.add(1_000, -3, 110)).toEqual(LEFT);
    // Told in their order, the same, and nothing to put right.
    const told = new CostPath(COIN);
    told.restore({ base: SHORT_TEN, legs: [] });
    expect([told.add(1_000, -3, 110), told.add(2_000, 3, 105), told.add(2_000, 1, 105)]).toEqual([null, null, null]);
  });

  test('only where some took place in one instant is there an order to be found', () => {
    const path = new CostPath(COIN);
    path.restore({ base: SHORT_TEN, legs: [] });
    expect(path.hasSimultaneous).toBe(false);
    path.add(2_000, 3, 105, 'bought');
    path.add(1_000, -3, 110, 'sold');
    expect([path.hasSimultaneous, path.arrange(new Map([['bought', 0]]))]).toEqual([false, null]);
    path.add(1_000, 1, 100, 'before');
    expect(path.hasSimultaneous).toBe(true);
  });

  test('those of one instant count in the order of the venue’s list, those that it does not hold yet after them', () => {
    const path = new CostPath(COIN);
    path.restore({ base: SHORT_TEN, legs: [] });
    path.add(1_000, 3, 105, 'bought');
    path.add(1_000, -3, 110, 'sold');
    expect(path.arrange(new Map([['bought', 0]]))).toBeNull();
    expect(path.arrange(new Map([['sold', 0]]))).toEqual(LEFT);
    expect(
      path.arrange(
        new Map([
          ['sold', 0],
          ['bought', 1],
        ]),
      ),
    ).toBeNull();
    // Three bought at 105 cost 300.00 of the 1,000.00, and three sold at 110 are 330.00 more.
    expect(
      path.arrange(
        new Map([
          ['bought', 7],
          ['sold', 8],
        ]),
      ),
    ).toEqual({ lots: -10, cost: 103_000, margin: 103_000 });
  });

  test('what can no longer be preceded is summed up, and a restart goes on from there', () => {
    const path = new CostPath(COIN);
    path.restore({ base: SHORT_TEN, legs: [] });
    path.add(1_000, -3, 110);
    path.add(2_000, 3, 105);
    path.forgetBefore(2_001);
    expect(path.snapshot()).toEqual({ base: LEFT, legs: [] });
    const again = new CostPath(COIN);
    again.restore(JSON.parse(JSON.stringify(path.snapshot())));
    again.add(4_000, 10, 100);
    // One bought before the ten: eleven turn the position, by hand one is left that cost 100.
    expect(again.add(3_000, 1, 90)).toEqual({ lots: 1, cost: 10_000, margin: 10_000 });
  });

  test('the book is put right: equity stays, the wallet is what the venue realised, and the ledger comes to zero', () => {
    const [book, ledger] = [new PositionBook(0, 1), new Ledger()];
    book.restore({ wallet: 0, positions: [SHORT_TEN] });
    const realised = book.close(COIN, 3, valueOf(COIN, 105, 3));
    ledger.closed(0, -1, 3, valueOf(COIN, 105, 3), realised, 0);
    book.open(COIN, -1, 3, valueOf(COIN, 110, 3));
    ledger.opened(0, -1, 3, valueOf(COIN, 110, 3), 0);
    // Told late: 315.00 paid for what had brought 300.00, and 1,030.00 for the ten that are left.
    expect([book.wallet, book.positions[0]?.cost]).toEqual([-1_500, 103_000]);
    const before = book.wallet + book.unrealised(COIN, 104);
    ledger.restated(book.restate(0, LEFT));
    // 315.00 paid for what had brought 306.92.
    expect([book.wallet, book.positions[0]?.cost, book.marginUsed]).toEqual([-808, 102_308, 102_308]);
    expect(book.wallet + book.unrealised(COIN, 104)).toBe(before);
    expect(ledger.wallet).toBe(-808);
    const [cash = 0, holdings = 0, result = 0] = ledger.balances;
    expect(cash + holdings + result).toBe(0);
  });

  test('however they are told, the cost is that of their order', () => {
    const legs = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 50, max: 150 })), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(legs, fc.infiniteStream(fc.nat(1_000_000)), (drawn, turns) => {
        const took = drawn.flatMap(([lots, ticks], i) => (lots === 0 ? [] : [{ at: i, lots, ticks, turn: turns.next().value as number }]));
        const [inOrder, told] = [new CostPath(COIN), new CostPath(COIN)];
        for (const { at, lots, ticks } of took) inOrder.add(at, lots, ticks);
        for (const { at, lots, ticks } of took.toSorted((a, b) => a.turn - b.turn)) told.add(at, lots, ticks);
        for (const path of [inOrder, told]) path.forgetBefore(took.length + 20);
        expect(told.snapshot()).toEqual(inOrder.snapshot());
      }),
    );
  });
});
