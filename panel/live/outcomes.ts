/** What became of acts by hand that have had no answer: asked under their own ids, which does nothing, until it is known; then told once as that of the earlier act. */

import { useEffect, useSyncExternalStore } from 'react';
import type { ActOutcome, ManualAct } from '../../src/api/orders.ts';
import { call } from '../api/client.ts';
import { type Unanswered, unanswered, useUnanswered } from './unanswered.ts';

const ASK_EVERY_MS = 3_000;

export type Sent = Unanswered & { readonly act: ManualAct };
export interface Learned {
  readonly sent: Sent;
  readonly outcome: Exclude<ActOutcome, { outcome: 'under-way' | 'unknown' }>;
}

interface Known {
  /** Sent just now, and waited for by whoever sent them. */
  readonly sending: ReadonlySet<string>;
  readonly learned: readonly Learned[];
  /** Nobody can say any more what became of them. */
  readonly lost: ReadonlySet<string>;
}

let known: Known = { sending: new Set(), learned: [], lost: new Set() };
const listeners = new Set<() => void>();
const asking = new Set<string>();

function set(more: Partial<Known>): void {
  known = { ...known, ...more };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What an act is about: while one has no answer no other of the same is sent. Null for an answer to an entry that waits, which is given once whatever its id. */
export function subjectOf(act: Pick<ManualAct, 'kind'> & object): string | null {
  if ('ticket' in act) return `instrument ${(act as Extract<ManualAct, { kind: 'order' }>).ticket.instrumentId}`;
  if ('positionId' in act) return `position ${act.positionId}`;
  return 'orderId' in act ? `order ${act.orderId}` : null;
}

/** Sends one: who looks at what is open does not see it meanwhile, and what was learned of earlier ones has been read. */
export async function sending<T>(sent: Unanswered, send: () => Promise<T>): Promise<T> {
  const { commandId } = sent;
  const subject = sent.act && subjectOf(sent.act);
  set({
    sending: new Set([...known.sending, commandId]),
    learned: known.learned.filter((each) => subjectOf(each.sent.act) !== subject),
  });
  try {
    return await send();
  } finally {
    set({ sending: new Set([...known.sending].filter((id) => id !== commandId)) });
  }
}

/** Whoever has looked, or read, does away with it. */
export function forgetAct(commandId: string): void {
  unanswered.settle(commandId);
  set({ learned: known.learned.filter(({ sent }) => sent.commandId !== commandId) });
}

/** Where no answer comes it stays open. */
export async function askOutcome(sent: Sent): Promise<void> {
  const { commandId, after = 0 } = sent;
  if (asking.has(commandId)) return;
  asking.add(commandId);
  try {
    const outcome = await call('orders.outcome', { params: { commandId }, query: { after } });
    if (outcome.outcome === 'under-way') return;
    if (outcome.outcome === 'unknown') return set({ lost: new Set([...known.lost, commandId]) });
    // Settled by whoever has looked meanwhile: then it is told no more.
    if (!unanswered.all.some((each) => each.commandId === commandId)) return;
    unanswered.settle(commandId);
    set({ learned: [...known.learned, { sent, outcome }] });
  } catch {
    return;
  } finally {
    asking.delete(commandId);
  }
}

/** Acts without an answer, oldest first, and what was learned of others; of one subject, or of all. They are asked for as long as this is looked at. */
export function useOpenActs(subject: string | null = null): {
  readonly open: readonly Sent[];
  readonly learned: readonly Learned[];
  readonly isLost: (commandId: string) => boolean;
} {
  const now = useSyncExternalStore(
    subscribe,
    () => known,
    () => known,
  );
  const isOf = (act: ManualAct) => subjectOf(act) !== null && (subject === null || subjectOf(act) === subject);
  const open = useUnanswered().filter((each): each is Sent => each.act !== null && isOf(each.act) && !now.sending.has(each.commandId));
  const ids = open.map(({ commandId }) => commandId).join(' ');
  useEffect(() => {
    if (ids === '') return;
    const look = () => {
      for (const each of unanswered.all)
        if (each.act !== null && ids.includes(each.commandId) && !known.lost.has(each.commandId)) void askOutcome(each as Sent);
    };
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [ids]);
  return {
    open,
    learned: now.learned.filter(({ sent }) => isOf(sent.act)),
    isLost: (commandId) => now.lost.has(commandId),
  };
}
