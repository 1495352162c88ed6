/** The store's pair of keys on disk: the public one in the open, the private one locked with the master key. */

import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/domain/result.ts';
import { readPrivateJson, writePrivateFile } from '../support/private-file.ts';
import { type MasterKeyKind, type MasterKeyPlace, readMasterKey } from './master-key.ts';
import { newBoxKeys, privateFromRaw, rawPrivate } from './sealed-box.ts';

const CIPHER = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES, SALT_BYTES] = [12, 16, 16];

const base64 = z.base64();
const ringFile = z.object({
  version: z.literal(1),
  publicKey: base64,
  lockedWith: z.enum(['credential', 'mounted-file', 'key-file', 'passphrase']),
  salt: base64,
  locked: base64,
});
type Ring = z.infer<typeof ringFile>;

const fileIn = (folder: string) => join(folder, 'keys.json');

function readRing(folder: string): Ring | null {
  return readPrivateJson(fileIn(folder), 'SECRETS_KEYS', (json) => ringFile.parse(json));
}

/** What sealing needs. InputError SECRETS_NOT_READY where there is no store yet, SECRETS_KEYS_EXPOSED, SECRETS_KEYS_DAMAGED. */
export function readPublicKey(folder: string): Buffer {
  const ring = readRing(folder);
  if (ring !== null) return Buffer.from(ring.publicKey, 'base64');
  throw new InputError(
    'SECRETS_NOT_READY',
    'expected the keys that the trader makes at its first start, found none yet; start it once, or use atalaya secret set on the host',
    3,
  );
}

/** What the private key was locked with; null where there is no store yet. */
export function lockOf(folder: string): MasterKeyKind | null {
  return readRing(folder)?.lockedWith ?? null;
}

/** The private key; a pair is made at the first use. InputError SECRETS_KEY_DIFFERENT, and those of the master key. */
export async function openPrivateKey(folder: string, place: MasterKeyPlace): Promise<KeyObject> {
  const ring = readRing(folder);
  if (ring === null) {
    const { publicKey, privateKey } = newBoxKeys();
    await writeRing(folder, place, publicKey, privateKey);
    return privateKey;
  }
  if (ring.lockedWith !== place.kind) throw different(`a ${ring.lockedWith}`, `a ${place.kind}`);
  const salt = Buffer.from(ring.salt, 'base64');
  const key = await readMasterKey(place, salt, false);
  const locked = Buffer.from(ring.locked, 'base64');
  const decipher = createDecipheriv(CIPHER, key, locked.subarray(0, IV_BYTES)).setAAD(Buffer.from(ring.publicKey, 'base64'));
  decipher.setAuthTag(locked.subarray(-TAG_BYTES));
  try {
    return privateFromRaw(Buffer.concat([decipher.update(locked.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]));
  } catch {
    throw different('the master key', 'another');
  }
}

/** Locks the private key with another master key; the secrets stay as they are. */
export async function lockAgain(folder: string, from: MasterKeyPlace, to: MasterKeyPlace): Promise<void> {
  await writeRing(folder, to, readPublicKey(folder), await openPrivateKey(folder, from));
}

async function writeRing(folder: string, place: MasterKeyPlace, publicKey: Buffer, privateKey: KeyObject): Promise<void> {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, await readMasterKey(place, salt, true), iv).setAAD(publicKey);
  const locked = Buffer.concat([iv, cipher.update(rawPrivate(privateKey)), cipher.final(), cipher.getAuthTag()]);
  const ring: Ring = {
    version: 1,
    publicKey: publicKey.toString('base64'),
    lockedWith: place.kind,
    salt: salt.toString('base64'),
    locked: locked.toString('base64'),
  };
  writePrivateFile(fileIn(folder), JSON.stringify(ring));
}

function different(expected: string, found: string): InputError {
  return new InputError(
    'SECRETS_KEY_DIFFERENT',
    `the secrets are locked with ${expected}, found ${found}; give the one they were locked with, or lock them anew with: atalaya secret rekey (docs/guides/secrets.md)`,
    3,
  );
}
