/** The disk with a thread of its own: commits and new files are written and synced there, while the event loop goes on. */

import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { ANSWERED, ASKED, type DiskAnswer, type DiskTask, type DiskThreadData } from './disk-tasks.ts';
import { type CommittingFileSystem, type Handle, nodeFileSystem } from './file-system.ts';

type Done = (error: Error | null, handle: Handle) => void;

/** The thread starts with the first task: who only opens, reads or flushes has none. */
export function openDisk(): CommittingFileSystem {
  let thread: DiskThread | null = null;
  const ask = (task: DiskTask, done: Done) => {
    thread ??= new DiskThread();
    thread.ask(task, done);
  };
  return {
    ...nodeFileSystem,
    commit: (handle, bytes, position, done) => ask({ kind: 'commit', handle, bytes: Uint8Array.from(bytes), position }, done),
    create: (folder, name, bytes, done) => ask({ kind: 'create', folder, name, bytes: Uint8Array.from(bytes) }, done),
    settle: (timeoutMs) => thread?.settle(timeoutMs) ?? false,
    release: () => thread?.release(),
  };
}

class DiskThread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #counters = new Int32Array(new SharedArrayBuffer(8));
  readonly #waiting: { readonly task: DiskTask; readonly done: Done }[] = [];
  #answersTaken = 0;
  #released = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const workerData: DiskThreadData = { port: port2, counters: this.#counters };
    this.#worker = new Worker(new URL('./disk-worker.ts', import.meta.url), { workerData, transferList: [port2] });
    this.#worker.unref();
    this.#worker.on('error', (error) => this.#crashed(error));
    this.#port = port1;
    this.#port.on('message', (answer: DiskAnswer) => this.#take(answer));
    this.#port.unref();
  }

  ask(task: DiskTask, done: Done): void {
    this.#waiting.push({ task, done });
    // What is under way keeps the process alive until it is answered.
    if (this.#waiting.length === 1) this.#port.ref();
    this.#port.postMessage(task, [task.bytes.buffer as ArrayBuffer]);
    Atomics.add(this.#counters, ASKED, 1);
    Atomics.notify(this.#counters, ASKED);
  }

  settle(timeoutMs: number): boolean {
    if (this.#waiting.length === 0) return false;
    if (Atomics.wait(this.#counters, ANSWERED, this.#answersTaken, timeoutMs) === 'timed-out') return false;
    const received: { message: DiskAnswer } | undefined = receiveMessageOnPort(this.#port);
    if (received === undefined) return false;
    this.#take(received.message);
    return true;
  }

  release(): void {
    this.#released = true;
    // A disk that never answers must not keep a process that has closed its journal.
    this.#port.unref();
    this.#endIfDone();
  }

  #take(answer: DiskAnswer): void {
    this.#answersTaken++;
    const { done } = this.#waiting.shift()!;
    if (this.#waiting.length === 0) this.#port.unref();
    this.#endIfDone();
    if ('handle' in answer) done(null, answer.handle);
    else done(Object.assign(new Error(answer.message), { code: answer.code }), -1);
  }

  #crashed(error: Error): void {
    for (const { done } of this.#waiting.splice(0)) done(error, -1);
  }

  #endIfDone(): void {
    if (!this.#released || this.#waiting.length > 0) return;
    this.#port.close();
    void this.#worker.terminate();
  }
}
