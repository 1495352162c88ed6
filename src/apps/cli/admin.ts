/** `atalaya admin`: the way in when the panel, the phone or the password is gone. Whoever is on the host may; every act is in the audit. */

import type { Command } from 'commander';
import { verifyAudit } from '../../adapters/postgres/audit-log.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import type { OneTimeCode, UserList } from '../../api/accounts.ts';
import { InputError } from '../../core/domain/result.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { createAccounts } from '../web/accounts/accounts.ts';
import type { AccountParts, Actor } from '../web/accounts/parts.ts';
import { listUsers, newPasswordCode, newSetupCode, resetFactors, unlock } from '../web/accounts/users.ts';
import { withHostDatabase } from '../web/host-database.ts';
import { show } from './control.ts';
import { table } from './output.ts';
import { userName } from './user-name.ts';

interface Options {
  readonly dataDir: string;
  readonly json?: boolean;
}

interface Desk {
  readonly parts: AccountParts;
  readonly actor: Actor;
  readonly database: Database;
}

interface Shown {
  readonly value: unknown;
  readonly lines: readonly string[];
  /** 1 where a check has failed. */
  readonly exitCode?: 1;
}

export function registerAdminCommands(program: Command): void {
  const admin = program
    .command('admin')
    .description(
      'accounts, from the host itself: for a lost phone, a forgotten password, a lock, or no owner yet; works with and without a running platform',
    );
  add(admin, 'users', 'who has an account, and what state it is in', async ({ parts }) => {
    const list = await listUsers(parts);
    return { value: list, lines: userLines(list) };
  });
  add(admin, 'setup-code', 'a new one-time code with which the first owner is made in the panel', setupCode);
  add(admin.command('audit').description('the audit'), 'verify', 'checks that no entry was changed or taken out', verify);
  addNamed(admin, 'unlock', 'forgets wrong tries: a locked account can be tried again at once', async ({ parts, actor }, name) => {
    const forgotten = await unlock(parts, actor, name);
    return { value: { name, forgotten }, lines: [`${name} can sign in again.`] };
  });
  addNamed(
    admin,
    'reset-password',
    'a one-time code with which another password is chosen in the panel',
    async ({ parts, actor }, name) => {
      const code = await newPasswordCode(parts, actor, name);
      return { value: code, lines: codeLines(code, `${name} is signed out everywhere and chooses a password with this code in the panel`) };
    },
  );
  addNamed(admin, 'reset-second-factor', 'takes away authenticators, passkeys and recovery codes', async ({ parts, actor }, name) => {
    await resetFactors(parts, actor, name);
    return { value: { name }, lines: [`${name} is signed out everywhere, signs in with the password, and enrols a second factor anew.`] };
  });
}

type Work = (desk: Desk) => Promise<Shown>;

function add(parent: Command, name: string, description: string, work: Work): void {
  withOptions(parent.command(name), description).action((options: Options) => run(options, work));
}

function addNamed(parent: Command, name: string, description: string, work: (desk: Desk, name: string) => Promise<Shown>): void {
  withOptions(parent.command(name), description)
    .argument('<name>', 'whose account')
    .action((user: string, options: Options) => run(options, (desk) => work(desk, user.trim().toLowerCase())));
}

function withOptions(command: Command, description: string): Command {
  return command
    .description(description)
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--json', 'one JSON document on standard output');
}

async function run({ dataDir, json }: Options, work: Work): Promise<void> {
  await withHostDatabase(dataDir, async (database, stateFolder) => {
    const { parts } = createAccounts({ database: () => database, stateFolder });
    const { value, lines, exitCode } = await work({ parts, database, actor: { name: `host:${userName()}`, address: '', role: null } });
    show(json, value, lines);
    process.exitCode = exitCode;
  });
}

async function setupCode({ parts, actor }: Desk): Promise<Shown> {
  const code = await newSetupCode(parts, actor);
  if (code === null)
    throw new InputError(
      'SETUP_DONE',
      'expected no owner yet, found one; `atalaya admin users` says who, reset-password and reset-second-factor help',
    );
  return { value: code, lines: codeLines(code, 'The first owner is made in the panel with this code') };
}

async function verify({ database }: Desk): Promise<Shown> {
  const verdict = await verifyAudit(database);
  const { entries, head, fault } = verdict;
  const whole = [
    `The audit is whole: ${entries} entries.`,
    `Its newest hash is ${head}: kept elsewhere, it shows later that none was cut off.`,
  ];
  return fault === null
    ? { value: verdict, lines: whole }
    : { value: verdict, lines: [`The audit is damaged: ${fault.message}.`], exitCode: 1 };
}

function codeLines({ code, expiresAt }: Pick<OneTimeCode, 'code' | 'expiresAt'>, what: string): string[] {
  return [`${what}, once, until ${new Date(expiresAt).toISOString()}:`, '', `  ${code}`];
}

function userLines({ users }: UserList): readonly string[] {
  if (users.length === 0) return ['Nobody has an account yet: atalaya admin setup-code'];
  return table([
    ['name', 'role', 'state', 'second factors', 'recovery codes', 'last seen'],
    ...users.map(({ name, role, state, secondFactors, recoveryCodesLeft, lastSeenAt }) => [
      ...[name, role, state, String(secondFactors), String(recoveryCodesLeft)],
      lastSeenAt === null ? 'never' : new Date(lastSeenAt).toISOString().slice(0, 16),
    ]),
  ]);
}
