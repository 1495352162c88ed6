/** Entering, one's own account, tokens, users and the audit. */

import { z } from 'zod';
import * as shapes from '../accounts.ts';
import type { Part } from './operation.ts';

/** Before anybody has entered; counted strictly, and only from the panel's own page. */
const entering = { method: 'POST', right: 'everyone', isEntrance: true } as const;
/** Of one's own account. */
const own = { right: 'self' } as const;
/** Also where the second factor has not been given yet, or there is none. */
const ANY_STAGE = ['second-factor', 'enrol', 'full'] as const;
const ENROLLING = ['enrol', 'full'] as const;
const PROVING = ['second-factor', 'full'] as const;

export const accounts = {
  setup: {
    method: 'GET',
    right: 'everyone',
    path: '/api/v1/setup',
    summary: 'Whether the first owner has still to be made.',
    answer: shapes.setupState,
  },
  setupOwner: {
    ...entering,
    path: '/api/v1/setup',
    summary: 'Makes the first owner, with the one-time code of the host.',
    body: shapes.setupOwner,
    answer: shapes.visit,
  },
  signIn: {
    ...entering,
    path: '/api/v1/session',
    summary: 'Begins a session with name and password; a second factor may follow.',
    body: shapes.signIn,
    answer: shapes.visit,
  },
  passkeyOptions: {
    ...entering,
    path: '/api/v1/session/passkey/options',
    summary: 'What the browser is to sign to enter with a passkey alone.',
    answer: shapes.ceremonyOptions,
  },
  passkeySignIn: {
    ...entering,
    path: '/api/v1/session/passkey',
    summary: 'Begins a session with a passkey alone.',
    body: shapes.passkeyAnswer,
    answer: shapes.visit,
  },
  choosePassword: {
    ...entering,
    path: '/api/v1/password',
    summary: 'Chooses a password with the one-time code of an invitation or a reset.',
    body: shapes.choosePassword,
    answer: z.object({ name: z.string() }),
  },

  session: {
    ...own,
    method: 'GET',
    path: '/api/v1/session',
    stages: ANY_STAGE,
    summary: 'Who asks, what may be done, and until when.',
    answer: shapes.visit,
  },
  leave: { ...own, method: 'DELETE', path: '/api/v1/session', stages: ANY_STAGE, summary: 'Ends this session.', answer: null },
  proofOptions: {
    ...own,
    method: 'POST',
    path: '/api/v1/session/second-factor/options',
    stages: PROVING,
    summary: 'What the browser is to sign with a passkey as the second factor.',
    answer: shapes.ceremonyOptions,
  },
  giveProof: {
    ...own,
    method: 'POST',
    path: '/api/v1/session/second-factor',
    stages: PROVING,
    summary: 'Gives a second factor: completes the session, or makes it fresh for what is dangerous.',
    body: shapes.proof,
    answer: shapes.visit,
  },

  factors: {
    ...own,
    method: 'GET',
    path: '/api/v1/account/factors',
    summary: 'Second factors of the own account.',
    answer: shapes.factorList,
  },
  beginAuthenticator: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/authenticators',
    stages: ENROLLING,
    summary: 'A secret for an authenticator; it counts once a code of it was given.',
    body: shapes.beginAuthenticator,
    answer: shapes.authenticatorOffer,
  },
  confirmAuthenticator: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/authenticators/confirm',
    stages: ENROLLING,
    summary: 'The first code of the authenticator that was begun.',
    body: shapes.confirmAuthenticator,
    answer: shapes.visit,
  },
  newPasskeyOptions: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/passkeys/options',
    stages: ENROLLING,
    summary: 'What the browser is to make a new passkey with.',
    answer: shapes.ceremonyOptions,
  },
  addPasskey: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/passkeys',
    stages: ENROLLING,
    summary: 'Enrols the passkey that the browser has made.',
    body: shapes.addPasskey,
    answer: shapes.visit,
  },
  removeFactor: {
    ...own,
    method: 'DELETE',
    path: '/api/v1/account/factors/:id',
    summary: 'Removes an authenticator or a passkey.',
    params: shapes.byId,
    answer: null,
  },
  offerRecoveryCodes: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/recovery-codes',
    summary: 'Ten new recovery codes, shown once; they count when confirmed.',
    answer: shapes.recoveryCodes,
  },
  confirmRecoveryCodes: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/recovery-codes/confirm',
    summary: 'Says that the codes just shown have been kept: the earlier ones end.',
    answer: null,
  },
  changePassword: {
    ...own,
    method: 'POST',
    path: '/api/v1/account/password',
    summary: 'Changes the password and ends the other sessions.',
    body: shapes.changePassword,
    answer: shapes.visit,
  },
  sessions: {
    ...own,
    method: 'GET',
    path: '/api/v1/account/sessions',
    summary: 'Sessions of the own account.',
    answer: shapes.sessionList,
  },
  revokeSession: {
    ...own,
    method: 'DELETE',
    path: '/api/v1/account/sessions/:id',
    summary: 'Ends one session of the own account.',
    params: shapes.byId,
    answer: null,
  },
  revokeOtherSessions: {
    ...own,
    method: 'DELETE',
    path: '/api/v1/account/sessions',
    summary: 'Ends every other session of the own account.',
    answer: shapes.endedSessions,
  },

  tokens: { method: 'GET', path: '/api/v1/tokens', right: 'users.read', summary: 'Tokens of programs.', answer: shapes.tokenList },
  createToken: {
    method: 'POST',
    path: '/api/v1/tokens',
    right: 'secrets.write',
    summary: 'Makes a token; it is shown this once.',
    body: shapes.createToken,
    answer: shapes.newToken,
  },
  rotateToken: {
    method: 'POST',
    path: '/api/v1/tokens/:id/rotate',
    right: 'secrets.write',
    summary: 'Makes a new token in place of one, which stays good for the overlap.',
    params: shapes.byId,
    body: shapes.rotateToken,
    answer: shapes.newToken,
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/v1/tokens/:id',
    right: 'secrets.write',
    summary: 'Ends a token at once.',
    params: shapes.byId,
    answer: null,
  },

  users: { method: 'GET', path: '/api/v1/users', right: 'users.read', summary: 'Who has an account.', answer: shapes.userList },
  inviteUser: {
    method: 'POST',
    path: '/api/v1/users',
    right: 'users.write',
    summary: 'Makes an account, with a one-time code to choose its password.',
    body: shapes.inviteUser,
    answer: shapes.oneTimeCode,
  },
  changeRole: {
    method: 'PUT',
    path: '/api/v1/users/:name/role',
    right: 'users.write',
    summary: 'Changes the role and parts of a user, whose sessions end.',
    params: shapes.byName,
    body: shapes.changeRole,
    answer: null,
  },
  setDisabled: {
    method: 'PUT',
    path: '/api/v1/users/:name/disabled',
    right: 'users.write',
    summary: 'Keeps a user out, or lets the user in again.',
    params: shapes.byName,
    body: shapes.setDisabled,
    answer: null,
  },
  resetFactors: {
    method: 'POST',
    path: '/api/v1/users/:name/reset-second-factor',
    right: 'users.write',
    summary: "Takes away a user's second factors; the user enrols anew.",
    params: shapes.byName,
    answer: null,
  },
  resetPassword: {
    method: 'POST',
    path: '/api/v1/users/:name/reset-password',
    right: 'users.write',
    summary: 'A one-time code with which a user chooses another password.',
    params: shapes.byName,
    answer: shapes.oneTimeCode,
  },

  audit: {
    method: 'GET',
    path: '/api/v1/audit',
    right: 'audit.read',
    summary: 'What was done and refused, newest first.',
    query: shapes.auditQuery,
    answer: shapes.auditPage,
  },
  verifyAudit: {
    method: 'GET',
    path: '/api/v1/audit/verify',
    right: 'audit.export',
    summary: 'Reads the whole audit and checks that no entry was changed or taken out.',
    answer: shapes.auditVerdict,
  },
} as const satisfies Part;
