/** Test support: order books that a test moves, as a trader's desk of orders gives them, and what was asked of them. */

import type { OrderSource } from '../../src/adapters/http/live-source.ts';
import type { Depth } from '../../src/api/depth.ts';
import { InputError } from '../../src/core/domain/result.ts';

const NO_VENUE = { ok: false as const, refusal: { code: 'X', message: 'a scripted session sends nothing', measured: null, limit: null } };

export const depthOf = (bid: number, more: Partial<Depth> = {}): Depth => ({
  ...{ instrumentId: 'BTCUSDT', state: 'live', why: null, at: Date.now() },
  bids: Array.from({ length: 10 }, (_, i) => ({ price: bid - i / 2, size: 0.1 * (i + 1) })),
  asks: Array.from({ length: 10 }, (_, i) => ({ price: bid + 0.5 + i / 2, size: 0.2 * (i + 1) })),
  trades: [
    { at: Date.UTC(2022, 11, 13, 12, 0, 1), price: bid, size: 0.25, side: 'sell' },
    { at: Date.UTC(2022, 11, 13, 12), price: bid + 0.5, size: 0.5, side: 'buy' },
  ],
  ...more,
});

export class ScriptedBooks implements OrderSource {
  readonly acts: string[] = [];
  private readonly listeners = new Map<string, (depth: Depth) => void>();

  preview = () => Promise.reject(new InputError('ORDER_NO_PRICE', 'a scripted session has no engine', 1));
  act = async () => NO_VENUE;
  outcome = async () => ({ outcome: 'nothing' as const });
  depth = () => depthOf(100);
  watchDepth = (instrumentId: string, listener: (depth: Depth) => void) => {
    this.acts.push(`watch ${instrumentId}`);
    this.listeners.set(instrumentId, listener);
    return () => {
      this.acts.push(`leave ${instrumentId}`);
      this.listeners.delete(instrumentId);
    };
  };

  tell(depth: Depth): void {
    this.listeners.get(depth.instrumentId)?.(depth);
  }
}
