/** Against acts that another site makes a browser send: beside the cookie, which goes along by itself, each act carries a token only the panel can read. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const CSRF_HEADER = 'x-csrf-token';
const MOST_TOKENS = 16;

/** Belongs to one session's token alone, and changes with it; nothing has to be kept. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('atalaya csrf').digest('base64url');
}

/**
 * `given` is one token or several with spaces between: cookies of one host are shared by its ports, and a page can't tell which of them is of the
 * installation it is open at.
 */
export function isCsrfToken(sessionToken: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const right = hash(csrfTokenOf(sessionToken));
  return given.split(' ', MOST_TOKENS).some((each) => timingSafeEqual(right, hash(each)));
}
