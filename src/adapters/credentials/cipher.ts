/** Secrets that have to be read again (those of authenticators): sealed with AES-256-GCM under a key in a private file of the data folder. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { readPrivateJson, writePrivateFile } from '../support/private-file.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface Cipher {
  /** `owner` is bound in: what is sealed for one can't be opened for another. */
  seal(secret: Buffer, owner: string): Buffer;
  /** InputError FACTOR_KEY_DIFFERENT where it was sealed under another key, or changed; FACTOR_KEY_ABSENT where there is no key: none is made for it. */
  open(sealed: Buffer, owner: string): Buffer;
}

/** The key file is read when it is wanted first, and made when the first secret is sealed. InputError FACTOR_KEY_EXPOSED, FACTOR_KEY_DAMAGED. */
export function openCipher(keyFile: string): Cipher {
  let known: Buffer | null = null;
  const keyThere = () => {
    known ??= readPrivateJson(keyFile, 'FACTOR_KEY', readKey);
    return known;
  };
  return {
    seal(secret, owner) {
      known = keyThere() ?? newKey(keyFile);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', known, iv).setAAD(Buffer.from(owner));
      return Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, owner) {
      const key = keyThere();
      if (key === null)
        throw new InputError(
          'FACTOR_KEY_ABSENT',
          `expected the key that authenticators were enrolled under in ${basename(keyFile)} of the data folder, found no file; put it back from where you keep it, or use a passkey or a recovery code`,
          3,
        );
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(owner));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      } catch {
        throw new InputError(
          'FACTOR_KEY_DIFFERENT',
          `expected the key that authenticators were enrolled under in ${basename(keyFile)} of the data folder, found another; restore that file from a backup, or use a recovery code`,
          3,
        );
      }
    },
  };
}

function readKey(json: unknown): Buffer {
  const key = Buffer.from((json as { key: string }).key, 'base64');
  if (key.length !== 32) throw new Error('not a key');
  return key;
}

function newKey(keyFile: string): Buffer {
  const key = randomBytes(32);
  writePrivateFile(keyFile, JSON.stringify({ key: key.toString('base64') }));
  return key;
}
