/**
 * Quiet stretches of a lone stream: candles in which nothing can fill, so that the account's marks follow from the closes alone.
 * The marks are surveyed first, in one go, as far as they come to nothing: no limit of the loss ladder, no end of a day, no funding. Then the strategies
 * are asked candle after candle, and then the marks are taken. A wish ends the stretch: the marks up to its candle are taken before it is heard and the
 * rest is forgotten. So everything happens in the order, and with the numbers, of candle after candle; only the work is bundled.
 */

import { amountRangeFailure } from '../../domain/decimal.ts';
import { unrealisedAlong } from '../ledger/position-book.ts';
import { closeTime } from './close-times.ts';
import type { Engine } from './engine.ts';
import { considerEntries } from './entries.ts';
import { EquityColumn } from './equity-column.ts';
import type { Followed } from './followed.ts';
import type { Slot } from './slot.ts';

/** Candles surveyed at a time while something is held: twice as many as the last stretch had, and twice as many again each time nothing ends it. */
const FEWEST = 8;
export const MOST_QUIET = 128;

export class QuietStretch {
  declare private readonly engine: Engine;
  declare private followed: Followed;
  /** Takes the account's equity at the close of each candle. */
  declare private readonly curve: EquityColumn;
  /** Whether none of the equities surveyed leaves a trace in risk or in the curve's extremes. */
  private unnoticed = false;
  private exposed = false;
  /** The first candle surveyed, and how many there are; 0 while there is no stretch. */
  private from = 0;
  private count = 0;
  /** Candles looked at ahead of time while something is held or orders rest. */
  reach = FEWEST;

  constructor(engine: Engine) {
    this.engine = engine;
    this.curve = engine.observer.curve ?? new EquityColumn(MOST_QUIET, false);
  }

  /**
   * Plays candles that close alone, from `from` on, `most` at most; how many (0: there is no stretch). Their prices leave the venue with nothing to do,
   * and before `limit` so does the time. The closes are then over; the open after the last of them is not.
   */
  play(followed: Followed, from: number, most: number, limit: number): number {
    const { engine } = this;
    const { risk, dayEnd } = engine;
    if (risk.modeChanged || risk.noticed) return 0;
    const end = from + this.begin(followed, from, most, Math.min(limit, dayEnd, risk.calmUntil));
    const { lone } = followed;
    let index = from;
    while (this.count > 0) {
      if (lone === null) engine.follow(followed, index++);
      else index = this.playLone(lone, index, end);
      if (index < end || this.count === 0) continue;
      this.take();
      this.reach = Math.min(MOST_QUIET, this.reach * 2);
    }
    return index - from;
  }

  /** Plays candles up to before `end`, or to the first wish, for a slot that has the stream to itself; the candle after the last one played. */
  private playLone(slot: Slot, index: number, end: number): number {
    const { engine, followed } = this;
    const { view } = slot;
    if (slot.protection !== null || index + 1 < slot.warmup) {
      // A stop that is tightened ends the stretch too.
      do {
        view.advance(index);
        followed.index = index;
        engine.askSlot(slot, index++);
      } while (index < end && !slot.wishes && this.count > 0);
    } else {
      // The same, with nothing to look at in between: up to the end of what the indicators have been computed for.
      while (index < end && !slot.wishes) {
        if (index === view.blockEnd) view.nextBlock();
        index = slot.askAlong(slot, index, end < view.blockEnd ? end : view.blockEnd);
      }
    }
    followed.index = index - 1;
    followed.seen = index;
    if (slot.wishes) engine.hear(slot);
    if (engine.wishCount > 0) considerEntries(engine);
    return index;
  }

  /** Surveys up to `most` candles of which every one opens before `limit`, and the one after them too; how many come to nothing. */
  private begin(followed: Followed, from: number, most: number, limit: number): number {
    const { time } = followed.candles;
    this.exposed = followed.position.lots !== 0;
    let count = this.exposed ? Math.min(most, this.reach) : most;
    while (count > 0 && !((time[from + count] as number) < limit)) count >>= 1;
    if (count === 0) return 0;
    this.followed = followed;
    this.from = from;
    if (this.exposed) this.count = this.survey(count);
    else this.count = this.engine.risk.isCalm(this.engine.book.wallet) ? count : 0;
    return this.count;
  }

  /** The equity at each of `count` closes while something is held; how many come to nothing. */
  private survey(count: number): number {
    const { followed, from, curve } = this;
    const { instrument, position, candles } = followed;
    const { risk, book } = this.engine;
    const { values, end } = curve;
    const low = Math.max(risk.unnoticedAbove, curve.unnoticedAbove);
    // Risk has seen the equity at fills as well, the curve has not: either peak may be the higher one.
    const high = Math.min(risk.unnoticedUpTo, curve.unnoticedUpTo);
    const between = unrealisedAlong(instrument, position, book.wallet, candles.close, from, count, values, end, low, high);
    this.unnoticed = between === count;
    if (this.unnoticed) return count;
    return risk.calmFor(values, end, between < 0 ? this.surveyEach(count) : count);
  }

  /** The equity at each close by itself, up to one at which it can't be counted: whether it comes to that, the candles before it decide. */
  private surveyEach(count: number): number {
    const { followed, from } = this;
    const { values, end } = this.curve;
    for (let k = 0; k < count; k++) {
      try {
        values[end + k] = this.engine.book.wallet + followed.unrealisedAt(from + k);
      } catch (error) {
        if (amountRangeFailure(error) === null) throw error;
        return k;
      }
    }
    return count;
  }

  /** Ends the stretch before its time, with the candle the engine has come to. Nothing where there is no stretch. */
  end(): void {
    if (this.count === 0) return;
    const taken = this.take();
    this.reach = Math.min(MOST_QUIET, Math.max(FEWEST, taken * 2));
  }

  /** Takes the marks up to the candle the engine has come to; the stretch is over. How many they were. */
  private take(): number {
    const { engine, followed, exposed, curve } = this;
    const { observer, risk } = engine;
    const { end, values } = curve;
    const taken = followed.index - this.from + 1;
    this.count = 0;
    if (!exposed) curve.repeat(engine.book.wallet, taken);
    else if (this.unnoticed) {
      risk.markUnnoticed(values[end + taken - 1] as number);
      curve.takeUnnoticed(taken);
    } else {
      risk.markCalmly(values, end, taken);
      curve.take(taken);
    }
    if (observer.markedQuietly) observer.markedQuietly(taken, exposed);
    else this.tell(end, taken);
    engine.at = closeTime(followed.stream, followed.index);
    engine.equity = values[end + taken - 1] as number;
    return taken;
  }

  private tell(end: number, count: number): void {
    const { engine, followed, from, exposed, curve } = this;
    for (let k = 0; k < count; k++) {
      engine.at = closeTime(followed.stream, from + k);
      engine.equity = curve.values[end + k] as number;
      engine.observer.marked(engine, exposed);
    }
  }
}
