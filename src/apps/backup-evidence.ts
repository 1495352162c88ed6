/** What is known of an account's last backup: written by who made and verified it, read by the arming. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../adapters/support/make-folder.ts';
import { readPrivateJson, writePrivateFile } from '../adapters/support/private-file.ts';

export const MANIFEST = 'manifest.json';

const evidence = z.strictObject({
  version: z.literal(1),
  account: z.string(),
  /** When it was verified, epoch ms. */
  at: z.number().int(),
  verified: z.boolean(),
  folder: z.string(),
  /** Last entry of the journal in it. */
  sequence: z.number().int(),
});
type BackupEvidence = Omit<z.infer<typeof evidence>, 'version'>;

const fileOf = (dataFolder: string, account: string) => join(dataFolder, 'state', 'backups', `${account}.json`);

export function noteBackup(dataFolder: string, found: BackupEvidence): void {
  const file = fileOf(dataFolder, found.account);
  makeFolder(dirname(file));
  writePrivateFile(file, JSON.stringify({ version: 1, ...found }));
}

/** Null where there is none, where it can't be read, and where the backup is no longer at its place: such a backup proves nothing. */
export function lastBackup(dataFolder: string, account: string): BackupEvidence | null {
  try {
    const found = readPrivateJson(fileOf(dataFolder, account), 'BACKUP_EVIDENCE', (json) => evidence.parse(json));
    return found?.account === account && existsSync(join(found.folder, MANIFEST)) ? found : null;
  } catch {
    return null;
  }
}
