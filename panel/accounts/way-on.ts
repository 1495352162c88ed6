/** Where one goes after signing in: the page one wanted, and never anywhere but this panel. */

/** `to` as a path of `origin`; the overview for anything else. */
export function wayOn(to: string | null, origin: string): string {
  if (to === null || !to.startsWith('/')) return '/';
  let url: URL;
  try {
    url = new URL(to, origin);
  } catch {
    return '/';
  }
  // `//elsewhere` and `/\elsewhere` begin like a path, and name another host; `/.//elsewhere` does once it is a path of its own. The server's own answers
  // are no pages.
  const isPage = url.origin === origin && !/^\/\/|^\/(api|enter|sign-in)(\/|$)/.test(url.pathname);
  return isPage ? `${url.pathname}${url.search}${url.hash}` : '/';
}
