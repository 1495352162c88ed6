/** Where the door's socket is: in the data folder, or, where that path is too long for a socket, in a short folder that the data folder names. */

import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { makeFolder } from '../support/make-folder.ts';

const NAME = 'trader.sock';
/** `sun_path` has 108 bytes on Linux and 104 elsewhere, the closing zero included. */
const LONGEST_BYTES = process.platform === 'linux' ? 107 : 103;

const fits = (path: string) => Buffer.byteLength(path) <= LONGEST_BYTES;
const runFolder = (dataFolder: string) => join(resolve(dataFolder), 'run');
/** Names the socket where it is not beside it. */
const noteOf = (dataFolder: string) => join(runFolder(dataFolder), `${NAME}.path`);

/** Where to look for the trader of a data folder; null when its path is too long and nothing was ever started there. */
export function findSocket(dataFolder: string): string | null {
  const ordinary = join(runFolder(dataFolder), NAME);
  if (fits(ordinary)) return ordinary;
  try {
    return readFileSync(noteOf(dataFolder), 'utf8').trim();
  } catch {
    return null;
  }
}

/** Makes the folder (mode 0700) and returns the path to listen on. `shortFolders`: tried in turn, before the system's temporary folder. */
export function placeSocket(dataFolder: string, shortFolders: readonly string[]): string {
  const folder = runFolder(dataFolder);
  makeFolder(folder);
  chmodSync(folder, 0o700);
  const ordinary = join(folder, NAME);
  if (fits(ordinary)) return ordinary;
  const before = findSocket(dataFolder);
  if (before !== null && isPrivate(dirname(before))) return before;
  const parent = [...shortFolders, tmpdir(), '/tmp'].find((candidate) => fits(join(candidate, 'atalaya-XXXXXX', NAME)));
  if (parent === undefined)
    throw new InputError(
      'CONTROL_SOCKET_PATH',
      `${ordinary}: expected a path of at most ${LONGEST_BYTES} bytes; use a shorter --data-dir`,
      3,
    );
  // A name that can't be guessed: in a folder everybody may write to, nobody has prepared it.
  const short = join(mkdtempSync(join(parent, 'atalaya-')), NAME);
  writeFileSync(noteOf(dataFolder), `${short}\n`, { mode: 0o600 });
  return short;
}

function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

/**
 * Removes what a killed process left; throws CONTROL_SOCKET_TAKEN (exit 3) where somebody listens, or where something else has the name.
 * `deposed`: whoever listens there has been deposed and only does not know it yet.
 */
export async function clearSocket(path: string, deposed = false): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw taken(`${path}: expected a socket or nothing, found something else; move it away`);
  if (!deposed && (await isListened(path))) throw taken(`${path}: another process trades there; stop it first, or use another --data-dir`);
  rmSync(path, { force: true });
}

function taken(message: string): InputError {
  return new InputError('CONTROL_SOCKET_TAKEN', message, 3);
}

/** A process that is stopped or hangs still listens: the system takes the call for it. */
function isListened(path: string): Promise<boolean> {
  return new Promise((done, fail) => {
    const call = connect(path);
    call.once('connect', () => {
      call.destroy();
      done(true);
    });
    call.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') done(false);
      // So many calls wait there already that no more are taken.
      else if (error.code === 'EAGAIN') done(true);
      else fail(error);
    });
  });
}

/** After the last call. The short folder goes with its socket. */
export function removeSocket(path: string, dataFolder: string): void {
  rmSync(path, { force: true });
  if (path.startsWith(runFolder(dataFolder))) return;
  rmSync(dirname(path), { recursive: true, force: true });
  rmSync(noteOf(dataFolder), { force: true });
}
