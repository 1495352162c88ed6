/** Settings in a real browser over the real platform: a session is changed and begun, a refused one comes back by itself, limits get stricter, versions are compared and restored. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { throwAwayFolder } from '../../src/adapters/postgres/throw-away-server.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { checkPage } from './in-page.mjs';
import { type RunningPlatform, up } from './up.ts';

const lab = new BrowserLab();

describe.skipIf(CHROMIUM === undefined)('the settings', () => {
  const folder = throwAwayFolder();
  let platform: RunningPlatform;
  let page: Page;
  const faults: string[] = [];
  beforeAll(async () => {
    // The panel is built first: what runs would be left without its files.
    await lab.start();
    platform = await up(join(folder, 'data'));
    page = await lab.newPage('desktop', { bypassCSP: true });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    await page.goto(platform.link as string);
  }, 120_000);
  afterAll(async () => {
    await lab.closeAll();
    await lab.stop();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const at = (path: string) => page.goto(`${platform.url}${path}`);
  const apply = async () => {
    await page.getByRole('button', { name: 'Check and go on' }).click();
    await page.getByRole('dialog').getByText('The trader is stopped in good order').waitFor();
    await page.getByRole('button', { name: 'Save and apply now' }).click();
  };

  test('every view is whole for a screen reader, at both sizes', async () => {
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size);
      for (const [path, look] of [
        ['/settings', '#in-force'],
        ['/settings/new', '#session-form'],
        ['/settings/limits', '#ladder'],
        ['/settings/history', '#versions'],
      ] as const) {
        await at(path);
        await page.locator(look).waitFor();
        await addAxe(page);
        expect([path, await axeFaults(page)]).toEqual([path, []]);
        expect([path, await page.evaluate(checkPage)]).toEqual([path, []]);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }, 120_000);

  test('what is wrong stands at its field; another session gets another account; it is in force when the trader runs', async () => {
    await at('/settings/change');
    await page.getByLabel('Paper money').fill('-5');
    await page.getByRole('button', { name: 'Check and go on' }).click();
    await page.getByText('It has to be more than 0.').waitFor();
    await page.getByLabel('Paper money').fill('25000');
    await page.getByLabel('Account', { exact: true }).fill('Not a name');
    await page.getByRole('button', { name: 'Check and go on' }).click();
    await page.locator('#session-form').getByText('expected 1 to 64 of a-z 0-9 . _ -').first().waitFor();
    await page.getByLabel('Account', { exact: true }).fill('paper');
    await page.getByRole('button', { name: 'Check and go on' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('A new session begins in a new journal, account paper-2.').waitFor();
    await dialog.getByLabel('Why').fill('more to lose');
    await page.getByRole('button', { name: 'Save and apply now' }).click();
    await page.locator('#in-force').getByText('version 1').waitFor();
    await page.locator('#in-force').getByText('paper-2').waitFor();
  }, 90_000);

  test('what is typed is there again after a reload, and leaving it asks first', async () => {
    const cash = page.getByLabel('Paper money');
    const back = page.locator('[data-draft=restored]');
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await at('/settings');
    await page.getByRole('link', { name: 'Change the session' }).click();
    await cash.fill('31000');
    await page.getByRole('region', { name: 'Strategy 1' }).getByLabel('Size').fill('40');
    await page.reload();
    await back.waitFor();
    expect([await cash.inputValue(), await page.getByLabel('Size').first().inputValue()]).toEqual(['31000', '40']);
    const stays = async (leave: () => Promise<unknown>) => {
      await leave();
      await question.waitFor();
      expect(new URL(page.url()).pathname).toBe('/settings/change');
      await question.getByRole('button', { name: 'Stay here' }).click();
      expect(await cash.inputValue()).toBe('31000');
    };
    const limits = page.getByRole('link', { name: 'Risk limits' });
    await stays(() => limits.click());
    await stays(() => page.keyboard.type('gj'));
    await limits.click();
    await question.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.locator('#ladder').waitFor();
    await page.getByRole('link', { name: 'Session', exact: true }).click();
    await page.getByRole('link', { name: 'Change the session' }).click();
    await back.waitFor();
    // The browser's own way back.
    await stays(() => page.evaluate('history.back()'));
    await page.evaluate('history.back()');
    await question.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.locator('#in-force').waitFor();
    await page.getByRole('link', { name: 'Change the session' }).click();
    await back.getByRole('button', { name: 'Discard it' }).click();
    expect(await cash.inputValue()).toBe('25000');
    await page.getByRole('link', { name: 'Risk limits' }).click();
    await page.getByLabel('Loss of the day: stop (%)').fill('0');
    await page.getByText('It has to be more than 0: at a loss of nothing').waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await question.getByRole('button', { name: 'Discard and leave' }).click();
    await page.locator('#versions').waitFor();
    await at('/settings/limits');
    expect(await page.getByLabel('Loss of the day: stop (%)').inputValue()).toBe('3');
    expect(await back.count()).toBe(0);
  }, 90_000);

  test('a session the trader refuses is taken back, and the page says why', async () => {
    await at('/settings/new');
    await page.getByRole('region', { name: 'Strategy 1' }).getByText('Parameters (3)').click();
    await page.getByLabel('Fast average (in candles)').first().fill('90');
    await apply();
    await page.getByText('Version 2 was refused: version 1 is in force again').waitFor();
    await page.locator('#in-force').getByText('version 1').waitFor();
  }, 90_000);

  test('the owner makes a limit stricter; looser is not sent', async () => {
    await at('/settings/limits');
    const stop = page.getByLabel('Loss of the day: stop (%)');
    await stop.fill('4');
    await page.getByText('That is looser than 3.').waitFor();
    expect(await page.getByRole('button', { name: 'Make 1 figure stricter' }).isDisabled()).toBe(true);
    await stop.fill('2.5');
    await page.getByRole('button', { name: 'Make 1 figure stricter' }).click();
    await page.getByText('Now 2.5, in the profile 3. Stricter is lower.').waitFor();
  }, 90_000);

  test('versions are compared and an old one is restored', async () => {
    await at('/settings/history');
    await page.getByLabel('From', { exact: true }).selectOption('1');
    await page.getByLabel('To', { exact: true }).selectOption('3');
    await page.locator('#comparison').getByText('ladder').waitFor();
    await page.getByRole('button', { name: 'Restore: Version 1' }).click();
    await page.getByRole('dialog').getByText('Account paper-2 goes on').waitFor();
    await page.getByRole('button', { name: 'Save and apply now' }).click();
    await page.locator('#versions').getByText('version 1 once more').waitFor();
    await expect
      .poll(() => page.locator('#versions tr', { hasText: 'Version 4' }).getByText('in force').count(), { timeout: 30_000 })
      .toBe(1);
    expect(faults).toEqual([]);
  }, 90_000);

  test('a version that waits is applied with its differences in sight', async () => {
    await at('/settings/change');
    await page.getByLabel('Speed of the replay').fill('240');
    await page.getByRole('button', { name: 'Check and go on' }).click();
    await page.getByRole('button', { name: 'Save only' }).click();
    await page.getByRole('button', { name: 'Look and apply' }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply version 5?' });
    await dialog.getByText('Speed of the replay').waitFor();
    await dialog.getByText('240').waitFor();
    await dialog.getByRole('button', { name: 'Apply it now' }).click();
    await page.locator('#in-force').getByText('version 5').waitFor();
    expect(faults).toEqual([]);
  }, 90_000);
});
