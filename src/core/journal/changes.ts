/** What changed between two states of plain JSON data, small enough to write down at every step, and the state it makes again. */

/**
 * `[value]` puts a value in place, `[]` takes the member away, an object changes the members it names (of an array: by index, its length being the same).
 * `[from, removed, ...added]` takes elements out of an array and puts others in.
 */
export type Changes =
  | readonly []
  | readonly [unknown]
  | readonly [from: number, removed: number, ...added: readonly unknown[]]
  | { readonly [member: string]: Changes };

type Members = Readonly<Record<string, unknown>>;

/** The changes that lead from one state to another; null where there are none. Members that are undefined count as absent, as in JSON. */
export function changesBetween(before: unknown, after: unknown): Changes | null {
  if (before === after) return null;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return [after];
  if (Array.isArray(before)) return Array.isArray(after) ? betweenArrays(before, after) : [after];
  return Array.isArray(after) ? [after] : betweenObjects(before as Members, after as Members);
}

/** Element by element, unless they differ in length or in so many places that the array itself is shorter. */
function betweenArrays(before: readonly unknown[], after: readonly unknown[]): Changes | null {
  const { length } = after;
  if (before.length !== length) return spliced(before, after);
  let changes: Record<number, Changes> | null = null;
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (before[i] === after[i]) continue;
    const change = changesBetween(before[i], after[i]);
    if (change === null) continue;
    if (typeof after[i] !== 'object' && ++count * 2 > length) return [after];
    changes ??= {};
    changes[i] = change;
  }
  return changes;
}

/** What stays the same at both ends stays; the rest is put in its place. */
function spliced(before: readonly unknown[], after: readonly unknown[]): Changes {
  const least = Math.min(before.length, after.length);
  let from = 0;
  while (from < least && changesBetween(before[from], after[from]) === null) from++;
  let kept = 0;
  while (kept < least - from && changesBetween(before[before.length - 1 - kept], after[after.length - 1 - kept]) === null) kept++;
  if (from + kept === 0) return [after];
  return [from, before.length - from - kept, ...after.slice(from, after.length - kept)];
}

function betweenObjects(before: Members, after: Members): Changes | null {
  let changes: Record<string, Changes> | null = null;
  let common = 0;
  for (const member of Object.keys(after)) {
    const value = after[member];
    if (value === undefined) continue;
    if (value === before[member]) {
      common++;
      continue;
    }
    // A name such as toString is inherited, and not there for that.
    const known = Object.hasOwn(before, member) ? before[member] : undefined;
    if (known !== undefined) common++;
    const change = changesBetween(known, value);
    if (change === null) continue;
    changes ??= {};
    changes[member] = change;
  }
  const members = Object.keys(before);
  if (members.length === common) return changes;
  for (const member of members) {
    if ((Object.hasOwn(after, member) && after[member] !== undefined) || before[member] === undefined) continue;
    changes ??= {};
    changes[member] = [];
  }
  return changes;
}

/** The state after the changes. What did not change is shared with `state`, which stays as it was. */
export function changed(state: unknown, changes: Changes): unknown {
  if (Array.isArray(changes)) {
    if (changes.length === 1) return changes[0];
    const [from, removed, ...added] = changes as readonly [number, number, ...unknown[]];
    return (state as readonly unknown[]).toSpliced(from, removed, ...added);
  }
  const result = (Array.isArray(state) ? [...state] : { ...(state as object) }) as Record<string, unknown>;
  for (const [member, change] of Object.entries(changes as { readonly [member: string]: Changes })) {
    if (Array.isArray(change) && change.length === 0) delete result[member];
    else result[member] = changed(result[member], change);
  }
  return result;
}
