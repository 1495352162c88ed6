/** Second factors given: to complete a session, or once more before something dangerous. */

import { stepOfCode } from '../../../adapters/credentials/authenticator-codes.ts';
import { credentialIdIn } from '../../../adapters/credentials/passkeys.ts';
import { hashOf } from '../../../adapters/credentials/secrets.ts';
import type { Caller } from '../../../adapters/http/account-desk.ts';
import { authenticatorsOf, countFactors, passkeyById, useRecoveryCode, useStep } from '../../../adapters/postgres/accounts/factors.ts';
import type { LiveSession } from '../../../adapters/postgres/accounts/sessions.ts';
import { userById } from '../../../adapters/postgres/accounts/users.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import type { Proof } from '../../../api/accounts.ts';
import { InputError } from '../../../core/domain/result.ts';
import { readCode } from '../../../core/operations/access/one-time-code.ts';
import { type Entered, growSession } from './entering.ts';
import { type AccountParts, audited, type Note } from './parts.ts';
import { checkSignature, passkeyUnknown } from './signatures.ts';
import { beginTry } from './tries.ts';

/** Looks at a proof outside the transaction; what it returns uses it up within, or throws. */
type Judged = (query: Query, note: Note) => Promise<void>;

/**
 * Completes a session or makes it fresh, under a new token. InputError SECOND_FACTOR_WRONG, PASSKEY_REFUSED, SECOND_FACTOR_ENROL (there is none yet),
 * LockedOut.
 */
export async function giveProof(parts: AccountParts, caller: Caller, session: LiveSession, proof: Proof): Promise<Entered> {
  const { userId, name } = session;
  const act = session.stage === 'full' ? 'session.step-up' : 'session.second-factor';
  if (session.stage === 'enrol')
    throw new InputError('SECOND_FACTOR_ENROL', 'expected an account with a second factor, found one without; enrol one first');
  const tried = await beginTry(parts, caller, { act, name, userId, account: userId });
  const judged = await judge(parts, caller, session, proof);
  const told = { act, target: name, detail: { factor: proof.kind } };
  const entered = await audited(parts, { name, address: caller.address }, told, async (query, note) => {
    await judged(query, note);
    await tried.giveBack(query);
    return growSession(query, caller, session, proof.kind, parts.now());
  });
  parts.forgetVisitors(session.userId);
  return entered;
}

async function judge(parts: AccountParts, caller: Caller, session: LiveSession, proof: Proof): Promise<Judged> {
  switch (proof.kind) {
    case 'totp':
      return (query) => useAuthenticator(parts, query, session.userId, proof.code);
    case 'recovery-code':
      return async (query, note) => {
        const hash = hashOf(readCode(proof.code) ?? 'none');
        if (!(await useRecoveryCode(query, session.userId, hash, parts.now()))) throw factorWrong('a recovery code that was not used');
        note({ codesLeft: (await countFactors(query, session.userId)).recoveryCodes });
      };
    case 'passkey': {
      const passkey = await passkeyById(parts.database().query, credentialIdIn(proof.response));
      const own = passkey?.userId === session.userId ? passkey : null;
      const purpose = { purpose: 'second-factor', sessionId: session.sessionId } as const;
      const signature = await checkSignature(parts, caller.site, own, proof.response, purpose);
      return async (query) => {
        if (own === null) throw passkeyUnknown();
        await signature.use(query, parts.now());
      };
    }
    case 'password':
      return judgePassword(parts, session, proof.password);
  }
}

/** The one thing to ask of who has no second factor; no way around one for who has. */
async function judgePassword(parts: AccountParts, session: LiveSession, password: string): Promise<Judged> {
  const user = await userById(parts.database().query, session.userId);
  const { isRight } = await parts.passwords.check(password, user?.passwordHash ?? null);
  return async (query) => {
    const { authenticators, passkeys } = await countFactors(query, session.userId);
    if (authenticators + passkeys > 0 || session.stage !== 'full') throw factorWrong('a second factor');
    if (!isRight) throw factorWrong('the password');
  };
}

/** Tries a code on each authenticator, and uses its step up. */
export async function useAuthenticator(parts: AccountParts, query: Query, userId: string, code: string, confirmed = true): Promise<void> {
  const now = parts.now();
  for (const { authenticatorId, secret, lastStep } of await authenticatorsOf(query, userId, confirmed)) {
    const step = stepOfCode(parts.cipher().open(secret, userId), code, lastStep, now);
    if (step !== null && (await useStep(query, authenticatorId, step, now))) return;
  }
  throw factorWrong('a code that the authenticator shows now and that was not used');
}

function factorWrong(expected: string): InputError {
  return new InputError('SECOND_FACTOR_WRONG', `expected ${expected}, found another; try again`);
}
