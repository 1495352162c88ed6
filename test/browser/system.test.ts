/** The page of the system and that of the logs in a real browser, over the real tree of processes: a dead one shows, one is started again, lines come live, a backup is made. */

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pidOf } from '../live/role-pids.ts';
import { removeTree, startUp, type Up } from '../live/tree.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, type SIZES, unfold } from './browser.ts';
import { checkPage } from './in-page.mjs';

const PATIENCE = { timeout: 60_000 };
const lab = new BrowserLab();
const folder = mkdtempSync(join(tmpdir(), 'atalaya-system-page-'));
let tree: Up;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  tree = await startUp(folder);
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  await lab.stop();
  await removeTree(folder);
});

interface Look {
  readonly size?: keyof typeof SIZES;
  readonly locale?: string;
  readonly dark?: boolean;
}

async function open(path: string, { size = 'desktop', locale = 'en-GB', dark = false }: Look = {}): Promise<Page> {
  const page = await lab.newPage(size, { locale, colorScheme: dark ? 'dark' : 'light', bypassCSP: true, acceptDownloads: true });
  const cookies = tree.cookie.split('; ').map((one) => {
    const [name = '', value = ''] = one.split('=');
    return { name, value, url: tree.url };
  });
  await page.context().addCookies(cookies);
  await page.goto(`${tree.url}${path}`);
  await page.locator('#content[data-link=live]').waitFor();
  return page;
}

const rowOf = (page: Page, name: string) => page.locator(`[data-service=${name}]`);

describe.skipIf(CHROMIUM === undefined)('the page of the system', PATIENCE, () => {
  test('says that everything runs, with the figures of every process', async () => {
    const page = await open('/system');
    await page.getByRole('heading', { level: 1, name: 'Everything runs' }).waitFor({ timeout: 30_000 });
    const text = (await page.locator('#services').textContent()) ?? '';
    for (const pid of [pidOf(folder, 'platform'), pidOf(folder, 'instance'), pidOf(folder, 'web')]) expect(text).toContain(String(pid));
    expect(await page.locator('[data-versions]').textContent()).toMatch(/Node 2\d\.\d+\.\d+ · PostgreSQL \d+\.\d+, tables \d+/);
    await page.locator('[data-chart=memory] canvas').waitFor({ timeout: 20_000 });
    await page.locator('[data-chart=memory]').getByRole('button', { name: 'Show as table' }).click();
    await page.locator('[data-chart=memory] th', { hasText: 'Trader' }).waitFor();
    expect(await page.locator('#storage').textContent()).toMatch(/GB free of/);
  });

  test('a process that dies turns its row within 15 s, without a touch, and back', async () => {
    const page = await open('/system');
    await rowOf(page, 'trader').getByText('runs').waitFor();
    // Held down: each start is ended at once, so that the row can't miss it.
    const down = setInterval(() => {
      try {
        process.kill(pidOf(folder, 'instance'), 'SIGKILL');
      } catch {
        // It has not come back yet.
      }
    }, 50);
    const since = Date.now();
    await rowOf(page, 'trader').getByText('does not run').waitFor({ timeout: 15_000 });
    expect(Date.now() - since).toBeLessThan(15_000);
    clearInterval(down);
    await page.getByRole('heading', { level: 1, name: 'Not running: Trader' }).waitFor();
    await rowOf(page, 'trader').getByText('runs').waitFor({ timeout: 40_000 });
    await page.locator('#services').getByText('ended by SIGKILL').waitFor();
  });

  test('the web is restarted after a question, and the page comes back by itself', async () => {
    const page = await open('/system');
    const before = pidOf(folder, 'web');
    await page.getByRole('button', { name: 'Restart: Web' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Trading does not notice.').waitFor();
    expect(await axeAfter(page)).toEqual([]);
    await dialog.getByLabel('Why').fill('to see it');
    await dialog.getByRole('button', { name: 'Restart the web' }).click();
    await page.getByText('The web is being restarted.').waitFor();
    await expect.poll(() => pidOf(folder, 'web'), { timeout: 20_000 }).not.toBe(before);
    await page
      .locator('#services')
      .getByText(/asked for, /)
      .waitFor({ timeout: 20_000 });
    await page.locator('#content[data-link=live]').waitFor({ timeout: 20_000 });
    expect((await (await tree.post('/api/v1/system/processes/database/restart', {})).json()) as object).toMatchObject({ status: 422 });
  });

  test('a backup is made and listed', async () => {
    const page = await open('/system');
    await page.getByText('No backup yet').waitFor();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.locator('[data-job=done]').waitFor({ timeout: 30_000 });
    await page.locator('#backups').getByText('read back', { exact: true }).waitFor();
  });

  test('lines are filtered, come live, are held still, and are a file', async () => {
    const page = await open('/system/logs');
    const lines = page.getByRole('list', { name: 'Lines of the logs' });
    await lines
      .getByText(/^the web runs, process/)
      .first()
      .waitFor();
    await page.getByLabel('Find in the log').fill('no such words');
    await page.getByText('Nothing was said').waitFor();
    await page.getByLabel('Find in the log').fill('');
    await lines
      .getByText(/^the web runs, process/)
      .first()
      .waitFor();
    await page.getByLabel('Process', { exact: true }).selectOption('supervisor');
    await page.getByRole('button', { name: 'Hold still' }).click();
    await tree.post('/api/v1/system/processes/trader/restart', { reason: 'a line' });
    await page.getByText(/new lines? waits?\./).waitFor({ timeout: 20_000 });
    expect(await lines.getByText('the trader is started again, as was asked for').count()).toBe(0);
    await page.getByRole('button', { name: 'Follow live' }).click();
    await lines.getByText('the trader is started again, as was asked for').waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
    const kept = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n');
    expect(kept.map((line) => JSON.parse(line).process)).toEqual(kept.map(() => 'supervisor'));
  });

  test.each([
    { path: '/system', size: 'desktop', locale: 'en-GB', dark: false, title: /runs|look|way|Not/ },
    { path: '/system', size: 'phone', locale: 'es-ES', dark: true, title: /marcha|mirar|curso|Fuera/ },
    { path: '/system/logs', size: 'desktop', locale: 'es-ES', dark: true, title: 'Registros' },
    { path: '/system/logs', size: 'phone', locale: 'en-GB', dark: false, title: 'Logs' },
  ] as const)('$path holds together on a $size in $locale', async ({ path, title, ...look }) => {
    const page = await open(path, look);
    await page.getByRole('heading', { level: 1, name: title }).waitFor({ timeout: 20_000 });
    if (path === '/system' && look.size === 'phone') await unfold(page, 'figures', 'storage', 'backups');
    await page
      .locator(path === '/system' ? '#storage table' : '#logs ol')
      .first()
      .waitFor();
    expect(await page.evaluate(checkPage)).toEqual([]);
    expect(await axeAfter(page)).toEqual([]);
  });
});

async function axeAfter(page: Page): Promise<string[]> {
  await addAxe(page);
  return axeFaults(page);
}
