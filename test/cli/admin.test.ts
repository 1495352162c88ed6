/** The way in from the host: on a database that a platform may be running on. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { choosePassword, signIn } from '../../src/apps/web/accounts/sign-in.ts';
import { AccountsLab, Browser, PASSWORD } from '../accounts/accounts-lab.ts';
import { atalaya, temporaryFolder } from './run-cli.ts';

const folder = temporaryFolder();
let lab: AccountsLab;
beforeAll(async () => {
  lab = await AccountsLab.start();
  const { host, user, password } = lab.throwAway.server.connection;
  process.env.DATABASE_URL = `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(host)}`;
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await lab.end();
});

async function admin(...args: string[]) {
  const { code, stdout } = await atalaya(['admin', ...args, '--json', '--data-dir', folder]);
  return { code, answer: JSON.parse(stdout) };
}

test('a setup code is given while there is no owner, and refused from then on', async () => {
  const { code, answer } = await admin('setup-code');
  expect([code, answer.code]).toEqual([0, expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)]);
  await lab.owner();
  expect(await admin('setup-code')).toMatchObject({ code: 1, answer: { error: { code: 'SETUP_DONE' } } });
  expect((await admin('users')).answer.users).toMatchObject([{ name: 'marta', role: 'owner', state: 'active', secondFactors: 1 }]);
});

test('lost phone and forgotten password: both are solved from the host, signed with the name of its user', async () => {
  const { answer } = await admin('reset-password', 'Marta');
  // The command line's code counts by the real clock.
  lab.now = Date.now();
  await choosePassword(lab.parts, new Browser().caller, { code: answer.code, password: `${PASSWORD} y un gato` });
  expect((await admin('reset-second-factor', 'marta')).code).toBe(0);
  const entered = await signIn(lab.parts, new Browser().caller, { name: 'marta', password: `${PASSWORD} y un gato` });
  expect(entered.stage).toBe('enrol');
  const [row] = await lab.throwAway.database.query<{ actor: string }>(
    "select actor from audit.entry where act = 'user.reset-second-factor'",
  );
  expect(row?.actor).toMatch(/^host:.+/);
});

test('audit verify says that the chain is whole, and with exit code 1 where it is not', async () => {
  expect(await admin('audit', 'verify')).toMatchObject({ code: 0, answer: { fault: null } });
  await lab.throwAway.database.query('alter table audit.entry disable trigger user');
  await lab.throwAway.database.query("update audit.entry set actor = 'nobody' where sequence = 2");
  expect(await admin('audit', 'verify')).toMatchObject({ code: 1, answer: { fault: { sequence: 2 } } });
});
