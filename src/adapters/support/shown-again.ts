/** Acts whose answer is a secret: done once per key, and answered again for some minutes from memory alone; the secret is kept nowhere else. */

import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../core/domain/result.ts';

/** Long enough for whoever heard no answer to press again. */
const SHOWN_MS = 5 * 60_000;
const REMEMBERED = 200;

interface Known<Result> {
  readonly asked: unknown;
  /** Null once it is shown no more. */
  result: Promise<Result> | null;
}

/** InputError IDEMPOTENCY_CONFLICT where a key comes with another act, SECRET_SHOWN_CONFLICT where its time is over. */
export function createShownAgain<Result>(shownMs = SHOWN_MS): (key: string, asked: unknown, act: () => Promise<Result>) => Promise<Result> {
  const known = new Map<string, Known<Result>>();
  return async (key, asked, act) => {
    const before = known.get(key);
    if (before && !isDeepStrictEqual(before.asked, asked))
      throw new InputError(
        'IDEMPOTENCY_CONFLICT',
        'expected a key of its own for every act, found one of another act; send this one under a new key',
      );
    if (before?.result === null)
      throw new InputError(
        'SECRET_SHOWN_CONFLICT',
        `expected to be asked again within ${shownMs / 60_000} minutes, found it done before: what it made is there, and its secret is shown no more; end it, and make another`,
      );
    if (before?.result) return before.result;
    const made: Known<Result> = { asked, result: act() };
    known.set(key, made);
    // What failed has made nothing, and may be tried again under the same key.
    made.result?.catch(() => known.delete(key));
    setTimeout(() => {
      made.result = null;
    }, shownMs).unref();
    for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
    return made.result as Promise<Result>;
  };
}
