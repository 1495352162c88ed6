/** Which rows of a living file are former ones with another text: what stands between the same neighbours, in the same order. */

import type { BookRow } from './book-row.ts';

/** From the former identity to the new one, for rows that would else be one that is gone and one that is new. */
export function editedRows(former: readonly BookRow[], now: readonly BookRow[]): Map<string, string> {
  const known = new Set(former.map(({ identity }) => identity));
  const kept = new Set(now.map(({ identity }) => identity));
  const gone = loose(former, kept);
  const fresh = loose(now, known);
  const pairs = new Map<string, string>();
  for (const [neighbour, identities] of gone) {
    const candidates = fresh.get(neighbour) ?? [];
    identities.forEach((identity, at) => {
      const other = candidates[at];
      if (other !== undefined) pairs.set(identity, other);
    });
  }
  return pairs;
}

/** Those that the other version has not, by the row above that it has. */
function loose(rows: readonly BookRow[], others: ReadonlySet<string | null>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let neighbour = '';
  for (const { identity } of rows) {
    if (identity === null) continue;
    if (others.has(identity)) {
      neighbour = identity;
      continue;
    }
    const list = found.get(neighbour);
    if (list) list.push(identity);
    else found.set(neighbour, [identity]);
  }
  return found;
}
