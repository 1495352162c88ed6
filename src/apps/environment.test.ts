import { expect, test } from 'vitest';
import { environmentNamed, requireAllowed } from './environment.ts';

test('an environment is dev when none is named, and never guessed', () => {
  expect([undefined, '', 'dev', 'staging', 'prod'].map(environmentNamed)).toEqual(['dev', 'dev', 'dev', 'staging', 'prod']);
  for (const text of ['production', 'PROD', 'toString', ' dev'])
    expect(() => environmentNamed(text)).toThrow(expect.objectContaining({ code: 'ENVIRONMENT_UNKNOWN', exitCode: 3 }));
});

test('a start that is not allowed stops with every setting that is wrong', () => {
  const configuration = {
    environment: 'dev',
    mode: 'paper',
    hosts: [{ setting: 'venues.bybit.url', address: 'https://api.bybit.com' }],
    keys: [{ setting: 'secrets.bybit', isSimulatorKey: false }],
    leverage: [],
  } as const;
  expect(() => requireAllowed(configuration)).toThrow(
    expect.objectContaining({
      code: 'ENVIRONMENT_LIVE_HOST',
      exitCode: 3,
      message: expect.stringMatching(/^venues\.bybit\.url: .*; secrets\.bybit: /),
    }),
  );
  requireAllowed({ ...configuration, hosts: [], keys: [] });
});
