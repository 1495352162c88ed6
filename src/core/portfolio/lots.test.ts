import { describe, expect, test } from 'vitest';
import { formatFixed, ONE, parseFixed, roundTo } from './fixed.ts';
import { LOT_METHODS, LotBook, type LotMethod, type LotPart } from './lots.ts';

const fixed = (text: string | number) => parseFixed(String(text)) as bigint;
const bought = (quantity: number | string, cost: string | null, day = 0): LotPart => ({
  ...{ operation: day, day, quantity: fixed(quantity) },
  ...{ cost: cost === null ? null : fixed(cost), costInBase: cost === null ? null : fixed(cost) },
});
const costOf = (book: LotBook) => book.lots.reduce((sum, { cost }) => sum + (cost as bigint), 0n);
const cents = (value: bigint) => formatFixed(roundTo(value, 2), 2);

describe("Portfolio Performance's CostCalculationTest", () => {
  test.each(['fifo', 'average'] as const)('buy 109, sell 15, buy 52, buy 32: 5360.04 by %s', (method) => {
    const book = new LotBook(method);
    book.add(bought(109, '3149.20', 1));
    book.take(fixed(15));
    book.add(bought(52, '1684.92', 2));
    book.add(bought(32, '959.30', 3));
    expect(cents(costOf(book))).toBe('5360.04');
  });

  test.each([
    ['fifo', '4400.74'],
    ['average', '4383.74'],
    // By hand: all of the 109, and 37 of the 52: 3149.20 + 1684.92 × 37 ÷ 52 = 3149.20 + 1198.885...
    ['lifo', '4348.09'],
  ] as const)('buy 109, buy 52, sell 15 by %s', (method, expected) => {
    const book = new LotBook(method);
    book.add(bought(109, '3149.20', 1));
    book.add(bought(52, '1684.92', 2));
    book.take(fixed(15));
    expect(cents(costOf(book))).toBe(expected);
  });
});

test("Ghostfolio's split: 10 at 100, two for one, 5 sold: 15 left that cost 750; one for ten makes one of ten; 2:1 and 1:3 make 20/3", () => {
  const book = new LotBook('fifo');
  book.add(bought(10, '1000'));
  book.split(2n, 1n);
  expect(formatFixed(book.quantity)).toBe('20');
  book.take(fixed(5));
  expect([formatFixed(book.quantity), formatFixed(costOf(book))]).toEqual(['15', '750']);
  const merged = new LotBook('fifo');
  merged.add(bought(10, '1000'));
  merged.split(1n, 10n);
  expect(formatFixed(merged.quantity)).toBe('1');
  const odd = new LotBook('average');
  odd.add(bought(10, '1000'));
  odd.split(2n, 1n);
  odd.split(1n, 3n);
  expect(formatFixed(odd.quantity)).toBe('6.666666666666666667');
});

test('a sale names its lots, with their days and their share of the cost', () => {
  const book = new LotBook('fifo');
  book.add(bought(2, '10', 1));
  book.add(bought(3, '30', 2));
  const { parts, missing } = book.take(fixed('3.5'));
  expect(parts.map(({ day, quantity, cost }) => [day, formatFixed(quantity), formatFixed(cost as bigint)])).toEqual([
    [1, '2', '10'],
    [2, '1.5', '15'],
  ]);
  expect(missing).toBe(0n);
});

test('more than is held is told as missing, and takes nothing of the other side', () => {
  const book = new LotBook('lifo');
  book.add(bought(2, '10'));
  expect(formatFixed(book.take(fixed(5)).missing)).toBe('3');
  expect(book.lots).toEqual([]);
  book.add(bought(-4, '80'));
  expect(formatFixed(book.take(fixed(1)).missing)).toBe('1');
  const { parts, missing } = book.take(fixed(-1));
  expect([formatFixed(parts[0]?.quantity as bigint), formatFixed(parts[0]?.cost as bigint), missing]).toEqual(['-1', '20', 0n]);
});

test('a cost that is not known stays unknown, and makes an average unknown', () => {
  const fifo = new LotBook('fifo');
  fifo.add(bought(1, null, 1));
  fifo.add(bought(1, '7', 2));
  expect(fifo.take(fixed('1.5')).parts.map(({ cost }) => cost)).toEqual([null, fixed('3.5')]);
  const average = new LotBook('average');
  average.add(bought(1, '7', 1));
  average.add(bought(1, null, 2));
  expect(average.take(ONE).parts[0]?.cost).toBeNull();
});

test('a spin-off takes a share of the cost with it, and nothing is lost: a quarter of 10 and of 0.01', () => {
  const book = new LotBook('fifo');
  book.add(bought(3, '10', 1));
  book.add(bought(1, '0.01', 2));
  const given = book.giveCost(ONE / 4n);
  expect(given.map(({ cost }) => formatFixed(cost as bigint))).toEqual(['2.5', '0.0025']);
  expect(formatFixed(costOf(book))).toBe('7.5075');
});

describe('whatever is bought and sold', () => {
  test.each(LOT_METHODS)('quantities and costs add up to the last place by %s', (method: LotMethod) => {
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const book = new LotBook(method);
    let [heldQuantity, heldCost] = [0n, 0n];
    for (let day = 0; day < 3_000; day++) {
      if (random(3) > 0) {
        const lot = {
          ...{ operation: day, day },
          quantity: BigInt(1 + random(1e9)) * 1_000_003n,
          cost: BigInt(random(1e9)) * 7_919n,
          costInBase: 0n,
        };
        book.add(lot);
        heldQuantity += lot.quantity;
        heldCost += lot.cost;
      } else {
        const { parts, missing } = book.take(BigInt(1 + random(2e9)) * 999_983n);
        for (const { quantity, cost } of parts) {
          heldQuantity -= quantity;
          heldCost -= cost as bigint;
        }
        expect(missing === 0n || heldQuantity === 0n).toBe(true);
      }
      if (day % 100 === 0) expect([book.quantity, costOf(book)]).toEqual([heldQuantity, heldCost]);
    }
    expect([book.quantity, costOf(book)]).toEqual([heldQuantity, heldCost]);
  });
});
