import { expect, test } from 'vitest';
import { RIGHTS_OF_ROLE } from '../../src/api/roles.ts';
import { missingPart } from './may-act.ts';

test('a viewer lacks a part, anybody else a role', () => {
  expect(missingPart(['trading.read', 'self'], 'risk.read')).toBe('risk');
  expect(missingPart(['trading.read', 'self'], 'system.read')).toBe('system');
  // No part would let a viewer see the audit.
  expect(missingPart(['trading.read', 'self'], 'audit.read')).toBeNull();
  // An auditor sees risk and no trading: for that another role is needed.
  expect(missingPart(RIGHTS_OF_ROLE.auditor, 'trading.read')).toBeNull();
});
