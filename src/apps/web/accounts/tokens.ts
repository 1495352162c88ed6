/** Tokens for programs: made, listed, rotated with two good at once, revoked. */

import { randomUUID } from 'node:crypto';
import { hashOf, newToken } from '../../../adapters/credentials/secrets.ts';
import type { Caller } from '../../../adapters/http/account-desk.ts';
import * as rows from '../../../adapters/postgres/accounts/api-tokens.ts';
import type { LiveSession } from '../../../adapters/postgres/accounts/sessions.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import type { TokenList } from '../../../api/accounts.ts';
import { mayBeInToken, mayDo, type Right } from '../../../api/roles.ts';
import { InputError } from '../../../core/domain/result.ts';
import { endOfReplaced, readExpiry } from '../../../core/operations/access/api-token.ts';
import { type AccountParts, audited, orThrow } from './parts.ts';

export const TOKEN_START = 'atalaya_';
const SHOWN_LETTERS = TOKEN_START.length + 6;

interface Made {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: number;
}

export async function listTokens({ database, now }: AccountParts): Promise<TokenList> {
  const listed = await rows.listTokens(database().query, now());
  return {
    tokens: listed.map(
      ({ tokenId: id, name, prefix, userName: madeBy, rights, createdAt, expiresAt, lastUsedAt, replacedBy, revokedAt }) => ({
        ...{ id, name, prefix, madeBy, rights: [...rights], createdAt, expiresAt, lastUsedAt, isReplaced: replacedBy !== null, revokedAt },
      }),
    ),
  };
}

/** InputError TOKEN_RIGHT, TOKEN_EXPIRY. */
export function createToken(
  parts: AccountParts,
  caller: Caller,
  session: LiveSession,
  wish: { readonly name: string; readonly rights: readonly Right[]; readonly expiresAt: number },
): Promise<Made> {
  const { name, rights } = wish;
  return audited(parts, actorOf(session, caller), { act: 'token.create', target: name, detail: { rights } }, (query) => {
    for (const right of rights) {
      if (!mayBeInToken(right) || !mayDo(session.role, session.parts, right))
        throw new InputError('TOKEN_RIGHT', `expected rights that you have and that need no second factor, found ${right}; leave it out`);
    }
    return make(parts, query, session.userId, wish);
  });
}

/** A new one of the same name and rights; the old one ends after the overlap. InputError TOKEN_UNKNOWN, TOKEN_REPLACED, TOKEN_OVERLAP, TOKEN_EXPIRY. */
export async function rotateToken(
  parts: AccountParts,
  caller: Caller,
  session: LiveSession,
  { id, expiresAt, overlapMs }: { readonly id: string; readonly expiresAt: number; readonly overlapMs: number },
): Promise<Made> {
  const made = await audited(parts, actorOf(session, caller), { act: 'token.rotate', detail: { overlapMs } }, async (query, note) => {
    const old = await existing(query, id);
    note({ name: old.name });
    const endsAt = orThrow(endOfReplaced({ expiresAt: old.expiresAt, isReplaced: old.replacedBy !== null }, overlapMs, parts.now()));
    const next = await make(parts, query, old.userId, { name: old.name, rights: old.rights, expiresAt });
    await rows.replaceToken(query, id, next.id, endsAt);
    return { next, userId: old.userId };
  });
  parts.forgetVisitors(made.userId);
  return made.next;
}

export async function revokeToken(parts: AccountParts, caller: Caller, session: LiveSession, id: string): Promise<void> {
  const revoked = await audited(parts, actorOf(session, caller), { act: 'token.revoke' }, async (query, note) => {
    const token = await existing(query, id);
    note({ name: token.name });
    await rows.revokeToken(query, id, parts.now());
    return token;
  });
  parts.forgetVisitors(revoked.userId);
}

async function make(
  parts: AccountParts,
  query: Query,
  userId: string,
  { name, rights, expiresAt }: { readonly name: string; readonly rights: readonly Right[]; readonly expiresAt: number },
): Promise<Made> {
  const createdAt = parts.now();
  orThrow(readExpiry(expiresAt, createdAt));
  const token = `${TOKEN_START}${newToken()}`;
  const id = randomUUID();
  const prefix = token.slice(0, SHOWN_LETTERS);
  await rows.addToken(query, { tokenId: id, userId, name, prefix, rights, createdAt, expiresAt }, hashOf(token));
  return { id, token, expiresAt };
}

async function existing(query: Query, id: string): Promise<rows.OwnedToken> {
  const token = await rows.tokenToChange(query, id);
  if (token === null) throw new InputError('TOKEN_UNKNOWN', 'expected a token that is not revoked, found none of that id; reload the list');
  return token;
}

const actorOf = ({ name }: LiveSession, { address }: Caller) => ({ name, address });
