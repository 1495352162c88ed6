/** Signatures of passkeys: what a browser is asked to sign, kept until it answers, and what its answer is worth. */

import { askForSignature, CEREMONY_MS, readSignature, type Site } from '../../../adapters/credentials/passkeys.ts';
import { type PasskeyRow, passkeysOf, usePasskey } from '../../../adapters/postgres/accounts/factors.ts';
import { addChallenge, type ChallengePurpose, takeChallenge } from '../../../adapters/postgres/accounts/one-time.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import { InputError } from '../../../core/domain/result.ts';
import type { AccountParts } from './parts.ts';

export interface Purpose {
  readonly purpose: ChallengePurpose;
  /** The session it is for; null to enter. */
  readonly sessionId: string | null;
}

/** With a user's passkeys to choose from, or without: then the browser offers those it has. */
export async function signatureOptions({ database, now }: AccountParts, site: Site, purpose: Purpose, userId: string | null) {
  const existing = userId === null ? undefined : await passkeysOf(database().query, userId);
  const options = await askForSignature(site, existing);
  await addChallenge(database().query, { challenge: options.challenge, ...purpose, expiresAt: now() + CEREMONY_MS });
  return options;
}

export interface CheckedSignature {
  /** Counts it in the transaction of what it opens. InputError PASSKEY_REFUSED where it is not right. */
  use(query: Query, now: number): Promise<void>;
}

/** Uses the challenge up and compares, outside the transaction of what comes of it: a challenge counts once whatever comes of it. */
export async function checkSignature(
  { database, now }: AccountParts,
  site: Site,
  passkey: PasskeyRow | null,
  response: unknown,
  { purpose, sessionId }: Purpose,
): Promise<CheckedSignature> {
  if (passkey === null) return refusing(passkeyUnknown());
  try {
    const take = (challenge: string) => takeChallenge(database().query, challenge, purpose, sessionId, now());
    const counter = await readSignature(site, passkey, response, take);
    return {
      async use(query, at) {
        if (!(await usePasskey(query, passkey, counter, at)))
          throw new InputError('PASSKEY_REFUSED', 'expected a signature that was not used before, found it used; try again');
      },
    };
  } catch (error) {
    if (error instanceof InputError && error.exitCode === 1) return refusing(error);
    throw error;
  }
}

function refusing(refusal: InputError): CheckedSignature {
  return {
    async use() {
      throw refusal;
    },
  };
}

export function passkeyUnknown(): InputError {
  return new InputError('PASSKEY_REFUSED', 'expected a passkey of an account here, found another; sign in with name and password');
}
