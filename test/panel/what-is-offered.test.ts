/** What a visitor is offered: no act and no stream that the server would refuse, and a first page that he may see. */

import { expect, test } from 'vitest';
import { RIGHT_OF_ACT } from '../../panel/live/may-act.ts';
import { mayListen } from '../../panel/live/state.ts';
import { homeFor } from '../../panel/pages/pages.ts';
import { actsFor } from '../../panel/shell/acts.ts';
import { COMMAND_RIGHTS } from '../../src/api/contract/trading.ts';
import { RIGHTS_OF_ROLE, ROLES, type Role } from '../../src/api/roles.ts';
import type { SessionStatus } from '../../src/api/session.ts';

const inMode = (name: string) => ({ mode: { name } }) as SessionStatus;
const keysOf = (role: Role, mode: string) => actsFor(RIGHTS_OF_ROLE[role], inMode(mode)).map(({ key }) => key);

test('the acts of the panel ask for what the server asks for', () => {
  const { pause, kill, resume, reset } = COMMAND_RIGHTS;
  expect(RIGHT_OF_ACT).toEqual({ pause, kill, resume, reset, feed: COMMAND_RIGHTS['feed-pause'] });
  expect(COMMAND_RIGHTS['feed-speed']).toBe(RIGHT_OF_ACT.feed);
});

test('a viewer has no key that stops or starts; an operator stops and does not start; only an owner resets', () => {
  for (const mode of ['NORMAL', 'PAUSE', 'EMERGENCY']) expect(keysOf('viewer', mode)).toEqual(['n', ',', '?']);
  expect(keysOf('operator', 'NORMAL')).toEqual(expect.arrayContaining(['P', 'K']));
  expect(keysOf('operator', 'PAUSE')).not.toContain('P');
  expect(keysOf('administrator', 'PAUSE')).toContain('P');
  expect(keysOf('administrator', 'EMERGENCY')).not.toContain('P');
  expect(keysOf('owner', 'EMERGENCY')).toContain('P');
});

test('everybody begins on a page that he may see, and listens only where he is let', () => {
  for (const role of ROLES) expect(RIGHTS_OF_ROLE[role]).toContain(homeFor(RIGHTS_OF_ROLE[role]).right);
  expect(homeFor(RIGHTS_OF_ROLE.auditor).path).toBe('/risk');
  expect(homeFor(RIGHTS_OF_ROLE.viewer).path).toBe('/');
  expect([mayListen(RIGHTS_OF_ROLE.auditor), mayListen(RIGHTS_OF_ROLE.viewer)]).toEqual([false, true]);
});
