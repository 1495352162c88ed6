/** Carries an act out once per key: whoever heard no answer may ask again, and gets the first one; another act under the same key is refused. */

import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../core/domain/result.ts';

const REMEMBERED = 200;
/** How long a secret is shown again: enough for whoever heard no answer to press again. */
export const SECRET_SHOWN_MS = 5 * 60_000;

export interface OnceOptions {
  /** Code of the refusal of another act under a known key. */
  readonly conflict?: string;
  /** Of acts that make a secret, which is kept here and nowhere else: from then on it is told no more, and nothing is done under its key. */
  readonly shownMs?: number;
}

/** Without a key the act is carried out, and nothing of it is kept. */
export type Once<Result> = (key: string | undefined, asked: unknown, act: () => Promise<Result>) => Promise<Result>;

interface Known<Result> {
  readonly asked: unknown;
  /** Null once it is told no more. */
  result: Promise<Result> | null;
}

/** InputError of `conflict` where a key comes with another act, SECRET_SHOWN_CONFLICT where the time to show it is over. */
export function createOnce<Result>({ conflict = 'COMMAND_ID_CONFLICT', shownMs }: OnceOptions = {}): Once<Result> {
  const known = new Map<string, Known<Result>>();
  return async (key, asked, act) => {
    if (key === undefined) return act();
    const before = known.get(key);
    if (before && !isDeepStrictEqual(before.asked, asked))
      throw new InputError(
        conflict,
        'expected an id or key of its own for every act, found one that another act has had; send this one under a new one',
      );
    if (before) return before.result ?? shownNoMore();
    const result = act();
    const made: Known<Result> = { asked, result };
    known.set(key, made);
    // What failed without an answer has made nothing, and may be tried again under the same key.
    result.catch(() => known.delete(key));
    if (shownMs !== undefined)
      setTimeout(() => {
        made.result = null;
      }, shownMs).unref();
    for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
    return result;
  };
}

function shownNoMore(): never {
  throw new InputError(
    'SECRET_SHOWN_CONFLICT',
    'expected to be asked again within some minutes, found it done before: what it made is there, and its secret is shown no more; end it, and make another',
  );
}
