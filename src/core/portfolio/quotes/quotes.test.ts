import { describe, expect, test } from 'vitest';
import { type BudgetUse, budgetLeft, take } from './budget.ts';
import { isStale } from './freshness.ts';
import { judge, needsSecondSource } from './judge.ts';
import { quoteRules } from './quote-rules.ts';

const at = (text: string) => Date.parse(text);
const NAMES = { title: 'BTC', provider: 'yahoo', currency: 'EUR', second: 'twelve-data' };

describe('how old a quote may be', () => {
  test.each([
    // A coin: 15 minutes, at any hour.
    ['crypto', '2026-11-22T10:00:00Z', '2026-11-22T10:15:00Z', false],
    ['crypto', '2026-11-22T10:00:00Z', '2026-11-22T10:15:01Z', true],
    // A share told on Friday the 20th serves until Monday's session is over.
    ['stock', '2026-11-20T16:30:00Z', '2026-11-22T12:00:00Z', false],
    ['stock', '2026-11-20T16:30:00Z', '2026-11-23T21:00:00Z', false],
    ['stock', '2026-11-20T16:30:00Z', '2026-11-23T22:30:00Z', true],
    // A fund's value of Monday the 16th: the 17th, 18th, 19th and 20th make four.
    ['fund', '2026-11-16T00:00:00Z', '2026-11-20T21:00:00Z', false],
    ['fund', '2026-11-16T00:00:00Z', '2026-11-20T23:00:00Z', true],
  ] as const)('%s of %s at %s: %s', (kind, told, now, expected) => {
    expect(isStale(quoteRules(kind), at(told), at(now))).toBe(expected);
  });
});

describe('whether a quote is believed', () => {
  test('a hundredfold price is put aside whether a second source contradicts it or none can say', () => {
    expect(judge({ price: 5000, kept: 50, other: 50 }, 0.02, NAMES)).toMatchObject({ isGood: false, ratio: 99 });
    expect(judge({ price: 5000, kept: 50, other: null }, 0.02, NAMES)).toMatchObject({ isGood: false, ratio: 99 });
    expect(judge({ price: 0.5, kept: 50, other: null }, 0.02, NAMES)).toMatchObject({ isGood: false });
  });
  test('two sources 3 % apart: the new one waits, and both are named', () => {
    const verdict = judge({ price: 103, kept: 100, other: 100 }, 0.02, NAMES);
    expect(verdict).toMatchObject({ isGood: false });
    expect('why' in verdict && verdict.why).toEqual({
      en: 'BTC: two sources differ by 3.0 %, more than 2.0 % (yahoo: 103 EUR; twelve-data: 100 EUR)',
      es: 'BTC: dos fuentes difieren un 3.0 %, más del 2.0 % (yahoo: 103 EUR; twelve-data: 100 EUR)',
    });
    expect(judge({ price: 103, kept: 100, other: 100 }, 0.05, NAMES)).toEqual({ isGood: true });
  });
  test('a true jump is believed once a second source says the same', () => {
    expect(judge({ price: 60, kept: 100, other: 60.3 }, 0.02, NAMES)).toEqual({ isGood: true });
    expect(judge({ price: 129, kept: 100, other: null }, 0.02, NAMES)).toEqual({ isGood: true });
  });
  test('a second source is asked at first, for a move, and once a day', () => {
    const now = at('2026-11-22T10:00:00Z');
    expect(needsSecondSource({ price: 100, kept: null }, null, 0.02, now)).toBe(true);
    expect(needsSecondSource({ price: 101, kept: 100 }, now - 3_600_000, 0.02, now)).toBe(false);
    expect(needsSecondSource({ price: 103, kept: 100 }, now - 3_600_000, 0.02, now)).toBe(true);
    expect(needsSecondSource({ price: 100, kept: 100 }, now - 25 * 3_600_000, 0.02, now)).toBe(true);
  });
});

describe('budgets', () => {
  const LIMITS = { minute: 8, day: 20 };
  const spend = (use: BudgetUse, times: number, now: number) => {
    let count = 0;
    for (let i = 0; i < times; i++) {
      const taken = take(use, LIMITS, 1, now);
      if (!taken.isAllowed) return { use, count, refusal: taken };
      use = taken.use;
      count++;
    }
    return { use, count, refusal: null };
  };
  test('seven of eight in a minute, nineteen of twenty in a day, and when it is renewed is told', () => {
    const first = at('2026-11-22T10:00:30Z');
    const one = spend({}, 100, first);
    expect(one.count).toBe(7);
    expect(one.refusal).toMatchObject({ window: 'minute', renewsAt: at('2026-11-22T10:01:00Z') });
    const two = spend(one.use, 100, first + 60_000);
    expect(two.count).toBe(7);
    const three = spend(two.use, 100, first + 120_000);
    expect(three.count).toBe(5);
    expect(three.refusal).toMatchObject({ window: 'day', renewsAt: at('2026-11-23T00:00:00Z') });
    expect(budgetLeft(three.use, LIMITS, first + 120_000)).toMatchObject([
      { window: 'minute', used: 5, limit: 8 },
      { window: 'day', used: 19, limit: 20 },
    ]);
    expect(spend(three.use, 100, at('2026-11-23T00:00:00Z')).count).toBe(7);
  });
  test('months end where the calendar says', () => {
    const taken = take({}, { month: 2 }, 2, at('2026-12-31T23:59:00Z'));
    expect(taken).toMatchObject({ isAllowed: false, window: 'month', renewsAt: at('2027-01-01T00:00:00Z') });
  });
});
