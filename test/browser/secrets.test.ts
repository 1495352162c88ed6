/** Secrets and notifications in a real browser, over the real processes and the ways to the owner on this machine. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HOOK_SECRET, MAIL_PASSWORD, RunningPlatform } from '../secrets/running-platform.ts';
import { TOKEN } from '../telegram/bot-api-server.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, type SIZES } from './browser.ts';
import { checkPage } from './in-page.mjs';

const lab = new BrowserLab();
const platform = new RunningPlatform();
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  await platform.start();
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.stop();
  await platform.end();
}, 30_000);

/** Every page that was open, for what must not be left in it. */
async function open(
  path: string,
  { size = 'desktop', locale = 'en-GB', dark = false }: { size?: keyof typeof SIZES; locale?: string; dark?: boolean } = {},
) {
  const page = await lab.newPage(size, { locale, bypassCSP: true, colorScheme: dark ? 'dark' : 'light' });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  const [name = '', value = ''] = platform.cookie.split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: platform.url }]);
  await page.goto(`${platform.url}${path}`);
  await page.locator('main table').first().waitFor();
  return { page, faults };
}

const row = (page: Page, name: string) => page.locator('tbody tr', { hasText: name });
const inDialog = (page: Page) => page.getByRole('dialog');

describe.skipIf(CHROMIUM === undefined)('secrets and notifications', () => {
  test('a secret is put in, tried, replaced by one that has to work first, and never comes back', { timeout: 60_000 }, async () => {
    const { page, faults } = await open('/settings/secrets');
    expect(await row(page, 'Telegram').textContent()).toContain('not set');
    await page.getByRole('button', { name: 'Put in: Telegram' }).click();
    await inDialog(page).getByLabel("The bot's token").fill(TOKEN);
    await inDialog(page).getByLabel('Number of your private chat').fill('4242');
    expect(await inDialog(page).getByLabel("The bot's token").getAttribute('type')).toBe('password');
    await inDialog(page).getByRole('button', { name: 'Put in' }).click();
    await inDialog(page).waitFor({ state: 'detached' });
    await expect.poll(() => row(page, 'Telegram').textContent()).toContain('this page');
    await page.getByRole('button', { name: 'Try it: Telegram' }).click();
    await inDialog(page).getByText('It works').waitFor();
    expect(await inDialog(page).textContent()).toContain(`receipt ${platform.telegram.sent.at(-1)?.message_id}`);
    await page.keyboard.press('Escape');
    await expect.poll(() => row(page, 'Telegram').textContent()).toContain('works');

    await page.getByRole('button', { name: 'Replace: Telegram' }).click();
    expect(await inDialog(page).getByLabel("The bot's token").inputValue()).toBe('');
    await inDialog(page).getByLabel("The bot's token").fill('110201543:planted-words-of-the-bot');
    await inDialog(page).getByLabel('Number of your private chat').fill('4242');
    await inDialog(page).getByRole('button', { name: 'Replace' }).click();
    await expect.poll(() => row(page, 'Telegram').textContent()).toContain('Version 2 waits');
    await page.getByRole('button', { name: 'Try it: Telegram' }).click();
    await inDialog(page).getByText('It does not work').waitFor();
    expect(await inDialog(page).textContent()).toContain('copy it again from @BotFather');
    await page.keyboard.press('Escape');
    await expect.poll(() => row(page, 'Telegram').textContent()).toContain('the one before goes on');

    await page.getByRole('button', { name: 'More: Telegram' }).click();
    await inDialog(page).getByRole('button', { name: 'Give the new one up' }).click();
    await inDialog(page).getByRole('button', { name: 'Give the new one up' }).click();
    await inDialog(page).waitFor({ state: 'detached' });
    await expect.poll(() => row(page, 'Telegram').textContent()).not.toContain('Version 2');
    const left = await page.content();
    for (const value of [TOKEN, 'planted-words-of-the-bot']) expect(left).not.toContain(value);
    expect(faults).toEqual([]);
  });

  test('what is wrong is said at the form, without what was typed; a secret is removed after its consequence was shown', {
    timeout: 60_000,
  }, async () => {
    const { page, faults } = await open('/settings/secrets');
    await page.getByRole('button', { name: 'Another exchange' }).click();
    await inDialog(page).getByLabel('Exchange').fill('okx');
    await inDialog(page).getByLabel('API key').fill('with a space inside');
    await inDialog(page).getByLabel('API secret').fill('c2VjcmV0');
    await inDialog(page).getByRole('button', { name: 'Put in' }).click();
    const refusal = inDialog(page).getByRole('alert');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('SECRET_VALUE');
    expect(await refusal.textContent()).not.toContain('with a space inside');
    await inDialog(page).getByLabel('API key').fill('as-the-exchange-shows-it');
    await inDialog(page).getByRole('button', { name: 'Put in' }).click();
    await expect.poll(() => row(page, 'Okx').textContent()).toContain('not used by this session');
    await page.getByRole('button', { name: 'Try it: Okx' }).click();
    await inDialog(page).getByText('SECRET_NOT_HERE').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More: Okx' }).click();
    await inDialog(page).getByRole('button', { name: 'Remove' }).click();
    expect(await inDialog(page).textContent()).toContain('The key itself stays good at its exchange');
    await inDialog(page).getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => row(page, 'Okx').textContent()).toContain('not set');
    expect(faults).toEqual([]);
  });

  test('e-mail is set up and tested: what is missing, the refusal with its remedy, and the receipt', { timeout: 60_000 }, async () => {
    const { page, faults } = await open('/settings/notifications');
    await page.getByRole('button', { name: 'Set up: E-mail' }).click();
    const dialog = inDialog(page);
    await dialog.getByLabel('Encryption').selectOption('none');
    await dialog.getByLabel('Mail server').fill('127.0.0.1');
    await dialog.getByLabel('Port').fill(String(platform.mail.port));
    await dialog.getByLabel('Name').fill('marta');
    await dialog.getByLabel('Sender').fill('atalaya@example.org');
    await dialog.getByLabel('Receiver').fill('marta@example.org');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => row(page, 'E-mail').textContent()).toContain('Put the password in under Secrets');
    await platform.put('smtp', { password: 'not the right one' });
    await expect.poll(() => row(page, 'E-mail').textContent(), { timeout: 15_000 }).toContain('on');
    await page.getByRole('button', { name: 'Send a test: E-mail' }).click();
    await page.getByText('E-mail refuses the test').waitFor();
    expect(await page.locator('main [role=status]').first().textContent()).toContain('Check name and password');
    await platform.put('smtp', { password: MAIL_PASSWORD }, 'replace');
    await page.getByRole('button', { name: 'Send a test: E-mail' }).click();
    await page.getByText('E-mail has taken the test').waitFor();
    expect(await page.locator('main [role=status]').first().textContent()).toContain('250 OK: queued as 1');
    await page.getByLabel('Least severity for E-mail').selectOption('critical');
    await expect.poll(async () => (await platform.ask('GET', '/api/v1/notices')).body.settings.least.email).toBe('critical');
    expect(faults).toEqual([]);
  });

  test('the last notices stand there with their receipts', { timeout: 60_000 }, async () => {
    await platform.put('webhook', { secret: HOOK_SECRET });
    const { settings } = (await platform.ask('GET', '/api/v1/notices')).body;
    await platform.ask('PUT', '/api/v1/notices', { ...settings, webhook: { url: platform.receiver.url } });
    await platform.ask('POST', '/api/v1/commands', { kind: 'pause', commandId: crypto.randomUUID() });
    const { page } = await open('/settings/notifications');
    const deliveries = page.locator('#deliveries');
    await expect.poll(() => deliveries.textContent(), { timeout: 20_000 }).toMatch(/taken.*receipt \d+/s);
  });

  test.each([
    ['/settings/secrets', 'desktop', false],
    ['/settings/secrets', 'phone', true],
    ['/settings/notifications', 'desktop', true],
    ['/settings/notifications', 'phone', false],
  ] as const)('%s on a %s, dark %s: names, contrast and sizes hold, in Spanish', { timeout: 60_000 }, async (path, size, dark) => {
    const { page } = await open(path, { size, dark, locale: 'es-ES' });
    expect(await page.locator('main h1').textContent()).toBe('Ajustes');
    expect(await page.evaluate(checkPage)).toEqual([]);
    await addAxe(page);
    expect(await axeFaults(page)).toEqual([]);
    const act = path.endsWith('secrets') ? /^Poner: Bybit/ : /: Correo$/;
    await page.getByRole('button', { name: act }).first().click();
    await inDialog(page).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  });
});
