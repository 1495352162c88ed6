/** The browser's own dialogue around a passkey. The library that speaks for it is fetched when one is used. */

import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

type Ceremony = Readonly<Record<string, unknown>>;

export type PasskeyTrouble = 'unsupported' | 'cancelled' | 'known' | 'place' | 'other';

/** The browser or the authenticator says no, before anything has reached the server. */
export class PasskeyFault extends Error {
  readonly trouble: PasskeyTrouble;

  constructor(trouble: PasskeyTrouble, cause?: unknown) {
    super(trouble, { cause });
    this.name = 'PasskeyFault';
    this.trouble = trouble;
  }
}

/** Signs what the server asks to be signed. Throws PasskeyFault. */
export function signWithPasskey(options: Ceremony): Promise<Record<string, unknown>> {
  return attempt(async ({ startAuthentication }) => ({
    ...(await startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON })),
  }));
}

/** Makes a passkey for this account and place. Throws PasskeyFault. */
export function makePasskey(options: Ceremony): Promise<Record<string, unknown>> {
  return attempt(async ({ startRegistration }) => ({
    ...(await startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON })),
  }));
}

type Library = typeof import('@simplewebauthn/browser');

async function attempt(work: (library: Library) => Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  if (typeof PublicKeyCredential === 'undefined') throw new PasskeyFault('unsupported');
  const library = await import('@simplewebauthn/browser');
  try {
    return await work(library);
  } catch (error) {
    throw new PasskeyFault(TROUBLES[(error as Error).name] ?? 'other', error);
  }
}

/** By the names of WebAuthn level 3, 5.1.3 and 5.1.4. A number as host is no place for a passkey. */
const TROUBLES: Readonly<Record<string, PasskeyTrouble>> = {
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  InvalidStateError: 'known',
  SecurityError: 'place',
  NotSupportedError: 'unsupported',
};
