/**
 * Quiet stretches of a lone stream: candles in which nothing can fill, so that the account's marks follow from the closes alone.
 * The marks are surveyed first, in one go, as far as they come to nothing: no limit of the loss ladder, no end of a day, no funding. Then the strategies
 * are asked candle after candle, and then the marks are taken. A wish ends the stretch: the marks up to its candle are taken before it is heard and the
 * rest is forgotten. So everything happens in the order, and with the numbers, of candle after candle; only the work is bundled.
 */

import { amountRangeFailure } from '../../domain/decimal.ts';
import { closeTime } from './close-times.ts';
import type { Engine } from './engine.ts';
import { considerEntries } from './entries.ts';
import { EquityWatch } from './equity-watch.ts';
import type { Followed } from './followed.ts';
import type { Slot } from './slot.ts';
import type { StraightThrough } from './straight-through.ts';

/** Candles surveyed at a time while something is held: twice as many as the last stretch had, and twice as many again each time nothing ends it. */
const FEWEST = 8;
export const MOST_QUIET = 128;

export class QuietStretch {
  declare private readonly engine: Engine;
  declare private followed: Followed;
  /** Takes orders from wish to fill where nothing stands in their way; null where that is never so. */
  straight: StraightThrough | null = null;
  /** Takes the account's equity at the close of each candle. */
  declare private readonly watch: EquityWatch;
  private exposed = false;
  /** The first candle surveyed, and how many there are; 0 while there is no stretch. */
  private from = 0;
  private count = 0;
  /** The lowest and the highest of their equities, and whether they go beyond what risk and watch have seen; not known where `bounded` is 0. */
  private readonly extremes = new Float64Array(2);
  private bounded = 0;
  private noticed = false;
  /** Candles looked at ahead of time while something is held or orders rest. */
  reach = FEWEST;

  constructor(engine: Engine) {
    this.engine = engine;
    this.watch = engine.observer.equityWatch ?? new EquityWatch(MOST_QUIET);
  }

  /**
   * Plays candles that close alone, from `from` on, `most` at most; how many (0: there is no stretch). Their prices leave the venue with nothing to do,
   * and before `limit` so does the time. The closes are then over; the open after the last of them is not.
   */
  play(followed: Followed, from: number, most: number, limit: number): number {
    const { engine } = this;
    const { risk, dayEnd } = engine;
    if (risk.modeChanged || risk.noticed) return 0;
    const { lone } = followed;
    const until = Math.min(limit, dayEnd, risk.marks.nextTurn);
    const last = from + most;
    let index = from;
    let end = index + this.begin(followed, index, most, until);
    while (this.count > 0) {
      if (lone === null) engine.follow(followed, index++);
      else {
        index = this.askLone(lone, index, end);
        if (lone.wishes && this.straight?.take(index)) {
          if (engine.orders.list.length === 0 && index < last) end = index + this.begin(followed, index, last - index, until);
          continue;
        }
        if (lone.wishes) engine.hear(lone);
        if (engine.wishCount > 0) considerEntries(engine);
      }
      if (index < end || this.count === 0) continue;
      this.take();
      this.reach = Math.min(MOST_QUIET, this.reach * 2);
    }
    return index - from;
  }

  /** Asks a slot that has the stream to itself at candles up to before `end`, or to the first wish; the candle after the last one asked. */
  private askLone(slot: Slot, index: number, end: number): number {
    const { engine, followed } = this;
    const { view, position, wakes } = slot;
    if (slot.protection !== null || index + 1 < slot.warmup) {
      // A stop that is tightened ends the stretch too.
      do {
        view.advance(index);
        followed.index = index;
        engine.askSlot(slot, index++);
      } while (index < end && !slot.wishes && this.count > 0);
    } else if (wakes !== null) {
      // No stretch goes further than the next candle it wants to be asked at.
      view.cursor.at += end - index;
      if (position.lots !== 0) position.candlesHeld += end - index;
      index = end;
      slot.ask();
    } else {
      // The same, with nothing to look at in between: up to the end of what the indicators have been computed for.
      while (index < end && !slot.wishes) {
        if (index === view.blockEnd) view.nextBlock();
        index = slot.askAlong(slot, index, end < view.blockEnd ? end : view.blockEnd);
      }
    }
    followed.index = index - 1;
    followed.seen = index;
    return index;
  }

