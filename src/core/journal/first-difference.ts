/** Where two values of plain data part: how a replay says what came out otherwise. */

export interface Parting {
  /** Such as .fills.0.price. */
  readonly path: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

export function firstDifference(recorded: unknown, replayed: unknown, path: string): Parting | null {
  if (recorded === null || replayed === null || typeof recorded !== 'object' || typeof replayed !== 'object')
    return Object.is(recorded, replayed) ? null : { path, recorded, replayed };
  const [left, right] = [recorded as Record<string, unknown>, replayed as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key], right[key], `${path}.${key}`);
    if (found) return found;
  }
  return null;
}
