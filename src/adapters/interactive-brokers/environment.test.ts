/** The table of environments: ports as Interactive Brokers publishes them, accounts by their first letters. */

import { expect, test } from 'vitest';
import { checkAccount, checkPort, type GatewayEnvironment } from './environment.ts';

const taken = (act: () => void) => {
  try {
    act();
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  [7497, { paper: 'taken', live: 'IB_PORT', simulator: 'IB_PORT' }],
  [4002, { paper: 'taken', live: 'IB_PORT', simulator: 'IB_PORT' }],
  [7496, { paper: 'IB_PORT', live: 'taken', simulator: 'IB_PORT' }],
  [4001, { paper: 'IB_PORT', live: 'taken', simulator: 'IB_PORT' }],
  [5555, { paper: 'IB_PORT', live: 'IB_PORT', simulator: 'taken' }],
])('port %i', (port, outcome) => {
  for (const [environment, expected] of Object.entries(outcome))
    expect(taken(() => checkPort(environment as GatewayEnvironment, port))).toBe(expected);
});

test.each([
  ['DU1234567', { paper: 'taken', live: 'IB_ACCOUNT', simulator: 'taken' }],
  ['DF1234567', { paper: 'taken', live: 'IB_ACCOUNT', simulator: 'taken' }],
  ['U1234567', { paper: 'IB_ACCOUNT', live: 'taken', simulator: 'IB_ACCOUNT' }],
])('account %s', (account, outcome) => {
  for (const [environment, expected] of Object.entries(outcome))
    expect(taken(() => checkAccount(environment as GatewayEnvironment, account, ['DU9999999', account]))).toBe(expected);
});

test('an account the gateway has not got is refused, and the others it has are not named', () => {
  expect(() => checkAccount('paper', 'DU1', ['DU2345678'])).toThrow(/^expected account DU1 at the gateway, found 1 other accounts/);
});
