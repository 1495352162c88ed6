/** Which of several runs is the best by a figure. */

import { expect, test } from 'vitest';
import { bestPlaces } from './figures.tsx';

const run = (sharpe: number | null, maxDrawdownRatio: number | null, insufficient: string[] = []) => ({
  figures: { sharpe, maxDrawdownRatio } as never,
  insufficient,
});

test('the best is the highest, of a fall the smallest, and never one on too little evidence', () => {
  expect([...bestPlaces('sharpe', [run(1, 0.2), run(3, 0.1, ['sharpe']), run(2, 0.3)])]).toEqual([2]);
  expect([...bestPlaces('maxDrawdownRatio', [run(1, 0.2), run(3, 0.1), run(2, 0.1)])]).toEqual([1, 2]);
  expect(bestPlaces('sharpe', [run(1, 0.2), run(1, 0.1)]).size).toBe(0);
  expect(bestPlaces('sharpe', [run(1, 0.2), run(null, 0.1)]).size).toBe(0);
  expect(bestPlaces('closedTrades', [run(1, 0.2), run(2, 0.1)]).size).toBe(0);
});

test('amounts have no best where the runs did not begin with the same money', () => {
  const paid = (feesPaid: number) => ({ figures: { feesPaid } as never, insufficient: [] });
  expect([...bestPlaces('feesPaid', [paid(0.0001), paid(12)])]).toEqual([0]);
  expect(bestPlaces('feesPaid', [paid(0.0001), paid(12)], false).size).toBe(0);
});
