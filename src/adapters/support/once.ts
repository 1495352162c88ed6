/** Carries an act out once per id: whoever heard no answer may ask again, and gets the first one. */

const REMEMBERED = 200;

export function createOnce<Result>(): (id: string, act: () => Promise<Result>) => Promise<Result> {
  const known = new Map<string, Promise<Result>>();
  return (id, act) => {
    const before = known.get(id);
    if (before) return before;
    const result = act();
    known.set(id, result);
    // What failed without an answer may be tried again under the same id.
    result.catch(() => known.delete(id));
    for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
    return result;
  };
}
