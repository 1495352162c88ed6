// Where tests live and how they run: two workers, one process each, no watch.
import { defineConfig } from 'vitest/config';

const needsBrowser = process.env.ATALAYA_BROWSER !== undefined || process.env.ATALAYA_FULL !== undefined;

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{src,test,strategies,panel,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', 'var/**', ...(needsBrowser ? [] : ['test/browser/**'])],
    pool: 'forks',
    maxWorkers: 2,
    // No test asks anybody outside.
    env: { ATALAYA_QUOTES: 'off', ATALAYA_RATES_URL: 'off' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A machine that stalls for seconds is no fault of the change: CI tries once more, and .ci/run names every test that needed it.
    retry: process.env.CI ? 1 : 0,
  },
});
