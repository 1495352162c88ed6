/** Accounts over the interface: cookies in and out, and what each operation asks the desk. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Visit } from '../../api/accounts.ts';
import { accounts } from '../../api/contract/accounts.ts';
import { InputError } from '../../core/domain/result.ts';
import type { AccountDesk, AccountSession, Entered } from './account-desk.ts';
import { callerOf, clearCookies, giveCookies, type Place } from './cookies.ts';
import { csrfTokenOf } from './csrf.ts';
import { requireSameOrigin } from './guard.ts';
import { serve } from './serve.ts';
import { type AccountVisitor, visitorOfSession } from './visitor.ts';

export function registerAccounts(server: FastifyInstance, desk: AccountDesk, place: Place): void {
  /** The session goes on under a new token: the answer says what it is now. */
  async function entered(request: FastifyRequest, reply: FastifyReply, given: Entered): Promise<Visit> {
    giveCookies(request, reply, place, given);
    const found = await desk.find(given.token, 'session');
    if (found?.kind !== 'session') throw new InputError('NOT_ENTERED', 'expected the session that has just begun, found it ended; sign in again');
    return visitOf(visitorOfSession(found.session, given.token, found));
  }
  const stranger = (request: FastifyRequest) => {
    requireSameOrigin(request, place);
    return callerOf(request, place);
  };
  const caller = (request: FastifyRequest) => callerOf(request, place);

  serve(server, 'accounts', accounts, {
    setup: async () => ({ ownerNeeded: await desk.ownerIsNeeded() }),
    setupOwner: async ({ body }, request, reply) => entered(request, reply, await desk.setupOwner(stranger(request), body)),
    signIn: async ({ body }, request, reply) => entered(request, reply, await desk.signIn(stranger(request), body)),
    passkeyOptions: async (_asked, request) => ({ options: await desk.passkeyOptions(stranger(request)) }),
    passkeySignIn: async ({ body }, request, reply) => entered(request, reply, await desk.passkeySignIn(stranger(request), body.response)),
    choosePassword: ({ body }, request) => desk.choosePassword(stranger(request), body),

    session: (_asked, request) => visitOf(request.visitor as AccountVisitor),
    async leave(_asked, request, reply) {
      const session = own(request);
      await desk.revokeSession(caller(request), session, session.sessionId);
      clearCookies(request, reply, place);
      return undefined;
    },
    proofOptions: async (_asked, request) => ({ options: await desk.proofOptions(caller(request), own(request)) }),
    giveProof: async ({ body }, request, reply) => entered(request, reply, await desk.giveProof(caller(request), own(request), body)),

    factors: (_asked, request) => desk.factors(caller(request), own(request)),
    beginAuthenticator: ({ body }, request) => desk.beginAuthenticator(caller(request), own(request), body),
    confirmAuthenticator: async ({ body }, request, reply) =>
      entered(request, reply, await desk.confirmAuthenticator(caller(request), own(request), body)),
    newPasskeyOptions: async (_asked, request) => ({ options: await desk.newPasskeyOptions(caller(request), own(request)) }),
    addPasskey: async ({ body }, request, reply) => entered(request, reply, await desk.addPasskey(caller(request), own(request), body)),
    removeFactor: async ({ params }, request) => nothing(await desk.removeFactor(caller(request), own(request), params.id)),
    offerRecoveryCodes: (_asked, request) => desk.offerRecoveryCodes(caller(request), own(request)),
    confirmRecoveryCodes: async (_asked, request) => nothing(await desk.confirmRecoveryCodes(caller(request), own(request))),
    changePassword: async ({ body }, request, reply) => entered(request, reply, await desk.changePassword(caller(request), own(request), body)),
    sessions: (_asked, request) => desk.sessions(caller(request), own(request)),
    revokeSession: async ({ params }, request) => nothing(await desk.revokeSession(caller(request), own(request), params.id)),
    revokeOtherSessions: (_asked, request) => desk.revokeOtherSessions(caller(request), own(request)),

    tokens: () => desk.tokens(),
    createToken: ({ body }, request) => desk.createToken(caller(request), own(request), body),
    rotateToken: ({ params, body }, request) => desk.rotateToken(caller(request), own(request), { id: params.id, ...body }),
    revokeToken: async ({ params }, request) => nothing(await desk.revokeToken(caller(request), own(request), params.id)),

    users: () => desk.users(),
    inviteUser: ({ body }, request) => desk.inviteUser(caller(request), own(request), body),
    changeRole: async ({ params, body }, request) => nothing(await desk.changeRole(caller(request), own(request), { name: params.name, ...body })),
    setDisabled: async ({ params, body }, request) => nothing(await desk.setDisabled(caller(request), own(request), { name: params.name, ...body })),
    resetFactors: async ({ params }, request) => nothing(await desk.resetFactors(caller(request), own(request), params.name)),
    resetPassword: ({ params }, request) => desk.resetPassword(caller(request), own(request), params.name),

    audit: ({ query }) => desk.audit(query),
    verifyAudit: () => desk.verifyAudit(),
  });
}

/** Answered with 204. */
function nothing(_done: undefined | void): undefined {
  return undefined;
}

/** A person's session: a token has no account of its own. */
function own({ visitor }: FastifyRequest): AccountSession {
  const { session = null } = (visitor ?? {}) as Partial<AccountVisitor>;
  if (session === null) throw new InputError('RIGHT_MISSING', "expected a person's session, found a program's key; sign in in the panel");
  return session;
}

function visitOf({ by, name, role, parts, rights, stage, factor, freshUntil, expiresAt, sessionToken, whileDatabaseDown }: AccountVisitor): Visit {
  const csrfToken = sessionToken === null ? '' : csrfTokenOf(sessionToken);
  return { by, name, role, parts: [...parts], rights: [...rights], stage, factor, freshUntil, expiresAt, csrfToken, whileDatabaseDown };
}
