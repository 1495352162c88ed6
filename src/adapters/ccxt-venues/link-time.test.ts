import { expect, test } from 'vitest';
import { bestOffset } from './link-time.ts';

test('the offset is measured against the middle of the quickest way there and back', () => {
  // 40 ms there and back: asked at 1000, answered at 1040, so the venue's 6020 was read at our 1020.
  const quick = { askedAt: 1_000, answeredAt: 1_040, venueTime: 6_020 };
  const slow = { askedAt: 2_000, answeredAt: 5_000, venueTime: 9_900 };
  expect(bestOffset([slow, quick])).toBe(5_000);
  expect(bestOffset([slow])).toBe(6_400);
  expect(bestOffset([])).toBe(0);
});
