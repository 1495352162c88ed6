/** When the supervisor starts its trader again, noted for the command line: a trader that is on its way back has no door to ask at. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { roleIsHeld } from '../instance-lock.ts';

/** Of this release's own making, and only words: what is not as expected is passed over. */
interface Restart {
  readonly at: number;
  readonly why: string;
}

const noteIn = (dataFolder: string) => join(dataFolder, 'state', 'trader-again.json');

/** `at`: when it is started. Nothing else hangs on it: a disk that refuses is no reason not to start. */
export function noteRestart(dataFolder: string, at: number, why: string): void {
  try {
    writeFileSync(noteIn(dataFolder), JSON.stringify({ at, why }), { mode: 0o600 });
  } catch {}
}

/** Where a supervisor runs on the folder, TRADER_NOT_RUNNING becomes TRADER_RESTARTING, which says when; anything else comes back as it is. */
export function whileRestarting(error: unknown, dataFolder: string, now: number = Date.now()): unknown {
  const folder = resolve(dataFolder);
  if (!(error instanceof InputError) || error.code !== 'TRADER_NOT_RUNNING') return error;
  const restart = restartOf(folder, now);
  if (restart === null) return error;
  const { when, why } = restart;
  const message = `the trader of ${folder} is not there${why}; the "up" that runs there starts it again ${when}: ask again then`;
  return new InputError('TRADER_RESTARTING', message, 3);
}

/** When the supervisor of a folder starts its trader again, and why, in words; null where no supervisor runs. */
export function restartOf(dataFolder: string, now: number = Date.now()): { readonly when: string; readonly why: string } | null {
  const folder = resolve(dataFolder);
  if (!roleIsHeld(folder, 'platform')) return null;
  const noted = readNote(folder);
  return noted !== null && noted.at > now
    ? { when: `in ${Math.ceil((noted.at - now) / 1000)} s`, why: ` (${noted.why})` }
    : { when: 'at this moment, unless it is stopping itself', why: '' };
}

function readNote(folder: string): Restart | null {
  try {
    const { at, why } = JSON.parse(readFileSync(noteIn(folder), 'utf8')) as Restart;
    return { at: Number(at), why: String(why) };
  } catch {
    return null;
  }
}
