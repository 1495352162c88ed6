/** Asks a strategy what it would do at each close, without engine, risk or venue: once flat, once long and once short, whatever came before. */

import { priceToTicks } from '../domain/instrument.ts';
import type { EngineStream } from '../trading/engine/engine-options.ts';
import { seedFor, uniform } from '../trading/engine/random.ts';
import type { Slot } from '../trading/engine/slot.ts';
import { valueOf } from '../trading/ledger/position-book.ts';
import { openSession, type Session, type SessionOptions, type StrategyInput } from './backtest.ts';
import { closedBy, closeTime } from './closes.ts';
import { DecisionRecorder, sideText } from './decisions.ts';

/** The position a strategy is told it has: none, a long or a short opened at this very close. */
const POSTURES = [0, 1, -1] as const;
/** Rough value of that position in account currency. */
const POSITION_VALUE = 1000;

/** What a strategy wants at one close. */
export interface Intent {
  /** Empty when it wants nothing. */
  readonly text: string;
  /** Prices and ratios it names, in a fixed order; NaN where it names none. */
  readonly numbers: readonly number[];
}

const NOTHING: Intent = { text: '', numbers: [] };

export class Probe {
  /** Answers to the last close, one per posture. */
  readonly intents: Intent[] = POSTURES.map(() => NOTHING);
  /** The strategy's slots, one per posture. */
  readonly slots: readonly Slot[];
  private readonly session: Session<DecisionRecorder>;
  private index = -1;
  private draws = 0;

  constructor(options: SessionOptions, strategy: StrategyInput) {
    const markets = options.markets.filter(({ instrument }) => instrument.id === strategy.instrumentId);
    this.session = openSession({ ...options, markets, strategies: POSTURES.map(() => strategy) }, new DecisionRecorder());
    this.slots = this.session.slots;
    // The same candle draws the same numbers however much history came before it.
    for (const slot of this.slots) slot.random = () => uniform(seedFor(this.draws++, String(slot.time)));
  }

  get warmup(): number {
    return this.slot.warmup;
  }

  get slot(): Slot {
    return this.slots[0] as Slot;
  }

  /** Indicator values at the last close, as `requirementsOf` names them. */
  get values(): number[] {
    const { view, higher } = this.slot;
    return [...view.currentValues(), ...higher.flatMap((one) => one.view.currentValues())];
  }

  /** Goes on where another probe of the same candles stands, from what a restart would find. */
  resume(from: Probe): void {
    this.index = from.index;
    this.slots.forEach((slot, k) => {
      const other = from.slots[k] as Slot;
      slot.restore(other.snapshot(), this.session.engine.orders);
      slot.restoreViews(other.snapshotViews());
    });
  }

  /** Closes the candles up to and including `index`, asking at each. */
  runTo(index: number): void {
    while (this.index < index) this.closeNext();
  }

  private closeNext(): void {
    const index = ++this.index;
    const { candles, timeframeMs } = this.slot;
    const at = closeTime(candles, timeframeMs, index);
    this.slots.forEach((slot, k) => {
      for (const { stream, view } of slot.higher) {
        const { candles: larger, timeframeMs: largerMs } = this.session.streams[stream] as EngineStream;
        const closed = closedBy(larger, largerMs, at);
        while (view.index + 1 < closed) view.advance(view.index + 1);
      }
      slot.view.advance(index);
      if (index + 1 < slot.warmup) return;
      this.draws = 0;
      take(slot, POSTURES[k] as 0 | 1 | -1);
      slot.ask();
      this.intents[k] = intentOf(slot);
    });
  }
}

/** Gives a slot the position of a posture, opened at this close. */
function take(slot: Slot, posture: 0 | 1 | -1): void {
  if (posture === 0) return;
  const { position, instrument } = slot;
  const lots = Math.max(1, Math.round(POSITION_VALUE / (slot.close() * instrument.lotSize)));
  position.lots = posture * lots;
  position.cost = valueOf(instrument, priceToTicks(instrument, slot.close()), lots);
  position.candlesHeld = 1;
  position.openedAt = slot.time;
}

/** Reads and clears what was wished. */
function intentOf(slot: Slot): Intent {
  const { wish, wishSide, wishExit, wishStop } = slot;
  if (wishSide === 0 && wishExit === null && Number.isNaN(wishStop)) return NOTHING;
  slot.wishSide = 0;
  slot.wish = null;
  slot.wishExit = null;
  slot.wishStop = Number.NaN;
  const parts: string[] = [];
  if (wishExit !== null) parts.push(`exit (${wishExit})`);
  if (wishSide !== 0 && wish) parts.push(`enter ${sideText(wishSide)} (${wish.reason})`);
  if (!Number.isNaN(wishStop)) parts.push('move stop');
  const { stopRatio, stopPrice, targetRatio, targetPrice, trailRatio, price } = wish ?? {};
  return {
    text: parts.join(', '),
    numbers: [wishStop, ...[stopRatio, stopPrice, targetRatio, targetPrice, trailRatio, price].map((number) => number ?? Number.NaN)],
  };
}
