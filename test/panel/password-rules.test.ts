/** What the page tells of a password while it is typed is what the server then says of it. */

import { expect, test } from 'vitest';
import { fulfilledBy, mayBeSent } from '../../panel/accounts/password-rules.ts';
import { readNewPassword } from '../../src/core/operations/access/password-policy.ts';

test.each([
  ['elevenchars', 'long', 'PASSWORD_SHORT'],
  ['abababababab', 'varied', 'PASSWORD_REPEATED'],
  ['abcdabddcabc', 'varied', 'PASSWORD_REPEATED'],
  ['MartaGonzalez-2026', 'unnamed', 'PASSWORD_NAMED'],
] as const)('%s: the rule %s is open, and the server refuses with %s', (typed, rule, code) => {
  const name = 'martagonzalez';
  expect(fulfilledBy(typed, name)).toEqual({ long: true, varied: true, unnamed: true, [rule]: false });
  expect(mayBeSent(typed, name)).toBe(false);
  expect(readNewPassword(typed, name)).toMatchObject({ ok: false, refusal: { code } });
});

test.each(['twelve chars', 'tinaja verde con doce patos', 'ñandú, ñandú, ñandú y más'])(
  '%s: every rule is fulfilled, and the server takes it',
  (typed) => {
    expect(mayBeSent(typed, 'marta')).toBe(true);
    expect(readNewPassword(typed, 'marta')).toMatchObject({ ok: true });
  },
);
