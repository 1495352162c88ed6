/** What changed between two states of plain JSON data, small enough to write down at every step, and the state it makes again. */

/**
 * `[value]` puts a value in place, `[]` takes the member away, an object changes the members it names (of an array: by index, its length being the same).
 */
export type Changes = readonly [] | readonly [unknown] | { readonly [member: string]: Changes };

type Members = Readonly<Record<string, unknown>>;

/** The changes that lead from one state to another; null where there are none. Members that are undefined count as absent, as in JSON. */
export function changesBetween(before: unknown, after: unknown): Changes | null {
  if (before === after) return null;
  if (!isMembers(before) || !isMembers(after) || Array.isArray(before) !== Array.isArray(after)) return [after];
  if (Array.isArray(before) && before.length !== (after as unknown as unknown[]).length) return [after];
  let changes: Record<string, Changes> | null = null;
  for (const member in after) {
    const value = after[member];
    const change = value === undefined ? null : changesBetween(before[member], value);
    if (change === null) continue;
    changes ??= {};
    changes[member] = change;
  }
  for (const member in before) {
    if (before[member] === undefined || after[member] !== undefined) continue;
    changes ??= {};
    changes[member] = [];
  }
  return changes;
}

/** The state after the changes. What did not change is shared with `state`, which stays as it was. */
export function changed(state: unknown, changes: Changes): unknown {
  if (Array.isArray(changes)) return changes[0];
  const result = (Array.isArray(state) ? [...state] : { ...(state as object) }) as Record<string, unknown>;
  for (const [member, change] of Object.entries(changes as { readonly [member: string]: Changes })) {
    if (Array.isArray(change) && change.length === 0) delete result[member];
    else result[member] = changed(result[member], change);
  }
  return result;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
