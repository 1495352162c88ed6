/** Against acts that another site makes a browser send: beside the cookie, which goes along by itself, each act carries a token only the panel can read. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export const CSRF_HEADER = 'x-csrf-token';

/** Belongs to one session's token alone, and changes with it; nothing has to be kept. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('atalaya csrf').digest('base64url');
}

export function isCsrfToken(sessionToken: string, given: unknown): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(hash(csrfTokenOf(sessionToken)), hash(given));
}
