/** Answers that are waited for: each comes once, from the gateway, from the clock, or from the end of the connection. */

import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import { unknown } from './failures.ts';

export interface Awaited<T> {
  readonly answer: Promise<T | VenueFailure>;
  /** The first call counts. */
  settle(value: T | VenueFailure): void;
}

export class Outstanding {
  private readonly settlers = new Set<(failure: VenueFailure) => void>();
  private readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  expect<T>(what: string): Awaited<T> {
    let settle: (value: T | VenueFailure) => void = () => {};
    const answer = new Promise<T | VenueFailure>((resolve) => {
      const timer = setTimeout(
        () => settle(unknown('TIMEOUT', `expected an answer to ${what} within ${this.timeoutMs} ms, found none; it has to be asked for`)),
        this.timeoutMs,
      );
      settle = (value) => {
        clearTimeout(timer);
        this.settlers.delete(settle);
        resolve(value);
      };
    });
    this.settlers.add(settle);
    return { answer, settle: (value) => settle(value) };
  }

  /** The connection is gone: whatever has left may have been done. */
  lost(reason: string): void {
    for (const settle of [...this.settlers]) settle(unknown('CONNECTION_LOST', `the connection to the gateway ended: ${reason}`));
  }
}

export function isFailure(value: unknown): value is VenueFailure {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}
