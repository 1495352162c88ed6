/** Who asks, and what that one may do: a person's session, a program's token, or the host. */

import type { FastifyRequest } from 'fastify';
import type { SessionStage } from '../../api/contract/operation.ts';
import { ALL_RIGHTS, mayBeInToken, mayDo, mayDoWithoutDatabase, type Right } from '../../api/roles.ts';
import type { Access } from './access.ts';
import type { AccountDesk, AccountSession, AccountToken, Found } from './account-desk.ts';
import { cookieName, type Place } from './cookies.ts';

export interface Visitor {
  /** For the journal and the audit: `panel:marta`, `token:backup`, `command-line`. */
  readonly by: string;
  readonly expiresAt: number;
  readonly rights: readonly Right[];
  readonly stage: SessionStage;
  /** The second factor was given in the last minutes, or there is none to ask for. */
  readonly isFresh: boolean;
  readonly isProgram: boolean;
  /** Of a person's session. */
  readonly account: AccountVisit | null;
  /** Asked again and again for a line that stays open. */
  isStillIn(): Promise<boolean>;
}

export interface AccountVisit {
  readonly session: AccountSession;
  readonly sessionToken: string;
  /** Nobody can say what has changed since it was last looked up: for reading and stopping only. */
  readonly whileDatabaseDown: boolean;
}

export interface Visitors {
  /** Null for nobody who has entered. InputError ACCOUNTS_UNAVAILABLE. */
  of(request: FastifyRequest): Promise<Visitor | null>;
}

export function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Sessions of accounts; and, until there is an owner, those that a link of the host has opened. */
export function createVisitors(access: Access, desk: AccountDesk | undefined, place: Place): Visitors {
  return {
    async of(request) {
      const key = bearerOf(request);
      if (key !== null) return access.visitorOfKey(key) ?? (desk ? visitorOfToken(desk, key) : null);
      const cookie = request.cookies[cookieName(request, 'session', place)];
      if (cookie === undefined) return null;
      const linksCount = () => !desk?.ownerIsKnown();
      const linked = linksCount() ? access.visitorOfSession(cookie) : null;
      if (linked !== null) return { ...linked, isStillIn: async () => linksCount() && linked.isStillIn() };
      const found = await desk?.find(cookie, 'session');
      return desk && found?.kind === 'session' ? visitorOfSession(desk, found, cookie) : null;
    },
  };
}

async function visitorOfToken(desk: AccountDesk, key: string): Promise<Visitor | null> {
  const found = await desk.find(key, 'token');
  if (found?.kind !== 'token') return null;
  const { token, endsAt, whileDatabaseDown } = found;
  return {
    ...{ by: `token:${token.name}`, expiresAt: endsAt, stage: 'full', isFresh: false, isProgram: true, account: null },
    rights: token.rights.filter((right) => mayBeInToken(right) && mayNow(token, right, whileDatabaseDown)),
    isStillIn: async () => (await desk.find(key, 'token')) !== null,
  };
}

export function visitorOfSession(desk: AccountDesk, found: Found & { readonly kind: 'session' }, sessionToken: string): Visitor {
  const { session, endsAt, isFresh, whileDatabaseDown } = found;
  return {
    ...{ by: `panel:${session.name}`, expiresAt: endsAt, stage: session.stage, isProgram: false },
    rights: session.stage === 'full' ? ALL_RIGHTS.filter((right) => mayNow(session, right, whileDatabaseDown)) : [],
    isFresh,
    account: { session, sessionToken, whileDatabaseDown },
    isStillIn: () => desk.isStillIn(session),
  };
}

function mayNow({ role, parts }: AccountSession | AccountToken, right: Right, whileDatabaseDown: boolean): boolean {
  return mayDo(role, parts, right) && (!whileDatabaseDown || mayDoWithoutDatabase(right));
}
