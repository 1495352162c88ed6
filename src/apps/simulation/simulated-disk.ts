/** A disk in memory that forgets what was not synced: for crashes, full and failing disks that a test can repeat from a seed. */

import { dirname, normalize } from 'node:path';
import type { FileSystem, Handle } from '../../adapters/journal-files/file-system.ts';

const BLOCK_BYTES = 512;

interface Inode {
  bytes: Buffer;
  synced: Buffer;
}

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

/** The power goes: nothing else is done. */
export class PowerCut extends Error {}

export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

export class SimulatedDisk implements FileSystem {
  /** Called before each operation; what it throws is what the disk answers. */
  before: (operation: Operation, path: string) => void = () => {};
  /** Largest number of bytes one write takes. */
  writeLimitBytes = Number.POSITIVE_INFINITY;
  #capacityBytes = Number.POSITIVE_INFINITY;
  #readOnly = false;
  #names = new Map<string, Inode>();
  #syncedNames = new Map<string, Inode>();
  /** Changes of names that a crash may lose: always the latest ones, as in a journaling file system. */
  #unsyncedNameChanges: ((names: Map<string, Inode>) => void)[] = [];
  readonly #folders = new Set<string>(['/']);
  readonly #handles = new Map<Handle, { inode: Inode; path: string }>();
  #nextHandle = 3;

  makeFolder(folder: string): void {
    this.#check('makeFolder', folder, true);
    this.#folders.add(normalize(folder));
  }

  list(folder: string): string[] {
    this.#check('list', folder);
    if (!this.#folders.has(normalize(folder))) throw diskError('ENOENT');
    return [...this.#names.keys()]
      .filter((path) => dirname(path) === normalize(folder))
      .map((path) => path.slice(dirname(path).length + 1));
  }

  open(path: string, mode: 'read' | 'write' | 'create'): Handle {
    this.#check('open', path, mode !== 'read');
    let inode = this.#names.get(normalize(path));
    if (mode === 'create') {
      inode = { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
      this.#changeNames((names) => names.set(normalize(path), inode!));
    }
    if (inode === undefined) throw diskError('ENOENT');
    const handle = this.#nextHandle++;
    this.#handles.set(handle, { inode, path });
    return handle;
  }

  size(handle: Handle): number {
    return this.#inode('size', handle).bytes.length;
  }

  read(handle: Handle, into: Uint8Array, offset: number, length: number, position: number): number {
    const source = this.#inode('read', handle).bytes.subarray(position, position + length);
    into.set(source, offset);
    return source.length;
  }

  write(handle: Handle, from: Uint8Array, offset: number, length: number, position: number): number {
    const inode = this.#inode('write', handle, true);
    const growth = Math.max(0, position + length - inode.bytes.length);
    const taken = Math.min(length - Math.max(0, growth - (this.#capacityBytes - this.usedBytes)), this.writeLimitBytes);
    if (taken <= 0) throw diskError('ENOSPC');
    const grown = Buffer.alloc(Math.max(inode.bytes.length, position + taken));
    inode.bytes.copy(grown);
    grown.set(from.subarray(offset, offset + taken), position);
    inode.bytes = grown;
    return taken;
  }

  sync(handle: Handle): void {
    const inode = this.#inode('sync', handle);
    inode.synced = Buffer.from(inode.bytes);
  }

  truncate(handle: Handle, length: number): void {
    const inode = this.#inode('truncate', handle, true);
    const bytes = Buffer.alloc(length);
    inode.bytes.copy(bytes);
    inode.bytes = bytes;
  }

  close(handle: Handle): void {
    this.#inode('close', handle);
    this.#handles.delete(handle);
  }

  rename(from: string, to: string): void {
    this.#check('rename', to, true);
    const inode = this.#names.get(normalize(from));
    if (inode === undefined) throw diskError('ENOENT');
    this.#changeNames((names) => {
      names.delete(normalize(from));
      names.set(normalize(to), inode);
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

  limitCapacity(bytes: number): void {
    this.#capacityBytes = bytes;
  }

  setReadOnly(readOnly: boolean): void {
    this.#readOnly = readOnly;
  }

  get usedBytes(): number {
    return [...this.#names.values()].reduce((sum, inode) => sum + inode.bytes.length, 0);
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
    for (const inode of this.#names.values()) {
      inode.bytes = afterCrash(inode, random);
      inode.synced = Buffer.from(inode.bytes);
    }
  }

  #changeNames(change: (names: Map<string, Inode>) => void): void {
    change(this.#names);
    this.#unsyncedNameChanges.push(change);
  }

  #inode(operation: Operation, handle: Handle, changes = false): Inode {
    const open = this.#handles.get(handle);
    if (open === undefined) throw diskError('EBADF');
    this.#check(operation, open.path, changes);
    return open.inode;
  }

  #check(operation: Operation, path: string, changes = false): void {
    this.before(operation, path);
    if (changes && this.#readOnly) throw diskError('EROFS');
  }
}

function afterCrash({ bytes, synced }: Inode, random: () => number): Buffer {
  const [shorter, longer] = [Math.min(bytes.length, synced.length), Math.max(bytes.length, synced.length)];
  const result = Buffer.alloc(shorter + Math.floor(random() * (longer - shorter + 1)));
  for (let start = 0; start < result.length; start += BLOCK_BYTES) {
    const source = random() < 0.5 ? bytes : synced;
    result.set(source.subarray(start, Math.min(start + BLOCK_BYTES, result.length)), start);
  }
  return result;
}
