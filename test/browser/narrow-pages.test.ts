/** Every page at 320 px (a laptop at 400 %) and 360 px, in Spanish and with long names: nothing scrolls sideways but tables in a place of their own. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_RIGHTS, mayBeInToken, RIGHTS } from '../../src/api/roles.ts';
import { done, makeOwner, type RealPlatform, startRealPlatform } from '../live/real-platform.ts';
import { BrowserLab, CHROMIUM } from './browser.ts';
import { goesOnIn } from './picture-platform.ts';

/** The one table of pages, by its address, because it is of the browser and its types are not known here. */
const TABLE = new URL('../../panel/pages/pages.ts', import.meta.url).href;
const { PAGES } = (await import(TABLE)) as { readonly PAGES: readonly { readonly path: string; readonly section: string }[] };
const PATHS = [
  ...PAGES.filter(({ section }) => section !== 'alone').map(({ path }) => path),
  '/journal/orders',
  '/journal/executions',
  '/journal/events',
  '/research/new',
  '/strategies/sma-cross',
  '/settings/limits',
  '/settings/secrets',
  '/settings/notifications',
];
const LONG_NAME = 'copia-de-seguridad-nocturna-del-servidor-remoto';

const lab = new BrowserLab();
let platform: RealPlatform;
let page: Page;
beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  await lab.start();
  platform = await startRealPlatform(['--speed', '3600']);
  const { browser } = await makeOwner(platform);
  const expiresAt = Date.now() + 86_400_000;
  await done(
    browser.post('/api/v1/tokens', {
      name: LONG_NAME,
      rights: ALL_RIGHTS.filter((right) => mayBeInToken(right) && !RIGHTS[right].stepUp),
      expiresAt,
    }),
  );
  await done(browser.post('/api/v1/tokens', { name: 'dos', rights: ['research.run', 'system.execute'], expiresAt }));
  await done(browser.post('/api/v1/users', { name: 'maria.dolores.fernandez', role: 'operator', parts: [] }));
  for (let filled = 0; filled === 0; await sleep(300)) filled = (await done(browser.get('/api/v1/fills?limit=1'))).rows.length;
  page = await lab.newPage('phone', { serviceWorkers: 'block' });
  await goesOnIn(page.context(), platform, browser);
  const display = 'language=es.theme=system.pair=green-red.density=comfortable';
  await page.context().addCookies([{ name: 'atalaya_display', value: display, url: platform.url }]);
}, 180_000);
afterAll(async () => {
  await lab.closeAll();
  await lab.stop();
  await platform?.remove();
}, 60_000);

/** What reaches beyond the right edge outside of a place that scrolls by itself. */
const BEYOND = `(() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return [];
  const scrolls = (element) => { for (let at = element.parentElement; at; at = at.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true; return false; };
  const parts = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(one));
  return ['the page is ' + wide + ' wide', ...parts.slice(-3).map((one) => one.tagName + ' ' + one.className + ': ' + one.textContent.slice(0, 60))];
})()`;

/** Cut text in cells of cards. */
const CUT = `[...document.querySelectorAll('main td, main td *')].filter((one) => getComputedStyle(one).overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1 && !one.matches('.sr-only')).map((one) => 'cut: ' + one.textContent.slice(0, 60))`;

describe.skipIf(CHROMIUM === undefined)('on the narrowest screens', () => {
  for (const path of PATHS)
    test(`fits: ${path}`, { timeout: 40_000 }, async () => {
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 740 });
        await page.goto(`${platform.url}${path}`);
        await page.locator('main h1').first().waitFor({ state: 'attached' });
        await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});
        await expect.poll(() => page.evaluate<string[]>(BEYOND), { message: `${path} at ${width}`, timeout: 4_000 }).toEqual([]);
        if (path === '/system/tokens') expect(await page.evaluate<string[]>(CUT)).toEqual([]);
      }
    });
});
