/** The command that begins the session of a data folder again, for those who find it silent: written down by the session, read by the command line. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shellWord } from '../support/shell-word.ts';

const noteIn = (dataFolder: string) => join(dataFolder, 'state', 'session-command');

/** @param words such as trade, --config, kraken.json; without the data folder. Nothing else hangs on it: a disk that refuses is no reason not to start. */
export function noteSessionCommand(dataFolder: string, words: readonly string[]): void {
  try {
    writeFileSync(noteIn(dataFolder), words.map(shellWord).join(' '), { mode: 0o600 });
  } catch {}
}

/** The whole command; where the folder does not say which one it was, those that it may have been. */
export function sessionCommand(dataFolder: string): string {
  const folder = resolve(dataFolder);
  return wordsOf(folder)
    .map((words) => `npx atalaya ${words} --data-dir ${shellWord(folder)}`)
    .join(', or ');
}

function wordsOf(folder: string): readonly string[] {
  try {
    return [readFileSync(noteIn(folder), 'utf8')];
  } catch {
    // What comparisons with a venue have found is kept here: no session of `up` has any.
    const isLive = existsSync(join(folder, 'state', 'reconciliation'));
    return isLive ? ['trade --config FILE'] : ['up', 'trade --config FILE'];
  }
}
