/** Snapshots that share what has not changed with the ones before them: what is the same object need not be compared again, nor written down. */

/** `before` where every member of `now` is the same there, otherwise `now`. Both are of one shape: a member that may be absent is given as undefined. */
export function shared<T extends object>(before: T | null | undefined, now: T): T {
  if (!before) return now;
  for (const member in now) if (now[member] !== before[member]) return now;
  return before;
}

/** A list that goes on changing: `before` where its elements are the same, otherwise a copy. */
export function sharedList<T>(before: readonly T[] | null | undefined, now: ArrayLike<T>): readonly T[] {
  const { length } = now;
  if (before?.length !== length) return copyOf(now);
  for (let i = 0; i < length; i++) if (now[i] !== before[i]) return copyOf(now);
  return before;
}

function copyOf<T>(list: ArrayLike<T>): T[] {
  const copy: T[] = [];
  for (let i = 0; i < list.length; i++) copy.push(list[i] as T);
  return copy;
}

/** A snapshot of each, sharing what each had before. */
export function sharedEach<S, T>(
  before: readonly T[] | null | undefined,
  sources: readonly S[],
  snapshotOf: (source: S, before: T | undefined) => T,
): readonly T[] {
  const { length } = sources;
  let changed: T[] | null = before?.length === length ? null : [];
  for (let i = 0; i < length; i++) {
    const former = before?.[i];
    const now = snapshotOf(sources[i] as S, former);
    if (changed === null && now !== former) changed = (before as readonly T[]).slice(0, i);
    changed?.push(now);
  }
  return changed ?? (before as readonly T[]);
}
