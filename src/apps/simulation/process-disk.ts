/** The disk as one process has it: what it asked aside is done while that process runs, and nothing reaches the files once another one has taken them over. */

import { atOnce, attempt, type CommittingFileSystem, type Handle } from '../../adapters/journal-files/file-system.ts';
import { diskError, type SimulatedDisk } from './simulated-disk.ts';

/** Who blocks for at least this long finds a task done; who waits less has to come back. */
const TASK_MS = 5;

export class ProcessDisk implements CommittingFileSystem {
  readonly #disk: SimulatedDisk;
  readonly #schedule: (task: () => void) => void;
  readonly #handles = new Set<Handle>();
  readonly #now = atOnce(this);
  #tasks: (() => void)[] = [];
  #asked = 0;
  #done = 0;
  #fenced = false;

  /** `schedule` runs a task when the disk has had its time, if the process still runs then. */
  constructor(disk: SimulatedDisk, schedule: (task: () => void) => void) {
    this.#disk = disk;
    this.#schedule = schedule;
  }

  /** Somebody else has taken the files over: nothing this process does reaches them any more. */
  fence(): void {
    this.#fenced = true;
  }

  /** The process is gone: what it had open is closed, what it had asked is not done. */
  end(): void {
    this.#tasks = [];
    for (const handle of this.#handles) attempt(() => this.#disk.close(handle));
    this.#handles.clear();
  }

  get #files(): SimulatedDisk {
    if (this.#fenced) throw diskError('EROFS');
    return this.#disk;
  }

  makeFolder(folder: string): void {
    this.#files.makeFolder(folder);
  }

  list(folder: string): string[] {
    return this.#files.list(folder);
  }

  open(path: string, mode: 'read' | 'write' | 'create'): Handle {
    const handle = this.#files.open(path, mode);
    this.#handles.add(handle);
    return handle;
  }

  size(handle: Handle): number {
    return this.#files.size(handle);
  }

  read(handle: Handle, into: Uint8Array, offset: number, length: number, position: number): number {
    return this.#files.read(handle, into, offset, length, position);
  }

  write(handle: Handle, from: Uint8Array, offset: number, length: number, position: number): number {
    return this.#files.write(handle, from, offset, length, position);
  }

  sync(handle: Handle): void {
    this.#files.sync(handle);
  }

  truncate(handle: Handle, length: number): void {
    this.#files.truncate(handle, length);
  }

  close(handle: Handle): void {
    this.#handles.delete(handle);
    this.#files.close(handle);
  }

  rename(from: string, to: string): void {
    this.#files.rename(from, to);
  }

  remove(path: string): void {
    this.#files.remove(path);
  }

  syncFolder(folder: string): void {
    this.#files.syncFolder(folder);
  }

  commit(handle: Handle, bytes: Uint8Array, position: number, done: (error: Error | null) => void): void {
    // Whoever asks leaves the bytes alone until it is answered.
    this.#ask(() => this.#now.commit(handle, bytes, position, done));
  }

  create(folder: string, name: string, bytes: Uint8Array, done: (error: Error | null, handle: Handle) => void): void {
    this.#ask(() => this.#now.create(folder, name, bytes, done));
  }

  settle(timeoutMs: number): boolean {
    return timeoutMs >= TASK_MS && this.#next();
  }

  release(): void {
    // There is no thread to let go of.
  }

  #ask(task: () => void): void {
    this.#tasks.push(task);
    const number = ++this.#asked;
    // In the order asked, unless somebody has waited for it already.
    this.#schedule(() => {
      while (this.#done < number && this.#next());
    });
  }

  #next(): boolean {
    const task = this.#tasks.shift();
    if (task === undefined) return false;
    this.#done++;
    task();
    return true;
  }
}
