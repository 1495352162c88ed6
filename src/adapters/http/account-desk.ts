/** The port through which the web server knows who is who: sessions and tokens, and everything an account can be asked for. */

import type { AuditPage, AuditQuery, FactorList, OneTimeCode, Proof, SessionList, TokenList, UserList } from '../../api/accounts.ts';
import type { Right, Role } from '../../api/roles.ts';
import type { SessionTimes } from '../../core/operations/access/session-life.ts';
import type { NoteAct } from './noted-acts.ts';
import type { RefusedRequest } from './problems.ts';

/** Where the panel is open: passkeys are made for this place. */
export interface Site {
  readonly origin: string;
  /** Its host name. */
  readonly relyingParty: string;
}

/** Where a request comes from. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string;
  /** The token of a browser that has been in before; null without one. */
  readonly device: string | null;
  /** The session it comes with, which a new one takes the place of. */
  readonly sessionToken: string | null;
  readonly site: Site;
}

/** What a browser is given when its session begins or changes. */
export interface Entered {
  readonly token: string;
  /** For a browser that is in and has none yet. */
  readonly deviceToken: string | null;
}

export interface AccountSession extends SessionTimes {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly parts: readonly string[];
  readonly factor: string;
  readonly address: string;
  readonly userAgent: string;
}

export interface AccountToken {
  readonly tokenId: string;
  readonly name: string;
  readonly role: Role;
  readonly parts: readonly string[];
  readonly rights: readonly Right[];
}

/** `whileDatabaseDown`: it was good before the database went away, and nobody can say what has changed since: for reading and stopping only. */
export type Found = { readonly endsAt: number; readonly whileDatabaseDown: boolean } & (
  | {
      readonly kind: 'session';
      readonly session: AccountSession /** The second factor was given in the last minutes. */;
      readonly isFresh: boolean;
    }
  | { readonly kind: 'token'; readonly token: AccountToken }
);

type Ceremony = Readonly<Record<string, unknown>>;
interface MadeToken {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** Of a session that has entered; the others are for who has not. Refusals are InputErrors with a code. */
type Own<Given, Answer> = (caller: Caller, session: AccountSession, given: Given) => Promise<Answer>;

export interface AccountDesk {
  find(secret: string, kind: Found['kind']): Promise<Found | null>;
  /** Whether a session that was found before is still good, whatever its token is by now. */
  isStillIn(session: AccountSession): Promise<boolean>;
  /** Calls `listener` once a user's sessions, tokens or rights have changed. */
  onChanged(listener: (userId: string) => void): void;

  /** Whether an owner is known to exist, without asking the database: until then the host's links let in, from then on never again. */
  ownerIsKnown(): boolean;
  ownerIsNeeded(): Promise<boolean>;
  setupOwner(caller: Caller, wish: { readonly code: string; readonly name: string; readonly password: string }): Promise<Entered>;
  signIn(caller: Caller, typed: { readonly name: string; readonly password: string }): Promise<Entered>;
  passkeyOptions(caller: Caller): Promise<Ceremony>;
  passkeySignIn(caller: Caller, response: unknown): Promise<Entered>;
  choosePassword(caller: Caller, typed: { readonly code: string; readonly password: string }): Promise<{ readonly name: string }>;

  readonly proofOptions: Own<void, Ceremony>;
  readonly giveProof: Own<Proof, Entered>;
  readonly factors: Own<void, FactorList>;
  readonly beginAuthenticator: Own<{ readonly name: string }, { readonly id: string; readonly secret: string; readonly uri: string }>;
  readonly confirmAuthenticator: Own<{ readonly code: string }, Entered>;
  readonly newPasskeyOptions: Own<void, Ceremony>;
  readonly addPasskey: Own<{ readonly name: string; readonly response: unknown }, Entered>;
  readonly removeFactor: Own<string, void>;
  readonly offerRecoveryCodes: Own<void, { readonly codes: string[] }>;
  readonly confirmRecoveryCodes: Own<void, void>;
  readonly changePassword: Own<{ readonly current: string; readonly next: string }, Entered>;
  readonly sessions: Own<void, SessionList>;
  readonly revokeSession: Own<string, void>;
  readonly revokeOtherSessions: Own<void, { readonly ended: number }>;

  tokens(): Promise<TokenList>;
  readonly createToken: Own<{ readonly name: string; readonly rights: readonly Right[]; readonly expiresAt: number }, MadeToken>;
  readonly rotateToken: Own<{ readonly id: string; readonly expiresAt: number; readonly overlapMs: number }, MadeToken>;
  readonly revokeToken: Own<string, void>;

  users(): Promise<UserList>;
  readonly inviteUser: Own<{ readonly name: string; readonly role: Role; readonly parts: readonly string[] }, OneTimeCode>;
  readonly changeRole: Own<{ readonly name: string; readonly role: Role; readonly parts: readonly string[] }, void>;
  readonly setDisabled: Own<{ readonly name: string; readonly disabled: boolean }, void>;
  readonly resetFactors: Own<string, void>;
  readonly resetPassword: Own<string, OneTimeCode>;

  /** Somebody was not let through: an entry of the audit, or one of many that is counted in the next. Never fails. */
  noteRefusal(refusal: RefusedRequest & { readonly address: string; readonly by: string }): void;
  /** Somebody has asked something of the trader. Never fails, and waits for nothing. */
  readonly noteAct: NoteAct;
  audit(question: AuditQuery): Promise<AuditPage>;
  /** Lines of JSON; that somebody took them is an entry as well. */
  exportAudit(caller: Caller, by: string): Promise<AsyncIterable<string>>;
  verifyAudit(): Promise<{
    readonly entries: number;
    readonly head: string;
    readonly fault: { readonly sequence: number; readonly message: string } | null;
  }>;
}
