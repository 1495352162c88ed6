/** Addresses that other documents and older callers know, and the canonical ones they stand for: the same handlers, the same rights. */

export const ALIASES: Readonly<Record<string, string>> = {
  '/api/trading/webhook': '/api/v1/signals',
  '/api/trading/snapshot': '/api/v1/snapshot',
  '/api/trading/positions': '/api/v1/positions',
  '/api/trading/orders': '/api/v1/orders',
  '/api/trading/risk': '/api/v1/risk',
  '/api/trading/mode': '/api/v1/mode',
};

/** The same for everything below an address. */
const PREFIXES: Readonly<Record<string, string>> = { '/Investment-portfolio-api/': '/api/v1/portfolio/' };

/** An alias is asked like the address it stands for. */
export function canonical({ url = '/' }: { readonly url?: string }): string {
  const at = url.indexOf('?');
  const [path, query] = at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at)];
  const known = Object.hasOwn(ALIASES, path) ? ALIASES[path] : belowPrefix(path);
  return known === undefined ? url : `${known}${query}`;
}

function belowPrefix(path: string): string | undefined {
  const found = Object.entries(PREFIXES).find(([prefix]) => path.startsWith(prefix));
  return found && `${found[1]}${path.slice(found[0].length)}`;
}
