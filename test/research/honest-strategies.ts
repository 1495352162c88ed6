// Strategies that do nothing wrong in ways that a careless check would take for a fault, and one that is wrong where no indicator shows it.
import { type Bar, type Build, type Cell, defineStrategy, ema, LONG, obv, type Series } from 'atalaya';
import type { AnyStrategy } from '../../src/core/research/backtest.ts';

function strategy(id: string, warmup: number, create: (build: Build) => { onBar(bar: Bar): void }): AnyStrategy {
  return defineStrategy({
    id,
    version: '1.0.0',
    title: { en: id, es: id },
    description: { en: id, es: id },
    timeframe: '1h',
    parameters: {},
    warmup: () => warmup,
    size: () => ({ kind: 'share', share: 0.1 }),
    create: (_, build) => create(build),
  });
}

class Dice {
  onBar(bar: Bar): void {
    const draw = bar.random();
    if (bar.position.side === 0 && draw < 0.05) bar.enter(LONG, { confidence: 1, reason: 'luck', stopRatio: 0.01 + bar.random() / 100 });
    else if (bar.position.side === LONG && draw > 0.9) bar.exit('luck');
  }
}

/** Enters while a level holds, so a run that starts later is in the market at other times. */
class Level {
  private readonly average: Series;

  constructor(average: Series) {
    this.average = average;
  }

  onBar(bar: Bar): void {
    const above = bar.close() > this.average.value * 1.01;
    if (above && bar.candlesSinceExit > 10) bar.enter(LONG, { confidence: 1, reason: 'above', trailRatio: 0.01 });
    else if (bar.position.candlesHeld > 20 || bar.close() < this.average.value) bar.exit('over');
  }
}

class TwoTimeframes {
  private readonly own: Series;
  private readonly larger: Series;

  constructor(own: Series, larger: Series) {
    this.own = own;
    this.larger = larger;
  }

  onBar(bar: Bar): void {
    if (bar.close() > this.own.value && bar.close() > this.larger.value) bar.enter(LONG, { confidence: 1, reason: 'both-up' });
    else if (bar.close() < this.own.value) bar.exit('down');
  }
}

/** A sum from the first candle on: its value depends on where that is, its change does not. */
class VolumeTurn {
  private readonly volume: Series;

  constructor(volume: Series) {
    this.volume = volume;
  }

  onBar(bar: Bar): void {
    if (this.volume.value > this.volume.at(1) && bar.close() > bar.close(5)) bar.enter(LONG, { confidence: 1, reason: 'volume-up' });
    else bar.exit('volume-down');
  }
}

/** Keeps an average of its own in a cell, which no indicator shows. */
class OwnAverage {
  private readonly average: Cell;

  constructor(average: Cell) {
    this.average = average;
  }

  onBar(bar: Bar): void {
    this.average.value += (bar.close() - this.average.value) * (Number.isNaN(this.average.value) ? Number.NaN : 0.01);
    if (Number.isNaN(this.average.value)) this.average.value = bar.close();
    if (bar.close() > this.average.value) bar.enter(LONG, { confidence: 1, reason: 'above-own' });
    else bar.exit('below-own');
  }
}

export const dice = strategy('dice', 0, () => new Dice());
export const level = strategy('level', 200, (build) => new Level(build.use(ema, { period: 50 })));
export const twoTimeframes = strategy(
  'two-timeframes',
  4 * 4 * 20,
  (build) => new TwoTimeframes(build.use(ema, { period: 20 }), build.timeframe('4h').use(ema, { period: 20 })),
);
export const volumeTurn = strategy('volume-turn', 20, (build) => new VolumeTurn(build.use(obv, {})));
export const ownAverage = strategy('own-average', 10, (build) => new OwnAverage(build.cell(Number.NaN)));
