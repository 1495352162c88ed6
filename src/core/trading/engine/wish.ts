/** What a strategy asks for with an entry. */

import type { EntryWish } from '../strategy/strategy.ts';

/**
 * Whether it is for an order at market and nothing else. Asked once for each wish: wishes look different from one strategy to the other, which makes them
 * slow to read.
 */
export function isBare({ type, price, stopRatio, stopPrice, targetRatio, targetPrice, trailRatio }: EntryWish): boolean {
  return (
    (type === undefined || type === 'market') &&
    price === undefined &&
    stopRatio === undefined &&
    stopPrice === undefined &&
    targetRatio === undefined &&
    targetPrice === undefined &&
    trailRatio === undefined
  );
}

/** Whether every price and ratio asked for is one. An entry must never go out without the stop that was meant. */
export function isSound({ stopRatio, stopPrice, targetRatio, targetPrice, trailRatio, price }: EntryWish): boolean {
  return isSize(stopRatio) && isSize(stopPrice) && isSize(targetRatio) && isSize(targetPrice) && isSize(trailRatio) && isSize(price);
}

function isSize(value: number | undefined): boolean {
  return value === undefined || (value > 0 && value < Number.POSITIVE_INFINITY);
}

/** Whether it comes with a stop or a target. */
export function hasProtection(wish: EntryWish): boolean {
  return (
    wish.stopRatio !== undefined ||
    wish.stopPrice !== undefined ||
    wish.targetRatio !== undefined ||
    wish.targetPrice !== undefined ||
    wish.trailRatio !== undefined
  );
}
