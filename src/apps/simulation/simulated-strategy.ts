/** What trades in a simulated run: entries of every kind at random, protected, left by stop, target or wish, so that orders are in every state most of the time. */

import {
  type Bar,
  type Build,
  type Cell,
  defineStrategy,
  type EntryWish,
  type StrategyInstance,
} from '../../core/trading/strategy/strategy.ts';
import { MINUTE_MS } from './simulated-market.ts';

/** It makes up its mind at every so many candles. */
const EVERY = 5;

class Restless implements StrategyInstance {
  private readonly patience: Cell;
  /** How likely it enters when it makes up its mind, and whether it goes the other way. */
  private readonly likelihood: number;
  private readonly turned: 1 | -1;

  constructor(build: Build, likelihood: number, turned: 1 | -1) {
    this.patience = build.cell(0);
    this.likelihood = likelihood;
    this.turned = turned;
  }

  onBar(bar: Bar): void {
    const { position } = bar;
    if (position.side !== 0 && position.candlesHeld > this.patience.value) return bar.exit('patience');
    if (Math.floor(bar.time / MINUTE_MS) % EVERY !== 0) return;
    const luck = bar.random();
    if (position.side !== 0) {
      if (luck < 0.25) bar.moveStop(bar.close() * (1 - position.side * 0.0015));
      return;
    }
    if (bar.entryWorking) {
      if (luck < 0.5) bar.exit('second-thoughts');
      return;
    }
    if (luck > this.likelihood) return;
    this.patience.value = 3 + Math.floor(bar.random() * 30);
    const side = bar.random() < 0.5 ? this.turned : (-this.turned as 1 | -1);
    bar.enter(side, wishOf(bar, side));
  }
}

function wishOf(bar: Bar, side: 1 | -1): EntryWish {
  const luck = bar.random();
  const protection = { stopRatio: 0.002 + 0.004 * bar.random(), ...(luck < 0.7 ? { targetRatio: 0.002 + 0.004 * bar.random() } : {}) };
  const wish = { confidence: 0.9, reason: 'luck', ...protection };
  if (luck < 0.4) return wish;
  if (luck < 0.8) return { ...wish, type: 'limit', price: bar.close() * (1 - side * 0.0005) };
  return { ...wish, type: 'stop', price: bar.close() * (1 + side * 0.0005) };
}

/** The next release decides otherwise: what the old one has decided must not be decided again. */
const RELEASES = [
  { version: '1', likelihood: 0.021, turned: 1 },
  { version: '2', likelihood: 0.026, turned: -1 },
] as const;

export const restless = RELEASES.map(({ version, likelihood, turned }) =>
  defineStrategy({
    id: 'restless',
    version,
    title: { en: 'Restless', es: 'Inquieta' },
    description: { en: 'Enters and leaves at random.', es: 'Entra y sale al azar.' },
    timeframe: '1m',
    parameters: {},
    anyVolume: true,
    warmup: () => 1,
    size: () => ({ kind: 'share', share: 0.1 }),
    create: (_, build) => new Restless(build, likelihood, turned),
  }),
);
