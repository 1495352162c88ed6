/** Accounts over the interface: entering, second factors, sessions, tokens, users and the audit. Times are epoch milliseconds. */

import { z } from 'zod';
import { ALL_RIGHTS, PARTS, type Right, ROLES } from './roles.ts';
import { typedLine } from './typed-line.ts';
import { instant } from './values.ts';

export const userName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'expected 2 to 40 letters a to z, figures, dots, lines');
const typedPassword = z.string().min(1).max(500);
const typedCode = z.string().min(1).max(40);
/** What a device or token is called by its owner. */
const label = typedLine(60);
const role = z.enum(ROLES);
const parts = z.array(z.enum(PARTS));
const right = z.enum(ALL_RIGHTS as readonly [Right, ...Right[]]);
/** What the browser's own WebAuthn functions take and give, as JSON (WebAuthn level 3, 5.1.8 and 5.1.9). */
const ceremony = z.record(z.string(), z.unknown());

export const setupState = z.object({
  /** No owner exists yet: the first is made with the one-time code that Atalaya printed on its own machine. */
  ownerNeeded: z.boolean(),
});
export const setupOwner = z.strictObject({ code: typedCode, name: userName, password: typedPassword });
export const signIn = z.strictObject({ name: z.string().max(200), password: typedPassword });
/** A code from an invitation or a forgotten password, with the password it lets one choose. */
export const choosePassword = z.strictObject({ code: typedCode, password: typedPassword });

export const proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: typedCode }),
  z.strictObject({ kind: z.literal('recovery-code'), code: typedCode }),
  z.strictObject({ kind: z.literal('passkey'), response: ceremony }),
  /** Only for who has no second factor. */
  z.strictObject({ kind: z.literal('password'), password: typedPassword }),
]);
export const passkeyAnswer = z.strictObject({ response: ceremony });
export const ceremonyOptions = z.object({ options: ceremony });

/** Who is in, and what may be done. */
export const visit = z.object({
  /** `panel:marta`, `token:backup`: as it stands in journals and the audit. */
  by: z.string(),
  name: z.string(),
  role,
  parts: z.array(z.string()),
  /** Empty until the session is complete. */
  rights: z.array(right),
  /** `second-factor`: it has to be given; `enrol`: one has to be enrolled first; `full`: in. */
  stage: z.enum(['second-factor', 'enrol', 'full']),
  /** With what it was begun last: password, totp, passkey, recovery-code; link where there is no owner yet. */
  factor: z.string(),
  /** Until when acts that ask for a fresh second factor are taken; null where one has to be given first. */
  freshUntil: instant.nullable(),
  /** When it ends if nothing more is asked. */
  expiresAt: instant,
  /** Goes back in the header x-csrf-token with every act; empty for a token. */
  csrfToken: z.string(),
  /** The database is away: only reading and stopping are left. */
  whileDatabaseDown: z.boolean(),
});

export const factorList = z.object({
  authenticators: z.array(z.object({ id: z.string(), name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() })),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), createdAt: instant, lastUsedAt: instant.nullable(), isBackedUp: z.boolean() }),
  ),
  recoveryCodesLeft: z.number().int(),
  isDemanded: z.boolean(),
});
export const beginAuthenticator = z.strictObject({ name: label });
/** The secret is shown once, as text and as an address for a QR code; it counts once a code of it was given. */
export const authenticatorOffer = z.object({ id: z.string(), secret: z.string(), uri: z.string() });
export const confirmAuthenticator = z.strictObject({ code: typedCode });
export const addPasskey = z.strictObject({ name: label, response: ceremony });
export const byId = z.object({ id: z.string().min(1).max(1400) });
export const endedSessions = z.object({ ended: z.number().int() });
/** Shown once; they count when it is confirmed that they have been kept. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });
export const changePassword = z.strictObject({ current: typedPassword, next: typedPassword });

export const sessionList = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      isCurrent: z.boolean(),
      factor: z.string(),
      createdAt: instant,
      lastSeenAt: instant,
      address: z.string(),
      userAgent: z.string(),
    }),
  ),
});

export const tokenList = z.object({
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Its first letters. */
      prefix: z.string(),
      madeBy: z.string(),
      rights: z.array(right),
      createdAt: instant,
      expiresAt: instant,
      lastUsedAt: instant.nullable(),
      /** A newer one takes its place and it ends soon. */
      isReplaced: z.boolean(),
      revokedAt: instant.nullable(),
    }),
  ),
});
export const createToken = z.strictObject({ name: label, rights: z.array(right).min(1), expiresAt: instant });
export const rotateToken = z.strictObject({ expiresAt: instant, overlapMs: z.number().int().nonnegative() });
/** The only time the token itself is shown. */
export const newToken = z.object({ id: z.string(), token: z.string(), expiresAt: instant });

export const userList = z.object({
  users: z.array(
    z.object({
      name: z.string(),
      role,
      parts: z.array(z.string()),
      state: z.enum(['invited', 'active', 'disabled']),
      createdAt: instant,
      lastSeenAt: instant.nullable(),
      secondFactors: z.number().int(),
      recoveryCodesLeft: z.number().int(),
    }),
  ),
});
export const inviteUser = z.strictObject({ name: userName, role, parts });
/** Handed over by hand; with it a password is chosen. */
export const oneTimeCode = z.object({ name: z.string(), code: z.string(), expiresAt: instant });
export const changeRole = z.strictObject({ role, parts });
export const byName = z.object({ name: userName });
export const setDisabled = z.strictObject({ disabled: z.boolean() });

export const auditVerdict = z.object({
  entries: z.number().int(),
  /** Hash of the newest entry: kept elsewhere, it shows later that none was cut off. */
  head: z.string(),
  /** The first that does not fit; null where the chain is whole. */
  fault: z.object({ sequence: z.number().int(), message: z.string() }).nullable(),
});
export const auditQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  actor: z.string().max(200).optional(),
  act: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const auditPage = z.object({
  entries: z.array(
    z.object({
      sequence: z.number().int(),
      at: instant,
      actor: z.string(),
      address: z.string(),
      act: z.string(),
      target: z.string(),
      outcome: z.enum(['done', 'refused', 'failed']),
      detail: z.record(z.string(), z.unknown()),
      hash: z.string(),
    }),
  ),
});

export type Proof = z.infer<typeof proof>;
export type Visit = z.infer<typeof visit>;
export type FactorList = z.infer<typeof factorList>;
export type SessionList = z.infer<typeof sessionList>;
export type TokenList = z.infer<typeof tokenList>;
export type UserList = z.infer<typeof userList>;
export type NewToken = z.infer<typeof newToken>;
export type OneTimeCode = z.infer<typeof oneTimeCode>;
export type AuditPage = z.infer<typeof auditPage>;
export type AuditQuery = z.infer<typeof auditQuery>;
