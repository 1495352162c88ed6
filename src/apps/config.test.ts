import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { configRemarks, ENVIRONMENT, readLiveConfig, secretFault } from './config.ts';
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
  vi.stubEnv('ATALAYA_TELEGRAM_CHAT_ID', '');
  expect([ENVIRONMENT.telegram(), ENVIRONMENT.telegramRemark()]).toEqual([null, null]);
});

test('a chat with its number and without its token is told', () => {
  vi.stubEnv('ATALAYA_TELEGRAM_TOKEN', '');
  vi.stubEnv('ATALAYA_TELEGRAM_CHAT_ID', '4242');
  expect(ENVIRONMENT.telegram()).toBeNull();
  expect(ENVIRONMENT.telegramRemark()).toMatch(
    /^TELEGRAM_TOKEN_MISSING: ATALAYA_TELEGRAM_CHAT_ID is set and ATALAYA_TELEGRAM_TOKEN is not/,
  );
  vi.stubEnv('ATALAYA_TELEGRAM_TOKEN', '1:token');
  expect(ENVIRONMENT.telegramRemark()).toBeNull();
});

test('one address for all of Kraken is refused: its private streams have a place of their own', () => {
  const kraken = readLiveConfig('kraken-simulator.json');
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'one-address.json');
  writeFileSync(file, JSON.stringify({ ...kraken, venue: { ...kraken.venue, url: 'http://127.0.0.1:8601' } }));
  expect(() => readLiveConfig(file)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('venue.url: expected three addresses (rest, publicStreams, privateStreams)'),
    }),
  );
});

test.each([
  [
    'id',
    [
      { id: 'A', symbol: 'BTCUSDT' },
      { id: 'A', symbol: 'ETHUSDT' },
    ],
    'expected each id once, found A twice',
  ],
  [
    'symbol',
    [
      { id: 'A', symbol: 'BTCUSDT' },
      { id: 'B', symbol: 'BTCUSDT' },
    ],
    'expected each symbol once, found BTCUSDT twice',
  ],
])('an instrument whose %s is listed twice is refused', (_, instruments, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'twice.json');
  writeFileSync(file, JSON.stringify({ ...readLiveConfig('bybit-simulator.json'), instruments }));
  expect(() => readLiveConfig(file)).toThrow(`instruments: ${words}`);
});

test("a secret that can't be Kraken's is told before anything is signed, and not shown", () => {
  const kraken = readLiveConfig('kraken-simulator.json');
  // The example of Kraken's own documentation of its signature.
  const documented = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
  expect(secretFault(kraken, documented)).toBeNull();
  for (const wrong of ['not-base-64', `${documented} `, documented.slice(0, -1)]) {
    expect(secretFault(kraken, wrong)).toMatch(/^expected Kraken's private key/);
    expect(secretFault(kraken, wrong)).not.toContain(wrong);
  }
  expect(secretFault(readLiveConfig('bybit-simulator.json'), 'not-base-64')).toBeNull();
});

test('what is allowed and hardly meant is told: leverage on spot, and the same strategy twice', () => {
  const kraken = readLiveConfig('kraken-simulator.json');
  expect(configRemarks(kraken)).toEqual([]);
  const [strategy] = kraken.strategies as [(typeof kraken.strategies)[number]];
  const other = { ...strategy, parameters: { ...strategy.parameters, slow: 9 } };
  expect(configRemarks({ ...kraken, strategies: [strategy, other] })).toEqual([]);
  const reordered = { ...strategy, parameters: Object.fromEntries(Object.entries(strategy.parameters).reverse()) };
  expect(configRemarks({ ...kraken, leverage: 3, strategies: [strategy, reordered] } as typeof kraken).map(({ en }) => en)).toEqual([
    expect.stringMatching(/^STRATEGY_TWICE: strategies: sma-cross on BTCUSD 1m is listed twice/),
    expect.stringMatching(/^LEVERAGE_ON_SPOT: leverage: spot has none, found 3: /),
  ]);
  expect(configRemarks({ ...readLiveConfig('bybit-simulator.json'), leverage: 3 } as typeof kraken)).toEqual([]);
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

test('the public address of the panel has TLS and nothing after the host; without one there is loopback alone', () => {
  const place = (origin: string, gateway = '') => {
    vi.stubEnv('ATALAYA_PUBLIC_ORIGIN', origin);
    vi.stubEnv('ATALAYA_GATEWAY_ADDRESS', gateway);
    return ENVIRONMENT.publicPlace();
  };
  try {
    expect(place('')).toEqual({});
    expect(place('https://panel.example.org', '127.0.0.1')).toEqual({
      publicOrigin: 'https://panel.example.org',
      gatewayAddress: '127.0.0.1',
    });
    for (const wrong of ['http://panel.example.org', 'https://panel.example.org/', 'panel.example.org', 'https://panel.example.org/panel'])
      expect(() => place(wrong)).toThrow('ATALAYA_PUBLIC_ORIGIN: expected an address such as https://panel.example.org');
  } finally {
    vi.unstubAllEnvs();
  }
});
