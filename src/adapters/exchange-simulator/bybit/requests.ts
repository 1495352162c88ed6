/** What a request is to those who answer it. */

import type { ExchangeAccount } from '../exchange/account.ts';
import type { Parameters } from './answers.ts';
import type { BybitVenue } from './venue.ts';

export interface Call {
  readonly venue: BybitVenue;
  readonly account: ExchangeAccount;
  readonly parameters: Parameters;
  /** How many orders of a batch the rate limit allows. */
  readonly granted: number;
}

export interface Reply {
  readonly result: unknown;
  /** retExtInfo: what became of each order of a batch. */
  readonly extra?: unknown;
}

/** Signed; what is asked without an account is in the public table. */
export interface Endpoint {
  readonly answer: (call: Call) => Reply;
}

export type PublicEndpoint = (venue: BybitVenue, parameters: Parameters) => Reply;

export function reply(result: unknown): Reply {
  return { result };
}
