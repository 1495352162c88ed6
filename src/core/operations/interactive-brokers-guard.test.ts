import { expect, test } from 'vitest';
import { type GatewayFacts, guardGateway } from './interactive-brokers-guard.ts';

const code = (facts: Omit<GatewayFacts, 'isSimulator'>, isSimulator = false) => guardGateway({ ...facts, isSimulator })?.code ?? null;

// Ports of TWS and IB Gateway, account prefixes: Interactive Brokers' documentation.
test.each([
  ['prod', 'real', 7496, 'U1234567', null],
  ['prod', 'real', 4001, 'U1234567', null],
  ['prod', 'real', 4002, 'U1234567', 'GATEWAY_PORT'],
  ['prod', 'real', 7497, 'DU1234567', 'GATEWAY_PORT'],
  ['prod', 'real', 4001, 'DU1234567', 'GATEWAY_ACCOUNT'],
  ['prod', 'real', 5555, 'U1234567', 'GATEWAY_PORT'],
  ['prod', 'paper', 4001, 'U1234567', 'GATEWAY_PORT'],
  ['prod', 'paper', 4002, 'DU1234567', null],
  ['staging', 'paper', 7497, 'DU1234567', null],
  ['staging', 'paper', 7497, 'U1234567', 'GATEWAY_ACCOUNT'],
  ['dev', 'real', 4001, 'U1234567', 'GATEWAY_PORT'],
  ['dev', 'paper', 4002, '', 'GATEWAY_ACCOUNT'],
] as const)('%s %s, port %i, account %s: %s', (environment, mode, port, account, expected) => {
  expect(code({ environment, mode, port, account })).toBe(expected);
});

test('our own simulator is taken outside prod on any port, and in prod not for real', () => {
  expect(code({ environment: 'dev', mode: 'real', port: 40123, account: 'SIM1' }, true)).toBeNull();
  expect(code({ environment: 'prod', mode: 'real', port: 40123, account: 'SIM1' }, true)).toBe('GATEWAY_PORT');
  expect(code({ environment: 'dev', mode: 'paper', port: 7496, account: 'U1234567' }, true)).toBe('GATEWAY_PORT');
});
