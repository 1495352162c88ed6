import { expect, test } from 'vitest';
import { ALL_RIGHTS, mayBeInToken, mayDo, mayDoWithoutDatabase, mayManage, PARTS, RIGHTS, type Right, ROLES, type Role } from './roles.ts';

/** Written down from the specification's table, not read from the code: v viewer of every part, o operator, a administrator, w owner, u auditor. */
const EXPECTED: Record<Right, string> = {
  'trading.read': 'voaw',
  'trading.stop': 'oaw',
  'trading.start': 'aw',
  'trading.reset': 'w',
  'trading.arm': 'w',
  'trading.order': 'aw',
  'strategies.enable': 'oaw',
  'research.read': 'voaw',
  'research.run': 'oaw',
  'data.write': 'aw',
  'risk.read': 'voawu',
  'portfolio.read': 'voaw',
  'portfolio.write': 'aw',
  'system.read': 'voaw',
  'system.execute': 'oaw',
  'system.restart': 'oaw',
  'settings.write': 'aw',
  'secrets.write': 'aw',
  'users.read': 'aw',
  'users.write': 'aw',
  'audit.read': 'awu',
  'audit.export': 'awu',
  'limits.tighten': 'w',
  self: 'voawu',
};
const LETTER: Record<Role, string> = { viewer: 'v', operator: 'o', administrator: 'a', owner: 'w', auditor: 'u' };

test('every role may do what the table says and nothing else', () => {
  for (const right of ALL_RIGHTS) {
    const may = ROLES.filter((role) => mayDo(role, PARTS, right)).map((role) => LETTER[role]);
    expect([right, may.join('')]).toEqual([right, EXPECTED[right]]);
  }
});

test('a viewer sees the assigned parts only, and the own account always', () => {
  expect(mayDo('viewer', ['risk'], 'risk.read')).toBe(true);
  expect(mayDo('viewer', ['risk'], 'trading.read')).toBe(false);
  expect(mayDo('viewer', [], 'self')).toBe(true);
  expect(mayDo('operator', [], 'trading.read')).toBe(true);
});

test('a second factor is asked again for resuming, resetting, arming, keys, users, settings and restarting, never for stopping', () => {
  const asked = ALL_RIGHTS.filter((right) => RIGHTS[right].stepUp);
  expect(asked).toEqual([
    'trading.start',
    'trading.reset',
    'trading.arm',
    'system.restart',
    'settings.write',
    'secrets.write',
    'users.write',
  ]);
});

test('a token can hold no right that needs a second factor', () => {
  expect(ALL_RIGHTS.filter((right) => mayBeInToken(right) && RIGHTS[right].stepUp)).toEqual([]);
  expect(mayBeInToken('trading.stop')).toBe(true);
  expect(mayBeInToken('self')).toBe(false);
});

test('without the database one reads and stops, no more', () => {
  const still = ALL_RIGHTS.filter(mayDoWithoutDatabase);
  expect(still).toEqual([
    'trading.read',
    'trading.stop',
    'research.read',
    'risk.read',
    'portfolio.read',
    'system.read',
    'users.read',
    'audit.read',
  ]);
});

test('only an owner changes an owner', () => {
  expect([mayManage('administrator', 'owner'), mayManage('administrator', 'administrator')]).toEqual([false, true]);
  expect([mayManage('owner', 'owner'), mayManage('operator', 'viewer')]).toEqual([true, false]);
});
