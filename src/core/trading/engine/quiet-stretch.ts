/**
 * Quiet stretches of a lone stream: candles in which nothing can fill, so that the account's marks follow from the closes alone.
 * The marks are surveyed first, in one go, as far as they come to nothing: no limit of the loss ladder, no end of a day, no funding. Then the strategies
 * are asked candle after candle, and then the marks are taken. A wish ends the stretch: the marks up to its candle are taken before it is heard and the
 * rest is forgotten. So everything happens in the order, and with the numbers, of candle after candle; only the work is bundled.
 */

import { unrealisedAlong } from '../ledger/position-book.ts';
import { closeTime } from './close-times.ts';
import type { Engine } from './engine.ts';
import { considerEntries } from './entries.ts';
import type { Followed } from './followed.ts';
import type { Slot } from './slot.ts';

/** Candles surveyed at a time: a few after a wish, for another may follow, and twice as many each time none has. */
const FEWEST = 8;
export const MOST_QUIET = 64;

export class QuietStretch {
  declare private readonly engine: Engine;
  declare private followed: Followed;
  /** The account's equity at the close of each candle surveyed: while it holds something, and while it is the wallet. */
  private readonly moving = new Float64Array(MOST_QUIET);
  private readonly flat = new Float64Array(MOST_QUIET);
  private exposed = false;
  /** The first candle surveyed, and how many there are; 0 while there is no stretch. */
  private from = 0;
  private count = 0;
  private reach = FEWEST;

  constructor(engine: Engine) {
    this.engine = engine;
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
    let count = Math.min(most, this.reach);
    while (count > 0 && !((time[from + count] as number) < limit)) count >>= 1;
    if (count === 0) return 0;
    this.followed = followed;
    this.from = from;
    this.exposed = followed.position.lots !== 0;
    if (this.exposed) this.count = this.survey(count);
    else this.count = this.engine.risk.isCalm(this.engine.book.wallet) ? count : 0;
    return this.count;
  }

  /** The equity at each of `count` closes while something is held; how many come to nothing. */
  private survey(count: number): number {
    const { followed, from, moving: equity } = this;
    const { instrument, position, candles } = followed;
    const { wallet } = this.engine.book;
    let k = unrealisedAlong(instrument, position, wallet, candles.close, from, count, equity);
    for (; k < count; k++) equity[k] = wallet + followed.unrealisedAt(from + k);
    return this.engine.risk.calmFor(equity, count);
  }

  /** Ends the stretch before its time, with the candle the engine has come to. Nothing where there is no stretch. */
  end(): void {
    if (this.count === 0) return;
    this.take();
    this.reach = FEWEST;
  }

  /** Takes the marks up to the candle the engine has come to; the stretch is over. */
  private take(): void {
    const { engine, followed, exposed } = this;
    const taken = followed.index - this.from + 1;
    const equity = exposed ? this.moving : this.flatAt(engine.book.wallet);
    this.count = 0;
    if (exposed) engine.risk.markCalmly(equity, taken);
    if (engine.observer.markedQuietly) engine.observer.markedQuietly(equity, taken, exposed);
    else this.tell(equity, taken, exposed);
    engine.at = closeTime(followed.stream, followed.index);
    engine.equity = equity[taken - 1] as number;
  }

  private flatAt(wallet: number): Float64Array {
    if (this.flat[0] !== wallet) this.flat.fill(wallet);
    return this.flat;
  }

  private tell(equity: Float64Array, count: number, exposed: boolean): void {
    const { engine, followed, from } = this;
    for (let k = 0; k < count; k++) {
      engine.at = closeTime(followed.stream, from + k);
      engine.equity = equity[k] as number;
      engine.observer.marked(engine, exposed);
    }
  }
}
