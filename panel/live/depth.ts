/** The order book and the newest trades of an instrument, looked at as long as a part of the page shows them and the page is in sight. */

import { useEffect, useSyncExternalStore } from 'react';
import type { Depth } from '../../src/api/depth.ts';
import { onMessages, useNow, usePanelState, watchBooks } from './session.ts';

/** It is told every two seconds that nothing has changed: without a word for so long it is no longer known. */
const SILENT_MS = 6_000;

interface Heard {
  readonly depth: Depth;
  /** Browser clock. */
  readonly heardAt: number;
}

let books: ReadonlyMap<string, Heard> = new Map();
/** How many parts look at each. */
const lookers = new Map<string, number>();
const listeners = new Set<() => void>();

onMessages((messages) => {
  const told = messages.flatMap((message) => (message.type === 'depth' && lookers.has(message.depth.instrumentId) ? [message.depth] : []));
  if (told.length === 0) return;
  const heardAt = Date.now();
  books = new Map([...books, ...told.map((depth): [string, Heard] => [depth.instrumentId, { depth, heardAt }])]);
  for (const listener of listeners) listener();
});

function say(): void {
  watchBooks(document.hidden ? [] : [...lookers.keys()]);
}

/** Looks at it until the returned function is called; nothing is asked for while the page is out of sight. */
function look(instrumentId: string): () => void {
  lookers.set(instrumentId, (lookers.get(instrumentId) ?? 0) + 1);
  say();
  document.addEventListener('visibilitychange', say);
  return () => {
    const left = (lookers.get(instrumentId) ?? 1) - 1;
    if (left > 0) return void lookers.set(instrumentId, left);
    lookers.delete(instrumentId);
    books = new Map([...books].filter(([id]) => id !== instrumentId));
    if (lookers.size === 0) document.removeEventListener('visibilitychange', say);
    say();
  };
}

/** `offline`: the page or the trader has not been heard of for too long, or the line to the venue is down; what is shown is `ageMs` old. */
export interface SeenDepth {
  readonly depth: Depth | null;
  readonly state: Depth['state'] | 'offline';
  readonly ageMs: number;
}

/** Null: nobody looks (`isWanted` false). */
export function useDepth(instrumentId: string, isWanted: boolean): SeenDepth {
  useEffect(() => (isWanted ? look(instrumentId) : undefined), [instrumentId, isWanted]);
  const heard = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => books.get(instrumentId),
    () => undefined,
  );
  const { link } = usePanelState();
  const now = useNow();
  if (!heard) return { depth: null, state: link === 'lost' ? 'offline' : 'joining', ageMs: 0 };
  const { depth, heardAt } = heard;
  const silentMs = Math.max(0, now - heardAt);
  const isOffline = link === 'lost' || silentMs > SILENT_MS;
  return { depth, state: isOffline && depth.state !== 'none' ? 'offline' : depth.state, ageMs: silentMs };
}
