/** Codes of authenticator applications: TOTP with SHA-1, six digits and 30 s, the one kind that all of them read (RFC 6238). */

import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { freshStep, TOTP_PERIOD_MS, TOTP_WINDOW } from '../../core/operations/access/totp-step.ts';

/** RFC 4226 asks for 160 bits. */
const SECRET_BYTES = 20;
const KIND = { algorithm: 'SHA1', digits: 6, period: TOTP_PERIOD_MS / 1000 } as const;

export function newAuthenticatorSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

export interface AuthenticatorOffer {
  /** For typing in. */
  readonly secret: string;
  /** For a QR code: `otpauth://totp/…`. */
  readonly uri: string;
}

export function offerOf(secret: Buffer, userName: string): AuthenticatorOffer {
  const totp = new TOTP({ ...KIND, secret: secretOf(secret), issuer: 'Atalaya', label: userName });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The step of a right code that was not used before; null otherwise. Whoever takes it has to store it before anything else. */
export function stepOfCode(secret: Buffer, typed: string, lastUsedStep: number, now: number): number | null {
  const code = typed.replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return null;
  const delta = new TOTP({ ...KIND, secret: secretOf(secret) }).validate({ token: code, timestamp: now, window: TOTP_WINDOW });
  return delta === null ? null : freshStep(now, delta, lastUsedStep);
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer });
}
