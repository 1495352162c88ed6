import { expect, test } from 'vitest';
import { withMinima } from './live-setup.ts';

test('a session goes on with the minima of today, and with everything else as it began', () => {
  const began = { id: 'X', venue: 'v', kind: 'spot', base: 'X', quote: 'USDT', tickSize: 0.1, lotSize: 0.001, minimumNotional: 5 } as const;
  const today = { ...began, minimumNotional: 10, minimumQuantity: 0.01, takerFeeRatio: 0.002 };
  expect(withMinima([began], [today])).toEqual([{ ...began, minimumNotional: 10, minimumQuantity: 0.01 }]);
  const { minimumNotional: _none, ...free } = began;
  expect(withMinima([today], [free])).toEqual([{ ...free, takerFeeRatio: 0.002 }]);
});
