/** The master key, which the store's private key is locked with: from a service's credential, a mounted file, a passphrase, or a key file made here. */

import { hkdfSync, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { InputError } from '../../core/domain/result.ts';
import type { Secret } from '../../core/domain/secret.ts';
import { writePrivateFile } from '../support/private-file.ts';

export type MasterKeyPlace =
  /** `credential`: of systemd (LoadCredential). `key-file`: beside the store, made at the first use. */
  | { readonly kind: 'credential' | 'mounted-file' | 'key-file'; readonly file: string }
  | { readonly kind: 'passphrase'; readonly phrase: Secret };

export type MasterKeyKind = MasterKeyPlace['kind'];

/** As for the trading PIN: 32 MiB and three passes, one of the equal settings of OWASP's password storage sheet. */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const LEAST_CHARACTERS = { file: 32, passphrase: 12 };
const INFO = 'atalaya master key';

/**
 * 256 bits to lock with. InputError (exit 3) SECRETS_KEY_MISSING, SECRETS_KEY_EXPOSED where others may read it, SECRETS_KEY_WEAK. A key file is made
 * where `mayMake` says so: never beside a store that was locked with another one.
 */
export async function readMasterKey(place: MasterKeyPlace, salt: Buffer, mayMake: boolean): Promise<Buffer> {
  if (place.kind === 'passphrase') {
    const phrase = place.phrase.reveal();
    if (phrase.length < LEAST_CHARACTERS.passphrase)
      throw new InputError(
        'SECRETS_KEY_WEAK',
        `expected a passphrase of ${LEAST_CHARACTERS.passphrase} characters or more, found fewer`,
        3,
      );
    return new Promise((resolve, reject) => {
      scrypt(phrase, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
    });
  }
  const { kind, file } = place;
  if (kind === 'key-file' && mayMake && !existsSync(file)) writePrivateFile(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`);
  return Buffer.from(hkdfSync('sha256', contentOf(file), salt, INFO, KEY_BYTES));
}

function contentOf(file: string): string {
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      throw new InputError(
        'SECRETS_KEY_EXPOSED',
        `${file}: expected a file that only its owner may read, found others may; chmod 600 it`,
        3,
      );
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'none';
    throw new InputError(
      'SECRETS_KEY_MISSING',
      `${file}: expected the master key of the secrets, found ${code}; restore it from where you keep it: without it they can't be opened`,
      3,
    );
  }
  if (text.length >= LEAST_CHARACTERS.file) return text;
  throw new InputError(
    'SECRETS_KEY_WEAK',
    `${file}: expected ${LEAST_CHARACTERS.file} random characters or more, found fewer; make them with: openssl rand -base64 32`,
    3,
  );
}
