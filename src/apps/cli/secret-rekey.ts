/** `atalaya secret rekey`: the store's private key, opened with the master key it was locked with, is locked with the one that the environment names now. */

import { lockAgain, lockOf } from '../../adapters/secret-files/key-ring.ts';
import type { MasterKeyPlace } from '../../adapters/secret-files/master-key.ts';
import { keyFileIn, secretsFolder } from '../../adapters/secret-files/secret-store.ts';
import { InputError } from '../../core/domain/result.ts';
import { Secret } from '../../core/domain/secret.ts';
import { ENVIRONMENT } from '../config.ts';
import { typedLine } from './typed-line.ts';

export async function rekey(stateFolder: string, fromFile: string | undefined, note: (more: Readonly<Record<string, unknown>>) => void) {
  const folder = secretsFolder(stateFolder);
  const from = await placeBefore(stateFolder, fromFile);
  const to = ENVIRONMENT.masterKey(keyFileIn(stateFolder));
  await lockAgain(folder, from, to);
  note({ from: from.kind, to: to.kind });
  const left = from.kind === 'key-file' && to.kind !== 'key-file' ? [`${from.file} opens nothing any more: delete it.`] : [];
  return { value: { lockedWith: to.kind }, lines: [`The secrets are locked with a ${to.kind}.`, ...left] };
}

async function placeBefore(stateFolder: string, fromFile: string | undefined): Promise<MasterKeyPlace> {
  const kind = lockOf(secretsFolder(stateFolder)) ?? 'key-file';
  if (kind === 'key-file') return { kind, file: fromFile ?? keyFileIn(stateFolder) };
  if (kind === 'passphrase') return { kind, phrase: new Secret((await typedLine('Passphrase until now: ')) ?? '') };
  if (fromFile !== undefined) return { kind, file: fromFile };
  throw new InputError('USAGE', `the secrets are locked with a ${kind}: name its file with --from-file`, 2);
}
