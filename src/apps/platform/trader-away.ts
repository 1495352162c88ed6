/** What a browser is told of a trader that does not answer: how it is, since when, and what to do. No path of the server, and no command line. */

import type { ProcessRow } from '../../api/system.ts';
import { InputError } from '../../core/domain/result.ts';

/** What the web knows of the process that it asks. */
export interface TraderWatch {
  /** For how long it has said nothing, in ms; 0 while nobody can say. */
  quietMs(): number;
  /** As their supervisor keeps them; null where nobody does. */
  processes(): Promise<readonly ProcessRow[] | null>;
}

/** Of a trader that nobody watches nothing is known. */
export const UNWATCHED: TraderWatch = { quietMs: () => 0, processes: async () => null };

const RESTS = 'what rests at the venue stays there meanwhile';

export function wordedBy(watch: TraderWatch): <T>(asked: Promise<T>) => Promise<T> {
  return (asked) =>
    asked.catch(async (error) => {
      throw await forBrowser(error, watch);
    });
}

/** The same failure in words for a browser; anything else as it is. */
async function forBrowser(error: unknown, watch: TraderWatch): Promise<unknown> {
  if (!(error instanceof InputError)) return error;
  if (error.code === 'TRADER_NOT_RUNNING') return notThere(await traderRow(watch), Date.now());
  const words = WORDS[error.code];
  return words === undefined ? error : new InputError(error.code, words, 3);
}

const WORDS: Readonly<Record<string, string>> = {
  TRADER_NOT_ANSWERING: `the trader did not answer in time: what was asked may have been done or not, look before you ask again; ${RESTS}`,
  TRADER_FORBIDDEN: 'expected a trader of the same user of the machine, found one that this process may not speak to',
};

async function traderRow(watch: TraderWatch): Promise<ProcessRow | null> {
  const rows = await watch.processes().catch(() => null);
  return rows?.find(({ name }) => name === 'trader') ?? null;
}

function notThere(row: ProcessRow | null, now: number): InputError {
  if (row?.state === 'starting' || row?.state === 'waiting') {
    const since = row.lastExit?.at ?? row.since;
    const ended = row.lastExit === null ? 'is being started' : `ended at ${clock(since)} and is being started again`;
    const why = row.lastExit?.refusal ? ` (${row.lastExit.refusal.code})` : '';
    const message = `the trader ${ended}${why}, for ${seconds(now - since)} now: nothing was done, ask again in a few seconds; ${RESTS}`;
    return new InputError('TRADER_RESTARTING', message, 3);
  }
  const how =
    row === null
      ? 'no trader runs here: start it on its machine'
      : row.state === 'running'
        ? 'the trader runs and does not answer yet'
        : `the trader is ${row.state}, since ${clock(row.since)}: start it again on the System page`;
  return new InputError('TRADER_NOT_RUNNING', `${how}; nothing was done, and ${RESTS}`, 3);
}

/** A trader that has said nothing for longer than this is taken for hung by whoever acts. */
export const QUIET_MS = 3_000;

/** `handedOver`: it lies in the trader's socket, and is done when it wakes; never for what was not. */
export function silent(quietMs: number, handedOver: boolean): InputError {
  const found = `the trader has said nothing for ${seconds(quietMs)}`;
  const next = `${RESTS}, and nobody watches it; start the trader again on the System page`;
  return handedOver
    ? new InputError(
        'TRADER_SILENT_HANDED_OVER',
        `${found}: the act was handed over and is done should it wake, and lost should it be started again; ${next}, then ask again`,
        3,
      )
    : new InputError('TRADER_SILENT', `${found}: the act was not handed over, nothing was done; ${next}`, 3);
}

/** What may have been handed over, or is lost with a trader that is being started again: whoever stops something need not ask twice. */
const UNANSWERED: ReadonlySet<string> = new Set(['TRADER_SILENT_HANDED_OVER', 'TRADER_NOT_ANSWERING', 'TRADER_RESTARTING']);

/**
 * The same for a stop: `keep` writes it down for the trader that wakes or is started next. InputError STOP_KEPT once that is on disk; otherwise the error as it
 * was, which says that nothing outlives a restart.
 */
export async function keptUnlessAnswered<T>(kind: 'pause' | 'kill', answer: Promise<T>, keep: () => void): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof InputError) || !UNANSWERED.has(error.code)) throw error;
    try {
      keep();
    } catch {
      throw error;
    }
    const how = error.code === 'TRADER_RESTARTING' ? 'the trader is being started again' : 'the trader does not answer';
    throw new InputError(
      'STOP_KEPT',
      `${how}: the ${kind} is kept on disk, and carried out when it wakes or is started again, whichever comes first; ${RESTS}, and nobody watches it; look at the System page until the mode shows it`,
      3,
    );
  }
}

const seconds = (ms: number) => `${Math.max(1, Math.round(ms / 1000))} s`;
const clock = (at: number) => `${new Date(at).toISOString().slice(11, 19)} UTC`;
