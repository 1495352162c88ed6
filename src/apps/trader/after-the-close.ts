/** When a venue with hours is compared in full: half an hour after each close of its markets. */

import type { TradingCalendar } from '../../core/market/calendar.ts';

const AFTER_CLOSE_MS = 1_800_000;

/** Nothing where no market ever closes. */
export function afterTheClose(calendars: readonly TradingCalendar[]): { readonly fullComparisonAfter?: (at: number) => number } {
  const withHours = calendars.filter((calendar) => Number.isFinite(calendar.sessionFrom(0).close));
  if (withHours.length === 0) return {};
  return { fullComparisonAfter: (at) => Math.min(...withHours.map((calendar) => nextAfter(calendar, at))) };
}

function nextAfter(calendar: TradingCalendar, at: number): number {
  let { close } = calendar.sessionFrom(at - AFTER_CLOSE_MS);
  while (close + AFTER_CLOSE_MS <= at) ({ close } = calendar.sessionFrom(close));
  return close + AFTER_CLOSE_MS;
}
