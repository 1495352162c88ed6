import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShareLimit } from './share-limit.ts';

const ratio = fc.integer({ min: 0, max: 200_000 }).map((n) => n / 100_000);
const amount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
/** The ratio's five decimals as whole numbers. */
const fraction = (value: number) => [BigInt(Math.round(value * 100_000)), 100_000n] as const;

describe('share limit', () => {
  it('agrees with whole-number fractions on both sides of every limit', () => {
    fc.assert(
      fc.property(ratio, amount, (value, whole) => {
        const limit = new ShareLimit(value);
        const [n, d] = fraction(value);
        const within = (BigInt(whole) * n) / d;
        if (within > BigInt(Number.MAX_SAFE_INTEGER)) return;
        expect(BigInt(limit.of(whole))).toBe(within);
        expect(limit.exceeded(Number(within), whole)).toBe(false);
        expect(limit.exceeded(Number(within) + 1, whole)).toBe(true);
        // Loss thresholds: the highest equity at which loss × d >= whole × n (and more than 0), and > respectively.
        const reached = limit.lossReachedAt(whole);
        const loss = (equity: number) => BigInt(whole) - BigInt(equity);
        const reaches = (equity: number) => loss(equity) > 0n && loss(equity) * d >= BigInt(whole) * n;
        const exceeds = (equity: number) => loss(equity) * d > BigInt(whole) * n;
        expect([reaches(reached), reaches(reached + 1)]).toEqual([true, false]);
        const beyond = limit.lossExceededAt(whole);
        expect([exceeds(beyond), exceeds(beyond + 1)]).toEqual([true, false]);
      }),
      { numRuns: 1000 },
    );
  });

  it('without a limit nothing is beyond it', () => {
    const none = new ShareLimit(Number.POSITIVE_INFINITY);
    for (const whole of [0, 1, 1e15]) expect(none.exceeded(Number.MAX_SAFE_INTEGER, whole)).toBe(false);
    expect([none.of(5), none.lossReachedAt(5), none.lossExceededAt(5)]).toEqual([Infinity, -Infinity, -Infinity]);
  });

  it('of nothing allows nothing', () => {
    const fifth = new ShareLimit(0.2);
    expect([fifth.of(0), fifth.of(-5), fifth.exceeded(0, 0), fifth.exceeded(1, 0)]).toEqual([0, 0, false, true]);
  });
});
