/** Requests of an account, whichever way they come: within the rate limits, answered or refused by code. */

import type { ExchangeAccount } from '../exchange/account.ts';
import { ACCOUNT_ENDPOINTS } from './account-requests.ts';
import { type Parameters, REFUSED_BY_FAULT, refusalIn, textOf } from './answers.ts';
import { batchOf, ORDER_ENDPOINTS } from './order-requests.ts';
import { RateLimits } from './rate-limits.ts';
import type { BybitVenue } from './venue.ts';

const ENDPOINTS = { ...ORDER_ENDPOINTS, ...ACCOUNT_ENDPOINTS };

export interface Answered {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: unknown;
  readonly extra: unknown;
  /** What is left of the rate limit. */
  readonly headers: Readonly<Record<string, string>>;
}

export class SignedRequests {
  private readonly venue: BybitVenue;
  private readonly limits = new RateLimits();

  constructor(venue: BybitVenue) {
    this.venue = venue;
  }

  has(method: string, path: string): boolean {
    return ENDPOINTS[`${method} ${path}`] !== undefined;
  }

  answer(account: ExchangeAccount, method: string, path: string, parameters: Parameters): Answered {
    const { venue } = this;
    const wanted = path.endsWith('-batch') ? Math.max(1, batchOf(parameters).length) : 1;
    const { granted, headers } = this.limits.take(account.id, path, textOf(parameters, 'category') === 'spot', wanted, venue.clock());
    const nothing = { result: {}, extra: {}, headers };
    if (granted === 0) return { ...REFUSED_BY_FAULT['rate-limit'], ...nothing };
    try {
      const reply = ENDPOINTS[`${method} ${path}`]?.answer({ venue, account, parameters, granted });
      return { retCode: 0, retMsg: 'OK', ...nothing, ...reply };
    } catch (error) {
      const { retCode, message } = refusalIn(error);
      return { retCode, retMsg: message, ...nothing };
    }
  }
}
