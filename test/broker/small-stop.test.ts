// A position that grows by partial fills while its stop at the venue does not: closed within two seconds, and told. Trading rules 7.5.
import { expect, test } from 'vitest';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import { sessionLab } from './session-lab.ts';

test.each([
  ['refused', ['entry limit 0.01', 'stop 0.004', 'market 0.01']],
  ['agreed', ['entry limit 0.01', 'stop 0.004']],
] as const)('a change of the stop that is %s', (amends, expected) => {
  const { placed, pass, fill, works, notices } = sessionLab({ amends });
  fill('a', '0.004');
  pass(500);
  works(placed[1] as PlaceOrder);
  fill('b', '0.006');
  pass(1_900);
  expect(placed).toHaveLength(2);
  pass(400);
  const words = placed.map(({ type, quantity }, i) => `${i === 0 ? 'entry ' : ''}${type} ${quantity}`);
  expect(words).toEqual(expected);
  expect(notices().some(({ code }) => code === 'POSITION_UNPROTECTED')).toBe(amends === 'refused');
});
