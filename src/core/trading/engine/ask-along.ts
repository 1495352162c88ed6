/**
 * Asks a strategy candle after candle. A loop of its own, in a file of its own, because a file can be loaded once more for each strategy: then the loop's
 * call has one target, the compiler puts the strategy's own code into it, and strategies do not slow each other down by being in one process.
 */

import type { Slot } from './slot.ts';

/**
 * Asks the slot's strategy at candle `index` and those after it, up to before `stop` or until it wishes something; the candle after the last one asked.
 * For candles whose indicators are computed, after the warm-up, and without a protection to look after in between.
 */
export function askAlong(slot: Slot, index: number, stop: number): number {
  const { view, position, instance } = slot;
  const { cursor } = view;
  const held = position.lots === 0 ? 0 : 1;
  do {
    index++;
    cursor.at++;
    position.candlesHeld += held;
    instance.onBar(slot);
  } while (index < stop && !slot.wishes);
  return index;
}

export type AskAlong = typeof askAlong;
