import { describe, expect, test } from 'vitest';
import { type GuardedConfiguration, guardEnvironment, mayLoadOrderAdapter } from './environment-guard.ts';
import { hostOf, kindOfHost } from './venue-hosts.ts';

const configuration = (changes: Partial<GuardedConfiguration> = {}): GuardedConfiguration => ({
  environment: 'dev',
  mode: 'paper',
  hosts: [],
  keys: [],
  leverage: [],
  ...changes,
});
const codes = (changes: Partial<GuardedConfiguration>) => guardEnvironment(configuration(changes)).map(({ code }) => code);
const host = (address: string) => ({ hosts: [{ setting: 'venues.bybit.url', address }] });

describe('dev', () => {
  test.each([
    'https://api.bybit.com',
    'https://api.bytick.com/v5',
    'wss://stream.bybit.com/v5/private',
    'https://api.kraken.com',
    'wss://ws.kraken.com/v2',
    'wss://ws-auth.kraken.com/v2',
    'https://futures.kraken.com',
    'https://API.BYBIT.COM.:443/',
    'https://localhost@api.bybit.com/',
    'https://localhost:80@api.kraken.com',
    'api.bybit.nl:443',
  ])('does not start with %s, and names the setting', (address) => {
    const [refusal] = guardEnvironment(configuration(host(address)));
    expect(refusal?.code).toBe('ENVIRONMENT_LIVE_HOST');
    expect(refusal?.message).toMatch(/^venues\.bybit\.url: /);
  });

  test.each([
    'https://api-testnet.bybit.com',
    'https://demo-futures.kraken.com',
    'https://api.example.com',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://192.168.1.10:9000',
    '',
  ])('does not start with %j either: it is no simulator on this machine', (address) => {
    expect(codes(host(address))).toEqual(['ENVIRONMENT_OTHER_HOST']);
  });

  test.each(['http://127.0.0.1:9101', 'ws://localhost:9102/v5', 'http://[::1]:9000', 'localhost', '127.3.2.1:80'])(
    'starts with %s',
    (address) => {
      expect(codes(host(address))).toEqual([]);
    },
  );

  test('does not start with a key that is not of the simulator, and does not show it', () => {
    const refusals = guardEnvironment(configuration({ keys: [{ setting: 'secrets.bybit', isSimulatorKey: false }] }));
    expect(refusals).toMatchObject([{ code: 'ENVIRONMENT_LIVE_KEY', message: expect.stringMatching(/^secrets\.bybit: /) }]);
    expect(codes({ keys: [{ setting: 'secrets.bybit', isSimulatorKey: true }] })).toEqual([]);
  });

  test('tells everything that is wrong at once', () => {
    expect(
      codes({ ...host('api.bybit.com'), keys: [{ setting: 'k', isSimulatorKey: false }], leverage: [{ setting: 'l', value: 21 }] }),
    ).toEqual(['ENVIRONMENT_LIVE_HOST', 'ENVIRONMENT_LIVE_KEY', 'ENVIRONMENT_LEVERAGE']);
  });
});

test('staging reads live hosts and never trades for real', () => {
  expect(codes({ environment: 'staging', ...host('wss://stream.bybit.com') })).toEqual([]);
  expect(codes({ environment: 'staging', mode: 'real' })).toEqual(['ENVIRONMENT_PAPER_ONLY']);
});

test('prod takes live hosts and keys', () => {
  expect(codes({ environment: 'prod', mode: 'real', ...host('api.bybit.com'), keys: [{ setting: 'k', isSimulatorKey: false }] })).toEqual(
    [],
  );
});

// trading.md 1.2: 10x in prod, 20x in staging and dev. A value exactly at a limit is accepted.
test.each([
  ['prod', 10],
  ['staging', 20],
  ['dev', 20],
] as const)('%s takes a leverage of %i and nothing beyond', (environment, limit) => {
  const leverage = (value: number) => codes({ environment, leverage: [{ setting: 'leverage', value }] });
  expect(leverage(limit)).toEqual([]);
  for (const value of [limit + 0.01, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(leverage(value)).toEqual(['ENVIRONMENT_LEVERAGE']);
});

test.each([
  ['dev', 'http://127.0.0.1:9101', true],
  ['dev', 'https://api-testnet.bybit.com', false],
  ['dev', 'https://api.bybit.com', false],
  ['staging', 'http://127.0.0.1:9101', false],
  ['staging', 'https://api.bybit.com', false],
  ['prod', 'https://api.bybit.com', true],
] as const)('%s with %s: order adapter loaded %s', (environment, address, expected) => {
  expect(mayLoadOrderAdapter(environment, address)).toBe(expected);
});

test('hosts are read as a client would', () => {
  expect(hostOf('https://user:word@api.kraken.com:443/0/private?x=@localhost')).toBe('api.kraken.com');
  expect(hostOf('http://[::1]:80/')).toBe('::1');
  expect(kindOfHost('notbybit.com')).toBe('unknown');
  expect(kindOfHost('bybit.com.evil.example')).toBe('unknown');
});
