// What of a position nothing at the venue protects, as a stop in good order tells it. Quantities are those of the fills.
import { expect, test } from 'vitest';
import { barePositions } from '../../src/apps/trader/live-stop.ts';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import { sessionLab } from './session-lab.ts';

test('a position is named for what of it no stop at the venue protects', () => {
  const { session, placed, pass, fill, works } = sessionLab({ amends: 'refused' });
  expect(barePositions(session)).toEqual([]);
  fill('a', '0.004');
  expect(barePositions(session)).toEqual(['0.004 X long is open and has no stop at the venue']);
  pass(500);
  works(placed[1] as PlaceOrder);
  expect(barePositions(session)).toEqual([]);
  // The venue refuses to enlarge the stop.
  fill('b', '0.006');
  pass(500);
  expect(barePositions(session)).toEqual(['0.006 of 0.01 X long is open and has no stop at the venue']);
});
