// Finds the series of a lake by its folders, and says which of these this user may not look into: what is hidden is never told as not there.
import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { deniedWords } from '../support/file-owner.ts';
import { shellWord } from '../support/shell-word.ts';

/** Folders below the lake, from the outside in. */
const LEVELS = ['venue', 'symbol', 'timeframe', 'kind'] as const;

export interface FoundFolders {
  /** Folders of series, from the lake on. */
  readonly series: readonly string[];
  /** Folders that can't be looked into, with what to do. */
  readonly denied: readonly { readonly path: string; readonly error: InputError }[];
}

export function findSeries(lakeFolder: string): FoundFolders {
  const denied: { path: string; error: InputError }[] = [];
  const below = (path: string, level: string): string[] => {
    try {
      const names = readdirSync(join(lakeFolder, path)).filter((name) => name.startsWith(`${level}=`));
      return names.sort().map((name) => join(path, name));
    } catch (error) {
      const told = deniedIn(lakeFolder, join(lakeFolder, path), error);
      if (told !== null) denied.push({ path, error: told });
      else if (!isNoFolder(error)) throw error;
      return [];
    }
  };
  let series = [''];
  for (const level of LEVELS) series = series.flatMap((path) => below(path, level));
  return { series, denied };
}

/** InputError LAKE_DENIED (exit code 3) where the right to read is what is missing, else null. */
export function deniedIn(lakeFolder: string, place: string, error: unknown): InputError | null {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EACCES' && code !== 'EPERM') return null;
  const mend = deniedWords(error, lakeFolder) ?? `give the right back (chmod -R u+rwX ${shellWord(lakeFolder)})`;
  return new InputError('LAKE_DENIED', `${place} may not be read by this user (${code}), so what it holds is not known: ${mend}`, 3);
}

/** The same for the first of these files that may not be read. */
export function deniedFile(lakeFolder: string, paths: readonly string[]): InputError | null {
  for (const path of paths) {
    try {
      accessSync(path, constants.R_OK);
    } catch (error) {
      const denied = deniedIn(lakeFolder, path, error);
      if (denied !== null) return denied;
    }
  }
  return null;
}

function isNoFolder(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
