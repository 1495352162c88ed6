/** Secrets over the interface: written, never read back. Times are epoch milliseconds. */

import { z } from 'zod';
import { code, instant } from './values.ts';

/** `venue.kraken`, `telegram`. */
export const secretName = z.string().regex(/^[a-z]{2,20}(\.[a-z0-9]{2,30})?$/, 'expected a name such as venue.kraken or telegram');
export const secretByName = z.object({ name: secretName });

const fault = z.object({ code, message: z.string(), at: instant });
const version = z.object({
  version: z.number().int(),
  createdAt: instant,
  createdBy: z.string(),
  expiresAt: instant.nullable(),
  verifiedAt: instant.nullable(),
  /** Why it did not work when it was last tried. */
  fault: fault.nullable(),
});

export const secretRow = z.object({
  name: z.string(),
  kind: z.enum(['venue', 'telegram', 'smtp', 'webhook']),
  /** The process that alone gets it. */
  part: z.literal('trader'),
  scope: z.string(),
  /** What is put in, together. `variable`: of the environment, where it wins over what is put in here. */
  fields: z.array(z.object({ id: z.string(), title: z.string(), variable: z.string() })),
  state: z.enum(['missing', 'unverified', 'active', 'rotating', 'ends-soon', 'expired']),
  version: z.number().int().nullable(),
  createdAt: instant.nullable(),
  createdBy: z.string().nullable(),
  endsAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  verifiedAt: instant.nullable(),
  fault: fault.nullable(),
  /** Put in, and waits to be seen to work; the one above counts until then. */
  candidate: version.nullable(),
  past: z.array(
    z.object({
      version: z.number().int(),
      createdAt: instant,
      createdBy: z.string(),
      endedAt: instant,
      why: z.enum(['replaced', 'removed', 'given-up']),
    }),
  ),
});

/** With where it comes from, as the trader says; null while it does not answer, or has none. */
const listedSecret = secretRow.extend({ source: z.enum(['environment', 'store']).nullable() });
export const secretList = z.object({
  secrets: z.array(listedSecret),
  /** What the store is locked with; null where there is none yet. */
  lockedWith: z.enum(['credential', 'mounted-file', 'key-file', 'passphrase']).nullable(),
  /** Why the trader does not say where secrets come from; null where it does. */
  traderAway: z.string().nullable(),
});
export const newSecret = z.strictObject({
  /** Each field of the secret; never answered. */
  values: z.record(z.string().max(20), z.string().max(4_000)),
  expiresAt: instant.nullable().default(null),
  /** `rotate`: the one before counts until this one was seen to work. */
  how: z.enum(['new', 'replace', 'rotate']).default('new'),
});
export const endSecret = z.strictObject({ endsAt: instant });

export type SecretList = z.infer<typeof secretList>;
export type SecretRow = z.infer<typeof secretRow>;
