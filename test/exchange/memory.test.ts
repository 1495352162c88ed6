// A long replay does not grow: a day of ten instruments at full speed (npm run test:full).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Report {
  readonly heapMb: readonly [number, number, number, number];
  readonly orders: number;
  readonly messages: number;
  readonly keptOrders: number;
  readonly keptExecutions: number;
}

test.skipIf(process.env.ATALAYA_FULL === undefined)(
  '24 hours of ten instruments, 57,560 orders and 40 topics leave the heap as it was',
  { timeout: 300_000 },
  () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', join(import.meta.dirname, 'replay-a-day.ts')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { heapMb, orders, messages, keptOrders, keptExecutions } = JSON.parse(stdout) as Report;
    expect(orders).toBe(57_560);
    expect(messages).toBeGreaterThan(100_000);
    expect(Math.max(keptOrders, keptExecutions)).toBeLessThanOrEqual(11_000);
    // What is kept for ever are client order ids: 29,000 more of them at the end than halfway.
    expect(heapMb[3] - heapMb[1]).toBeLessThan(10);
  },
);
