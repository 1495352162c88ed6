/** The accounts as the web server asks them. */

import type { AccountDesk, AccountSession, Caller } from '../../../adapters/http/account-desk.ts';
import { appendAudit, auditLines, readAudit, verifyAudit } from '../../../adapters/postgres/audit-log.ts';
import { Allowance } from '../../../core/operations/allowance.ts';
import { note } from '../../cli/output.ts';
import type { Accounts } from './accounts.ts';
import { keepActNotes } from './act-notes.ts';
import * as own from './own-account.ts';
import { type AccountParts, type Actor, audited } from './parts.ts';
import * as entering from './sign-in.ts';
import { signatureOptions } from './signatures.ts';
import { giveProof } from './step-up.ts';
import * as tokens from './tokens.ts';
import * as users from './users.ts';

const actorOf = ({ address }: Caller, { name, role }: AccountSession): Actor => ({ name, address, role });

/** Refusals that are written down in a minute; the rest is counted: whoever asks for what is forbidden does not fill the audit. Counted apart, so that nobody hides behind mistakes. */
const REFUSALS_A_MINUTE = { access: 30, input: 5 } as const;

export function createAccountDesk({ parts, visitors, owner }: Accounts): AccountDesk {
  const refusals = { access: new Allowance(REFUSALS_A_MINUTE.access, 60_000), input: new Allowance(REFUSALS_A_MINUTE.input, 60_000) };
  const acts = keepActNotes({ database: parts.database, say: note });
  return {
    find: (secret, kind) => visitors.find(secret, kind),
    isStillIn: (session) => visitors.isStillIn(session),
    onChanged: (listener) => visitors.onForgotten(listener),
    ownerIsKnown: () => owner.isKnown(),
    ownerIsNeeded: () => owner.isNeeded(),
    async setupOwner(caller, wish) {
      const entered = await entering.setupOwner(parts, caller, wish);
      owner.note();
      return entered;
    },
    signIn: with2(entering.signIn),
    passkeyOptions: async ({ site }) => ({ ...(await signatureOptions(parts, site, { purpose: 'enter', sessionId: null }, null)) }),
    passkeySignIn: with2(entering.signInWithPasskey),
    choosePassword: with2(entering.choosePassword),

    async proofOptions({ site }, { sessionId, userId }) {
      return { ...(await signatureOptions(parts, site, { purpose: 'second-factor', sessionId }, userId)) };
    },
    giveProof: with3(giveProof),
    factors: (_caller, session) => own.listFactors(parts, session),
    beginAuthenticator: with3(own.beginAuthenticator),
    confirmAuthenticator: with3(own.confirmAuthenticator),
    newPasskeyOptions: async (caller, session) => ({ ...(await own.passkeyOptions(parts, caller, session)) }),
    addPasskey: with3(own.addPasskey),
    removeFactor: with3(own.removeFactor),
    offerRecoveryCodes: with3(own.offerRecoveryCodes),
    confirmRecoveryCodes: with3(own.confirmRecoveryCodes),
    changePassword: with3(own.changePassword),
    sessions: (_caller, session) => own.listSessions(parts, session),
    revokeSession: with3(own.revokeSession),
    revokeOtherSessions: with3(own.revokeOtherSessions),

    tokens: () => tokens.listTokens(parts),
    createToken: with3(tokens.createToken),
    rotateToken: with3(tokens.rotateToken),
    revokeToken: with3(tokens.revokeToken),

    users: () => users.listUsers(parts),
    inviteUser: (caller, session, wish) => users.inviteUser(parts, actorOf(caller, session), wish),
    changeRole: (caller, session, wish) => users.changeRole(parts, actorOf(caller, session), wish),
    setDisabled: (caller, session, wish) => users.setDisabled(parts, actorOf(caller, session), wish),
    resetFactors: (caller, session, name) => users.resetFactors(parts, actorOf(caller, session), name),
    resetPassword: (caller, session, name) => users.newPasswordCode(parts, actorOf(caller, session), name),

    noteRefusal({ kind, address, by, route, code }) {
      const at = parts.now();
      const allowed = refusals[kind].take(at);
      if (allowed === null) return;
      const entry = { at, actor: by, address, act: `${kind}.refuse`, target: route, outcome: 'refused' as const };
      const write = async () => parts.database().transaction((query) => appendAudit(query, { ...entry, detail: { code, ...allowed } }));
      // Refused it was; while the database is away nobody can be told.
      write().catch(() => {});
    },
    noteAct: ({ by, ...act }) => acts.add({ at: parts.now(), actor: by, ...act }),
    audit: async (question) => ({ entries: await readAudit(parts.database().query, question) }),
    async exportAudit({ address }, by) {
      await audited(parts, { name: by, address }, { act: 'audit.export' }, async () => {});
      return auditLines(parts.database());
    },
    verifyAudit: () => verifyAudit(parts.database()),
  };

  function with2<Given, Answer>(work: (parts: AccountParts, caller: Caller, given: Given) => Answer) {
    return (caller: Caller, given: Given) => work(parts, caller, given);
  }
  function with3<Given, Answer>(work: (parts: AccountParts, caller: Caller, session: AccountSession, given: Given) => Answer) {
    return (caller: Caller, session: AccountSession, given: Given) => work(parts, caller, session, given);
  }
}
