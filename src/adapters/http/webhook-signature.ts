/** The signature of a webhook: HMAC-SHA256 in hexadecimal over the timestamp, a full stop, and the body exactly as sent. */

import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-atalaya-signature';
/** Epoch seconds (10 digits) or milliseconds (13 digits); the text as sent is signed. */
export const TIMESTAMP_HEADER = 'x-atalaya-timestamp';

export function signatureOf(secret: string, timestamp: string, body: Buffer | string): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

export interface Signed {
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
  readonly signedAt: number;
}

/** The signature and time of a request that holds the right ones; null for every other, without telling what was wrong. */
export function readSignature(secret: string, headers: Readonly<Record<string, unknown>>, body: Buffer): Signed | null {
  const timestamp = String(headers[TIMESTAMP_HEADER] ?? '');
  const [, signature = ''] = /^(?:sha256=)?([0-9a-f]{64})$/.exec(String(headers[SIGNATURE_HEADER] ?? '')) ?? [];
  const expected = Buffer.from(signatureOf(secret, timestamp, body));
  // Compared also where there is none, so that every refusal takes as long.
  const isRight = timingSafeEqual(expected, Buffer.from(signature.padEnd(expected.length, '0')));
  if (!isRight || signature === '' || !/^(\d{10}|\d{13})$/.test(timestamp)) return null;
  return { signature, signedAt: timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp) };
}
