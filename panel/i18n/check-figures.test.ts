import { beforeAll, expect, test } from 'vitest';
import { loadWords } from './load.ts';
import { speechFor } from './words.ts';

beforeAll(() => Promise.all([loadWords('es'), loadWords('en')]));

test('a wait that is left is told as one, and none may be; other figures stand at their limit', () => {
  const es = speechFor('es', 'UTC');
  expect(es.measuredBy('STRATEGY_COOLING_DOWN', 120_000, 'USDT')).toMatch(/^faltan 2\smin$/);
  expect(es.allowedBy('STRATEGY_COOLING_DOWN', 0, 'USDT')).toBe('sin espera');
  expect(es.measuredBy('RISK_POSITION_LIMIT', 0.25, 'USDT')).toMatch(/^25,00\s%$/);
  expect(es.allowedBy('RISK_POSITION_LIMIT', 0.2, 'USDT')).toMatch(/^≤ 20\s%$/);
  expect(es.allowedBy('RISK_CASH', 0.1, 'USDT')).toMatch(/^≥ 10\s%$/);
  expect([es.allowedBy('MODE_PAUSE', 0, 'USDT'), es.allowedBy('RISK_CASH', null, 'USDT')]).toEqual(['', '']);
  expect(speechFor('en', 'UTC').allowedBy('STRATEGY_COOLING_DOWN', 0, 'USDT')).toBe('no wait left');
});