  /** Surveys up to `most` candles of which every one opens before `limit`, and the one after them too; how many come to nothing. */
  private begin(followed: Followed, from: number, most: number, limit: number): number {
    const { time } = followed.candles;
    this.exposed = followed.position.lots !== 0;
    let count = this.furthest(followed.lone, from, most);
    while (count > 0 && !((time[from + count] as number) < limit)) count >>= 1;
    if (count === 0) return 0;
    this.followed = followed;
    this.from = from;
    if (this.exposed) this.count = this.survey(count);
    else this.count = this.engine.risk.marks.isCalm(this.engine.book.wallet) ? count : 0;
    return this.count;
  }

  /** How many candles it is worth looking ahead: up to the next one a strategy wants to be asked at, where that is known. */
  private furthest(lone: Slot | null, from: number, most: number): number {
    const ahead = Math.min(most, MOST_QUIET);
    if (lone === null || lone.wakes === null || lone.protection !== null || from + 1 < lone.warmup)
      return this.exposed ? Math.min(ahead, this.reach) : ahead;
    const { view, wakes } = lone;
    if (from === view.blockEnd) view.nextBlock();
    return wakes.stepsToNext(Math.min(ahead, view.blockEnd - from));
  }

  /** Looks at the equity at each of `count` closes while something is held; how many come to nothing. */
  private survey(count: number): number {
    const { followed, from, watch, extremes, engine } = this;
    const { instrument, candles } = followed;
    const { marks } = engine.risk;
    const low = Math.max(marks.unnoticedAbove, watch.unnoticedAbove);
    // Risk has seen the equity at fills as well, the watch has not: either peak may be the higher one.
    const high = Math.min(marks.dayPeak, watch.unnoticedUpTo);
    extremes[0] = low;
    extremes[1] = high;
    const counted = engine.book.widenToResults(instrument, candles.close, from, count, extremes);
    const lowest = extremes[0] as number;
    const highest = extremes[1] as number;
    this.noticed = lowest < low || highest > high;
    this.bounded = counted && (!this.noticed || marks.calmWithin(lowest, highest)) ? count : 0;
    return this.bounded > 0 ? count : marks.calmFor(watch.values, this.value(count));
  }

  /** Values the account at each of `count` closes, up to one at which it can't be counted: whether it comes to that, the candles before it decide. */
  private value(count: number): number {
    const { followed, from, engine } = this;
    const { values } = this.watch;
    for (let k = 0; k < count; k++) {
      try {
        values[k] = engine.book.wallet + followed.unrealisedAt(from + k);
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
    const { engine, followed, exposed, watch } = this;
    const { observer, risk } = engine;
    const taken = followed.index - this.from + 1;
    const last = engine.book.wallet + (exposed ? followed.unrealisedAt(followed.index) : 0);
    this.count = 0;
    if (!exposed) watch.repeat(last, taken);
    else if ((this.bounded === taken || (this.bounded > 0 && !this.noticed)) && (this.extremes[1] as number) <= watch.unnoticedUpTo) {
      risk.marks.markWithin(this.extremes[1] as number, last);
      watch.takeAbove(this.extremes[0] as number, taken);
    } else {
      if (this.bounded > 0) this.value(taken);
      risk.marks.markCalmly(watch.values, taken);
      watch.take(taken);
    }
    if (observer.markedQuietly) observer.markedQuietly(taken, exposed);
    else this.tell(taken);
    engine.at = closeTime(followed.stream, followed.index);
    engine.equity = last;
    return taken;
  }

  private tell(count: number): void {
    const { engine, followed, from, exposed } = this;
    for (let k = 0; k < count; k++) {
      engine.at = closeTime(followed.stream, from + k);
      engine.equity = engine.book.wallet + (exposed ? followed.unrealisedAt(from + k) : 0);
      engine.observer.marked(engine, exposed);
    }
  }
}
