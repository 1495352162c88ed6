/** What lies on the disk and how long that lasts, and the backups that there are. */

import { z } from 'zod';
import { identifier, instant } from './values.ts';

const bytes = z.number().int().nonnegative();

export const storage = z.object({
  at: instant,
  /** The data folder. */
  folder: z.string(),
  /** Its folders by size, the largest first; `database` is the embedded one, wherever it lies. */
  folders: z.array(z.object({ name: z.string(), bytes, files: z.number().int() })),
  bytes,
  disk: z.object({ freeBytes: bytes, sizeBytes: bytes }),
  forecast: z.object({
    /** Null while there is too little history. */
    bytesPerDay: z.number().nullable(),
    daysLeft: z.number().nullable(),
    level: z.enum(['ok', 'warning', 'critical']),
  }),
  /** The largest tables; null while the database is away. */
  tables: z
    .array(
      z.object({
        name: z.string(),
        /** As the database estimates them. */
        rows: z.number().int().nonnegative(),
        bytes,
      }),
    )
    .nullable(),
});

export const backup = z.object({
  /** Its folder's name, or the whole path where it lies elsewhere. */
  name: z.string(),
  account: identifier,
  madeAt: instant,
  /** Entries of the journal in it. */
  entries: z.number().int(),
  files: z.number().int(),
  bytes,
  release: z.string(),
  /** When it was read back and folded last, as far as it is written down; each was once when it was made. */
  verifiedAt: instant.nullable(),
});

export const backupList = z.object({
  at: instant,
  /** Where they go. */
  place: z.string(),
  /** Accounts with a journal: each is backed up by itself. */
  accounts: z.array(identifier),
  /** Newest first. */
  backups: z.array(backup),
});

export const backupInput = z.strictObject({
  /** The only one where absent. */
  account: identifier.optional(),
});

export type Storage = z.infer<typeof storage>;
export type Backup = z.infer<typeof backup>;
export type BackupList = z.infer<typeof backupList>;
