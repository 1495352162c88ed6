/** A disk in memory that forgets what was not synced: for crashes, full and failing disks that a test can repeat from a seed. */

import { dirname, normalize } from 'node:path';
import { atOnce, type CommittingFileSystem, type Handle } from '../../adapters/journal-files/file-system.ts';
import { FileImage } from './file-image.ts';

export type Operation =
  | 'makeFolder'
  | 'list'
  | 'open'
  | 'read'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'close'
  | 'rename'
  | 'remove'
  | 'syncFolder'
  | 'size';

/** In a smaller file the damaged part may belong to what a crash can tear. */
const SMALLEST_DAMAGED = 32_768;

/** The power goes: nothing else is done. */
export class PowerCut extends Error {}

export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

export interface SimulatedDiskOptions {
  /** Runs a task some time later: one task for each commit and each file made aside. The end of the loop turn by default. */
  readonly schedule?: (task: () => void) => void;
  /** Who blocks for at least this long finds the task done; who waits less has to come back. */
  readonly taskMs?: number;
}

/** A task asked aside; `run` calls its `done`. */
interface Task {
  readonly run: () => void;
}

export class SimulatedDisk implements CommittingFileSystem {
  /** Called before each operation; what it throws is what the disk answers. */
  before: (operation: Operation, path: string) => void = () => {};
  /** Largest number of bytes one write takes. */
  writeLimitBytes = Number.POSITIVE_INFINITY;
  #capacityBytes = Number.POSITIVE_INFINITY;
  #readOnly = false;
  #names = new Map<string, FileImage>();
  #syncedNames = new Map<string, FileImage>();
  /** Changes of names that a crash may lose: always the latest ones, as in a journaling file system. */
  #unsyncedNameChanges: ((names: Map<string, FileImage>) => void)[] = [];
  readonly #folders = new Set<string>(['/']);
  readonly #handles = new Map<Handle, { image: FileImage; path: string }>();
  readonly #schedule: (task: () => void) => void;
  readonly #taskMs: number;
  readonly #now = atOnce(this);
  #tasks: Task[] = [];
  #stalled = false;
  #nextHandle = 3;

  constructor({ schedule = (task) => void setImmediate(task), taskMs = 5 }: SimulatedDiskOptions = {}) {
    this.#schedule = schedule;
    this.#taskMs = taskMs;
  }

  makeFolder(folder: string): void {
    this.#check('makeFolder', folder, true);
    this.#folders.add(normalize(folder));
  }

  list(folder: string): string[] {
    this.#check('list', folder);
    const path = normalize(folder);
    if (!this.#folders.has(path)) throw diskError('ENOENT');
    return [...this.#names.keys()].filter((name) => dirname(name) === path).map((name) => name.slice(path.length + 1));
  }

  open(path: string, mode: 'read' | 'write' | 'create'): Handle {
    this.#check('open', path, mode !== 'read');
    let image = this.#names.get(normalize(path));
    if (mode === 'create') {
      const made = new FileImage();
      this.#changeNames((names) => names.set(normalize(path), made));
      image = made;
    }
    if (image === undefined) throw diskError('ENOENT');
    const handle = this.#nextHandle++;
    this.#handles.set(handle, { image, path });
    return handle;
  }

  size(handle: Handle): number {
    return this.#image('size', handle).length;
  }

  read(handle: Handle, into: Uint8Array, offset: number, length: number, position: number): number {
    return this.#image('read', handle).read(into, offset, length, position);
  }

  write(handle: Handle, from: Uint8Array, offset: number, length: number, position: number): number {
    const image = this.#image('write', handle, true);
    const growth = Math.max(0, position + length - image.length);
    const room = this.#capacityBytes === Number.POSITIVE_INFINITY ? growth : this.#capacityBytes - this.usedBytes;
    const taken = Math.min(length - Math.max(0, growth - room), this.writeLimitBytes);
    if (taken <= 0) throw diskError('ENOSPC');
    image.write(taken === from.length ? from : from.subarray(offset, offset + taken), position);
    return taken;
  }

  sync(handle: Handle): void {
    this.#image('sync', handle).sync();
  }

  truncate(handle: Handle, length: number): void {
    this.#image('truncate', handle, true).resize(length);
  }

  close(handle: Handle): void {
    this.#image('close', handle);
    this.#handles.delete(handle);
  }

  rename(from: string, to: string): void {
    this.#check('rename', to, true);
    const image = this.#names.get(normalize(from));
    if (image === undefined) throw diskError('ENOENT');
    this.#changeNames((names) => {
      names.delete(normalize(from));
      names.set(normalize(to), image);
    });
  }

