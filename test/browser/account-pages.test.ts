/** Users, tokens, the audit and the own account in a real browser: who is invited comes in as what was chosen, what is shown once is good, what was changed shows. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPasswordCode } from '../../src/apps/web/accounts/users.ts';
import { HOST, PASSWORD } from '../accounts/accounts-lab.ts';
import { addAxe, axeFaults } from './axe.ts';
import { CHROMIUM } from './browser.ts';
import { EntranceLab } from './entrance-lab.ts';
import { checkPage } from './in-page.mjs';

const lab = new EntranceLab();
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 15_000 });

describe.skipIf(CHROMIUM === undefined)('the pages of accounts', () => {
  beforeAll(() => lab.start(), 120_000);
  beforeEach(() => lab.begin());
  afterEach(() => lab.browsers.closeAll());
  afterAll(() => lab.stop());

  test('who is invited as an operator chooses a password, enrols a factor, and may not manage users', async () => {
    const { page, faults } = await lab.ownerAt('/system/users');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Name').fill('luis');
    await page.getByLabel('Role').selectOption('operator');
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    const code = (await page.locator('[data-code]').getAttribute('data-code')) as string;
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('#users').getByText('invited').waitFor();

    const { page: his } = await lab.open('/system/users');
    // What is pressed before the page is alive is lost.
    await expect.poll(() => his.getByRole('button', { name: 'Sign in', exact: true }).isEnabled()).toBe(true);
    await his.getByText('I have a one-time code').click();
    await his.getByLabel('One-time code').fill(code);
    await his.getByLabel('New password').fill(PASSWORD);
    await his.getByRole('button', { name: 'Choose this password' }).click();
    await his.getByText('The password of luis is chosen.').waitFor();
    expect(await his.getByLabel('Name').inputValue()).toBe('luis');
    await his.getByLabel('Password').fill(PASSWORD);
    await his.getByRole('button', { name: 'Sign in', exact: true }).click();
    await his.getByRole('button', { name: 'Show the code to scan' }).click();
    const secret = (await his.locator('[data-secret]').getAttribute('data-secret')) as string;
    await his.getByLabel('Then give the code it shows').fill(lab.code(secret));
    await his.getByRole('button', { name: 'Confirm the authenticator' }).click();
    await his.getByRole('button', { name: 'Show ten codes' }).click();
    await his.getByRole('checkbox').check();
    await his.getByRole('button', { name: 'Done' }).click();
    await his.getByText('Users is for: administrator, owner.').waitFor();
    expect(await his.locator('#rail').getByText('Users').count()).toBe(0);

    // Kept out: the stream ends, and the page asks to sign in.
    await page.reload();
    await page.getByRole('button', { name: 'Change: luis' }).click();
    await page.getByRole('button', { name: 'Keep out' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep out' }).click();
    await page.locator('#users').getByText('kept out').waitFor();
    await his.waitForURL('**/sign-in?**');
    expect(faults).toEqual([]);
  });

  test('the last owner can’t be kept out', async () => {
    const { page } = await lab.ownerAt('/system/users');
    await page.getByRole('button', { name: 'Change: marta' }).click();
    await page.getByRole('button', { name: 'Keep out' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep out' }).click();
    await page.locator('[data-toast=problem]').getByText('This is the only owner who can enter.').waitFor();
  });

  test('a token is shown once, asks what it may, and ends when it is revoked', async () => {
    const { page, code } = await lab.ownerAt('/system/tokens');
    lab.letStepUpGrowOld();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByLabel('Name').fill('backup');
    await page.getByRole('button', { name: 'Make it' }).click();
    // Two dialogs: the second factor is asked over the one that made the act, which goes on afterwards.
    await page.getByLabel('Code of the authenticator').fill(code());
    await page.keyboard.press('Enter');
    const token = (await page.locator('[data-token]').getAttribute('data-token')) as string;
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.getByText(token).count()).toBe(0);
    const ask = async (path: string) => (await fetch(`${lab.server.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask('/api/v1/snapshot')).toBe(200);
    expect(await ask('/api/v1/users')).toBe(403);
    await page.getByRole('button', { name: 'Revoke: backup' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.locator('#tokens').getByText('revoked').waitFor();
    expect(await ask('/api/v1/snapshot')).toBe(401);
  });

  test('the audit is filtered, read in full, found whole, and found broken once an entry is changed', async () => {
    const { page } = await lab.ownerAt('/system/audit');
    await page.getByLabel('Kind of act').selectOption('authenticator');
    // Nothing empties the audit: entries of the tests before are in it too.
    const isFiltered = async () => {
      const rows = await page.locator('tr[data-index]').allTextContents();
      return rows.length >= 2 && rows.every((row) => /(Added|Began) an authenticator/.test(row));
    };
    await eventually(isFiltered).toBe(true);
    await page.locator('tr[data-index]').first().click();
    await page.getByRole('dialog').getByText('authenticator.enrol').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Verify the audit' }).click();
    await page.locator('[data-verdict=whole]').waitFor();
    const { query } = lab.accounts.throwAway.database;
    await query('alter table audit.entry disable trigger all');
    await query("update audit.entry set actor = 'nobody' where sequence = (select min(sequence) + 1 from audit.entry)");
    await page.getByRole('button', { name: 'Verify the audit' }).click();
    await page.locator('[data-verdict=broken]').waitFor();
    await query('alter table audit.entry enable trigger all');
  });

  test('the audit fits the narrowest phone in Spanish', async () => {
    const { page } = await lab.ownerAt('/system/audit', 'phone');
    await page.keyboard.press(',');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('#main h2').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test('another password: the old one no longer enters, a forgotten one is chosen anew by a code', async () => {
    const { page, code } = await lab.ownerAt('/account');
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill('siete barcas junto al faro');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed').waitFor();
    const { page: other } = await lab.open('/');
    await other.getByLabel('Name').fill('marta');
    await other.getByLabel('Password').fill(PASSWORD);
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.locator('[data-fault=SIGN_IN_WRONG]').waitFor();
    const given = await newPasswordCode(lab.accounts.parts, HOST, 'marta');
    await other.getByText('I have a one-time code').click();
    await other.getByLabel('One-time code').fill(given.code);
    await other.getByLabel('New password').fill(PASSWORD);
    await other.getByRole('button', { name: 'Choose this password' }).click();
    await lab.signIn(other, code);
    await other.locator('#figures').waitFor();
  });

  test('somebody without a session to see gets the pages that are left', async () => {
    await lab.owner();
    await lab.accounts.user('ana', 'auditor');
    const { page, faults } = await lab.open('/');
    await page.getByLabel('Name').fill('ana');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    // Where everybody enters is nothing to see: the first page that is offered comes instead.
    await page.waitForURL((url) => url.pathname === '/risk');
    // Which money it is, and how it is shown, is for everybody who sees figures.
    expect(await page.getByRole('region', { name: 'Which money' }).textContent()).toContain('PAPER');
    await page.getByRole('button', { name: 'Display' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Dark' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.locator('tr[data-index]').first().waitFor();
    expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    const refusals = await lab.accounts.throwAway.database.query(
      "select 1 from audit.entry where actor = 'ana' and act = 'access.refuse' and target like '%/api/v1/live'",
    );
    expect(refusals).toHaveLength(0);
    expect(faults).toEqual([]);
  });

  for (const [size, colorScheme, locale] of [
    ['desktop', 'light', 'en-GB'],
    ['phone', 'dark', 'en-GB'],
  ] as const) {
    test(`every page of it can be used by everybody, ${size}, ${colorScheme}`, async () => {
      const { page, faults } = await lab.ownerAt('/account', size, { bypassCSP: true, colorScheme, locale });
      const found: string[] = [];
      const look = async (what: string) => {
        await addAxe(page);
        const told = [...(await axeFaults(page)), ...(await page.evaluate(checkPage))];
        found.push(...told.map((fault) => `${what}: ${fault}`));
      };
      for (const [path, ready] of [
        ['/account', '#sessions li'],
        ['/system/users', '#users tbody td'],
        ['/system/tokens', '#tokens [data-state=empty]'],
        ['/system/audit', '#audit td'],
      ] as const) {
        await page.goto(`${lab.server.url}${path}`);
        await page.locator(ready).first().waitFor();
        await look(path);
      }
      await page.goto(`${lab.server.url}/system/users`);
      await page.getByRole('button', { name: 'Invite somebody' }).click();
      await look('the invitation');
      const { page: stranger } = await lab.open('/sign-in', size, { bypassCSP: true, colorScheme, locale });
      await stranger.getByLabel('Name').waitFor();
      await addAxe(stranger);
      found.push(...(await axeFaults(stranger)), ...(await stranger.evaluate(checkPage)));
      await stranger.goto(`${lab.server.url}/setup`);
      await stranger.getByRole('button', { name: 'Continue' }).waitFor();
      await addAxe(stranger);
      found.push(...(await axeFaults(stranger)), ...(await stranger.evaluate(checkPage)));
      expect(found).toEqual([]);
      expect(faults).toEqual([]);
    });
  }
});
