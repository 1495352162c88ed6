/** Carries an act out once per id: whoever heard no answer may ask again, and gets the first one; another act under the same id is refused. */

import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../core/domain/result.ts';

const REMEMBERED = 200;

/** InputError of `conflict` where an id comes with another act. */
export function createOnce<Result>(
  conflict = 'COMMAND_ID_CONFLICT',
): (id: string, asked: unknown, act: () => Promise<Result>) => Promise<Result> {
  const known = new Map<string, { readonly asked: unknown; readonly result: Promise<Result> }>();
  return async (id, asked, act) => {
    const before = known.get(id);
    if (before && !isDeepStrictEqual(before.asked, asked))
      throw new InputError(
        conflict,
        `expected an id of its own for every act, found ${id}, which another act has had; send this one under a new id`,
        1,
      );
    if (before) return before.result;
    const result = act();
    known.set(id, { asked, result });
    // What failed without an answer may be tried again under the same id.
    result.catch(() => known.delete(id));
    for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
    return result;
  };
}
