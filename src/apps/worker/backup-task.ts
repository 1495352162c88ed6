/** The work of a backup that was asked for from the panel: made, read back and written down as `atalaya backup` does. Its worker has written the tables. */

import { backupInput } from '../../api/storage.ts';
import { backUpNow, placeOf } from '../backup-now.ts';
import { tablesFolder } from '../backup-tables.ts';
import type { TaskOrder, Teller } from './task.ts';

export async function runBackupTask({ input, dataFolder, jobId }: TaskOrder, teller: Teller): Promise<unknown> {
  const { account } = backupInput.parse(input);
  teller.progress({ text: 'copying' });
  const made = backUpNow({ dataFolder, account, tables: tablesFolder(placeOf({ dataFolder }), jobId) });
  teller.log(`${made.folder}: ${made.entries} entries, ${made.files} files, ${made.bytes} bytes; read back and folded`);
  return made;
}
