/** What the journal and its disk thread say to each other. */

import type { MessagePort } from 'node:worker_threads';
import type { Handle } from './file-system.ts';

export type DiskTask =
  | { readonly kind: 'commit'; readonly handle: Handle; readonly bytes: Uint8Array; readonly position: number }
  | { readonly kind: 'create'; readonly folder: string; readonly name: string; readonly bytes: Uint8Array };

/** `handle` is that of the file that was written. */
export type DiskAnswer = { readonly handle: Handle } | { readonly code: string | undefined; readonly message: string };

export interface DiskThreadData {
  /** Tasks one way, answers the other. */
  readonly port: MessagePort;
  /** Shared: how many tasks were asked and how many answered. A message is sent before its counter rises; a counter wakes who waits for it. */
  readonly counters: Int32Array;
}

export const ASKED = 0;
export const ANSWERED = 1;
