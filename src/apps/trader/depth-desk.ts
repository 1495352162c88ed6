/** Who looks at which order book: the first one opens it, the last one lets it go a little later, and each is told what has changed, at a pace for eyes. */

import type { Depth } from '../../api/depth.ts';
import { Allowance } from '../../core/operations/allowance.ts';
import type { DepthSource } from './market-depth.ts';

const LOOK_EVERY_MS = 250;
/** What has not changed is told to be so. */
const STILL_EVERY_MS = 2_000;
/** Somebody who turns a page or loads it again finds it still there; a question counts as a look for as long. */
const LINGER_MS = 30_000;
/** Lines to the venue for books, beside the one that is traded on. */
const MOST_OPEN = 8;
/** Venues shut out whoever connects too often (Kraken: some 150 times in ten minutes), and trading needs its line. */
const OPENINGS = { most: 40, windowMs: 600_000 };

type Listener = (depth: Depth) => void;

export interface DepthDesk {
  /** As it is now; counts as a look for a while. */
  ask(instrumentId: string): Depth;
  /** Tells it at once, and from then on, until the returned function is called. */
  watch(instrumentId: string, listener: Listener): () => void;
}

interface Looked {
  readonly listeners: Set<Listener>;
  lingering: NodeJS.Timeout | undefined;
  /** Text of the last one that was told, without its time, and when. */
  told: string;
  toldAt: number;
}

export function createDepthDesk(source: DepthSource, now: () => number): DepthDesk {
  const looked = new Map<string, Looked>();
  const openings = new Allowance(OPENINGS.most, OPENINGS.windowMs);
  let timer: NodeJS.Timeout | undefined;

  const tooMany = (instrumentId: string): Depth => ({
    ...{ instrumentId, state: 'none', why: 'BOOKS_TOO_MANY', at: now() },
    ...{ bids: [], asks: [], trades: [] },
  });
  const depthOf = (instrumentId: string) => {
    const depth = source.of(instrumentId);
    return looked.has(instrumentId) || depth.state !== 'joining' ? depth : tooMany(instrumentId);
  };

  /** Undefined where too many are open, or were opened lately. */
  function opened(instrumentId: string): Looked | undefined {
    const known = looked.get(instrumentId);
    if (known) return known;
    if (looked.size >= MOST_OPEN || openings.take(now()) === null) return undefined;
    const one: Looked = { listeners: new Set(), lingering: undefined, told: '', toldAt: Number.NEGATIVE_INFINITY };
    looked.set(instrumentId, one);
    source.open(instrumentId);
    return one;
  }

  function linger(instrumentId: string, one: Looked): void {
    clearTimeout(one.lingering);
    one.lingering = setTimeout(() => {
      if (one.listeners.size > 0) return;
      looked.delete(instrumentId);
      source.shut(instrumentId);
    }, LINGER_MS);
    one.lingering.unref();
  }

  function look(): void {
    let isWatched = false;
    for (const [instrumentId, one] of looked) {
      if (one.listeners.size === 0) continue;
      isWatched = true;
      const depth = depthOf(instrumentId);
      const text = JSON.stringify({ ...depth, at: 0 });
      if (text === one.told && now() - one.toldAt < STILL_EVERY_MS) continue;
      Object.assign(one, { told: text, toldAt: now() });
      for (const listener of one.listeners) listener(depth);
    }
    if (isWatched) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    ask(instrumentId) {
      const one = opened(instrumentId);
      if (one) linger(instrumentId, one);
      return depthOf(instrumentId);
    },
    watch(instrumentId, listener) {
      let own: Looked | undefined;
      const join = () => {
        own = opened(instrumentId);
        own?.listeners.add(listener);
        listener(depthOf(instrumentId));
        if (own) timer ??= setInterval(look, LOOK_EVERY_MS).unref();
      };
      join();
      // Where there was no room it is tried again.
      const again = own === undefined ? setInterval(() => own ?? join(), STILL_EVERY_MS).unref() : undefined;
      return () => {
        clearInterval(again);
        if (own?.listeners.delete(listener) && own.listeners.size === 0) linger(instrumentId, own);
      };
    },
  };
}
