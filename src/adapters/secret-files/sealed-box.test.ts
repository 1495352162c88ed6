import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { newBoxKeys, privateFromRaw, rawPrivate, seal, unseal } from './sealed-box.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

test('seals as RFC 9180 A.1.1 does', () => {
  const ephemeral = privateFromRaw(hex('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736'));
  const receiver = hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d');
  const box = seal(
    receiver,
    hex('4265617574792069732074727574682c20747275746820626561757479'),
    { info: hex('4f6465206f6e2061204772656369616e2055726e'), bound: Buffer.from('Count-0') },
    { ephemeral, cipher: 1 },
  );
  expect(box.subarray(0, 32).toString('hex')).toBe('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431');
  expect(box.subarray(32).toString('hex')).toBe(
    'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
  );
  // The vector's own receiver: its private key has that public one.
  const own = privateFromRaw(hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'));
  expect(createPublicKey(own).export({ format: 'der', type: 'spki' }).subarray(-32)).toEqual(receiver);
});

test('opens for its key and what it is bound to, and for nothing else', () => {
  const [mine, other] = [newBoxKeys(), newBoxKeys()];
  const about = { info: Buffer.from('test'), bound: Buffer.from('venue.kraken 1') };
  const box = seal(mine.publicKey, Buffer.from('told to nobody'), about);
  expect(unseal(privateFromRaw(rawPrivate(mine.privateKey)), box, about).toString()).toBe('told to nobody');
  expect(() => unseal(other.privateKey, box, about)).toThrow();
  expect(() => unseal(mine.privateKey, box, { ...about, bound: Buffer.from('venue.bybit 1') })).toThrow();
  expect(() => unseal(mine.privateKey, box, { ...about, info: Buffer.from('tesT') })).toThrow();
  for (const at of [0, 40, box.length - 1]) {
    const changed = Buffer.from(box);
    changed[at] = (changed[at] as number) ^ 1;
    expect(() => unseal(mine.privateKey, changed, about)).toThrow();
  }
  expect(seal(mine.publicKey, Buffer.from('told to nobody'), about)).not.toEqual(box);
});
