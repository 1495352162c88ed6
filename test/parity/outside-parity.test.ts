/** Parity of a session at an outside venue: the live path of the fault simulation, whose venue fills by its own clock, queue and prices. */

import { expect, test } from 'vitest';
import { readJournal } from '../../src/adapters/journal-files/verify.ts';
import type { FaultName } from '../../src/apps/simulation/faults.ts';
import { simulateRun } from '../../src/apps/simulation/run.ts';
import type { SimulatedDisk } from '../../src/apps/simulation/simulated-disk.ts';
import { sessionOptions } from '../../src/apps/simulation/simulated-session.ts';
import { JOURNAL_FOLDER } from '../../src/apps/simulation/simulated-start.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import { walkOutside } from '../../src/core/research/parity/outside-walk.ts';
import { type ParityReport, parityReport } from '../../src/core/research/parity/parity.ts';
import { readSession } from '../../src/core/research/parity/session-record.ts';
import type { SlippageModel } from '../../src/core/trading/venue-model/slippage.ts';

const SEED = 3;
/** What the simulated venue takes. */
const AS_THE_VENUE: SlippageModel = { kind: 'fixed', ratio: 0.0001 };
const PATH = { hasVolume: true, hasAsk: false };

/** The disk with the journal of two days. */
async function simulated(faults: readonly FaultName[]): Promise<SimulatedDisk> {
  const disks: SimulatedDisk[] = [];
  // Without acts by hand: a backtest is of strategies alone.
  const run = await simulateRun({ seed: SEED, bars: 2880, faults, byHand: 0, onEnd: (disk) => disks.push(disk) });
  expect(run.breaches).toEqual([]);
  return disks[0] as SimulatedDisk;
}

const undisturbed = simulated([]);

/** The simulated venue asks for none but by a fault. */
const NO_FUNDING = { time: new Float64Array(), rate: new Float64Array() };

function reportOn(disk: SimulatedDisk, slippage: SlippageModel): ParityReport {
  const read = () => readJournal(JOURNAL_FOLDER, disk);
  const session = readSession(read(), [PATH, PATH]);
  const setup = () => {
    const options = sessionOptions(SEED, 100_000, { release: 0, tight: false });
    return { ...options, slippage, markets: options.markets.map((market) => ({ ...market, funding: NO_FUNDING })) };
  };
  const walk = walkOutside(read(), session.lastSequence, setup);
  const options = setup();
  const markets = options.markets.map((market, i) => ({
    ...market,
    series: [{ timeframeMs: 60_000, candles: session.candles[i] as Candles }],
  }));
  return parityReport({ session, walk, options: { ...options, markets }, outside: true });
}

test('an undisturbed session differs only in the turn of its limit orders, and decides as the backtest does', async () => {
  const report = reportOn(await undisturbed, AS_THE_VENUE);
  expect(report.trades.length).toBeGreaterThan(10);
  expect(report.counts).toMatchObject({ missed: 0, extra: 0 });
  const { carried: _follows, ...causes } = report.causes;
  expect(Object.keys(causes)).toEqual(['queue']);
  expect(report.unexplainedRatio).toBe(0);
  // Messages take some hundredths of a second; the model fills at the open itself.
  const onTheWay = report.costs.filter(({ what }) => what === 'latency');
  expect(onTheWay.length).toBe(2);
  for (const { seen } of onTheWay) {
    expect(seen.median).toBeGreaterThan(0);
    expect(seen.median).toBeLessThan(1000);
  }
});

test('a venue that takes a basis point more than the model is named on every fill and measured', async () => {
  const report = reportOn(await undisturbed, { kind: 'none' });
  const slips = report.differences.filter(({ cause }) => cause === 'slippage');
  expect(slips.length).toBeGreaterThan(15);
  // A tick of 0.1 at about 20,000 is 0.05 bps, one of 0.01 at about 1,500 is 0.07 bps: rounding up to a tick adds at most that.
  for (const { slippageBps } of slips) {
    expect(slippageBps).toBeGreaterThan(0.92);
    expect(slippageBps).toBeLessThan(1.08);
  }
  const measured = report.costs.filter(({ what }) => what.startsWith('slippage'));
  expect(measured.length).toBe(4);
  for (const { seen, configured } of measured) {
    expect(configured).toBe(0);
    expect(seen.median).toBeGreaterThan(0.92e-4);
    expect(seen.median).toBeLessThan(1.08e-4);
  }
  expect(report.unexplainedRatio).toBe(0);
});

test('with lost and late messages and a crash every difference still has a cause', async () => {
  const report = reportOn(await simulated(['news-lost', 'request-lost', 'answer-late', 'crash']), AS_THE_VENUE);
  expect(report.trades.length).toBeGreaterThan(10);
  expect(report.unexplainedRatio).toBe(0);
});
