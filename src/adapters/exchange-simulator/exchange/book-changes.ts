/** What has to be said of an order book so that who knew it before knows it now. */

import type { BookLevel } from './sides.ts';

/** New and changed levels, and those that are gone with 0 lots; the levels are given best first. */
export function changesBetween(side: 'bids' | 'asks', before: readonly BookLevel[], now: readonly BookLevel[]): BookLevel[] {
  const changes: BookLevel[] = [];
  const direction = side === 'asks' ? 1 : -1;
  let [i, j] = [0, 0];
  while (i < before.length || j < now.length) {
    const [old, level] = [before[i], now[j]];
    const order = old === undefined ? 1 : level === undefined ? -1 : (old.ticks - level.ticks) * direction;
    if (order < 0) changes.push({ ticks: (old as BookLevel).ticks, lots: 0 });
    else if (order > 0 || (old as BookLevel).lots !== (level as BookLevel).lots) changes.push(level as BookLevel);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return changes;
}
