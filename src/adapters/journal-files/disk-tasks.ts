/** What the journal and its disk thread share: one task at a time and its answer, in memory both see. Messages would take half as long again as the disk. */

import { availableParallelism } from 'node:os';
import type { Handle } from './file-system.ts';

export type DiskTask =
  | { readonly kind: 'commit'; readonly handle: Handle; readonly bytes: Uint8Array; readonly position: number }
  | { readonly kind: 'create'; readonly folder: string; readonly name: string; readonly bytes: Uint8Array; readonly isNew: boolean };

/** `handle` is that of the file that was written. */
export type DiskAnswer = { readonly handle: Handle } | { readonly code: string | undefined; readonly message: string };

/**
 * Counters of tasks asked and answered: whoever waits for one to rise is woken by the other side. Being woken proves nothing, since a wake may
 * come late and meet the wait after the one it was meant for: the counter alone counts.
 */
export const ASKED = 0;
export const ANSWERED = 1;
/** The numbers of the task and its answer. */
const HANDLE = 2;
const BYTES = 3;
/** Length of the text before the bytes: where to create a file, or an error. */
const TEXT = 4;
const POSITION = 5;
const NUMBERS = 6;
/**
 * How long an answer is watched for before sleeping: a disk takes about 0.2 ms, being woken on a virtual machine 0.05 ms more.
 * With a single processor watching would only keep the other side from it.
 */
const WATCH_MS = availableParallelism() > 1 ? 0.3 : 0;
const FIRST_BYTES = 256 * 1024;
/** Largest content of one task, more than any queue; only addresses are reserved. */
export const MOST_BYTES = 256 * 1024 * 1024;
/** Room for a folder's and a file's name beside it. */
const TEXT_BYTES = 64 * 1024;

export interface SharedTask {
  readonly counters: Int32Array;
  readonly numbers: Float64Array;
  readonly bytes: SharedArrayBuffer;
}

export function createSharedTask(): SharedTask {
  return {
    counters: new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)),
    numbers: new Float64Array(new SharedArrayBuffer(NUMBERS * Float64Array.BYTES_PER_ELEMENT)),
    bytes: new SharedArrayBuffer(FIRST_BYTES, { maxByteLength: MOST_BYTES + TEXT_BYTES }),
  };
}

export function ask({ counters, numbers, bytes }: SharedTask, task: DiskTask): void {
  const text = task.kind === 'create' ? Buffer.from(JSON.stringify([task.folder, task.name, task.isNew])) : Buffer.alloc(0);
  const needed = text.length + task.bytes.length;
  if (needed > bytes.byteLength) bytes.grow(needed);
  const shared = new Uint8Array(bytes);
  shared.set(text);
  shared.set(task.bytes, text.length);
  numbers[TEXT] = text.length;
  numbers[BYTES] = task.bytes.length;
  if (task.kind === 'commit') {
    numbers[HANDLE] = task.handle;
    numbers[POSITION] = task.position;
  }
  Atomics.add(counters, ASKED, 1);
  Atomics.notify(counters, ASKED);
}

/** For the thread: blocks until the task after `done` others is asked. Its bytes are the shared ones. */
export function awaitTask({ counters, numbers, bytes }: SharedTask, done: number): DiskTask {
  while (Atomics.load(counters, ASKED) === done) Atomics.wait(counters, ASKED, done);
  const text = numbers[TEXT] as number;
  const content = new Uint8Array(bytes, text, numbers[BYTES]);
  if (text === 0) return { kind: 'commit', handle: numbers[HANDLE] as number, bytes: content, position: numbers[POSITION] as number };
  const [folder, name, isNew] = JSON.parse(textOf(bytes, text));
  return { kind: 'create', folder, name, bytes: content, isNew };
}

export function answer({ counters, numbers, bytes }: SharedTask, given: DiskAnswer): void {
  const text = 'handle' in given ? Buffer.alloc(0) : Buffer.from(JSON.stringify(given));
  new Uint8Array(bytes).set(text);
  numbers[TEXT] = text.length;
  if ('handle' in given) numbers[HANDLE] = given.handle;
  Atomics.add(counters, ANSWERED, 1);
  Atomics.notify(counters, ANSWERED);
}

/** Blocks until the answer after `taken` others is there; null when it is not within `timeoutMs`. */
export function awaitAnswer({ counters, numbers, bytes }: SharedTask, taken: number, timeoutMs: number): DiskAnswer | null {
  const startedMs = performance.now();
  while (Atomics.load(counters, ANSWERED) === taken) {
    const waitedMs = performance.now() - startedMs;
    if (waitedMs >= timeoutMs) return null;
    if (waitedMs >= WATCH_MS) Atomics.wait(counters, ANSWERED, taken, timeoutMs - waitedMs);
  }
  const text = numbers[TEXT] as number;
  return text === 0 ? { handle: numbers[HANDLE] as number } : JSON.parse(textOf(bytes, text));
}

/** Settles when the answer after `taken` others is there. */
export async function answered({ counters }: SharedTask, taken: number): Promise<void> {
  while (Atomics.load(counters, ANSWERED) === taken) await Atomics.waitAsync(counters, ANSWERED, taken).value;
}

function textOf(bytes: SharedArrayBuffer, length: number): string {
  return Buffer.from(new Uint8Array(bytes, 0, length)).toString('utf8');
}
