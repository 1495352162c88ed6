/** Where files of research lie in the data folder: one folder per run, and what was uploaded. */

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { InputError } from '../../core/domain/result.ts';

/** The files of a run, and how a browser is to take each. */
export const RUN_FILES = {
  'report.html': 'text/html; charset=utf-8',
  'trades.csv': 'text/csv; charset=utf-8',
  'result.json': 'application/json',
  'strategy.ts': 'text/plain; charset=utf-8',
} as const;
export type RunFile = keyof typeof RUN_FILES;

const LEFT_OVER_MS = 3_600_000;
const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const researchFolder = (dataFolder: string) => join(dataFolder, 'research');

export function runFolder(dataFolder: string, runId: string): string {
  if (!RUN_ID.test(runId)) throw new InputError('RUN_UNKNOWN', `expected the id of a run, found ${JSON.stringify(runId.slice(0, 60))}`);
  return join(researchFolder(dataFolder), runId);
}

/** Puts all files of a run in place in one step: they are all there, synced, or none is. */
export function writeRunFolder(dataFolder: string, runId: string, files: Readonly<Record<RunFile, string>>): void {
  const folder = runFolder(dataFolder, runId);
  const aside = `${folder}.${process.pid}.part`;
  makeFolder(researchFolder(dataFolder));
  try {
    mkdirSync(aside, { mode: 0o700 });
    for (const [name, text] of Object.entries(files)) writeSynced(join(aside, name), text);
    // Of a start that was lost after it had written.
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
    syncFolder(researchFolder(dataFolder));
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      'FILE_NOT_WRITTEN',
      `${folder} can't be written (${code ?? (error as Error).message}): free some space or check its rights`,
      3,
    );
  }
}

function writeSynced(path: string, text: string): void {
  const handle = openSync(path, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function runFiles(dataFolder: string, runId: string): RunFile[] {
  const folder = runFolder(dataFolder, runId);
  return (Object.keys(RUN_FILES) as RunFile[]).filter((name) => existsSync(join(folder, name)));
}

export function removeRunFolder(dataFolder: string, runId: string): void {
  rmSync(runFolder(dataFolder, runId), { recursive: true, force: true });
}

/** Removes what processes that were killed while they wrote have left; what is young may still be being written. */
export function removeLeftOvers(dataFolder: string, nowMs: number): void {
  const folder = researchFolder(dataFolder);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (name.endsWith('.part') && statSync(path).mtimeMs < nowMs - LEFT_OVER_MS) rmSync(path, { recursive: true, force: true });
  }
}
