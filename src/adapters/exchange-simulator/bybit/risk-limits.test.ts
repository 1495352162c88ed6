// The tier that a position is in is told by number and limit.
import { expect, test } from 'vitest';
import { prepareInstrument } from '../../../core/domain/instrument.ts';
import { riskLimitOf } from './risk-limits.ts';

const TIERS = [
  { upTo: 2_000, maintenanceRatio: 0.005 },
  { upTo: 5_000, maintenanceRatio: 0.01 },
  { upTo: null, maintenanceRatio: 0.02 },
];
const INSTRUMENT = prepareInstrument(
  { id: 'X-PERP', venue: 'test', kind: 'perpetual', base: 'X', quote: 'USDT', tickSize: 0.5, lotSize: 0.01, maintenanceTiers: TIERS },
  0,
  8,
);

test.each([
  [0, 1, '2000'],
  [2_000, 1, '2000'],
  [2_000.01, 2, '5000'],
  [9_000, 3, '1000000000'],
])('a cost of %d is in tier %i, up to %s', (cost, riskId, riskLimitValue) => {
  expect(riskLimitOf({ quantumDecimals: 8 }, INSTRUMENT, Math.round(cost * 1e8))).toEqual({ riskId, riskLimitValue });
});
