/** A strategy that throws while it trades is stopped by name: it enters no more, while its exits, the others and the journal go on. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { Decision, Fill } from '../../src/api/records.ts';
import { replayJournal } from '../../src/apps/trader/replay-journal.ts';
import { played, type TestTrader, TraderLab } from './test-trader.ts';

const MINUTE = 60_000;
const DAY = Date.UTC(2022, 11, 13);
const GOOD = { id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 }, size: 0.1 };
const BAD = { id: 'test/live/fixtures/fails-later.ts', instrument: 'BTCUSDT', timeframe: '1m', parameters: {} };

const [together, alone] = [new TraderLab(), new TraderLab()];
let run: TestTrader;
let reference: TestTrader;
beforeAll(async () => {
  run = await together.start({ risk: 'none', strategies: [GOOD, BAD] });
  reference = await alone.start({ risk: 'none', strategies: [GOOD] });
  await Promise.all([played(run), played(reference)]);
}, 60_000);
afterAll(async () => {
  await together.end();
  await alone.end();
});

const fillsOf = ({ trader }: TestTrader, strategyId: string) =>
  (trader.source.fills({ limit: 1000, strategyId }) as { rows: Fill[] }).rows.toReversed();
const stateOf = ({ trader }: TestTrader, id: string) =>
  trader.source.snapshot().status.strategies.find(({ strategyId }) => strategyId === id)?.state;
const failuresOf = ({ trader }: TestTrader) => trader.source.snapshot().events.filter(({ code }) => code === 'STRATEGY_FAILED');

describe('a strategy that throws', () => {
  test('is named once, with its file, its line and what it threw', () => {
    expect(failuresOf(run)).toHaveLength(1);
    expect(failuresOf(run)[0]).toMatchObject({
      kind: 'strategy',
      severity: 'critical',
      // At the close of its 45th minute.
      at: DAY + 45 * MINUTE,
      data: { strategyId: 'fails-later', instrumentId: 'BTCUSDT' },
    });
    expect(failuresOf(run)[0]?.data.error).toMatch(/^fails-later\.ts line 20: strategy fails-later failed: no such level$/);
    expect(run.said[0]).toMatch(/^fails-later\.ts line 20: strategy fails-later failed: no such level; its entries are blocked/);
    expect(run.trader.source.health()).toMatchObject({ status: 'degraded' });
    expect(run.trader.source.health().parts.find(({ name }) => name === 'trader')?.detail).toContain('fails-later.ts line 20');
  });

  test('enters no more: what it still wishes is refused with the reason', () => {
    const entriesOf = (outcome: Decision['outcome']) =>
      (run.trader.source.decisions({ limit: 5000, strategyId: 'fails-later', outcome }) as { rows: Decision[] }).rows.filter(
        ({ action }) => action === 'enter',
      );
    expect(entriesOf('approved').map(({ reason }) => reason)).toEqual(['once']);
    const refused = entriesOf('refused');
    // At 46, 48, … 1440 it wishes without throwing: 698 times, of which 7 (46 to 58) while it still holds its position, bought in candle 41.
    expect(refused).toHaveLength(691);
    expect(new Set(refused.map(({ refusal }) => refusal?.code))).toEqual(new Set(['STRATEGY_BLOCKED']));
    expect(stateOf(run, 'fails-later')).toBe('blocked');
  });

  test('still leaves the position it held', () => {
    expect(fillsOf(run, 'fails-later').map(({ purpose, reason }) => `${purpose} ${reason}`)).toEqual(['entry once', 'exit long-enough']);
    expect(run.trader.source.snapshot().status.positions.filter(({ strategyId }) => strategyId === 'fails-later')).toEqual([]);
  });

  test('disturbs nobody else', () => {
    const told = (one: TestTrader) => fillsOf(one, 'sma-cross').map(({ at, side, price }) => `${at} ${side} ${price}`);
    expect(told(reference).length).toBeGreaterThan(20);
    expect(told(run)).toEqual(told(reference));
    expect(stateOf(run, 'sma-cross')).toBe('running');
  });

  test('stays stopped over a restart, and its journal replays to the same', async () => {
    await together.stop(run.trader);
    const entries = [...readJournal(join(together.folder, 'journal/paper'))];
    expect(await replayJournal(entries)).toMatchObject({ equal: true, difference: null });
    const again = await together.start({ risk: 'none', strategies: [GOOD, BAD] });
    await played(again);
    expect(stateOf(again, 'fails-later')).toBe('blocked');
    expect(failuresOf(again)).toHaveLength(1);
  });
});

test('a strategy that asks for a stop that is no number is stopped too, before it holds a position without one', async () => {
  const lab = new TraderLab();
  try {
    const run = await lab.start({ risk: 'none', strategies: [GOOD, { ...BAD, parameters: { how: 'no-number' } }] });
    await played(run);
    expect(failuresOf(run).map(({ at, data }) => [at, data.error])).toEqual([
      [DAY + 45 * MINUTE, 'strategy fails-later failed: it wished to enter with stopRatio NaN'],
    ]);
    expect(fillsOf(run, 'fails-later').map(({ reason }) => reason)).toEqual(['once', 'long-enough']);
    expect(stateOf(run, 'sma-cross')).toBe('running');
  } finally {
    await lab.end();
  }
});
