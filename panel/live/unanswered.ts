/** Acts that were sent and have no answer yet: kept with the tab, so that what became of them is found out under their ids, however often the page is loaded. */

import { useSyncExternalStore } from 'react';
import type { ManualAct } from '../../src/api/orders.ts';

export interface Unanswered {
  /** What was wished, in words that are the same when it is wished again. */
  readonly wish: string;
  readonly commandId: string;
  /** Browser clock when it was first sent. */
  readonly at: number;
  /** Of an act by hand, as it was sent: under one id nothing else may be asked. */
  readonly act: ManualAct | null;
  /** The newest durable entry of the journal that was known of when it was sent. */
  readonly after?: number;
  /** Of an act by hand, in what, and how much of it. */
  readonly about?: { readonly instrumentId: string; readonly quantity: string | null };
}

const NAME = 'atalaya.unanswered';
/** Fewer than the trader remembers answers of. */
const MOST = 50;

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

export class UnansweredActs {
  private readonly kept: () => Kept;
  private acts: readonly Unanswered[] | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(kept: () => Kept) {
    this.kept = kept;
  }

  /** Oldest first; the same array until something changes. */
  get all(): readonly Unanswered[] {
    this.acts ??= this.read();
    return this.acts;
  }

  find(wish: string): Unanswered | undefined {
    return this.all.find((each) => each.wish === wish);
  }

  /** Before it is sent: a page that is closed while it waits knows of it afterwards. */
  add(sent: Unanswered): void {
    this.set([...this.all.slice(1 - MOST), sent]);
  }

  settle(commandId: string): void {
    this.set(this.all.filter((each) => each.commandId !== commandId));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private read(): readonly Unanswered[] {
    try {
      return JSON.parse(this.kept().getItem(NAME) ?? '[]') as Unanswered[];
    } catch {
      return [];
    }
  }

  private set(acts: readonly Unanswered[]): void {
    this.acts = acts;
    try {
      this.kept().setItem(NAME, JSON.stringify(acts));
    } catch {
      // A browser that stores nothing knows it as long as the page is open.
    }
    for (const listener of this.listeners) listener();
  }
}

export const unanswered = new UnansweredActs(() => sessionStorage);

const NONE: readonly Unanswered[] = [];

export function useUnanswered(): readonly Unanswered[] {
  return useSyncExternalStore(
    unanswered.subscribe,
    () => unanswered.all,
    () => NONE,
  );
}
