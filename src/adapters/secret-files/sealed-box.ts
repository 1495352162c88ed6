/**
 * Sealing for one reader: whoever has the public key can put something in, only the private key gets it out. HPKE (RFC 9180) in base mode, one message
 * per key: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

const KEM = Buffer.from('KEM\x00\x20', 'latin1');
/** Key lengths of the suite's cipher by its number there; the RFC's own vectors for X25519 are of the shorter one. */
const CIPHERS = { 1: { name: 'aes-128-gcm', keyBytes: 16 }, 2: { name: 'aes-256-gcm', keyBytes: 32 } } as const;
export type CipherNumber = keyof typeof CIPHERS;
const AES_256: CipherNumber = 2;

const POINT_BYTES = 32;
const TAG_BYTES = 16;
/** RFC 8410: what stands before the 32 bytes of a key in DER. */
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

export interface BoxKeys {
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

export function newBoxKeys(): BoxKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawOf(publicKey), privateKey };
}

/** The 32 bytes of a private key, to be wrapped. */
export function rawPrivate(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'pkcs8' }).subarray(-POINT_BYTES);
}

export function privateFromRaw(raw: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, raw]), format: 'der', type: 'pkcs8' });
}

/** `bound` is not kept inside: the same bytes have to be given to open it. `ephemeral` is for the RFC's vectors alone. */
export function seal(
  publicKey: Buffer,
  text: Buffer,
  { info, bound }: { readonly info: Buffer; readonly bound: Buffer },
  { ephemeral = generateKeyPairSync('x25519').privateKey, cipher: number = AES_256 }: { ephemeral?: KeyObject; cipher?: CipherNumber } = {},
): Buffer {
  const enclosed = rawOf(createPublicKey(ephemeral));
  const shared = diffieHellman({ privateKey: ephemeral, publicKey: publicFromRaw(publicKey) });
  const { key, nonce } = schedule(secretOf(shared, enclosed, publicKey), info, number);
  const cipher = createCipheriv(CIPHERS[number].name, key, nonce).setAAD(bound);
  return Buffer.concat([enclosed, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** Throws where it was sealed for another key, bound to something else, or changed. */
export function unseal(privateKey: KeyObject, box: Buffer, { info, bound }: { readonly info: Buffer; readonly bound: Buffer }): Buffer {
  const enclosed = box.subarray(0, POINT_BYTES);
  const shared = diffieHellman({ privateKey, publicKey: publicFromRaw(enclosed) });
  const { key, nonce } = schedule(secretOf(shared, enclosed, rawOf(createPublicKey(privateKey))), info, AES_256);
  const decipher = createDecipheriv(CIPHERS[AES_256].name, key, nonce).setAAD(bound);
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(POINT_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** RFC 9180, 4.1: ExtractAndExpand of the exchange, bound to both public keys. */
function secretOf(shared: Buffer, enclosed: Buffer, receiver: Buffer): Buffer {
  const prk = extract(KEM, Buffer.alloc(0), 'eae_prk', shared);
  return expand(KEM, prk, 'shared_secret', Buffer.concat([enclosed, receiver]), 32);
}

/** RFC 9180, 5.1: KeySchedule in mode_base. */
function schedule(secret: Buffer, info: Buffer, cipher: CipherNumber): { readonly key: Buffer; readonly nonce: Buffer } {
  const suite = Buffer.from(`HPKE\x00\x20\x00\x01\x00${String.fromCharCode(cipher)}`, 'latin1');
  const none = Buffer.alloc(0);
  const context = Buffer.concat([Buffer.of(0), extract(suite, none, 'psk_id_hash', none), extract(suite, none, 'info_hash', info)]);
  const prk = extract(suite, secret, 'secret', none);
  return { key: expand(suite, prk, 'key', context, CIPHERS[cipher].keyBytes), nonce: expand(suite, prk, 'base_nonce', context, 12) };
}

const VERSION = Buffer.from('HPKE-v1');

/** LabeledExtract. */
function extract(suite: Buffer, salt: Buffer, label: string, input: Buffer): Buffer {
  return createHmac('sha256', salt.length === 0 ? Buffer.alloc(32) : salt)
    .update(Buffer.concat([VERSION, suite, Buffer.from(label), input]))
    .digest();
}

/** LabeledExpand, of at most 32 bytes: one block of HKDF-Expand. */
function expand(suite: Buffer, prk: Buffer, label: string, input: Buffer, bytes: number): Buffer {
  const length = Buffer.of(0, bytes);
  const info = Buffer.concat([length, VERSION, suite, Buffer.from(label), input]);
  return createHmac('sha256', prk).update(info).update(Buffer.of(1)).digest().subarray(0, bytes);
}

function publicFromRaw(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' });
}

function rawOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-POINT_BYTES);
}
