/** Random tokens and codes, and the hashes that are kept of them. */

import { createHash, randomBytes } from 'node:crypto';
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
