// The live path under faults: sets of seeds, the seeds that have found bugs by name, and the same trace for the same seed.
import { describe, expect, test } from 'vitest';
import { FAULT_NAMES } from '../../src/apps/simulation/faults.ts';
import { productionModules } from '../../src/apps/simulation/production-modules.ts';
import { simulateRun } from '../../src/apps/simulation/run.ts';
import { shrink } from '../../src/apps/simulation/shrink.ts';
import { simulate } from '../../src/apps/simulation/simulate.ts';

const FULL = process.env.ATALAYA_FULL !== undefined;
const DAYS = FULL ? 300 : 3;

test(`${DAYS} days under every fault lose nothing, with orders, faults, crashes and recoveries enough to mean something`, async () => {
  const result = await simulate({ runs: DAYS, seed: 20_261, bars: 1440, faults: FAULT_NAMES, workers: 1 });
  expect(result.failures).toEqual([]);
  expect(result).toMatchObject({
    runs: DAYS,
    tradingDays: DAYS,
    duplicateOrders: 0,
    lostFills: 0,
    ledgerImbalances: 0,
    unresolvedOrders: 0,
  });
  expect(result.ordersPlaced / DAYS).toBeGreaterThanOrEqual(20);
  expect(result.faultsInjected / DAYS).toBeGreaterThanOrEqual(10);
  expect(result.crashes / DAYS).toBeGreaterThanOrEqual(1);
  expect(result.recoveries / DAYS).toBeGreaterThanOrEqual(1);
}, 900_000);

test('the same seed gives the same trace, in one thread or two, and another seed another', async () => {
  const options = { runs: 10, seed: 7, bars: 60, faults: FAULT_NAMES, workers: 1 };
  const { traceHash, ...first } = await simulate(options);
  const second = await simulate({ ...options, workers: 2 });
  expect(second).toEqual({ ...first, traceHash });
  expect((await simulate({ ...options, seed: 8 })).traceHash).not.toBe(traceHash);
});

test('a quiet day without faults needs none of them', async () => {
  const { breaches, faults, crashes, orders } = await simulateRun({ seed: 3, bars: 300, faults: [] });
  expect({ breaches, faults, crashes }).toEqual({ breaches: [], faults: 0, crashes: 0 });
  expect(orders).toBeGreaterThan(0);
});

describe('bugs it has found', () => {
  test.each([
    ['a partner that was refused its smaller size stayed too large', 7, undefined],
    ['an order filled in part and then forgotten by its venue was asked about for ever', 97, undefined],
    ['an exit filled before it was made larger left the rest open', 130, undefined],
    ['the same after a kill', 124, { kill: 3 }],
    ['fills that were found order by order opened what they ought to have closed', 144, undefined],
    ['an order cancelled while the venue was asked for its open ones was taken for alive', 84, undefined],
  ])('%s (seed %d)', async (_, seed, perDay) => {
    const { breaches } = await simulateRun({ seed, ...(perDay ? { perDay } : {}) });
    expect(breaches).toEqual([]);
  });
});

test('a run that breaks nothing has nothing to shrink', async () => {
  expect(await shrink({ seed: 1, bars: 30, faults: [] })).toBeNull();
});

test('the modules it runs on are those of the product, by their hashes', () => {
  const modules = productionModules();
  const files = modules.map(({ file }) => file);
  for (const file of [
    'core/trading/broker/broker.ts',
    'core/trading/broker/reconciliation.ts',
    'core/trading/engine/engine.ts',
    'core/trading/live/live-session.ts',
    'core/trading/risk/risk-desk.ts',
    'core/trading/ledger/ledger.ts',
    'adapters/journal-files/writer.ts',
  ])
    expect(files).toContain(file);
  expect(files.filter((file) => file.startsWith('apps/'))).toEqual([]);
  for (const { sha256 } of modules) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});
