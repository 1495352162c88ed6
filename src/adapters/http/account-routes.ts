/** Accounts over the interface: cookies in and out, and what each operation asks the desk. */

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { NewToken, OneTimeCode, Visit } from '../../api/accounts.ts';
import { accounts } from '../../api/contract/accounts.ts';
import { InputError } from '../../core/domain/result.ts';
import { freshEndsAt } from '../../core/operations/access/session-life.ts';
import { createOnce, SECRET_SHOWN_MS } from '../support/once.ts';
import type { Access } from './access.ts';
import type { AccountDesk, AccountSession, Entered } from './account-desk.ts';
import { callerOf, clearCookies, cookieName, giveCookies, type Place } from './cookies.ts';
import { csrfTokenOf } from './csrf.ts';
import { requireSameOrigin } from './guard.ts';
import { serve } from './serve.ts';
import { type Visitor, visitorOfSession } from './visitor.ts';

const SECRET_MADE = { conflict: 'IDEMPOTENCY_CONFLICT', shownMs: SECRET_SHOWN_MS } as const;

export interface AccountRoutes {
  readonly desk: AccountDesk;
  readonly place: Place;
  /** The sessions of the host's links. */
  readonly access: Access;
}

export function registerAccounts(server: FastifyInstance, { desk, place, access }: AccountRoutes): void {
  /** The session goes on under a new token: the answer says what it is now. */
  async function entered(request: FastifyRequest, reply: FastifyReply, given: Entered): Promise<Visit> {
    giveCookies(request, reply, place, given);
    const found = await desk.find(given.token, 'session');
    if (found?.kind !== 'session')
      throw new InputError('NOT_ENTERED', 'expected the session that has just begun, found it ended; sign in again');
    return visitOf(visitorOfSession(desk, found, given.token));
  }
  const stranger = (request: FastifyRequest) => {
    requireSameOrigin(request, place);
    return callerOf(request, place);
  };
  const caller = (request: FastifyRequest) => callerOf(request, place);
  const madeToken = createOnce<NewToken>(SECRET_MADE);
  const madeCode = createOnce<OneTimeCode>(SECRET_MADE);
  /** Of this session and this key, so that nobody else is shown what was made. */
  const keyOf = (request: FastifyRequest) => {
    const key = request.headers['idempotency-key'];
    return key === undefined ? undefined : `${own(request).sessionId} ${key}`;
  };

  serve(server, 'accounts', accounts, {
    setup: async () => ({ ownerNeeded: await desk.ownerIsNeeded() }),
    setupOwner: async ({ body }, request, reply) => entered(request, reply, await desk.setupOwner(stranger(request), body)),
    signIn: async ({ body }, request, reply) => entered(request, reply, await desk.signIn(stranger(request), body)),
    passkeyOptions: async (_asked, request) => ({ options: await desk.passkeyOptions(stranger(request)) }),
    passkeySignIn: async ({ body }, request, reply) => entered(request, reply, await desk.passkeySignIn(stranger(request), body.response)),
    choosePassword: ({ body }, request) => desk.choosePassword(stranger(request), body),

    session: (_asked, request) => visitOf(request.visitor as Visitor),
    async leave(_asked, request, reply) {
      const account = request.visitor?.account ?? null;
      if (account === null) access.leave(request.cookies[cookieName(request, 'session', place)] ?? '');
      else await desk.revokeSession(caller(request), account.session, account.session.sessionId);
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
    removeFactor: ({ params }, request) => done(desk.removeFactor(caller(request), own(request), params.id)),
    offerRecoveryCodes: (_asked, request) => desk.offerRecoveryCodes(caller(request), own(request)),
    confirmRecoveryCodes: (_asked, request) => done(desk.confirmRecoveryCodes(caller(request), own(request))),
    changePassword: async ({ body }, request, reply) =>
      entered(request, reply, await desk.changePassword(caller(request), own(request), body)),
    sessions: (_asked, request) => desk.sessions(caller(request), own(request)),
    revokeSession: ({ params }, request) => done(desk.revokeSession(caller(request), own(request), params.id)),
    revokeOtherSessions: (_asked, request) => desk.revokeOtherSessions(caller(request), own(request)),

    tokens: () => desk.tokens(),
    createToken: ({ body }, request) =>
      madeToken(keyOf(request), ['create', body], () => desk.createToken(caller(request), own(request), body)),
    rotateToken: ({ params: { id }, body }, request) =>
      madeToken(keyOf(request), [id, body], () => desk.rotateToken(caller(request), own(request), { id, ...body })),
    revokeToken: ({ params }, request) => done(desk.revokeToken(caller(request), own(request), params.id)),

    users: () => desk.users(),
    inviteUser: ({ body }, request) =>
      madeCode(keyOf(request), ['invite', body], () => desk.inviteUser(caller(request), own(request), body)),
    changeRole: ({ params, body }, request) => done(desk.changeRole(caller(request), own(request), { name: params.name, ...body })),
    setDisabled: ({ params, body }, request) => done(desk.setDisabled(caller(request), own(request), { name: params.name, ...body })),
    resetFactors: ({ params }, request) => done(desk.resetFactors(caller(request), own(request), params.name)),
    resetPassword: ({ params: { name } }, request) =>
      madeCode(keyOf(request), ['reset', name], () => desk.resetPassword(caller(request), own(request), name)),

    audit: ({ query }) => desk.audit(query),
    verifyAudit: () => desk.verifyAudit(),
    exportAudit: async (_asked, request) => ({
      fileName: `audit-${new Date().toISOString().slice(0, 10)}.ndjson`,
      contentType: 'application/x-ndjson',
      content: Readable.from(await desk.exportAudit(caller(request), request.visitor?.by ?? '')),
    }),
  });
}

/** Answered with 204. */
async function done(work: Promise<void>): Promise<undefined> {
  await work;
  return undefined;
}

/** A person's session: a program has no account of its own, nor has who came by a link. */
function own({ visitor }: FastifyRequest): AccountSession {
  if (visitor?.account) return visitor.account.session;
  throw new InputError('RIGHT_MISSING', "expected a person's session, found none; sign in in the panel");
}

function visitOf({ by, rights, isFresh, expiresAt, stage, account }: Visitor): Visit {
  const common = { by, rights: [...rights], stage, expiresAt };
  // Who came by the host's link, before there is an owner, stands for one.
  if (account === null)
    return {
      ...common,
      name: '',
      role: 'owner',
      parts: [],
      factor: 'link',
      freshUntil: expiresAt,
      csrfToken: '',
      whileDatabaseDown: false,
    };
  const { session, sessionToken, whileDatabaseDown } = account;
  const { name, role, parts, factor } = session;
  const freshUntil = isFresh ? freshEndsAt(session) : null;
  return { ...common, name, role, parts: [...parts], factor, freshUntil, csrfToken: csrfTokenOf(sessionToken), whileDatabaseDown };
}
