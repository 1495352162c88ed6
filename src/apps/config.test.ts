import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ENVIRONMENT, readLiveConfig } from './config.ts';
import { PROJECT_FOLDER } from './strategy-registry.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test.each([
  ['ATALAYA_TELEGRAM_CHAT_ID', '', 'the number of your private chat, found ""'],
  ['ATALAYA_TELEGRAM_CHAT_ID', 'me', 'the number of your private chat, found "me"'],
  ['ATALAYA_TELEGRAM_LANGUAGE', 'fr', 'en or es, found "fr"'],
])('a chat that was asked for is not left out where %s is %j: the setting is named', (name, value, words) => {
  vi.stubEnv('ATALAYA_TELEGRAM_TOKEN', '1:token');
  vi.stubEnv('ATALAYA_TELEGRAM_CHAT_ID', '4242');
  vi.stubEnv(name, value);
  expect(() => ENVIRONMENT.telegram()).toThrow(`${name}: expected ${words}`);
});

test('without a token there is no chat', () => {
  vi.stubEnv('ATALAYA_TELEGRAM_TOKEN', '');
  expect(ENVIRONMENT.telegram()).toBeNull();
});

test('a configuration is found by its path from the working folder, by a bare name there or in config/, and the error names both places', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'atalaya-config-')));
  try {
    mkdirSync(join(folder, 'sub'));
    for (const name of ['mine.json', 'sub/mine.json']) cpSync(join(PROJECT_FOLDER, 'config/bybit-simulator.json'), join(folder, name));
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    for (const name of ['./mine.json', 'sub/mine.json', 'mine.json', 'bybit-simulator.json'])
      expect(readLiveConfig(name).account).toBe('bybit-simulator');
    expect(() => readLiveConfig('./none.json')).toThrow(
      `at ${folder}/none.json or ${join(PROJECT_FOLDER, 'config/none.json')}, found none`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
