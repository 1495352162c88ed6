// The equity curve is worked out after a run from fills, payments and closes: it must be what the engine marked the account at while it ran.
import { expect, test } from 'vitest';
import { type MarketInput, openSession, type SessionOptions } from '../../src/core/research/backtest.ts';
import type { Engine } from '../../src/core/trading/engine/engine.ts';
import { Recorder } from '../../src/core/trading/engine/recorder.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { type Bar, LONG, SHORT } from '../../src/core/trading/strategy/index.ts';
import smaCross from '../../strategies/sma-cross.ts';
import { MINUTE_MS, randomWalk } from './random-walk.ts';
import { acting, options } from './twins.ts';

/** Writes down every mark as the engine has it. */
class Witness extends Recorder {
  readonly seen: number[] = [];
  override readonly markedQuietly = undefined as never;
  override marked(engine: Engine, exposed: boolean): void {
    this.seen.push(engine.equity);
    this.exposedMarks += exposed ? 1 : 0;
    if (this.equityWatch.length < this.seen.length) this.equityWatch.add(engine.equity);
  }
}

function played(session: SessionOptions): Witness {
  const witness = new Witness();
  openSession(session, witness).timeline.run();
  return witness;
}

const calm = builtInProfile('evaluate-all');

test('one instrument, one strategy', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const witness = played(options(randomWalk(3000, seed, 0.004), [smaCross], calm, true));
    expect(witness.fillCount).toBeGreaterThan(30);
    expect(witness.fundings.length).toBeGreaterThan(0);
    expect(Array.from(witness.equity)).toEqual(witness.seen);
  }
});

test('a run that goes on where another has stopped', () => {
  const session = options(randomWalk(3000, 4, 0.004), [smaCross], calm, true);
  const { time } = session.markets[0]!.series[0]!.candles;
  for (const stop of [400, 1111, 2500]) {
    const first = openSession(session, new Witness());
    first.timeline.run(time[stop]!);
    const rest = openSession(session, new Witness());
    rest.engine.restore(JSON.parse(JSON.stringify(first.engine.snapshot())));
    rest.venue.restore(JSON.parse(JSON.stringify(first.venue.snapshot())));
    rest.slots.forEach((slot, i) => {
      slot.restoreViews(first.slots[i]!.snapshotViews());
    });
    rest.timeline.restore(first.timeline.positions);
    rest.timeline.run();
    expect(first.observer.seen.length + rest.observer.seen.length).toBe(3000);
    expect(rest.observer.fillCount).toBeGreaterThan(5);
    expect(Array.from(rest.observer.equity)).toEqual(rest.observer.seen);
    expect(rest.observer.equityTime[0]).toBeGreaterThan(time[stop]!);
    expect(rest.observer.equityTime.length).toBe(rest.observer.seen.length);
  }
});

/** All three hold one account's position, until it is liquidated and shared out over them. */
const bold = (id: string, per: number) =>
  acting(id, { kind: 'share', share: 0.3 }, (bar: Bar) => {
    if (bar.random() < per) bar.enter(LONG, { confidence: 1, reason: 'in' });
    else if (bar.random() < per / 2) bar.exit('out');
  });

test('several strategies, two instruments, two timeframes, leverage and liquidation', () => {
  const market = (id: string, seed: number): MarketInput => ({
    instrument: {
      id,
      venue: 'test',
      kind: 'perpetual',
      base: id,
      quote: 'USDT',
      tickSize: 0.01,
      lotSize: 0.007,
      takerFeeRatio: 0.0007,
      shorting: true,
      leverage: 3,
      maintenanceTiers: [{ upTo: null, maintenanceRatio: 0.05 }],
    },
    series: [{ timeframeMs: MINUTE_MS, candles: randomWalk(4000, seed, 0.05) }],
    funding: 'missing',
  });
  const turns = acting('turns', { kind: 'share', share: 0.2 }, (bar: Bar) => {
    const drawn = bar.random();
    if (drawn < 0.1) bar.enter(drawn < 0.05 ? SHORT : LONG, { confidence: 1, reason: 'in', stopRatio: 0.03, targetRatio: 0.05 });
  });
  let liquidations = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const a = market('A', seed);
    const five = { timeframeMs: 5 * MINUTE_MS, candles: randomWalk(900, seed + 50, 0.02) };
    const witness = played({
      ...options(a.series[0]!.candles, [], builtInProfile('none'), true),
      quantumDecimals: 2,
      markets: [{ ...a, series: [...a.series, five] }, market('B', seed + 20)],
      strategies: [
        ...[bold('one', 0.02), bold('two', 0.05), bold('three', 0.1)].map((definition) => ({ definition, instrumentId: 'A' })),
        { definition: bold('slow', 0.1), instrumentId: 'A', timeframe: '5m' },
        { definition: turns, instrumentId: 'B' },
      ],
    });
    expect(witness.marks).toBe(witness.seen.length);
    expect(Array.from(witness.equity)).toEqual(witness.seen);
    for (let i = 0; i < witness.fillCount; i++) if (witness.fill(i).kind === 'liquidation') liquidations++;
  }
  expect(liquidations).toBeGreaterThan(5);
});
