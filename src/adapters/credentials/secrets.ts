/** Random tokens and codes, and the hashes that are kept of them. */

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CODE_BYTES, codeOf } from '../../core/operations/access/one-time-code.ts';

/** 256 random bits, for a cookie or a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function newCode(): string {
  return codeOf(randomBytes(CODE_BYTES));
}

/** Of a token or code with 80 random bits or more, which needs no slow hash. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What a page sends back with each act, beside the cookie that another site can make a browser send: it belongs to that session's token alone. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('atalaya csrf').digest('base64url');
}

export function isCsrfToken(sessionToken: string, given: string): boolean {
  return timingSafeEqual(hashOf(csrfTokenOf(sessionToken)), hashOf(given));
}
