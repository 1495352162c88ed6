/** Whether two plain JSON values say the same, whatever the order of their members; what is undefined is not there. */

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, at) => same(each, b[at]));
  if (Array.isArray(b)) return false;
  return holds(a, b) && holds(b, a);
}

function holds(whole: object, part: object): boolean {
  for (const name of Object.keys(part)) {
    if (!same((whole as Record<string, unknown>)[name], (part as Record<string, unknown>)[name])) return false;
  }
  return true;
}
