import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { expect, onTestFinished, test } from 'vitest';
import { offerOf, stepOfCode } from './authenticator-codes.ts';
import { openCipher } from './cipher.ts';
import { createPasswords } from './passwords.ts';
import { newCode, newToken } from './secrets.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-credentials-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a password is kept as Argon2id with 19 MiB and two passes, and found again however its letters are written', async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash('cañada y trébol');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.check('cañada y trébol'.normalize('NFD'), stored)).toEqual({ isRight: true, newHash: null });
  expect(await passwords.check('canada y trebol', stored)).toEqual({ isRight: false, newHash: null });
});

test('a hash of lower cost is replaced when its password is given', async () => {
  const weak = await hash('an older password', { memoryCost: 1024, timeCost: 1 });
  const { isRight, newHash } = await createPasswords().check('an older password', weak);
  expect(isRight).toBe(true);
  expect(newHash).toMatch(/m=19456,t=2/);
});

test('for nobody the work is the same, and it is never right', async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash('somebody with a password');
  const timed = async (of: string | null) => {
    const started = performance.now();
    for (let i = 0; i < 3; i++) expect((await passwords.check('the password of nobody', of)).isRight).toBe(false);
    return performance.now() - started;
  };
  await timed(null);
  const [somebody, nobody] = [await timed(stored), await timed(null)];
  expect(nobody).toBeGreaterThan(somebody / 3);
});

test('codes are those of RFC 6238, appendix B (its eight digits, the last six of them)', () => {
  const secret = Buffer.from('12345678901234567890');
  const published: [seconds: number, code: string][] = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ];
  for (const [seconds, code] of published) expect(stepOfCode(secret, code.slice(2), 0, seconds * 1000)).toBe(Math.floor(seconds / 30));
});

test('a code of the step before or after is taken, older ones and used ones are not', () => {
  const secret = Buffer.from('12345678901234567890');
  const code = '287082';
  expect(stepOfCode(secret, code, 0, 89_000)).toBe(1);
  expect(stepOfCode(secret, code, 0, 90_000)).toBe(null);
  expect(stepOfCode(secret, code, 1, 59_000)).toBe(null);
  expect(stepOfCode(secret, ' 287 082', 0, 59_000)).toBe(1);
  expect(stepOfCode(secret, '94287082', 0, 59_000)).toBe(null);
});

test('tokens have 256 random bits and codes 80, and none comes twice', () => {
  const tokens = Array.from({ length: 1_000 }, newToken);
  const codes = Array.from({ length: 1_000 }, newCode);
  // 43 letters of six bits, 16 of five.
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(new Set([...tokens, ...codes]).size).toBe(2_000);
  // Every bit is as often set as not: 256,000 of them stray by less than six standard deviations (1,518).
  const set = tokens.reduce(
    (sum, token) =>
      sum + [...Buffer.from(token, 'base64url')].reduce((bits, byte) => bits + byte.toString(2).replaceAll('0', '').length, 0),
    0,
  );
  expect(Math.abs(set - 128_000)).toBeLessThan(1_518);
});

test('the offer is an address authenticators read', () => {
  const { secret, uri } = offerOf(Buffer.from('12345678901234567890'), 'marta');
  expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  expect(uri).toBe(`otpauth://totp/Atalaya:marta?issuer=Atalaya&secret=${secret}&algorithm=SHA1&digits=6&period=30`);
});

test('a sealed secret opens under the same key file and for the same owner only', () => {
  const folder = newFolder();
  const file = join(folder, 'factors.key');
  const sealed = openCipher(file).seal(Buffer.from('secret'), 'u1');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(sealed.includes('secret')).toBe(false);
  expect(openCipher(file).open(sealed, 'u1').toString()).toBe('secret');
  expect(() => openCipher(file).open(sealed, 'u2')).toThrow('restore that file');
  const other = join(folder, 'other.key');
  // A folder that was restored without its key: none is made for what an earlier one has sealed, and the one put back counts at once.
  const restored = openCipher(other);
  expect(() => restored.open(sealed, 'u1')).toThrow(expect.objectContaining({ code: 'FACTOR_KEY_ABSENT' }));
  expect(existsSync(other)).toBe(false);
  copyFileSync(file, other);
  expect(restored.open(sealed, 'u1').toString()).toBe('secret');
  rmSync(other);
  openCipher(other).seal(Buffer.from('another'), 'u1');
  expect(() => openCipher(other).open(sealed, 'u1')).toThrow('found another; restore that file');
});
