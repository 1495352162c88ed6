import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/core/portfolio/entry.ts';
import { toNumber } from '../../src/core/portfolio/fixed.ts';
import { Ledger } from '../../src/core/portfolio/ledger/ledger.ts';
import { addMonths, spanishYear } from '../../src/core/portfolio/tax/spain.ts';
import { dayOf, labOf, trade } from './book-lab.ts';

function yearOf(entries: readonly Entry[], year: number, months: 0 | 2 | 12 = 2) {
  const { options, operations } = labOf({ entries });
  const ledger = new Ledger({ ...options, method: 'fifo', isPooled: true });
  for (const operation of operations) ledger.apply(operation);
  const { rows, totals } = spanishYear(ledger, year, () => months);
  return {
    rows: rows.map(({ quantity, proceeds, cost, gain, deferred }) =>
      [quantity, proceeds, cost, gain, deferred].map((one) => one && toNumber(one)),
    ),
    net: toNumber(totals.net),
    deferred: toNumber(totals.deferred),
  };
}

test('what was bought first is sold first, in whichever account it lies', () => {
  const { rows, net } = yearOf(
    [
      trade('buy', '2023-01-10', 'X', 10, 1_000),
      trade('buy', '2023-06-10', 'X', 10, 1_500, { account: 'B' }),
      trade('sell', '2024-03-01', 'X', 15, 2_400, { account: 'B' }),
    ],
    2024,
  );
  // 10 of 1000 and 5 of 750, sold at 160 each: 600 and 50.
  expect(rows).toEqual([
    [10, 1_600, 1_000, 600, 0n],
    [5, 800, 750, 50, 0n],
  ]);
  expect(net).toBe(650);
});

describe('a loss waits where the same is bought again within two months (art. 33.5 f)', () => {
  const sale = [trade('buy', '2023-01-10', 'X', 10, 1_000), trade('sell', '2024-03-15', 'X', 10, 700)];

  test.each([
    ['a month before', '2024-02-15', 300],
    ['on the last day of the two months after', '2024-05-15', 300],
    ['a day later', '2024-05-16', 0],
    ['more than two months before', '2024-01-14', 0],
  ])('%s', (_, day, deferred) => {
    // Bought before the sale it is another lot: what was bought first is sold.
    expect(yearOf([...sale, trade('buy', day, 'X', 10, 800)], 2024).deferred).toBe(deferred);
  });

  test('for as many as were bought again: 4 of 10 make 120 of 300 wait', () => {
    const { rows, net } = yearOf([...sale, trade('buy', '2024-04-01', 'X', 4, 300)], 2024);
    expect(rows).toEqual([[10, 700, 1_000, -300, 120]]);
    expect(net).toBe(-180);
  });

  test('one purchase makes one loss wait, not two', () => {
    const twice = [
      trade('buy', '2023-01-10', 'X', 10, 1_000),
      trade('sell', '2024-03-01', 'X', 5, 350),
      trade('sell', '2024-03-15', 'X', 5, 350),
    ];
    expect(yearOf([...twice, trade('buy', '2024-04-01', 'X', 5, 300)], 2024).deferred).toBe(150);
  });

  test('never a gain, and nothing where the rule does not hold', () => {
    const gain = [
      trade('buy', '2023-01-10', 'X', 10, 1_000),
      trade('sell', '2024-03-15', 'X', 10, 1_300),
      trade('buy', '2024-04-01', 'X', 10, 1_200),
    ];
    expect(yearOf(gain, 2024).deferred).toBe(0);
    expect(yearOf([...sale, trade('buy', '2024-04-01', 'X', 10, 800)], 2024, 0).deferred).toBe(0);
  });

  test('a year where it is not listed (art. 33.5 g)', () => {
    expect(yearOf([...sale, trade('buy', '2025-03-15', 'X', 10, 800)], 2024, 12).deferred).toBe(300);
  });
});

test('the same day of another month, or its last', () => {
  const text = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
  expect(
    [
      ['2024-12-31', 2],
      ['2024-04-30', -2],
      ['2023-12-31', 2],
      ['2024-01-15', -2],
    ].map(([day, months]) => text(addMonths(dayOf(day as string), months as number))),
  ).toEqual(['2025-02-28', '2024-02-29', '2024-02-29', '2023-11-15']);
});