  remove(path: string): void {
    this.#check('remove', path, true);
    if (!this.#names.has(normalize(path))) throw diskError('ENOENT');
    this.#changeNames((names) => names.delete(normalize(path)));
  }

  syncFolder(folder: string): void {
    this.#check('syncFolder', folder);
    for (const change of this.#unsyncedNameChanges.splice(0)) change(this.#syncedNames);
  }

  commit(handle: Handle, bytes: Uint8Array, position: number, done: (error: Error | null) => void): void {
    const copy = new Uint8Array(bytes);
    this.#ask(() => this.#now.commit(handle, copy, position, done));
  }

  create(folder: string, name: string, bytes: Uint8Array, done: (error: Error | null, handle: Handle) => void): void {
    const copy = new Uint8Array(bytes);
    this.#ask(() => this.#now.create(folder, name, copy, done));
  }

  settle(timeoutMs: number): boolean {
    if (this.#stalled || this.#tasks.length === 0 || timeoutMs < this.#taskMs) return false;
    this.#tasks.shift()!.run();
    return true;
  }

  release(): void {
    // There is no thread to let go of.
  }

  #ask(run: () => void): void {
    const task = { run };
    this.#tasks.push(task);
    this.#schedule(() => this.#runThrough(task));
  }

  /** Runs what was asked up to a task, unless it has been waited for already. */
  #runThrough(task: Task): void {
    while (!this.#stalled && this.#tasks.includes(task)) this.#tasks.shift()!.run();
  }

  /** While it is stalled nothing asked aside is done; afterwards all of it is, in order. */
  setStalled(stalled: boolean): void {
    this.#stalled = stalled;
    const newest = this.#tasks.at(-1);
    if (!stalled && newest !== undefined) this.#schedule(() => this.#runThrough(newest));
  }

  limitCapacity(bytes: number): void {
    this.#capacityBytes = bytes;
  }

  setReadOnly(readOnly: boolean): void {
    this.#readOnly = readOnly;
  }

  get usedBytes(): number {
    return [...this.#names.values()].reduce((sum, image) => sum + image.length, 0);
  }

  get openHandles(): number {
    return this.#handles.size;
  }

  /** Loses what was not synced, in part: each block written since the last sync is there or not, as `random` (0 to 1) has it. */
  crash(random: () => number): void {
    const kept = Math.floor(random() * (this.#unsyncedNameChanges.length + 1));
    for (const change of this.#unsyncedNameChanges.splice(0).slice(0, kept)) change(this.#syncedNames);
    this.#names = new Map(this.#syncedNames);
    this.#handles.clear();
    this.#tasks = [];
    for (const image of this.#names.values()) image.crash(random);
  }

  /** Turns one bit in the first half of the last file (by name) of a folder that ends so. Returns what turns it back; null where there is too little to damage. */
  turnBit(folder: string, ending: string, random: () => number): (() => void) | null {
    const paths = [...this.#names.keys()].filter((path) => dirname(path) === normalize(folder) && path.endsWith(ending));
    const image = this.#names.get(paths.sort().at(-1) ?? '');
    if (image === undefined || image.length < SMALLEST_DAMAGED) return null;
    const position = Math.floor((random() * image.length) / 2);
    const mask = 1 << Math.floor(random() * 8);
    image.turn(position, mask);
    return () => image.turn(position, mask);
  }

  #changeNames(change: (names: Map<string, FileImage>) => void): void {
    change(this.#names);
    this.#unsyncedNameChanges.push(change);
  }

  #image(operation: Operation, handle: Handle, changes = false): FileImage {
    const open = this.#handles.get(handle);
    if (open === undefined) throw diskError('EBADF');
    this.#check(operation, open.path, changes);
    return open.image;
  }

  #check(operation: Operation, path: string, changes = false): void {
    this.before(operation, path);
    if (changes && this.#readOnly) throw diskError('EROFS');
  }
}
