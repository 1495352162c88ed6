import { beforeAll, expect, test } from 'vitest';
import { allowedBy, measuredBy } from './check-figures.ts';
import { loadWords } from './load.ts';
import { speechFor } from './words.ts';

beforeAll(() => Promise.all([loadWords('es'), loadWords('en')]));

test('a wait that is left is told as one, and none may be; other figures stand at their limit', () => {
  const es = speechFor('es', 'UTC');
  expect(measuredBy(es, 'STRATEGY_COOLING_DOWN', 120_000, 'USDT')).toMatch(/^faltan 2\smin$/);
  expect(allowedBy(es, 'STRATEGY_COOLING_DOWN', 0, 'USDT')).toBe('sin espera');
  expect(measuredBy(es, 'RISK_POSITION_LIMIT', 0.25, 'USDT')).toMatch(/^25,00\s%$/);
  expect(allowedBy(es, 'RISK_POSITION_LIMIT', 0.2, 'USDT')).toMatch(/^≤ 20\s%$/);
  expect(allowedBy(es, 'RISK_CASH', 0.1, 'USDT')).toMatch(/^≥ 10\s%$/);
  expect([allowedBy(es, 'MODE_PAUSE', 0, 'USDT'), allowedBy(es, 'RISK_CASH', null, 'USDT')]).toEqual(['', '']);
  expect(allowedBy(speechFor('en', 'UTC'), 'STRATEGY_COOLING_DOWN', 0, 'USDT')).toBe('no wait left');
});
