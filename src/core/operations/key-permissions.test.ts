import { expect, test } from 'vitest';
import { judgeKey, type KeyPermissions } from './key-permissions.ts';

const good: KeyPermissions = { canTrade: true, canWithdraw: false, canTransfer: false, ipBound: true };

test('a key that only trades, from one address, is taken without a word', () => {
  expect(judgeKey(good)).toEqual({ refusal: null, warnings: [] });
});

test.each([
  ['can withdraw', { canWithdraw: true }, 'KEY_CAN_WITHDRAW'],
  ['may be able to withdraw', { canWithdraw: null }, 'KEY_UNKNOWN'],
  ['can not trade', { canTrade: false }, 'KEY_CANNOT_TRADE'],
  ['may not be able to trade', { canTrade: null }, 'KEY_CANNOT_TRADE'],
] as const)('a key that %s is refused', (_, changes, code) => {
  expect(judgeKey({ ...good, ...changes }).refusal?.code).toBe(code);
});

test('transfers and a key that is not bound to an address are warned about', () => {
  const judged = judgeKey({ ...good, canTransfer: true, ipBound: null });
  expect(judged.refusal).toBeNull();
  expect(judged.warnings.map(({ code }) => code)).toEqual(['KEY_CAN_TRANSFER', 'KEY_NOT_BOUND']);
});
