/** Finds a name that one object of a JSON text gives twice: parsers take the last without a word, and what was meant by the first is lost. */

/** Texts, and what holds them together; numbers and words between them say nothing of names. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

interface Open {
  /** Of an object; null of a list. */
  readonly names: Set<string> | null;
  /** Where in it the reading stands. */
  at: string | number;
}

/** The path of the first name that comes again in its object, such as `orders.0.price`, or null. `text` is valid JSON. */
export function repeatedName(text: string): string | null {
  const open: Open[] = [];
  let word = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === '{') open.push({ names: new Set(), at: '' });
    else if (token === '[') open.push({ names: null, at: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') nextOf(inner);
    else if (token !== ':') word = token;
    else if (inner?.names) {
      // The same name may be written with escapes.
      inner.at = JSON.parse(word) as string;
      if (inner.names.has(inner.at)) return open.map(({ at }) => at).join('.');
      inner.names.add(inner.at);
    }
  }
  return null;
}

function nextOf(open: Open | undefined): void {
  if (typeof open?.at === 'number') open.at += 1;
}
