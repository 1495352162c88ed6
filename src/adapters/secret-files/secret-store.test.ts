import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { accepted } from '../../core/domain/result.ts';
import { Secret } from '../../core/domain/secret.ts';
import { put, type SecretLabel, type SecretRecord } from '../../core/operations/secrets/secret-record.ts';
import { lockAgain } from './key-ring.ts';
import type { MasterKeyPlace } from './master-key.ts';
import { keyFileIn, openSecretStore, secretStore, secretsFolder } from './secret-store.ts';

const LABEL: SecretLabel = { name: 'smtp', part: 'trader', version: 1, createdAt: 1, createdBy: 'marta', expiresAt: null };
const values = { password: 'planted password' };

function stateFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'atalaya-store-')), 'state');
  mkdirSync(folder, { mode: 0o700 });
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true }));
  return folder;
}
const keyFile = (state: string): MasterKeyPlace => ({ kind: 'key-file', file: keyFileIn(state) });
const passphrase = (phrase: string): MasterKeyPlace => ({ kind: 'passphrase', phrase: new Secret(phrase) });
const storeFile = (state: string) => join(secretsFolder(state), 'store.json');
const code = (name: string) => expect.objectContaining({ code: name, exitCode: 3 });

/** As after a secret was put in by whoever cannot open it. */
async function filled(place: MasterKeyPlace, state = stateFolder()) {
  await openSecretStore(state, place);
  const blind = secretStore(state);
  expect(blind).not.toHaveProperty('open');
  await blind.change('smtp', (record) => accepted(put(record, blind.seal(LABEL, values), 2)));
  return state;
}
const read = async (state: string, place: MasterKeyPlace) => {
  const store = await openSecretStore(state, place);
  const { active } = store.find('smtp') as SecretRecord;
  return active && store.open(active).password?.reveal();
};

test('who has the public half puts in, who has the key takes out, and the files are for their owner alone', async () => {
  const state = await filled(passphrase('twelve letters'));
  expect(await read(state, passphrase('twelve letters'))).toBe('planted password');
  await expect(read(state, passphrase('twelve Letters'))).rejects.toThrow(code('SECRETS_KEY_DIFFERENT'));
  await expect(read(state, keyFile(state))).rejects.toThrow(code('SECRETS_KEY_DIFFERENT'));
  for (const name of ['keys.json', 'store.json']) {
    const file = join(secretsFolder(state), name);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('planted');
  }
  expect(statSync(secretsFolder(state)).mode & 0o777).toBe(0o700);
});

test('a key file is made once, and is missed where it is gone: no other one is made in its place', async () => {
  const state = stateFolder();
  await filled(keyFile(state), state);
  const file = keyFileIn(state);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await read(state, keyFile(state))).toBe('planted password');
  chmodSync(file, 0o640);
  await expect(read(state, keyFile(state))).rejects.toThrow(code('SECRETS_KEY_EXPOSED'));
  rmSync(file);
  await expect(read(state, keyFile(state))).rejects.toThrow(code('SECRETS_KEY_MISSING'));
});

test('a mounted file or a credential locks too, if it is long enough; the lock can be changed and the secrets stay', async () => {
  const state = stateFolder();
  await filled(keyFile(state), state);
  const mounted = { kind: 'mounted-file', file: join(state, 'mounted') } as const;
  writeFileSync(mounted.file, 'too short', { mode: 0o600 });
  await expect(lockAgain(secretsFolder(state), keyFile(state), mounted)).rejects.toThrow(code('SECRETS_KEY_WEAK'));
  expect(await read(state, keyFile(state))).toBe('planted password');
  writeFileSync(mounted.file, 'at least thirty-two characters of it', { mode: 0o600 });
  await lockAgain(secretsFolder(state), keyFile(state), mounted);
  expect(await read(state, mounted)).toBe('planted password');
  await expect(read(state, keyFile(state))).rejects.toThrow(code('SECRETS_KEY_DIFFERENT'));
});

test.each([
  ['another name', (text: string) => text.replaceAll('"name":"smtp"', '"name":"webhook"'), 'webhook'],
  ['a later end', (text: string) => text.replace('"expiresAt":null', '"expiresAt":99999999999999'), 'smtp'],
  ['another maker', (text: string) => text.replace('marta', 'mario'), 'smtp'],
  ['another value', (text: string) => text.replace(/"sealed":"(.)/, (_whole, first) => `"sealed":"${first === 'A' ? 'B' : 'A'}`), 'smtp'],
])('%s in the file: it no longer opens', async (_what, change, name) => {
  const state = stateFolder();
  await filled(keyFile(state), state);
  writeFileSync(storeFile(state), change(readFileSync(storeFile(state), 'utf8')));
  const store = await openSecretStore(state, keyFile(state));
  const { active } = store.find(name);
  expect(() => active && store.open(active)).toThrow(code('SECRET_DAMAGED'));
});

test('what others may read, or is no store, is refused and not begun anew', async () => {
  const state = stateFolder();
  await filled(keyFile(state), state);
  chmodSync(storeFile(state), 0o644);
  expect(() => secretStore(state).list()).toThrow(code('SECRETS_EXPOSED'));
  chmodSync(storeFile(state), 0o600);
  writeFileSync(storeFile(state), '{"version":1}');
  expect(() => secretStore(state).list()).toThrow(code('SECRETS_DAMAGED'));
  chmodSync(secretsFolder(state), 0o755);
  expect(() => secretStore(state)).toThrow(code('SECRETS_EXPOSED'));
});

test('without keys nothing can be sealed; changes that come at once are all made', async () => {
  const state = stateFolder();
  expect(() => secretStore(state).seal(LABEL, values)).toThrow(code('SECRETS_NOT_READY'));
  await openSecretStore(state, keyFile(state));
  const [one, two] = [secretStore(state), secretStore(state)];
  const names = ['smtp', 'webhook', 'telegram', 'venue.kraken', 'venue.bybit'];
  await Promise.all(
    names.map((name, i) => {
      const store = i % 2 === 0 ? one : two;
      return store.change(name, (record) => accepted(put(record, store.seal({ ...LABEL, name }, values), 2)));
    }),
  );
  expect(one.list().map(({ name }) => name)).toEqual([...names].sort());
});

test('the length of a sealed value does not tell that of the secret', async () => {
  const state = stateFolder();
  const store = await openSecretStore(state, keyFile(state));
  const lengths = ['a', 'a'.repeat(200)].map((password) => store.seal(LABEL, { password }).sealed.length);
  expect(lengths[0]).toBe(lengths[1]);
});
