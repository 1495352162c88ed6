/** The roles and what each may do: one table for the server, the panel and the reference. No schemas here: the panel loads it. */

/** What a right needs beside the role. `stepUp`: a second factor given within the last five minutes. Stopping is never asked for one. */
export const RIGHTS = {
  'trading.read': { stepUp: false },
  /** Pause and kill. */
  'trading.stop': { stepUp: false },
  /** Resume. */
  'trading.start': { stepUp: true },
  'trading.reset': { stepUp: true },
  'trading.arm': { stepUp: true },
  /** Manual orders, approvals, corrections. */
  'trading.order': { stepUp: false },
  'strategies.enable': { stepUp: false },
  'research.read': { stepUp: false },
  'research.run': { stepUp: false },
  'data.write': { stepUp: false },
  'risk.read': { stepUp: false },
  'portfolio.read': { stepUp: false },
  /** Books, corrects, imports, and says what is watched for. */
  'portfolio.write': { stepUp: false },
  'system.read': { stepUp: false },
  /** Services, jobs, acknowledging. */
  'system.execute': { stepUp: false },
  /** Stops a process and starts it again. */
  'system.restart': { stepUp: true },
  'settings.write': { stepUp: true },
  'secrets.write': { stepUp: true },
  'users.read': { stepUp: false },
  'users.write': { stepUp: true },
  'audit.read': { stepUp: false },
  'audit.export': { stepUp: false },
  'limits.tighten': { stepUp: false },
  /** One's own account: sessions, password, factors. */
  self: { stepUp: false },
} as const satisfies Record<string, { readonly stepUp: boolean }>;

export type Right = keyof typeof RIGHTS;
export const ALL_RIGHTS = Object.keys(RIGHTS) as readonly Right[];

export const ROLES = ['viewer', 'operator', 'administrator', 'owner', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** What a viewer can be shown; the other roles see every part. */
export const PARTS = ['trading', 'research', 'risk', 'portfolio', 'system'] as const;

const READ_ALL_PARTS: readonly Right[] = ['trading.read', 'research.read', 'risk.read', 'portfolio.read', 'system.read'];
/** Only the owner's: real money, resetting after a kill, and limits. */
const OWNER_ALONE: readonly Right[] = ['trading.reset', 'trading.arm', 'limits.tighten'];

export const RIGHTS_OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  viewer: [...READ_ALL_PARTS, 'self'],
  operator: [...READ_ALL_PARTS, 'trading.stop', 'research.run', 'system.execute', 'system.restart', 'strategies.enable', 'self'],
  administrator: ALL_RIGHTS.filter((right) => !OWNER_ALONE.includes(right)),
  owner: ALL_RIGHTS,
  auditor: ['audit.read', 'audit.export', 'risk.read', 'self'],
};

/** Who can't enter without a second factor. */
export const SECOND_FACTOR_DEMANDED: Readonly<Record<Role, boolean>> = {
  viewer: false,
  operator: true,
  administrator: true,
  owner: true,
  auditor: false,
};

/** Whether a role may do something at all. Default is no. `parts` counts for viewers alone. */
export function mayDo(role: Role, parts: readonly string[], right: Right): boolean {
  if (!RIGHTS_OF_ROLE[role].includes(right)) return false;
  return role !== 'viewer' || right === 'self' || parts.includes(right.slice(0, right.indexOf('.')));
}

/** Whether a service token can hold a right: none that needs a second factor, which a program does not have, and no account of its own. */
export function mayBeInToken(right: Right): boolean {
  return !RIGHTS[right].stepUp && right !== 'self';
}

/** While the database is away, what a session that was good before may still do. */
export function mayDoWithoutDatabase(right: Right): boolean {
  return right === 'trading.stop' || right.endsWith('.read');
}

/** An owner's account is changed by an owner only, and only an owner makes another. */
export function mayManage(actor: Role, target: Role): boolean {
  return actor === 'owner' || (actor === 'administrator' && target !== 'owner');
}
