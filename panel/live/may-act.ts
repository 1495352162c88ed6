/** Which right each act that stops or starts trading asks for, and who has it: what a visitor may not do is not offered. */

import { PARTS, RIGHTS_OF_ROLE, type Right, ROLES, type Role } from '../../src/api/roles.ts';

/** By command; the server's table is the one that decides, and a test holds this one against it. */
export const RIGHT_OF_ACT = {
  pause: 'trading.stop',
  kill: 'trading.stop',
  resume: 'trading.start',
  reset: 'trading.reset',
  feed: 'system.execute',
} as const satisfies Record<string, Right>;

export type GuardedAct = keyof typeof RIGHT_OF_ACT;

export function mayAct(rights: readonly Right[], act: GuardedAct): boolean {
  return rights.includes(RIGHT_OF_ACT[act]);
}

export function rolesWith(right: Right): readonly Role[] {
  return ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes(right));
}

/** The part that somebody lacks whose role would reach: a viewer, known by having nothing that a viewer has not. Null where another role is needed. */
export function missingPart(rights: readonly Right[], right: Right): (typeof PARTS)[number] | null {
  const isViewer = rights.every((each) => RIGHTS_OF_ROLE.viewer.includes(each));
  if (!isViewer || !RIGHTS_OF_ROLE.viewer.includes(right)) return null;
  return PARTS.find((part) => right.startsWith(`${part}.`)) ?? null;
}
