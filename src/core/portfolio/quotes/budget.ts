/** What may be asked of a provider in a minute, a day and a month: counted in its own units, and ended one before its own limit. Days and months are of UTC. */

export const WINDOWS = ['minute', 'day', 'month'] as const;
export type BudgetWindow = (typeof WINDOWS)[number];
/** The provider's own limits; absent where it has none. */
export type BudgetLimits = Readonly<Partial<Record<BudgetWindow, number>>>;

/** Plain JSON, so that it outlives a restart. */
export type BudgetUse = Readonly<Partial<Record<BudgetWindow, { readonly from: number; readonly count: number }>>>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function startOf(window: BudgetWindow, now: number): number {
  if (window === 'minute') return now - (now % MINUTE_MS);
  if (window === 'day') return now - (now % DAY_MS);
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function endOf(window: BudgetWindow, from: number): number {
  if (window === 'minute') return from + MINUTE_MS;
  if (window === 'day') return from + DAY_MS;
  const date = new Date(from);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

const countedIn = (use: BudgetUse, window: BudgetWindow, from: number): number => {
  const kept = use[window];
  return kept?.from === from ? kept.count : 0;
};

export type Taken =
  | { readonly isAllowed: true; readonly use: BudgetUse }
  | { readonly isAllowed: false; readonly window: BudgetWindow; readonly renewsAt: number };

/** One of each limit is left untouched: the provider's count and ours may differ by the one that is on its way. */
export function take(use: BudgetUse, limits: BudgetLimits, cost: number, now: number): Taken {
  const next: Record<string, { from: number; count: number }> = {};
  for (const window of WINDOWS) {
    const limit = limits[window];
    const from = startOf(window, now);
    const count = countedIn(use, window, from) + cost;
    if (limit !== undefined && count > limit - 1) return { isAllowed: false, window, renewsAt: endOf(window, from) };
    next[window] = { from, count };
  }
  return { isAllowed: true, use: next };
}

export interface BudgetLeft {
  readonly window: BudgetWindow;
  readonly used: number;
  readonly limit: number;
  readonly renewsAt: number;
}

/** Of each window that has a limit. */
export function budgetLeft(use: BudgetUse, limits: BudgetLimits, now: number): BudgetLeft[] {
  return WINDOWS.flatMap((window) => {
    const limit = limits[window];
    if (limit === undefined) return [];
    const from = startOf(window, now);
    return [{ window, used: countedIn(use, window, from), limit, renewsAt: endOf(window, from) }];
  });
}
