/** The larger parts in a real browser, on a page that only this test has. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { checkPage } from './in-page.mjs';

const GALLERY = fileURLToPath(new URL('../panel/parts-gallery.tsx', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

const lab = new BrowserLab();
const folder = mkdtempSync(join(tmpdir(), 'atalaya-parts-'));
let server: Server;
let url = '';

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  await build({
    root: fileURLToPath(new URL('../../panel', import.meta.url)),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [react(), tailwind()],
    build: { outDir: folder, target: 'es2023', manifest: true, rolldownOptions: { input: GALLERY } },
  });
  const manifest = Object.values(
    JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
      string,
      { isEntry?: boolean; file: string; css?: string[] }
    >,
  );
  const entry = manifest.find((chunk) => chunk.isEntry);
  const style = (entry?.css ?? []).map((file) => `<link rel="stylesheet" href="/${file}">`).join('');
  writeFileSync(
    join(folder, 'page.html'),
    `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Parts</title>${style}<body><script type="module" src="/${entry?.file}"></script>`,
  );
  server = createServer((request, response) => {
    const path = request.url === '/' ? '/page.html' : (request.url ?? '');
    response.setHeader('content-type', TYPES[extname(path)] ?? 'text/html');
    response.end(readFileSync(join(folder, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}, 120_000);
afterEach(() => lab.closeAll());
afterAll(async () => {
  await lab.stop();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(size: 'desktop' | 'phone' = 'desktop'): Promise<Page> {
  const page = await lab.newPage(size);
  await page.goto(url);
  await page.locator('#rows tbody tr[data-index]').first().waitFor();
  return page;
}

describe.skipIf(CHROMIUM === undefined)('the table of very many rows', () => {
  test('draws those in sight, asks for the next page near its end, and goes by keyboard', async () => {
    const page = await open();
    expect(await page.locator('#rows tbody tr[data-index]').count()).toBeLessThan(60);
    expect(await page.locator('#rows [role=status]').textContent()).toContain('200 rows, and there are more');
    await page.locator('#rows tr[data-index="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate('document.activeElement.dataset.index')).toBe('2');
    await page.keyboard.press('Enter');
    expect(await page.locator('#opened').textContent()).toBe('even 2');
    await page.keyboard.press('End');
    await expect.poll(() => page.evaluate('document.activeElement.dataset.index')).toBe('199');
    await expect.poll(() => page.locator('#rows [role=status]').textContent()).toContain('400 rows');
  });

  test('order, search, columns and export are asked for', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Number' }).click();
    await expect.poll(() => page.locator('#rows tr[data-index="0"]').textContent()).toContain('odd 4999');
    expect(await page.locator('th[aria-sort=descending]').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Search in rows' }).fill('odd 77');
    // Odd numbers below 5000 that begin with 77: 77, 771, 773, 775, 777, 779.
    await expect.poll(() => page.locator('#rows [role=status]').textContent()).toContain('6 rows');
    await page.getByRole('searchbox').fill('nothing of that name');
    await page.getByText('No row', { exact: true }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Number' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#rows thead th').count()).toBe(1);
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await page.locator('#opened').textContent()).toBe('exported');
  });
});

describe.skipIf(CHROMIUM === undefined)('the form of a parameter table', () => {
  test('says what is wrong, gives back typed values, and goes back to a default', async () => {
    const page = await open();
    const fast = page.getByLabel('fast');
    await fast.fill('80');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('It has to be from 2 to 50.').waitFor();
    expect(await page.locator('#submitted').textContent()).toBe('');
    await fast.fill('2.5');
    await page.getByText('It has to be a whole number.').waitFor();
    await page.getByRole('button', { name: 'back to 9' }).click();
    await page.getByLabel('stop').fill('0,05');
    await page.getByLabel('direction').selectOption('long-short');
    await page.getByLabel('filter').uncheck();
    await page.getByRole('button', { name: 'Run' }).click();
    expect(JSON.parse((await page.locator('#submitted').textContent()) ?? '')).toEqual({
      fast: 9,
      stop: 0.05,
      direction: 'long-short',
      filter: false,
    });
  });
});

describe.skipIf(CHROMIUM === undefined)('work, log, fault and chart', () => {
  test('a job tells how far and how long, its log is filtered, and it is cancelled', async () => {
    const page = await open();
    const job = page.locator('#job');
    // 120000 of 500000 is 24 %.
    expect(await job.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('24');
    expect(await job.textContent()).toContain('playing · 120,000 / 500,000 candles · 52,000 candles/s · 8.0 s left');
    await job.getByRole('button', { name: 'Log (3)' }).click();
    expect(await job.locator('ol li').count()).toBe(3);
    await job.getByRole('button', { name: 'Warnings' }).click();
    expect(await job.locator('ol li').count()).toBe(2);
    await job.getByRole('searchbox').fill('volume');
    // What is typed counts once no more is typed.
    await expect.poll(() => job.locator('ol li').allTextContents()).toEqual(['00:00:02Error:one candle has no volume']);
    await job.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('#state').textContent()).toBe('cancelled');
  });

  test('a refusal names its code and the id in the log, and is asked again', async () => {
    const page = await open();
    const failed = page.locator('#failed');
    expect(await failed.textContent()).toContain('The journal is closed.');
    expect(await failed.textContent()).toContain('JOURNAL_CLOSED');
    await failed.getByRole('button', { name: 'Try again' }).click();
    expect(await page.locator('#state').textContent()).toBe('asked again');
  });

  test('a chart has its table, where a gap is a dash', async () => {
    const page = await open();
    await page.locator('#spread canvas').first().waitFor();
    await page.locator('#spread').getByRole('button', { name: 'Show as table' }).click();
    expect(await page.locator('#spread tbody tr').allTextContents()).toEqual(['2 %6', '1 %15', '0 %–', '-1 %8', '-2 %4']);
  });

  test('nothing is wider than a phone, and everything has a name', async () => {
    for (const size of ['desktop', 'phone'] as const) expect(await (await open(size)).evaluate(checkPage)).toEqual([]);
  });
});
