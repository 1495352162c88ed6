/** The store of secrets in the data folder: sealed values with what is known of each, in one private file that is changed under a lock. */

import type { KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { InputError, type Result } from '../../core/domain/result.ts';
import { Secret } from '../../core/domain/secret.ts';
import { emptyRecord, type SealedVersion, type SecretLabel, type SecretRecord } from '../../core/operations/secrets/secret-record.ts';
import { tryFileLock } from '../support/file-lock.ts';
import { makeFolder } from '../support/make-folder.ts';
import { readPrivateJson, writePrivateFile } from '../support/private-file.ts';
import { openPrivateKey, readPublicKey } from './key-ring.ts';
import type { MasterKeyPlace } from './master-key.ts';
import { seal, unseal } from './sealed-box.ts';

const INFO = Buffer.from('atalaya secret, version 1');
/** A sealed value's length tells no more than how many of these it takes. */
const BLOCK = 256;
const LOCK_WITHIN_MS = 5_000;
const LOCK_AGAIN_MS = 25;

const at = z.number().int();
const sealedVersion = z.object({
  label: z.object({
    name: z.string(),
    part: z.string(),
    version: z.number().int().positive(),
    createdAt: at,
    createdBy: z.string(),
    expiresAt: at.nullable(),
  }),
  sealed: z.base64(),
  verifiedAt: at.nullable(),
  fault: z.object({ code: z.string(), message: z.string(), at }).nullable(),
});
const past = z.object({
  version: z.number(),
  createdAt: at,
  createdBy: z.string(),
  endedAt: at,
  why: z.enum(['replaced', 'removed', 'given-up']),
});
const storeFile = z.object({
  version: z.literal(1),
  secrets: z.array(
    z.object({
      name: z.string(),
      nextVersion: z.number().int().positive(),
      active: sealedVersion.nullable(),
      candidate: sealedVersion.nullable(),
      endsAt: at.nullable(),
      lastUsedAt: at.nullable(),
      past: z.array(past),
    }),
  ),
});

/** The half that can put in and not take out: all that the web process has. */
export interface SecretStore {
  list(): readonly SecretRecord[];
  /** One that was never set is there as empty. */
  find(name: string): SecretRecord;
  /** Seals the fields of a secret under what is told of it. InputError SECRETS_NOT_READY. */
  seal(label: SecretLabel, values: Readonly<Record<string, string>>): SealedVersion;
  /** One change after the other, whichever process makes them; on disk when it settles. InputError: the refusal, or SECRETS_BUSY. */
  change(name: string, work: (record: SecretRecord) => Result<SecretRecord>): Promise<SecretRecord>;
}

/** The half of the part that secrets are for. */
export interface OpenSecretStore extends SecretStore {
  /** InputError SECRET_DAMAGED where the value, or what is told of it, was changed. */
  open(sealed: SealedVersion): Readonly<Record<string, Secret>>;
}

export const secretsFolder = (stateFolder: string) => join(stateFolder, 'secrets');
export const keyFileIn = (stateFolder: string) => join(secretsFolder(stateFolder), 'master.key');

/** InputError SECRETS_EXPOSED where others may look into the folder; SECRETS_DAMAGED. */
export function secretStore(stateFolder: string): SecretStore {
  const folder = secretsFolder(stateFolder);
  makeFolder(folder);
  if ((statSync(folder).mode & 0o077) !== 0)
    throw new InputError(
      'SECRETS_EXPOSED',
      `${folder}: expected a folder that only its owner may enter, found others may; chmod 700 it`,
      3,
    );
  const file = join(folder, 'store.json');
  const read = () => readPrivateJson(file, 'SECRETS', (json): SecretRecord[] => storeFile.parse(json).secrets) ?? [];
  const found = (records: readonly SecretRecord[], name: string) => records.find((one) => one.name === name) ?? emptyRecord(name);
  return {
    list: read,
    find: (name) => found(read(), name),
    seal(label, values) {
      const text = JSON.stringify(values);
      const padded = text.padEnd(Math.ceil(Buffer.byteLength(text) / BLOCK) * BLOCK);
      const box = seal(readPublicKey(folder), Buffer.from(padded), { info: INFO, bound: boundOf(label) });
      return { label, sealed: box.toString('base64'), verifiedAt: null, fault: null };
    },
    async change(name, work) {
      const lock = await takeLock(join(folder, 'store.lock'));
      try {
        const records = read();
        const changed = work(found(records, name));
        if (!changed.ok) throw new InputError(changed.refusal.code, changed.refusal.message);
        const others = records.filter((one) => one.name !== name);
        const secrets = [...others, changed.value].sort((a, b) => (a.name < b.name ? -1 : 1));
        writePrivateFile(file, JSON.stringify({ version: 1, secrets }));
        return changed.value;
      } finally {
        lock.release();
      }
    },
  };
}

/** With the private key; the pair is made at the first use. InputErrors of the key ring and the master key. */
export async function openSecretStore(stateFolder: string, place: MasterKeyPlace): Promise<OpenSecretStore> {
  const store = secretStore(stateFolder);
  const privateKey = await openPrivateKey(secretsFolder(stateFolder), place);
  return { ...store, open: (sealed) => opened(privateKey, sealed) };
}

function opened(privateKey: KeyObject, { label, sealed }: SealedVersion): Readonly<Record<string, Secret>> {
  try {
    const text = unseal(privateKey, Buffer.from(sealed, 'base64'), { info: INFO, bound: boundOf(label) }).toString('utf8');
    const values = z.record(z.string(), z.string()).parse(JSON.parse(text));
    return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, new Secret(value)]));
  } catch {
    const words = `expected the secret ${label.name} as it was put in, found it or what is told of it changed; put it in again`;
    throw new InputError('SECRET_DAMAGED', words, 3);
  }
}

function boundOf({ name, part, version, createdAt, createdBy, expiresAt }: SecretLabel): Buffer {
  return Buffer.from(JSON.stringify([name, part, version, createdAt, createdBy, expiresAt]));
}

async function takeLock(path: string) {
  for (const until = Date.now() + LOCK_WITHIN_MS; ; await pause(LOCK_AGAIN_MS)) {
    const lock = tryFileLock(path);
    if (lock !== undefined) return lock;
    if (Date.now() > until)
      throw new InputError('SECRETS_BUSY', 'another process changes the secrets and does not come to an end; try again', 3);
  }
}
