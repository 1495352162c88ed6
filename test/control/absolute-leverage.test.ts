/** Two tables, one figure: the guard of the configuration and risk know the same absolute leverage. */

import { expect, test } from 'vitest';
import { ENVIRONMENTS, type Environment } from '../../src/core/operations/environment-guard.ts';
import { ABSOLUTE_LEVERAGE } from '../../src/core/trading/risk/profile-figures.ts';

test.each(Object.keys(ENVIRONMENTS) as Environment[])('in %s', (environment) => {
  expect(ENVIRONMENTS[environment].leverageLimit).toBe(ABSOLUTE_LEVERAGE[environment]);
});
