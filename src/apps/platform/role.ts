/** A role of the platform while it runs in a process of its own, and the words between that process and the one that supervises it. */

/** What of the trader is told to whoever starts it. */
export interface TraderFacts {
  readonly headline: string;
  readonly account: string;
  readonly environment: string;
  /** Whether it goes on or begins. */
  readonly beginning: string;
  /** What a stop leaves. */
  readonly ending: string;
  /** The same for a program. */
  readonly json: Readonly<Record<string, string | boolean>>;
}

export interface WebFacts {
  /** http://localhost:8500 */
  readonly url: string;
  /** Lets in once; null where everybody has an account. */
  readonly link: string | null;
  /** Where the first owner is made, with the one-time code; null where there is one, or the database is not there yet. */
  readonly setup: string | null;
}

export interface RunningRole<Facts> {
  readonly facts: Facts;
  /** Settles with the reason when the role has come to its own end; absent where it has none. */
  readonly finished?: Promise<string>;
  /** Ends cleanly, however long that takes. */
  stop(why: string): Promise<void>;
  /** Asked once more to stop while it stops. */
  hurry?(): void;
}

/** From a supervised process. `refused`: it can't start, for the reason it would have told a terminal. */
export type RoleWord<Facts> =
  | { readonly kind: 'ready'; readonly facts: Facts }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly exitCode: 1 | 2 | 3 }
  | { readonly kind: 'finished'; readonly why: string };

/** To a supervised process: stop; said again: make haste. */
export const STOP = 'stop';
