/** The market of a simulated run as it is told to the trader: late by a little, with gaps, and now and then with a candle that can't be true. */

import type { MarketSource } from '../../adapters/exchange-simulator/exchange/market.ts';
import type { Candles } from '../../core/market/candles.ts';
import type { CandleNumbers } from '../../core/trading/engine/steps.ts';
import { MINUTE_MS } from './simulated-market.ts';
import type { SimulatedTrader } from './simulated-trader.ts';
import type { Random, World } from './world.ts';

export interface FeedParts {
  readonly world: World;
  readonly sources: readonly MarketSource[];
  readonly startsAt: number;
  readonly bars: number;
}

type Candle = { readonly at: number; readonly candles: readonly CandleNumbers[] };

export class SimulatedFeed {
  private readonly parts: FeedParts;
  /** The feed is not heard until then. */
  private deafUntil = 0;
  /** What happens to the next candles told. */
  private readonly spoilt: ((numbers: number[]) => void)[] = [];

  constructor(parts: FeedParts) {
    this.parts = parts;
  }

  private numbersAt(bar: number): number[][] {
    return this.parts.sources.map(({ candles }) => numbersOf(candles, bar));
  }

  /** Candles that are known so far: what a start asks the venue's history for. */
  history(from: number, to: number): readonly Candle[] {
    const { startsAt, bars } = this.parts;
    const known: Candle[] = [];
    for (let bar = Math.max(0, Math.ceil((from - startsAt) / MINUTE_MS)); bar < bars && startsAt + bar * MINUTE_MS <= to; bar++)
      known.push({ at: startsAt + bar * MINUTE_MS, candles: this.numbersAt(bar) });
    return known;
  }

  deafen(forMs: number): void {
    this.deafUntil = this.parts.world.now + forMs;
  }

  /** A tick that nobody traded at: the next candle shows it, as its close or as a wick. */
  wildTick(random: Random): void {
    const factor = random.chance(0.5) ? random.between(2, 20) : 1 / random.between(2, 20);
    const isClose = random.chance(0.5);
    this.spoilt.push((numbers) => {
      const price = Number(((numbers[4] as number) * factor).toFixed(1));
      if (isClose) numbers[4] = price;
      numbers[2] = Math.max(numbers[2] as number, price);
      numbers[3] = Math.min(numbers[3] as number, price);
    });
  }

  /** Bid above ask, or no number at all: the next candle contradicts itself. */
  crossed(random: Random): void {
    const kind = random.between(0, 2);
    this.spoilt.push((numbers) => {
      if (kind === 0) [numbers[2], numbers[3]] = [(numbers[3] as number) - 1, (numbers[2] as number) + 1];
      else numbers[4] = kind === 1 ? Number.NaN : -(numbers[4] as number);
    });
  }

  /** One candle after the other: a short queue is a quick one. */
  play(trader: SimulatedTrader, bar = 0): void {
    const { world, startsAt, bars } = this.parts;
    if (bar === bars) return;
    const at = startsAt + bar * MINUTE_MS;
    const late = 20 + world.random('feed').between(0, 180);
    const tell = (event: 'opened' | 'closed', marketAt: number) => {
      if (world.now >= this.deafUntil) trader.candles(event, marketAt, this.told(event, bar));
    };
    world.at(at + late, () => {
      tell('opened', at);
      world.at(at + MINUTE_MS + late - 15, () => tell('closed', at + MINUTE_MS));
      this.play(trader, bar + 1);
    });
  }

  private told(event: 'opened' | 'closed', bar: number): number[][] {
    const candles = this.numbersAt(bar);
    if (event === 'closed') this.spoilt.shift()?.(candles[bar % candles.length] as number[]);
    return candles;
  }
}

function numbersOf({ time, open, high, low, close, volume }: Candles, bar: number): number[] {
  return [time[bar], open[bar], high[bar], low[bar], close[bar], volume[bar]] as number[];
}
