/** The disk with a thread of its own: commits and new files are written and synced there, while the event loop goes on. */

import { Worker } from 'node:worker_threads';
import { answered, ask, awaitAnswer, createSharedTask, type DiskAnswer, type DiskTask, MOST_BYTES } from './disk-tasks.ts';
import { type CommittingFileSystem, type Handle, nodeFileSystem } from './file-system.ts';

type Done = (error: Error | null, handle: Handle) => void;

/** The thread starts with the first task: who only opens, reads or flushes has none. */
export function openDisk(): CommittingFileSystem {
  let thread: DiskThread | null = null;
  const give = (task: DiskTask, done: Done) => {
    thread ??= new DiskThread();
    thread.give(task, done);
  };
  return {
    ...nodeFileSystem,
    commit: (handle, bytes, position, done) => give({ kind: 'commit', handle, bytes, position }, done),
    create: (folder, name, bytes, done, isNew = false) => give({ kind: 'create', folder, name, bytes, isNew }, done),
    settle: (timeoutMs) => thread?.settle(timeoutMs) ?? false,
    release: () => thread?.release(),
  };
}

class DiskThread {
  readonly #shared = createSharedTask();
  readonly #worker: Worker;
  /** The first one is with the thread. */
  readonly #waiting: { readonly task: DiskTask; readonly done: Done }[] = [];
  #answersTaken = 0;
  #released = false;
  #crash: Error | null = null;

  constructor() {
    // Files it has opened are closed here: a worker that tracks them closes their numbers again when it ends, whoever has them by then.
    const options = { workerData: this.#shared, trackUnmanagedFds: false };
    this.#worker = new Worker(new URL('./disk-worker.ts', import.meta.url), options);
    this.#worker.unref();
    this.#worker.on('error', (error) => this.#crashed(error));
  }

  give(task: DiskTask, done: Done): void {
    const refusal =
      this.#crash ?? (task.bytes.length > MOST_BYTES ? new Error(`a write of ${task.bytes.length} bytes is too large`) : null);
    if (refusal !== null) {
      setImmediate(() => done(refusal, -1));
      return;
    }
    // The first is copied to the thread at once; what has to wait is copied here.
    const isFirst = this.#waiting.length === 0;
    this.#waiting.push({ task: isFirst ? task : { ...task, bytes: new Uint8Array(task.bytes) }, done });
    if (isFirst) this.#send(task);
  }

  settle(timeoutMs: number): boolean {
    if (this.#waiting.length === 0) return false;
    const answer = awaitAnswer(this.#shared, this.#answersTaken, timeoutMs);
    if (answer !== null) this.#take(answer);
    return answer !== null;
  }

  release(): void {
    this.#released = true;
    // A disk that never answers must not keep a process that has closed its journal.
    this.#worker.unref();
    this.#endIfDone();
  }

  #send(task: DiskTask): void {
    ask(this.#shared, task);
    const taken = this.#answersTaken;
    // Mostly it has been settled by then; otherwise the answer comes through the loop, which it keeps alive.
    setImmediate(() => {
      if (this.#answersTaken !== taken || this.#waiting.length === 0) return;
      if (!this.#released) this.#worker.ref();
      void answered(this.#shared, taken).then(() => {
        if (this.#answersTaken === taken) this.settle(0);
      });
    });
  }

  #take(answer: DiskAnswer): void {
    this.#answersTaken++;
    const { done } = this.#waiting.shift()!;
    const next = this.#waiting[0];
    if (next === undefined) this.#worker.unref();
    else this.#send(next.task);
    this.#endIfDone();
    if ('handle' in answer) done(null, answer.handle);
    else done(Object.assign(new Error(answer.message), { code: answer.code }), -1);
  }

  #crashed(error: Error): void {
    this.#crash = error;
    for (const { done } of this.#waiting.splice(0)) done(error, -1);
  }

  #endIfDone(): void {
    if (this.#released && this.#waiting.length === 0) void this.#worker.terminate();
  }
}
