/** Every page over a real platform as a screen reader has it, on a desktop and on a phone: landmarks, headings and tables by axe's rules and our own, and nothing that speaks by itself while nothing happens. */

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RealPlatform, startRealPlatform } from '../live/real-platform.ts';
import { addAxe, axeFaults } from './axe.ts';
import { BrowserLab, CHROMIUM, SIZES } from './browser.ts';
import { checkPage } from './in-page.mjs';
import { type Content, fill, goesOnIn } from './picture-platform.ts';

/** The one table of pages, by its address, because it is of the browser and its types are not known here. */
const TABLE = new URL('../../panel/pages/pages.ts', import.meta.url).href;
const { PAGES } = (await import(TABLE)) as { readonly PAGES: readonly { readonly path: string; readonly section: string }[] };
const PATHS: readonly ((content: Content) => string)[] = [
  ...PAGES.filter(({ section }) => section !== 'alone').map(
    ({ path }) =>
      () =>
        path,
  ),
  () => '/journal/orders',
  ({ decisionId }) => `/journal/decisions/${encodeURIComponent(decisionId)}`,
  () => '/research/new?strategy=sma-cross',
  ({ runs }) => `/research/runs/${runs[0]}`,
  ({ runs }) => `/research/compare?ids=${runs.slice(0, 2)}`,
  () => '/research/data/series?sample=BTCUSD-coinbase-1d',
  () => '/strategies/sma-cross',
  () => '/settings/new',
  () => '/settings/limits',
  () => '/settings/secrets',
  () => '/settings/notifications',
  () => '/settings/history',
  () => '/nothing-there',
];

const lab = new BrowserLab();
let platform: RealPlatform;
let content: Content;
let page: Page;
/** Of the page's own script, on every load: each is a page opened afresh. */
const failures: string[] = [];
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  platform = await startRealPlatform(['--speed', '1']);
  content = await fill(platform);
  page = await lab.newPage('desktop', { bypassCSP: true, serviceWorkers: 'block' });
  page.on('pageerror', ({ message }) => void failures.push(message));
  await goesOnIn(page.context(), platform, content.owner.browser);
}, 240_000);
afterEach(() => expect(failures.splice(0)).toEqual([]));
afterAll(async () => {
  await lab.closeAll();
  await lab.stop();
  await platform?.remove();
}, 60_000);

async function settles(path: string): Promise<void> {
  await page.goto(`${platform.url}${path}`);
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  // A page that keeps a question open for news is never idle.
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => {});
}

/** Tables whose figures nobody knows the names of, and controls that say nothing by themselves. Tables of the chart's own library are inside its picture. */
const TABLES = `[...document.querySelectorAll('main table')].filter((table) => !table.closest('[role=img]')).flatMap((table) => [
  ...(table.caption?.textContent.trim() ? [] : ['no caption: ' + table.textContent.slice(0, 60)]),
  ...(table.querySelector('th[scope=col]') ? [] : ['no head: ' + table.caption?.textContent]),
  ...(table.matches('.data') && [...table.tBodies[0].rows].some((row) => !row.matches('[aria-hidden]') && !row.querySelector('th[scope=row]')) ? ['a row without a head: ' + table.caption?.textContent] : []),
])`;

/** What live regions say within two seconds. */
const SAID = `new Promise((resolve) => {
  const said = [];
  const regions = '[aria-live], [role=status], [role=alert], [role=log]';
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(regions);
      if (region && region.getAttribute('aria-live') !== 'off') said.push(region.textContent.slice(0, 80));
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => resolve(said), 2000);
})`;

describe.skipIf(CHROMIUM === undefined)('to a screen reader', { timeout: 60_000 }, () => {
  for (const pathOf of PATHS)
    test(`${pathOf({ decisionId: 'ID', runs: ['ID', 'ID'] } as unknown as Content)} has its landmarks, headings, names and heads`, async () => {
      await page.setViewportSize(SIZES.desktop);
      await settles(pathOf(content));
      await addAxe(page);
      for (const size of ['desktop', 'phone'] as const) {
        await page.setViewportSize(SIZES[size]);
        await expect
          .poll(async () => [...(await axeFaults(page)), ...(await page.evaluate(checkPage)), ...(await page.evaluate<string[]>(TABLES))], {
            message: size,
            timeout: 8_000,
            interval: 400,
          })
          .toEqual([]);
      }
    });

  for (const path of ['/', '/trading', '/risk', '/system', '/system/logs'])
    test(`${path} is silent while nothing happens, however its figures run`, async () => {
      await settles(path);
      await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
      await expect.poll(() => page.evaluate<string[]>(SAID), { timeout: 12_000 }).toEqual([]);
    });
});
