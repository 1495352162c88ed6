/** Takes files in by itself: the owner's workbook whenever it was saved, and whatever is laid into the inbox. What is in the book already changes nothing. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Database } from '../../../adapters/postgres/database.ts';
import { readSettings } from '../../../adapters/postgres/portfolio/settings.ts';
import type { WatchedFile } from '../../../api/portfolio/imports.ts';
import { InputError } from '../../../core/domain/result.ts';
import { importFile } from './import-file.ts';

export interface WatchFilesOptions {
  readonly database: Database;
  readonly dataFolder: string;
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** The book may have changed. */
  readonly taken: () => void;
}

export interface FileWatch {
  /** What became of each file, the last one first. */
  readonly files: () => readonly WatchedFile[];
  look(): Promise<void>;
  stop(): void;
}

/** Below the data folder. */
const INBOX = 'portfolio/inbox';
const LOOK_EVERY_MS = 5_000;
const READ = /\.(xlsx|csv|txt|xml)$/i;
/** A spreadsheet that is open leaves such files beside it; one that is being written is not whole yet. */
const NOT_YET = /^(~\$|\.)|\.(part|tmp|crdownload)$/i;
const MOST_TOLD = 50;

export function watchFiles({ database, dataFolder, now, say, taken }: WatchFilesOptions): FileWatch {
  const seen = new Map<string, string>();
  const done = new Map<string, string>();
  const told: WatchedFile[] = [];
  let isLooking = false;

  async function take(path: string, stamp: string): Promise<void> {
    const [name, at] = [basename(path), now()];
    const tell = (outcome: Omit<WatchedFile, 'file' | 'at'>) => {
      told.unshift({ file: name, at, ...outcome });
      told.splice(MOST_TOLD);
    };
    try {
      const how = { isPreview: false, isStrict: false, by: 'watched folder', address: '', at };
      const { report } = await importFile(database, { bytes: readFileSync(path), name, account: undefined }, how);
      const { read, loaded, unchanged, rejected } = report;
      done.set(path, stamp);
      if (loaded + rejected > 0)
        say(`portfolio: ${name}: ${read} rows read, ${loaded} loaded, ${unchanged} unchanged, ${rejected} rejected`);
      tell({ counts: { read, loaded, unchanged, rejected }, refused: null });
      if (loaded > 0) taken();
    } catch (error) {
      // A database that is away is asked again; a file that is refused is refused until it is another one.
      if (!(error instanceof InputError) || error.code === 'DATABASE_UNREACHABLE') throw error;
      done.set(path, stamp);
      say(`portfolio: ${name}: ${error.message}`);
      tell({ counts: null, refused: error.said ?? { en: error.message, es: error.message } });
    }
  }
  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      const { workbook } = await readSettings(database.query);
      for (const path of [join(dataFolder, workbook), ...filesIn(join(dataFolder, INBOX))]) {
        const stamp = stampOf(path);
        // Only what was the same at the look before: a file that is still being written is left alone.
        if (stamp !== null && done.get(path) !== stamp && seen.get(path) === stamp) await take(path, stamp);
        if (stamp === null) seen.delete(path);
        else seen.set(path, stamp);
      }
    } catch (error) {
      say(`portfolio: files can't be looked at: ${(error as Error).message.split('\n', 1)[0]}`);
    } finally {
      isLooking = false;
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return { files: () => told, look, stop: () => clearInterval(timer) };
}

function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? `${found.mtimeMs} ${found.size}` : null;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => READ.test(name) && !NOT_YET.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
