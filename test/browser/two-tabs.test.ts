/** Two tabs of one person: what is saved in one is not overwritten unseen by the other, what is chosen in one is shown in the other, and who signs out in one has left the other. */

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done, makeOwner, type Owner, type RealPlatform, startRealPlatform } from '../live/real-platform.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { goesOnIn } from './picture-platform.ts';

const lab = new BrowserLab();
let platform: RealPlatform;
let owner: Owner;
let here: Page;
let there: Page;
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  platform = await startRealPlatform(['--speed', '1']);
  owner = await makeOwner(platform);
  here = await lab.newPage('desktop');
  const context: BrowserContext = here.context();
  await goesOnIn(context, platform, owner.browser);
  there = await context.newPage();
  for (const page of [here, there]) page.setDefaultTimeout(30_000);
}, 180_000);
afterAll(async () => {
  await lab.closeAll();
  await lab.stop();
  await platform?.remove();
}, 60_000);

const both = (path: string) => Promise.all([here, there].map((page) => page.goto(`${platform.url}${path}`)));
const stored = async () => (await done(owner.browser.get('/api/v1/notices'))).settings;

describe.skipIf(CHROMIUM === undefined)('two tabs', { timeout: 90_000 }, () => {
  test('a mail account that was set up in the other one is shown beside what is typed, and goes only when it is saved again', async () => {
    await both('/settings/notifications');
    for (const [page, host] of [
      [here, 'mail.one.example'],
      [there, 'mail.two.example'],
    ] as const) {
      await page.getByRole('button', { name: 'Set up: E-mail' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Mail server').fill(host);
      await dialog.getByLabel('Sender').fill('a@one.example');
      await dialog.getByLabel('Receiver').fill('b@one.example');
    }
    await here.getByRole('button', { name: 'Save' }).click();
    await here.getByRole('dialog').waitFor({ state: 'detached' });
    // Another channel is no conflict, and is not put back either.
    await done(
      owner.browser.ask('PUT', '/api/v1/notices', {
        body: { ...(await stored()), least: { telegram: 'error', email: 'error', webhook: 'critical' } },
      }),
    );

    await there.getByRole('button', { name: 'Save' }).click();
    await there.locator('[data-fault=CHANGED_MEANWHILE]').waitFor();
    expect((await stored()).email.host).toBe('mail.one.example');
    expect(await there.getByLabel('Mail server').inputValue()).toBe('mail.two.example');
    expect(await there.getByRole('dialog').getByRole('table').textContent()).toContain('mail.one.example');
    await there.getByRole('button', { name: 'Save' }).click();
    await there.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await stored()).toMatchObject({ email: { host: 'mail.two.example' }, least: { telegram: 'error', webhook: 'critical' } });
  });

  test('a role that the other one has given is not taken back unseen', async () => {
    await done(owner.browser.post('/api/v1/users', { name: 'tomas', role: 'operator', parts: [] }));
    await both('/system/users');
    for (const page of [here, there]) await page.getByRole('button', { name: 'Change: tomas' }).click();
    for (const page of [here, there]) await page.getByRole('dialog').getByLabel('Role').selectOption('administrator');
    await here.getByRole('dialog').getByLabel('Role').selectOption('auditor');
    await here.getByRole('button', { name: 'Change the role' }).click();
    await here.getByRole('dialog').waitFor({ state: 'detached' });

    await there.getByRole('button', { name: 'Change the role' }).click();
    await there.locator('[data-fault=CHANGED_MEANWHILE]').waitFor();
    expect(await there.locator('[data-now]').getAttribute('data-now')).toBe('auditor');
    expect(await there.getByRole('dialog').getByLabel('Role').inputValue()).toBe('administrator');
    const { users } = await done(owner.browser.get('/api/v1/users'));
    expect(users.find(({ name }: { name: string }) => name === 'tomas').role).toBe('auditor');
    await there.keyboard.press('Escape');
  });

  test('language and theme chosen in one are shown in the other, and stay when the other chooses next', async () => {
    await both('/system/jobs');
    for (const page of [here, there]) await page.locator('#content[data-link=live]').waitFor();
    await here.keyboard.press(',');
    await here.getByRole('button', { name: 'Español' }).click();
    await there.getByRole('heading', { level: 1, name: 'Trabajos' }).waitFor();
    await there.keyboard.press(',');
    await there.getByRole('button', { name: 'Oscuro' }).click();
    await expect.poll(() => here.locator('html').getAttribute('data-theme')).toBe('dark');
    await here.reload();
    expect(await here.locator('html').getAttribute('lang')).toBe('es');
    expect(await here.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('who signs out in one is told so in the other', async () => {
    await here.goto(`${platform.url}/account`);
    await here.getByRole('button', { name: 'Cerrar sesión' }).first().click();
    await there.waitForURL(/\/sign-in\?ended/);
  });
});
