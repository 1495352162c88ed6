/** Passkeys (WebAuthn): what a browser is asked to sign, and whether it did. The person is always verified by the device: a passkey counts as both factors. */

import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { InputError } from '../../core/domain/result.ts';

/** 26 MB, for what happens a few times a day. */
const loadCeremonies = () => import('@simplewebauthn/server');

export const CEREMONY_MS = 5 * 60_000;

/** Where the panel is open: a browser signs for this place only. */
export interface Site {
  /** `https://panel.example.org`, `http://localhost:8500`. */
  readonly origin: string;
  /** Its host name. */
  readonly relyingParty: string;
}

export interface PasskeyRecord {
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
}

export interface NewPasskey extends PasskeyRecord {
  readonly relyingParty: string;
  readonly isBackedUp: boolean;
}

type TakeChallenge = (challenge: string) => Promise<boolean>;
type Known = Pick<PasskeyRecord, 'credentialId' | 'transports'>;
const described = ({ credentialId, transports }: Known) => ({ id: credentialId, transports: [...transports] });

export async function askForPasskey(
  site: Site,
  user: { readonly userId: string; readonly name: string },
  existing: readonly Known[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await loadCeremonies();
  return generateRegistrationOptions({
    rpName: 'Atalaya',
    rpID: site.relyingParty,
    userName: user.name,
    userDisplayName: user.name,
    userID: new Uint8Array(Buffer.from(user.userId.replaceAll('-', ''), 'hex')),
    timeout: CEREMONY_MS,
    attestationType: 'none',
    excludeCredentials: existing.map(described),
    // Kept in the device with the user's name: it enters without either being typed.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** `takeChallenge` is told the challenge that was signed, says whether it was given out, and uses it up. InputError PASSKEY_REFUSED. */
export async function readNewPasskey(site: Site, response: unknown, takeChallenge: TakeChallenge): Promise<NewPasskey> {
  const { verifyRegistrationResponse } = await loadCeremonies();
  const { verified, registrationInfo } = await refusing(takeChallenge, (take) =>
    verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: take,
      expectedOrigin: site.origin,
      expectedRPID: site.relyingParty,
      requireUserVerification: true,
    }),
  );
  if (!verified) throw passkeyRefused('its signature is not right');
  const { credential, credentialBackedUp } = registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    relyingParty: site.relyingParty,
    isBackedUp: credentialBackedUp,
  };
}

/** `existing` is absent where the browser is to offer the passkeys it has for this place. */
export async function askForSignature(site: Site, existing?: readonly Known[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await loadCeremonies();
  return generateAuthenticationOptions({
    rpID: site.relyingParty,
    timeout: CEREMONY_MS,
    userVerification: 'required',
    ...(existing !== undefined && { allowCredentials: existing.map(described) }),
  });
}

/** Which passkey an answer claims to be of. */
export function credentialIdIn(response: unknown): string {
  const id = (response as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : '';
}

/** The new counter of the passkey. InputError PASSKEY_REFUSED: also where a counter did not rise, as a copied passkey's would not. */
export async function readSignature(site: Site, passkey: PasskeyRecord, response: unknown, takeChallenge: TakeChallenge): Promise<number> {
  const { verifyAuthenticationResponse } = await loadCeremonies();
  const { verified, authenticationInfo } = await refusing(takeChallenge, (take) =>
    verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: take,
      expectedOrigin: site.origin,
      expectedRPID: site.relyingParty,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
        transports: passkey.transports as AuthenticatorTransport[],
      },
      requireUserVerification: true,
    }),
  );
  if (!verified) throw passkeyRefused('its signature is not right');
  return authenticationInfo.newCounter;
}

/** The package throws for everything that does not fit, malformed answers too. What `takeChallenge` throws (a database that is away) is no refusal. */
async function refusing<T>(takeChallenge: TakeChallenge, verify: (take: TakeChallenge) => Promise<T>): Promise<T> {
  let failure: unknown = null;
  const take: TakeChallenge = async (challenge) => {
    try {
      return await takeChallenge(challenge);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    return await verify(take);
  } catch (error) {
    throw failure ?? passkeyRefused((error as Error).message);
  }
}

function passkeyRefused(found: string): InputError {
  return new InputError('PASSKEY_REFUSED', `expected a passkey of this place, found: ${found}; try again`);
}
