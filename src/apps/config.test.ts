import { afterEach, expect, test, vi } from 'vitest';
import { ENVIRONMENT } from './config.ts';

afterEach(() => vi.unstubAllEnvs());

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
