/** How many requests an account may make per second, by path and category: the venue's published figures for a unified account, over a rolling second. */

interface PerSecond {
  readonly linear: number;
  readonly spot: number;
}

const both = (limit: number): PerSecond => ({ linear: limit, spot: limit });

const LIMITS: Readonly<Record<string, PerSecond>> = {
  '/v5/order/create': { linear: 10, spot: 20 },
  '/v5/order/amend': both(10),
  '/v5/order/cancel': { linear: 10, spot: 20 },
  '/v5/order/cancel-all': { linear: 10, spot: 20 },
  '/v5/order/create-batch': { linear: 10, spot: 20 },
  '/v5/order/amend-batch': { linear: 10, spot: 20 },
  '/v5/order/cancel-batch': { linear: 10, spot: 20 },
  '/v5/order/disconnected-cancel-all': both(5),
  '/v5/position/set-leverage': both(10),
  '/v5/account/fee-rate': { linear: 10, spot: 5 },
  '/v5/asset/coin/query-info': both(5),
  '/v5/asset/transfer/query-account-coins-balance': both(5),
  '/v5/user/query-api': both(10),
};
/** The figure of the reading paths, and of those that the documentation does not list. */
const USUAL = both(50);
const WINDOW_MS = 1_000;

/** What the venue says where nothing is left until the window has passed. */
export function exhausted(now: number): Readonly<Record<string, string>> {
  return { 'X-Bapi-Limit-Status': '0', 'X-Bapi-Limit-Reset-Timestamp': String(now + WINDOW_MS) };
}

export interface Allowance {
  /** How many of the wanted ones are within the limit. */
  readonly granted: number;
  readonly headers: Readonly<Record<string, string>>;
}

export class RateLimits {
  private readonly recent = new Map<string, number[]>();

  /** Takes `wanted` from what is left of the last second. A batch counts each of its orders. */
  take(account: string, path: string, isSpot: boolean, wanted: number, now: number): Allowance {
    const limit = (LIMITS[path] ?? USUAL)[isSpot ? 'spot' : 'linear'];
    const key = `${account} ${path} ${isSpot}`;
    const times = (this.recent.get(key) ?? []).filter((time) => time > now - WINDOW_MS);
    const granted = Math.min(wanted, limit - times.length);
    for (let i = 0; i < granted; i++) times.push(now);
    this.recent.set(key, times);
    const resetAt = granted < wanted ? (times[0] as number) + WINDOW_MS : now;
    return {
      granted,
      headers: {
        'X-Bapi-Limit': String(limit),
        'X-Bapi-Limit-Status': String(limit - times.length),
        'X-Bapi-Limit-Reset-Timestamp': String(resetAt),
      },
    };
  }
}
