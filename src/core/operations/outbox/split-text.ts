/** Cuts a text into parts that a channel takes, at the ends of lines where it can. */

/**
 * Parts of at most `limit` UTF-16 units (the unit channels count in), never empty: an empty text is one part. A line longer than a part is cut
 * at a space, or hard where it has none, never inside a character of two units. Nothing is lost but the line end or space at a cut.
 */
export function splitText(text: string, limit: number): string[] {
  if (limit < 2) throw new RangeError(`a part needs at least 2 units, got ${limit}`);
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const cut = cutOf(rest, limit);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(/[\n ]/.test(rest.charAt(cut)) ? cut + 1 : cut);
  }
  if (rest.length > 0 || parts.length === 0) parts.push(rest);
  return parts;
}

function cutOf(text: string, limit: number): number {
  // A border right after the last unit that fits is as good as one inside.
  const window = text.slice(0, limit + 1);
  for (const border of ['\n', ' ']) {
    const at = window.lastIndexOf(border);
    if (at > 0) return at;
  }
  const isHighSurrogate = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  return isHighSurrogate ? limit - 1 : limit;
}
