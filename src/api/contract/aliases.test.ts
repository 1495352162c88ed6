import { expect, test } from 'vitest';
import { canonical } from './aliases.ts';

test.each([
  ['/api/trading/mode', '/api/v1/mode'],
  ['/api/trading/orders?limit=5', '/api/v1/orders?limit=5'],
  ['/Investment-portfolio-api/overview', '/api/v1/portfolio/overview'],
  ['/Investment-portfolio-api/operations/7/versions?a=b?c', '/api/v1/portfolio/operations/7/versions?a=b?c'],
  // The page itself is no interface, and neither is what only begins alike.
  ['/Investment-portfolio/operations', '/Investment-portfolio/operations'],
  ['/Investment-portfolio-apis/overview', '/Investment-portfolio-apis/overview'],
  ['/toString', '/toString'],
])('%s is asked as %s', (url, asked) => {
  expect(canonical({ url })).toBe(asked);
});
